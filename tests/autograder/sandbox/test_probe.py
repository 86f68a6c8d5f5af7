"""Each layer is tried, a missing one is said, and without Landlock and seccomp nobody is graded who is not trusted."""

import sys
from dataclasses import replace

import pytest

from autograder.cli import main
from autograder.sandbox import probe, system_calls
from autograder.sandbox.plan import best_plan

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off")


def holds(found):
    return {layer.name: layer.holds for layer in found.layers}


@linux
def test_all_that_is_needed_holds():
    found = probe.probe()
    assert found.complete
    assert {
        name for name in ("limits", "Landlock", "seccomp", "clean environment") if holds(found)[name]
    } == {
        "limits",
        "Landlock",
        "seccomp",
        "clean environment",
    }


@linux
def test_landlock_and_seccomp_suffice_without_namespaces():
    found = probe.probe(replace(best_plan(), namespaces=False))
    assert found.complete
    assert not any(holds(found)[name] for name in ("pid", "mount", "net"))


@linux
@pytest.mark.parametrize(
    ("without", "layer", "sentence"),
    [
        ({"landlock": False}, "Landlock", "has no Landlock; Linux has it from 5.13 on"),
        ({"seccomp": b""}, "seccomp", "The seccomp filter did not hold."),
    ],
)
def test_a_missing_layer_is_noticed_by_trying(without, layer, sentence):
    found = probe.probe(replace(best_plan(), namespaces=False, **without))
    assert not found.complete
    assert sentence in found.missing
    assert [
        name for name, held in holds(found).items() if not held and name in ("limits", "Landlock", "seccomp")
    ] == [layer]


@linux
def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    system_calls.compiled_filter.cache_clear()
    best_plan.cache_clear()
    try:
        found = probe.probe(replace(best_plan(), namespaces=False))
        assert "pip install pyseccomp" in found.missing
    finally:
        system_calls.compiled_filter.cache_clear()
        best_plan.cache_clear()


@pytest.fixture
def nothing_holds(monkeypatch):
    found = probe.Isolation((probe.Layer("Landlock", False),), "this kernel (5.4) has no Landlock.")
    monkeypatch.setattr(probe, "_tried", [found])


def test_without_isolation_grading_is_refused(nothing_holds):
    with pytest.raises(probe.NotIsolatedError, match=r"has no Landlock.*--i-trust-these-submissions"):
        probe.require(trusted=False)
    assert not probe.require(trusted=True).complete


def test_who_trusts_gets_grades_and_every_report_says_so(
    nothing_holds, hand_in, released, course, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(course.root)
    folder = hand_in({"kim": released})
    arguments = [
        "grade",
        "toy-conv",
        "--submitted",
        str(folder),
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "1",
    ]
    assert main(arguments) == 2
    said = capfd.readouterr().err
    assert said.startswith("autograder: submissions cannot be shut off from this computer. this kernel")
    assert said.count("\n") == 1
    assert not (tmp_path / "out" / "grades.csv").exists()
    assert main([*arguments, "--i-trust-these-submissions"]) == 0
    assert "UNISOLATED" in capfd.readouterr().out
    assert "graded UNISOLATED" in (tmp_path / "out" / "grades.csv").read_text()
    assert "UNISOLATED" in (tmp_path / "out" / "feedback" / "kim.html").read_text()


@linux
def test_the_command_shows_one_line(capsys):
    assert main(["isolation"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Isolation: ✓ limits  ✓ Landlock")
    assert said[1] == "Submissions are shut off from this computer."

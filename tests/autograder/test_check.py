"""`autograder check`: what a student reads about one notebook."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hostile import OUTSIDE

from autograder import catalog
from autograder.catalog import UnknownAssignmentError
from autograder.check import assignment_of
from autograder.cli import main
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.sandbox import launcher, probe


def write(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return str(path)


def test_check_says_what_is_right_and_wrong(tmp_path, released, capsys):
    blanks = {**RIGHT, "toy-conv-db-answer": "db = np.sum(dout_rows, axis=1)"}
    assert main(["check", write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))]) == 1
    said = capsys.readouterr().out
    assert "✓ col_W is right." in said
    assert "✗ db:" in said
    assert "you summed over axis 1" in said
    assert "8 of 10 points" in said


def test_check_names_the_empty_blanks_in_one_line(tmp_path, released, capsys):
    blanks = {**RIGHT, "toy-conv-dcol_W-answer": "dcol_W = None", "toy-conv-dcol-answer": "dcol = None"}
    assert main(["check", write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))]) == 1
    said = capsys.readouterr().out
    assert "Still empty (빈칸): dcol_W, dcol\n" in said
    assert "✗" not in said
    assert "6 of 10 points" in said


def test_check_of_a_right_notebook_under_a_browsers_name(tmp_path, released, capsys):
    assert main(["check", write(tmp_path / "toy_conv (2).ipynb", fill_in(released, RIGHT))]) == 0
    assert "10 of 10 points" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("toy-conv.ipynb", "toy-conv"),
        ("toy_conv (1).ipynb", "toy-conv"),
        ("toy-conv-kim.ipynb", "toy-conv"),
        ("conv-layer.ipynb", "conv-layer"),
    ],
)
def test_an_assignment_is_known_by_the_files_name(file, name, tmp_path):
    assert assignment_of(tmp_path / file) == name


def test_another_name_gets_a_sentence_with_all_assignments(tmp_path):
    with pytest.raises(
        UnknownAssignmentError, match=r"homework\.ipynb is not named after .*conv-layer.*toy-conv"
    ):
        assignment_of(tmp_path / "homework.ipynb")


def test_the_assignment_may_be_said(tmp_path, released, capsys):
    notebook = write(tmp_path / "homework.ipynb", fill_in(released, RIGHT))
    assert main(["check", notebook, "--assignment", "toy-conv"]) == 0
    assert "10 of 10 points" in capsys.readouterr().out


def test_an_endless_loop_ends_at_the_limit_that_was_said(tmp_path, released, capsys):
    blanks = {**RIGHT, "toy-conv-db-answer": "while True: pass"}
    assert (
        main(["check", write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks)), "--time-limit", "1"])
        == 1
    )
    assert "✗ db: Your cell was still running after 1 seconds" in capsys.readouterr().out


def test_a_check_that_is_missing_gets_one_sentence(course, monkeypatch, capsys):
    """A fault of the course's own, and no traceback all the same."""
    assignment = catalog.load("toy-conv")
    monkeypatch.setattr(catalog, "load", lambda name: replace(assignment, checks=()))
    assert main(["check", str(course.template("toy-conv"))]) == 2
    said = capsys.readouterr().err
    assert said == "autograder: No check is bound to the grade cell toy-conv-col_W.\n"


@pytest.fixture
def not_shut_off(monkeypatch):
    """A Linux without libseccomp."""
    monkeypatch.setattr(
        probe, "_tried", [probe.Isolation((probe.Layer("seccomp", False),), "libseccomp is not installed.")]
    )


def test_where_a_notebook_is_not_shut_off_the_first_line_says_so(
    tmp_path, released, capsys, not_shut_off, monkeypatch
):
    """And it is checked all the same: students have laptops of all kinds."""
    notebook = write(tmp_path / "toy-conv.ipynb", fill_in(released, RIGHT))
    for platform, why in (
        ("linux", "libseccomp is not installed."),
        ("win32", "Linux has them, win32 has not."),
    ):
        with monkeypatch.context() as there:
            if platform != sys.platform:
                there.setattr(launcher.sys, "platform", platform)
            assert main(["check", notebook]) == 0
        said = capsys.readouterr().out
        assert said.splitlines()[0].endswith(
            f"check your own notebook, and nobody else's. ({said_why(why, platform)})"
        )
        assert "10 of 10 points" in said


def said_why(why, platform):
    return why if platform == "linux" else f"Landlock and seccomp are missing: {why}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off")
def test_where_it_is_shut_off_nothing_is_said_of_it(tmp_path, released, capsys):
    assert main(["check", write(tmp_path / "toy-conv.ipynb", fill_in(released, RIGHT))]) == 0
    assert capsys.readouterr().out.startswith("✓ col_W is right.")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off")
@pytest.mark.parametrize("attack", ["reads-passwords", "writes-outside", "forks", "opens-a-local-socket"])
def test_check_shuts_off_as_grading_does(tmp_path, released, attack, capsys):
    source, _ = OUTSIDE[attack]
    source = source.format(outside=str(tmp_path), port=1, solution="", judge=1)
    assert (
        main(
            [
                "check",
                write(
                    tmp_path / "toy-conv.ipynb", fill_in(released, {**RIGHT, "toy-conv-db-answer": source})
                ),
            ]
        )
        == 0
    )
    assert "10 of 10 points" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "cp1252"])
def test_where_there_is_no_tick_the_words_are_said_all_the_same(tmp_path, released, encoding):
    """As in a file or a pipe on Windows."""
    blanks = {**RIGHT, "toy-conv-db-answer": "db = np.sum(dout_rows, axis=1)"}
    path = write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "autograder", "check", path]
    done = subprocess.run(command, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\\u2713 out is right." in done.stdout
    assert b"8 of 10 points" in done.stdout

"""The files behind a module: found in its text wherever an import stands, and held against what Python really loads."""

import json
import subprocess
import sys

import pytest

from autograder import closure

LOADED = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps([module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)]))
"""


@pytest.mark.parametrize(
    "module", ["autograder.check", "autograder.grading.grade", "autograder.cli", "modlab.networks"]
)
def test_all_that_is_loaded_is_found(module):
    done = subprocess.run([sys.executable, "-c", LOADED, module], capture_output=True, text=True, check=True)
    ours = {path for path in json.loads(done.stdout) if path.startswith(str(closure.ROOT / closure.OURS[0]))}
    assert ours <= {str(path) for path in closure.files_behind([module])}


def test_imports_inside_functions_and_of_names_are_followed(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("def later():\n    from autograder.judging import sealed\n    import modlab.im2col\n")
    found = {
        path.relative_to(closure.ROOT).as_posix()
        for path in closure.files_behind([], [program])
        if path != program
    }
    assert {"autograder/judging/sealed.py", "autograder/judging/__init__.py", "modlab/im2col.py"} <= found
    assert "autograder/judging/answers.py" not in found


def test_relative_imports_are_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(closure, "ROOT", tmp_path)
    package = tmp_path / "modlab" / "inner"
    package.mkdir(parents=True)
    for path in (tmp_path / "modlab", package):
        (path / "__init__.py").touch()
    (tmp_path / "modlab" / "far.py").touch()
    (package / "near.py").touch()
    (package / "middle.py").write_text("from . import near\nfrom ..far import something\n")
    found = {path.name for path in closure.files_behind(["modlab.inner.middle"])}
    assert found == {"__init__.py", "middle.py", "near.py", "far.py"}


def test_data_is_what_a_program_reads():
    suffixes = {path.suffix for path in closure.data_in(closure.ROOT / "modlab")}
    assert ".npz" in suffixes
    assert not suffixes & {".py", ".pyc", ".js", ".css"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of a few files; give a function that writes one."""
    monkeypatch.setattr(closure, "ROOT", tmp_path)

    def write(path, text=""):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    for package in ("autograder", "autograder/room", "modlab"):
        write(f"{package}/__init__.py")
    return write


def behind(tmp_path, *modules):
    return [path.relative_to(tmp_path).as_posix() for path in closure.files_behind(modules)]


@pytest.mark.parametrize(
    "line",
    [
        "import autograder.room.b",
        "import os, autograder.room.b as b",
        "from autograder.room import b",
        "from autograder.room.b import name",
        "def function():\n    from autograder.room import b",
        "if 0:\n    import autograder.room.b",
        "try:\n    import autograder.room.b\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_is_found_however_it_is_written(project, tmp_path, line):
    project("autograder/a.py", line)
    project("autograder/room/b.py")
    project("autograder/room/c.py")
    assert behind(tmp_path, "autograder.a") == [
        "autograder/__init__.py",
        "autograder/a.py",
        "autograder/room/__init__.py",
        "autograder/room/b.py",
    ]


def test_imports_of_imports_and_in_circles_are_followed_once(project, tmp_path):
    project("autograder/a.py", "import autograder.b")
    project("autograder/b.py", "import autograder.c")
    project("autograder/c.py", "import autograder.a, numpy, json, modlabb")
    assert behind(tmp_path, "autograder.a") == [
        f"autograder/{name}.py" for name in ("__init__", "a", "b", "c")
    ]


def test_what_a_packages_own_file_imports_counts(project, tmp_path):
    project("autograder/room/__init__.py", "import autograder.b")
    project("autograder/room/a.py")
    project("autograder/b.py")
    assert "autograder/b.py" in behind(tmp_path, "autograder.room.a")


def test_with_modlab_comes_its_data_and_nothing_that_only_a_browser_reads(project, tmp_path):
    project("autograder/a.py", "from modlab import layers")
    for path in (
        "layers.py",
        "unused.py",
        "weights/w.npz",
        "weights/README.md",
        "widgets/w.js",
        "widgets/w.css",
    ):
        project(f"modlab/{path}")
    found = behind(tmp_path, "autograder.a")
    assert [path for path in found if path.startswith("modlab")] == [
        "modlab/__init__.py",
        "modlab/layers.py",
        "modlab/weights/w.npz",
    ]
    assert closure.files_behind(["autograder.room"]) == [
        tmp_path / "autograder/__init__.py",
        tmp_path / "autograder/room/__init__.py",
    ]


def test_files_that_no_import_leads_to_may_be_named(project, tmp_path):
    project("autograder/data.json", "{}")
    project("autograder/alone.py", "import autograder.b")
    project("autograder/b.py")
    files = closure.files_behind([], [tmp_path / "autograder/data.json", tmp_path / "autograder/alone.py"])
    assert [path.name for path in files] == ["__init__.py", "alone.py", "b.py", "data.json"]

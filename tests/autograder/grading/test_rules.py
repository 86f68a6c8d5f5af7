"""Who is graded again: whoever's result depends on something that has changed, and nobody else."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from autograder import catalog
from autograder.grading.rules import Rules, files_that_decide, version
from autograder.grading.submissions import Submission
from autograder.notebook.reading import read_notebook
from autograder.sandbox import runner


# What decides is found here by another way than in the grader: by what Python has really loaded, and by what lies in the folders.
TOUCH_EACH_FILE = """
import functools, json, pathlib, sys
root = pathlib.Path.cwd()

def loaded():
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return {path for path in map(pathlib.Path, filter(None, files)) if path.is_relative_to(root)}

import autograder.grading.grade
from autograder import catalog, closure
from autograder.grading.rules import version
engine = loaded() | set((root / "autograder/sandbox/worker").glob("*.py"))
closure._imports = functools.cache(lambda path, imports=closure._imports: list(imports(path)))  # read once, to be fast
data = [path for path in (root / "modlab").rglob("*") if path.suffix in (".npz", ".npy", ".json")]

def changes(path, name):
    before, content = version(name), path.read_bytes()
    path.write_bytes(content + b"\\n")
    version.cache_clear()
    after = version(name)
    path.write_bytes(content)
    version.cache_clear()
    return after != before

touched, unseen = set(), []
for name in catalog.names():
    for module in list(sys.modules):
        if module.startswith(("autograder.assignments", "modlab")):
            del sys.modules[module]
    catalog.load.cache_clear()
    folder = catalog.load(name) and catalog.folder(name)
    content = {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    modules = {root / (module.replace(".", "/") + ".py") for module in catalog.load(name).modules}
    decides = loaded() | content | modules | ({*data} if modules else set())
    for path in sorted((decides - engine) | (engine - touched)):
        touched.add(path)
        if not changes(path, name):
            unseen.append(f"{name}: {path.relative_to(root)}")
others = [
    path
    for place in ("autograder/reports", "autograder/releasing", "autograder/assignments/im2col")
    for path in (root / place).rglob("*")
    if path.is_file() and path.suffix in (".py", ".html", ".md")
]
idle = [str(path.relative_to(root)) for path in others if changes(path, "toy-conv")]
print(json.dumps([len(touched), unseen, len(others), idle]))
"""


def test_whatever_file_a_result_depends_on_changes_the_version(course, tmp_path):
    """In a copy of the project each file is changed, one by one. A file that decides nothing changes no version."""
    for package in ("autograder", "modlab"):
        shutil.copytree(course.root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    run = subprocess.run(
        [sys.executable, "-B", "-c", TOUCH_EACH_FILE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    touched, unseen, others, idle = json.loads(run.stdout)
    assert (unseen, idle) == ([], [])
    assert touched > 60
    assert others > 20


def test_the_files_are_sorted_and_there():
    files = files_that_decide("toy-conv")
    assert files == sorted(set(files))
    assert all(path.is_file() for path in files)


def test_assignments_have_versions_of_their_own():
    versions = {version(name) for name in catalog.names()}
    assert len(versions) == len(catalog.names())


@pytest.fixture
def rules(course):
    template = tuple(read_notebook(course.template("toy-conv")))
    return Rules("toy-conv", template, runner.Limits(), "a secret", False, "a version")


def test_a_key_depends_on_all_that_a_result_depends_on(rules, tmp_path):
    kim = Submission("kim", tmp_path / "toy-conv.ipynb")
    shorter = (*rules.template[:-1], replace(rules.template[-1], source="other"))
    keys = [
        rules.key(kim, b"{}"),
        rules.key(kim, b"{} "),
        rules.key(replace(kim, student="lee"), b"{}"),
        rules.key(replace(kim, note="Graded from x."), b"{}"),
        rules.key(replace(kim, status="missing"), b"{}"),
        replace(rules, version="another").key(kim, b"{}"),
        replace(rules, secret="another").key(kim, b"{}"),
        replace(rules, limits=runner.Limits(seconds=1)).key(kim, b"{}"),
        replace(rules, template=shorter).key(kim, b"{}"),
    ]
    assert len(set(keys)) == len(keys)


def test_a_key_depends_on_nothing_else(rules, tmp_path):
    """Not on where the notebook lies, nor on whether submissions are trusted: who was not shut off is graded again, see the journal."""
    key = rules.key(Submission("kim", tmp_path / "one.ipynb"), b"{}")
    assert rules.key(Submission("kim", tmp_path / "other.ipynb"), b"{}") == key
    assert replace(rules, trusted=True).key(Submission("kim", None), b"{}") == key

"""The version of an assignment changes with everything that its results depend on, and with nothing else."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import catalog, closure
from autograder.grading.rules import Rules, files_that_decide, version
from autograder.grading.submissions import Submission
from autograder.notebook.reading import read_notebook
from autograder.sandbox import runner

ROOT = Path(__file__).resolve().parents[3]

# What a grading really loads and opens, seen by Python itself: an oracle that reads no import statement.
WATCH = """
import json, sys
from pathlib import Path
root, name = Path(sys.argv[1]), sys.argv[2]
opened = set()
def listen(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        opened.add(str(arguments[0], "utf-8") if isinstance(arguments[0], bytes) else arguments[0])
sys.addaudithook(listen)
from autograder import catalog
from autograder.course import Course
from autograder.grading import grade
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import code_cells, read_notebook
from autograder.notebook.sources import read_solution
course = Course(root)
assignment = catalog.load(name)
cells = [cell for cell in read_notebook(course.template(name))]
judge(Runs(assignment, cells, code_cells(read_solution(course.solution(name))), "a secret", "kim"))
loaded = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
print(json.dumps(sorted(opened | loaded)))
"""
# What a submission's key holds besides, or what is only asked for the sake of the question.
ELSEWHERE = ("exercises", "solutions", "pyproject.toml")


def run(arguments, folder):
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    # From its own folder, since the folder one stands in comes first among those that are searched.
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", catalog.names())
def test_whatever_a_grading_reads_decides(name):
    read = {Path(path).resolve() for path in json.loads(run(["-c", WATCH, str(ROOT), name], ROOT))}
    ours = {
        path
        for path in read
        if path.is_relative_to(ROOT)
        and path.suffix != ".pyc"
        and path.relative_to(ROOT).parts[0] in closure.OURS
    }
    assert len(ours) > 20, "the watch saw nothing"
    assert ours <= set(files_that_decide(name))


@pytest.fixture
def copy(tmp_path):
    """The judge and the library somewhere else, to be changed."""
    for package in closure.OURS:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


# Each file is touched once, in the name of the first assignment that depends on it.
TOUCH = """
import json
from autograder import catalog, closure
from autograder.course import CourseError
from autograder.grading.rules import files_that_decide, version

def now(name):
    version.cache_clear()
    try:
        return version(name)
    except CourseError as error:  # the judge's own files are not those that were loaded
        return str(error)

first = {}
for name in catalog.names():
    for path in files_that_decide(name):
        first.setdefault(path, name)
missed = []
for path, name in first.items():
    content = path.read_bytes()
    before = now(name)
    path.write_bytes(content + b"\\n")
    if now(name) == before:
        missed.append(path.relative_to(closure.ROOT).as_posix())
    path.write_bytes(content)
print(json.dumps([len(first), missed]))
"""


@pytest.mark.slow
def test_each_file_that_decides_is_in_the_version(copy):
    count, missed = json.loads(run(["-c", TOUCH], copy))
    assert count > 100
    assert missed == []


WHO = """
import json, sys
from pathlib import Path
from autograder import catalog
from autograder.course import CourseError
from autograder.grading.rules import version

def now(name):
    version.cache_clear()
    try:
        return version(name)
    except CourseError as error:  # the judge's own files are not those that were loaded
        return str(error)

def versions():
    return {name: now(name) for name in catalog.names()}

changed, before = [], versions()
for path in map(Path, sys.argv[1:]):
    content = path.read_bytes() if path.exists() else None
    path.write_bytes((content or b"") + b"\\n")
    after = versions()
    changed.append([name for name in before if before[name] != after[name]])
    path.write_bytes(content) if content is not None else path.unlink()
print(json.dumps(changed))
"""


def test_a_change_reaches_those_who_depend_on_it_and_nobody_else(copy):
    paths = (
        "autograder/assignments/toy_conv/faults.py",
        "autograder/assignments/simple_convnet/oracle.py",
        "autograder/assignments/im2col/a_new_file.npy",
        "autograder/sandbox/worker/answer.py",
        "modlab/widgets/photograph.npy",
        "autograder/reports/templates/feedback.html",  # pages are written anew each time
        "modlab/widgets/volumes.js",  # only a browser reads it
    )
    toy_conv, oracle, added, worker, photograph, template, script = json.loads(run(["-c", WHO, *paths], copy))
    assert set(toy_conv) == {"toy-conv", "conv-layer"}
    assert "simple-convnet" in oracle
    assert any(name.startswith("errata") for name in oracle)
    assert "toy-conv" not in oracle
    assert "im2col" in added
    assert "toy-conv" not in added
    assert worker == catalog.names()
    assert "see-filters" in photograph
    assert template == script == []


STALE = """
import json
from pathlib import Path
from autograder.course import CourseError
from autograder.grading import rules
first = rules.version("toy-conv")
path = Path("autograder/judging/answers.py")
path.write_text(path.read_text(encoding="utf-8") + "# changed", encoding="utf-8")
try:
    print(json.dumps(["went on", rules.version("toy-pooling")]))
except CourseError as error:
    print(json.dumps(["refused", str(error)]))
"""


def test_a_process_that_has_loaded_the_old_judge_does_not_grade_in_the_name_of_the_new(copy):
    """A Dask worker lives for days: what it has loaded is what it grades by."""
    did, said = json.loads(run(["-c", STALE], copy))
    assert did == "refused"
    assert "was changed while it ran; start it again" in said


@pytest.mark.slow
def test_a_new_hint_reaches_the_feedback_of_a_class_that_was_graded(copy):
    name = "toy-conv"
    for folder, path in (("exercises", f"{name}/{name}.ipynb"), ("solutions", "toy_conv.py")):
        (copy / folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / folder / path, copy / folder / path)
    fault = catalog.load(name).faults[0]
    notebook = json.loads((copy / "exercises" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == f"{fault.cell}-answer":
            cell["source"] = fault.source
    handed_in = copy / "in" / "kim" / name / f"{name}.ipynb"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_text(json.dumps(notebook), encoding="utf-8")

    def feedback():
        run(["-c", f"from autograder.cli import main; main({arguments!r})"], copy)
        return (copy / "out" / "feedback" / "kim.html").read_text(encoding="utf-8")

    arguments = ["grade", name, "--submitted", str(copy / "in"), "--out", str(copy / "out")]
    arguments += ["--i-trust-these-submissions"]
    words = fault.hint.split(".")[0]
    assert words in feedback()
    faults = copy / "autograder/assignments/toy_conv/faults.py"
    source = faults.read_text(encoding="utf-8")
    assert words in source
    faults.write_text(source.replace(words, "A hint that was written anew"), encoding="utf-8")
    assert "A hint that was written anew" in feedback()


def test_assignments_have_versions_of_their_own():
    versions = {version(name) for name in catalog.names()}
    assert len(versions) == len(catalog.names())


@pytest.fixture
def rules(course):
    template = tuple(read_notebook(course.template("toy-conv")))
    return Rules("toy-conv", template, runner.Limits(), "a secret", False, (), "a version")


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
        replace(rules, solution=rules.template).key(kim, b"{}"),
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

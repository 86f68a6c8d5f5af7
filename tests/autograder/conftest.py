"""What the judge's tests share: the course itself, ways to judge answers, and a class made of filled-in notebooks."""

import contextlib
import functools
import json
import re
from pathlib import Path

import pytest

from autograder import catalog
from autograder.assignment import with_body
from autograder.course import Course
from autograder.grading import survivors
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.kill_matrix import judge_of
from autograder.judging.runs import Runs
from autograder.notebook.reading import blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import runner

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def course():
    return Course(ROOT)


@pytest.fixture(scope="session")
def toy_conv():
    return catalog.load("toy-conv")


@pytest.fixture(scope="session")
def released(course):
    """The released notebook of toy-conv, as JSON."""
    return json.loads(course.template("toy-conv").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def mutants_of_exercise(course):
    """The mutants of an exercise, made once."""
    return functools.cache(lambda name: survivors.all_mutants(course, catalog.load(name)))


@pytest.fixture(scope="session")
def judge_answers_to(course):
    """Judge the solution of an exercise with some blanks filled in differently; give points and results by blank."""
    judges = {}
    with contextlib.ExitStack() as stack:

        def judge_them(name, blanks):
            if name not in judges:
                judges[name] = stack.enter_context(judge_of(course, catalog.load(name)))
            verdict = judges[name]({blank_of(f"{name}-{blank}"): source for blank, source in blanks.items()})
            cells = {cell.cell.removeprefix(f"{name}-"): cell for cell in verdict.cells}
            return {blank: cell.points for blank, cell in cells.items()}, cells

        yield judge_them


@pytest.fixture
def judge_answers(judge_answers_to, request):
    """The same for the exercise that the test module names in ASSIGNMENT."""
    return lambda blanks: judge_answers_to(request.module.ASSIGNMENT, blanks)


@pytest.fixture(scope="session")
def judge_bodies_to(judge_answers_to, course):
    """The same; where a blank is one function, the answer to it is that function's body alone."""

    def judge_them(name, answers):
        released = {cell.name: cell.source for cell in read_notebook(course.template(name))}
        blanks = {}
        for blank, answer in answers.items():
            around = released[blank_of(f"{name}-{blank}")]
            is_function = re.findall(r"^(?:class|def)\b", around, re.MULTILINE) == ["def"]
            blanks[blank] = with_body(around, answer) if is_function else answer
        return judge_answers_to(name, blanks)

    return judge_them


@pytest.fixture
def judge_bodies(judge_bodies_to, request):
    """The same for the exercise that the test module names in ASSIGNMENT."""
    return lambda answers: judge_bodies_to(request.module.ASSIGNMENT, answers)


@pytest.fixture(scope="session")
def full_points_of(course):
    """The points that each blank of an exercise is worth, as its released notebook says."""

    def points(name):
        cells = read_notebook(course.template(name))
        return {cell.name.removeprefix(f"{name}-"): cell.points for cell in cells if cell.kind == "check"}

    return points


@pytest.fixture
def full_points(full_points_of, request):
    """The same for the exercise that the test module names in ASSIGNMENT."""
    return full_points_of(getattr(request.module, "ASSIGNMENT", "toy-conv"))


@pytest.fixture
def judge_notebook(course, toy_conv):
    """Judge a notebook's JSON as grading does, with hidden numbers and a short time limit."""
    template = read_notebook(course.template("toy-conv"))
    solution = code_cells(read_solution(course.solution("toy-conv")))
    known = KnownFaults(toy_conv, template, solution)

    def judge_it(notebook, seconds=5.0):
        limits = runner.Limits(seconds=seconds)
        secret = "a secret of the tests"
        runs = Runs(toy_conv, template, code_cells(notebook), secret, "kim", limits, solution)
        return judge(runs, known)

    return judge_it


@pytest.fixture
def judge_blanks(judge_notebook, released):
    """Judge the right answers with some of the blanks filled in differently; give the points by blank, and the verdict."""

    def judge_them(blanks, seconds=5.0):
        sources = {blank_of(f"toy-conv-{name}"): source for name, source in blanks.items()}
        verdict = judge_notebook(fill_in(released, {**RIGHT, **sources}), seconds)
        return {cell.cell.removeprefix("toy-conv-"): cell.points for cell in verdict.cells}, verdict

    return judge_them


@pytest.fixture
def hand_in(tmp_path):
    """Write notebooks in nbgrader's layout; give the folder to grade."""

    def write(notebooks):
        for student, notebook in notebooks.items():
            path = tmp_path / "submitted" / student / "toy-conv" / "toy-conv.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
        return tmp_path / "submitted"

    return write


@pytest.fixture
def own_course(course, tmp_path):
    """A course of its own with the same exercises, so that its lock, its secret and its class are nobody else's."""
    root = tmp_path / "course"
    (root / "grading").mkdir(parents=True)
    for name in ("exercises", "solutions"):
        (root / name).symlink_to(course.root / name)
    (root / "grading" / "secret").write_text("a secret of the tests\n")
    return Course(root)

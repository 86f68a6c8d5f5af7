"""What the grader's tests share: the course itself, and a class made of filled-in notebooks."""

import json
import re
from pathlib import Path

import pytest

from autograder import catalog
from autograder.sandbox import runner
from autograder.assignment import with_body
from autograder.course import Course
from autograder.judging.kill_matrix import judge_of
from autograder.judging.runs import Runs
from autograder.judging.cases import cases
from autograder.judging.judge import judge
from autograder.notebook.reading import code_cells, read_notebook
from autograder.grading.sample_class import RIGHT, fill_in

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


@pytest.fixture(scope="module")
def judge_answers(course, request):
    """Judge the solution of the test module's ASSIGNMENT with some blanks filled in differently; give points and results by blank."""
    name = request.module.ASSIGNMENT
    with judge_of(course, catalog.load(name)) as judge_with:

        def judge_them(blanks):
            verdict = judge_with({f"{name}-{blank}-answer": source for blank, source in blanks.items()})
            cells = {cell.cell.removeprefix(f"{name}-"): cell for cell in verdict.cells}
            return {blank: cell.points for blank, cell in cells.items()}, cells

        yield judge_them


@pytest.fixture(scope="module")
def judge_bodies(judge_answers, course, request):
    """The same; where a blank is one function, the answer to it is that function's body alone."""
    name = request.module.ASSIGNMENT
    released = {cell.name: cell.source for cell in read_notebook(course.template(name))}

    def judge_them(answers):
        blanks = {}
        for blank, answer in answers.items():
            around = released[f"{name}-{blank}-answer"]
            is_function = re.findall(r"^(?:class|def)\b", around, re.MULTILINE) == ["def"]
            blanks[blank] = with_body(around, answer) if is_function else answer
        return judge_answers(blanks)

    return judge_them


@pytest.fixture
def judge_notebook(course, toy_conv):
    """Judge a notebook's JSON as grading does, with hidden numbers and a short time limit."""

    def judge_it(notebook, seconds=5.0):
        return judge(
            Runs(
                toy_conv,
                read_notebook(course.template("toy-conv")),
                code_cells(notebook),
                cases(toy_conv, "a secret of the tests", "kim"),
                runner.Limits(seconds=seconds),
            )
        )

    return judge_it


@pytest.fixture
def judge_blanks(judge_notebook, released):
    """Judge the right answers with some of the blanks filled in differently; give the points by blank, and the verdict."""

    def judge_them(blanks, seconds=5.0):
        sources = {f"toy-conv-{name}-answer": source for name, source in blanks.items()}
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

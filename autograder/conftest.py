"""The judge's checks, seen as pytest: `pytest autograder --submission toy-conv.ipynb`.

Without `--submission` the checks look at the instructor's own solution, so that a broken check or solution shows in the test run.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from autograder import catalog
from autograder.check import assignment_of
from autograder.course import Course, CourseError
from autograder.judging.runs import Runs
from autograder.notebook.reading import UnreadableError, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import probe


def pytest_addoption(parser):
    """Add the option that names the notebook."""
    parser.addoption("--submission", type=Path, help="the notebook that the checks look at")


def pytest_configure(config):
    """Announce the mark that binds a check to a grade cell; refuse a notebook that cannot be judged, and say what its code could do."""
    config.addinivalue_line("markers", "cell(name, points): the grade cell that this check belongs to")
    submission = config.getoption("--submission")
    if submission is not None:
        try:
            assignment = assignment_of(submission)
            Course.find(submission.parent).template(assignment)
            read_notebook(submission)
        except (CourseError, UnreadableError) as error:
            raise pytest.UsageError(str(error)) from None
        said_first = probe.warning(catalog.load(assignment).modules)
        if said_first:
            print(said_first, flush=True)


def pytest_ignore_collect(collection_path, config):
    """With a submission, collect the checks of its assignment and nothing else."""
    submission = config.getoption("--submission")
    if submission is None or collection_path.is_dir():
        return None
    return collection_path.parent != catalog.folder(assignment_of(submission)) or None


def pytest_generate_tests(metafunc):
    """Run each check on each case's numbers."""
    if "answers" in metafunc.fixturenames:
        runs = _runs(metafunc.config, _assignment_beside(metafunc.definition.path))
        metafunc.parametrize("answers", list(runs.cases) if runs else [], indirect=True)


@pytest.fixture
def answers(request):
    """Give a check what the submission answered."""
    runs = _runs(request.config, _assignment_beside(request.path))
    return runs.answers(request.param, request.node.get_closest_marker("cell").args[0])


def _assignment_beside(check_file: Path) -> str:
    return check_file.parent.name.replace("_", "-")


@functools.cache
def _runs(config: pytest.Config, name: str) -> Runs | None:
    """Return the runs of the submission, or of the solution; None where there is neither."""
    assignment = catalog.load(name)
    submission = config.getoption("--submission")
    course = Course.find(submission.parent if submission else Path(__file__).parent)
    if submission is not None:
        cells = read_notebook(submission)
    elif course.solution(name).exists():
        cells = code_cells(read_solution(course.solution(name)))
    else:
        return None
    return Runs(assignment, read_notebook(course.template(name)), cells)

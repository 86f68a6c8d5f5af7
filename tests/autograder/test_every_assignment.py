"""What holds for every assignment: nothing for an empty notebook, all for the solution, no wrong answer passes."""

import re

import numpy as np
import pytest

from autograder import catalog
from autograder.judging.answers import BLANK_IS_EMPTY
from autograder.course import Course
from autograder.judging.kill_matrix import judge_of, kill_matrix
from autograder.judging.cases import cases
from autograder.notebook.reading import read_notebook

# toy-conv came first and has all of these, and more, in its own file.
NAMES = [name for name in catalog.names() if name != "toy-conv"]


@pytest.fixture(params=NAMES)
def assignment(request):
    return catalog.load(request.param)


def released_cells(course, assignment):
    return read_notebook(course.template(assignment.name))


def test_an_untouched_notebook_earns_nothing_and_is_told_so(course, assignment):
    blanks = {cell.name: cell.source for cell in released_cells(course, assignment) if cell.kind == "answer"}
    with judge_of(course, assignment) as judge_with:
        verdict = judge_with(blanks)
    assert verdict.points == 0
    assert [cell.message for cell in verdict.cells if not cell.message.endswith(BLANK_IS_EMPTY)] == []


def test_the_solution_earns_everything_and_gets_no_hint(course, assignment):
    with judge_of(course, assignment) as judge_with:
        verdict = judge_with({})
    assert [(cell.message, cell.hint, cell.fault) for cell in verdict.cells] == [("", "", "")] * len(
        verdict.cells
    )
    assert verdict.points == verdict.max_points > 0


@pytest.mark.slow
def test_every_fault_is_noticed_by_its_check_and_named(course, assignment):
    rows = kill_matrix(course, assignment)
    assert len(rows) >= 8
    assert [(row.fault, row.noticed_by, row.diagnosed_as) for row in rows if not row.killed] == []


def test_every_fault_has_a_name_of_its_own_and_words_in_both_languages(assignment):
    names = [fault.name for fault in assignment.faults]
    assert len(set(names)) == len(names)
    for fault in assignment.faults:
        assert fault.cell in assignment.values
        assert re.fullmatch(r"[^가-힣]+[.?]", fault.hint), fault.name
        assert re.search(r"[가-힣]", fault.hint_ko), fault.name


def test_points_on_the_checks_agree_with_the_notebook(course, assignment):
    in_notebook = {
        cell.name: cell.points for cell in released_cells(course, assignment) if cell.kind == "check"
    }
    with judge_of(course, assignment) as judge_with:
        verdict = judge_with({})
    assert {cell.cell: cell.max_points for cell in verdict.cells} == in_notebook


def test_the_slides_numbers_are_those_of_the_parameters_cell(course, assignment):
    source = next(cell.source for cell in released_cells(course, assignment) if cell.kind == "parameters")
    namespace = {"np": np}
    exec(source, namespace)
    numbers = assignment.slide_numbers()
    assert set(numbers) == set(namespace) - {"np", "__builtins__"}
    for name, value in numbers.items():
        assert np.array_equal(value, namespace[name])
        assert np.asarray(value).dtype == np.asarray(namespace[name]).dtype


def test_some_fresh_numbers_are_float32_and_some_float64(assignment):
    dtypes = {
        value.dtype.name
        for case in cases(assignment, "a secret of the tests", "kim")[1:]
        for value in case.numbers.values()
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }
    assert dtypes == {"float32", "float64"}


def test_every_assignment_has_a_solution():
    course = Course.find(catalog.load("toy-conv").folder)
    assert all(course.solution(name).is_file() for name in NAMES)

"""An assignment written down as data gives no answer away, and judges as the assignment itself does."""

import json
from dataclasses import replace

import pytest

from autograder import catalog
from autograder.assignment import Check, Fault
from autograder.course import CourseError
from autograder.judging.cases import cases
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.releasing.recorder import Notes, record
from autograder.sandbox import launcher


def test_there_are_no_hidden_numbers_in_it(recorded):
    assignment = recorded("toy-conv").assignment()
    assert [case.name for case in cases(assignment, "a secret", "kim")] == ["slide", "practice"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [("output-size", [4, 3, 10, 11]), ("im2col", [9, 75, 90, 75])],
)
def test_what_is_to_be_predicted_cannot_be_read(recorded, name, answer):
    recording = recorded(name)
    assert "sealed" in recording.text()
    readable = [value.ravel().tolist() for value in recording.arrays.values()]
    assert answer not in readable
    assert json.dumps(answer) not in recording.text()


@pytest.mark.parametrize("name", ["output-size", "toy-conv"])
def test_the_diagnosis_is_the_one_that_the_course_gives(course, recorded, name):
    """One blank wrong, in each of the known ways: message, points, hint and example are the same."""
    template = read_notebook(course.template(name))
    solution = code_cells(read_solution(course.solution(name)))
    ours, theirs = catalog.load(name), recorded(name).assignment()

    known = KnownFaults(ours, template, solution)

    def verdict(assignment, sources, known=None):
        cells = [replace(cell, source=sources.get(cell.name, cell.source)) for cell in solution]
        return judge(Runs(assignment, template, cells), known).cells

    assert len(theirs.faults) == len(ours.faults) >= 8
    blanks = {cell.name: cell.source for cell in template}
    for fault in ours.faults:
        blank = blank_of(fault.cell)
        sources = {blank: fault.in_blank(blanks[blank])}
        cells = verdict(theirs, sources)
        assert cells == verdict(ours, sources, known)
        assert fault.hint in [cell.hint for cell in cells]
    launcher.end_warm_process()


def test_what_a_check_says_by_name_is_written_down_in_its_place(toy_conv, course):
    """`expect_test("db", right=2, faulty=1)` and `expect_test("db", 1, 2)` are one look."""
    template = read_notebook(course.template("toy-conv"))
    runs = Runs(toy_conv, template, code_cells(read_solution(course.solution("toy-conv"))))
    notes = Notes(runs.answers("slide", "toy-conv-db"))
    notes.expect_test("db", right=2, faulty=1)
    notes.expect_test("db", 1, 2)
    assert notes.looks == [("expect_test", "db", [1, 2])] * 2


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        (lambda answers: answers.run, "test_it: a check that looks at run cannot be written down"),
        (
            lambda answers: answers.expect("db", answers.numbers["b"] + 9, "x"),
            "the solution does not pass test_it",
        ),
    ],
)
def test_what_cannot_be_written_down_gets_a_sentence(course, toy_conv, look, sentence):
    with pytest.raises(CourseError, match=f"toy-conv: {sentence}"):
        record(course, replace(toy_conv, checks=(Check("test_it", "toy-conv-db", 2, look),)))


def test_a_fault_that_ends_its_process_cannot_be_written_down(course):
    fault = Fault("leaves", "toy-conv-db", "import os\nos._exit(0)", "A hint.", "힌트")
    with pytest.raises(CourseError, match="the fault leaves ends its process"):
        record(course, replace(catalog.load("toy-conv"), faults=[fault]))

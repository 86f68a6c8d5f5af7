"""Which known wrong answer was given: each fault is run by itself, on practice numbers, and held against what the student's cell gave."""

from dataclasses import replace

import pytest

from autograder import catalog
from autograder.assignment import Fault
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import runner


@pytest.fixture
def cells(course):
    """The released notebook of toy-conv and its solution."""
    return read_notebook(course.template("toy-conv")), code_cells(read_solution(course.solution("toy-conv")))


def with_faults(*faults):
    return replace(catalog.load("toy-conv"), faults=faults)


def fault(source, cell="toy-conv-db", **values):
    return Fault("a-fault", cell, source, "A hint.", "힌트", **values)


def filled(solution, sources):
    return [replace(cell, source=sources.get(cell.name, cell.source)) for cell in solution]


TWICE = {"toy-conv-db-answer": "db = dout_rows.sum(axis=0) * 2"}


def runs_of(known, template, solution, sources):
    return Runs(known.assignment, template, filled(solution, sources))


def test_the_fault_with_the_same_values_is_named(cells):
    template, solution = cells
    other = replace(fault("db = dout_rows.sum(axis=0) * 3"), name="another")
    same = fault("db = 2 * dout.sum(axis=(0, 2, 3))")
    known = KnownFaults(with_faults(other, same), template, solution)
    assert known.diagnose("toy-conv-db", runs_of(known, template, solution, TWICE)) is same
    for source in ("db = dout_rows.sum(axis=0) * 4", "pass", "db = None"):
        assert (
            known.diagnose(
                "toy-conv-db", runs_of(known, template, solution, {blank_of("toy-conv-db"): source})
            )
            is None
        )


def test_no_fault_is_named_where_two_give_the_same(cells):
    template, solution = cells
    same, twin = (
        fault("db = 2 * dout.sum(axis=(0, 2, 3))"),
        replace(fault("db = dout_rows.sum(axis=0) * 2"), name="twin"),
    )
    known = KnownFaults(with_faults(same, twin), template, solution)
    assert known.diagnose("toy-conv-db", runs_of(known, template, solution, TWICE)) is None


def test_no_fault_is_named_that_gives_the_same_on_the_slides_numbers_alone(cells):
    """On the slide all of dout is 1, so that counting looks like adding up."""
    template, solution = cells
    counting = fault("db = np.full(FN, 2.0 * dout_rows.shape[0])")
    known = KnownFaults(with_faults(counting), template, solution)
    assert known.diagnose("toy-conv-db", runs_of(known, template, solution, TWICE)) is None


def test_without_a_solution_only_those_are_known_that_say_what_they_give(cells):
    template, solution = cells
    known = KnownFaults(with_faults(fault(TWICE["toy-conv-db-answer"])), template, solution)
    runs = runs_of(known, template, solution, TWICE)
    values = known.values(known.assignment.faults[0])
    silent, saying = replace(fault("db = 1"), name="silent"), fault("", values=values)
    alone = KnownFaults(with_faults(silent, saying))
    assert alone.values(silent) is None
    assert alone.diagnose("toy-conv-db", runs) is saying


def test_a_fault_is_run_once(cells, monkeypatch):
    one = fault("db = dout_rows.sum(axis=0) * 3")
    known = KnownFaults(with_faults(one), *cells)
    made, run = [], runner.run
    monkeypatch.setattr(runner, "run", lambda *arguments: made.append(1) or run(*arguments))
    assert known.values(one) is known.values(one)
    assert len(made) == 2  # on the slide's numbers, and on the practice numbers


def test_a_fault_that_ends_the_process_is_not_held_against_the_student(cells):
    template, solution = cells
    known = KnownFaults(with_faults(fault("import os\nos._exit(0)")), template, solution)
    runs = Runs(known.assignment, template, filled(solution, TWICE))
    verdict = judge(runs, known)
    assert known.values(known.assignment.faults[0]) is None
    assert {**runs.public.stopped, **runs.hidden.stopped} == {}
    assert "ended the Python process" not in verdict.log
    assert verdict.seconds["toy-conv-db"] is not None
    assert {cell.cell: cell.points for cell in verdict.cells}["toy-conv-db"] == 0


def test_what_a_fault_makes_of_a_later_cell_is_not_held_against_the_student(cells):
    """A loop that ends with the student's own db, and never with the fault's."""
    template, solution = cells
    known = KnownFaults(with_faults(fault("db = np.full(len(b), np.nan)")), template, solution)
    loop = "while np.isnan(db).any():\n    pass\ndcol_W = np.dot(col.T, dout_rows)"
    sources = {**TWICE, "toy-conv-dcol_W-answer": loop}
    runs = Runs(known.assignment, template, filled(solution, sources), limits=runner.Limits(seconds=0.5))
    verdict = judge(runs, known)
    assert {**runs.public.stopped, **runs.hidden.stopped} == {}
    assert {cell.cell: cell.points for cell in verdict.cells}["toy-conv-dcol_W"] == 2


def test_no_line_of_a_fault_is_in_a_process_with_a_students_code(cells):
    """A run is sent the student's cells, the notebook's and the numbers, and nothing that the judge knows besides."""
    template, solution = cells
    known = KnownFaults(with_faults(fault("db = 123454321 * dout_rows.sum(axis=0)")), template, solution)
    runs = Runs(known.assignment, template, filled(solution, TWICE))
    judge(runs, known)
    assert not any("123454321" in step.source for step in runs.steps)

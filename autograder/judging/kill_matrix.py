"""The kill matrix: put each known wrong answer into the solution, and see which checks notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from autograder.assignment import Assignment, Fault
from autograder.course import Course
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.judging.verdict import Verdict
from autograder.notebook.reading import Cell, blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import launcher


@dataclass(frozen=True)
class Row:
    """What became of one fault.

    Attributes
    ----------
    fault : str
        Its name.
    cell : str
        The check cell that must notice it.
    noticed_by : tuple of str
        The check cells that did.
    diagnosed_as : str
        The fault that the feedback names; it must be this one.
    """

    fault: str
    cell: str
    noticed_by: tuple[str, ...]
    diagnosed_as: str

    @property
    def killed(self) -> bool:
        """Whether the right check notices and the feedback says what it is."""
        return self.cell in self.noticed_by and self.diagnosed_as == self.fault


@contextmanager
def judge_of(course: Course, assignment: Assignment) -> Iterator[Callable[[dict[str, str]], Verdict]]:
    """Give a function that judges the solution with some of its cells replaced."""
    template = read_notebook(course.template(assignment.name))
    solution = code_cells(read_solution(course.solution(assignment.name)))
    known = KnownFaults(assignment, template, solution)

    def judge_with(sources: dict[str, str]) -> Verdict:
        cells: list[Cell] = [replace(cell, source=sources.get(cell.name, cell.source)) for cell in solution]
        return judge(Runs(assignment, template, cells, "the kill matrix", solution=solution), known)

    try:
        yield judge_with
    finally:
        launcher.end_warm_process()


def kill_matrix(course: Course, assignment: Assignment) -> list[Row]:
    """Judge each fault of an assignment.

    Returns
    -------
    list of Row
        In the order of the assignment's faults.
    """
    blanks = {cell.name: cell.source for cell in read_notebook(course.template(assignment.name))}
    with judge_of(course, assignment) as judge_with:
        rows = []
        for fault in assignment.faults:
            name = blank_of(fault.cell)
            rows.append(_row(fault, judge_with({name: fault.in_blank(blanks[name])})))
        return rows


def _row(fault: Fault, verdict: Verdict) -> Row:
    noticed_by = tuple(cell.cell for cell in verdict.cells if cell.message)
    diagnosed_as = next((cell.fault for cell in verdict.cells if cell.cell == fault.cell), "")
    return Row(fault.name, fault.cell, noticed_by, diagnosed_as)

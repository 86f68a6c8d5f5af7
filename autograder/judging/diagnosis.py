"""Which known wrong answer a submission gave: the only one whose values are the same on the slide's numbers and on the practice numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignment import Assignment, Fault
from autograder.judging.cases import PRACTICE, SLIDE
from autograder.judging.compare import same
from autograder.judging.runs import Runs
from autograder.notebook.reading import Cell, blank_of

SETS = (SLIDE, PRACTICE)  # on both an answer must be what a fault is: on one alone, many are


class KnownFaults:
    """What the known wrong answers of an assignment give on the slide's numbers and on the practice numbers.

    Each fault stands in the solution, in place of the answer, and is run there once, when it is first asked for. No student's code is in that
    process, and no fault's in a student's.

    Parameters
    ----------
    assignment : Assignment
    template, solution : sequence of Cell
        The released notebook and the one with the answers. Without them only those faults are known that say themselves what they give.
    """

    def __init__(self, assignment: Assignment, template: Sequence[Cell] = (), solution: Sequence[Cell] = ()):
        self.assignment, self.template, self.solution = assignment, template, solution
        self._blanks = {cell.name: cell.source for cell in template if cell.kind == "answer"}
        self._values: dict[str, Mapping[str, Mapping[str, Any]] | None] = {}

    def diagnose(self, cell: str, runs: Runs) -> Fault | None:
        """Return the fault of a check cell that gives the values which a submission gave, on the slide's numbers and on the practice numbers.

        None if there is none; and if there are several, since then nobody can tell which of them it is.
        """
        names = self.assignment.values[cell]
        given = {case: values_of(runs, case, cell) for case in SETS}
        if any(isinstance(of[names[0]], str) and of[names[0]] in ("absent", "None") for of in given.values()):
            return None
        found = [
            fault for fault in self.assignment.faults if fault.cell == cell and self._gives(fault, given)
        ]
        return found[0] if len(found) == 1 else None

    def _gives(self, fault: Fault, given: Mapping[str, Mapping[str, np.ndarray | str]]) -> bool:
        values = self.values(fault)
        return values is not None and all(
            same(one, values[case][name]) for case, of in given.items() for name, one in of.items()
        )

    def values(self, fault: Fault) -> Mapping[str, Mapping[str, Any]] | None:
        """Return what the names of a fault's cell hold on each of these numbers; None if it ends the process, or if nobody can tell."""
        if fault.values is not None or not self.solution:
            return fault.values
        key = f"{fault.cell} {fault.name}"
        if key not in self._values:
            self._values[key] = self._run(fault)
        return self._values[key]

    def _run(self, fault: Fault) -> dict[str, dict[str, np.ndarray | str]] | None:
        name = blank_of(fault.cell)
        cells = [
            replace(cell, source=fault.in_blank(self._blanks[name])) if cell.name == name else cell
            for cell in self.solution
        ]
        runs = Runs(self.assignment, self.template, cells)
        read = next(i for i, step in enumerate(runs.steps) if (step.kind, step.name) == ("read", fault.cell))
        runs.steps = runs.steps[: read + 1]  # what comes later may not end with a fault's values
        if any(runs.run_on(case).stopped_at is not None for case in SETS) or runs.public.stopped:
            return None
        return {case: values_of(runs, case, fault.cell) for case in SETS}


def values_of(runs: Runs, case: str, cell: str) -> dict[str, np.ndarray | str]:
    """Return what the names of a check cell hold on a case's numbers."""
    values = runs.run_on(case).values
    return {name: values.get((cell, name), "absent") for name in runs.assignment.values[cell]}

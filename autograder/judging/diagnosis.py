"""Which known wrong answer a submission gave: the one whose values on the practice numbers are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignment import Assignment, Fault
from autograder.judging.cases import PRACTICE
from autograder.judging.compare import same
from autograder.judging.runs import Runs
from autograder.notebook.reading import Cell, blank_of


class KnownFaults:
    """What the known wrong answers of an assignment give on the practice numbers.

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
        self._values: dict[str, Mapping[str, Any] | None] = {}

    def diagnose(self, cell: str, given: Sequence[np.ndarray | str]) -> Fault | None:
        """Return the first fault of a check cell that gives these very values, if there is one.

        Parameters
        ----------
        given : sequence of ndarray or str
            What the cell's names hold on the practice numbers, in their order.
        """
        if isinstance(given[0], str) and given[0] in ("absent", "None"):
            return None
        names = self.assignment.values[cell]
        for fault in self.assignment.faults:
            values = self.values(fault) if fault.cell == cell else None
            if values and all(same(one, values[name]) for one, name in zip(given, names, strict=True)):
                return fault
        return None

    def values(self, fault: Fault) -> Mapping[str, Any] | None:
        """Return what the names of a fault's cell hold on the practice numbers; None if it ends the process, or if nobody can tell."""
        if fault.values is not None or not self.solution:
            return fault.values
        key = f"{fault.cell} {fault.name}"
        if key not in self._values:
            self._values[key] = self._run(fault)
        return self._values[key]

    def _run(self, fault: Fault) -> dict[str, np.ndarray | str] | None:
        name = blank_of(fault.cell)
        cells = [
            replace(cell, source=fault.in_blank(self._blanks[name])) if cell.name == name else cell
            for cell in self.solution
        ]
        runs = Runs(self.assignment, self.template, cells)
        read = next(i for i, step in enumerate(runs.steps) if (step.kind, step.name) == ("read", fault.cell))
        runs.steps = runs.steps[: read + 1]  # what comes later may not end with a fault's values
        run = runs.run_on(PRACTICE)
        if run.stopped_at is not None or runs.public.stopped:
            return None
        return {
            name: run.values.get((fault.cell, name), "absent") for name in self.assignment.values[fault.cell]
        }

"""The runs of one submission: on each case's numbers, on small ones, and with what is wrong set right."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from autograder.assignment import Assignment, Fault
from autograder.judging.answers import Answers
from autograder.judging.cases import PRACTICE, SMALL, Case, cases
from autograder.judging.checking import right_values
from autograder.judging.compare import same
from autograder.notebook.reading import Cell, blank_of, check_of
from autograder.notebook.rebuilding import DEFINITION, Step, rebuild
from autograder.sandbox import runner


class Runs:
    """The runs of one submission, each made when a check first asks for it.

    Parameters
    ----------
    assignment : Assignment
    template, submission : sequence of Cell
        The released notebook and what was handed in.
    secret, student : str or None, and str
        What the hidden numbers are drawn from, see `autograder.judging.cases.cases`.
    limits : runner.Limits, optional
        The assignment's own by default.
    """

    def __init__(
        self,
        assignment: Assignment,
        template: Sequence[Cell],
        submission: Sequence[Cell],
        secret: str | None = None,
        student: str = "",
        limits: runner.Limits | None = None,
    ):
        self.assignment = assignment
        self.steps = rebuild(template, submission, assignment.values)
        self.cases = {case.name: case for case in cases(assignment, secret, student)}
        self.small = {
            f"{SMALL}-{i}": Case(f"{SMALL}-{i}", numbers)
            for i, numbers in enumerate(assignment.small_numbers(), 1)
        }
        self.limits = limits or runner.Limits(assignment.seconds)
        self.stopped: dict[str, str] = {}
        self.blanks = {cell.name: cell.source for cell in template if cell.kind == "answer"}
        # The blanks that define a function: what builds on one calls it, so that no value can take its place.
        self.functions = {
            cell.name for cell in template if any(map(DEFINITION.match, cell.source.splitlines()))
        }
        self._mended: frozenset[str] = frozenset()  # the cells whose values are set right
        self._others: dict[frozenset[str], Runs] = {}
        self._runs: dict[str, runner.Run] = {}

    def run_on(self, case: str) -> runner.Run:
        """Return the run on a case's numbers."""
        if case not in self._runs:
            self._runs[case] = self._run(self.steps, case)
        return self._runs[case]

    def answers(self, case: str, cell: str) -> Answers:
        """Return what a check of `cell` gets to see."""
        numbers = self.cases[case] if case in self.cases else self.small[case]
        return Answers(numbers, self.run_on(case), self.stopped, cell, self.assignment.values[cell][0])

    def mended(self, cells: frozenset[str]) -> Runs:
        """Return the runs of the same submission in which the values of some check cells are set right before the next blank.

        These runs decide a later blank's points when it builds on wrong values. The process then knows the right values of
        those earlier blanks, and of no others. A blank that defines a function stays the student's: only its values are set right.
        """
        if cells not in self._others:
            runs = self._others[cells] = copy.copy(self)
            runs._mended, runs._runs = cells, {}
        return self._others[cells]

    def diagnose(self, cell: str, alone: bool = False) -> Fault | None:
        """Return the known fault that gives the very values this submission gives, if there is one.

        Each fault is put into the student's own notebook in place of their answer, and run on the practice numbers. In the students' package
        there are only the values that it gives with right functions before it.

        Parameters
        ----------
        alone : bool
            Whether no second fault may give these values: an earlier function that is wrong may make many answers the same. The students'
            package then knows of none.
        """
        names = self.assignment.values[cell]
        given = [self.run_on(PRACTICE).values.get((cell, name), "absent") for name in names]
        if isinstance(given[0], str) and given[0] in ("absent", "None"):
            return None
        found: list[Fault] = []
        for fault in self.assignment.faults:
            if fault.cell != cell or (alone and fault.values is not None):
                continue
            values = self.values_of(fault) if fault.values is None else fault.values
            if values is None:
                return None  # it would stop on the next one, too, and waiting is no diagnosis
            if all(same(one, values[name]) for one, name in zip(given, names, strict=True)):
                found.append(fault)
                if len(found) > alone:
                    break
        return found[0] if len(found) == 1 else None

    def values_of(self, fault: Fault) -> dict[str, np.ndarray | str] | None:
        """Return what the names of a fault's cell hold on the practice numbers, with the fault in place of the answer.

        None if it ends the process. That costs nobody points. The student's later cells are not run.
        """
        blank = blank_of(fault.cell)
        steps: list[Step] = []
        for step in self.steps:
            is_blank = step.name == blank
            steps.append(replace(step, source=fault.in_blank(self.blanks[blank])) if is_blank else step)
            if step.kind == "read" and step.name == fault.cell:
                break
        stopped = dict(self.stopped)
        run = self._run(steps, PRACTICE, stopped)
        if run.stopped_at is not None or len(stopped) > len(self.stopped):
            return None
        return {
            name: run.values.get((fault.cell, name), "absent") for name in self.assignment.values[fault.cell]
        }

    def log(self) -> str:
        """Return what the student's cells printed and raised, for the instructor."""
        students = {step.name for step in self.steps if step.is_students}
        lines = []
        for name, run in self._runs.items():
            lines += [
                f"{name}: {step} raised {error['type']}: {error['message']}"
                for step, error in run.errors.items()
                if step in students
            ]
            if run.output:
                lines += [f"{name}: printed", *(f"    {line}" for line in run.output.splitlines())]
        lines += [f"{step} {why}" for step, why in self.stopped.items()]
        return "\n".join(lines)

    def seconds(self) -> dict[str, float | None]:
        """Return the processor time of each check cell's blank, with what is given after it, in all runs that were judged."""
        blank, seconds = "", dict.fromkeys(self.assignment.values, 0.0)
        owner = {}  # the blank before each step
        for step in self.steps:
            blank = check_of(step.name) if step.kind == "answer" else blank
            owner[step.name] = blank
        for case, run in self._runs.items():
            if case in self.cases:
                for name, spent in run.seconds.items():
                    if owner.get(name) in seconds:
                        seconds[owner[name]] += spent
        return {cell: None if blank_of(cell) in self.stopped else spent for cell, spent in seconds.items()}

    def _run(self, steps: Sequence[Step], case: str, stopped: dict[str, str] | None = None) -> runner.Run:
        """Run the steps on a case's numbers. What stops a run is added to `stopped`, by default that of the submission."""
        arguments = (self.assignment.modules, self.limits)
        stopped = self.stopped if stopped is None else stopped
        numbers = self.small[case] if case in self.small else self.cases[case]
        right: dict[str, np.ndarray] = {}
        with_mends = []
        for step in steps:
            with_mends.append(step)
            if step.kind == "read" and step.name in self._mended:
                found = right_values(self.assignment, step.name, numbers)
                right |= {f"{step.name} {name}": value for name, value in found.items()}
                with_mends.append(Step("mend", step.name, names=tuple(found)))
        if case in self.small:
            left = [step for step in with_mends if step.name not in stopped]
            return runner.run(left, numbers.numbers, *arguments, right)
        return runner.run_without_what_stops_it(with_mends, numbers.numbers, *arguments, stopped, right)

"""The runs of one submission: on each case's numbers, on small ones, and with what is wrong set right."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence

import numpy as np

from autograder.assignment import Assignment
from autograder.judging.answers import Answers
from autograder.judging.cases import SMALL, Case, cases
from autograder.judging.checking import right_values
from autograder.notebook.reading import Cell, blank_of, check_of
from autograder.notebook.rebuilding import DEFINITION, Step, rebuild
from autograder.sandbox import runner

# Before whatever is asked: a student may have given one of Python's own names to something else, as `from numpy import *` does.
NAMES_OF_OUR_OWN = "from builtins import *\nimport numpy as np\n"

# What a run on hidden numbers asks a student's test. The test gets a version of the code, and nothing that says whether it is right.
ASK_TEST = """
try:
    said = {test}(version)
    {blank} = None if said is None else np.array([int(bool(said))])
except Exception:
    {blank} = np.array([0])
"""


class Runs:
    """The runs of one submission, each made when a check first asks for it.

    Parameters
    ----------
    assignment : Assignment
    template, submission : sequence of Cell
        The released notebook and what was handed in.
    secret, student : str or None, and str
        What the hidden numbers are drawn from, together with the student's cells; see `autograder.judging.cases.cases`.
    limits : runner.Limits, optional
        The assignment's own by default.

    Attributes
    ----------
    cases : dict of str to Case
    small : dict of str to Case
    public, hidden : runner.Account
        What the runs on numbers that may be told, and those on hidden ones, have to share.
    functions : set of str
        The blanks that define a function: what builds on one calls it, so that no value can take its place.
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
        # All that a process is told before it runs. A cell can read its own name, and so its place in the file.
        written = json.dumps([step.as_message() for step in self.steps])
        content = hashlib.sha256(written.encode()).hexdigest()
        self.cases = {case.name: case for case in cases(assignment, secret, student, content)}
        self.small = {
            f"{SMALL}-{i}": Case(f"{SMALL}-{i}", numbers)
            for i, numbers in enumerate(assignment.small_numbers(), 1)
        }
        self.limits = limits or runner.Limits(assignment.seconds)
        self.public, self.hidden = (runner.Account(self.limits.budget) for _ in range(2))
        self.functions = {
            cell.name
            for cell in template
            if cell.kind == "answer" and any(map(DEFINITION.match, cell.source.splitlines()))
        }
        self._mended: frozenset[str] = frozenset()  # the cells whose values are set right
        self._others: dict[frozenset[str], Runs] = {}
        self._runs: dict[str, runner.Run] = {}

    def run_on(self, case: str) -> runner.Run:
        """Return the run on a case's numbers."""
        if case not in self._runs:
            self._runs[case] = self._run(self._case(case))
        return self._runs[case]

    def answers(self, case: str, cell: str) -> Answers:
        """Return what a check of `cell` gets to see."""
        numbers, run = self._case(case), self.run_on(case)
        stopped = self._account(numbers).stopped
        return Answers(numbers, run, stopped, cell, self.assignment.values[cell][0], self.limits.budget)

    def mended(self, cells: frozenset[str]) -> Runs:
        """Return the runs of the same submission in which the values of some check cells are set right before the next blank.

        These runs decide a later blank's points when it builds on wrong values. The process then knows the right values of
        those earlier blanks, and of no others. So their hidden numbers are their own, and drawn anew each time: no run knows the right
        values of numbers that are ever graded again. A blank that defines a function stays the student's: only its values are set right.
        """
        if cells not in self._others:
            runs = self._others[cells] = copy.copy(self)
            runs._mended, runs._runs = cells, {}
            if any(case.hidden for case in self.cases.values()):
                runs.cases = {case.name: case for case in cases(self.assignment, secrets.token_hex(32))}
        return self._others[cells]

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
        lines += [f"{step} {why}" for step, why in {**self.hidden.stopped, **self.public.stopped}.items()]
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
        stopped = {*self.public.stopped, *self.hidden.stopped}
        return {cell: None if blank_of(cell) in stopped else spent for cell, spent in seconds.items()}

    def _case(self, name: str) -> Case:
        return self.cases[name] if name in self.cases else self.small[name]

    def _account(self, case: Case) -> runner.Account:
        return self.hidden if case.hidden else self.public

    def _run(self, case: Case) -> runner.Run:
        """Run the steps on a case's numbers."""
        steps: list[Step] = []
        later: dict[tuple[str, str], tuple[dict, dict[str, np.ndarray]]] = {}
        for step in self.steps:
            if step.kind != "read":
                steps.append(step)
                continue
            source = self._asks(step.name, case)
            if source:
                ask = self.assignment.asks.get(step.name)
                numbers = {name: case.numbers[name] for name in (ask.names if ask else ())}
                later["ask", step.name] = ({"source": source, "scalars": _scalars(numbers)}, _arrays(numbers))
                steps.append(Step("ask", step.name, names=step.names))
            steps.append(step)
            if step.name in self._mended:
                found = right_values(self.assignment, step.name, case)
                later["mend", step.name] = ({}, found)
                steps.append(Step("mend", step.name, names=tuple(found)))
        account = self._account(case)
        arguments = (self._numbers_at_first(case), self.assignment.modules, self.limits)

        def shape_of(cell: str, name: str) -> tuple[int, ...] | None:
            right = right_values(self.assignment, cell, case).get(name)
            return None if right is None else right.shape

        if case.name in self.small:  # to show what is wrong: what stops it costs nobody anything
            return runner.run_within(account, steps, *arguments, later, shape_of)
        if case.hidden:  # what stops a public run stops this one, too; the other way round it must not show
            account.stopped = {**self.public.stopped, **account.stopped}
        return runner.run_without_what_stops_it(steps, *arguments, account, later, shape_of)

    def _asks(self, cell: str, case: Case) -> str:
        """Return what is run after a blank in a case; empty if its values are read as they stand."""
        if cell in case.versions:
            versions, names = self.assignment.versions[cell], self.assignment.values[cell]
            asked = ASK_TEST.format(test=versions.test, blank=names[0])
            return f"{NAMES_OF_OUR_OWN}{case.versions[cell].source}\n{asked}"
        ask = self.assignment.asks.get(cell)
        return f"{NAMES_OF_OUR_OWN}{ask.source}" if ask else ""

    def _numbers_at_first(self, case: Case) -> dict:
        later = self.assignment.asked_names
        return {name: value for name, value in case.numbers.items() if name not in later}


def _scalars(numbers: Mapping) -> dict:
    return {name: value for name, value in numbers.items() if not isinstance(value, np.ndarray)}


def _arrays(numbers: Mapping) -> dict[str, np.ndarray]:
    return {name: value for name, value in numbers.items() if isinstance(value, np.ndarray)}

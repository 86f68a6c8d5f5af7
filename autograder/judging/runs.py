"""The runs of one submission: on each case's numbers, on small ones, and with what is wrong set right."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from autograder.assignment import Assignment, in_the_other_dtype
from autograder.judging.answers import Answers
from autograder.judging.cases import AGAIN, PRACTICE, SLIDE, SMALL, Case, cases
from autograder.judging.checking import right_values
from autograder.judging.whereabouts import other_exercise, whereabouts
from autograder.notebook.reading import Cell, blank_of, check_of
from autograder.notebook.rebuilding import DEFINITION, Step, assigned_names, rebuild
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
    solution : sequence of Cell, optional
        The notebook with the answers, to set a wrong blank right for what builds on it. Without it only values are set right.

    Attributes
    ----------
    cases : dict of str to Case
    again : Case
        The practice numbers in another dtype, for the functions that are called again when the notebook has run on the slide's.
    small : dict of str to Case
    whereabouts : dict of str to (str, str)
        What to say of the check cells whose blank is not where it belongs, in English and in Korean.
    is_of_another_exercise : bool
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
        solution: Sequence[Cell] = (),
    ):
        self.assignment = assignment
        self.steps = [
            replace(step, names=tuple(assignment.writes.get(check_of(step.name), ())))
            if step.kind == "answer"
            else step
            for step in rebuild(template, submission, assignment.values)
        ]
        # All that a process is told before it runs. A cell can read its own name, and so its place in the file.
        written = json.dumps([step.as_message() for step in self.steps])
        content = hashlib.sha256(written.encode()).hexdigest()
        self.cases = {case.name: case for case in cases(assignment, secret, student, content)}
        self.small = {
            f"{SMALL}-{i}": Case(f"{SMALL}-{i}", small.numbers, changes=small.changes)
            for i, small in enumerate(assignment.small_numbers(), 1)
        }
        self.limits = limits or runner.Limits(assignment.seconds)
        self.public, self.hidden = (runner.Account(self.limits.budget) for _ in range(2))
        self.functions = {
            cell.name
            for cell in template
            if cell.kind == "answer" and any(map(DEFINITION.match, cell.source.splitlines()))
        }
        practice = self.cases[PRACTICE]
        self.again = replace(practice, name=AGAIN, numbers=in_the_other_dtype(practice.numbers))
        self.own_names = frozenset().union(*(assigned_names(cell.source) for cell in template))
        self.whereabouts = whereabouts(template, submission, self.steps, assignment.values)
        self.is_of_another_exercise = bool(other_exercise(template, submission))
        self.right_cells = _right_cells(template, solution)
        self._mended: frozenset[str] = frozenset()  # the cells whose values are set right
        self._puts_back = False
        self._others: dict[frozenset[str], Runs] = {}
        self._runs: dict[str, runner.Run] = {}

    def run_on(self, case: str) -> runner.Run:
        """Return the run on a case's numbers. What is called again is part of the run on the slide's."""
        if case == AGAIN:
            made = self.run_on(SLIDE)
            return replace(made, values=made.again, errors=made.errors_again)
        if case not in self._runs:
            self._runs[case] = self._run(self._case(case))
        return self._runs[case]

    def is_called_again(self, cell: str) -> bool:
        """Whether a check cell's blank was called again in the run on the slide's numbers; it is not where that would take too long."""
        return (
            any(asked == cell for asked, _ in self.run_on(SLIDE).again)
            or cell in self.run_on(SLIDE).errors_again
        )

    def answers(self, case: str, cell: str) -> Answers:
        """Return what a check of `cell` gets to see."""
        numbers, run = self._case(case), self.run_on(case)
        stopped = self._account(numbers).stopped
        blank = self.assignment.values[cell][0]
        return Answers(numbers, run, stopped, cell, blank, self.limits.budget, self.own_names)

    def mended(self, cells: frozenset[str]) -> Runs:
        """Return the runs of the same submission in which some blanks are set right before the next one.

        These runs decide a later blank's points when it builds on wrong ones. The solution's cell is run after the student's, and names of the
        notebook's that a student's cell gave to something else are given back. Without a solution, only a blank's values are set right.

        The process then knows the right answers of those earlier blanks, and of no others. So their hidden numbers are their own, and drawn anew
        each time: no run knows the right values of numbers that are ever graded again.
        """
        if cells not in self._others:
            runs = self._others[cells] = copy.copy(self)
            runs._mended, runs._runs, runs._puts_back = cells, {}, True
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
        if name == AGAIN:
            return self.again
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
                right = self.right_cells.get(step.name, "")
                found = {} if right else right_values(self.assignment, step.name, case)
                later["mend", step.name] = ({"source": right}, found)
                steps.append(Step("mend", step.name, names=step.names if right else tuple(found)))
        if case.name == SLIDE and (not self._mended or self.right_cells):
            steps += self._called_again(later)
        account = self._account(case)
        arguments = (self._numbers_at_first(case), self.assignment.modules, self.limits)

        def shape_of(kind: str, cell: str, name: str) -> tuple[int, ...] | None:
            right = right_values(self.assignment, cell, self.again if kind == "again" else case).get(name)
            return None if right is None else right.shape

        terms = runner.Terms(later, self.own_names - {*self.assignment.tools}, self._puts_back, shape_of)
        if case.name in self.small:  # to show what is wrong: what stops it costs nobody anything
            return runner.run_within(account, steps, *arguments, terms)
        if case.hidden:  # what stops a public run stops this one, too; the other way round it must not show
            account.stopped = {**self.public.stopped, **account.stopped}
        return runner.run_without_what_stops_it(steps, *arguments, account, terms)

    def _called_again(
        self, later: dict[tuple[str, str], tuple[dict, dict[str, np.ndarray]]]
    ) -> Iterator[Step]:
        """Give the steps in which a notebook's parts are run again, up to the last one that calls a function; what they need goes to `later`."""
        cells = [step.name for step in self.steps if step.kind == "read"]
        called = [cell for cell in cells if blank_of(cell) in self.functions]
        numbers = self.again.numbers
        for cell in cells[: cells.index(called[-1]) + 1] if called else ():
            about = {"source": self._asks(cell, self.again), "scalars": _scalars(numbers)}
            about["may_write"] = list(self.assignment.writes.get(cell, ()))
            later["again", cell] = (about, _arrays(numbers))
            yield Step("again", cell, names=tuple(self.assignment.values[cell]) if cell in called else ())

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


def _right_cells(template: Sequence[Cell], solution: Sequence[Cell]) -> dict[str, str]:
    """Return for each check cell the code that sets its blank right: the solution's, and what is given after it."""
    right = {cell.name: cell.source for cell in solution if cell.kind == "answer"}
    cells: dict[str, str] = {}
    last = ""
    for cell in template:
        if cell.kind == "answer":
            last = check_of(cell.name)
            cells[last] = right.get(cell.name, "")
        elif cell.kind == "given" and last:
            cells[last] += f"\n{cell.source}"
        elif cell.kind == "check":
            last = ""
    return cells if solution else {}


def _scalars(numbers: Mapping) -> dict:
    return {name: value for name, value in numbers.items() if not isinstance(value, np.ndarray)}


def _arrays(numbers: Mapping) -> dict[str, np.ndarray]:
    return {name: value for name, value in numbers.items() if isinstance(value, np.ndarray)}

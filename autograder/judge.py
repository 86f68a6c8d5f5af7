"""Judge one submission: run it, let the pytest checks look at what came back, and put the outcome into words.

The checks run here, in the judge's process, which never imports or executes a line of the student's.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder import runner
from autograder.answers import BLANK_IS_EMPTY, Answers, Case, WrongAnswerError, same
from autograder.assignments import Assignment, Fault
from autograder.notebooks import Cell, Step, rebuild

PRACTICE_SEED = PRACTICE = "practice"


class GraderError(Exception):
    """A fault of the grader's own; it is never a student's zero."""


@dataclass(frozen=True)
class CellResult:
    """What one grade cell earned.

    Attributes
    ----------
    cell : str
        The check cell's name, such as `toy-conv-db`.
    points, max_points : float
    message : str
        What is wrong, in a sentence; empty if nothing is.
    fault : str
        The name of the known fault whose values these are; empty if none.
    hint, hint_ko : str
        What to tell the student about that fault.
    """

    cell: str
    points: float
    max_points: float
    message: str = ""
    fault: str = ""
    hint: str = ""
    hint_ko: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a submission earned, and what the instructor may want to know."""

    cells: tuple[CellResult, ...]
    log: str = ""

    @property
    def points(self) -> float:
        """Return the sum of the points."""
        return sum(cell.points for cell in self.cells)

    @property
    def max_points(self) -> float:
        """Return the sum of the points there are."""
        return sum(cell.max_points for cell in self.cells)


def cases(assignment: Assignment, secret: str | None, student: str = "") -> list[Case]:
    """Return the numbers to run on: the slide's, the practice numbers, and fresh ones that nobody has seen.

    Parameters
    ----------
    secret : str or None
        The course's secret. Without one (a student on their own machine) there are no hidden numbers.
    student : str
        Each student gets numbers of their own, the same ones at each grading.
    """

    def draw(seed: str, number: int):
        digest = hashlib.sha256(
            "\0".join([seed, assignment.name, student, str(number)]).encode(errors="surrogateescape")
        ).digest()
        return assignment.fresh_numbers(np.random.default_rng(list(digest)), number)

    practice_seed = hashlib.sha256(f"{PRACTICE_SEED}\0{assignment.name}".encode()).digest()
    practice = assignment.fresh_numbers(np.random.default_rng(list(practice_seed)), 0)
    fresh = [
        Case(f"fresh-{i + 1}", draw(secret, i), hidden=True) for i in range(assignment.draws if secret else 0)
    ]
    return [Case("slide", assignment.slide_numbers()), Case(PRACTICE, practice), *fresh]


class Runs:
    """The runs of one submission, each made when a check first asks for it.

    Parameters
    ----------
    assignment : Assignment
    template, submission : sequence of Cell
        The released notebook and what was handed in.
    cases : sequence of Case
    limits : runner.Limits
    """

    def __init__(
        self,
        assignment: Assignment,
        template: Sequence[Cell],
        submission: Sequence[Cell],
        cases: Sequence[Case],
        limits: runner.Limits,
    ):
        self.assignment = assignment
        self.steps = rebuild(template, submission, assignment.values)
        self.cases = {case.name: case for case in cases}
        self.limits = limits
        self.stopped: dict[str, str] = {}
        self._results: dict[str, runner.Run] = {}

    def result(self, case: str) -> runner.Run:
        """Return the run on a case's numbers."""
        if case not in self._results:
            self._results[case] = self._run(self.steps, case)
        return self._results[case]

    def answers(self, case: str, cell: str) -> Answers:
        """Return what a check of `cell` gets to see."""
        return Answers(self.cases[case], self.result(case), self.stopped, cell)

    def diagnose(self, cell: str) -> Fault | None:
        """Return the known fault that gives the very values this submission gives, if there is one.

        Each fault is put into the student's own notebook in place of their answer, and run on the practice numbers.
        """
        names = self.assignment.values[cell]
        given = [self.result(PRACTICE).values.get((cell, name), "absent") for name in names]
        if isinstance(given[0], str) and given[0] in ("absent", "None"):
            return None
        for fault in self.assignment.faults:
            if fault.cell != cell:
                continue
            steps = [
                replace(step, source=fault.source) if step.name == f"{cell}-answer" else step
                for step in self.steps
            ]
            run = self._run(steps, PRACTICE)
            if run.stopped_at is not None:
                return None  # it would stop on the next one, too, and waiting is no diagnosis
            values = run.values
            if all(
                same(one, values.get((cell, name), "absent")) for one, name in zip(given, names, strict=True)
            ):
                return fault
        return None

    def log(self) -> str:
        """Return what the student's cells printed and raised, for the instructor."""
        students = {step.name for step in self.steps if step.is_students}
        lines = []
        for name, result in self._results.items():
            lines += [
                f"{name}: {step} raised {error['type']}: {error['message']}"
                for step, error in result.errors.items()
                if step in students
            ]
            if result.output:
                lines += [f"{name}: printed", *(f"    {line}" for line in result.output.splitlines())]
        lines += [f"{step} {why}" for step, why in self.stopped.items()]
        return "\n".join(lines)

    def _run(self, steps: Sequence[Step], case: str) -> runner.Run:
        numbers = self.cases[case].numbers
        return runner.run_without_what_stops_it(
            steps, numbers, self.assignment.modules, self.limits, self.stopped
        )


@dataclass(frozen=True)
class Check:
    """One check of an assignment.

    Attributes
    ----------
    name : str
        The function's name.
    cell : str
        The grade cell that it belongs to.
    points : float
    look : callable
        Looks at an `Answers` and raises `WrongAnswerError` if something is wrong.
    """

    name: str
    cell: str
    points: float
    look: Callable[[Answers], None]


@functools.cache
def checks_of(folder: Path) -> tuple[Check, ...]:
    """Return the checks in an assignment's folder: the functions with the mark `cell`, in their order.

    They are called as they stand. Under pytest (`pytest autograder --submission …`) the same functions are tests; but a session of pytest
    for each submission would take longer than all its runs.

    Raises
    ------
    GraderError
        If a check wants anything but `answers`, or a file of checks cannot be imported.
    """
    checks = []
    for path in sorted(folder.glob("test_*.py")):
        try:
            module = importlib.import_module(f"autograder.assignments.{folder.name}.{path.stem}")
        except Exception as error:
            raise GraderError(f"{path.name} cannot be imported: {error!r}") from error
        for name, function in vars(module).items():
            marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "cell"]
            if not name.startswith("test") or not marks:
                continue
            if list(inspect.signature(function).parameters) != ["answers"] or len(function.pytestmark) > 1:
                raise GraderError(
                    f"The check {name} must take `answers` alone and have the mark `cell` alone."
                )
            checks.append(Check(name, marks[0].args[0], marks[0].kwargs["points"], function))
    return tuple(checks)


def judge(runs: Runs) -> Verdict:
    """Run the checks of an assignment on a submission.

    A check earns its points if it passes on all numbers: the slide's, and those nobody has seen.

    Returns
    -------
    Verdict

    Raises
    ------
    GraderError
        If a check is broken or there is none for a grade cell.
    """
    cells = [_cell_result(cell, runs) for cell in runs.assignment.values]
    wrong = {result.cell for result in cells if result.message}
    return Verdict(tuple(_explain(result, runs, wrong) for result in cells), runs.log())


def _cell_result(cell: str, runs: Runs) -> CellResult:
    """Add up the checks of one grade cell; the first message in the order of the cases is the one to show."""
    checks = [check for check in checks_of(runs.assignment.folder) if check.cell == cell]
    if not checks:
        raise GraderError(f"No check is bound to the grade cell {cell}.")
    # Where there are hidden numbers, the practice numbers are only for showing what is wrong: a right answer is not run on them.
    shown_only = PRACTICE if any(case.hidden for case in runs.cases.values()) else ""
    points, message = 0.0, ""
    for check in checks:
        said = {case: _look(check, runs.answers(case, cell)) for case in runs.cases if case != shown_only}
        if not any(said.values()):
            points += check.points
            continue
        if shown_only:
            said[shown_only] = _look(check, runs.answers(shown_only, cell))
        message = message or next(said[case] for case in runs.cases if said[case])
    return CellResult(cell, points, sum(check.points for check in checks), message)


def _look(check: Check, answers: Answers) -> str:
    """Return what a check says: nothing if it passes, else a sentence for the student."""
    try:
        check.look(answers)
    except WrongAnswerError as wrong:
        return str(wrong)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pytest's skip and fail, too
        raise GraderError(f"The check {check.name} is broken: {error!r}") from error
    return ""


def _explain(result: CellResult, runs: Runs, wrong: set[str]) -> CellResult:
    """Add a diagnosis, or a word about an earlier blank that this one builds on."""
    if not result.message:
        return result
    fault = runs.diagnose(result.cell)
    if fault is not None:
        return replace(result, fault=fault.name, hint=fault.hint, hint_ko=fault.hint_ko)
    earlier = [cell for cell in runs.assignment.follows.get(result.cell, ()) if cell in wrong]
    if earlier and not result.message.endswith(BLANK_IS_EMPTY):
        names = " and ".join(runs.assignment.values[cell][0] for cell in earlier)
        return replace(
            result,
            message=f"{result.message} This may come from {names}, which it builds on: mend that first.",
        )
    return result

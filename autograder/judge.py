"""Judge one submission: run it, let the pytest checks look at what came back, and put the outcome into words.

The checks run here, in the judge's process, which never imports or executes a line of the student's.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import importlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from autograder import runner
from autograder.answers import BLANK_IS_EMPTY, SMALL, Answers, Case, RightAnswers, WrongAnswerError, same
from autograder.assignments import Assignment, Check, Fault
from autograder.example import Example, example_of
from autograder.notebooks import DEFINITION, Cell, Step, rebuild

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
    message, message_ko : str
        What is wrong, in a sentence, and in a few words of Korean; empty if nothing is.
    fault : str
        The name of the known fault whose values these are; empty if none.
    hint, hint_ko : str
        What to tell the student about that fault.
    example : Example or None
        The smallest numbers on which it is wrong, where no known fault says more.
    note : str
        What a student should know about a right answer; empty if nothing.
    """

    cell: str
    points: float
    max_points: float
    message: str = ""
    fault: str = ""
    hint: str = ""
    hint_ko: str = ""
    example: Example | None = None
    note: str = ""
    message_ko: str = ""

    def in_words(self) -> str:
        """Return all there is to say to the student, as lines of text."""
        if not self.message:
            return " ".join(filter(None, ("Right.", self.note)))
        example = self.example.as_text() if self.example else ""
        korean = "" if self.hint_ko else self.message_ko
        return "\n".join(filter(None, (self.hint, self.hint_ko, self.message, korean, example)))


@dataclass(frozen=True)
class Verdict:
    """What a submission earned, and what the instructor may want to know.

    Attributes
    ----------
    cells : tuple of CellResult
    log : str
        What the student's cells printed and raised.
    seconds : dict of str to (float or None)
        For each check cell the processor time of its blank in all runs that were judged; None if it had to be stopped. It is measured, so it
        is never twice the same, and nothing is decided by it.
    """

    cells: tuple[CellResult, ...]
    log: str = ""
    seconds: dict[str, float | None] = field(default_factory=dict, compare=False)

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
        self.small = {
            f"{SMALL}-{i}": Case(f"{SMALL}-{i}", numbers)
            for i, numbers in enumerate(assignment.small_numbers(), 1)
        }
        self.limits = limits
        self.stopped: dict[str, str] = {}
        self.blanks = {cell.name: cell.source for cell in template if cell.kind == "answer"}
        # The blanks that define a function: what builds on one calls it, so that no value can take its place.
        self.functions = {
            cell.name for cell in template if any(map(DEFINITION.match, cell.source.splitlines()))
        }
        self._mended: frozenset[str] = frozenset()  # the cells whose values are set right
        self._others: dict[frozenset[str], Runs] = {}
        self._results: dict[str, runner.Run] = {}

    def result(self, case: str) -> runner.Run:
        """Return the run on a case's numbers."""
        if case not in self._results:
            self._results[case] = self._run(self.steps, case)
        return self._results[case]

    def answers(self, case: str, cell: str) -> Answers:
        """Return what a check of `cell` gets to see."""
        numbers = self.cases[case] if case in self.cases else self.small[case]
        return Answers(numbers, self.result(case), self.stopped, cell, self.assignment.values[cell][0])

    def mended(self, cells: frozenset[str]) -> Runs:
        """Return the runs of the same submission in which the values of some check cells are set right before the next blank.

        What a later blank earns is looked at in these, if it builds on values that are wrong. The process then knows the right values of
        those earlier blanks, and of no others. A blank that defines a function stays the student's: only its values are set right.
        """
        if cells not in self._others:
            runs = self._others[cells] = copy.copy(self)
            runs._mended, runs._results = cells, {}
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
        given = [self.result(PRACTICE).values.get((cell, name), "absent") for name in names]
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

        None if a cell ends the process.
        """
        steps = [
            replace(step, source=fault.in_blank(self.blanks[step.name]))
            if step.name == f"{fault.cell}-answer"
            else step
            for step in self.steps
        ]
        run = self._run(steps, PRACTICE)
        if run.stopped_at is not None:
            return None
        return {
            name: run.values.get((fault.cell, name), "absent") for name in self.assignment.values[fault.cell]
        }

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

    def seconds(self) -> dict[str, float | None]:
        """Return the processor time of each check cell's blank, with what is given after it, in all runs that were judged."""
        blank, seconds = "", dict.fromkeys(self.assignment.values, 0.0)
        owner = {}  # the blank before each step
        for step in self.steps:
            blank = step.name.removesuffix("-answer") if step.kind == "answer" else blank
            owner[step.name] = blank
        for case, result in self._results.items():
            if case in self.cases:
                for step, spent in result.seconds.items():
                    if owner.get(step) in seconds:
                        seconds[owner[step]] += spent
        return {cell: None if f"{cell}-answer" in self.stopped else spent for cell, spent in seconds.items()}

    def _run(self, steps: Sequence[Step], case: str) -> runner.Run:
        arguments = (self.assignment.modules, self.limits)
        if case in self.small:  # only to show something: what stops here is not tried again
            stopped, numbers = dict(self.stopped), self.small[case]
        else:
            stopped, numbers = self.stopped, self.cases[case]
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


def checks_of(assignment: Assignment) -> Sequence[Check]:
    """Return the checks of an assignment: those it comes with, else those in its folder."""
    return assignment.checks or _checks_in(assignment.folder)


@functools.cache
def _checks_in(folder: Path) -> tuple[Check, ...]:
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
    results: list[CellResult] = []
    wrong: set[str] = set()  # and not only because of an earlier one
    for cell in runs.assignment.values:
        result = _look_at_cell(cell, runs, [c for c in runs.assignment.follows.get(cell, ()) if c in wrong])
        if result.message:
            wrong.add(cell)
        results.append(result)
    return Verdict(tuple(results), runs.log(), runs.seconds())


def _look_at_cell(cell: str, runs: Runs, earlier: list[str]) -> CellResult:
    """Return what a grade cell earned, with an explanation of what is wrong.

    An earlier blank's mistake costs its own points and no others: what builds on it is looked at with right values in its place.
    """
    result = _cell_result(cell, runs)
    if not result.message or result.message.endswith(BLANK_IS_EMPTY):
        return result
    functions = [c for c in earlier if f"{c}-answer" in runs.functions]
    if earlier:
        mended = runs.mended(frozenset(earlier))
        again = _cell_result(cell, mended)
        names = _blanks(earlier, runs)
        if not again.message:
            return replace(
                again, note=f"This builds on {names}. With the right {names} in place of yours, it is right."
            )
        if again.points >= result.points and len(functions) < len(earlier):
            runs, result = mended, again
            names = _blanks([c for c in earlier if c not in functions], runs)
            result = replace(result, message=f"{result.message} (With the right {names} in place of yours.)")
    fault = runs.diagnose(cell, alone=bool(functions))
    if fault is not None:
        return replace(result, fault=fault.name, hint=fault.hint, hint_ko=fault.hint_ko)
    if functions:
        names = _blanks(functions, runs)
        return replace(
            result,
            message=f"{result.message} This may come from {names}, which it builds on: mend that first.",
        )
    return replace(result, example=_example(cell, runs))


def _blanks(cells: list[str], runs: Runs) -> str:
    return " and ".join(runs.assignment.values[cell][0] for cell in cells)


def _example(cell: str, runs: Runs) -> Example | None:
    """Return the smallest of the assignment's small numbers on which a wrong answer is wrong.

    None if there are none, or if numbers would not show what is wrong: a dtype, or an error that comes on the slide's numbers, too.
    """
    shown = runs.assignment.made_from.get(cell, ())
    answer_cell = f"{cell}-answer"
    if not shown or answer_cell in runs.stopped or answer_cell in runs.result("slide").errors:
        return None
    for name, case in runs.small.items():
        if runs.result(name).stopped_at is not None:
            return None
        for check in _checks_of_cell(cell, runs.assignment):
            wrong = _look(check, runs.answers(name, cell))
            if wrong is not None:
                worth_seeing = wrong.difference is not None or runs.result(name).errors
                return example_of(case, shown, wrong) if worth_seeing else None
    return None


def right_values(assignment: Assignment, cell: str, case: Case) -> dict[str, np.ndarray]:
    """Return what the checks of a cell expect of the names that it looks at."""
    right = RightAnswers(case, runner.Run(), {}, cell, assignment.values[cell][0])
    for check in _checks_of_cell(cell, assignment):
        _look(check, right)
    return right.found


def _checks_of_cell(cell: str, assignment: Assignment) -> list[Check]:
    checks = [check for check in checks_of(assignment) if check.cell == cell]
    if not checks:
        raise GraderError(f"No check is bound to the grade cell {cell}.")
    return checks


def _cell_result(cell: str, runs: Runs) -> CellResult:
    """Add up the checks of one grade cell; the first message in the order of the cases is the one to show."""
    checks = _checks_of_cell(cell, runs.assignment)
    # Where there are hidden numbers, the practice numbers are only for showing what is wrong: a right answer is not run on them.
    shown_only = PRACTICE if any(case.hidden for case in runs.cases.values()) else ""
    points, first = 0.0, None
    for check in checks:
        said = {case: _look(check, runs.answers(case, cell)) for case in runs.cases if case != shown_only}
        if not any(said.values()):
            points += check.points
            continue
        if shown_only:
            said[shown_only] = _look(check, runs.answers(shown_only, cell))
        first = first or next(said[case] for case in runs.cases if said[case])
    result = CellResult(cell, points, sum(check.points for check in checks))
    return result if first is None else replace(result, message=str(first), message_ko=first.korean)


def _look(check: Check, answers: Answers) -> WrongAnswerError | None:
    """Return what a check says: None if it passes."""
    try:
        check.look(answers)
    except WrongAnswerError as wrong:
        return wrong
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pytest's skip and fail, too
        raise GraderError(f"The check {check.name} is broken: {error!r}") from error
    return None

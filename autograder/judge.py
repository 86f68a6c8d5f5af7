"""Judge one submission: run it, let the pytest checks look at what came back, and put the outcome into words.

The checks run here, in the judge's process, which never imports or executes a line of the student's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from autograder import runner
from autograder.answers import BLANK_IS_EMPTY, Answers, Case, WrongAnswerError, same
from autograder.assignments import Assignment, Fault
from autograder.notebooks import Cell, Step, rebuild

PRACTICE_SEED = "practice"
UNNEEDED_PLUGINS = (
    *("terminal", "cacheprovider", "capture", "doctest", "faulthandler", "junitxml", "logging", "pastebin"),
    *("stepwise", "threadexception", "unraisableexception", "warnings"),
)


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
        digest = hashlib.sha256("\0".join([seed, assignment.name, student, str(number)]).encode()).digest()
        return assignment.fresh_numbers(np.random.default_rng(list(digest)), number)

    practice_seed = hashlib.sha256(f"{PRACTICE_SEED}\0{assignment.name}".encode()).digest()
    practice = assignment.fresh_numbers(np.random.default_rng(list(practice_seed)), 0)
    fresh = [
        Case(f"fresh-{i + 1}", draw(secret, i), hidden=True) for i in range(assignment.draws if secret else 0)
    ]
    return [Case("slide", assignment.slide_numbers()), Case("practice", practice), *fresh]


class Runs:
    """The runs of one submission, each made when a check first asks for it.

    Parameters
    ----------
    assignment : Assignment
    template, submission : sequence of Cell
        The released notebook and what was handed in.
    cases : sequence of Case
    library : Path
        What the worker may import, see `runner.library`.
    limits : runner.Limits
    """

    def __init__(
        self,
        assignment: Assignment,
        template: Sequence[Cell],
        submission: Sequence[Cell],
        cases: Sequence[Case],
        library: Path,
        limits: runner.Limits,
    ):
        self.assignment = assignment
        self.steps = rebuild(template, submission, assignment.values)
        self.cases = {case.name: case for case in cases}
        self.library = library
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
        given = [self.result("practice").values.get((cell, name), "absent") for name in names]
        if isinstance(given[0], str) and given[0] in ("absent", "None"):
            return None
        for fault in self.assignment.faults:
            if fault.cell != cell:
                continue
            steps = [
                replace(step, source=fault.source) if step.name == f"{cell}-answer" else step
                for step in self.steps
            ]
            values = self._run(steps, "practice").values
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
        return runner.run_without_what_stops_it(steps, numbers, self.library, self.limits, self.stopped)


@dataclass
class Checks:
    """A pytest plugin: it hands the checks a submission's answers, and notes what they say.

    Attributes
    ----------
    outcomes : dict of (str, str) to tuple
        For each (check function, case): the cell, its points, and the message (empty if the check passed).
    broken : list of str
        What went wrong in the checks themselves.
    """

    runs: Runs
    outcomes: dict[tuple[str, str], tuple[str, float, str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def pytest_configure(self, config):
        """Announce the mark that binds a check to a grade cell."""
        config.addinivalue_line("markers", "cell(name, points): the grade cell that this check belongs to")

    def pytest_generate_tests(self, metafunc):
        """Run each check on each case's numbers."""
        if "answers" in metafunc.fixturenames:
            metafunc.parametrize("answers", list(self.runs.cases), indirect=True)

    @pytest.fixture
    def answers(self, request):
        """Give a check what the submission answered."""
        return self.runs.answers(request.param, request.node.get_closest_marker("cell").args[0])

    def pytest_collectreport(self, report):
        """Note a check file that cannot be read."""
        if report.failed:
            self.broken.append(str(report.longrepr))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        """Note what a check says: passed, a sentence for the student, or broken itself."""
        report = yield
        mark = item.get_closest_marker("cell")
        if mark is None or "answers" not in getattr(item, "fixturenames", ()):
            return report
        if call.excinfo is not None and not call.excinfo.errisinstance(WrongAnswerError):
            self.broken.append(f"{item.nodeid}: {call.excinfo.exconly()}")
        if call.when == "call":
            message = str(call.excinfo.value) if call.excinfo is not None else ""
            key = (item.originalname, item.callspec.params["answers"])
            self.outcomes[key] = (mark.args[0], mark.kwargs["points"], message)
        return report


def judge(runs: Runs) -> Verdict:
    """Run the checks of an assignment on a submission.

    A check earns its points if it passes on all numbers: the slide's, and those nobody has seen.

    Returns
    -------
    Verdict

    Raises
    ------
    GraderError
        If a check is broken or did not run.
    """
    checks = Checks(runs)
    _run_pytest(runs.assignment.folder, checks)
    if checks.broken:
        raise GraderError("A check is broken: " + " ".join(checks.broken[0].split())[:500])
    cells = [_cell_result(cell, checks) for cell in runs.assignment.values]
    wrong = {result.cell for result in cells if result.message}
    return Verdict(tuple(_explain(result, runs, wrong) for result in cells), runs.log())


def _cell_result(cell: str, checks: Checks) -> CellResult:
    """Add up the checks of one grade cell; the first message in the order of the cases is the one to show."""
    points = max_points = 0.0
    message = ""
    functions = {function for (function, _), outcome in checks.outcomes.items() if outcome[0] == cell}
    for function in sorted(functions):
        outcomes = [checks.outcomes.get((function, case)) for case in checks.runs.cases]
        if None in outcomes:
            raise GraderError(f"The check {function} did not run on all numbers.")
        messages = [said for _, _, said in outcomes if said]
        max_points += outcomes[0][1]
        if messages:
            message = message or messages[0]
        else:
            points += outcomes[0][1]
    if not functions:
        raise GraderError(f"No check is bound to the grade cell {cell}.")
    return CellResult(cell, points, max_points, message)


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


def _run_pytest(folder: Path, checks: Checks) -> None:
    """Run the checks in this process, untouched by settings, plugins or conftest files lying about."""
    arguments = ["-c", os.devnull, "--rootdir", str(folder), "--noconftest", "--import-mode=importlib"]
    for plugin in UNNEEDED_PLUGINS:
        arguments += ["-p", f"no:{plugin}"]
    with _environment_kept():
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        code = pytest.main([*arguments, str(folder)], plugins=[checks])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not checks.broken:
        checks.broken.append(f"pytest ended with {code!r} in {folder.name}")


@contextlib.contextmanager
def _environment_kept() -> Iterator[None]:
    """Take pytest's variables out of the environment, and put them back."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    try:
        yield
    finally:
        os.environ.pop("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)
        os.environ.update(kept)

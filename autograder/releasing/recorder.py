"""Write an assignment down as data, see `autograder.judging.recording`: run its solution and its faults on the numbers that everybody may know."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.assignment import Assignment, Check, Fault, Numbers
from autograder.course import Course, CourseError
from autograder.judging.answers import Answers
from autograder.judging.cases import AGAIN, Case
from autograder.judging.compare import WrongAnswerError
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.recording import Recording
from autograder.judging.runs import Runs
from autograder.judging.sealed import Sealed
from autograder.notebook.reading import code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import launcher


class Notes:
    """Stands in for the right `Answers` before a check, and writes down what it expects of them.

    It has nothing but the numbers and the methods named `expect…`, since nothing else could be written down.

    Attributes
    ----------
    looks : list of (str, str, list)
        The method, the name, and the method's other arguments.
    wrong : list of WrongAnswerError
        Where the answers are not as they must be.
    """

    def __init__(self, answers: Answers):
        self._answers = answers
        self.looks: list[tuple[str, str, list[Any]]] = []
        self.wrong: list[WrongAnswerError] = []

    @property
    def numbers(self) -> Numbers:
        """Return the numbers of the run."""
        return self._answers.numbers

    @property
    def case(self) -> Case:
        """Return the case."""
        return self._answers.case

    def __getattr__(self, method: str) -> Callable[..., None]:
        if not method.startswith("expect"):
            raise AttributeError(f"a check that looks at {method} cannot be written down")

        look = getattr(self._answers, method)

        def expect(*given: Any, **named: Any) -> None:
            bound = inspect.signature(look).bind(*given, **named)
            bound.apply_defaults()  # else nothing after the first default would be written down
            name, *arguments = bound.args
            self.looks.append((method, name, arguments))
            try:
                look(name, *arguments)
            except WrongAnswerError as wrong:
                self.wrong.append(wrong)

        return expect


def record(course: Course, assignment: Assignment) -> Recording:
    """Write an assignment down.

    Returns
    -------
    Recording

    Raises
    ------
    CourseError
        If the solution does not pass a check, a check cannot be written down, or a fault ends the process.
    """
    solution = code_cells(read_solution(course.solution(assignment.name)))
    template = read_notebook(course.template(assignment.name))
    try:
        known = KnownFaults(assignment, template, solution)
        return _Writer(Runs(assignment, template, solution), known).write()
    finally:
        launcher.end_warm_process()


class _Writer:
    """Gathers what is to be written down; an array that comes twice is written once."""

    def __init__(self, runs: Runs, known: KnownFaults):
        self.runs, self.assignment, self.known = runs, runs.assignment, known
        self.arrays: dict[str, np.ndarray] = {}
        self.predicted: set[tuple[str, str]] = set()

    def write(self) -> Recording:
        assignment, cases = self.assignment, {**self.runs.cases, **self.runs.small}
        looked_at = {**cases, AGAIN: self.runs.again}
        checks = [self._check(check, looked_at) for check in assignment.checks]
        about = {
            "name": assignment.name,
            "modules": list(assignment.modules),
            "values": {cell: list(names) for cell, names in assignment.values.items()},
            "follows": {cell: list(cells) for cell, cells in assignment.follows.items()},
            "made_from": {cell: list(names) for cell, names in assignment.made_from.items()},
            "tools": list(assignment.tools),
            "writes": {cell: list(names) for cell, names in assignment.writes.items()},
            "asks": {
                cell: {"source": ask.source, "names": list(ask.names)}
                for cell, ask in assignment.asks.items()
            },
            "seconds": assignment.seconds,
            "numbers": {
                case: {name: self._value(value) for name, value in cases[case].numbers.items()}
                for case in cases
            },
            "changes": {name: list(case.changes) for name, case in self.runs.small.items()},
            "checks": checks,
            "faults": [self._fault(fault) for fault in assignment.faults],
        }
        return Recording(about, self.arrays)

    def _check(self, check: Check, cases: Mapping[str, Case]) -> dict:
        looks = {}
        for case in cases:
            if case == AGAIN and not self.runs.is_called_again(check.cell):
                continue
            notes = Notes(self.runs.answers(case, check.cell))
            try:
                check.look(notes)
            except AttributeError as error:
                raise CourseError(f"{self.assignment.name}: {check.name}: {error}.") from None
            # The small numbers are for the cells alone that are shown on them.
            if notes.wrong and (case in (*self.runs.cases, AGAIN) or check.cell in self.assignment.made_from):
                raise CourseError(
                    f"{self.assignment.name}: the solution does not pass {check.name}: {notes.wrong[0]}"
                )
            looks[case] = [self._look(check.cell, *look) for look in notes.looks]
        return {"name": check.name, "cell": check.cell, "points": check.points, "looks": looks}

    def _look(self, cell: str, method: str, name: str, arguments: list[Any]) -> list:
        if method == "expect_prediction":
            self.predicted.add((cell, name))
            expected = np.asarray(arguments[0], np.float64)
            arguments = [Sealed.of(expected, self._salt(cell, name)), *arguments[1:]]
        return [method, name, [self._value(argument) for argument in arguments]]

    def _fault(self, fault: Fault) -> dict:
        values = self.known.values(fault)
        if values is None:
            raise CourseError(
                f"{self.assignment.name}: the fault {fault.name} ends its process, so it cannot be written down."
            )
        written = {
            case: {name: self._of_fault(fault.cell, name, value) for name, value in of.items()}
            for case, of in values.items()
        }
        about = {"name": fault.name, "cell": fault.cell, "hint": fault.hint, "hint_ko": fault.hint_ko}
        return {**about, "values": written}

    def _of_fault(self, cell: str, name: str, value: np.ndarray | str) -> Any:
        if isinstance(value, np.ndarray) and (cell, name) in self.predicted:
            return self._value(Sealed.of(value, self._salt(cell, name), each=False))
        return self._value(value)

    def _salt(self, cell: str, name: str) -> str:
        return f"{self.assignment.name} {cell} {name}"

    def _value(self, value: Any) -> Any:
        """Return a value as it stands in the JSON."""
        if isinstance(value, Sealed):
            return {
                "sealed": value.whole,
                "each": list(value.digests),
                "salt": value.salt,
                "shape": list(value.shape),
            }
        if isinstance(value, np.dtype | type):
            return np.dtype(value).name
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return list(value)
        if isinstance(value, np.ndarray | list | tuple):
            value = np.asarray(value)
            digest = hashlib.sha256(
                f"{value.dtype.str} {value.shape} ".encode() + value.tobytes()
            ).hexdigest()[:12]
            self.arrays.setdefault(digest, np.ascontiguousarray(value) if value.ndim else value)
            return {"array": digest}
        return value.item() if isinstance(value, np.generic) else value

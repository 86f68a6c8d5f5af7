"""Compare what came back with what is expected, and say what is wrong in words a student can use.

The order is: is it there, is it an array, has it the right shape, dtype, only finite numbers, and then the values.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.assignments import Numbers
from autograder.runner import Run

TOLERANCE = {"float64": 1e-8, "float32": 1e-4}
BLANK_IS_EMPTY = "the blank is empty."
MAY_IMPORT = "Here you may import NumPy and what the notebook imports, besides Python's own modules; nothing else is there to be read."
MAY_REACH = "A submission reads no files but Python's own, writes in a folder of its own, and has no network and no other processes."
WIDER = {"float32": ("float32", "float64"), "float64": ("float64",)}


class WrongAnswerError(AssertionError):
    """A check that the submission does not pass; the message is for the student."""


@dataclass(frozen=True)
class Case:
    """The numbers of one run.

    Attributes
    ----------
    name : str
        `"slide"`, `"practice"`, `"fresh-1"`, …
    numbers : dict
        What the parameters cell holds.
    hidden : bool
        Whether the student must not learn the numbers.
    tells : bool
        Whether the message about a wrong number says the right one.
    """

    name: str
    numbers: Numbers
    hidden: bool = False
    tells: bool = True

    def in_words(self) -> str:
        """Return where this case's numbers come from, as the beginning of a sentence."""
        if self.name == "slide":
            return "On the slide's numbers"
        sizes = ", ".join(
            f"{name} {'×'.join(map(str, value.shape))}"
            if isinstance(value, np.ndarray)
            else f"{name} {value}"
            for name, value in self.numbers.items()
        )
        return f"On other numbers ({sizes})"


@dataclass(frozen=True)
class Answers:
    """What one submission answered in one case; what the checks get.

    On hidden numbers nothing is repeated that the student's code could choose (a shape, a name, a text): it could tell these numbers.

    Attributes
    ----------
    numbers : dict of str to ndarray or int
        The numbers that this run started from.
    """

    case: Case
    result: Run
    stopped: Mapping[str, str]
    cell: str

    @property
    def numbers(self) -> Numbers:
        """Return the numbers this run started from, as copies of their own."""
        return {
            name: value.copy() if isinstance(value, np.ndarray) else value
            for name, value in self.case.numbers.items()
        }

    def expect(self, name: str, expected: np.ndarray, layout: str) -> None:
        """Hold the student's value of a name against the expected one.

        Parameters
        ----------
        name : str
            A name that the assignment lists for this check cell.
        expected : float64 ndarray
            The value, from an oracle. It is wanted in the dtype of the numbers that the run started from, or a wider one.
        layout : str
            What its axes are, in words, for the message about a wrong shape.

        Raises
        ------
        WrongAnswerError
            With a sentence that says what is wrong.
        """
        __tracebackhide__ = True  # pytest then points at the check, not in here
        value = self.result.values.get((self.cell, name), "absent")
        if not isinstance(value, np.ndarray):
            raise WrongAnswerError(self._why_no_array(name, value, expected))
        if value.shape != expected.shape:
            has = "another shape" if self.case.hidden else f"shape {value.shape}"
            raise WrongAnswerError(
                f"{self.case.in_words()}, {name} has {has}; it must have {expected.shape}: {layout}."
            )
        wanted = self._dtype()
        if value.dtype.name not in WIDER[wanted]:
            raise WrongAnswerError(
                f"{self.case.in_words()}, {name} holds {value.dtype.name} numbers; they must be {wanted}, "
                "as the numbers it is made from."
            )
        if not np.isfinite(value).all():
            raise WrongAnswerError(
                f"{self.case.in_words()}, {np.count_nonzero(~np.isfinite(value))} of the {value.size} numbers of {name} "
                "are not finite (nan or inf)."
            )
        wrong = ~close(value, expected, TOLERANCE[wanted])
        if wrong.any():
            raise WrongAnswerError(self._which_differ(name, value, expected, wrong))

    def _dtype(self) -> str:
        """Return the dtype that a computation in floats on these numbers has."""
        floats = [
            v.dtype for v in self.case.numbers.values() if isinstance(v, np.ndarray) and v.dtype.kind == "f"
        ]
        return np.result_type(*floats).name

    def _why_no_array(self, name: str, value: str, expected: np.ndarray) -> str:
        where = self.case.in_words()
        answer_cell = f"{self.cell}-answer"
        if answer_cell in self.stopped:
            return f"Your cell {self.stopped[answer_cell]}."
        error = self.result.errors.get(answer_cell)
        if error:
            return self._why_it_stopped(error)
        if value == "None":
            return f"{name} is still None: {BLANK_IS_EMPTY}"
        if value == "absent":
            if self.result.stopped_at is not None:
                return f"{where}, {name} was not reached: a cell before it {self.result.stopped_why}."
            return f"{where}, {name} was not computed, because something before it is missing or wrong."
        if self.case.hidden and not hasattr(builtins, value):
            value = "something else"
        return f"{where}, {name} is not a NumPy array but {value}; it must be an array of shape {expected.shape}."

    def _why_it_stopped(self, error: dict) -> str:
        line = f" in line {error['line']}" if error["line"] else ""
        if self.case.hidden:
            kind = error["type"] if hasattr(builtins, error["type"]) else "an exception"
            return f"{self.case.in_words()}, your cell stopped with {kind}{line}."
        if error["type"] == "SyntaxError":
            return f"Your cell is not valid Python{line}: {error['message']}."
        if error["type"] in ("ModuleNotFoundError", "ImportError"):
            return f"Your cell stopped: {error['message']}. {MAY_IMPORT}"
        message = f": {error['message']}" if error["message"] else ""
        said = f"{self.case.in_words()}, your cell stopped with {error['type']}{line}{message}."
        return f"{said} {MAY_REACH}" if error["type"] == "PermissionError" else said

    def _which_differ(self, name, value, expected, wrong) -> str:
        count = np.count_nonzero(wrong)
        message = f"{self.case.in_words()}, {name} has the right shape, but {count} of its {value.size} numbers are wrong"
        if self.case.hidden or not self.case.tells:
            return message + "."
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        index = ", ".join(map(str, place))
        return f"{message}. The first one is {name}[{index}]: it is {value[place]:.6g} and must be {expected[place]:.6g}."


def close(value: np.ndarray, expected: np.ndarray, tolerance: float) -> np.ndarray:
    """Return where two arrays agree, measured against the largest expected number.

    Examples
    --------
    >>> close(np.array([1.0, 2.0]), np.array([1.0, 2.1]), 1e-8)
    array([ True, False])
    """
    scale = max(1.0, float(np.abs(expected).max(initial=0.0)))
    return np.abs(value.astype(np.float64) - expected) <= tolerance * scale


def same(one: np.ndarray | str, other: np.ndarray | str) -> bool:
    """Whether two answers are the same: both the same array to rounding, or both the same other thing.

    Examples
    --------
    >>> same(np.zeros(3), np.zeros(3)), same(np.zeros(3), np.zeros((1, 3))), same("None", "None")
    (True, False, True)
    """
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return (
            one.shape == other.shape
            and one.dtype == other.dtype
            and bool(np.allclose(one, other, rtol=1e-6, atol=1e-6, equal_nan=True))
        )
    return isinstance(one, str) and isinstance(other, str) and one == other

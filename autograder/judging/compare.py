"""Compare arrays: how close is close enough, and what differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.judging.sealed import Sealed

TOLERANCE = {"float64": 1e-8, "float32": 1e-4}


@dataclass(frozen=True)
class Difference:
    """An array that is not as it must be.

    Attributes
    ----------
    name : str
    value : ndarray
        What the submission gave.
    expected : float64 ndarray
    wrong : ndarray of bool or None
        Where the two differ; None if they have different shapes.
    """

    name: str
    value: np.ndarray
    expected: np.ndarray
    wrong: np.ndarray | None


class WrongAnswerError(AssertionError):
    """A check that the submission does not pass; the message is for the student.

    Attributes
    ----------
    korean : str
        The same in a few words of Korean.
    difference : Difference or None
        The array that the message is about, if it has one.
    is_cause : bool
        Whether the message says why, so that nothing else needs to be looked for.
    """

    def __init__(
        self, message: str, korean: str = "", difference: Difference | None = None, *, is_cause: bool = False
    ):
        super().__init__(message)
        self.korean = korean
        self.difference = difference
        self.is_cause = is_cause


def close(value: np.ndarray, expected: np.ndarray, tolerance: float | np.ndarray) -> np.ndarray:
    """Return where two arrays agree, measured against the largest expected number.

    Examples
    --------
    >>> close(np.array([1.0, 2.0]), np.array([1.0, 2.1]), 1e-8)
    array([ True, False])
    """
    scale = max(1.0, float(np.abs(expected).max(initial=0.0)))
    return np.abs(value.astype(np.float64) - expected) <= tolerance * scale


def same(one: np.ndarray | str, other: np.ndarray | Sealed | str) -> bool:
    """Whether two answers are the same: both the same array to rounding, or both the same other thing. The other one may be sealed.

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
    if isinstance(one, np.ndarray) and isinstance(other, Sealed):
        return one.shape == other.shape and one.dtype.kind in "iuf" and other.is_same(one)
    return isinstance(one, str) and isinstance(other, str) and one == other

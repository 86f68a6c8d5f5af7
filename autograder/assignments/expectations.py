"""Expectations beyond `Answers.expect`: whole numbers, predictions, the very dtype, a tolerance of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.answers import Answers, Expectation


def expect_whole(answers: Answers, name: str, expected, layout: str) -> None:
    """Hold an array of whole numbers (a count, a size, an index) against the expected one.

    Parameters
    ----------
    answers : Answers
    name : str
    expected : array_like of int
    layout : str
        What its axes are, in words.

    Raises
    ------
    WrongAnswerError
        Also if the numbers are right but are floats, with which nothing can be indexed or shaped.
    """
    __tracebackhide__ = True
    answers.hold(Expectation(name, np.asarray(expected, np.float64), layout, "whole"))


def expect_prediction(answers: Answers, name: str, expected, layout: str) -> None:
    """Hold typed-in numbers against the expected ones, without saying those.

    Raises
    ------
    WrongAnswerError
        Says how many of the numbers are wrong, and no more.
    """
    __tracebackhide__ = True
    answers.hold(Expectation(name, np.asarray(expected, np.float64), layout, "typed"))


def expect_dtype(answers: Answers, name: str, dtype: np.dtype) -> None:
    """Ask for this dtype and no wider one.

    Raises
    ------
    WrongAnswerError
    """
    __tracebackhide__ = True
    answers.hold(Expectation(name, np.empty(0), "", "dtype", dtype=np.dtype(dtype).name))


def expect_near(
    answers: Answers, name: str, expected: np.ndarray, layout: str, tolerance: float | Sequence[float]
) -> None:
    """Expect as `Answers.expect` does, but let measured numbers be off a little.

    Parameters
    ----------
    tolerance : float or sequence of float
        Largest difference allowed, as a part of the largest expected number; one for each place along the last axis, if there are more.

    Raises
    ------
    WrongAnswerError
    """
    __tracebackhide__ = True
    answers.hold(Expectation(name, expected, layout, tolerance=tolerance))

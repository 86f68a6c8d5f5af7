"""Expectations beyond `Answers.expect`: whole numbers, predictions, the very dtype, a tolerance of one's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder.answers import Answers, WrongAnswerError, close


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
    value = _value(answers, name)
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "iu":
            raise WrongAnswerError(
                f"{answers.case.in_words()}, {name} holds {value.dtype.name} numbers; sizes, counts and places must be whole numbers (int)."
            )
        answers = _with_value(answers, name, value.astype(np.float64))
    answers.expect(name, np.asarray(expected, np.float64), layout)


def expect_prediction(answers: Answers, name: str, expected, layout: str) -> None:
    """Hold typed-in numbers against the expected ones, without saying those.

    Raises
    ------
    WrongAnswerError
        Says how many of the numbers are wrong, and no more.
    """
    __tracebackhide__ = True
    value = _value(answers, name)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        answers = _with_value(answers, name, value.astype(np.float64))
    answers = replace(answers, case=replace(answers.case, tells=False))
    answers.expect(name, np.asarray(expected, np.float64), layout)


def expect_dtype(answers: Answers, name: str, dtype: np.dtype) -> None:
    """Ask for this dtype and no wider one.

    Raises
    ------
    WrongAnswerError
    """
    __tracebackhide__ = True
    value = _value(answers, name)
    if isinstance(value, np.ndarray) and value.dtype != dtype:
        raise WrongAnswerError(
            f"{answers.case.in_words()}, {name} holds {value.dtype.name} numbers; what goes in is {np.dtype(dtype).name}, and so must be what comes out."
        )


def expect_near(answers: Answers, name: str, expected: np.ndarray, layout: str, tolerance: float) -> None:
    """Expect as `Answers.expect` does, but let measured numbers be off a little.

    Parameters
    ----------
    tolerance : float
        Largest difference allowed, as a part of the largest expected number.

    Raises
    ------
    WrongAnswerError
    """
    __tracebackhide__ = True
    value = _value(answers, name)
    if (
        isinstance(value, np.ndarray)
        and value.shape == expected.shape
        and value.dtype.kind == "f"
        and close(value, expected, tolerance).all()
    ):
        return
    answers.expect(name, expected, layout)


def _value(answers: Answers, name: str) -> np.ndarray | str:
    return answers.result.values.get((answers.cell, name), "absent")


def _with_value(answers: Answers, name: str, value: np.ndarray) -> Answers:
    values = {**answers.result.values, (answers.cell, name): value}
    return replace(answers, result=replace(answers.result, values=values))

"""How close is close enough."""

import numpy as np
import pytest

from autograder.judging.compare import TOLERANCE, WrongAnswerError, close, same
from autograder.judging.sealed import Sealed


def test_a_difference_is_measured_against_the_largest_expected_number_and_never_against_less_than_one():
    expected = np.array([1000.0, 0.0])
    assert close(expected + 0.9, expected, 1e-3).tolist() == [True, True]
    assert close(expected + 1.1, expected, 1e-3).tolist() == [False, False]
    assert close(np.array([1e-9]), np.array([0.0]), 1e-8).tolist() == [True]
    assert close(np.array([1e-7]), np.array([1e-9]), 1e-8).tolist() == [False]
    assert close(np.zeros(0), np.zeros(0), 1e-8).tolist() == []


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_the_rounding_of_each_dtype_is_allowed_and_a_tenth_of_a_percent_is_not(dtype):
    """A sum in another order, against Python's exact one."""
    numbers = np.random.default_rng(0).normal(size=1000).astype(dtype)
    exact = np.array([sum(map(float, numbers))])
    by_halves = numbers[::-1].reshape(10, 100).sum(axis=0).sum(keepdims=True)
    assert close(by_halves, exact, TOLERANCE[dtype]).all()
    assert not close(by_halves + 1e-3 * abs(by_halves) + 1e-3, exact, TOLERANCE[dtype]).any()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (np.ones(2), np.ones(2) + 1e-9, True),
        (np.ones(2), np.ones(2) + 1e-3, False),
        (np.array([np.nan]), np.array([np.nan]), True),
        (np.ones(2), np.ones((2, 1)), False),
        (np.ones(2), np.ones(2, np.float32), False),
        ("None", "None", True),
        ("None", "list", False),
        (np.ones(1), "None", False),
        ("None", np.ones(1), False),
        (np.array([3, 4]), Sealed.of(np.array([3.0, 4.0]), "here"), True),
        (np.array([3, 5]), Sealed.of(np.array([3.0, 4.0]), "here"), False),
        (np.array([[3, 4]]), Sealed.of(np.array([3.0, 4.0]), "here"), False),
        (np.array(["3"]), Sealed.of(np.array([3.0]), "here"), False),
        ("list", Sealed.of(np.array([3.0]), "here"), False),
    ],
)
def test_the_same_answer(one, other, alike):
    assert same(one, other) is alike


def test_a_wrong_answer_is_an_assertion_that_pytest_can_show():
    with pytest.raises(AssertionError, match="db is wrong") as wrong:
        raise WrongAnswerError("db is wrong", "틀렸습니다")
    assert wrong.value.korean == "틀렸습니다"
    assert wrong.value.difference is None

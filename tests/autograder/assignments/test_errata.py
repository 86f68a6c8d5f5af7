"""What errata's three exercises share: the same names in all numbers, and a test that is asked in an order nobody knows."""

import numpy as np
import pytest

from autograder.assignments.errata import expect_test, fresh_numbers, only, slide_numbers, small_numbers
from autograder.judging.answers import Answers
from autograder.judging.cases import Case
from autograder.judging.compare import WrongAnswerError
from autograder.sandbox.runner import Run

DRAWN = [fresh_numbers(np.random.default_rng(seed), seed % 2) for seed in range(20)]


def test_all_numbers_have_the_same_names():
    names = set(slide_numbers())
    assert all(set(numbers) == names for numbers in [*small_numbers(), *DRAWN])


def test_fresh_numbers_fit_together():
    for n in DRAWN:
        assert n["scores"].shape[0] == n["t"].shape[0]
        assert n["t"].max() < n["scores"].shape[1]
        assert n["x"].shape == n["dout"].shape
        assert n["x"].dtype == n["dout"].dtype == n["scores"].dtype


def test_only_the_numbers_that_an_exercise_uses():
    assert only(["pad", "t"], {"pad": 1, "t": 2, "x": 3}) == {"pad": 1, "t": 2}


def said(seed, passes):
    """What a check sees of a student's test that says this of the versions, in their own order."""
    order = np.random.default_rng(seed).permutation(len(passes))  # as the notebook asks
    values = {("cell", "test"): np.array([int(passes[version]) for version in order])}
    return Answers(Case("slide", {"seed": seed}), Run(values=values), {}, "cell", "test")


@pytest.mark.parametrize("seed", range(12))
def test_a_students_test_is_asked_in_the_order_of_the_seed(seed):
    expect_test(said(seed, [False, True, True]), "test")
    expect_test(said(seed, [False, False, True]), "test", faulty=2, right=1)
    for passes in ([True, True, True], [False, False, True], [False, False, False]):
        with pytest.raises(WrongAnswerError):
            expect_test(said(seed, passes), "test")


def test_the_orders_differ():
    answers = [said(seed, [False, True, True]).run.values["cell", "test"].tolist() for seed in range(12)]
    assert len({str(answer) for answer in answers}) == 3

"""What errata's three exercises share: the same names in all numbers."""

import numpy as np

from autograder.assignments.errata import fresh_numbers, only, slide_numbers, small_numbers

DRAWN = [fresh_numbers(np.random.default_rng(seed), seed % 2) for seed in range(20)]


def test_all_numbers_have_the_same_names():
    names = set(slide_numbers())
    assert all(set(numbers) == names for numbers in [*(small.numbers for small in small_numbers()), *DRAWN])


def test_fresh_numbers_fit_together():
    for n in DRAWN:
        assert n["scores"].shape[0] == n["t"].shape[0]
        assert n["t"].max() < n["scores"].shape[1]
        assert n["x"].shape == n["dout"].shape
        assert n["x"].dtype == n["dout"].dtype == n["scores"].dtype


def test_only_the_numbers_that_an_exercise_uses():
    assert only(["pad", "t"], {"pad": 1, "t": 2, "x": 3}) == {"pad": 1, "t": 2}

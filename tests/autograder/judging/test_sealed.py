"""A sealed answer: a guess can be held against it, and it cannot be read."""

import numpy as np
import pytest

from autograder.judging.sealed import Sealed


@pytest.mark.parametrize("value", [np.array([9.0, 75.0, -0.5]), np.arange(6.0).reshape(2, 3), np.array(4.0)])
def test_what_was_sealed_agrees_and_each_other_number_does_not(value):
    sealed = Sealed.of(value)
    assert sealed.shape == value.shape
    assert sealed.agrees(value).all()
    for place in np.ndindex(value.shape):
        other = value.copy()
        other[place] += 1
        wrong = np.ones(value.shape, bool)
        wrong[place] = False
        assert (sealed.agrees(other) == wrong).all()


def test_dtype_rounding_and_the_sign_of_zero_make_no_difference():
    assert Sealed.of(np.array([3.0, 0.0])).agrees(np.array([3, 0])).all()
    assert Sealed.of(np.array([3.0, 0.0])).agrees(np.array([3.0 + 1e-12, -0.0])).all()


def test_the_numbers_are_not_in_it_and_equal_ones_do_not_look_alike():
    """Who tries all numbers finds them all the same; what is made harder is to read them off."""
    sealed = Sealed.of(np.array([75.0, 75.0]))
    assert "75.0" not in str(sealed)
    assert sealed.digests[0] != sealed.digests[1]
    assert all(len(digest) == 32 for digest in sealed.digests)

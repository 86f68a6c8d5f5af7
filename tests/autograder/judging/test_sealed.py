"""A sealed answer: a guess can be held against it, and it cannot be read."""

import hashlib

import numpy as np
import pytest

from autograder.judging import sealed as module
from autograder.judging.sealed import Sealed


@pytest.fixture
def cheap(monkeypatch):
    """Make a guess cheap, for those tests that need many."""
    monkeypatch.setattr(module, "N", 2)
    module._digest.cache_clear()
    yield
    module._digest.cache_clear()


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("value", [np.array([9.0, -0.5]), np.arange(4.0).reshape(2, 2), np.array(4.0)])
def test_what_was_sealed_agrees_and_each_other_number_does_not(value):
    sealed = Sealed.of(value, "here")
    assert sealed.shape == value.shape
    assert sealed.agrees(value).all()
    assert sealed.is_same(value)
    for place in np.ndindex(value.shape):
        other = value.copy()
        other[place] += 1
        wrong = np.ones(value.shape, bool)
        wrong[place] = False
        assert (sealed.agrees(other) == wrong).all()
        assert not sealed.is_same(other)


@pytest.mark.usefixtures("cheap")
def test_dtype_rounding_and_the_sign_of_zero_make_no_difference():
    assert Sealed.of(np.array([3.0, 0.0]), "").agrees(np.array([3, 0])).all()
    assert Sealed.of(np.array([3.0, 0.0]), "").agrees(np.array([3.0 + 1e-12, -0.0])).all()


@pytest.mark.usefixtures("cheap")
def test_the_numbers_are_not_in_it_and_equal_ones_do_not_look_alike():
    """Who tries all numbers finds them all the same; what is made harder is to read them off, or to find many at once."""
    one, other = (
        Sealed.of(np.array([75.0, 75.0]), "toy-conv a size"),
        Sealed.of(np.array([75.0]), "im2col a size"),
    )
    assert "75.0" not in str(one)
    digests = [one.whole, other.whole, *one.digests, *other.digests]
    assert len(set(digests)) == len(digests)
    assert all(len(digest) == 32 for digest in digests)


def test_a_guess_is_dear():
    """Oracle: RFC 7914. What scrypt costs is N * r * p; a tenth of a second of a fast core is about 2**19 of that, 64 MiB are N * r of 2**19."""
    n, r, p = 65536, 8, 2
    guess = hashlib.scrypt(b"75", salt=b"here 0", n=n, r=r, p=p, maxmem=1 << 28, dklen=16).hex()
    assert Sealed.of(np.array([75.0]), "here").digests == (guess,)
    assert n * r * p >= 2**20


@pytest.mark.usefixtures("cheap")
def test_a_wrong_answer_that_is_only_to_be_recognized_says_nothing_about_one_number():
    sealed = Sealed.of(np.array([3.0, 4.0]), "here", each=False)
    assert sealed.digests == ()
    assert sealed.is_same(np.array([3, 4]))
    assert not sealed.is_same(np.array([3, 5]))


@pytest.mark.usefixtures("cheap")
def test_a_right_answer_takes_one_try_and_what_was_tried_is_remembered(monkeypatch):
    tried = []
    scrypt = hashlib.scrypt

    def counted(text, **how):
        tried.append(text)
        return scrypt(text, **how)

    monkeypatch.setattr(module.hashlib, "scrypt", counted)
    value = np.arange(12.0)
    sealed = Sealed.of(value, "there")
    assert len(tried) == 1 + 12
    module._digest.cache_clear()
    tried.clear()
    assert sealed.agrees(value).all()
    assert sealed.agrees(value).all()
    assert len(tried) == 1
    assert sealed.agrees(value + (value < 1)).sum() == 11
    assert len(tried) == 1 + 1 + 12

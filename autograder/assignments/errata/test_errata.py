"""The checks of errata. A student's test must fail on the slides' version and pass on a right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.expectations import expect_near, expect_whole
from autograder.assignments.simple_convnet.oracle import STEP, loss_of

FAILS, PASSES = 0, 1


def largest_inside(x, pool_h, pool_w, stride, pad):
    """Return the largest number of the picture in each window; what is border is not looked at.

    Examples
    --------
    >>> largest_inside(-np.ones((1, 1, 2, 2)), 2, 2, 2, 1)[0, 0]
    array([[-1., -1.],
           [-1., -1.]])
    """
    H, W = x.shape[2:]
    tops, lefts = range(-pad, H + pad - pool_h + 1, stride), range(-pad, W + pad - pool_w + 1, stride)
    rows = [
        [x[:, :, max(y, 0) : y + pool_h, max(z, 0) : z + pool_w].max(axis=(2, 3)) for z in lefts]
        for y in tops
    ]
    return np.moveaxis(np.array(rows), (0, 1), (2, 3))


def slope_of_loss(scores, t):
    """Return how the loss answers to each score: a tiny step along the imaginary axis."""
    slopes = np.empty(scores.shape)
    for place in np.ndindex(scores.shape):
        moved = scores.astype(complex)
        moved[place] += 1j * STEP
        slopes[place] = loss_of(moved, t).imag / STEP
    return slopes


def _expect_test(answers, name):
    expect_whole(
        answers, name, [FAILS, PASSES], "for the slides' version (0: fails), for a right one (1: passes)"
    )


@pytest.mark.cell("errata-relu_test", points=1)
def test_relu_test(answers):
    """The student's test of the ReLU."""
    _expect_test(answers, "relu_test")


@pytest.mark.cell("errata-relu_dx", points=1)
def test_relu(answers):
    """The gradient where the picture is positive; dout as it was."""
    x, dout = (answers.numbers[name].astype(np.float64) for name in ("x", "dout"))
    answers.expect("relu_dx", dout * np.heaviside(x, 0), "the shape of x")
    answers.expect("dout_after", dout, "dout itself, which must not change")


@pytest.mark.cell("errata-pooling_test", points=1)
def test_pooling_test(answers):
    """The student's test of pooling."""
    _expect_test(answers, "pooling_test")


@pytest.mark.cell("errata-pooled", points=2)
def test_pooling(answers):
    """The largest number of the picture in each window."""
    window = [answers.numbers[name] for name in ("pool_h", "pool_w", "stride", "pad")]
    expected = largest_inside(answers.numbers["x"].astype(np.float64), *window)
    answers.expect("pooled", expected, "images, channels, windows down, windows across")


@pytest.mark.cell("errata-accuracy_test", points=1)
def test_accuracy_test(answers):
    """The student's test of the accuracy."""
    _expect_test(answers, "accuracy_test")


@pytest.mark.cell("errata-part", points=1)
def test_accuracy(answers):
    """The part that is right; no batch too large, none left out."""
    scores, t = answers.numbers["scores"].tolist(), answers.numbers["t"].tolist()
    right = sum(row.index(max(row)) == answer for row, answer in zip(scores, t, strict=True))
    expect_near(answers, "part", np.array(right / len(t)), "one number", 1e-6)
    expect_whole(
        answers, "largest_and_all", [1, 1], "1 if no batch is too large, 1 if every picture is seen once"
    )


@pytest.mark.cell("errata-loss_test", points=1)
def test_loss_test(answers):
    """The student's test of the gradient."""
    _expect_test(answers, "loss_test")


@pytest.mark.cell("errata-dy", points=2)
def test_loss_gradient(answers):
    """The slope of the loss, for labels in a row, in a column and one-hot; y as it was."""
    scores, t = answers.numbers["scores"].astype(np.float64), answers.numbers["t"]
    slopes = slope_of_loss(scores, t)
    for name in ("dy", "dy_column", "dy_one_hot"):
        answers.expect(name, slopes, "the shape of y")
    y = np.exp(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))
    answers.expect("y_after", y, "y itself, which must not change")

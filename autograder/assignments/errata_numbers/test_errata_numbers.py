"""The checks of errata-numbers. A student's test must fail on each faulty version and pass on each right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.errata_numbers import oracle
from autograder.assignments.errata_numbers.asks import PREFIX


def asked(answers, *names):
    """Return the numbers that the student's function was asked about, floats as float64."""
    numbers = [answers.numbers[PREFIX + name] for name in names]
    return [n.astype(np.float64) if isinstance(n, np.ndarray) and n.dtype.kind == "f" else n for n in numbers]


@pytest.mark.cell("errata-numbers-count_test", points=1)
def test_count_test(answers):
    """The student's test of the count."""
    answers.expect_test("count_test", 1, 2)


@pytest.mark.cell("errata-numbers-parameter_count", points=1)
def test_count(answers):
    """The number of parameters."""
    sizes = asked(answers, "FN", "C", "FH", "FW")
    answers.expect_whole("parameter_count", oracle.parameters(*sizes), "one number")


@pytest.mark.cell("errata-numbers-relu_test", points=1)
def test_relu_test(answers):
    """The student's test of the ReLU."""
    answers.expect_test("relu_test", 1, 2)


@pytest.mark.cell("errata-numbers-relu_dx", points=1)
def test_relu(answers):
    """The gradient where the image is positive; dout as it was."""
    x, dout = asked(answers, "x", "dout")
    answers.expect("relu_dx", dout * np.heaviside(x, 0), "the shape of x")
    answers.expect("dout_after", dout, "dout itself, which must not change")


@pytest.mark.cell("errata-numbers-pooling_test", points=1)
def test_pooling_test(answers):
    """The student's test of pooling."""
    answers.expect_test("pooling_test", 1, 2)


@pytest.mark.cell("errata-numbers-pooled", points=1)
def test_pooling(answers):
    """The largest number of the image in each window."""
    expected = oracle.largest_inside(*asked(answers, "x", "pool_h", "pool_w", "stride", "pad"))
    answers.expect("pooled", expected, "images, channels, windows down, windows across")
    answers.expect_dtype("pooled", answers.numbers[PREFIX + "x"].dtype)


@pytest.mark.cell("errata-numbers-accuracy_test", points=1)
def test_accuracy_test(answers):
    """The student's test of the accuracy."""
    answers.expect_test("accuracy_test", 1, 2)


@pytest.mark.cell("errata-numbers-part", points=1)
def test_accuracy(answers):
    """The part that is right; no batch too large, none left out."""
    scores, t, batch_size = asked(answers, "scores", "t", "batch_size")
    right = sum(
        row.index(max(row)) == answer for row, answer in zip(scores.tolist(), t.tolist(), strict=True)
    )
    answers.expect_near("part", np.array(right / len(t)), "one number", 1e-6)
    answers.expect_between("most", 1, batch_size, "pictures at once, at most")
    answers.expect_whole("times", np.ones(len(t)), "how often each picture went through predict")


@pytest.mark.cell("errata-numbers-loss_test", points=1)
def test_loss_test(answers):
    """The student's test of the gradient."""
    answers.expect_test("loss_test", 1, 2)


@pytest.mark.cell("errata-numbers-dy", points=1)
def test_loss_gradient(answers):
    """The slope of the loss, for labels in a row, in a column and one-hot; y as it was."""
    scores, t = asked(answers, "scores", "t")
    slopes = oracle.slope_of_loss(scores, t)
    for name in ("dy", "dy_column", "dy_one_hot"):
        answers.expect(name, slopes, "the shape of y")
    y = np.exp(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))
    answers.expect("y_after", y, "y itself, which must not change")

"""The checks of errata-training. A student's test must fail on each faulty version and pass on each right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.errata_training import oracle


@pytest.mark.cell("errata-training-dtype_test", points=1)
def test_dtype_test(answers):
    """The student's test of the dtype."""
    answers.expect_test("dtype_test", faulty=1, right=2)


@pytest.mark.cell("errata-training-col", points=1)
def test_im2col(answers):
    """The pixels of each window; in float64, float32 and float16."""
    x, pool_h, pool_w = (answers.numbers[name] for name in ("x", "pool_h", "pool_w"))
    answers.expect("col", oracle.rows_of(x, pool_h, pool_w), "windows, numbers in a window")
    bytes_each = [np.dtype(dtype).itemsize for dtype in ("float64", "float32", "float16")]
    answers.expect_whole("bytes_each", bytes_each, "bytes of a number for float64, float32, float16")


@pytest.mark.cell("errata-training-dropout_test", points=1)
def test_dropout_test(answers):
    """The student's test of the dropout."""
    answers.expect_test("dropout_test", faulty=1, right=2)


@pytest.mark.cell("errata-training-dropped", points=1)
def test_dropout(answers):
    """The part that is dropped; what the others are multiplied by, so that the mean stays."""
    dropout_ratio = answers.numbers["dropout_ratio"]
    grows = 10 / round(10 - 10 * dropout_ratio)
    answers.expect(
        "dropped",
        np.array([dropout_ratio, grows, grows, 1, 1, grows, grows]),
        "the part, then least and most in training, in use, backward",
    )


@pytest.mark.cell("errata-training-order_test", points=1)
def test_order_test(answers):
    """The student's test of the order of layers."""
    answers.expect_test("order_test", faulty=2, right=3)


@pytest.mark.cell("errata-training-channel_test", points=1)
def test_channel_test(answers):
    """The student's test of the batch normalization."""
    answers.expect_test("channel_test", faulty=1, right=2)


@pytest.mark.cell("errata-training-normalized", points=1)
def test_normalization(answers):
    """Each channel, and each column, with mean 0 and standard deviation 1."""
    answers.expect("normalized", oracle.normal(answers.numbers["x"], 1e-5), "the shape of x")
    answers.expect("normalized_rows", oracle.normal(answers.numbers["scores"], 1e-5), "the shape of scores")


@pytest.mark.cell("errata-training-epoch_test", points=1)
def test_epoch_test(answers):
    """The student's test of the epoch."""
    answers.expect_test("epoch_test", faulty=1, right=2)


@pytest.mark.cell("errata-training-visits", points=2)
def test_epoch(answers):
    """Each image once, each batch forward once, another order each time."""
    count, batch_size = len(answers.numbers["t"]), answers.numbers["batch_size"]
    answers.expect_whole("visits", np.ones(count), "how often each picture was learned from")
    steps = len(range(0, count, batch_size))
    answers.expect_between(
        "passes",
        [steps, steps, 1, 1, 1],
        [steps, steps, batch_size, 1, 1],
        "forward passes, steps, largest batch, whether the losses are told, whether the order is mixed",
    )

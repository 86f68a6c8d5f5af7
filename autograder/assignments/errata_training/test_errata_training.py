"""The checks of errata-training. A student's test must fail on each faulty version and pass on each right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.errata_training import oracle
from autograder.assignments.errata_training.asks import PREFIX

# What a second rng begins with.
SEEDS = ("an rng with the same seed", "an rng with another seed")


def asked(answers, *names):
    """Return the numbers that the student's function was asked about."""
    return [answers.numbers[PREFIX + name] for name in names]


@pytest.mark.cell("errata-training-dtype_test", points=1)
def test_dtype_test(answers):
    """The student's test of the dtype."""
    answers.expect_test("dtype_test", 1, 2)


@pytest.mark.cell("errata-training-col", points=1)
def test_im2col(answers):
    """The pixels of each window; in the dtype of the image, in float32, in float16 and in whole numbers."""
    x, pool_h, pool_w = asked(answers, "x", "pool_h", "pool_w")
    for name, dtype in (("col", x.dtype), ("col_single", np.float32), ("col_half", np.float16)):
        rows = oracle.rows_of(x.astype(dtype), pool_h, pool_w).astype(np.float64)
        answers.expect_near(name, rows, "windows, numbers in a window", 1e-6)
        answers.expect_dtype(name, dtype)
    rows = oracle.rows_of(np.round(10 * x).astype(np.int16), pool_h, pool_w)
    answers.expect_dtype("col_whole", np.int16)
    answers.expect_whole("col_whole", rows, "windows, numbers in a window")


@pytest.mark.cell("errata-training-dropout_test", points=1)
def test_dropout_test(answers):
    """The student's test of the dropout."""
    answers.expect_test("dropout_test", 1, 2)


@pytest.mark.cell("errata-training-dropped", points=1)
def test_dropout(answers):
    """What each number is multiplied by in training, there and back, and what comes out in use."""
    x, part = asked(answers, "x", "dropout_ratio")
    size = 6000 // x.size * x.size
    dropped, kept = round((part - 0.05) * size), size - round((part + 0.05) * size)
    factors = np.repeat([0.0, 1 / (1 - part)], [dropped, kept])[::10]
    answers.expect("in_use", x.reshape(-1, x.shape[-1]), "the rows of x")
    answers.expect(
        "dropped", factors, "by what each number is multiplied in training, from the least to the most"
    )
    answers.expect("dropped_back", factors, "by what the gradients of the same numbers are multiplied")
    answers.expect_whole(
        "by_rng", np.array([1, 0]), "are the same numbers dropped again: 1 is yes, 0 is no", SEEDS
    )


@pytest.mark.cell("errata-training-order_test", points=1)
def test_order_test(answers):
    """The student's test of the order of layers."""
    answers.expect_test("order_test", 2, 3)


@pytest.mark.cell("errata-training-channel_test", points=1)
def test_channel_test(answers):
    """The student's test of the batch normalization."""
    answers.expect_test("channel_test", 1, 2)


@pytest.mark.cell("errata-training-normalized", points=1)
def test_normalization(answers):
    """Each channel, and each column, with mean 0 and standard deviation 1."""
    x, scores, eps = asked(answers, "x", "scores", "eps")
    answers.expect("normalized", oracle.normal(x, eps), "the shape of x")
    answers.expect("normalized_rows", oracle.normal(scores, eps), "the shape of scores")


@pytest.mark.cell("errata-training-epoch_test", points=1)
def test_epoch_test(answers):
    """The student's test of the epoch."""
    answers.expect_test("epoch_test", 1, 2)


@pytest.mark.cell("errata-training-visits", points=2)
def test_epoch(answers):
    """Each picture once with its label, each batch forward once, all losses told, another order each time."""
    pictures, labels, batch_size, losses = asked(answers, "pictures", "labels", "batch_size", "losses")
    pairs, batches = np.stack([pictures, labels], axis=1), len(range(0, len(labels), batch_size))
    learned = "each picture that was learned from, and its label"
    answers.expect_mixed("visits", pairs, learned)
    counts = "forward passes, backward passes, steps, largest batch"
    answers.expect_between("passes", [batches] * 3 + [1], [batches] * 3 + [batch_size], counts)
    answers.expect_mixed("visits_again", pairs, f"{learned}, in the next epoch", "visits")
    answers.expect("losses", losses[:batches], "what the network said, batch by batch")
    slopes = np.outer(losses[::-1][:batches], [1, 2])
    answers.expect("gradients", slopes, "what the network said, batch by batch, and what step was given")
    answers.expect_whole(
        "order_by_rng", np.array([1, 0]), "is the order the same again: 1 is yes, 0 is no", SEEDS
    )

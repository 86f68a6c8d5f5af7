"""The checks of errata. A student's test must fail on each faulty version and pass on each right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.errata import oracle


def expect_test(answers, name, faulty=1, right=2):
    """Expect a student's test to fail on the faulty versions and pass on the right ones.

    The notebook asks it in an order drawn from the seed, so that nobody can answer without looking.
    """
    order = np.random.default_rng(answers.numbers["seed"]).permutation(faulty + right)
    answers.expect_test(name, order >= faulty)


@pytest.mark.cell("errata-count_test", points=1)
def test_count_test(answers):
    """The student's test of the count."""
    expect_test(answers, "count_test")


@pytest.mark.cell("errata-parameter_count", points=1)
def test_count(answers):
    """The number of parameters."""
    sizes = [answers.numbers[name] for name in ("FN", "C", "FH", "FW")]
    answers.expect_whole("parameter_count", oracle.parameters(*sizes), "one number")


@pytest.mark.cell("errata-relu_test", points=1)
def test_relu_test(answers):
    """The student's test of the ReLU."""
    expect_test(answers, "relu_test")


@pytest.mark.cell("errata-relu_dx", points=1)
def test_relu(answers):
    """The gradient where the picture is positive; dout as it was."""
    x, dout = (answers.numbers[name].astype(np.float64) for name in ("x", "dout"))
    answers.expect("relu_dx", dout * np.heaviside(x, 0), "the shape of x")
    answers.expect("dout_after", dout, "dout itself, which must not change")


@pytest.mark.cell("errata-pooling_test", points=1)
def test_pooling_test(answers):
    """The student's test of pooling."""
    expect_test(answers, "pooling_test")


@pytest.mark.cell("errata-pooled", points=1)
def test_pooling(answers):
    """The largest number of the picture in each window."""
    window = [answers.numbers[name] for name in ("pool_h", "pool_w", "stride", "pad")]
    expected = oracle.largest_inside(answers.numbers["x"].astype(np.float64), *window)
    answers.expect("pooled", expected, "images, channels, windows down, windows across")


@pytest.mark.cell("errata-accuracy_test", points=1)
def test_accuracy_test(answers):
    """The student's test of the accuracy."""
    expect_test(answers, "accuracy_test")


@pytest.mark.cell("errata-part", points=1)
def test_accuracy(answers):
    """The part that is right; no batch too large, none left out."""
    scores, t = answers.numbers["scores"].tolist(), answers.numbers["t"].tolist()
    right = sum(row.index(max(row)) == answer for row, answer in zip(scores, t, strict=True))
    answers.expect_near("part", np.array(right / len(t)), "one number", 1e-6)
    least, most = [1, len(t)], [answers.numbers["batch_size"], len(t)]
    answers.expect_between("most_and_all", least, most, "pictures at once at most, pictures in all")


@pytest.mark.cell("errata-loss_test", points=1)
def test_loss_test(answers):
    """The student's test of the gradient."""
    expect_test(answers, "loss_test")


@pytest.mark.cell("errata-dy", points=1)
def test_loss_gradient(answers):
    """The slope of the loss, for labels in a row, in a column and one-hot; y as it was."""
    scores, t = answers.numbers["scores"].astype(np.float64), answers.numbers["t"]
    slopes = oracle.slope_of_loss(scores, t)
    for name in ("dy", "dy_column", "dy_one_hot"):
        answers.expect(name, slopes, "the shape of y")
    y = np.exp(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))
    answers.expect("y_after", y, "y itself, which must not change")


@pytest.mark.cell("errata-dtype_test", points=1)
def test_dtype_test(answers):
    """The student's test of the dtype."""
    expect_test(answers, "dtype_test")


@pytest.mark.cell("errata-col", points=1)
def test_im2col(answers):
    """The pixels of each window; in float64, float32 and float16."""
    x, pool_h, pool_w = (answers.numbers[name] for name in ("x", "pool_h", "pool_w"))
    answers.expect("col", oracle.rows_of(x, pool_h, pool_w), "windows, numbers in a window")
    bytes_each = [np.dtype(dtype).itemsize for dtype in ("float64", "float32", "float16")]
    answers.expect_whole("bytes_each", bytes_each, "bytes of a number for float64, float32, float16")


@pytest.mark.cell("errata-dropout_test", points=1)
def test_dropout_test(answers):
    """The student's test of the dropout."""
    expect_test(answers, "dropout_test")


@pytest.mark.cell("errata-dropped", points=1)
def test_dropout(answers):
    """The part that is dropped; what the others are multiplied by, so that the mean stays."""
    dropout_ratio = answers.numbers["dropout_ratio"]
    grows = 10 / round(10 - 10 * dropout_ratio)
    answers.expect(
        "dropped",
        np.array([dropout_ratio, grows, grows, 1, 1, grows, grows]),
        "the part, then least and most in training, in use, backward",
    )


@pytest.mark.cell("errata-order_test", points=1)
def test_order_test(answers):
    """The student's test of the order of layers."""
    expect_test(answers, "order_test", faulty=2, right=3)


@pytest.mark.cell("errata-channel_test", points=1)
def test_channel_test(answers):
    """The student's test of the batch normalization."""
    expect_test(answers, "channel_test")


@pytest.mark.cell("errata-normalized", points=1)
def test_normalization(answers):
    """Each channel, and each column, with mean 0 and standard deviation 1."""
    answers.expect("normalized", oracle.normal(answers.numbers["x"], 1e-5), "the shape of x")
    answers.expect("normalized_rows", oracle.normal(answers.numbers["scores"], 1e-5), "the shape of scores")


@pytest.mark.cell("errata-epoch_test", points=1)
def test_epoch_test(answers):
    """The student's test of the epoch."""
    expect_test(answers, "epoch_test")


@pytest.mark.cell("errata-visits", points=2)
def test_epoch(answers):
    """Each picture once, each batch forward once, another order each time."""
    count, batch_size = len(answers.numbers["t"]), answers.numbers["batch_size"]
    answers.expect_whole("visits", np.ones(count), "how often each picture was learned from")
    steps = len(range(0, count, batch_size))
    answers.expect_between(
        "passes",
        [steps, steps, 1, 1, 1],
        [steps, steps, batch_size, 1, 1],
        "forward passes, steps, largest batch, whether the losses are told, whether the order is mixed",
    )


@pytest.mark.cell("errata-names_test", points=1)
def test_names_test(answers):
    """The student's test of the names."""
    expect_test(answers, "names_test")


@pytest.mark.cell("errata-set_up", points=1)
def test_names(answers):
    """Four optimizers, the number of steps, and an error for a strange name."""
    count, batch_size = len(answers.numbers["t"]), answers.numbers["batch_size"]
    steps = len(range(2 * batch_size, 5 * count + 1, 2 * batch_size))
    answers.expect_whole("set_up", [0, 1, 2, 3, steps, 1], "four optimizers, steps, whether refused")


@pytest.mark.cell("errata-defaults_test", points=1)
def test_defaults_test(answers):
    """The student's test of the default."""
    expect_test(answers, "defaults_test")


@pytest.mark.cell("errata-settings", points=1)
def test_defaults(answers):
    """Four settings, none of which knows of the others."""
    four = [30, 7, 1, 6, 0, 1, 9, 2, 3, 12, 0, 1]
    answers.expect_whole("settings", [*four, 2], "filter_num, pad, stride of each call; entries handed in")


@pytest.mark.cell("errata-file_test", points=1)
def test_file_test(answers):
    """The student's test of the file."""
    expect_test(answers, "file_test")


@pytest.mark.cell("errata-unpacked", points=1)
def test_file(answers):
    """What went in comes out, and no trap springs."""
    for name, before in (("unpacked", answers.numbers["x"]), ("unpacked_bias", answers.numbers["scores"][0])):
        answers.expect(name, before.astype(np.float64), "the shape of what went in")
        answers.expect_dtype(name, before.dtype)
    answers.expect_whole("traps", [2, 0, 0], "arrays that came out, trap in a pickle, trap in an .npz file")


@pytest.mark.cell("errata-check_test", points=1)
def test_check_test(answers):
    """The student's test of the check."""
    expect_test(answers, "check_test", faulty=2, right=2)


@pytest.mark.cell("errata-says", points=1)
def test_check(answers):
    """What the student's check says of two right versions and four wrong ones."""
    order = np.random.default_rng(answers.numbers["seed"]).permutation(6)
    answers.expect_whole(
        "says", order < 2, "one for each version of col2im, 1 if your check says it is right"
    )


@pytest.mark.cell("errata-slip_test", points=1)
def test_slip_test(answers):
    """The student's test of the slide's lines."""
    expect_test(answers, "slip_test")


@pytest.mark.cell("errata-dmax", points=1)
def test_winners(answers):
    """What arrives at each window's largest pixel."""
    x, dout, pool_h, pool_w, stride = (
        answers.numbers[name] for name in ("x", "dout", "pool_h", "pool_w", "stride")
    )
    expected = oracle.rows_of_winners(x, dout, pool_h, pool_w, stride)
    answers.expect("dmax", expected, "windows of all channels, pixels in a window")

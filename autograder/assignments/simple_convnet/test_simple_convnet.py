"""The checks of simple-convnet."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.simple_convnet import GRADIENTS, oracle

CONVOLUTION, RELU, POOLING, AFFINE = 1, 2, 3, 4


@pytest.mark.cell("simple-convnet-shapes", points=2)
def test_shapes(answers):
    """All sizes, one after the other."""
    expected = [size for shape in oracle.shapes(answers.numbers) for size in shape]
    answers.expect_whole("shapes", expected, "all sizes in a row, from W1 to b3")


@pytest.mark.cell("simple-convnet-start", points=1)
def test_start(answers):
    """Spread 1 and middle 0, in units of weight_init_std, within what chance allows; biases 0; the same again for the same seed."""
    expected = np.array([[1.0, 0.0, 0.0, 1.0]] * 2)
    allowed = np.array([0.15, 0.15, 0.0, 1e-9])
    answers.expect_near(
        "start", expected, "for W1 and W2: spread, middle, biases, whether it repeats", allowed
    )


@pytest.mark.cell("simple-convnet-order", points=2)
def test_order(answers):
    """Six layers of the right kinds, each with its own arrays; nothing shared."""
    stride, pad = answers.numbers["stride"], answers.numbers["pad"]
    expected = [
        [CONVOLUTION, 1, 1, 0, stride, pad, 0],
        [RELU, 0, 0, 0, 0, 0, 1],
        [POOLING, 0, 0, 2, 2, 0, 2],
        [AFFINE, 2, 2, 0, 0, 0, 3],
        [RELU, 0, 0, 0, 0, 0, 4],
        [AFFINE, 3, 3, 0, 0, 0, 5],
    ]
    answers.expect_whole("order", expected, "a row for each layer: kind, W, b, window, stride, pad, place")


@pytest.mark.cell("simple-convnet-scores", points=1)
def test_scores(answers):
    """A row of scores for each image."""
    answers.expect("scores", oracle.expected(answers.numbers).network.scores, "a row for each picture")


@pytest.mark.cell("simple-convnet-loss_value", points=1)
def test_loss(answers):
    """The mean cross-entropy."""
    answers.expect_near(
        "loss_value",
        np.array(oracle.expected(answers.numbers).network.loss),
        "one number",
        _near(answers),
    )


@pytest.mark.cell("simple-convnet-dW1", points=2)
def test_gradient(answers):
    """The slope along each parameter."""
    expected = oracle.expected(answers.numbers).gradient
    for name in GRADIENTS:
        answers.expect(name, expected[name[1:]], f"the shape of {name[1:]}")


@pytest.mark.cell("simple-convnet-losses", points=1)
def test_losses(answers):
    """The losses of four steps with a learning rate of 0.1."""
    answers.expect_near(
        "losses",
        oracle.expected(answers.numbers).losses,
        "one loss before each of four steps",
        _near(answers),
    )


def _near(answers):
    return 1e-8 if answers.numbers["x"].dtype == np.float64 else 1e-4

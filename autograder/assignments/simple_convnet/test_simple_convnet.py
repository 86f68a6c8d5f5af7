"""The checks of simple-convnet."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.simple_convnet import GRADIENTS, oracle


@pytest.mark.cell("simple-convnet-shapes", points=2)
def test_shapes(answers):
    """All sizes, one after the other."""
    shapes = oracle.shapes(answers.numbers)
    expected = [size for shape in shapes for size in shape]
    names = ("W1", "b1", "W2", "b2", "W3", "b3")
    asked = [
        f"axis {axis} of {name}"
        for name, shape in zip(names, shapes, strict=True)
        for axis in range(len(shape))
    ]
    answers.expect_whole("shapes", expected, "all sizes in a row, from W1 to b3", asked)


@pytest.mark.cell("simple-convnet-start", points=1)
def test_start(answers):
    """Weights from rng, W1 before W2, with the spread that is asked for; biases 0."""
    FN, *window, inputs, outputs = answers.numbers["start_sizes"].tolist()
    std, drawn = answers.numbers["start_std"], np.random.default_rng(answers.numbers["start_seed"])
    W1 = drawn.normal(0.0, std, FN * int(np.prod(window)))
    W2 = drawn.normal(0.0, std, inputs * outputs)
    expected = np.concatenate([W1, [0.0] * FN, W2, [0.0] * outputs])
    answers.expect_near("start", expected, "all of W1, b1, W2 and b2, one after the other", 1e-6)


@pytest.mark.cell("simple-convnet-order", points=2)
def test_order(answers):
    """What each of six layers makes of what the one before it gives, with other weights; and what the ReLUs remember."""
    made = oracle.layer_by_layer(answers.numbers)
    expected = np.concatenate([some.ravel() for some in [*made, made[1], made[4]]])
    layout = "all that your layers give for two pictures, then what each ReLU let through"
    answers.expect_near("order", expected, layout, _near(answers))


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
    """The losses of some steps: in the notebook four, with a learning rate of 0.1."""
    answers.expect_near(
        "losses",
        oracle.expected(answers.numbers).losses,
        "one loss before each step",
        _near(answers),
    )


def _near(answers):
    return 1e-8 if answers.numbers["x"].dtype == np.float64 else 1e-4

"""The checks of conv-layer. The oracle slides each filter by hand; a gradient is what the output answers to a 1 in one place."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.assignments import convolution_oracle as oracle

ROUNDING = 1e-6  # what two gradients that agree may be apart, as a part of each number
MEASURED = 1e-6  # how far a measured gradient may be off, as a part of its largest number


@pytest.mark.cell("conv-layer-shapes", points=1)
def test_shapes(answers):
    """The slides' three transposes."""
    sizes = {0: 3, 1: 4, 2: 5, 3: 2}
    expected = [[sizes[axis] for axis in axes] for axes in ([0, 1, 3, 2], [1, 2, 3, 0], [3, 2, 1, 0])]
    answers.expect_prediction("shapes", expected, "three shapes of four numbers")


@pytest.mark.cell("conv-layer-out", points=3)
def test_out(answers):
    """The convolution, by its definition."""
    x, W, b, stride, pad = (answers.numbers[name] for name in ("x", "W", "b", "stride", "pad"))
    expected = oracle.convolve(x, W, b, stride, pad)
    answers.expect("out", expected, "images, filters, height, width")
    answers.expect(
        "out_learned", expected, "images, filters, height, width, after W of the layer has changed"
    )


@pytest.mark.cell("conv-layer-dx", points=1)
def test_db(answers):
    """The gradient of each bias."""
    answers.expect("db", oracle.gradient_of_bias(answers.numbers["dout"]), "the shape of b")


@pytest.mark.cell("conv-layer-dx", points=1)
def test_dW(answers):
    """The gradient of each weight, the same the second time."""
    x, W, dout, stride, pad = (answers.numbers[name] for name in ("x", "W", "dout", "stride", "pad"))
    expected = oracle.gradient_of_filters(x, W, dout, stride, pad)
    answers.expect("dW", expected, "the shape of W")
    answers.expect("dW_again", expected, "the shape of W")


@pytest.mark.cell("conv-layer-dx", points=1)
def test_dx(answers):
    """The gradient of each pixel; and dout is left as it was."""
    x, W, dout, stride, pad = (answers.numbers[name] for name in ("x", "W", "dout", "stride", "pad"))
    answers.expect("dx", oracle.gradient_of_image(x, W, dout, stride, pad), "the shape of x")
    answers.expect("dout", dout.astype(np.float64), "as it was given")
    answers.expect(
        "dout_of_one", dout[:, :1].astype(np.float64), "the gradient of one filter, as it was given"
    )


@pytest.mark.cell("conv-layer-numeric", points=2)
def test_numeric(answers):
    """The slope of a surface in each direction, and the array put back as it was."""
    place, steepness, tilt = (
        answers.numbers[name].astype(np.float64) for name in ("place", "steepness", "tilt")
    )
    answers.expect("bowl", place, "as it was before measuring")
    slopes = [
        math.fsum((steepness[i] + steepness[:, i]) * place.ravel()) + tilt[i] + 3 * place.flat[i] ** 2
        for i in range(place.size)
    ]
    for name, shape in (
        ("numeric", place.shape),
        ("numeric_flat", (place.size,)),
        ("numeric_deep", (1, *place.shape)),
    ):
        answers.expect_near(name, np.array(slopes).reshape(shape), "the shape of the array", MEASURED)


@pytest.mark.cell("conv-layer-verdicts", points=1)
def test_verdicts(answers):
    """A pair agrees if it has one shape, and no number differs by more than rounding from its partner."""
    pairs, shapes = answers.numbers["pairs"].view(np.float64), answers.numbers["shapes"].tolist()
    expected = [
        shape == other_shape
        and all(abs(a - b) < ROUNDING * abs(a) for a, b in zip(one.tolist(), other.tolist(), strict=True))
        for (one, other), (shape, other_shape) in zip(pairs, shapes, strict=True)
    ]
    asked = [
        f"two arrays of numbers up to {np.abs(pair[0]).max():.1g} that differ by {_apart(*pair):.1g} of each at most and have the shapes {tuple(one)} and {tuple(other)}"
        for pair, (one, other) in zip(pairs, shapes, strict=True)
    ]
    answers.expect_whole(
        "verdicts", expected, "1 for yes and 0 for no, for each pair", asked, {"2": "an error"}
    )


def _apart(one, other):
    """Return the largest difference of two arrays, as a part of the number itself."""
    return np.abs(other / one - 1).max()

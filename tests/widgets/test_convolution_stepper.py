"""The stepper's numbers in the page are modlab's."""

import numpy as np
import pytest

from modlab.widgets import ConvolutionStepper

CLOSE = {"rtol": 1e-12, "atol": 1e-10}


def test_the_stepper_shows_its_output_and_the_products_of_one_window(
    javascript, rng, states_of, some_convolutions
):
    figures = [
        ConvolutionStepper(
            image=x.round(1),
            filter=W,
            bias=b,
            stride=stride,
            pad=pad,
            row=rng.integers(9),
            column=rng.integers(9),
        )
        for x, W, b, stride, pad in some_convolutions
    ]
    shown = javascript("convolution_stepper.js", "step", states_of(figures))
    for figure, answer in zip(figures, shown, strict=True):
        np.testing.assert_allclose(answer["output"], figure.output, **CLOSE)
        row, column = answer["at"]
        assert row == min(figure.row, figure.output.shape[0] - 1)
        left, right = answer["products"].replace("−", "-").replace("bias", "").split(" = ")
        # The products as they are written out, worked out by Python.
        total = eval(left.replace("·", "*"), {"__builtins__": {}})
        assert total == pytest.approx(figure.output[row, column], abs=1e-9)
        assert float(right) == pytest.approx(total, abs=0.0051)

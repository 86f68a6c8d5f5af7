"""The checks of pooling-layer. The oracle looks at each window of each channel, pixel by pixel."""

from __future__ import annotations

import pytest

from autograder.assignments import pooling_oracle
from autograder.assignments.columns import in_columns

LAYOUT = "images, channels, height, width"


def _window(numbers):
    return tuple(numbers[name] for name in ("pool_h", "pool_w", "stride", "pad"))


@pytest.mark.cell("pooling-layer-out_size", points=1)
def test_out_size(answers):
    """How many windows there are down and across, counted."""
    expected = []
    for H, W, pool_h, pool_w, stride, pad in answers.numbers["sizes_asked"].tolist():
        lengths = ((H, pool_h), (W, pool_w))
        expected.append([len(range(-pad, size + pad - pool + 1, stride)) for size, pool in lengths])
    asked = in_columns(("H", "W", "pool_h", "pool_w", "stride", "pad"), answers.numbers["sizes_asked"])
    answers.expect_whole("out_size", expected, "out_h, out_w, for each call of your function", asked)


@pytest.mark.cell("pooling-layer-out", points=3)
def test_out(answers):
    """The largest pixel under each window; the border is none."""
    numbers = answers.numbers
    answers.expect("out", pooling_oracle.maxima(numbers["x"], *_window(numbers)), LAYOUT)
    answers.expect_dtype("out", numbers["x"].dtype)


@pytest.mark.cell("pooling-layer-dx", points=3)
def test_dx(answers):
    """Each gradient at the pixel that won."""
    numbers = answers.numbers
    expected = pooling_oracle.gradient_to_winners(numbers["x"], numbers["dout"], *_window(numbers))
    answers.expect("dx", expected, "the shape of x")
    answers.expect_dtype("dx", numbers["dout"].dtype)


@pytest.mark.cell("pooling-layer-average", points=1)
def test_average(answers):
    """The mean of each window, the border counted as zeros."""
    numbers = answers.numbers
    answers.expect("average", pooling_oracle.means(numbers["x"], *_window(numbers)), LAYOUT)


@pytest.mark.cell("pooling-layer-dx_average", points=2)
def test_dx_average(answers):
    """Each gradient shared out over its window."""
    numbers = answers.numbers
    expected = pooling_oracle.gradient_to_all(numbers["x"], numbers["dout"], *_window(numbers))
    answers.expect("dx_average", expected, "the shape of x")

"""The checks of im2col."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.columns import in_columns
from autograder.assignments.im2col.oracle import addresses, gathered, returned

LAYOUT = "one row for each window, one column for each number in a window"


def _addresses(numbers, pad=None):
    pad = numbers["pad"] if pad is None else pad
    return addresses(numbers["x"].shape, numbers["filter_h"], numbers["filter_w"], numbers["stride"], pad)


@pytest.mark.cell("im2col-predicted", points=1)
def test_predicted(answers):
    """The two shapes that the slides ask for."""
    expected = [size for images in (1, 10) for size in addresses((images, 3, 7, 7), 5, 5, 1, 0).shape]
    answers.expect_prediction("predicted", expected, "rows, columns, rows, columns")


@pytest.mark.cell("im2col-col_shape", points=1)
def test_col_shape(answers):
    """A row for each place in each image, a column for each number of a window, counted."""
    expected = []
    for N, C, out_h, out_w, filter_h, filter_w in answers.numbers["window_counts"].tolist():
        expected.append([np.zeros((N, out_h, out_w)).size, np.zeros((C, filter_h, filter_w)).size])
    sizes = ("N", "C", "out_h", "out_w", "filter_h", "filter_w")
    asked = in_columns(sizes, answers.numbers["window_counts"])
    answers.expect_whole("col_shape", expected, "rows, columns, for each call of your function", asked)


@pytest.mark.cell("im2col-col", points=2)
def test_col(answers):
    """Every number of every window in its place."""
    numbers = answers.numbers
    answers.expect("col", gathered(numbers["x"], _addresses(numbers)), LAYOUT)


@pytest.mark.cell("im2col-col", points=1)
def test_col_keeps_the_dtype(answers):
    """Float32 in, float32 out, and only for a matrix that is right otherwise."""
    test_col(answers)
    answers.expect_dtype("col", answers.numbers["x"].dtype)


@pytest.mark.cell("im2col-dx", points=2)
def test_dx(answers):
    """What arrives for each number, added up at the pixel it came from; with a border and without."""
    numbers = answers.numbers
    x = numbers["x"]
    where = _addresses(numbers)
    answers.expect("dx", returned(numbers["dcol"], where, x.shape), "the shape of x")
    where = _addresses(numbers, pad=0)
    answers.expect(
        "dx_without_padding", returned(np.ones(where.shape), where, x.shape), "the shape of x, for pad 0"
    )


@pytest.mark.cell("im2col-dx", points=1)
def test_dx_keeps_the_dtype(answers):
    """Float32 in, float32 out, and only for a gradient that is right otherwise."""
    test_dx(answers)
    answers.expect_dtype("dx", answers.numbers["dcol"].dtype)


@pytest.mark.cell("im2col-overlap", points=1)
def test_overlap(answers):
    """How many numbers of `col` have each pixel's address."""
    where = _addresses(answers.numbers)
    expected = returned(np.ones(where.shape), where, answers.numbers["x"].shape)
    answers.expect("overlap", expected, "the shape of x")


@pytest.mark.cell("im2col-both_sides", points=1)
def test_both_sides(answers):
    """Both sides of the law; they are the same number."""
    numbers = answers.numbers
    col = gathered(numbers["x"], _addresses(numbers))
    side = np.vdot(col, numbers["dcol"].astype(np.float64))
    answers.expect("both_sides", np.array([side, side]), "the left side, the right side")

"""The checks of toy-pooling. The oracle looks at each window of each channel, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments import pooling_oracle


def _window(numbers):
    return tuple(numbers[name] for name in ("pool_h", "pool_w", "stride"))


def _row(place, out_shape):
    """Return the row of `col` for a place (n, c, i, j) of the output: images, places, then channels."""
    n, c, i, j = place
    _, C, out_h, out_w = out_shape
    return ((n * out_h + i) * out_w + j) * C + c


def _rows(numbers, fill):
    """Return an array in the shape of `col`, row by row from what `fill` gives for (place, number in the window, y, z)."""
    x, out_shape = numbers["x"], numbers["dout"].shape
    pool_h, pool_w, _ = _window(numbers)
    rows = np.zeros((np.prod(out_shape), pool_h * pool_w))
    for place, pixels in pooling_oracle.windows(x, *_window(numbers), 0):
        for number, y, z in pixels:
            rows[_row(place, out_shape), number] = fill(place, number, y, z)
    return rows


def _gradient_rows(numbers):
    found = pooling_oracle.winners(numbers["x"], *_window(numbers))
    dout = numbers["dout"]
    return _rows(numbers, lambda place, number, _y, _z: dout[place] if found[place][0] == number else 0)


@pytest.mark.cell("toy-pooling-col", points=2)
def test_col(answers):
    """Each window of each channel in a row of its own."""
    x = answers.numbers["x"]
    expected = _rows(answers.numbers, lambda place, _number, y, z: x[place[0], place[1], y, z])
    answers.expect(
        "col",
        expected,
        "one row for each window of each channel, one column for each number in it",
        dtype=x.dtype,
    )


@pytest.mark.cell("toy-pooling-arg_max", points=1)
def test_arg_max(answers):
    """The first of the largest numbers in each row."""
    numbers = answers.numbers
    expected = np.zeros(numbers["dout"].size)
    for place, (number, _, _) in pooling_oracle.winners(numbers["x"], *_window(numbers)).items():
        expected[_row(place, numbers["dout"].shape)] = number
    answers.expect_whole("arg_max", expected, "one place for each row of col")


@pytest.mark.cell("toy-pooling-out", points=1)
def test_out(answers):
    """The largest number of each row; and as images."""
    numbers = answers.numbers
    expected = pooling_oracle.maxima(numbers["x"], *_window(numbers))
    x = numbers["x"]
    answers.expect(
        "out", np.moveaxis(expected, 1, -1).ravel(), "one number for each row of col", dtype=x.dtype
    )
    answers.expect("out_final", expected, "images, channels, height, width", dtype=x.dtype)


@pytest.mark.cell("toy-pooling-dmax", points=2)
def test_dmax(answers):
    """Each number of dout at the place of its winner."""
    dout = answers.numbers["dout"]
    answers.expect("dmax", _gradient_rows(answers.numbers), "the shape of col", dtype=dout.dtype)
    answers.expect_dtype("dmax", dout.dtype)


@pytest.mark.cell("toy-pooling-dcol", points=2)
def test_dcol(answers):
    """The channels of a window side by side again; and laid back onto the image."""
    numbers = answers.numbers
    _, C, _, _ = numbers["x"].shape
    rows = _gradient_rows(numbers)
    side_by_side = np.concatenate([rows[channel::C] for channel in range(C)], axis=1)
    answers.expect("dcol", side_by_side, "the shape of col_old", dtype=numbers["dout"].dtype)
    dx = pooling_oracle.gradient_to_winners(numbers["x"], numbers["dout"], *_window(numbers))
    answers.expect("dx", dx, "the shape of x", dtype=numbers["dout"].dtype)


@pytest.mark.cell("toy-pooling-ties", points=1)
def test_ties(answers):
    """Nine equal pixels."""
    _expect_gradient_of(answers, "ties", np.full((1, 1, 3, 3), 5))


@pytest.mark.cell("toy-pooling-peak", points=1)
def test_peak(answers):
    """One peak, under all four windows."""
    _expect_gradient_of(answers, "peak", 9 * (np.arange(9) == 4).reshape(1, 1, 3, 3))


def _expect_gradient_of(answers, name, image):
    dx = pooling_oracle.gradient_to_winners(image, np.ones((1, 1, 2, 2)), 2, 2, 1)
    answers.expect_prediction(name, dx[0, 0], "three lists of three numbers")

"""The checks of toy-conv. Each function is one check, run on the slide's numbers and on fresh ones."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments import convolution_oracle as oracle


@pytest.mark.cell("toy-conv-col_W", points=2)
def test_col_W(answers):
    """Each filter is one column, its numbers in the order of the windows' numbers."""
    W = answers.numbers["W"]
    expected = np.stack([one_filter.ravel() for one_filter in W], axis=1)
    answers.expect("col_W", expected, "one row for each number of a filter, one column for each filter")


@pytest.mark.cell("toy-conv-out", points=2)
def test_out(answers):
    """Each window times each filter, plus the bias; and as images, the convolution itself."""
    x, W, b, stride, pad = (answers.numbers[name] for name in ("x", "W", "b", "stride", "pad"))
    expected = oracle.convolve(x, W, b, stride, pad)
    answers.expect(
        "out", oracle.rows_of_windows(expected), "one row for each window, one column for each filter"
    )
    answers.expect("out_final", expected, "images, filters, height, width")


@pytest.mark.cell("toy-conv-db", points=2)
def test_db(answers):
    """The gradient of each bias."""
    answers.expect("db", oracle.gradient_of_bias(answers.numbers["dout"]), "one number for each filter")


@pytest.mark.cell("toy-conv-dcol_W", points=2)
def test_dcol_W(answers):
    """The gradient of each weight, as a matrix and in the filters' own shape."""
    x, W, dout, stride, pad = (answers.numbers[name] for name in ("x", "W", "dout", "stride", "pad"))
    expected = oracle.gradient_of_filters(x, W, dout, stride, pad)
    as_columns = np.stack([one_filter.ravel() for one_filter in expected], axis=1)
    answers.expect("dcol_W", as_columns, "the shape of col_W")
    answers.expect("dW", expected, "the shape of W")


@pytest.mark.cell("toy-conv-dcol", points=2)
def test_dcol(answers):
    """The gradient of each window's numbers, and laid back onto the image."""
    x, W, dout, stride, pad = (answers.numbers[name] for name in ("x", "W", "dout", "stride", "pad"))
    answers.expect("dcol", oracle.gradient_of_windows(W, dout), "the shape of col")
    answers.expect("dx", oracle.gradient_of_image(x, W, dout, stride, pad), "the shape of x")

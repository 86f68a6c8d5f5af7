"""The checks of output-size. The oracle walks: it counts the places where a window can stand, and uses no formula."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.columns import in_columns

REFUSED = -1  # what the notebook writes down for a ValueError
OUTCOMES = {
    "-1": "a ValueError",
    "-2": "another error than a ValueError",
    "-3": "nothing is returned",
    "-4": "-1 is returned; it must be raised: raise ValueError(…)",
}
CASE = ("input", "filter", "stride", "pad")


def places(input_size, filter_size, stride, pad):
    """Return where windows begin: walk until the next one would leave the padded input."""
    begins, place = [], -pad
    while place + filter_size <= input_size + pad:
        begins.append(place)
        place += stride
    return begins


@pytest.mark.cell("output-size-by_hand", points=2)
def test_by_hand(answers):
    """The four sizes that are counted with a pencil."""
    questions = [(4, 3, 1, 1), (7, 3, 2, 0), (28, 5, 3, 2), (31, 5, 3, 2)]
    expected = [len(places(*question)) for question in questions]
    answers.expect_prediction("by_hand", expected, "one number for each question")


@pytest.mark.cell("output-size-sizes", points=2)
def test_sizes(answers):
    """Height and width of this layer's output, then one size for each case that fits."""
    x, W, stride, pad = (answers.numbers[name] for name in ("x", "W", "stride", "pad"))
    expected = [len(places(x.shape[axis], W.shape[axis], stride, pad)) for axis in (2, 3)]
    cases = [case for case in answers.numbers["other_cases"].tolist() if places(*case)]
    expected += [len(places(*case)) for case in cases]
    layer = [(x.shape[axis], W.shape[axis], stride, pad) for axis in (2, 3)]
    asked = in_columns(CASE, layer + cases)
    answers.expect_whole("sizes", expected, "OH, OW, and one number for each case", asked)


@pytest.mark.cell("output-size-strict_sizes", points=3)
def test_strict_sizes(answers):
    """A size where the last window ends at the end of the padding, a refusal everywhere else."""
    expected = []
    for input_size, filter_size, stride, pad in answers.numbers["other_cases"].tolist():
        begins = places(input_size, filter_size, stride, pad)
        whole = bool(begins) and begins[-1] + filter_size == input_size + pad
        expected.append(len(begins) if whole else REFUSED)
    asked = in_columns(CASE, answers.numbers["other_cases"])
    answers.expect_whole(
        "strict_sizes", expected, "one number for each case, -1 for a ValueError", asked, OUTCOMES
    )


@pytest.mark.cell("output-size-same_pad", points=1)
def test_same_pad(answers):
    """The padding with which there are as many places as pixels, found by trying."""
    x, W = answers.numbers["x"], answers.numbers["W"]
    FH, FW = W.shape[2:]
    expected = [
        next(pad for pad in range(20) if len(places(x.shape[axis], W.shape[axis], 1, pad)) == x.shape[axis])
        for axis in (2, 3)
    ]
    asked = [f"a filter {FH} high", f"a filter {FW} wide"]
    answers.expect_whole("same_pad", expected, "for the height, for the width", asked)


@pytest.mark.cell("output-size-parameter_count", points=2)
def test_parameter_count(answers):
    """Every number of W and of b, counted."""
    W, b = answers.numbers["W"], answers.numbers["b"]
    answers.expect_whole("parameter_count", np.array(W.size + b.size), "one number")

"""im2col: the dtype is worth a point of its own; the oracle is held to published numbers."""

import numpy as np
from answers.im2col import RIGHT, col2im, im2col

from autograder.assignments.im2col import oracle

ASSIGNMENT = "im2col"


def test_the_dtype_is_worth_a_point_of_its_own(judge_answers, full_points):
    float64 = im2col("    return _im2col(x, filter_h, filter_w, stride, pad).astype(float)")
    right = RIGHT["number by number"]["col"].replace("im2col", "_im2col")
    points, cells = judge_answers({"col": right + float64})
    assert points == {**full_points, "col": 2}
    assert cells["col"].fault == "col-float64"


def test_zeros_of_the_right_dtype_do_not_earn_the_point_for_the_dtype(judge_answers):
    body = "    return np.zeros((N * out_h * out_w, C * filter_h * filter_w), dtype=x.dtype)"
    points, cells = judge_answers({"col": im2col(body)})
    assert points["col"] == 0
    assert "numbers are wrong" in cells["col"].message


def test_an_error_in_a_function_is_reported_with_its_line(judge_answers):
    points, cells = judge_answers({"dx": col2im("    return cols")})
    assert points["dx"] == 0
    assert "stopped with NameError in line 6: name 'cols' is not defined" in cells["dx"].message


def test_the_oracle_gives_the_slides_numbers():
    """The rows of the slides' 완전 단순 Conv: a 3×3 image of 0 to 8 under a 2×2 window."""
    where = oracle.addresses((1, 1, 3, 3), 2, 2, 1, 0)
    assert where.tolist() == [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
    counted = oracle.returned(np.full((4, 4), 3.0), where, (1, 1, 3, 3))
    assert counted[0, 0].tolist() == [[3, 6, 3], [6, 12, 6], [3, 6, 3]]
    assert oracle.addresses((1, 3, 7, 7), 5, 5, 1, 0).shape == (9, 75)


def test_the_oracle_gives_what_pytorch_unfolds():
    """torch.nn.functional.unfold(torch.arange(1., 13).reshape(1, 2, 2, 3), (2, 2), padding=1, stride=2), transposed."""
    x = np.arange(1.0, 13).reshape(1, 2, 2, 3)
    rows = oracle.gathered(x, oracle.addresses(x.shape, 2, 2, 2, 1))
    assert rows.tolist() == [
        [0, 0, 0, 1, 0, 0, 0, 7],
        [0, 0, 2, 3, 0, 0, 8, 9],
        [0, 4, 0, 0, 0, 10, 0, 0],
        [5, 6, 0, 0, 11, 12, 0, 0],
    ]


def test_fresh_numbers_overlap_and_have_no_two_sizes_alike(many_numbers):
    for numbers in many_numbers:
        N, C, H, W = numbers["x"].shape
        assert len({N, C, H, W}) == 4
        assert N > 1
        assert numbers["filter_h"] != numbers["filter_w"]
        assert numbers["stride"] < min(numbers["filter_h"], numbers["filter_w"])
        assert numbers["pad"] > 0
        assert (numbers["x"] < 0).any()

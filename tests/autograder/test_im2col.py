"""im2col: right answers of any style earn all points; the oracle is held to published numbers."""

import numpy as np
import pytest

from autograder import catalog
from autograder.assignments.im2col import oracle
from autograder.judging.cases import cases

ASSIGNMENT = "im2col"
FULL = {"predicted": 1, "col_shape": 1, "col": 3, "dx": 3, "overlap": 1, "both_sides": 1}

IM2COL = """
def im2col(x, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
{body}

col = im2col(x, filter_h, filter_w, stride, pad)
"""
COL2IM = """
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
{body}

dx = col2im(dcol, x.shape, filter_h, filter_w, stride, pad)
"""


def im2col(body):
    return IM2COL.format(body=body)


def col2im(body):
    return COL2IM.format(body=body)


RIGHT_ANSWERS = {
    "a loop over the places in a window, as on the slides": {
        "col": im2col("""
    img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w), dtype=x.dtype)
    for y in range(filter_h):
        for z in range(filter_w):
            col[:, :, y, z] = img[:, :, y:y + stride * out_h:stride, z:z + stride * out_w:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    col = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad + stride - 1, W + 2 * pad + stride - 1), dtype=col.dtype)
    for y in range(filter_h):
        for z in range(filter_w):
            img[:, :, y:y + stride * out_h:stride, z:z + stride * out_w:stride] += col[:, :, y, z]
    return img[:, :, pad:H + pad, pad:W + pad]"""),
    },
    "a stride trick and an index": {
        "overlap": "ones = np.ones(dcol.shape)\noverlap = col2im(ones, x.shape, filter_h, filter_w, stride=stride, pad=pad)",
        "predicted": "predicted = np.array([9, 3 * 5 * 5, 10 * 9, 3 * 5 * 5])",
        "col": im2col("""
    x = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    every = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), axis=(2, 3))
    return every[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    shape = (N, C, H + 2 * pad, W + 2 * pad)
    places = np.arange(np.prod(shape)).reshape(shape)
    every = np.lib.stride_tricks.sliding_window_view(places, (filter_h, filter_w), axis=(2, 3))
    every = every[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    flat = np.zeros(places.size, dtype=col.dtype)
    np.add.at(flat, every.reshape(col.shape), col)
    return flat.reshape(shape)[:, :, pad:pad + H, pad:pad + W]"""),
        "both_sides": "both_sides = (np.vdot(col, dcol), np.vdot(x, dx))",
    },
    "number by number": {
        "col": im2col("""
    col = np.zeros((N * out_h * out_w, C * filter_h * filter_w), x.dtype)
    for row in range(len(col)):
        n, i, j = row // (out_h * out_w), row // out_w % out_h, row % out_w
        for column in range(C * filter_h * filter_w):
            c, y, z = np.unravel_index(column, (C, filter_h, filter_w))
            y, z = y + i * stride - pad, z + j * stride - pad
            if 0 <= y < H and 0 <= z < W:
                col[row, column] = x[n, c, y, z]
    return col"""),
        "dx": col2im("""
    dx = np.zeros(input_shape, col.dtype)
    for row in range(len(col)):
        n, i, j = np.unravel_index(row, (N, out_h, out_w))
        for column in range(C * filter_h * filter_w):
            c, y, z = np.unravel_index(column, (C, filter_h, filter_w))
            y, z = y + i * stride - pad, z + j * stride - pad
            if 0 <= y < H and 0 <= z < W:
                dx[n, c, y, z] += col[row, column]
    return dx"""),
        "overlap": "overlap = np.zeros_like(x)\noverlap += col2im(np.full(dcol.shape, 1, dcol.dtype), x.shape, filter_h, filter_w, stride, pad)",
        "both_sides": "both_sides = np.array([float((col * dcol).sum()), float((x * dx).sum())])",
    },
    "one-hot matrices": {
        "both_sides": "both_sides = np.concatenate([[col.ravel() @ dcol.ravel()], [x.ravel() @ dx.ravel()]])",
        "col": im2col("""
    def rows(size, filter_size, out_size):
        where = np.arange(out_size)[:, None] * stride + np.arange(filter_size) - pad
        return (where[..., None] == np.arange(size)).astype(x.dtype)  # (out, filter, size)
    down, across = rows(H, filter_h, out_h), rows(W, filter_w, out_w)
    return np.einsum("iyh,jzw,nchw->nijcyz", down, across, x, optimize=True).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    def rows(size, filter_size, out_size):
        where = np.arange(out_size)[:, None] * stride + np.arange(filter_size) - pad
        return (where[..., None] == np.arange(size)).astype(col.dtype)
    down, across = rows(H, filter_h, out_h), rows(W, filter_w, out_w)
    d = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    return np.einsum("iyh,jzw,nijcyz->nchw", down, across, d, optimize=True)"""),
        "overlap": "overlap = col2im(dcol * 0 + 1, x.shape, filter_h, filter_w, stride, pad)",
    },
    "a helper, other names, in place": {
        "overlap": "def how_often(shape):\n    return col2im(im2col(np.ones(shape), filter_h, filter_w, stride, pad), shape, filter_h, filter_w, stride, pad)\n\n"
        "overlap = how_often(x.shape)",
        "col_shape": "windows, numbers = N * out_h * out_w, filter_h * filter_w\nnumbers *= C\ncol_shape = [windows, numbers]",
        "col": "def corners(h, w):\n    return [(i * stride, j * stride) for i in range(h) for j in range(w)]\n"
        + im2col("""
    big = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=x.dtype)
    big[:, :, pad:pad + H, pad:pad + W] = x
    pieces = [big[:, :, y:y + filter_h, z:z + filter_w].reshape(N, -1) for y, z in corners(out_h, out_w)]
    return np.stack(pieces, axis=1).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    big = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype)
    pieces = col.reshape(N, out_h * out_w, C, filter_h, filter_w)
    for number, (y, z) in enumerate(corners(out_h, out_w)):
        np.add(big[:, :, y:y + filter_h, z:z + filter_w], pieces[:, number], out=big[:, :, y:y + filter_h, z:z + filter_w])
    return big[:, :, pad:big.shape[2] - pad, pad:big.shape[3] - pad]"""),
        "both_sides": "both_sides = [np.einsum('ij,ij->', col, dcol), np.einsum('nchw,nchw->', x, dx)]",
    },
}


@pytest.mark.parametrize("style", RIGHT_ANSWERS)
def test_a_right_answer_of_any_style_earns_everything(judge_answers, style):
    points, cells = judge_answers(RIGHT_ANSWERS[style])
    assert [cell.message for cell in cells.values()] == [""] * 6
    assert points == FULL


@pytest.mark.parametrize(
    ("blank", "source", "sentence"),
    [
        ("predicted", "predicted = [9, 75, 90, 74]", "1 of its 4 numbers is wrong."),
        ("col_shape", "col_shape = (9, 75)", "On other numbers"),
        (
            "col_shape",
            "col_shape = (N * out_h * out_w, C * filter_h * filter_w / 1)",
            "must be whole numbers",
        ),
        ("overlap", "overlap = None", "overlap is still None"),
        ("overlap", "overlap = dx", "are wrong"),
        ("both_sides", "both_sides = np.array([0.0, 0.0])", "2 of its 2 numbers are wrong"),
    ],
)
def test_a_wrong_answer_loses_its_own_points_and_is_told_why(judge_answers, blank, source, sentence):
    points, cells = judge_answers({blank: source})
    assert points == {**FULL, blank: 0}
    assert sentence in cells[blank].message


def test_the_dtype_is_worth_a_point_of_its_own(judge_answers):
    float64 = im2col("    return _im2col(x, filter_h, filter_w, stride, pad).astype(float)")
    right = RIGHT_ANSWERS["number by number"]["col"].replace("im2col", "_im2col")
    points, cells = judge_answers({"col": right + float64})
    assert points == {**FULL, "col": 2}
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
    """The rows of the slides' 완전 단순 Conv: a 3×3 picture of 0 to 8 under a 2×2 window."""
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


def test_fresh_numbers_overlap_and_have_no_two_sizes_alike():
    for seed in range(20):
        for case in cases(catalog.load(ASSIGNMENT), f"secret {seed}", "lee")[1:]:
            numbers = case.numbers
            N, C, H, W = numbers["x"].shape
            assert len({N, C, H, W}) == 4
            assert N > 1
            assert numbers["filter_h"] != numbers["filter_w"]
            assert numbers["stride"] < min(numbers["filter_h"], numbers["filter_w"])
            assert numbers["pad"] > 0
            assert (numbers["x"] < 0).any()

"""im2col: the slides' `ex_im2col.py`, every window as a row, and the way back."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Ask, Assignment, Numbers, Small
from autograder.assignments.im2col.equivalents import EQUIVALENTS
from autograder.assignments.im2col.faults import FAULTS
from autograder.assignments.small import with_float32

# In the notebook `dcol` has the shape that is asked for, so that it must be asked for other numbers.
COL_SHAPE = Ask(
    """
pairs = [shape_of_col(*sizes) for sizes in window_counts.tolist()]
col_shape = None if any(pair is None for pair in pairs) else np.asarray(pairs)
""",
    names=("window_counts",),
)


def slide_numbers() -> Numbers:
    """Return the slides' first call: one image of 3×7×7 and a window of 5×5."""
    return {
        "x": np.arange(1 * 3 * 7 * 7.0).reshape(1, 3, 7, 7),
        "filter_h": 5,
        "filter_w": 5,
        "stride": 1,
        "pad": 0,
        "dcol": np.ones((9, 75)),
        "window_counts": np.array([[1, 3, 3, 3, 5, 5]]),
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw images and windows on which no two sizes are the same and none is the slide's; the windows overlap and there is padding.

    The slide's stride is 1 and its pad 0. Even draws are float32 with stride 2 and pad 1, odd ones float64 with stride 3 and pad 4. Windows leave
    pixels over along one direction at least. Even draws have images that are higher than wide, odd ones the other way round.
    """
    N = 2
    dtype, stride, pad = (np.float32, 2, 1) if draw % 2 == 0 else (np.float64, 3, 4)
    while True:
        C = int(generator.choice([5, 6]))
        filter_h, filter_w = (int(size) for size in generator.permutation([3, 4] if stride == 2 else [4, 6]))
        H, W = sorted((int(size) for size in generator.permutation([6, 8, 9, 10])[:2]), reverse=draw % 2 == 0)
        room_h, room_w = H + 2 * pad - filter_h, W + 2 * pad - filter_w
        out_h, out_w = room_h // stride + 1, room_w // stride + 1
        left_over = {room_h % stride, room_w % stride}
        if (
            len({N, C, out_h, out_w}) == len({N, C, H, W}) == 4 and max(left_over) == 1
        ):  # with more, a border that is too narrow would be hidden
            break
    return {
        "x": generator.normal(size=(N, C, H, W)).astype(dtype),
        "filter_h": filter_h,
        "filter_w": filter_w,
        "stride": stride,
        "pad": pad,
        # In odd draws small, so that the sums over all of them are, and rounding shows.
        "dcol": generator.normal(
            0, 1 if draw % 2 == 0 else 0.01, (N * out_h * out_w, C * filter_h * filter_w)
        ).astype(dtype),
        # N, C, out_h, out_w, filter_h, filter_w; no two alike
        "window_counts": np.array([generator.permutation(np.arange(2, 14))[:6] for _ in range(3)]),
    }


# N, C, H, W, filter_h, filter_w, stride, pad, by what has changed
SMALL: dict[tuple[str, ...], tuple[int, ...]] = {
    (): (1, 1, 2, 2, 2, 2, 1, 0),
    ("windows",): (1, 1, 3, 3, 2, 2, 1, 0),
    ("channels",): (1, 2, 2, 2, 2, 2, 1, 0),
    ("images",): (2, 1, 2, 2, 2, 2, 1, 0),
    ("oblong",): (1, 1, 2, 1, 2, 1, 1, 0),
    ("windows", "stride"): (1, 1, 2, 4, 2, 2, 2, 0),
    ("windows", "stride", "rest"): (1, 1, 2, 5, 2, 2, 2, 0),
    ("windows", "channels"): (1, 2, 2, 3, 2, 2, 1, 0),
    ("windows", "images"): (2, 1, 2, 3, 2, 2, 1, 0),
    ("windows", "oblong"): (1, 1, 3, 4, 2, 1, 1, 0),
    ("windows", "pad"): (1, 1, 2, 2, 2, 2, 1, 1),
    ("windows", "images", "channels"): (2, 2, 2, 3, 2, 2, 1, 0),
}


def small_numbers() -> list[Small]:
    """Return an image that one window covers, images with one thing changed or with several, and the first one in float32."""
    return with_float32([Small(_counting(*sizes), changes) for changes, sizes in SMALL.items()])


def _counting(N: int, C: int, H: int, W: int, filter_h: int, filter_w: int, stride: int, pad: int) -> Numbers:
    """Return images and gradients that count up from 1."""
    out_h, out_w = (H + 2 * pad - filter_h) // stride + 1, (W + 2 * pad - filter_w) // stride + 1
    rows, columns = N * out_h * out_w, C * filter_h * filter_w
    return {
        "x": np.arange(1.0, N * C * H * W + 1).reshape(N, C, H, W),
        "filter_h": filter_h,
        "filter_w": filter_w,
        "stride": stride,
        "pad": pad,
        "dcol": np.arange(1.0, rows * columns + 1).reshape(rows, columns),
        "window_counts": np.array([[N, C, out_h, out_w, filter_h, filter_w]]),
    }


WINDOW = ("filter_h", "filter_w", "stride", "pad")

ASSIGNMENT = Assignment(
    name="im2col",
    modules=(),
    values={
        "im2col-predicted": ("predicted",),
        "im2col-col_shape": ("col_shape",),
        "im2col-col": ("col",),
        "im2col-dx": ("dx", "dx_without_padding"),
        "im2col-overlap": ("overlap",),
        "im2col-both_sides": ("both_sides",),
    },
    follows={"im2col-overlap": ("im2col-dx",), "im2col-both_sides": ("im2col-col", "im2col-dx")},
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "im2col-col_shape": ("x", *WINDOW),
        "im2col-col": ("x", *WINDOW),
        "im2col-dx": ("dcol", *WINDOW),
        "im2col-overlap": ("x", *WINDOW),
        "im2col-both_sides": ("x", "dcol", *WINDOW),
    },
    asks={"im2col-col_shape": COL_SHAPE},
)

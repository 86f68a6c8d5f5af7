"""toy-pooling: the slides' `prac2_toyPooling.py`, max pooling by the place of each winner, forward and backward."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments.modules import IM2COL
from autograder.assignments.pooling_numbers import draw_numbers
from autograder.assignments.small import with_float32
from autograder.assignments.toy_pooling.equivalents import EQUIVALENTS
from autograder.assignments.toy_pooling.faults import FAULTS


def slide_numbers() -> Numbers:
    """Return the slide's numbers: two channels of 3×3 that count to 17, and a window of 2×2."""
    return {
        "x": np.arange(1 * 2 * 3 * 3.0).reshape(1, 2, 3, 3),
        "pool_h": 2,
        "pool_w": 2,
        "stride": 1,
        "dout": np.ones((1, 2, 2, 2)),
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw images with another stride than the slide's 1, and no window as wide as high.

    In even draws windows of 3 and 4 move by 2 and overlap both ways, in odd ones windows of 2 and 4 move by 3. Draw 2 is float32, with large numbers.
    What comes back has another dtype than the image, since who makes room for it by the image's dtype must see so.
    """
    lengths, stride = ([3, 4], 2) if draw % 2 == 0 else ([2, 4], 3)
    dtype, scale = (np.float32, 2.0**40) if draw == 2 else (np.float64, 1 / 3)
    numbers = draw_numbers(generator, dtype, lengths, stride, scale=scale)
    return {**numbers, "dout": numbers["dout"].astype(np.float64 if draw == 2 else np.float32)}


# The image, and the window by what has changed: the pixels, pool_h, pool_w, stride
SMALL: dict[tuple[str, ...], tuple] = {
    (): ([[[[1, 4], [3, 2]]]], 2, 2, 1),
    ("windows",): ([[[[1, 7, 2], [3, 5, 6]]]], 2, 2, 1),
    ("channels",): ([[[[1, 4], [3, 2]], [[6, 5], [8, 7]]]], 2, 2, 1),
    ("images",): ([[[[1, 4], [3, 2]]], [[[6, 5], [8, 7]]]], 2, 2, 1),
    ("oblong",): ([[[[1], [3]]]], 2, 1, 1),
    ("negative",): ([[[[-3, -2], [-1, -4]]]], 2, 2, 1),
    ("equal",): ([[[[3, 5], [5, 1]]]], 2, 2, 1),
    ("negative", "deep"): ([[[[-3e12, -2e12], [-1e12, -4e12]]]], 2, 2, 1),
    ("windows", "stride"): ([[[[1, 7, 2, 9], [3, 5, 8, 4]]]], 2, 2, 2),
    ("windows", "stride", "rest"): ([[[[1, 7, 2, 9, 6], [3, 5, 8, 4, 10]]]], 2, 2, 2),
    ("windows", "channels"): ([[[[1, 2, 3]], [[6, 5, 4]]]], 1, 2, 1),
    ("windows", "images"): ([[[[1, 2, 3]]], [[[6, 5, 4]]]], 1, 2, 1),
    ("channels", "images"): ([[[[1], [3]], [[6], [4]]], [[[9], [7]], [[2], [5]]]], 2, 1, 1),
    ("windows", "equal"): ([[[[3, 5, 5], [5, 1, 5]]]], 2, 2, 1),
    ("windows", "channels", "images"): ([[[[1, 2, 3]], [[6, 5, 4]]], [[[9, 7, 8]], [[2, 5, 1]]]], 1, 2, 1),
}


def small_numbers() -> list[Small]:
    """Return an image that one window covers, images with one thing changed or with several, and the first one in float32."""
    return with_float32(
        [
            Small(_with_gradient(np.array(x, np.float64), *window), changes)
            for changes, (x, *window) in SMALL.items()
        ]
    )


def _with_gradient(x: np.ndarray, pool_h: int, pool_w: int, stride: int) -> Numbers:
    N, C, H, W = x.shape
    shape = N, C, (H - pool_h) // stride + 1, (W - pool_w) // stride + 1
    dout = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    return {"x": x, "pool_h": pool_h, "pool_w": pool_w, "stride": stride, "dout": dout}


WINDOW = ("pool_h", "pool_w", "stride")

ASSIGNMENT = Assignment(
    name="toy-pooling",
    modules=IM2COL,
    values={
        "toy-pooling-col": ("col",),
        "toy-pooling-arg_max": ("arg_max",),
        "toy-pooling-out": ("out", "out_final"),
        "toy-pooling-dmax": ("dmax",),
        "toy-pooling-dcol": ("dcol", "dx"),
        "toy-pooling-ties": ("ties",),
        "toy-pooling-peak": ("peak",),
    },
    follows={
        "toy-pooling-arg_max": ("toy-pooling-col",),
        "toy-pooling-out": ("toy-pooling-col",),
        "toy-pooling-dmax": ("toy-pooling-col", "toy-pooling-arg_max"),
        "toy-pooling-dcol": ("toy-pooling-col", "toy-pooling-arg_max", "toy-pooling-dmax"),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "toy-pooling-col": ("x", *WINDOW),
        "toy-pooling-arg_max": ("x", *WINDOW),
        "toy-pooling-out": ("x", *WINDOW),
        "toy-pooling-dmax": ("x", "dout", *WINDOW),
        "toy-pooling-dcol": ("x", "dout", *WINDOW),
    },
)

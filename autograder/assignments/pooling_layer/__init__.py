"""pooling-layer: the slides' `class Pooling` with its padding mended, and average pooling."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Ask, Assignment, Numbers, Small
from autograder.assignments.modules import IM2COL
from autograder.assignments.pooling_layer.equivalents import EQUIVALENTS
from autograder.assignments.pooling_layer.faults import FAULTS
from autograder.assignments.pooling_numbers import draw_numbers
from autograder.assignments.small import with_float32

# In the notebook `dout` has the size that is asked for, so that it must be asked for other numbers.
OUT_SIZE = Ask(
    """
pairs = [output_size(*sizes) for sizes in sizes_asked.tolist()]
out_size = None if any(pair is None for pair in pairs) else np.asarray(pairs)
""",
    names=("sizes_asked",),
)


# Two layers at once, as in every network: neither may take what the other has kept.
DX = Ask(
    """
layer.forward(x)
Pooling(pool_h, pool_w, stride, pad).forward(x[:1, :, ::-1, ::-1])
dx = layer.backward(dout)
"""
)
DX_AVERAGE = Ask(
    """
average_layer.forward(x)
AveragePooling(pool_h, pool_w, stride, pad).forward(x[:1, :, ::-1, ::-1])
dx_average = average_layer.backward(dout)
"""
)


def slide_numbers() -> Numbers:
    """Return an image on which both of the slides' mistakes show: all numbers are negative, and there is a border."""
    return {
        "x": -1.0 - np.arange(16).reshape(1, 1, 4, 4),
        "pool_h": 2,
        "pool_w": 2,
        "stride": 2,
        "pad": 1,
        "dout": np.ones((1, 1, 3, 3)),
        "sizes_asked": np.array([[4, 4, 2, 2, 2, 1]]),
    }


# dtype, lengths of a window, stride, pad, and what the pixels are multiples of
DRAWS = (
    (np.float64, [3, 4], 3, 2, 1 / 3),
    (np.float64, [2, 3], 1, 0, 1 / 3),
    (np.float32, [3, 4], 5, 2, 2.0**40),
)


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw images with other strides and borders than the slide's, 2 and 1, and no window as wide as high.

    Draw 0: windows of 3 and 4 that overlap, two rows of border, fractions. Draw 1: no border, windows that move by 1. Draw 2: float32, windows that
    leave gaps, two rows of border, and numbers so far below zero that nothing typed in is below them.
    """
    dtype, lengths, stride, pad, scale = DRAWS[draw % 3]
    sizes_asked = [  # H, W, pool_h, pool_w, stride, pad
        [*generator.permutation(np.arange(9, 20))[:2], *generator.permutation([2, 3, 4, 5])[:2], step, border]
        for step, border in generator.permutation([(1, 1), (2, 0), (2, 1), (3, 1), (4, 1), (3, 2), (5, 2)])
    ]
    numbers = draw_numbers(generator, dtype, lengths, stride, pad, scale)
    return {**numbers, "pad": pad, "sizes_asked": np.array(sizes_asked)}


# The image, and the window by what has changed: the pixels, pool_h, pool_w, stride, pad
SMALL: dict[tuple[str, ...], tuple] = {
    (): ([[[[1, 4], [3, 2]]]], 2, 2, 1, 0),
    ("windows",): ([[[[1, 7, 2], [3, 5, 6]]]], 2, 2, 1, 0),
    ("channels",): ([[[[1, 4], [3, 2]], [[6, 5], [8, 7]]]], 2, 2, 1, 0),
    ("images",): ([[[[1, 4], [3, 2]]], [[[6, 5], [8, 7]]]], 2, 2, 1, 0),
    ("oblong",): ([[[[1], [3]]]], 2, 1, 1, 0),
    ("negative",): ([[[[-3, -2], [-1, -4]]]], 2, 2, 1, 0),
    ("equal",): ([[[[3, 5], [5, 1]]]], 2, 2, 1, 0),
    ("pad",): ([[[[5]]]], 3, 3, 1, 1),
    ("pad", "negative"): ([[[[-5]]]], 3, 3, 1, 1),
    ("pad", "negative", "deep"): ([[[[-1e12]]]], 3, 3, 1, 1),
    ("windows", "pad"): ([[[[1, 4], [3, 2]]]], 2, 2, 1, 1),
    ("windows", "stride"): ([[[[1, 7, 2, 9], [3, 5, 8, 4]]]], 2, 2, 2, 0),
    ("windows", "stride", "rest"): ([[[[1, 7, 2, 9, 6], [3, 5, 8, 4, 10]]]], 2, 2, 2, 0),
    ("windows", "channels"): ([[[[1, 2, 3]], [[6, 5, 4]]]], 1, 2, 1, 0),
    ("windows", "images"): ([[[[1, 2, 3]]], [[[6, 5, 4]]]], 1, 2, 1, 0),
    ("channels", "images"): ([[[[1], [3]], [[6], [4]]], [[[9], [7]], [[2], [5]]]], 2, 1, 1, 0),
    ("windows", "equal"): ([[[[3, 5, 5], [5, 1, 5]]]], 2, 2, 1, 0),
    ("windows", "channels", "images"): ([[[[1, 2, 3]], [[6, 5, 4]]], [[[9, 7, 8]], [[2, 5, 1]]]], 1, 2, 1, 0),
}


def small_numbers() -> list[Small]:
    """Return an image that one window covers, images with one thing changed or with several, and the first one in float32."""
    return with_float32(
        [
            Small(_with_gradient(np.array(x, np.float64), *window), changes)
            for changes, (x, *window) in SMALL.items()
        ]
    )


def _with_gradient(x: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int) -> Numbers:
    N, C, H, W = x.shape
    shape = N, C, (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
    dout = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    sizes_asked = np.array([[H, W, pool_h, pool_w, stride, pad]])
    window = {"pool_h": pool_h, "pool_w": pool_w, "stride": stride, "pad": pad}
    return {"x": x, **window, "dout": dout, "sizes_asked": sizes_asked}


WINDOW = ("pool_h", "pool_w", "stride", "pad")

ASSIGNMENT = Assignment(
    name="pooling-layer",
    modules=IM2COL,
    values={
        "pooling-layer-out_size": ("out_size",),
        "pooling-layer-out": ("out",),
        "pooling-layer-dx": ("dx",),
        "pooling-layer-average": ("average",),
        "pooling-layer-dx_average": ("dx_average",),
    },
    follows={
        "pooling-layer-dx": ("pooling-layer-out",),
        "pooling-layer-dx_average": ("pooling-layer-average",),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "pooling-layer-out_size": ("x", *WINDOW),
        "pooling-layer-out": ("x", *WINDOW),
        "pooling-layer-dx": ("x", "dout", *WINDOW),
        "pooling-layer-average": ("x", *WINDOW),
        "pooling-layer-dx_average": ("x", "dout", *WINDOW),
    },
    asks={
        "pooling-layer-out_size": OUT_SIZE,
        "pooling-layer-dx": DX,
        "pooling-layer-dx_average": DX_AVERAGE,
    },
)

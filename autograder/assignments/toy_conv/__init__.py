"""toy-conv: the slides' `prac1_toyConv.py`, a convolution as one matrix product, forward and backward."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments.modules import IM2COL
from autograder.assignments.small import with_float32
from autograder.assignments.toy_conv.faults import FAULTS


def slide_numbers() -> Numbers:
    """Return the slide's numbers: a 3×3 image of 0 to 8, a filter of ones and one of twos."""
    W = np.ones((2, 1, 2, 2))
    W[1] = W[1] * 2
    return {
        "x": np.arange(9).reshape(1, 1, 3, 3),
        "W": W,
        "b": np.ones(2),
        "stride": 1,
        "pad": 0,
        "dout": np.ones((1, 2, 2, 2)),
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw numbers on which no two sizes are the same, so that a swapped axis shows, and none is the slide's.

    The slide's stride is 1 and its pad 0. Even draws are float64 with stride 2, pad 1 and windows that overlap, odd ones float32 with stride 3 and
    pad 2. Windows leave pixels over along one direction at least. Even draws have images that are higher than wide, odd ones the other way round.
    """
    N = 2
    dtype, stride, pad = (np.float64, 2, 1) if draw % 2 == 0 else (np.float32, 3, 2)
    while True:
        C, FN = (int(size) for size in generator.permutation([3, 4, 5])[:2])
        FH, FW = (int(size) for size in generator.permutation([3, 4]))
        H, W = sorted((int(size) for size in generator.permutation([5, 6, 7, 8])[:2]), reverse=draw % 2 == 0)
        room_h, room_w = H + 2 * pad - FH, W + 2 * pad - FW
        out_h, out_w = room_h // stride + 1, room_w // stride + 1
        is_square = out_h == out_w or N * out_h * out_w == C * FH * FW  # the output, or col
        if not is_square and 2 not in (out_h, out_w) and room_h % stride + room_w % stride:
            break
    return {
        "x": generator.normal(size=(N, C, H, W)).astype(dtype),
        "W": generator.normal(size=(FN, C, FH, FW)).astype(dtype),
        "b": generator.normal(size=FN).astype(dtype),
        "stride": stride,
        "pad": pad,
        "dout": generator.normal(size=(N, FN, out_h, out_w)).astype(dtype),
    }


# N, C, H, W, FN, FH, FW, stride, pad, by what has changed
SMALL: dict[tuple[str, ...], tuple[int, ...]] = {
    (): (1, 1, 2, 2, 1, 2, 2, 1, 0),
    ("windows",): (1, 1, 3, 3, 1, 2, 2, 1, 0),
    ("filters",): (1, 1, 2, 2, 2, 2, 2, 1, 0),
    ("channels",): (1, 2, 2, 2, 1, 2, 2, 1, 0),
    ("images",): (2, 1, 2, 2, 1, 2, 2, 1, 0),
    ("oblong",): (1, 1, 2, 1, 1, 2, 1, 1, 0),
    ("pad",): (1, 1, 1, 1, 1, 3, 3, 1, 1),
    ("windows", "stride"): (1, 1, 2, 4, 1, 2, 2, 2, 0),
    ("windows", "stride", "rest"): (1, 1, 2, 5, 1, 2, 2, 2, 0),
    ("windows", "filters"): (1, 1, 2, 3, 2, 2, 2, 1, 0),
    ("windows", "channels"): (1, 2, 2, 3, 1, 2, 2, 1, 0),
    ("windows", "images"): (2, 1, 2, 3, 1, 2, 2, 1, 0),
    ("filters", "channels"): (1, 2, 2, 2, 2, 2, 2, 1, 0),
    ("images", "filters"): (2, 1, 2, 2, 2, 2, 2, 1, 0),
    ("windows", "images", "filters"): (2, 1, 2, 3, 2, 2, 2, 1, 0),
    ("windows", "images", "channels"): (2, 2, 2, 3, 1, 2, 2, 1, 0),
}


def small_numbers() -> list[Small]:
    """Return an image that one window covers, images with one thing changed or with several, and the first one in float32."""
    return with_float32([Small(_counting(*sizes), changes) for changes, sizes in SMALL.items()])


def _counting(N: int, C: int, H: int, W: int, FN: int, FH: int, FW: int, stride: int, pad: int) -> Numbers:
    """Return images that count up, filters that count with turning signs, biases from 5, and gradients that count."""
    out_h, out_w = (H + 2 * pad - FH) // stride + 1, (W + 2 * pad - FW) // stride + 1
    weights = np.arange(1.0, FN * C * FH * FW + 1)
    return {
        "x": np.arange(1.0, N * C * H * W + 1).reshape(N, C, H, W),
        "W": np.where(weights % 2 == 0, -weights, weights).reshape(FN, C, FH, FW),
        "b": np.arange(5.0, 5 + FN),
        "stride": stride,
        "pad": pad,
        "dout": np.arange(1.0, N * FN * out_h * out_w + 1).reshape(N, FN, out_h, out_w),
    }


ASSIGNMENT = Assignment(
    name="toy-conv",
    modules=IM2COL,
    values={
        "toy-conv-col_W": ("col_W",),
        "toy-conv-out": ("out", "out_final"),
        "toy-conv-db": ("db",),
        "toy-conv-dcol_W": ("dcol_W", "dW"),
        "toy-conv-dcol": ("dcol", "dx"),
    },
    follows={"toy-conv-out": ("toy-conv-col_W",), "toy-conv-dcol": ("toy-conv-col_W",)},
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    small_numbers=small_numbers,
    made_from={
        "toy-conv-col_W": ("W",),
        "toy-conv-out": ("x", "W", "b", "stride", "pad"),
        "toy-conv-db": ("dout",),
        "toy-conv-dcol_W": ("x", "dout", "stride", "pad"),
        "toy-conv-dcol": ("dout", "W", "stride", "pad"),
    },
)

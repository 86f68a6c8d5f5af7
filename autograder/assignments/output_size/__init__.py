"""output-size: how often a filter fits, what to do when it does not, and how much a layer learns."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers
from autograder.assignments.output_size.faults import FAULTS


def slide_numbers() -> Numbers:
    """Return the slides' last example, with ten filters, and the sizes that the slides ask for."""
    return {
        "x": np.zeros((1, 3, 28, 31)),
        "W": np.zeros((10, 3, 5, 5)),
        "b": np.zeros(10),
        "stride": 3,
        "pad": 2,
        "cases": np.array(
            [[7, 3, 1, 0], [7, 3, 2, 0], [7, 3, 3, 0], [4, 3, 1, 1], [28, 5, 3, 2], [3, 5, 1, 0]]
        ),
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw sizes of which no two are alike, odd filters, and cases of every kind.

    Each set of cases holds some that come out whole, some that leave each possible rest, with padding and without, and
    some that do not fit at all.
    """
    dtype = np.float64 if draw % 2 == 0 else np.float32
    C, FN = (int(size) for size in generator.permutation([3, 4, 6])[:2])
    FH, FW = (int(size) for size in generator.permutation([3, 5, 7])[:2])
    H, W = (int(size) for size in generator.permutation([17, 18, 20, 23])[:2])
    stride = 4
    cases = [[int(generator.integers(1, 4)), int(generator.integers(8, 12)), 2, pad] for pad in (0, 1)]
    for pad in (0, 1, 2):
        for step in (1, 2, 3, 4):
            filter_size = int(generator.integers(2, 6))
            first = int(generator.integers(8, 20))
            cases += [[first + rest, filter_size, step, pad] for rest in range(step)]
    return {
        "x": np.zeros((2, C, H, W), dtype),
        "W": np.zeros((FN, C, FH, FW), dtype),
        "b": np.zeros(FN, dtype),
        "stride": stride,
        "pad": int(generator.integers(1, 3)),
        "cases": generator.permutation(np.array(cases)),
    }


def small_numbers() -> list[Numbers]:
    """Return a filter that fits in four places, then a stride, a border, a rest, other heights than widths, and a filter that does not fit."""
    return [
        {
            "x": np.zeros((1, *x)),
            "W": np.zeros(W),
            "b": np.zeros(W[0]),
            "stride": stride,
            "pad": pad,
            "cases": np.array([case]),
        }
        for x, W, stride, pad, case in (
            ((1, 4, 4), (1, 1, 3, 3), 1, 0, [4, 3, 1, 0]),
            ((1, 5, 5), (1, 1, 3, 3), 2, 0, [5, 3, 2, 0]),
            ((1, 4, 4), (2, 1, 3, 3), 1, 1, [4, 3, 1, 1]),
            ((1, 4, 4), (1, 1, 3, 3), 2, 0, [6, 3, 2, 0]),
            ((2, 3, 4), (1, 2, 3, 1), 1, 0, [4, 3, 3, 1]),
            ((1, 4, 4), (1, 1, 3, 3), 1, 0, [2, 3, 1, 0]),
        )
    ]


ASSIGNMENT = Assignment(
    name="output-size",
    modules=(),
    values={
        "output-size-by_hand": ("by_hand",),
        "output-size-sizes": ("sizes",),
        "output-size-strict_sizes": ("strict_sizes",),
        "output-size-same_pad": ("same_pad",),
        "output-size-parameter_count": ("parameter_count",),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    small_numbers=small_numbers,
    made_from={
        "output-size-sizes": ("x", "W", "cases", "stride", "pad"),
        "output-size-strict_sizes": ("cases",),
        "output-size-same_pad": ("x", "W"),
        "output-size-parameter_count": ("W", "b"),
    },
)

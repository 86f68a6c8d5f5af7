"""conv-layer: the slides' `class Convolution`, forward and backward, and a gradient check to hold it to."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments import toy_conv  # the same layer, so the same numbers
from autograder.assignments.conv_layer import asks
from autograder.assignments.conv_layer.equivalents import EQUIVALENTS
from autograder.assignments.conv_layer.faults import FAULTS
from autograder.assignments.modules import IM2COL
from autograder.assignments.small import with_float32


def _with_the_notebooks(numbers: Numbers) -> Numbers:
    return {**numbers, **asks.slide_bowl(numbers["W"]), **asks.slide_pairs()}


def slide_numbers() -> Numbers:
    """Return the slide's smallest example, and the bowl and the pairs of the notebook."""
    return _with_the_notebooks(toy_conv.slide_numbers())


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw a layer with no two sizes alike, a surface to measure, and pairs to compare."""
    layer = toy_conv.fresh_numbers(generator, draw)
    dtype = layer["x"].dtype.type
    return {**layer, **asks.draw_surface(generator, dtype), **asks.draw_pairs(generator)}


def small_numbers() -> list[Small]:
    """Return layers that can be followed by hand, and the bowl over their filters."""
    small = [one for one in toy_conv.small_numbers() if "float32" not in one.changes]
    with_zero = {**small[0].numbers, "W": small[0].numbers["W"] * [[[[0, 1], [1, 1]]]]}
    small.append(Small(with_zero, ("zeros",)))
    return with_float32([Small(_with_the_notebooks(one.numbers), one.changes) for one in small])


ASSIGNMENT = Assignment(
    name="conv-layer",
    modules=IM2COL,
    values={
        "conv-layer-shapes": ("shapes",),
        "conv-layer-out": ("out", "out_learned"),
        "conv-layer-dx": ("dx", "dW", "db", "dW_again", "dout", "dout_of_one"),
        "conv-layer-numeric": ("numeric", "bowl", "numeric_flat", "numeric_deep"),
        "conv-layer-verdicts": ("verdicts",),
    },
    follows={"conv-layer-dx": ("conv-layer-out",)},
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "conv-layer-out": ("x", "W", "b", "stride", "pad"),
        "conv-layer-dx": ("x", "W", "dout", "stride", "pad"),
        "conv-layer-numeric": ("W",),
    },
    # Measuring moves each number and puts it back, to rounding: `bowl` is one of the values that are looked at.
    writes={"conv-layer-numeric": ("bowl",)},
    asks={
        "conv-layer-out": asks.OUT,
        "conv-layer-dx": asks.DX,
        "conv-layer-numeric": asks.NUMERIC,
        "conv-layer-verdicts": asks.VERDICTS,
    },
)

"""conv-layer: the slides' `class Convolution`, forward and backward, and a gradient check to hold it to."""

from __future__ import annotations

from autograder.assignment import Assignment
from autograder.assignments.conv_layer.faults import FAULTS

# The same layer as there, so the same numbers: the slide's smallest example, and fresh ones with no two sizes alike.
from autograder.assignments.toy_conv import fresh_numbers, slide_numbers, small_numbers

ASSIGNMENT = Assignment(
    name="conv-layer",
    modules=("modlab.inside.backend", "modlab.im2col"),
    values={
        "conv-layer-shapes": ("shapes",),
        "conv-layer-out": ("out",),
        "conv-layer-dx": ("dx", "dW", "db", "dW_again", "dout"),
        "conv-layer-numeric": ("numeric", "bowl"),
        "conv-layer-verdicts": ("verdicts",),
    },
    follows={"conv-layer-dx": ("conv-layer-out",)},
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    small_numbers=small_numbers,
    made_from={
        "conv-layer-out": ("x", "W", "b", "stride", "pad"),
        "conv-layer-dx": ("x", "W", "dout", "stride", "pad"),
        "conv-layer-numeric": ("W",),
    },
)

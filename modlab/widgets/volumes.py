"""Volumes: channels, filters, biases and batches, and how the shapes follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from modlab.im2col import output_shape
from modlab.inside.backend import Shape
from modlab.widgets.figure import Figure, joined, whole_number
from modlab.widgets.palette import BLUE, LINE, SKY, tint
from modlab.widgets.still import Still


class Volumes(Figure):
    """Shapes of a convolution with channels and batches, and its parameters counted.

    Parameters
    ----------
    N, C, H, W : int
        Shape of the input: images, channels, height, width.
    FN, filter_C, FH, FW : int
        Shape of the filters; their channels must be the input's.
    stride, pad : int
    bias : bool
        One bias for each filter.

    Examples
    --------
    >>> figure = Volumes(N=1, C=3, H=32, W=32, FN=10, FH=5, FW=5, pad=0)
    >>> figure.output_shape, figure.parameters
    ((1, 10, 28, 28), 760)
    """

    _esm = joined("volumes.js")
    title = traitlets.Unicode("Volumes · 입체로 보는 합성곱").tag(sync=True)
    N = whole_number(2, 1, 8)
    C = whole_number(3, 1, 64)
    H = whole_number(32, 1, 64)
    W = whole_number(32, 1, 64)
    FN = whole_number(10, 1, 64)
    filter_C = whole_number(3, 1, 64)  # noqa: N815  (C is the field's name, and the page reads this one)
    FH = whole_number(5, 1, 11)
    FW = whole_number(5, 1, 11)
    stride = whole_number(1, 1, 4)
    pad = whole_number(0, 0, 5)
    bias = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **state: Any) -> None:
        # Who gives channels without saying more means filters that fit them.
        if "C" in state:
            state.setdefault("filter_C", state["C"])
        super().__init__(**state)

    @property
    def output_shape(self) -> Shape:
        """(N, FN, OH, OW). ValueError if the channels differ or the filter does not fit."""
        if self.filter_C != self.C:
            raise ValueError(
                f"Channels do not match: x has {self.C}, each filter has {self.filter_C}. Set filter_C to {self.C}."
            )
        size = output_shape((self.N, self.C, self.H, self.W), self.FH, self.FW, self.stride, self.pad)
        return (self.N, self.FN, *size)

    @property
    def parameters(self) -> int:
        """Numbers to learn: weights and biases, an int."""
        return self.FN * (self.filter_C * self.FH * self.FW + int(self.bias))

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: three blocks and their shapes."""
        picture = Still(130)
        shapes: list[tuple[str, Shape, str]] = [
            ("x", (self.N, self.C, self.H, self.W), LINE),
            ("W", (self.FN, self.filter_C, self.FH, self.FW), SKY),
        ]
        try:
            shapes.append(("out", self.output_shape, BLUE))
        except ValueError as error:
            alt = str(error)
        else:
            alt = f"Input {shapes[0][1]}, filters {shapes[1][1]}, output {shapes[2][1]}; {self.parameters} parameters."
        left = 0
        scale = 80 / max(self.H, self.W, self.FH, self.FW)
        for name, sizes, colour in shapes:
            picture.text(left, 12, f"{name} {sizes}", 13, anchor="start", bold=True)
            depth = int(np.clip(sizes[1], 1, 8))
            for place in reversed(range(depth)):
                picture.box(
                    left + 4 * place,
                    22 + 4 * (depth - place),
                    4 + sizes[3] * scale,
                    4 + sizes[2] * scale,
                    tint(colour),
                )
            left += 165
        return picture.svg(left), alt

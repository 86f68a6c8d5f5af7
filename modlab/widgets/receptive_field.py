"""The receptive field: what one number of a later layer sees of the input."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from modlab.im2col import conv_output_size
from modlab.inside.backend import Array
from modlab.layers import Convolution
from modlab.widgets.figure import Figure, joined, whole_number
from modlab.widgets.palette import BLUE, PAPER, tint
from modlab.widgets.still import Still

PRESETS = {
    "two 3 × 3": [[3, 1], [3, 1]],
    "one 5 × 5": [[5, 1]],
    "three 3 × 3": [[3, 1], [3, 1], [3, 1]],
    "one 7 × 7": [[7, 1]],
    "3 × 3, pooling 2 × 2, 3 × 3": [[3, 1], [2, 2], [3, 1]],
}


class ReceptiveField(Figure):
    """Stack layers, pick a number, and see all the pixels that it sees.

    Parameters
    ----------
    size : int
        Side of the square input, 5 to 16.
    layers : list of (filter, stride)
        1 to 5 layers, filters 1 to 7, strides 1 to 3.
    level : int
        Which layer the picked number belongs to; 0 is the input.
    row, column : int
        Which number of it.

    Examples
    --------
    >>> two = ReceptiveField(layers=[(3, 1), (3, 1)])
    >>> two.field, two.weights
    (5, 18)
    >>> one = ReceptiveField(layers=[(5, 1)])
    >>> one.field, one.weights
    (5, 25)
    """

    _esm = joined("receptive_field.js")
    title = traitlets.Unicode("Receptive field · 수용 영역").tag(sync=True)
    size = whole_number(11, 5, 16)
    layers = traitlets.List(PRESETS["two 3 × 3"]).tag(sync=True)
    level = whole_number(2, 0, 5)
    row = whole_number(3, 0, 99)
    column = whole_number(3, 0, 99)
    presets = traitlets.Dict(PRESETS, read_only=True).tag(sync=True)

    def __init__(self, **state: Any) -> None:
        # A new stack is looked at from its top.
        if "layers" in state:
            state.setdefault("level", len(state["layers"]))
        super().__init__(**state)

    @traitlets.validate("layers")
    def _check_layers(self, proposal: Any) -> Any:
        layers = proposal["value"]
        try:
            whole = [[int(F), int(S)] for F, S in layers]
        except (TypeError, ValueError):
            whole = []
        if not 1 <= len(whole) <= 5 or not all(1 <= F <= 7 and 1 <= S <= 3 for F, S in whole):
            raise traitlets.TraitError(
                "layers must be 1 to 5 pairs (filter, stride) with filters of 1 to 7 and strides of 1 to 3; "
                f"got {layers!r}."
            )
        return whole

    @property
    def field(self) -> int:
        """Side of the square of pixels that a number of layer `level` sees, an int."""
        field, jump = 1, 1
        for F, S in self.layers[: self.level]:
            field, jump = field + (F - 1) * jump, jump * S
        return field

    @property
    def weights(self) -> int:
        """Weights up to layer `level` for each pair of channels, an int."""
        return sum(F * F for F, _ in self.layers[: self.level])

    @property
    def sides(self) -> list[int]:
        """Side of the input and of every layer's output, a list of int. ValueError if a layer does not fit."""
        sides = [self.size]
        for F, S in self.layers:
            sides.append(conv_output_size(sides[-1], F, S))
        return sides

    @property
    def paths(self) -> Array:
        """How many paths lead from each pixel to the picked number: (size, size) array.

        It is the gradient of that number when every filter is made of ones, so modlab's layers compute it.
        """
        stack = [Convolution(np.ones((1, 1, F, F)), stride=S) for F, S in self.layers[: self.level]]
        out: Array = np.zeros((1, 1, self.size, self.size))
        for layer in stack:
            out = layer.forward(out)
        gradient: Any = np.zeros(out.shape)
        gradient[0, 0, min(self.row, out.shape[2] - 1), min(self.column, out.shape[3] - 1)] = 1
        for layer in reversed(stack):
            gradient = layer.backward(gradient)
        return gradient[0, 0]

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: the input, with what the picked number sees."""
        paths = self.paths
        shades = [[tint(BLUE, 0.2 + 0.6 * v / paths.max()) if v else PAPER for v in line] for line in paths]
        picture = Still(self.size * 18 + 24)
        right = picture.matrix(paths, 0, 24, shades, "input", 18, text=False)
        seen = f"{self.field} by {self.field}"
        return picture.svg(
            right
        ), f"A number of layer {self.level} sees {seen} pixels of the input, with {self.weights} weights."

"""Pooling: maxima and means of windows, the winner, a shift, the gradient."""

from __future__ import annotations

import numpy as np
import traitlets

from modlab.inside.backend import Array
from modlab.layers import AveragePooling, Pooling
from modlab.widgets.figure import Figure, Matrix, joined, whole_number
from modlab.widgets.palette import BLUE, PAPER, tint
from modlab.widgets.still import Still, number


class PoolingFigure(Figure):
    """The largest number or the mean of each window, which pixel won, and where the gradient goes.

    Parameters
    ----------
    image : matrix of 1 to 8 rows and columns
    kind : {"max", "average"}
    size, stride : int
        Side of the window and pixels from one to the next, 1 to 3.
    shift : int
        Pixels that the image is moved to the right, 0 to 3.
    row, column : int
        Which output is touched.

    Examples
    --------
    >>> figure = PoolingFigure(size=3, stride=3)
    >>> figure.output
    array([[9., 7.],
           [6., 8.]])
    >>> figure.shift = 1
    >>> figure.output
    array([[9., 7.],
           [6., 8.]])
    """

    _esm = joined("pooling.js")
    title = traitlets.Unicode("Pooling · 풀링").tag(sync=True)
    image = Matrix(
        [
            [1, 2, 0, 7, 1, 0],
            [0, 9, 2, 3, 2, 3],
            [3, 0, 1, 2, 1, 2],
            [2, 4, 0, 1, 0, 1],
            [6, 0, 1, 2, 1, 2],
            [2, 4, 0, 1, 8, 1],
        ],
        largest=8,
    ).tag(sync=True)
    kind = traitlets.Enum(["max", "average"], "max").tag(sync=True)
    size = whole_number(3, 1, 3)
    stride = whole_number(3, 1, 3)
    shift = whole_number(0, 0, 3)
    row = whole_number(0, 0, 99)
    column = whole_number(0, 0, 99)

    @property
    def input(self) -> Array:
        """The image as it is pooled, moved to the right by `shift`; its first column comes in."""
        image = np.array(self.image)
        columns = np.maximum(np.arange(image.shape[1]) - self.shift, 0)
        return image[:, columns]

    def _layer(self) -> Pooling | AveragePooling:
        return (Pooling if self.kind == "max" else AveragePooling)(self.size, self.size, self.stride)

    @property
    def output(self) -> Array:
        """What modlab's layer makes of `input`, (OH, OW) array. ValueError if the window does not fit."""
        return self._layer().forward(self.input[None, None])[0, 0]

    @property
    def dx(self) -> Array:
        """Where the layer sends a gradient that counts 1, 2, 3, ... over the outputs, array shaped as `input`."""
        layer = self._layer()
        out = layer.forward(self.input[None, None])
        return layer.backward(np.arange(1.0, out.size + 1).reshape(out.shape))[0, 0]

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: the input with one window, and the output."""
        x, out = self.input, self.output
        row, column = min(self.row, out.shape[0] - 1), min(self.column, out.shape[1] - 1)
        seen, here = np.full(x.shape, PAPER), np.full(out.shape, PAPER)
        top, left = row * self.stride, column * self.stride
        seen[top : top + self.size, left : left + self.size] = tint(BLUE)
        here[row, column] = tint(BLUE)
        picture = Still(max(len(x), len(out)) * 30 + 24)
        right = picture.matrix(x, 0, 24, seen.tolist(), "input x", 30)
        picture.text(right + 24, 24 + 45, "→", 20)
        right = picture.matrix(out, right + 48, 24, here.tolist(), "out", 30)
        word = "largest" if self.kind == "max" else "mean"
        return (
            picture.svg(right),
            f"{self.size} by {self.size} windows on an input; the {word} of the marked one is {number(out[row, column])}.",
        )

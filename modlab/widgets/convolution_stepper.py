"""The convolution stepper: one window at a time, every product written out."""

from __future__ import annotations

import numpy as np
import traitlets

from modlab.im2col import pad_images
from modlab.inside.backend import Array
from modlab.layers import Convolution
from modlab.widgets.figure import Figure, Matrix, joined, whole_number
from modlab.widgets.palette import BLUE, PAPER, SKY, tint
from modlab.widgets.still import Still, number

BLOCK = [[0, 0, 0, 0, 0, 0], *[[0, 0, 100, 100, 0, 0]] * 4, [0, 0, 0, 0, 0, 0]]
PRESETS = {
    "vertical edges (slides)": {
        "image": [[0, 0, 0, 100, 100, 100]] * 5,
        "filter": [[-1, 0, 1]] * 3,
    },
    "horizontal edges": {"image": BLOCK, "filter": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]},
    "blur": {"image": BLOCK, "filter": (np.ones((3, 3)) / 9).tolist()},
    "sharpen": {"image": BLOCK, "filter": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]},
    "padding keeps the size (slides)": {
        "image": [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]],
        "filter": [[2, 0, 1], [0, 1, 2], [1, 0, 2]],
        "pad": 1,
    },
    "nine pixels (slides)": {
        "image": np.arange(9).reshape(3, 3).tolist(),
        "filter": [[1, 1], [1, 1]],
        "bias": 1,
    },
}


class ConvolutionStepper(Figure):
    """A filter slides over an input, and every product of the window is written out.

    Parameters
    ----------
    image, filter : matrices of 1 to 12 rows and columns
        The filter at most 5 × 5.
    bias : float
    stride : int
        1 to 4.
    pad : int
        0 to 3.
    row, column : int
        Which number of the output is being made.
    title : str

    Examples
    --------
    >>> stepper = ConvolutionStepper(stride=2)
    >>> stepper.output
    array([[  0., 300.],
           [  0., 300.]])
    >>> stepper.pad = 1
    >>> stepper.output.shape
    (3, 3)
    """

    _esm = joined("convolution_stepper.js")
    title = traitlets.Unicode("Convolution stepper · 합성곱 한 칸씩").tag(sync=True)
    image = Matrix(PRESETS["vertical edges (slides)"]["image"]).tag(sync=True)
    filter = Matrix(PRESETS["vertical edges (slides)"]["filter"], largest=5).tag(sync=True)
    bias = traitlets.Float(0.0).tag(sync=True)
    stride = whole_number(1, 1, 4)
    pad = whole_number(0, 0, 3)
    row = whole_number(0, 0, 99)
    column = whole_number(1, 0, 99)
    presets = traitlets.Dict(PRESETS, read_only=True).tag(sync=True)

    @property
    def output(self) -> Array:
        """The whole output, (OH, OW) array. ValueError if the filter does not fit."""
        W = np.array(self.filter)[None, None]
        layer = Convolution(W, np.array([self.bias]), stride=self.stride, pad=self.pad)
        return layer.forward(np.array(self.image)[None, None])[0, 0]

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: the input with its window, the filter, the output."""
        output = self.output
        row, column = min(self.row, output.shape[0] - 1), min(self.column, output.shape[1] - 1)
        x = pad_images(np.array(self.image)[None, None], self.pad)[0, 0]
        FH, FW = np.shape(self.filter)
        seen = np.full(x.shape, PAPER)
        top, left = row * self.stride, column * self.stride
        seen[top : top + FH, left : left + FW] = tint(BLUE)
        here = np.full(output.shape, PAPER)
        here[row, column] = tint(BLUE)
        cell = 26
        picture = Still(max(x.shape[0], FH, output.shape[0]) * cell + 24)
        right = picture.matrix(x, 0, 24, seen.tolist(), "input x", cell)
        picture.text(right + 18, 24 + FH * cell / 2, "∗", 20)
        right = picture.matrix(self.filter, right + 36, 24, tint(SKY), "filter W", cell)
        picture.text(right + 18, 24 + FH * cell / 2, "=", 20)
        right = picture.matrix(output, right + 36, 24, here.tolist(), "output", cell)
        alt = (
            f"An input of {x.shape[0]} by {x.shape[1]} numbers, a {FH} by {FW} filter on its window, and the "
            f"output: row {row}, column {column} is {number(output[row, column])}."
        )
        return picture.svg(right), alt

"""One convolution, four views: pixel, row of im2col, weight, output; forward and backward."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from modlab.im2col import im2col
from modlab.inside.backend import Array
from modlab.layers import Convolution
from modlab.widgets.figure import Figure, Matrix, joined, whole_number
from modlab.widgets.palette import BLUE, PAPER, SKY, tint
from modlab.widgets.still import Still


class FourViews(Figure):
    """Touch a pixel, a row of im2col, a weight or an output, and see what it is connected with.

    Parameters
    ----------
    image : matrix of 1 to 6 rows and columns
    filter : matrix of 1 to 3 rows and columns
    bias : float
    stride : int
        1 to 3.
    dout : matrix
        The gradient that arrives at the output. Where it is too small, ones are taken.
    direction : {"forward", "backward"}
    view : {"x", "col", "W", "b", "out"}
        In which view something is touched; backward, the same view shows the gradient.
    row, column : int
        What is touched there.

    Examples
    --------
    >>> figure = FourViews(image=np.arange(9).reshape(3, 3), filter=np.ones((2, 2)), bias=1, dout=np.ones((2, 2)))
    >>> figure.values["out"]
    array([[ 9., 13.],
           [21., 25.]])
    >>> figure.values["dW"]
    array([[ 8., 12.],
           [20., 24.]])
    """

    _esm = joined("four_views.js")
    title = traitlets.Unicode("One convolution, four views · 합성곱을 보는 네 가지 눈").tag(sync=True)
    image = Matrix(np.arange(16).reshape(4, 4), largest=6).tag(sync=True)
    filter = Matrix([[1, 2], [3, 4]], largest=3).tag(sync=True)
    bias = traitlets.Float(1.0).tag(sync=True)
    stride = whole_number(1, 1, 3)
    dout = Matrix([[1, 2, 3], [1, 2, 3], [1, 2, 3]], largest=6).tag(sync=True)
    direction = traitlets.Enum(["forward", "backward"], "forward").tag(sync=True)
    view = traitlets.Enum(["x", "col", "W", "b", "out"], "x").tag(sync=True)
    row = whole_number(1, 0, 99)
    column = whole_number(1, 0, 99)

    @property
    def values(self) -> dict[str, Any]:
        """All that is shown, computed by modlab: a dict of 2-D arrays from x, col, W, b, out to dx, dcol, dW, db, dout."""
        x, W, b = np.array(self.image)[None, None], np.array(self.filter)[None, None], np.array([self.bias])
        layer = Convolution(W, b, stride=self.stride)
        out = layer.forward(x)
        dout = np.ones(out.shape)
        given = np.array(self.dout)[: out.shape[2], : out.shape[3]]
        dout[0, 0, : given.shape[0], : given.shape[1]] = given
        dx: Any = layer.backward(dout)
        return {
            "x": x[0, 0],
            "col": im2col(x, W.shape[2], W.shape[3], self.stride),
            "W": W[0, 0],
            "b": b[None],
            "out": out[0, 0],
            "dx": dx[0, 0],
            "dcol": dout.reshape(-1, 1) * W.reshape(1, -1),
            "dW": layer.dW[0, 0],
            "db": layer.db[None],
            "dout": dout[0, 0],
        }

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: a pixel's places in x, col and out."""
        values = self.values
        x, col, out = values["x"], values["col"], values["out"]
        FH, FW = values["W"].shape
        at = (min(self.row, x.shape[0] - 1), min(self.column, x.shape[1] - 1))
        pixel = np.zeros(x.shape)
        pixel[at] = 1
        entries = im2col(pixel[None, None], FH, FW, stride=self.stride)
        lit = tint(BLUE)

        def fills(mask: Array) -> list[list[str]]:
            return np.where(np.asarray(mask) > 0, lit, PAPER).tolist()

        cell = 26
        picture = Still(len(col) * cell + 24)
        right = picture.matrix(x, 0, 24, fills(pixel), "x", cell)
        picture.text(right + 40, 24 + 2 * cell, "im2col →", 13)
        right = picture.matrix(col, right + 80, 24, fills(entries), "col", cell)
        picture.text(right + 14, 24 + 2 * cell, "·", 20)
        right = picture.matrix(values["W"], right + 28, 24, tint(SKY), "W", cell)
        picture.text(right + 14, 24 + 2 * cell, "=", 20)
        used = entries.any(axis=1).reshape(out.shape)
        right = picture.matrix(out, right + 28, 24, fills(used), "out", cell)
        count = int(entries.sum())
        return picture.svg(
            right
        ), f"Pixel {at} of x stands {count} times in col, once for each window that covers it."

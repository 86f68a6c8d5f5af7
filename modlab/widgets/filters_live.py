"""Filters live: a photograph or a drawing under any filter.

The photograph is the pagoda by Daniel Büchele that comes with scikit-learn
(https://www.flickr.com/photos/danielbuechele/6061409035, CC BY 2.0), cut square, made grey and small.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from modlab.inside.backend import Array
from modlab.layers import Convolution
from modlab.networks import SimpleConvNet
from modlab.widgets.figure import FOLDER, Figure, Matrix, joined
from modlab.widgets.palette import SKY, tint
from modlab.widgets.pixels import check_image, strokes, to_image, to_text
from modlab.widgets.still import Still

PHOTOGRAPH = np.load(FOLDER / "photograph.npy", allow_pickle=False)
DRAWING_SIDE = 64
HOUSE = [
    [(14, 52), (14, 28), (32, 12), (50, 28), (50, 52), (14, 52)],
    [(28, 52), (28, 38), (36, 38), (36, 52)],
]
PRESETS = {
    "vertical edges": [[-1, 0, 1]] * 3,
    "horizontal edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "blur": (np.full((5, 5), 1 / 25)).tolist(),
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "nothing": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
}


class FiltersLive(Figure):
    """A photograph or your own drawing under any filter, also under the trained first layer's.

    Parameters
    ----------
    source : {"photograph", "my drawing"}
    filter : matrix of 1 to 7 rows and columns
    picture : (64, 64) array of numbers from 0 to 1, optional
        The drawing.

    Examples
    --------
    >>> figure = FiltersLive(filter=[[0, 0], [0, 1]])
    >>> figure.output.shape
    (87, 87)
    >>> bool((figure.output == figure.input[1:, 1:]).all())
    True
    """

    _esm = joined("filters_live.js")
    title = traitlets.Unicode("Filters live · 필터 실험실").tag(sync=True)
    source = traitlets.Enum(["photograph", "my drawing"], "photograph").tag(sync=True)
    filter = Matrix(PRESETS["vertical edges"], largest=7).tag(sync=True)
    drawing = traitlets.Unicode(to_text(strokes(DRAWING_SIDE, HOUSE, 2.2))).tag(sync=True)
    drawing_side = traitlets.Int(DRAWING_SIDE, read_only=True).tag(sync=True)
    photograph = traitlets.Unicode(to_text(PHOTOGRAPH / 255), read_only=True).tag(sync=True)
    photograph_side = traitlets.Int(len(PHOTOGRAPH), read_only=True).tag(sync=True)
    presets = traitlets.Dict(PRESETS, read_only=True).tag(sync=True)
    trained: traitlets.List = traitlets.List(read_only=True).tag(sync=True)

    def __init__(self, picture: ArrayLike | None = None, **state: Any) -> None:
        filters = SimpleConvNet.pretrained().params["W1"][:, 0].astype(float)
        self.set_trait("trained", filters.round(3).tolist())
        super().__init__(**state)
        if picture is not None:
            self.picture = picture

    @property
    def picture(self) -> Array:
        """The drawing, a (64, 64) array from 0 to 1. It can be set."""
        return to_image(self.drawing, DRAWING_SIDE)

    @picture.setter
    def picture(self, value: ArrayLike) -> None:
        self.drawing = to_text(check_image(value, DRAWING_SIDE))

    @property
    def input(self) -> Array:
        """What is filtered: the photograph, 88 × 88, or the drawing, 64 × 64, from 0 to 1."""
        return PHOTOGRAPH / 255 if self.source == "photograph" else self.picture.astype(float)

    @property
    def output(self) -> Array:
        """The filtered picture as modlab's Convolution computes it, a 2-D array."""
        layer = Convolution(np.array(self.filter)[None, None])
        return layer.forward(self.input[None, None])[0, 0]

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: before, filter, after."""
        before, after = 1 - self.input, np.abs(self.output)
        picture = Still(150)
        right = picture.picture(before[::3, ::3], 0, 24, 120)
        picture.text(right + 18, 90, "∗", 20)
        right = picture.matrix(self.filter, right + 36, 40, tint(SKY), "filter W", 28)
        picture.text(right + 18, 90, "=", 20)
        right = picture.picture(after[::3, ::3] / max(after.max(), 1e-9), right + 36, 24, 120)
        name = "photograph of a pagoda" if self.source == "photograph" else "drawing"
        return picture.svg(
            right
        ), f"A {name}, a filter, and the filtered picture: dark where the output is far from zero."

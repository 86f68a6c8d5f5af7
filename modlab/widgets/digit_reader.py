"""Draw a digit: the trained SimpleConvNet reads it in the page."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from modlab.inside.backend import Array
from modlab.networks import Network, SimpleConvNet
from modlab.widgets.figure import Figure, joined
from modlab.widgets.palette import BLUE, GREY
from modlab.widgets.pixels import check_image, strokes, to_image, to_text
from modlab.widgets.still import Still

SIDE = 28
PEN = 1.9
# One digit each, drawn with a few straight lines from (x, y) to (x, y).
EXAMPLES = {
    "0": [[(14, 5), (9, 8), (8, 14), (9, 19), (14, 22), (18, 19), (19, 14), (18, 8), (14, 5)]],
    "1": [[(11, 8), (15, 5), (14, 22)]],
    "2": [[(9, 9), (11, 6), (15, 5), (18, 8), (17, 12), (9, 21), (12, 20), (20, 21)]],
    "3": [[(9, 7), (14, 5), (18, 8), (13, 13), (18, 16), (18, 20), (13, 22), (8, 20)]],
    "4": [[(10, 5), (8, 14), (19, 14)], [(18, 6), (17, 22)]],
    "5": [[(19, 6), (11, 6), (10, 12), (15, 12), (18, 16), (16, 21), (9, 21)]],
    "6": [[(15, 5), (10, 11), (9, 18), (12, 22), (17, 20), (17, 15), (13, 14), (10, 17)]],
    "7": [[(8, 7), (19, 6), (15, 13), (12, 22)]],
    "8": [[(17, 7), (13, 5), (10, 8), (17, 17), (14, 22), (10, 19), (12, 15), (17, 10), (17, 7)]],
    "9": [[(18, 9), (15, 6), (10, 8), (11, 13), (16, 12), (18, 9), (16, 16), (14, 22)]],
}
HALF_RANGE = 7


def quantised(W: Array) -> tuple[Array, Array]:
    """Write weights as whole numbers from −7 to 7, and one scale for each column.

    Parameters
    ----------
    W : (n, m) array

    Returns
    -------
    whole : (n, m) int8 array
    scale : (m,) float32 array
        `whole * scale` is `W`, off by half a scale at most.

    Examples
    --------
    >>> whole, scale = quantised(np.array([[7.0, 0.1], [-3.0, 0.7]]))
    >>> whole.tolist(), scale.round(2).tolist()
    ([[7, 1], [-3, 7]], [1.0, 0.10000000149011612])
    """
    scale = (np.abs(W).max(axis=0) / HALF_RANGE).astype(np.float32)
    return np.clip(np.rint(W / scale), -HALF_RANGE, HALF_RANGE).astype(np.int8), scale


@cache
def packed_weights() -> str:
    """Return the shipped network's weights as base64 text: the first Affine's in 4 bits each, the others as float32."""
    params = SimpleConvNet.pretrained().params
    whole, scale = quantised(params["W2"].astype(np.float32))
    exact = [params[name] for name in ("W1", "b1", "b2", "W3", "b3")] + [scale]
    floats = b"".join(np.ascontiguousarray(part, "<f4").tobytes() for part in exact)
    halves = (whole + 8).astype(np.uint8).reshape(-1, 2)
    return base64.b64encode(floats + (halves[:, 0] << 4 | halves[:, 1]).tobytes()).decode()


class DigitReader(Figure):
    """Draw a digit, and the trained SimpleConvNet reads it, layer by layer.

    Parameters
    ----------
    picture : (28, 28) array of numbers from 0 to 1, optional
        What is drawn at the start; ink is 1.

    Examples
    --------
    >>> reader = DigitReader()
    >>> reader.digit
    3
    >>> reader.picture = DigitReader.example(7)
    >>> reader.digit
    7
    """

    _esm = joined("digit_reader.js")
    title = traitlets.Unicode("Draw a digit · 숫자를 그려 보세요").tag(sync=True)
    drawing = traitlets.Unicode().tag(sync=True)
    weights = traitlets.Unicode(read_only=True).tag(sync=True)
    examples = traitlets.Dict(EXAMPLES, read_only=True).tag(sync=True)

    def __init__(self, picture: ArrayLike | None = None, **state: Any) -> None:
        self.set_trait("weights", packed_weights())
        state.setdefault("drawing", to_text(self.example(3)))
        super().__init__(**state)
        if picture is not None:
            self.picture = picture

    @staticmethod
    def example(digit: int | str) -> Array:
        """Return a drawing of a digit from 0 to 9, a (28, 28) array."""
        return strokes(SIDE, EXAMPLES[str(digit)], PEN)

    @property
    def picture(self) -> Array:
        """What is drawn: a (28, 28) array from 0 to 1. It can be set."""
        return to_image(self.drawing, SIDE)

    @picture.setter
    def picture(self, value: ArrayLike) -> None:
        self.drawing = to_text(check_image(value, SIDE))

    @property
    def centred(self) -> Array:
        """The picture moved so that its centre of mass is in the middle, as the network sees it."""
        picture = np.rint(self.picture * 255)
        mass = picture.sum()
        if mass == 0:
            return picture
        places = np.arange(SIDE)
        down = int(np.floor((SIDE - 1) / 2 - (picture.sum(axis=1) @ places) / mass + 0.5))
        right = int(np.floor((SIDE - 1) / 2 - (picture.sum(axis=0) @ places) / mass + 0.5))
        moved = np.zeros((3 * SIDE, 3 * SIDE))
        moved[SIDE + down : 2 * SIDE + down, SIDE + right : 2 * SIDE + right] = picture
        return (moved[SIDE : 2 * SIDE, SIDE : 2 * SIDE] / 255).astype(np.float32)

    @staticmethod
    def network() -> Network:
        """Return modlab's SimpleConvNet with the weights as the page has them, the first Affine's in 4 bits."""
        network = SimpleConvNet.pretrained()
        whole, scale = quantised(network.params["W2"].astype(np.float32))
        network.params["W2"][...] = whole * scale
        return network

    @property
    def scores(self) -> Array:
        """The ten scores that modlab's network gives the picture, (10,) array."""
        return self.network().predict(self.centred[None, None])[0]

    @property
    def digit(self) -> int:
        """The network's guess, an int."""
        return int(self.scores.argmax())

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: the drawing, and the network's ten probabilities."""
        scores = self.scores
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        picture = Still(SIDE * 6)
        right = picture.picture(self.picture, 0, 0, SIDE * 6) + 30
        for digit, chance in enumerate(chances):
            picture.text(right, digit * 16 + 14, str(digit), 13)
            picture.box(
                right + 12,
                digit * 16 + 3,
                max(1, 180 * chance),
                12,
                BLUE if chance == chances.max() else GREY,
            )
        return picture.svg(right + 200), f"A drawn digit, which the network reads as {self.digit}."

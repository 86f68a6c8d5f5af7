"""Pictures as text, which is how they travel between Python and the page, and strokes of a pen."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from modlab.inside.backend import Array


def to_text(values: ArrayLike) -> str:
    """Return the base64 text of numbers from 0 to 1, one byte each.

    Examples
    --------
    >>> to_text(np.array([[0.0, 1.0]]))
    'AP8='
    """
    return base64.b64encode(np.round(np.asarray(values) * 255).astype(np.uint8).tobytes()).decode()


def to_image(text: str, side: int) -> Array:
    """Return the (side, side) float32 array of numbers from 0 to 1 that a base64 text stands for.

    Examples
    --------
    >>> to_image("/wAA/w==", 2)
    array([[1., 0.],
           [0., 1.]], dtype=float32)
    """
    pixels = np.frombuffer(base64.b64decode(text), np.uint8)
    return (pixels.reshape(side, side) / 255).astype(np.float32)


def check_image(value: ArrayLike, side: int, name: str = "picture") -> Array:
    """Return the value as a (side, side) array of numbers from 0 to 1, or say why it is none."""
    values = np.asarray(value, float)
    if values.shape != (side, side) or not np.isfinite(values).all() or values.min() < 0 or values.max() > 1:
        raise ValueError(
            f"{name} must be a ({side}, {side}) array of numbers from 0 to 1; got the shape {values.shape}"
            + (f" with numbers from {values.min():g} to {values.max():g}." if values.size else ".")
        )
    return values


def strokes(side: int, lines: Sequence[Sequence[tuple[float, float]]], radius: float) -> Array:
    """Draw lines with a soft pen, as the board in the page does.

    Parameters
    ----------
    side : int
    lines : list of lists of (x, y)
        The middle of the first pixel is (0, 0).
    radius : float
        Where the ink ends; one pixel before it is full.

    Returns
    -------
    (side, side) array
        Whole 255ths from 0 to 1.

    Examples
    --------
    >>> strokes(3, [[(1, 1)]], 1)
    array([[0., 0., 0.],
           [0., 1., 0.],
           [0., 0., 0.]])
    """
    rows, columns = np.mgrid[:side, :side]
    ink = np.zeros((side, side))
    for line in lines:
        points = [line[0]]
        for (x, y), (to_x, to_y) in pairwise(line):
            steps = int(np.ceil(2 * np.hypot(to_x - x, to_y - y)))
            points += [(x + s / steps * (to_x - x), y + s / steps * (to_y - y)) for s in range(1, steps + 1)]
        for x, y in points:
            ink = np.maximum(ink, np.clip(radius - np.hypot(rows - y, columns - x), 0, 1))
    return np.floor(255 * ink + 0.5) / 255

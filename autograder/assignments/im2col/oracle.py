"""What im2col and col2im are, by the address of each number's pixel."""

from __future__ import annotations

import itertools

import numpy as np

BORDER = -1


def addresses(shape: tuple[int, ...], filter_h: int, filter_w: int, stride: int, pad: int) -> np.ndarray:
    """Return the address of each number of `col`: its pixel's place in `x.ravel()`, or BORDER.

    Returns
    -------
    (N * OH * OW, C * filter_h * filter_w) array of int

    Examples
    --------
    >>> addresses((1, 1, 2, 2), 2, 1, 1, 0)
    array([[0, 2],
           [1, 3]])
    """
    N, C, H, W = shape
    tops = range(-pad, H + pad - filter_h + 1, stride)
    lefts = range(-pad, W + pad - filter_w + 1, stride)
    rows = []
    for image, top, left in itertools.product(range(N), tops, lefts):
        pixels = itertools.product(range(C), range(top, top + filter_h), range(left, left + filter_w))
        rows.append(
            [
                ((image * C + channel) * H + y) * W + z if 0 <= y < H and 0 <= z < W else BORDER
                for channel, y, z in pixels
            ]
        )
    return np.array(rows)


def gathered(x: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Fetch the pixel at each address; a border is 0."""
    return np.where(where == BORDER, 0.0, x.astype(np.float64).ravel()[where])


def returned(dcol: np.ndarray, where: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Give each pixel the sum of what has its address."""
    inside = where != BORDER
    totals = np.bincount(where[inside], weights=dcol[inside].astype(np.float64), minlength=np.prod(shape))
    return totals.reshape(shape)

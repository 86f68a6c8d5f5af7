"""What is right, by definition: parameters counted one by one, windows cut out of the image, slopes measured."""

from __future__ import annotations

import numpy as np

from autograder.assignments.simple_convnet.oracle import STEP, loss_of


def parameters(FN: int, C: int, FH: int, FW: int) -> int:
    """Count the parameters of a convolution layer: put a 1 at each and add up.

    Examples
    --------
    >>> parameters(10, 3, 5, 5)
    760
    """
    return int(np.ones((FN, C, FH, FW)).sum() + np.ones(FN).sum())


def largest_inside(x: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int) -> np.ndarray:
    """Return the largest number of the image in each window; what is border is not looked at.

    Examples
    --------
    >>> largest_inside(-np.ones((1, 1, 2, 2)), 2, 2, 2, 1)[0, 0]
    array([[-1., -1.],
           [-1., -1.]])
    """
    H, W = x.shape[2:]
    tops, lefts = range(-pad, H + pad - pool_h + 1, stride), range(-pad, W + pad - pool_w + 1, stride)
    rows = [
        [x[:, :, max(y, 0) : y + pool_h, max(z, 0) : z + pool_w].max(axis=(2, 3)) for z in lefts]
        for y in tops
    ]
    return np.moveaxis(np.array(rows), (0, 1), (2, 3))


def slope_of_loss(scores: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return how the loss answers to each score: a tiny step along the imaginary axis."""
    slopes = np.empty(scores.shape)
    for place in np.ndindex(scores.shape):
        moved = scores.astype(complex)
        moved[place] += 1j * STEP
        slopes[place] = loss_of(moved, t).imag / STEP
    return slopes

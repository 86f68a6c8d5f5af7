"""What is right, by definition: windows cut out of the picture, slopes measured, channels gone through number by number."""

from __future__ import annotations

import math

import numpy as np

from autograder.assignments.im2col import oracle as windows
from autograder.assignments.pooling_oracle import winners
from autograder.assignments.simple_convnet.oracle import STEP, loss_of


def parameters(FN: int, C: int, FH: int, FW: int) -> int:
    """Count the parameters of a convolution layer: put a 1 at each and add up.

    Examples
    --------
    >>> parameters(10, 3, 5, 5)
    760
    """
    return int(np.ones((FN, C, FH, FW)).sum() + np.ones(FN).sum())


def largest_inside(x, pool_h, pool_w, stride, pad):
    """Return the largest number of the picture in each window; what is border is not looked at.

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


def slope_of_loss(scores, t):
    """Return how the loss answers to each score: a tiny step along the imaginary axis."""
    slopes = np.empty(scores.shape)
    for place in np.ndindex(scores.shape):
        moved = scores.astype(complex)
        moved[place] += 1j * STEP
        slopes[place] = loss_of(moved, t).imag / STEP
    return slopes


def rows_of(x, filter_h, filter_w):
    """Return each window of a picture as a row, pixel by pixel."""
    return windows.gathered(x, windows.addresses(x.shape, filter_h, filter_w, 1, 0))


def normal(x, eps):
    """Return x with each channel's mean taken away and divided by its standard deviation.

    Examples
    --------
    >>> normal(np.array([[1.0], [3.0]]), 0.0).ravel()
    array([-1.,  1.])
    """
    out = np.empty(x.shape)
    for c in range(x.shape[1]):
        numbers = [float(number) for number in x[:, c].flat]
        mean = math.fsum(numbers) / len(numbers)
        variance = math.fsum((number - mean) ** 2 for number in numbers) / len(numbers)
        out[:, c] = np.reshape(
            [(number - mean) / math.sqrt(variance + eps) for number in numbers], x[:, c].shape
        )
    return out


def rows_of_winners(x, dout, pool_h, pool_w, stride):
    """Return a row for each window of each channel: what arrives, at the place of its largest pixel.

    Examples
    --------
    >>> rows_of_winners(np.array([[[[1, 4]]]]), np.array([[[[7.0]]]]), 1, 2, 1)
    array([[0., 7.]])
    """
    found = winners(x, pool_h, pool_w, stride)
    in_order = sorted(found, key=lambda place: (place[0], place[2], place[3], place[1]))
    rows = np.zeros((len(found), pool_h * pool_w))
    for row, place in enumerate(in_order):
        rows[row, found[place][0]] = dout[place]
    return rows

"""What is right, by definition: windows cut out of the image, channels gone through number by number."""

from __future__ import annotations

import math

import numpy as np

from autograder.assignments.im2col import oracle as windows


def rows_of(x: np.ndarray, filter_h: int, filter_w: int) -> np.ndarray:
    """Return each window of an image as a row, pixel by pixel."""
    return windows.gathered(x, windows.addresses(x.shape, filter_h, filter_w, 1, 0))


def normal(x: np.ndarray, eps: float) -> np.ndarray:
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

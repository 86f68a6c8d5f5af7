"""What a convolution is, by its definition, to hold answers against.

Nothing here uses im2col or a formula for a gradient. The output is summed window by window, as the slides do by hand. The
convolution is linear in the image, in the filters and in the bias, each taken alone; so a gradient is exactly what the output
answers to a 1 in one place and 0 in all others, weighed with `dout`.
"""

from __future__ import annotations

import numpy as np


def convolve(x: np.ndarray, W: np.ndarray, b: np.ndarray | float, stride: int, pad: int) -> np.ndarray:
    """Slide each filter over each image: multiply, add up, add the bias.

    Parameters
    ----------
    x : (N, C, H, W) array
    W : (FN, C, FH, FW) array
    b : (FN,) array or 0
    stride, pad : int

    Returns
    -------
    (N, FN, OH, OW) float64 array

    Examples
    --------
    >>> convolve(np.arange(9).reshape(1, 1, 3, 3), np.ones((1, 1, 2, 2)), np.ones(1), 1, 0)[0, 0]
    array([[ 9., 13.],
           [21., 25.]])
    """
    x, W = np.asarray(x, np.float64), np.asarray(W, np.float64)
    FH, FW = W.shape[2:]
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)]) if pad else x
    windows = np.lib.stride_tricks.sliding_window_view(padded, (FH, FW), axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    out = np.tensordot(
        windows, W, axes=([1, 4, 5], [1, 2, 3])
    )  # each window with each filter: (N, OH, OW, FN)
    return np.moveaxis(out, -1, 1) + np.reshape(b, (1, -1, 1, 1))


def rows_of_windows(out: np.ndarray) -> np.ndarray:
    """Turn (N, FN, OH, OW) into one row for each window and one column for each filter."""
    return np.moveaxis(out, 1, -1).reshape(-1, out.shape[1])


def gradient_of_bias(dout: np.ndarray) -> np.ndarray:
    """Return how the loss answers to each bias: each adds 1 to all outputs of its filter.

    Returns
    -------
    (FN,) float64 array
    """
    return np.einsum("nfij->f", np.asarray(dout, np.float64))


def gradient_of_filters(x: np.ndarray, W: np.ndarray, dout: np.ndarray, stride: int, pad: int) -> np.ndarray:
    """Return how the loss answers to each weight, by putting a 1 at each in turn.

    Returns
    -------
    (FN, C, FH, FW) float64 array
    """
    size = W[0].size
    ones = np.eye(size).reshape(size, *W.shape[1:])
    answers = convolve(x, ones, 0, stride, pad)  # (N, size, OH, OW)
    return np.einsum("nkij,nfij->fk", answers, np.asarray(dout, np.float64)).reshape(W.shape)


def gradient_of_image(x: np.ndarray, W: np.ndarray, dout: np.ndarray, stride: int, pad: int) -> np.ndarray:
    """Return how the loss answers to each pixel, by putting a 1 at each in turn.

    Returns
    -------
    (N, C, H, W) float64 array
    """
    C, H, width = x.shape[1:]
    ones = np.eye(H * width).reshape(H * width, 1, H, width)
    gradient = np.empty(x.shape)
    for c in range(C):  # a 1 in one channel meets that channel of the filters and no other
        answers = convolve(ones, W[:, c : c + 1], 0, stride, pad)  # (H * width, FN, OH, OW)
        gradient[:, c] = np.einsum("kfij,nfij->nk", answers, np.asarray(dout, np.float64)).reshape(
            -1, H, width
        )
    return gradient


def gradient_of_windows(W: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return how the loss answers to each number under the filter at each place.

    Returns
    -------
    (N * OH * OW, C * FH * FW) float64 array
    """
    dout = np.asarray(dout, np.float64)
    return np.einsum("nfij,fchw->nijchw", dout, np.asarray(W, np.float64)).reshape(-1, W[0].size)

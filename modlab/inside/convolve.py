"""The arithmetic of a convolution and of its way back, fast.

It is im2col and a matrix product, as on the slides, with two changes that buy the speed:

1. Only half of im2col is copied. Memory here runs row by row: first the top row of every channel of every
   image, then the second row, and so on. Then the rows of a window already lie one after another, and one
   (FN, FH * C * FW) by (FH * C * FW, N * OW) product makes one output row of all images. Only the FW places
   along a row have to be copied side by side: 3 long copies instead of im2col's 9 for a 3 × 3 filter.
2. Images are taken in pieces whose unrolled rows fit the processor's cache, and every core takes pieces.

Outputs keep this order in memory, so the next layer finds its rows as it likes them; as arrays they are
ordinary (N, C, H, W). im2col itself would give the same numbers: the tests hold one against the other.

Nothing is asked of the input here: `modlab.layers.Convolution` has done so. `stride` and `pad` are pairs, (vertical,
horizontal).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from modlab.inside.backend import Array, Pair, Shape, array_module
from modlab.inside.memory import keep_freed_memory
from modlab.inside.threads import for_each

T = TypeVar("T")
PIECE_BYTES = 2 * 2**20


def places(size: int, filter_size: int, stride: int, pad: int) -> int:
    """Return how often a filter fits along one direction: (H + 2P - FH) / S + 1, rounded down."""
    return (size + 2 * pad - filter_size) // stride + 1


def rows_first(x: Array) -> Array:
    """Return (N, C, H, W) images as a contiguous (H, C, N, W) array, copied only if need be."""
    return array_module(x).ascontiguousarray(x.transpose(2, 1, 0, 3))


def images_from_rows(rows: Array, N: int) -> Array:
    """Return (H, C, N * W) rows as (N, C, H, W) images, without copying."""
    H, C, length = rows.shape
    return rows.reshape(H, C, N, length // N).transpose(2, 1, 0, 3)


def filter_rows(W: Array) -> Array:
    """Return filters (FN, C, FH, FW) as rows (FN, FH * C * FW), in the order of `row_windows`."""
    return W.transpose(0, 2, 1, 3).reshape(len(W), -1)


def row_windows(x: Array, filter_h: int, filter_w: int, stride: Pair = (1, 1), pad: Pair = (0, 0)) -> Array:
    """Lay out, for each output row, the windows of all its pixels in all images.

    Parameters
    ----------
    x : (N, C, H, W) array
    filter_h, filter_w : int
    stride, pad : (int, int)

    Returns
    -------
    (OH, filter_h * C * filter_w, N * OW) view
        Entry [i] is im2col's matrix for output row i, turned over, its window's rows before its channels.
        Windows that overlap from one output row to the next share memory: do not write to it.

    Examples
    --------
    >>> import numpy as np
    >>> row_windows(np.arange(9).reshape(1, 1, 3, 3), 2, 2)[0]
    array([[0, 1],
           [1, 2],
           [3, 4],
           [4, 5]])
    """
    xp, (N, C, H, W) = array_module(x), x.shape
    (stride_h, stride_w), (pad_h, pad_w) = stride, pad
    out_h, out_w = places(H, filter_h, stride_h, pad_h), places(W, filter_w, stride_w, pad_w)
    unrolled = xp.zeros((H + 2 * pad_h, C, filter_w, N, out_w), x.dtype)
    for column in range(filter_w):
        # Output pixels `first` to `last` see the image in this column of their window, the others the border.
        first = max(0, -((column - pad_w) // stride_w))
        last = min(out_w, (W - 1 + pad_w - column) // stride_w + 1)
        if first < last:
            seen = slice(
                first * stride_w + column - pad_w, (last - 1) * stride_w + column - pad_w + 1, stride_w
            )
            unrolled[pad_h : pad_h + H, :, column, :, first:last] = x[..., seen].transpose(2, 1, 0, 3)

    row = C * filter_w * N * out_w * x.itemsize
    return xp.lib.stride_tricks.as_strided(
        unrolled,
        shape=(out_h, filter_h * C * filter_w, N * out_w),
        strides=(stride_h * row, N * out_w * x.itemsize, x.itemsize),
    )


def pieces(N: int, bytes_an_image: int) -> list[slice]:
    """Cut N images into slices of about PIECE_BYTES or less, all of one size and even in number.

    Returns
    -------
    list of slice
    """
    count = 2 * -(-N * bytes_an_image // (2 * PIECE_BYTES))
    many = -(-N // count)
    return [slice(start, min(start + many, N)) for start in range(0, N, many)]


def for_each_piece(work: Callable[[slice], T], x: Array, bytes_a_row: int) -> list[T]:
    """Do `work` on slices of the images `x`: on all cores of the host; a GPU needs no help to be parallel.

    Parameters
    ----------
    work : callable
        Takes a slice.
    x : (N, C, H, W) array
    bytes_a_row : int
        What `work` needs for one row of one image.

    Returns
    -------
    list
        The results.
    """
    slices = pieces(len(x), bytes_a_row * x.shape[2])
    if array_module(x) is not np:
        return [work(piece) for piece in slices]
    keep_freed_memory()
    return for_each(work, slices)


def convolve(x: Array, W: Array, b: Array | None = None, stride: Pair = (1, 1), pad: Pair = (0, 0)) -> Array:
    """Slide every filter over every image.

    Parameters
    ----------
    x : (N, C, H, W) array
    W : (FN, C, FH, FW) array, same dtype
    b : (FN,) array or None, same dtype
    stride, pad : (int, int)

    Returns
    -------
    (N, FN, OH, OW) array
    """
    xp, (FN, C, FH, FW) = array_module(x), W.shape
    out_h, out_w = (places(x.shape[2 + i], W.shape[2 + i], stride[i], pad[i]) for i in (0, 1))
    out = xp.empty((out_h, FN, len(x) * out_w), x.dtype)
    W_rows = filter_rows(W)

    def fill(images: slice) -> None:
        pixels = slice(images.start * out_w, images.stop * out_w)
        xp.matmul(W_rows, row_windows(x[images], FH, FW, stride, pad), out=out[:, :, pixels])
        if b is not None:
            out[:, :, pixels] += b[:, None]

    for_each_piece(fill, x, C * FW * out_w * x.itemsize)
    return images_from_rows(out, len(x))


def filter_gradient(
    x: Array, dout: Array, filter_h: int, filter_w: int, stride: Pair = (1, 1), pad: Pair = (0, 0)
) -> Array:
    """Return dW, as Affine does: the windows times `dout`, added up.

    Parameters
    ----------
    x : (N, C, H, W) array
    dout : (N, FN, OH, OW) array, same dtype
    filter_h, filter_w : int
    stride, pad : (int, int)

    Returns
    -------
    (FN, C, filter_h, filter_w) array
    """
    C, (N, FN, out_h, out_w) = x.shape[1], dout.shape
    dout_rows = rows_first(dout).reshape(out_h, FN, N * out_w)

    def gradient_from(images: slice) -> Array:
        columns = row_windows(x[images], filter_h, filter_w, stride, pad)
        pixels = slice(images.start * out_w, images.stop * out_w)
        # The windows come first because a product with many rows and few columns is faster than the reverse.
        return (columns @ dout_rows[:, :, pixels].transpose(0, 2, 1)).sum(axis=0, dtype=x.dtype)

    dW: Any = sum(for_each_piece(gradient_from, x, C * filter_w * out_w * x.itemsize))
    return dW.reshape(filter_h, C, filter_w, FN).transpose(3, 1, 0, 2)


def input_gradient(
    dout: Array, W: Array, input_shape: Shape, stride: Pair = (1, 1), pad: Pair = (0, 0)
) -> Array:
    """Return dx: every number of `dout` spread over the window that it came from.

    Parameters
    ----------
    dout : (N, FN, OH, OW) array
    W : (FN, C, FH, FW) array, same dtype
    input_shape : (N, C, H, W)
    stride, pad : (int, int)

    Returns
    -------
    (N, C, H, W) array
    """
    (FH, FW), (pad_h, pad_w) = W.shape[2:], pad
    if stride == (1, 1) and pad_h < FH and pad_w < FW:
        # Seen from a pixel of x, the windows that hold it are a window in `dout`, turned half round. So dx
        # is a convolution too, which needs neither a large matrix of gradients nor col2im's adding up.
        turned = W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
        return convolve(dout, turned, pad=(FH - 1 - pad_h, FW - 1 - pad_w))
    return _spread(dout, W, input_shape, stride, pad)


def _spread(dout: Array, W: Array, input_shape: Shape, stride: Pair, pad: Pair) -> Array:
    """Compute dx as on the slides: the gradient of the columns, then col2im."""
    (N, C, H, width), (FN, _, FH, FW) = input_shape, W.shape
    out_h, out_w = dout.shape[2:]
    dout_rows = rows_first(dout)
    dx = array_module(dout).zeros((H + 2 * pad[0], C, N, width + 2 * pad[1]), dout.dtype)
    W_columns = filter_rows(W).T

    def spread(images: slice) -> None:
        dcol = W_columns @ dout_rows[:, :, images].reshape(out_h, FN, -1)
        dcol = dcol.reshape(out_h, FH, C, FW, -1, out_w)
        for row in range(FH):
            rows = slice(row, row + stride[0] * (out_h - 1) + 1, stride[0])
            for column in range(FW):
                columns = slice(column, column + stride[1] * (out_w - 1) + 1, stride[1])
                dx[rows, :, images, columns] += dcol[:, row, :, column]

    for_each_piece(spread, dout, FH * C * FW * out_w * dout.itemsize)
    return dx[pad[0] : pad[0] + H, :, :, pad[1] : pad[1] + width].transpose(2, 1, 0, 3)

"""Every filter window as one row of a matrix, so that a convolution becomes a matrix product.

The names and the order of rows and columns are the slides'. Three things differ: the dtype of the
input is kept (float16 and float32 stay what they are), `stride` and `pad` may be a pair, and bad
input is answered in one sentence.
"""

from __future__ import annotations

import numpy as np

from modlab.inside.backend import Array, Pair, Shape, array_module


def pair(value: int | Pair, name: str = "value", smallest: int = 0) -> Pair:
    """Read a number as the same number for height and width.

    Parameters
    ----------
    value : int or (int, int)
        One number for both directions, or (vertical, horizontal).
    name : str
        What to call it in an error.
    smallest : int
        The smallest value allowed.

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        If it is neither an integer nor two integers, or is smaller than `smallest`.

    Examples
    --------
    >>> pair(2), pair((3, 1))
    ((2, 2), (3, 1))
    """
    both = tuple(value) if isinstance(value, (tuple, list, np.ndarray)) else (value, value)
    whole = all(isinstance(v, (int, np.integer)) and not isinstance(v, bool) for v in both)
    if len(both) != 2 or not whole or min(both) < smallest:
        raise ValueError(
            f"{name} must be a whole number of at least {smallest}, or a pair of them; got {value!r}."
        )
    return int(both[0]), int(both[1])


def conv_output_size(
    input_size: int, filter_size: int, stride: int = 1, pad: int = 0, strict: bool = False
) -> int:
    """Count the places where a filter fits along one direction: (H + 2P - FH) / S + 1.

    Parameters
    ----------
    input_size, filter_size : int
        Pixels along this direction.
    stride : int
        Pixels from one window to the next.
    pad : int
        Pixels added on each side.
    strict : bool
        When the stride does not divide, False rounds down and leaves the last pixels out, as PyTorch and
        other frameworks do; True raises.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the filter is larger than the padded input, or if `strict` and the stride does not divide.

    Examples
    --------
    >>> [conv_output_size(7, 3, stride) for stride in (1, 2, 3)]
    [5, 3, 2]
    >>> conv_output_size(7, 3, stride=3, strict=True)
    Traceback (most recent call last):
    ...
    ValueError: (7 + 2*0 - 3) / 3 + 1 is not a whole number: choose another stride or padding.
    """
    for name, value, smallest in (
        ("input_size", input_size, 1),
        ("filter_size", filter_size, 1),
        ("stride", stride, 1),
        ("pad", pad, 0),
    ):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < smallest:
            raise ValueError(f"{name} must be a whole number of at least {smallest}; got {value!r}.")
    room = input_size + 2 * pad - filter_size
    if room < 0:
        raise ValueError(
            f"A filter of size {filter_size} does not fit an input of size {input_size} with pad {pad}: "
            "use a smaller filter or more padding."
        )
    if strict and room % stride:
        raise ValueError(
            f"({input_size} + 2*{pad} - {filter_size}) / {stride} + 1 is not a whole number: "
            "choose another stride or padding."
        )
    return int(room // stride + 1)


def output_shape(
    input_shape: Shape, filter_h: int, filter_w: int, stride: int | Pair = 1, pad: int | Pair = 0
) -> Pair:
    """Return (out_h, out_w) of a filter that slides over images.

    Parameters
    ----------
    input_shape : (N, C, H, W)
    filter_h, filter_w : int
    stride, pad : int or (int, int)

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        If the filter does not fit; the sentence names both shapes.

    Examples
    --------
    >>> output_shape((10, 3, 7, 7), 5, 5)
    (3, 3)
    """
    if len(input_shape) != 4:
        raise ValueError(
            f"Images must have 4 dimensions (N, C, H, W); got {len(input_shape)}: shape {tuple(input_shape)}."
        )
    (stride_h, stride_w), (pad_h, pad_w) = pair(stride, "stride", 1), pair(pad, "pad")
    H, W = input_shape[2:]
    if filter_h > H + 2 * pad_h or filter_w > W + 2 * pad_w:
        raise ValueError(
            f"A filter of shape ({filter_h}, {filter_w}) does not fit images of shape {tuple(input_shape)} "
            f"with pad ({pad_h}, {pad_w}): use a smaller filter or more padding."
        )
    return conv_output_size(H, filter_h, stride_h, pad_h), conv_output_size(W, filter_w, stride_w, pad_w)


def pad_images(x: Array, pad: int | Pair, value: float = 0) -> Array:
    """Return images with a border of `value`; without a border, `x` itself.

    Parameters
    ----------
    x : (N, C, H, W) array
    pad : int or (int, int)
    value : number

    Returns
    -------
    (N, C, H + 2 * pad_h, W + 2 * pad_w) array, same dtype and device as `x`

    Examples
    --------
    >>> import numpy as np
    >>> pad_images(np.ones((1, 1, 1, 1), dtype=int), 1)[0, 0]
    array([[0, 0, 0],
           [0, 1, 0],
           [0, 0, 0]])
    """
    pad_h, pad_w = pair(pad, "pad")
    if pad_h == pad_w == 0:
        return x
    N, C, H, W = x.shape
    padded = array_module(x).full_like(x, value, shape=(N, C, H + 2 * pad_h, W + 2 * pad_w))
    padded[:, :, pad_h : pad_h + H, pad_w : pad_w + W] = x
    return padded


def windows(x: Array, filter_h: int, filter_w: int, stride: int | Pair = 1, pad: int | Pair = 0) -> Array:
    """Look at every filter window without copying it.

    Parameters
    ----------
    x : (N, C, H, W) array
    filter_h, filter_w : int
    stride, pad : int or (int, int)

    Returns
    -------
    (N, C, OH, OW, filter_h, filter_w) read-only view of the padded images

    Raises
    ------
    ValueError
        If `x` is not 4-D or the filter does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> windows(np.arange(9).reshape(1, 1, 3, 3), 2, 2)[0, 0, 1, 1]
    array([[4, 5],
           [7, 8]])
    """
    output_shape(x.shape, filter_h, filter_w, stride, pad)
    stride_h, stride_w = pair(stride, "stride", 1)
    sliding_window_view = array_module(x).lib.stride_tricks.sliding_window_view
    every = sliding_window_view(pad_images(x, pad), (filter_h, filter_w), axis=(2, 3))
    return every[:, :, ::stride_h, ::stride_w]


def im2col(x: Array, filter_h: int, filter_w: int, stride: int | Pair = 1, pad: int | Pair = 0) -> Array:
    """Lay every filter window out as one row.

    Parameters
    ----------
    x : (N, C, H, W) array
        Images, of any dtype.
    filter_h, filter_w : int
        Height and width of the window.
    stride, pad : int or (int, int)
        One number for both directions, or (vertical, horizontal).

    Returns
    -------
    (N * OH * OW, C * filter_h * filter_w) array, same dtype and device as `x`
        Rows: image by image, window by window, left to right and then down. Columns: channel by
        channel, the window's pixels left to right and then down.

    Raises
    ------
    ValueError
        If `x` is not 4-D or the filter does not fit the padded input.

    Examples
    --------
    >>> import numpy as np
    >>> im2col(np.arange(9).reshape(1, 1, 3, 3), 2, 2)
    array([[0, 1, 3, 4],
           [1, 2, 4, 5],
           [3, 4, 6, 7],
           [4, 5, 7, 8]])
    """
    every = windows(x, filter_h, filter_w, stride, pad)
    N, C, out_h, out_w = every.shape[:4]
    copied = array_module(x).array(every.transpose(0, 2, 3, 1, 4, 5), order="C")
    return copied.reshape(N * out_h * out_w, C * filter_h * filter_w)


def col2im(
    col: Array, input_shape: Shape, filter_h: int, filter_w: int, stride: int | Pair = 1, pad: int | Pair = 0
) -> Array:
    """Put rows back where im2col took them from, adding where windows overlap.

    It is im2col's adjoint: sum(im2col(x) * c) equals sum(x * col2im(c)) for every x and c. So it carries
    a gradient with respect to the rows back to a gradient with respect to the images.

    Parameters
    ----------
    col : (N * OH * OW, C * filter_h * filter_w) array
    input_shape : (N, C, H, W)
        Shape of the images that im2col was given.
    filter_h, filter_w : int
    stride, pad : int or (int, int)

    Returns
    -------
    (N, C, H, W) array, same dtype and device as `col`

    Raises
    ------
    ValueError
        If `col` is not of the shape that im2col would have made.

    Examples
    --------
    >>> import numpy as np
    >>> col2im(np.ones((4, 4), dtype=int), (1, 1, 3, 3), 2, 2)[0, 0]
    array([[1, 2, 1],
           [2, 4, 2],
           [1, 2, 1]])
    """
    out_h, out_w = output_shape(input_shape, filter_h, filter_w, stride, pad)
    (stride_h, stride_w), (pad_h, pad_w) = pair(stride, "stride", 1), pair(pad, "pad")
    N, C, H, W = input_shape
    expected = (N * out_h * out_w, C * filter_h * filter_w)
    if col.shape != expected:
        raise ValueError(
            f"col has shape {col.shape}, but images of shape {tuple(input_shape)} give {expected}."
        )

    pieces = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    padded = array_module(col).zeros((N, C, H + 2 * pad_h, W + 2 * pad_w), dtype=col.dtype)
    for row in range(filter_h):
        rows = slice(row, row + stride_h * (out_h - 1) + 1, stride_h)
        for column in range(filter_w):
            columns = slice(column, column + stride_w * (out_w - 1) + 1, stride_w)
            # += and not =: a pixel that several windows share gets the sum of what they bring back.
            padded[:, :, rows, columns] += pieces[:, :, row, column]
    return padded[:, :, pad_h : pad_h + H, pad_w : pad_w + W]

"""Layers that make images smaller and keep their channels. They have no parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from modlab.im2col import output_shape, pad_images, pair
from modlab.inside.backend import Array, Pair, array_module
from modlab.inside.threads import for_each, shares
from modlab.layers.base import Kept, Layer, laid_out_like, require_images, require_shape

Place = tuple[Any, ...]


class _Window(Layer):
    """A window of pool_h × pool_w that slides over every channel by itself.

    A maximum or a sum over a window is one over its columns and then one over its rows, which touches each
    number less often: for a 3 × 3 window 3 + 3 strided views instead of 9.
    """

    def __init__(self, pool_h: int, pool_w: int, stride: int | Pair = 1, pad: int | Pair = 0) -> None:
        name = type(self).__name__
        self.pool_h, self.pool_w = pair((pool_h, pool_w), f"{name}'s window", 1)
        self.stride, self.pad = pair(stride, "stride", 1), pair(pad, "pad")
        if self.pad[0] >= pool_h or self.pad[1] >= pool_w:
            raise ValueError(
                f"{name}: pad {self.pad} must be smaller than the window ({pool_h}, {pool_w}), "
                "or some windows would see padding alone."
            )
        self.input_shape: Kept = None
        self.output_shape: Kept = None

    def _measure(self, x: Array) -> None:
        """Check the input, remember its shape, and find how often the window fits down and across."""
        require_images(x, type(self).__name__)
        self.input_shape = x.shape
        out_h, out_w = output_shape(x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        self.output_shape = (*x.shape[:2], out_h, out_w)
        self.down = [
            (slice(None), slice(None), place) for place in _places(self.pool_h, self.stride[0], out_h)
        ]
        self.across = [(..., place) for place in _places(self.pool_w, self.stride[1], out_w)]

    def _without_border(self, padded: Array) -> Array:
        (pad_h, pad_w), (H, W) = self.pad, self.input_shape[2:]
        return padded[:, :, pad_h : pad_h + H, pad_w : pad_w + W]

    def _gradient_by(
        self, dout: Array, winner_down: Array | None = None, winner_across: Array | None = None
    ) -> Array:
        """Carry `dout` to the rows of every window, then to its columns.

        A winner tells which place in the window gets the gradient; without one, every place gets it.
        """
        xp = array_module(dout)
        N, C, H, W = self.input_shape
        H, W = H + 2 * self.pad[0], W + 2 * self.pad[1]
        # empty_like keeps the order in memory, and with it every later layer's speed.
        drows = xp.empty_like(dout, shape=(N, C, H, dout.shape[3]))
        dx = xp.empty_like(dout, shape=(N, C, H, W))

        def hand_out(share: Any) -> None:
            _hand_out(dout, drows, self.down, winner_down, self.stride[0], share)
            _hand_out(drows, dx, self.across, winner_across, self.stride[1], share)

        for_each(hand_out, shares(dx, axis=1))
        return self._without_border(dx)


def _hand_out(
    gradient: Array, dx: Array, places: list[Place], winner: Array | None, stride: int, share: Any
) -> None:
    """Give every place in the window its part of the gradient: a sum where windows overlap."""
    xp = array_module(dx)
    gradient, dx = gradient[share], dx[share]
    windows_overlap = stride < len(places)
    if windows_overlap or gradient.size * len(places) < dx.size:
        dx[...] = 0
    for number, place in enumerate(places):
        part = 1 if winner is None else winner[share] == number
        if windows_overlap:
            dx[place] += gradient * part
        else:
            xp.multiply(gradient, part, out=dx[place])  # spares a temporary array


def _places(size: int, stride: int, count: int) -> list[slice]:
    """Return for each of `size` places in a window the slice that picks it out of all `count` windows."""
    return [slice(place, place + stride * (count - 1) + 1, stride) for place in range(size)]


class Pooling(_Window):
    """Max pooling: the largest number of each window.

    Parameters
    ----------
    pool_h, pool_w : int
    stride, pad : int or (int, int)
        Padding never wins: it counts as smaller than every number.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Pooling(2, 2, stride=2)
    >>> layer.forward(np.array([[[[1.0, 2.0, 5.0, 5.0], [3.0, 4.0, 5.0, 5.0]]]]))
    array([[[[4., 5.]]]])
    >>> layer.backward(np.array([[[[10.0, 20.0]]]]))
    array([[[[ 0.,  0., 20.,  0.],
             [ 0., 10.,  0.,  0.]]]])
    """

    def __init__(self, pool_h: int, pool_w: int, stride: int | Pair = 1, pad: int | Pair = 0) -> None:
        super().__init__(pool_h, pool_w, stride, pad)
        self.winner_across: Kept = None
        self.winner_down: Kept = None

    def forward(self, x: Array) -> Array:
        """Return the (N, C, OH, OW) maxima of `x` (N, C, H, W), same dtype."""
        self._measure(x)
        xp = array_module(x)
        lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
        padded = pad_images(x, self.pad, lowest)
        rows = xp.empty_like(padded, shape=(*padded.shape[:3], self.output_shape[3]))
        out = xp.empty_like(padded, shape=self.output_shape)
        self.winner_across = xp.empty_like(rows, dtype=np.min_scalar_type(self.pool_w))
        self.winner_down = xp.empty_like(out, dtype=np.min_scalar_type(self.pool_h))

        def pool(share: Any) -> None:
            # Across first: then among equal numbers the first of the first row wins, as if read line by line.
            _largest(padded, self.across, rows, self.winner_across, share)
            _largest(rows, self.down, out, self.winner_down, share)

        for_each(pool, shares(padded, axis=1))
        return out

    def backward(self, dout: Array) -> Array:
        """Return (N, C, H, W): `dout` goes to the pixels that won, and adds up where windows overlap."""
        require_shape(dout, self.output_shape, type(self).__name__)
        return self._gradient_by(dout, self.winner_down, self.winner_across)


def _largest(x: Array, places: list[Place], out: Array, winner: Array, share: Any) -> None:
    """Fill in the largest number of all `places` and which place it is, the first of several equal ones."""
    xp = array_module(x)
    x, out, winner = x[share], out[share], winner[share]
    largest = x[places[0]]
    winner[...] = 0
    for number, place in enumerate(places[1:], 1):
        later = x[place]
        # Numbers grow, so the maximum of the old winner and a new one is the new one. (Faster than a mask.)
        xp.maximum(winner, (later > largest).astype(winner.dtype) * winner.dtype.type(number), out=winner)
        largest = xp.maximum(largest, later, out=out)
    if len(places) == 1:
        out[...] = largest


class AveragePooling(_Window):
    """Average pooling: the mean of each window, padding counted as zeros.

    Parameters
    ----------
    pool_h, pool_w : int
    stride, pad : int or (int, int)

    Examples
    --------
    >>> import numpy as np
    >>> layer = AveragePooling(2, 2, stride=2)
    >>> layer.forward(np.array([[[[1.0, 2.0], [3.0, 6.0]]]]))
    array([[[[3.]]]])
    >>> layer.backward(np.array([[[[8.0]]]]))
    array([[[[2., 2.],
             [2., 2.]]]])
    """

    def forward(self, x: Array) -> Array:
        """Return the (N, C, OH, OW) means of `x` (N, C, H, W); whole numbers come back as float64."""
        self._measure(x)
        (work,) = self.working(x, dtype=None if x.dtype.kind == "f" else "float64")
        padded = pad_images(work, self.pad)
        rows: Any = sum(padded[place] for place in self.across)
        mean: Any = sum(rows[place] for place in self.down) / (self.pool_h * self.pool_w)
        return mean.astype(x.dtype, copy=False) if x.dtype.kind == "f" else mean

    def backward(self, dout: Array) -> Array:
        """Return (N, C, H, W): each number of `dout` shared out equally over its window."""
        require_shape(dout, self.output_shape, type(self).__name__)
        (work,) = self.working(dout)
        share = work / (self.pool_h * self.pool_w)
        dx = self._gradient_by(share)
        return dx.astype(dout.dtype, copy=False)


class GlobalAveragePooling(Layer):
    """The mean of each channel, which stands in for a fully connected layer in residual networks.

    Examples
    --------
    >>> import numpy as np
    >>> GlobalAveragePooling().forward(np.arange(8.0).reshape(1, 2, 2, 2))
    array([[1.5, 5.5]])
    """

    def __init__(self) -> None:
        self.x: Kept = None

    def forward(self, x: Array) -> Array:
        """Return the (N, C) means of `x` (N, C, H, W); whole numbers come back as float64."""
        require_images(x, "GlobalAveragePooling")
        self.x = x
        (work,) = self.working(x)
        mean = work.mean(axis=(2, 3))
        return mean.astype(x.dtype, copy=False) if x.dtype.kind == "f" else mean

    def backward(self, dout: Array) -> Array:
        """Return (N, C, H, W): each number of `dout` (N, C) shared out equally over its channel."""
        require_shape(dout, self.x is not None and self.x.shape[:2], "GlobalAveragePooling")
        H, W = self.x.shape[2:]
        share = (dout / (H * W)).astype(dout.dtype, copy=False)
        return laid_out_like(self.x, share[:, :, None, None])

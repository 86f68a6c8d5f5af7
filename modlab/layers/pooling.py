"""Layers that make images smaller and keep their channels. They have no parameters."""

import numpy as np

from modlab.backend import array_module
from modlab.im2col import output_shape, pad_images, pair
from modlab.layers.base import Layer, require_images, require_shape


class _Window(Layer):
    """A window of pool_h × pool_w that slides over every channel by itself."""

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w = pair((pool_h, pool_w), f"{type(self).__name__}'s window", 1)
        self.stride, self.pad = pair(stride, "stride", 1), pair(pad, "pad")
        if self.pad[0] >= pool_h or self.pad[1] >= pool_w:
            raise ValueError(
                f"{type(self).__name__}: pad {self.pad} must be smaller than window ({pool_h}, {pool_w}), "
                "or some windows would see padding alone."
            )
        self.input_shape = self.output_shape = None

    def _measure(self, x):
        require_images(x, type(self).__name__)
        self.input_shape = x.shape
        self.output_shape = (
            *x.shape[:2],
            *output_shape(x.shape, self.pool_h, self.pool_w, self.stride, self.pad),
        )

    def _places(self):
        """Yield for each pixel of the window the strided index that picks it out of every window at once."""
        (out_h, out_w), (stride_h, stride_w) = self.output_shape[2:], self.stride
        for row in range(self.pool_h):
            for column in range(self.pool_w):
                yield (
                    ...,
                    slice(row, row + stride_h * (out_h - 1) + 1, stride_h),
                    slice(column, column + stride_w * (out_w - 1) + 1, stride_w),
                )

    def _without_border(self, padded):
        (pad_h, pad_w), (H, W) = self.pad, self.input_shape[2:]
        return padded[:, :, pad_h : pad_h + H, pad_w : pad_w + W]

    def _padded_zeros(self, like):
        N, C, H, W = self.input_shape
        shape = (N, C, H + 2 * self.pad[0], W + 2 * self.pad[1])
        return array_module(like).zeros(shape, dtype=like.dtype)


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

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        super().__init__(pool_h, pool_w, stride, pad)
        self.winner = None

    def forward(self, x):
        """Return the (N, C, OH, OW) maxima of `x` (N, C, H, W), same dtype."""
        self._measure(x)
        xp = array_module(x)
        lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
        padded = pad_images(x, self.pad, lowest)
        out = None
        # Which pixel of its window won; the first one if several are equal.
        self.winner = xp.zeros(self.output_shape, dtype=np.min_scalar_type(self.pool_h * self.pool_w))
        for number, place in enumerate(self._places()):
            pixel = padded[place]
            if out is None:
                out = pixel.copy()
                continue
            self.winner[pixel > out] = number
            out = xp.maximum(out, pixel)
        return out

    def backward(self, dout):
        """Return (N, C, H, W): `dout` goes to the pixels that won, and adds up where windows overlap."""
        require_shape(dout, self.output_shape, type(self).__name__)
        dx = self._padded_zeros(dout)
        for number, place in enumerate(self._places()):
            dx[place] += dout * (self.winner == number)
        return self._without_border(dx)


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

    def forward(self, x):
        """Return the (N, C, OH, OW) means of `x` (N, C, H, W); whole numbers come back as float64."""
        self._measure(x)
        (work,) = self.working(x)
        padded = pad_images(work, self.pad)
        total = sum(padded[place] for place in self._places())
        mean = total / (self.pool_h * self.pool_w)
        return mean.astype(x.dtype, copy=False) if x.dtype.kind == "f" else mean

    def backward(self, dout):
        """Return (N, C, H, W): each number of `dout` shared out equally over its window."""
        require_shape(dout, self.output_shape, type(self).__name__)
        (work,) = self.working(dout)
        share = work / (self.pool_h * self.pool_w)
        dx = self._padded_zeros(share)
        for place in self._places():
            dx[place] += share
        return self._without_border(dx).astype(dout.dtype, copy=False)


class GlobalAveragePooling(Layer):
    """The mean of each channel, which stands in for a fully connected layer in residual networks.

    Examples
    --------
    >>> import numpy as np
    >>> GlobalAveragePooling().forward(np.arange(8.0).reshape(1, 2, 2, 2))
    array([[1.5, 5.5]])
    """

    def __init__(self):
        self.input_shape = None

    def forward(self, x):
        """Return the (N, C) means of `x` (N, C, H, W); whole numbers come back as float64."""
        require_images(x, "GlobalAveragePooling")
        self.input_shape = x.shape
        (work,) = self.working(x)
        mean = work.mean(axis=(2, 3))
        return mean.astype(x.dtype, copy=False) if x.dtype.kind == "f" else mean

    def backward(self, dout):
        """Return (N, C, H, W): each number of `dout` (N, C) shared out equally over its channel."""
        require_shape(dout, self.input_shape and self.input_shape[:2], "GlobalAveragePooling")
        H, W = self.input_shape[2:]
        xp = array_module(dout)
        return xp.broadcast_to((dout / (H * W))[:, :, None, None], self.input_shape).astype(dout.dtype)

"""The convolutional layer."""

from __future__ import annotations

from modlab.im2col import output_shape, pair
from modlab.inside.backend import Array, Pair
from modlab.inside.convolve import convolve, filter_gradient, input_gradient, rows_first
from modlab.layers.base import Kept, Layer, require_images, require_numbers, require_shape, result_dtype


class Convolution(Layer):
    """Slide every filter over every image: im2col and a matrix product.

    Parameters
    ----------
    W : (FN, C, FH, FW) array
        FN filters.
    b : (FN,) array or None
        None leaves the bias out.
    stride, pad : int or (int, int)
        One number for both directions, or (vertical, horizontal).
    input_gradient : bool
        False spares the work of `dx`, which nobody needs from a network's first layer: `backward`
        then returns None.

    Attributes
    ----------
    dW, db : arrays shaped as `W` and `b`
        Gradients, there after `backward`.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> W = np.stack([np.full((1, 2, 2), 1.0), np.full((1, 2, 2), 2.0)])
    >>> layer = Convolution(W, np.ones(2))
    >>> layer.forward(x)[0, 0]
    array([[ 9., 13.],
           [21., 25.]])
    >>> layer.backward(np.ones((1, 2, 2, 2)))[0, 0]
    array([[ 3.,  6.,  3.],
           [ 6., 12.,  6.],
           [ 3.,  6.,  3.]])
    >>> layer.db
    array([4., 4.])
    """

    parameters = ("W", "b")

    def __init__(
        self,
        W: Array,
        b: Array | None = None,
        stride: int | Pair = 1,
        pad: int | Pair = 0,
        input_gradient: bool = True,
    ) -> None:
        require_numbers(W, "Convolution's W")
        if W.ndim != 4 or (b is not None and b.shape != W.shape[:1]):
            raise ValueError(
                "Convolution needs W of shape (FN, C, FH, FW) and b of shape (FN,); "
                f"got W {W.shape} and b {None if b is None else b.shape}."
            )
        self.W, self.b = W, b
        self.stride, self.pad = pair(stride, "stride", 1), pair(pad, "pad")
        self.input_gradient = input_gradient
        self.dW: Kept = None
        self.db: Kept = None
        self.x: Kept = None

    def forward(self, x: Array) -> Array:
        """Convolve.

        Parameters
        ----------
        x : (N, C, H, W) array

        Returns
        -------
        (N, FN, OH, OW) array

        Raises
        ------
        TypeError, ValueError
            If `x` is no batch of images, its channels are not the filters', or the filter does not fit.
        """
        require_images(x, "Convolution")
        C, FH, FW = self.W.shape[1:]
        if x.shape[1] != C:
            raise ValueError(
                f"Channels do not match: x of shape {x.shape} has {x.shape[1]}, "
                f"W of shape {self.W.shape} needs {C}."
            )
        output_shape(x.shape, FH, FW, self.stride, self.pad)
        self.x = x
        dtype = result_dtype(x, self.W, self.b)
        x, W, b = self.working(x, self.W, self.b, dtype=dtype)
        return convolve(x, W, b, self.stride, self.pad).astype(dtype, copy=False)

    def backward(self, dout: Array) -> Array | None:
        """Carry the gradient back, as Affine does but for col2im.

        Parameters
        ----------
        dout : (N, FN, OH, OW) array
            Not written to.

        Returns
        -------
        (N, C, H, W) array, or None if `input_gradient` is False
        """
        FN, _, FH, FW = self.W.shape
        shape = self.x is not None and (
            len(self.x),
            FN,
            *output_shape(self.x.shape, FH, FW, self.stride, self.pad),
        )
        require_shape(dout, shape, "Convolution")
        dtype = result_dtype(self.W, dout)
        x, W, dout = self.working(self.x, self.W, dout, dtype=dtype)
        dW = filter_gradient(x, dout, FH, FW, self.stride, self.pad)
        self.dW = dW.astype(dtype, copy=False)
        if self.b is not None:
            self.db = rows_first(dout).sum(axis=(0, 2, 3)).astype(dtype, copy=False)
        if not self.input_gradient:
            return None
        return input_gradient(dout, W, x.shape, self.stride, self.pad).astype(dtype, copy=False)

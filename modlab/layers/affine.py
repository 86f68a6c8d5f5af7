"""The fully connected layer."""

from __future__ import annotations

from modlab.inside.backend import Array
from modlab.inside.threads import matmul
from modlab.layers.base import (
    Kept,
    Layer,
    laid_out_like,
    require_batch,
    require_numbers,
    require_shape,
    result_dtype,
)


class Affine(Layer):
    """Every output is a weighted sum of every input: x @ W + b.

    Parameters
    ----------
    W : (D, M) array
    b : (M,) array or None
        None leaves the bias out.

    Attributes
    ----------
    dW, db : arrays shaped as `W` and `b`
        Gradients, there after `backward`.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Affine(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 20.0]))
    >>> layer.forward(np.array([[1.0, 1.0]]))
    array([[14., 26.]])
    >>> layer.backward(np.array([[1.0, 0.0]]))
    array([[1., 3.]])
    """

    parameters = ("W", "b")

    def __init__(self, W: Array, b: Array | None = None) -> None:
        require_numbers(W, "Affine's W")
        if W.ndim != 2 or (b is not None and b.shape != W.shape[1:]):
            raise ValueError(
                "Affine needs W of shape (D, M) and b of shape (M,); "
                f"got W {W.shape} and b {None if b is None else b.shape}."
            )
        self.W, self.b = W, b
        self.dW: Kept = None
        self.db: Kept = None
        self.x: Kept = None

    def forward(self, x: Array) -> Array:
        """Weigh and add.

        Parameters
        ----------
        x : (N, D) array, or (N, C, H, W) with C * H * W = D
            Images are flattened.

        Returns
        -------
        (N, M) array

        Raises
        ------
        TypeError, ValueError
            If `x` is empty, holds no numbers or does not have D numbers a sample.
        """
        require_numbers(x, "Affine")
        require_batch(x, "Affine")
        flat = x.reshape(x.shape[0], -1)
        if flat.shape[1] != self.W.shape[0]:
            raise ValueError(
                f"Affine with W of shape {self.W.shape} needs {self.W.shape[0]} inputs a sample; "
                f"x of shape {x.shape} has {flat.shape[1]}."
            )
        self.x = x
        flat, W, b = self.working(flat, self.W, self.b)
        out = matmul(flat, W)
        if b is not None:
            out = out + b
        return out.astype(result_dtype(x, self.W, self.b), copy=False)

    def backward(self, dout: Array) -> Array:
        """Carry the gradient back: dx = dout @ W.T, dW = x.T @ dout, db = dout summed over the batch.

        Parameters
        ----------
        dout : (N, M) array

        Returns
        -------
        array shaped as `x`
        """
        require_shape(dout, self.x is not None and (self.x.shape[0], self.W.shape[1]), "Affine")
        flat, W, gradient = self.working(self.x.reshape(self.x.shape[0], -1), self.W, dout)
        self.dW = matmul(flat.T, gradient).astype(result_dtype(self.W, dout), copy=False)
        if self.b is not None:
            self.db = gradient.sum(axis=0).astype(result_dtype(self.b, dout), copy=False)
        dx = matmul(gradient, W.T).astype(dout.dtype, copy=False)
        return laid_out_like(self.x, dx.reshape(self.x.shape))

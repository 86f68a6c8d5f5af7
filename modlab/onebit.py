"""Weights of one bit: only the sign of each, and one scale for each filter. For inference.

Source: M. Rastegari et al., "XNOR-Net: ImageNet Classification Using Binary Convolutional Neural Networks", 2016.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from modlab.inside.backend import Array

if TYPE_CHECKING:
    from numpy.typing import DTypeLike


@dataclass(frozen=True)
class OneBitWeights:
    """Signs, eight to a byte, and scales.

    Attributes
    ----------
    bits : (F, ceil(K / 8)) uint8 array
        One row of K signs for each of F filters; a 1 stands for plus.
    scale : (F,) float32 array
    shape : tuple of int
        Shape of the weights.
    """

    bits: np.ndarray
    scale: np.ndarray
    shape: tuple

    @property
    def nbytes(self) -> int:
        """Bytes that the signs and scales take."""
        return self.bits.nbytes + self.scale.nbytes

    def unpack(self, dtype: DTypeLike = np.float32) -> Array:
        """Return the weights that the bits stand for: plus or minus the filter's scale.

        Parameters
        ----------
        dtype : dtype

        Returns
        -------
        array of shape `shape`
        """
        count = int(np.prod(self.shape)) // len(self.scale)
        signs = np.unpackbits(self.bits, axis=1, count=count).astype(dtype) * 2 - 1
        weights = signs * self.scale.astype(dtype)[:, None]
        return weights.T.copy() if len(self.shape) == 2 else weights.reshape(self.shape)


def pack(W: Array) -> OneBitWeights:
    """Keep of every weight its sign, and of every filter the mean size of its weights.

    Of all scales the mean of ``|W|`` makes the smallest squared error.

    Parameters
    ----------
    W : (FN, C, FH, FW) or (D, M) numpy array
        A convolution's filters, or an Affine layer's weights, whose M columns count as filters.

    Returns
    -------
    OneBitWeights
        A 32nd of float32's bytes, and four bytes a filter.

    Raises
    ------
    ValueError
        If `W` is neither 2-D nor 4-D.

    Examples
    --------
    >>> packed = pack(np.array([[0.5, -2.0], [-1.5, -4.0]]))
    >>> packed.unpack()
    array([[ 1., -3.],
           [-1., -3.]], dtype=float32)
    >>> packed.nbytes
    10
    """
    if W.ndim not in (2, 4) or W.size == 0:
        raise ValueError(f"Weights must be of shape (FN, C, FH, FW) or (D, M); got {W.shape}.")
    rows = W.T if W.ndim == 2 else W.reshape(len(W), -1)
    scale = np.abs(rows).mean(axis=1, dtype=np.float64).astype(np.float32)
    return OneBitWeights(np.packbits(rows >= 0, axis=1), scale, W.shape)

"""The last layer while training: how wrong the answer was."""

from __future__ import annotations

from modlab.inside.backend import Array, array_module, to_numpy
from modlab.layers.base import Kept, Layer, require_batch, require_numbers


class SoftmaxWithLoss(Layer):
    """Softmax and cross-entropy in one, averaged over the batch.

    Attributes
    ----------
    y : (N, K) array
        Probabilities, there after `forward`.
    loss : float

    Examples
    --------
    >>> import numpy as np
    >>> layer = SoftmaxWithLoss()
    >>> round(layer.forward(np.zeros((1, 4)), np.array([2])), 4) == round(float(np.log(4)), 4)
    True
    >>> layer.backward()
    array([[ 0.25,  0.25, -0.75,  0.25]])
    """

    def __init__(self) -> None:
        self.loss: Kept = None
        self.y: Kept = None
        self.t: Kept = None

    def forward(self, x: Array, t: Array) -> float:
        """Return the mean cross-entropy.

        Parameters
        ----------
        x : (N, K) array
            Scores, any numbers.
        t : (N,) or (N, 1) array of labels 0 … K - 1, or (N, K) array of one-hot rows or probabilities
            What is right.

        Returns
        -------
        float

        Raises
        ------
        TypeError, ValueError
            If the shapes do not match or a label is out of range.
        """
        require_numbers(x, "SoftmaxWithLoss")
        require_numbers(t, "SoftmaxWithLoss's t")
        if x.ndim != 2:
            raise ValueError(f"SoftmaxWithLoss needs scores of shape (N, K); got {tuple(x.shape)}.")
        require_batch(x, "SoftmaxWithLoss")
        xp = array_module(x)
        self.dtype = x.dtype if x.dtype.kind == "f" else "float64"
        (x,) = self.working(x.astype(self.dtype, copy=False))
        self.t = self._one_hot(t, x)
        # Subtracting the largest score changes nothing in the quotient and keeps exp from overflowing.
        shifted = x - x.max(axis=1, keepdims=True)
        log_y = shifted - xp.log(xp.exp(shifted).sum(axis=1, keepdims=True))
        self.y = xp.exp(log_y)
        self.loss = float(to_numpy(-(self.t * log_y).sum() / len(x)))
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        """Return (y - t) / N times `dout`, an (N, K) array.

        Parameters
        ----------
        dout : number
            Gradient of what follows; 1 if the loss is the end.
        """
        if self.y is None:
            raise ValueError("SoftmaxWithLoss.backward was called before forward.")
        return ((self.y - self.t) * (dout / len(self.y))).astype(self.dtype, copy=False)

    @staticmethod
    def _one_hot(t: Array, x: Array) -> Array:
        """Return the labels as an (N, K) array in the dtype of `x`."""
        xp, (N, K) = array_module(x), x.shape
        if t.shape == x.shape and K > 1:
            t = t.astype(x.dtype, copy=False)
            off = float(to_numpy(abs(t.sum(axis=1) - 1).max()))
            if off > 1e-3 or float(to_numpy(t.min())) < 0:
                raise ValueError("Each row of t must be one-hot, or probabilities that sum to 1; one is not.")
            return t
        if t.shape not in ((N,), (N, 1)):
            raise ValueError(
                f"SoftmaxWithLoss needs {N} labels or one-hot rows for scores of shape {(N, K)}; "
                f"got t of shape {tuple(t.shape)}."
            )
        if t.dtype.kind not in "iu":
            raise TypeError(f"Labels must be whole numbers; got dtype {t.dtype}: convert with .astype(int).")
        labels = t.reshape(N, 1)
        low, high = int(to_numpy(labels.min())), int(to_numpy(labels.max()))
        if low < 0 or high >= K:
            raise ValueError(
                f"Labels must be from 0 to {K - 1} for {K} classes; got {low if low < 0 else high}."
            )
        return (labels == xp.arange(K)).astype(x.dtype)

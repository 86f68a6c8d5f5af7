"""Dropout: forget at random while training, so that nothing is learned by heart."""

from __future__ import annotations

import numpy as np

from modlab.inside.backend import Array, Seed, array_module
from modlab.layers.base import Kept, Layer, require_batch, require_numbers, require_shape


class Dropout(Layer):
    """In training put 0 for a random part of the numbers and scale the rest up; otherwise do nothing.

    The scaling (inverted dropout) keeps the expected value, so nothing has to be scaled when testing.

    Parameters
    ----------
    dropout_ratio : float
        Part that is dropped, 0 <= ratio < 1.
    rng : numpy.random.Generator or int, optional
        Source of randomness; give one to repeat a run. Drawn on the host, also for CuPy arrays: a number is kept
        where `rng.random(x.shape, float32)` is at least `dropout_ratio`.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Dropout(0.5, np.random.default_rng(0))
    >>> x = np.ones(4)
    >>> layer.forward(x)
    array([1., 1., 1., 1.])
    >>> sorted(set(layer.forward(np.ones(100), train=True).tolist()))
    [0.0, 2.0]
    """

    has_train_mode = True

    def __init__(self, dropout_ratio: float = 0.5, rng: Seed = None) -> None:
        if not 0 <= dropout_ratio < 1:
            raise ValueError(f"dropout_ratio must be at least 0 and below 1; got {dropout_ratio!r}.")
        self.dropout_ratio = dropout_ratio
        self.rng = np.random.default_rng(rng)
        self.mask: Kept = None
        self.shape: Kept = None

    def forward(self, x: Array, train: bool = False) -> Array:
        """Return an array shaped as `x`; `x` itself if not `train`."""
        require_numbers(x, "Dropout")
        require_batch(x, "Dropout")
        self.shape = x.shape
        if not train or self.dropout_ratio == 0:
            self.mask = None
            return x
        kept = self.rng.random(x.shape, dtype=np.float32) >= self.dropout_ratio
        dtype = x.dtype if x.dtype.kind == "f" else np.float64
        self.mask = array_module(x).asarray(kept.astype(dtype) / (1 - self.dropout_ratio))
        return x * self.mask

    def backward(self, dout: Array) -> Array:
        """Return `dout` where the input was kept, scaled likewise, else 0."""
        require_shape(dout, self.shape, "Dropout")
        return dout if self.mask is None else dout * self.mask

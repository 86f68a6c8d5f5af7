"""Layers that keep the numbers in a comfortable range."""

from __future__ import annotations

import numpy as np

from modlab.inside.backend import Array, Shape, array_module
from modlab.layers.base import (
    Kept,
    Layer,
    require_batch,
    require_images,
    require_numbers,
    require_shape,
    result_dtype,
)


class BatchNormalization(Layer):
    """Give every feature mean 0 and variance 1 over the batch, then scale by gamma and shift by beta.

    A feature is a column of an (N, D) array, or a channel of an (N, C, H, W) array. In training the batch's
    own mean and variance are used and running averages updated; otherwise the running averages are used.

    Parameters
    ----------
    gamma, beta : (D,) or (C,) arrays
    momentum : float
        Weight of the past in the running averages.
    running_mean, running_var : arrays shaped as `gamma`, or None
        Where the running averages start: None for 0 and 1.
    eps : float
        Added to the variance.

    Attributes
    ----------
    dgamma, dbeta : arrays shaped as `gamma`

    Notes
    -----
    As in PyTorch the batch is scaled by the variance divided by n and `running_var` averages the
    variance divided by n - 1. PyTorch's `momentum` is 1 minus this one.

    Source: S. Ioffe, C. Szegedy, "Batch Normalization", 2015.

    Examples
    --------
    >>> import numpy as np
    >>> layer = BatchNormalization(np.ones(1), np.zeros(1), eps=0)
    >>> layer.forward(np.array([[1.0], [3.0]]), train=True)
    array([[-1.],
           [ 1.]])
    """

    parameters = ("gamma", "beta")
    state = ("running_mean", "running_var")
    has_train_mode = True

    def __init__(
        self,
        gamma: Array,
        beta: Array,
        momentum: float = 0.9,
        running_mean: Array | None = None,
        running_var: Array | None = None,
        eps: float = 1e-5,
    ) -> None:
        require_numbers(gamma, "BatchNormalization's gamma")
        if gamma.ndim != 1 or gamma.shape != beta.shape:
            raise ValueError(
                "BatchNormalization needs gamma and beta with one number a feature; "
                f"got {gamma.shape} and {beta.shape}."
            )
        xp = array_module(gamma)
        self.gamma, self.beta = gamma, beta
        self.momentum, self.eps = momentum, eps
        # Averages of many small steps: kept in float32 at least.
        dtype = np.result_type(gamma.dtype, np.float32)
        self.running_mean = xp.zeros(gamma.shape, dtype) if running_mean is None else running_mean
        self.running_var = xp.ones(gamma.shape, dtype) if running_var is None else running_var
        self.dgamma: Kept = None
        self.dbeta: Kept = None
        self.normal: Kept = None
        self.scale: Kept = None

    def forward(self, x: Array, train: bool = False) -> Array:
        """Normalize.

        Parameters
        ----------
        x : (N, D) or (N, C, H, W) array
        train : bool
            True: use this batch's mean and variance. False: the running averages.

        Returns
        -------
        array shaped as `x`

        Raises
        ------
        ValueError
            If the number of features is not gamma's, or a training batch has one value a feature.
        """
        require_numbers(x, "BatchNormalization")
        require_batch(x, "BatchNormalization")
        if x.ndim not in (2, 4) or x.shape[1] != len(self.gamma):
            raise ValueError(
                f"BatchNormalization needs x of shape (N, {len(self.gamma)}) or "
                f"(N, {len(self.gamma)}, H, W); got {tuple(x.shape)}."
            )
        xp = array_module(x)
        self.train = train
        work, gamma, beta = self.working(x, self.gamma, self.beta)
        if train:
            count = x.size // x.shape[1]
            if count < 2:
                raise ValueError(
                    f"BatchNormalization cannot train on x of shape {tuple(x.shape)}: "
                    "one value a feature has no variance."
                )
            mean = work.mean(axis=self._axes(x))
            centered = work - self._along(mean, x)
            var = (centered * centered).mean(axis=self._axes(x))
            past, new = self.momentum, 1 - self.momentum
            kept = self.running_mean.dtype
            self.running_mean = (past * self.running_mean + new * mean).astype(kept)
            self.running_var = (past * self.running_var + new * var * (count / (count - 1))).astype(kept)
        else:
            mean, var = (a.astype(work.dtype, copy=False) for a in (self.running_mean, self.running_var))
            centered = work - self._along(mean, x)
        self.scale = 1 / xp.sqrt(var + self.eps)
        self.normal = centered * self._along(self.scale, x)
        out = self._along(gamma, x) * self.normal + self._along(beta, x)
        return out.astype(result_dtype(x, self.gamma, self.beta), copy=False)

    def backward(self, dout: Array) -> Array:
        """Carry the gradient back, also through the batch's mean and variance if that is what was used.

        Parameters
        ----------
        dout : array shaped as `x`

        Returns
        -------
        array shaped as `x`
        """
        require_shape(dout, self.normal is not None and self.normal.shape, "BatchNormalization")
        gradient, gamma = self.working(dout, self.gamma)
        axes = self._axes(dout)
        dgamma, dbeta = (gradient * self.normal).sum(axis=axes), gradient.sum(axis=axes)
        self.dgamma = dgamma.astype(self.gamma.dtype, copy=False)
        self.dbeta = dbeta.astype(self.beta.dtype, copy=False)
        if self.train:
            # What the mean and the variance took away: the parts of dout along 1 and along `normal`.
            count = dout.size // dout.shape[1]
            gradient = (
                gradient - self._along(dbeta / count, dout) - self.normal * self._along(dgamma / count, dout)
            )
        return (gradient * self._along(gamma * self.scale, dout)).astype(dout.dtype, copy=False)

    @staticmethod
    def _axes(x: Array) -> Shape:
        return (0,) if x.ndim == 2 else (0, 2, 3)

    @staticmethod
    def _along(feature: Array, x: Array) -> Array:
        """Shape one number a feature so that it meets `x`."""
        return feature if x.ndim == 2 else feature[:, None, None]


class LocalResponseNormalization(Layer):
    """Divide every number by a power of the energy in its channel's neighbourhood.

    out[c] = x[c] / (k + alpha * sum of x[j]**2) ** beta, over the `size` channels j around c.

    Parameters
    ----------
    size : int
        Channels in a neighbourhood.
    alpha, beta, k : float
        The defaults are AlexNet's.

    Notes
    -----
    PyTorch's `alpha` is divided by `size`, this one is not, as in the paper.

    Source: A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet Classification with Deep Convolutional Neural
    Networks", 2012, section 3.3.

    Examples
    --------
    >>> import numpy as np
    >>> layer = LocalResponseNormalization(size=3, alpha=1.0, beta=1.0, k=0.0)
    >>> layer.forward(np.array([1.0, 2.0, 2.0]).reshape(1, 3, 1, 1)).ravel()
    array([0.2       , 0.22222222, 0.25      ])
    """

    def __init__(self, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0) -> None:
        if not isinstance(size, int) or size < 1:
            raise ValueError(
                f"LocalResponseNormalization's size must be a whole number of at least 1; got {size!r}."
            )
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k
        self.x: Kept = None
        self.energy: Kept = None

    def forward(self, x: Array) -> Array:
        """Return an array shaped as `x` (N, C, H, W)."""
        require_images(x, "LocalResponseNormalization")
        self.x = x
        (work,) = self.working(x, dtype=None if x.dtype.kind == "f" else "float64")
        self.energy = self.k + self.alpha * self._neighbourhood_sum(work * work, self.size // 2)
        out = work * self.energy**-self.beta
        return out.astype(x.dtype, copy=False) if x.dtype.kind == "f" else out

    def backward(self, dout: Array) -> Array:
        """Return the gradient, an array shaped as `x`."""
        require_shape(dout, self.x is not None and self.x.shape, "LocalResponseNormalization")
        x, gradient = self.working(self.x, dout)
        power = self.energy**-self.beta
        # Channel j stands in the neighbourhood of the channels whose neighbourhood, turned round, holds j.
        spread = self._neighbourhood_sum(gradient * x * power / self.energy, (self.size - 1) // 2)
        dx = gradient * power - 2 * self.alpha * self.beta * x * spread
        return dx.astype(dout.dtype, copy=False)

    def _neighbourhood_sum(self, a: Array, before: int) -> Array:
        """Sum `a` over the channels from `before` below to size - 1 - `before` above each channel."""
        xp, channels = array_module(a), a.shape[1]
        total = xp.zeros_like(a)
        for shift in range(-before, self.size - before):
            if abs(shift) < channels:
                to = slice(max(0, -shift), channels - max(0, shift))
                source = slice(max(0, shift), channels + min(0, shift))
                total[:, to] += a[:, source]
        return total

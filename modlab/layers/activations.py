"""What bends the line between two linear layers."""

from __future__ import annotations

from modlab.inside.backend import Array, array_module
from modlab.inside.threads import for_each, shares
from modlab.layers.base import Kept, Layer, require_batch, require_numbers, require_shape


class Relu(Layer):
    """Keep what is positive, put 0 for the rest. At 0 the gradient is 0.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Relu()
    >>> layer.forward(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 2.])
    >>> layer.backward(np.array([5.0, 5.0, 5.0]))
    array([0., 0., 5.])
    """

    def __init__(self) -> None:
        self.out: Kept = None

    def forward(self, x: Array) -> Array:
        """Return max(x, 0), an array shaped as `x`."""
        require_numbers(x, "Relu")
        require_batch(x, "Relu")
        xp = array_module(x)
        self.out = xp.empty_like(x)
        for_each(lambda share: xp.maximum(x[share], 0, out=self.out[share]), shares(x, axis=1))
        return self.out

    def backward(self, dout: Array) -> Array:
        """Return `dout` where the input was positive, else 0; a new array, `dout` is not written to."""
        require_shape(dout, self.out is not None and self.out.shape, "Relu")
        xp = array_module(dout)
        dx = xp.empty_like(dout)
        for_each(
            lambda share: xp.multiply(dout[share], self.out[share] > 0, out=dx[share]), shares(dx, axis=1)
        )
        return dx


class Sigmoid(Layer):
    """Squash every number to between 0 and 1: 1 / (1 + exp(-x)).

    Examples
    --------
    >>> import numpy as np
    >>> layer = Sigmoid()
    >>> layer.forward(np.array([0.0, -1000.0, 1000.0]))
    array([0.5, 0. , 1. ])
    >>> layer.backward(np.ones(3))
    array([0.25, 0.  , 0.  ])
    """

    def __init__(self) -> None:
        self.out: Kept = None

    def forward(self, x: Array) -> Array:
        """Return 1 / (1 + exp(-x)), an array shaped as `x`; whole numbers come back as float64."""
        require_numbers(x, "Sigmoid")
        require_batch(x, "Sigmoid")
        xp = array_module(x)
        # Only exp of a negative number is taken, so a large |x| cannot overflow.
        small = xp.exp(-xp.abs(x))
        self.out = xp.where(x >= 0, 1 / (1 + small), small / (1 + small))
        return self.out

    def backward(self, dout: Array) -> Array:
        """Return dout * out * (1 - out)."""
        require_shape(dout, self.out is not None and self.out.shape, "Sigmoid")
        return dout * self.out * (1 - self.out)

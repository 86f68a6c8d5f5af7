"""Layers that only bring arrays together or give them another shape."""

from __future__ import annotations

from modlab.inside.backend import Array, array_module
from modlab.layers.base import Kept, Layer, laid_out_like, require_batch, require_numbers, require_shape


class Flatten(Layer):
    """Make one row of every sample.

    Examples
    --------
    >>> import numpy as np
    >>> Flatten().forward(np.zeros((2, 3, 4, 5))).shape
    (2, 60)
    """

    def __init__(self) -> None:
        self.x: Kept = None

    def forward(self, x: Array) -> Array:
        """Return `x` (N, …) as (N, D)."""
        require_batch(x, "Flatten")
        self.x = x
        return x.reshape(x.shape[0], -1)

    def backward(self, dout: Array) -> Array:
        """Return `dout` in the shape of `x`."""
        flat = self.x is not None and (len(self.x), self.x[0].size)
        require_shape(dout, flat, "Flatten")
        return laid_out_like(self.x, dout.reshape(self.x.shape))


class Add(Layer):
    """Add branches of the same shape: the end of a residual block.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Add()
    >>> layer.forward(np.array([1.0, 2.0]), np.array([10.0, 20.0]))
    array([11., 22.])
    >>> layer.backward(np.array([1.0, 1.0]))
    (array([1., 1.]), array([1., 1.]))
    """

    def __init__(self) -> None:
        self.branches = 0
        self.shape: Kept = None

    def forward(self, *branches: Array) -> Array:
        """Return the sum of arrays of one shape."""
        if not branches:
            raise ValueError("Add needs at least one branch.")
        for branch in branches:
            require_numbers(branch, "Add")
            if branch.shape != branches[0].shape:
                raise ValueError(
                    f"Add needs branches of one shape; got {branches[0].shape} and {branch.shape}."
                )
        self.branches, self.shape = len(branches), branches[0].shape
        return sum(branches[1:], branches[0])

    def backward(self, dout: Array) -> tuple[Array, ...]:
        """Return `dout` once for each branch: one array in every place, so do not write to it."""
        require_shape(dout, self.shape, "Add")
        return (dout,) * self.branches


class Concatenate(Layer):
    """Put branches behind each other along their channels: the end of an Inception block.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Concatenate()
    >>> layer.forward(np.zeros((1, 2, 3, 3)), np.zeros((1, 4, 3, 3))).shape
    (1, 6, 3, 3)
    >>> [part.shape for part in layer.backward(np.ones((1, 6, 3, 3)))]
    [(1, 2, 3, 3), (1, 4, 3, 3)]
    """

    def __init__(self) -> None:
        self.shapes: Kept = None

    def forward(self, *branches: Array) -> Array:
        """Return (N, C1 + C2 + …, …); all sizes but the second must agree."""
        if not branches:
            raise ValueError("Concatenate needs at least one branch.")
        first = branches[0].shape
        for branch in branches:
            require_numbers(branch, "Concatenate")
            if branch.ndim < 2 or (branch.shape[0], *branch.shape[2:]) != (first[0], *first[2:]):
                raise ValueError(
                    f"Concatenate needs branches that differ only in channels; got {first}, {branch.shape}."
                )
        self.shapes = [branch.shape for branch in branches]
        return array_module(branches[0]).concatenate(branches, axis=1)

    def backward(self, dout: Array) -> tuple[Array, ...]:
        """Return each branch's part of `dout`."""
        if self.shapes is None:
            raise ValueError("Concatenate.backward was called before forward.")
        first = self.shapes[0]
        require_shape(dout, (first[0], sum(s[1] for s in self.shapes), *first[2:]), "Concatenate")
        parts, start = [], 0
        for shape in self.shapes:
            parts.append(dout[:, start : start + shape[1]])
            start += shape[1]
        return tuple(parts)

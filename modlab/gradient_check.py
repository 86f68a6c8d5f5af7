"""Is a layer's way back right? Nudge every number and compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from modlab.inside.backend import Array
from modlab.layers import Layer


def numerical_gradient(f: Callable[[], float], x: Array, nudge: float = 1e-5) -> Array:
    """Measure how `f()` changes with every number in `x`.

    Parameters
    ----------
    f : callable
        Takes nothing, reads `x`, returns a number.
    x : float64 numpy array
        Changed while measuring; afterwards as before.
    nudge : float

    Returns
    -------
    array shaped as `x`

    Examples
    --------
    >>> x = np.array([1.0, 2.0])
    >>> numerical_gradient(lambda: (x**2).sum(), x).round(6)
    array([2., 4.])
    """
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        before = x[index]
        x[index] = before + nudge
        above = f()
        x[index] = before - nudge
        below = f()
        x[index] = before
        gradient[index] = (above - below) / (2 * nudge)
    return gradient


def check_gradients(
    layer: Layer, x: Array, dout: Array | None = None, tolerance: float = 1e-6, **forward: Any
) -> dict[str, float]:
    """Compare a layer's gradients with measured ones, and raise if any is off.

    Parameters
    ----------
    layer : Layer
    x : float64 numpy array
    dout : array shaped as the output, or None
        None for random numbers. A `dout` of ones, or windows that do not overlap, would let mistakes pass.
    tolerance : float
        Largest difference allowed, as a part of the largest measured number.
    **forward
        Further arguments of `layer.forward`.

    Returns
    -------
    dict of str to float
        For `x` and each parameter the largest difference, as a part of the largest measured number.

    Raises
    ------
    AssertionError
        Names the gradient that is off, and by how much.

    Examples
    --------
    >>> from modlab.layers import Relu
    >>> check_gradients(Relu(), np.array([-1.0, 2.0])).keys()
    dict_keys(['x'])
    """
    out = layer.forward(x, **forward)
    if dout is None:
        dout = np.random.default_rng(0).standard_normal(out.shape)
    gradients = {"x": layer.backward(dout)}
    arrays = {"x": x}
    for name in layer.parameters:
        if getattr(layer, name) is not None:
            gradients[name], arrays[name] = getattr(layer, "d" + name), getattr(layer, name)

    differences = {}
    for name, array in arrays.items():
        measured = numerical_gradient(lambda: float((layer.forward(x, **forward) * dout).sum()), array)
        scale = max(abs(measured).max(), np.finfo(float).tiny)
        differences[name] = float(abs(gradients[name] - measured).max() / scale)
        assert differences[name] <= tolerance, (
            f"The gradient of {name} is off by {differences[name]:.2g} of its largest value."
        )
    return differences

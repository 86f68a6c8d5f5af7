"""What every layer has, and the questions every layer asks of its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from modlab.inside.backend import Array, array_module

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

# What forward leaves for backward, and backward for the optimizer: None until then.
Kept = Any


class Layer:
    """A step of a network that can be run forward and backward.

    Attributes
    ----------
    parameters : tuple of str
        Names of the attributes that are learned; the gradient of `W` is the attribute `dW`.
    state : tuple of str
        Names of the attributes that are kept with the parameters but not learned by gradients.
    has_train_mode : bool
        True if `forward` takes a second argument, `train`.
    true_float16 : bool
        What float16 arrays are computed in. False: in float32, and the result is rounded back to float16.
        True: every array on the way is float16 too. (Inside a matrix product NumPy still adds up in float32, as
        GPUs do, and it is slow.) Other dtypes are computed in their own precision.
    """

    parameters: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    has_train_mode = False
    true_float16 = False
    # Every layer has these two; what they take differs.
    forward: Callable[..., Any]
    backward: Callable[..., Any]

    def working(self, *arrays: Array | None, dtype: DTypeLike | None = None) -> list[Any]:
        """Return the arrays in the dtype to compute in.

        Parameters
        ----------
        *arrays : arrays or None
        dtype : dtype or None
            Where the arrays meet; None leaves each in its own.

        Returns
        -------
        list of arrays
            float16 becomes float32 unless `true_float16`.
        """
        return [
            None if a is None else a.astype(self._working_dtype(dtype or a.dtype), copy=False) for a in arrays
        ]

    def _working_dtype(self, dtype: DTypeLike) -> DTypeLike:
        return "float32" if dtype == "float16" and not self.true_float16 else dtype


def require_numbers(x: Any, what: str) -> None:
    """Refuse anything but whole or floating-point numbers.

    Raises
    ------
    TypeError
        Names `what` and the dtype found.
    """
    kind = getattr(getattr(x, "dtype", None), "kind", None)
    if kind is None:
        raise TypeError(f"{what} needs an array; got {type(x).__name__}: wrap it in numpy.array(...).")
    if kind not in "iuf":
        raise TypeError(f"{what} needs numbers; got dtype {x.dtype}: convert with .astype('float32').")


def require_images(x: Array, what: str) -> None:
    """Refuse anything but a batch of at least one image.

    Raises
    ------
    TypeError, ValueError
        One sentence that names `what` and what was found.
    """
    require_numbers(x, what)
    if x.ndim != 4:
        raise ValueError(
            f"{what} needs images of 4 dimensions (N, C, H, W); got {x.ndim}: shape {tuple(x.shape)}."
        )
    require_batch(x, what)


def require_batch(x: Array, what: str) -> None:
    """Refuse a batch of no samples.

    Raises
    ------
    ValueError
        Names `what` and the shape.
    """
    if x.ndim == 0 or x.size == 0:
        raise ValueError(f"{what} got an empty batch: shape {tuple(x.shape)}.")


def require_shape(dout: Array, shape: Any, what: str) -> None:
    """Refuse a `dout` that does not have the `shape` of what forward returned; before forward it is None or False.

    Raises
    ------
    TypeError, ValueError
        Names `what` and both shapes.
    """
    if not shape:
        raise ValueError(f"{what}.backward was called before forward.")
    require_numbers(dout, f"{what}.backward")
    if tuple(dout.shape) != tuple(shape):
        raise ValueError(f"{what}.backward needs dout of shape {tuple(shape)}; got {tuple(dout.shape)}.")


def result_dtype(*arrays: Array | None) -> np.dtype:
    """Return the dtype in which the arrays meet, None left out."""
    present = [a for a in arrays if a is not None]
    return array_module(present[0]).result_type(*(a.dtype for a in present))


def laid_out_like(x: Array, values: Array) -> Array:
    """Return `values` in the shape of `x` and in its order in memory.

    Convolutions keep their images row by row (see `modlab.inside.convolve`); a gradient in that order is the
    fastest to read.
    """
    copy = array_module(x).empty_like(x, dtype=values.dtype)
    copy[...] = values
    return copy

"""Layers with fresh weights: what every network is built from."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from modlab.inside.backend import Array, Shape
from modlab.layers import Affine, BatchNormalization, Convolution


def normal(rng: np.random.Generator, shape: Shape, std: float) -> Array:
    """Return float32 numbers drawn from a normal distribution.

    Parameters
    ----------
    rng : numpy.random.Generator
    shape : tuple of int
    std : float

    Returns
    -------
    float32 array
    """
    values = rng.standard_normal(shape, dtype=np.float32)
    values *= np.float32(std)
    return values


def convolution(
    rng: np.random.Generator,
    channels: int,
    filter_num: int,
    filter_size: int,
    stride: int = 1,
    pad: int = 0,
    std: float | None = None,
    bias: bool = True,
) -> Convolution:
    """Return a Convolution with random filters.

    Parameters
    ----------
    rng : numpy.random.Generator
    channels, filter_num, filter_size : int
    stride, pad : int
    std : float, optional
        Standard deviation of the weights. None: He initialisation, the root of 2 / (inputs of one output).
    bias : bool

    Returns
    -------
    Convolution

    Examples
    --------
    >>> convolution(np.random.default_rng(0), 3, 8, 5).W.shape
    (8, 3, 5, 5)
    """
    std = math.sqrt(2 / (channels * filter_size**2)) if std is None else std
    W = normal(rng, (filter_num, channels, filter_size, filter_size), std)
    return Convolution(W, np.zeros(filter_num, np.float32) if bias else None, stride, pad)


def affine(rng: np.random.Generator, inputs: int, outputs: int, std: float | None = None) -> Affine:
    """Return an Affine layer with random weights; None for `std` is He initialisation.

    Examples
    --------
    >>> affine(np.random.default_rng(0), 3, 8).W.shape
    (3, 8)
    """
    std = math.sqrt(2 / inputs) if std is None else std
    return Affine(normal(rng, (inputs, outputs), std), np.zeros(outputs, np.float32))


def batch_normalization(channels: int) -> BatchNormalization:
    """Return a BatchNormalization that starts by changing neither scale nor place."""
    return BatchNormalization(np.ones(channels, np.float32), np.zeros(channels, np.float32))


def settings(name: str, given: dict[str, int] | None, defaults: dict[str, int]) -> dict[str, Any]:
    """Return `defaults` with what was given put over them.

    Raises
    ------
    ValueError
        If something given is not among the defaults.

    Examples
    --------
    >>> settings("conv_param", {"pad": 2}, {"filter_num": 30, "pad": 0})
    {'filter_num': 30, 'pad': 2}
    """
    unknown = set(given or {}) - set(defaults)
    if unknown:
        raise ValueError(f"{name} has no entry {min(unknown)!r}: its entries are {', '.join(defaults)}.")
    return {**defaults, **(given or {})}

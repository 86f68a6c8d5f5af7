"""Count a network: the shape, the parameters and the multiply-adds of every layer."""

from __future__ import annotations

import math
from dataclasses import dataclass

from modlab.im2col import output_shape
from modlab.inside.backend import Shape
from modlab.layers import Affine, AveragePooling, Convolution, Flatten, GlobalAveragePooling, Layer, Pooling
from modlab.networks.blocks import Branches, Groups, Residual, Sequential, SubsampleAndPad


@dataclass(frozen=True)
class Row:
    """One layer: its name, kind, output shape of one image, parameters, multiply-adds for one image."""

    name: str
    kind: str
    shape: tuple
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class Summary:
    """All rows and their sums; prints as a table."""

    rows: tuple

    @property
    def parameters(self) -> int:
        """Numbers that are learned, an int."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiplications, each with its addition, to recognize one image, an int."""
        return sum(row.multiply_adds for row in self.rows)

    def __str__(self) -> str:
        cells = [("layer", "kind", "output shape", "parameters", "multiply-adds")]
        for row in self.rows:
            shape = " × ".join(map(str, row.shape))
            cells.append((row.name, row.kind, shape, f"{row.parameters:,}", f"{row.multiply_adds:,}"))
        cells.append(("total", "", "", f"{self.parameters:,}", f"{self.multiply_adds:,}"))
        widths = [max(len(line[i]) for line in cells) for i in range(5)]
        lines = [
            "  ".join(
                cell.ljust(w) if i < 3 else cell.rjust(w)
                for i, (cell, w) in enumerate(zip(line, widths, strict=True))
            )
            for line in cells
        ]
        rule = "-" * max(map(len, lines))
        return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])

    __repr__ = __str__


def summarize(network: Sequential, input_dim: Shape) -> Summary:
    """Follow one image's shape through all layers.

    Parameters
    ----------
    network : Sequential
    input_dim : (C, H, W)

    Returns
    -------
    Summary

    Examples
    --------
    >>> import numpy as np
    >>> from modlab.networks.build import convolution
    >>> one = Sequential({"Conv1": convolution(np.random.default_rng(0), 3, 10, 5, pad=2)})
    >>> print(summarize(one, (3, 32, 32)))
    layer  kind         output shape  parameters  multiply-adds
    -----------------------------------------------------------
    Conv1  Convolution  10 × 32 × 32         760        768,000
    -----------------------------------------------------------
    total                                    760        768,000
    """
    rows: list[Row] = []
    follow(network, tuple(input_dim), "", rows)
    return Summary(tuple(rows))


def follow(layer: Layer, shape: Shape, name: str, rows: list[Row]) -> Shape:
    """Add the rows of one layer or block and return the shape that leaves it."""
    if isinstance(layer, Sequential):
        for child_name, child in layer.layers.items():
            shape = follow(child, shape, join(name, child_name), rows)
        return shape
    if isinstance(layer, Residual):
        out = follow(layer.body, shape, name, rows)
        if layer.shortcut is not None:
            follow(layer.shortcut, shape, join(name, "shortcut"), rows)
        return follow(layer.add, out, join(name, "add"), rows)
    if isinstance(layer, (Branches, Groups)):
        if isinstance(layer, Groups):
            shape = (shape[0] // len(layer.groups), *shape[1:])
        children = layer.children()
        ends = [
            follow(child, shape, join(name, n), rows) for n, child in children.items() if n != "concatenate"
        ]
        out = (sum(end[0] for end in ends), *ends[0][1:])
        return follow(layer.concatenate, out, join(name, "concatenate"), rows)
    out, multiply_adds = leaf_shape(layer, shape)
    parameters = sum(getattr(layer, p).size for p in layer.parameters if getattr(layer, p) is not None)
    rows.append(Row(name, type(layer).__name__, out, parameters, multiply_adds))
    return out


def leaf_shape(layer: Layer, shape: Shape) -> tuple[Shape, int]:
    """Return the output shape and the multiply-adds of a single layer, for one image."""
    if isinstance(layer, Convolution):
        FN, C, FH, FW = layer.W.shape
        out = (FN, *output_shape((1, *shape), FH, FW, layer.stride, layer.pad))
        return out, FN * out[1] * out[2] * C * FH * FW
    if isinstance(layer, (Pooling, AveragePooling)):
        window = output_shape((1, *shape), layer.pool_h, layer.pool_w, layer.stride, layer.pad)
        return (shape[0], *window), 0
    if isinstance(layer, Affine):
        return layer.W.shape[1:], layer.W.size
    if isinstance(layer, GlobalAveragePooling):
        return shape[:1], 0
    if isinstance(layer, Flatten):
        return (math.prod(shape),), 0
    if isinstance(layer, SubsampleAndPad):
        return (layer.channels, *((side - 1) // layer.stride + 1 for side in shape[1:])), 0
    return shape, 0


def join(name: str, child: str) -> str:
    """Put a layer's name behind that of the block it is in."""
    return f"{name}.{child}" if name else child


def shape_after(layers: dict[str, Layer], input_dim: Shape) -> Shape:
    """Return the shape of one image behind some layers, without computing anything.

    Parameters
    ----------
    layers : dict of str to Layer
    input_dim : tuple of int

    Returns
    -------
    tuple of int
    """
    return follow(Sequential(layers), tuple(input_dim), "", [])

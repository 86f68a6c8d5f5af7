"""LeNet of 1998, and what it would be today."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from modlab.im2col import conv_output_size
from modlab.inside.backend import Seed, Shape
from modlab.layers import AveragePooling, Layer, Pooling, Relu, Sigmoid
from modlab.networks.base import Network
from modlab.networks.build import affine, convolution


def lenet_layers(
    input_dim: Shape,
    output_size: int,
    activation: type[Relu] | type[Sigmoid],
    pooling: type[Pooling] | type[AveragePooling],
    std: Callable[[int], float],
    rng: np.random.Generator,
) -> dict[str, Layer]:
    """Return LeNet-5's layers with the activation, the pooling and the initialisation given."""
    C, H, W = input_dim
    h, w = (conv_output_size(conv_output_size(size, 5, 1, 2), 2, 2) for size in (H, W))
    h, w = (conv_output_size(conv_output_size(size, 5), 2, 2) for size in (h, w))
    name = activation.__name__
    return {
        "Conv1": convolution(rng, C, 6, 5, pad=2, std=std(C * 25)),
        f"{name}1": activation(),
        "Pool1": pooling(2, 2, stride=2),
        "Conv2": convolution(rng, 6, 16, 5, std=std(6 * 25)),
        f"{name}2": activation(),
        "Pool2": pooling(2, 2, stride=2),
        "Affine1": affine(rng, 16 * h * w, 120, std(16 * h * w)),
        f"{name}3": activation(),
        "Affine2": affine(rng, 120, 84, std(120)),
        f"{name}4": activation(),
        "Affine3": affine(rng, 84, output_size, std(84)),
    }


class LeNet(Network):
    """LeNet-5 with sigmoid and average pooling.

    28 × 28 images are padded to the 32 × 32 of the paper by the first convolution. Three things are
    simpler than in 1998: every filter of the second convolution sees all six channels (the paper's table of
    connections leaves 900 weights out), averaging has no weights of its own (there: 12 and 32), and the last
    layer is an Affine of 850 weights (there: 840 fixed numbers).

    Parameters
    ----------
    input_dim : (C, H, W)
    output_size : int
    rng : numpy.random.Generator or int, optional

    Notes
    -----
    Source: Y. LeCun et al., "Gradient-based learning applied to document recognition", 1998.

    Examples
    --------
    >>> LeNet(rng=0).summary().parameters
    61706
    """

    weights_name = "lenet"

    def __init__(self, input_dim: Shape = (1, 28, 28), output_size: int = 10, rng: Seed = None) -> None:
        rng = np.random.default_rng(rng)
        # A sigmoid's slope is at most 1/4: with weights any smaller nothing would reach the first layer.
        layers = lenet_layers(
            input_dim, output_size, Sigmoid, AveragePooling, lambda inputs: math.sqrt(4 / inputs), rng
        )
        super().__init__(layers, input_dim, rng)


class ModernLeNet(Network):
    """LeNet with today's habits: ReLU, max pooling, He initialisation.

    Parameters
    ----------
    input_dim : (C, H, W)
    output_size : int
    rng : numpy.random.Generator or int, optional
    """

    weights_name = "modern-lenet"

    def __init__(self, input_dim: Shape = (1, 28, 28), output_size: int = 10, rng: Seed = None) -> None:
        rng = np.random.default_rng(rng)
        layers = lenet_layers(
            input_dim, output_size, Relu, Pooling, lambda inputs: math.sqrt(2 / inputs), rng
        )
        super().__init__(layers, input_dim, rng)

"""AlexNet, the network of 2012."""

from __future__ import annotations

import numpy as np

from modlab.inside.backend import Seed, Shape
from modlab.layers import Dropout, Layer, LocalResponseNormalization, Pooling, Relu
from modlab.networks.base import Network
from modlab.networks.blocks import Groups
from modlab.networks.build import affine, convolution
from modlab.networks.summary import shape_after


class AlexNet(Network):
    """Five convolutions and three fully connected layers, with ReLU, local response normalization and dropout.

    Parameters
    ----------
    input_dim : (C, H, W)
        The paper says 224 × 224; its own arithmetic needs 227 × 227.
    output_size : int
    groups : int
        2, as in the paper: the second, fourth and fifth convolution are split in halves that each see half of
        the channels, one for each GPU. 1 lets every filter see everything.
    hidden_size : int
        Outputs of the first two fully connected layers.
    rng : numpy.random.Generator or int, optional

    Notes
    -----
    Source: A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet Classification with Deep Convolutional Neural
    Networks", 2012.
    """

    def __init__(
        self,
        input_dim: Shape = (3, 227, 227),
        output_size: int = 1000,
        groups: int = 2,
        hidden_size: int = 4096,
        rng: Seed = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        layers = {
            "Conv1": convolution(rng, input_dim[0], 96, 11, stride=4),
            "Relu1": Relu(),
            "Norm1": LocalResponseNormalization(),
            "Pool1": Pooling(3, 3, stride=2),
            "Conv2": grouped_convolution(rng, groups, 96, 256, 5, 2),
            "Relu2": Relu(),
            "Norm2": LocalResponseNormalization(),
            "Pool2": Pooling(3, 3, stride=2),
            "Conv3": convolution(rng, 256, 384, 3, pad=1),
            "Relu3": Relu(),
            "Conv4": grouped_convolution(rng, groups, 384, 384, 3, 1),
            "Relu4": Relu(),
            "Conv5": grouped_convolution(rng, groups, 384, 256, 3, 1),
            "Relu5": Relu(),
            "Pool5": Pooling(3, 3, stride=2),
        }
        channels, h, w = shape_after(layers, input_dim)
        layers |= {
            "Affine6": affine(rng, channels * h * w, hidden_size),
            "Relu6": Relu(),
            "Dropout6": Dropout(0.5, rng),
            "Affine7": affine(rng, hidden_size, hidden_size),
            "Relu7": Relu(),
            "Dropout7": Dropout(0.5, rng),
            "Affine8": affine(rng, hidden_size, output_size),
        }
        super().__init__(layers, input_dim, rng)


def grouped_convolution(
    rng: np.random.Generator, groups: int, channels: int, filter_num: int, filter_size: int, pad: int
) -> Layer:
    """Return a convolution whose filters each see only their group's channels."""
    if groups == 1:
        return convolution(rng, channels, filter_num, filter_size, pad=pad)
    part = channels // groups, filter_num // groups, filter_size
    return Groups([convolution(rng, *part, pad=pad) for _ in range(groups)])

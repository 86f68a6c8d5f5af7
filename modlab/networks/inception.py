"""GoogLeNet and the block it is made of, Inception."""

from __future__ import annotations

import numpy as np

from modlab.inside.backend import Seed, Shape
from modlab.layers import (
    Dropout,
    GlobalAveragePooling,
    LocalResponseNormalization,
    Pooling,
    Relu,
)
from modlab.networks.base import Network
from modlab.networks.blocks import Branches, Sequential
from modlab.networks.build import affine, convolution

# For each block the filters of: 1 × 1; the narrowing before 3 × 3, 3 × 3; the narrowing before 5 × 5, 5 × 5; the 1 × 1
# behind the pooling. A None is a pooling between blocks.
BLOCKS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "Pool3": None,
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "Pool4": None,
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


class Inception(Branches):
    """Filters of several sizes side by side, with 1 × 1 convolutions that narrow the channels before the large ones.

    Parameters
    ----------
    rng : numpy.random.Generator
    channels : int
        Channels that come in.
    one : int
        Filters of 1 × 1.
    narrow_three, three : int
        1 × 1 filters that narrow, and the 3 × 3 filters behind them.
    narrow_five, five : int
        The same for 5 × 5.
    pooled : int
        1 × 1 filters behind the 3 × 3 pooling.

    Notes
    -----
    Source: C. Szegedy et al., "Going Deeper with Convolutions", 2014.

    Examples
    --------
    >>> block = Inception(np.random.default_rng(0), 192, 64, 96, 128, 16, 32, 32)
    >>> block.forward(np.zeros((1, 192, 7, 7), np.float32)).shape
    (1, 256, 7, 7)
    """

    def __init__(
        self,
        rng: np.random.Generator,
        channels: int,
        one: int,
        narrow_three: int,
        three: int,
        narrow_five: int,
        five: int,
        pooled: int,
    ) -> None:
        self.channels_out = one + three + five + pooled
        super().__init__(
            {
                "1x1": conv_relu(rng, channels, one, 1),
                "3x3": Sequential(
                    {
                        "narrow": conv_relu(rng, channels, narrow_three, 1),
                        "wide": conv_relu(rng, narrow_three, three, 3),
                    }
                ),
                "5x5": Sequential(
                    {
                        "narrow": conv_relu(rng, channels, narrow_five, 1),
                        "wide": conv_relu(rng, narrow_five, five, 5),
                    }
                ),
                "pool": Sequential(
                    {"pool": Pooling(3, 3, stride=1, pad=1), "narrow": conv_relu(rng, channels, pooled, 1)}
                ),
            }
        )


class GoogLeNet(Network):
    """22 layers that learn, nine Inception blocks, and hardly a fully connected layer.

    The two extra classifiers that helped training in 2014 are left out, as they are when the network is used.

    Parameters
    ----------
    input_dim : (C, H, W)
    output_size : int
    rng : numpy.random.Generator or int, optional

    Notes
    -----
    Source: C. Szegedy et al., "Going Deeper with Convolutions", 2014. The paper's poolings round sizes up; a pad of
    1 gives the same sizes here.
    """

    def __init__(self, input_dim: Shape = (3, 224, 224), output_size: int = 1000, rng: Seed = None) -> None:
        rng = np.random.default_rng(rng)
        layers = {
            "Conv1": convolution(rng, input_dim[0], 64, 7, stride=2, pad=3),
            "Relu1": Relu(),
            "Pool1": Pooling(3, 3, stride=2, pad=1),
            "Norm1": LocalResponseNormalization(),
            "Narrow2": convolution(rng, 64, 64, 1),
            "Relu2a": Relu(),
            "Conv2": convolution(rng, 64, 192, 3, pad=1),
            "Relu2b": Relu(),
            "Norm2": LocalResponseNormalization(),
            "Pool2": Pooling(3, 3, stride=2, pad=1),
        }
        channels = 192
        for name, filter_nums in BLOCKS.items():
            if filter_nums is None:
                layers[name] = Pooling(3, 3, stride=2, pad=1)
                continue
            block = Inception(rng, channels, *filter_nums)
            layers[name], channels = block, block.channels_out
        layers |= {
            "GlobalPool": GlobalAveragePooling(),
            "Dropout": Dropout(0.4, rng),
            "Affine": affine(rng, channels, output_size),
        }
        super().__init__(layers, input_dim, rng)


def conv_relu(rng: np.random.Generator, channels: int, filter_num: int, filter_size: int) -> Sequential:
    """Return a convolution that keeps the size, with its ReLU."""
    conv = convolution(rng, channels, filter_num, filter_size, pad=filter_size // 2)
    return Sequential({"conv": conv, "relu": Relu()})

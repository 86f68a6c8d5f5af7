"""VGG: 3 × 3 filters and nothing else, 16 or 19 layers deep."""

from __future__ import annotations

from typing import Any

import numpy as np

from modlab.inside.backend import Seed, Shape
from modlab.layers import Dropout, Layer, Pooling, Relu
from modlab.networks.base import Network
from modlab.networks.build import affine, convolution
from modlab.networks.summary import shape_after

# Convolutions before each pooling.
STAGES = {16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
FILTER_NUMS = (64, 128, 256, 512, 512)


class VGG(Network):
    """[(Conv-ReLU) × N - Pool] × 5 - (Affine-ReLU-Dropout) × 2 - Affine - Softmax.

    Parameters
    ----------
    depth : int
        Layers that learn: 16 or 19.
    input_dim : (C, H, W)
    output_size : int
    hidden_size : int
    rng : numpy.random.Generator or int, optional

    Notes
    -----
    Source: K. Simonyan, A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014,
    configurations D and E.
    """

    def __init__(
        self,
        depth: int = 16,
        input_dim: Shape = (3, 224, 224),
        output_size: int = 1000,
        hidden_size: int = 4096,
        rng: Seed = None,
    ) -> None:
        if depth not in STAGES:
            raise ValueError(f"VGG is 16 or 19 layers deep; got {depth!r}.")
        rng = np.random.default_rng(rng)
        channels = input_dim[0]
        layers: dict[str, Layer] = {}
        for stage, (count, filter_num) in enumerate(zip(STAGES[depth], FILTER_NUMS, strict=True), 1):
            for i in range(1, count + 1):
                layers[f"Conv{stage}_{i}"] = convolution(rng, channels, filter_num, 3, pad=1)
                layers[f"Relu{stage}_{i}"] = Relu()
                channels = filter_num
            layers[f"Pool{stage}"] = Pooling(2, 2, stride=2)
        channels, h, w = shape_after(layers, input_dim)
        inputs = channels * h * w
        for i in (6, 7):
            layers[f"Affine{i}"] = affine(rng, inputs, hidden_size)
            layers[f"Relu{i}"] = Relu()
            layers[f"Dropout{i}"] = Dropout(0.5, rng)
            inputs = hidden_size
        layers["Affine8"] = affine(rng, inputs, output_size)
        super().__init__(layers, input_dim, rng)


class VGG16(VGG):
    """VGG of 16 layers; the parameters are those of `VGG` without `depth`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(16, *args, **settings)


class VGG19(VGG):
    """VGG of 19 layers; the parameters are those of `VGG` without `depth`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(19, *args, **settings)

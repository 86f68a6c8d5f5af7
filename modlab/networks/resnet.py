"""Residual networks: skip connections make depth harmless."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from modlab.inside.backend import Seed, Shape
from modlab.layers import GlobalAveragePooling, Layer, Pooling, Relu
from modlab.networks.base import Network
from modlab.networks.blocks import Residual, Sequential, SubsampleAndPad
from modlab.networks.build import affine, batch_normalization, convolution

# Blocks of each stage, and whether they are bottlenecks (1 × 1, 3 × 3, 1 × 1).
IMAGENET = {
    18: ((2, 2, 2, 2), False),
    34: ((3, 4, 6, 3), False),
    50: ((3, 4, 6, 3), True),
    101: ((3, 4, 23, 3), True),
    152: ((3, 8, 36, 3), True),
}


class ResNet(Network):
    """Residual networks for ImageNet's images.

    Parameters
    ----------
    depth : int
        Layers that learn: 18, 34, 50, 101 or 152.
    input_dim : (C, H, W)
    output_size : int
    rng : numpy.random.Generator or int, optional

    Notes
    -----
    Source: K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", 2015, table 1, with
    1 × 1 convolutions as shortcuts where the shape changes. As in most implementations, a bottleneck halves the
    image in its 3 × 3 convolution.
    """

    def __init__(
        self, depth: int = 18, input_dim: Shape = (3, 224, 224), output_size: int = 1000, rng: Seed = None
    ) -> None:
        if depth not in IMAGENET:
            raise ValueError(f"ResNet is 18, 34, 50, 101 or 152 layers deep; got {depth!r}.")
        rng = np.random.default_rng(rng)
        counts, bottleneck = IMAGENET[depth]
        layers = {
            "Conv1": convolution(rng, input_dim[0], 64, 7, stride=2, pad=3, bias=False),
            "Norm1": batch_normalization(64),
            "Relu1": Relu(),
            "Pool1": Pooling(3, 3, stride=2, pad=1),
        }
        channels = 64
        for stage, count in enumerate(counts):
            width = 64 * 2**stage
            for i in range(count):
                stride = 2 if stage > 0 and i == 0 else 1
                out = width * 4 if bottleneck else width
                if bottleneck:
                    shape: tuple[tuple[int, int, int], ...] = ((width, 1, 1), (width, 3, stride), (out, 1, 1))
                else:
                    shape = ((width, 3, stride), (out, 3, 1))
                shortcut = None
                if stride != 1 or channels != out:
                    shortcut = conv_norm(rng, channels, out, 1, stride)
                layers[f"Block{stage + 2}_{i + 1}"] = residual_block(rng, channels, shape, shortcut)
                channels = out
        layers |= {"GlobalPool": GlobalAveragePooling(), "Affine": affine(rng, channels, output_size)}
        super().__init__(layers, input_dim, rng)


class SmallResNet(Network):
    """Residual networks of any depth for small images.

    Three stages of 16, 32 and 64 channels; shortcuts have no weights.

    Parameters
    ----------
    depth : int
        Layers that learn: 8, 14, 20, 26, … (6 n + 2).
    input_dim : (C, H, W)
    output_size : int
    skip : bool
        False leaves the skip connections out, to see what they are good for.
    rng : numpy.random.Generator or int, optional

    Notes
    -----
    Source: K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", 2015, section 4.2.

    Examples
    --------
    >>> SmallResNet(20, input_dim=(3, 32, 32), rng=0).summary().parameters
    269722
    """

    weights_name = "small-resnet"

    def __init__(
        self,
        depth: int = 20,
        input_dim: Shape = (1, 28, 28),
        output_size: int = 10,
        skip: bool = True,
        rng: Seed = None,
    ) -> None:
        if not isinstance(depth, (int, np.integer)) or depth < 8 or (depth - 2) % 6:
            raise ValueError(f"depth must be 6 n + 2: 8, 14, 20, 26 and so on; got {depth!r}.")
        rng = np.random.default_rng(rng)
        layers = {
            "Conv1": convolution(rng, input_dim[0], 16, 3, pad=1, bias=False),
            "Norm1": batch_normalization(16),
            "Relu1": Relu(),
        }
        channels = 16
        for stage, out in enumerate((16, 32, 64), 1):
            for i in range((depth - 2) // 6):
                stride = 2 if out != channels else 1
                shape = ((out, 3, stride), (out, 3, 1))
                shortcut = SubsampleAndPad(out, stride) if stride == 2 else None
                block = residual_block(rng, channels, shape, shortcut, skip)
                layers[f"Block{stage}_{i + 1}"] = block
                channels = out
        layers |= {"GlobalPool": GlobalAveragePooling(), "Affine": affine(rng, channels, output_size)}
        super().__init__(layers, input_dim, rng)


def residual_block(
    rng: np.random.Generator,
    channels: int,
    shape: Sequence[tuple[int, int, int]],
    shortcut: Layer | None,
    skip: bool = True,
) -> Sequential:
    """Return convolutions with a skip connection around them, and a ReLU behind the addition.

    Parameters
    ----------
    rng : numpy.random.Generator
    channels : int
        Channels that come in.
    shape : tuple of (filter_num, filter_size, stride)
        The convolutions, one after the other.
    shortcut : Layer or None
    skip : bool
        False: no skip connection.

    Returns
    -------
    Sequential
    """
    layers: dict[str, Layer] = {}
    for i, (filter_num, filter_size, stride) in enumerate(shape, 1):
        layers |= conv_norm(rng, channels, filter_num, filter_size, stride, f"{i}").layers
        if i < len(shape):
            layers[f"relu{i}"] = Relu()
        channels = filter_num
    body = Sequential(layers)
    return Sequential({"residual": Residual(body, shortcut) if skip else body, "relu": Relu()})


def conv_norm(
    rng: np.random.Generator, channels: int, filter_num: int, filter_size: int, stride: int, number: str = ""
) -> Sequential:
    """Return a convolution without bias and the batch normalization that makes a bias useless."""
    conv = convolution(rng, channels, filter_num, filter_size, stride, filter_size // 2, bias=False)
    return Sequential({f"conv{number}": conv, f"norm{number}": batch_normalization(filter_num)})

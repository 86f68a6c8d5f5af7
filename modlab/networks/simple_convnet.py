"""The slides' first network: one convolution."""

from __future__ import annotations

import numpy as np

from modlab.im2col import conv_output_size
from modlab.inside.backend import Seed, Shape
from modlab.layers import Pooling, Relu
from modlab.networks.base import Network
from modlab.networks.build import affine, convolution, settings


class SimpleConvNet(Network):
    """Convolution - ReLU - Pooling - Affine - ReLU - Affine - Softmax.

    Parameters
    ----------
    input_dim : (C, H, W)
    conv_param : dict, optional
        'filter_num' (30), 'filter_size' (5), 'pad' (0), 'stride' (1).
    hidden_size, output_size : int
    weight_init_std : float
        Standard deviation of the weights at the start.
    rng : numpy.random.Generator or int, optional
        Source of the weights; give one to get the same weights again.

    Examples
    --------
    >>> network = SimpleConvNet(rng=0)
    >>> {name: array.shape for name, array in network.params.items()}
    {'W1': (30, 1, 5, 5), 'b1': (30,), 'W2': (4320, 100), 'b2': (100,), 'W3': (100, 10), 'b3': (10,)}
    >>> network.predict(np.zeros((2, 1, 28, 28), np.float32)).shape
    (2, 10)
    """

    weights_name = "simple-convnet"

    def __init__(
        self,
        input_dim: Shape = (1, 28, 28),
        conv_param: dict[str, int] | None = None,
        hidden_size: int = 100,
        output_size: int = 10,
        weight_init_std: float = 0.01,
        rng: Seed = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        conv = settings("conv_param", conv_param, {"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1})
        C, H, W = input_dim
        out_h, out_w = (
            conv_output_size(size, conv["filter_size"], conv["stride"], conv["pad"]) for size in (H, W)
        )
        pooled = conv["filter_num"] * conv_output_size(out_h, 2, 2) * conv_output_size(out_w, 2, 2)
        layers = {
            "Conv1": convolution(rng, C, std=weight_init_std, **conv),
            "Relu1": Relu(),
            "Pool1": Pooling(2, 2, stride=2),
            "Affine1": affine(rng, pooled, hidden_size, weight_init_std),
            "Relu2": Relu(),
            "Affine2": affine(rng, hidden_size, output_size, weight_init_std),
        }
        super().__init__(layers, input_dim, rng)

"""The slides' deep network: six convolutions."""

from __future__ import annotations

import numpy as np

from modlab.im2col import conv_output_size
from modlab.inside.backend import Seed, Shape
from modlab.layers import Dropout, Layer, Pooling, Relu
from modlab.networks.base import Network
from modlab.networks.build import affine, convolution, settings

FILTER_NUMS = (16, 16, 32, 32, 64, 64)
# The fourth convolution is padded by 2, so that 14 × 14 become 16 × 16 and halve evenly from there.
PADS = (1, 1, 1, 2, 1, 1)


class DeepConvNet(Network):
    """[Conv-ReLU-Conv-ReLU-Pool] × 3 - Affine - ReLU - Dropout - Affine - Softmax, with He initialisation.

    All filters are 3 × 3. The slides have a second dropout behind the last Affine layer, where it would drop
    scores; here it is left out.

    Parameters
    ----------
    input_dim : (C, H, W)
    conv_param_1, …, conv_param_6 : dict, optional
        'filter_num', 'filter_size', 'pad', 'stride'; by default 16, 16, 32, 32, 64 and 64 filters of
        3 × 3 with pad 1 (the fourth: 2) and stride 1.
    hidden_size, output_size : int
    dropout_ratio : float
    rng : numpy.random.Generator or int, optional

    Examples
    --------
    >>> [array.shape for name, array in DeepConvNet(rng=0).params.items() if name.startswith("W")][:3]
    [(16, 1, 3, 3), (16, 16, 3, 3), (32, 16, 3, 3)]
    """

    weights_name = "deep-convnet"

    def __init__(
        self,
        input_dim: Shape = (1, 28, 28),
        conv_param_1: dict[str, int] | None = None,
        conv_param_2: dict[str, int] | None = None,
        conv_param_3: dict[str, int] | None = None,
        conv_param_4: dict[str, int] | None = None,
        conv_param_5: dict[str, int] | None = None,
        conv_param_6: dict[str, int] | None = None,
        hidden_size: int = 50,
        output_size: int = 10,
        dropout_ratio: float = 0.5,
        rng: Seed = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        given = (conv_param_1, conv_param_2, conv_param_3, conv_param_4, conv_param_5, conv_param_6)
        channels, H, W = input_dim
        layers: dict[str, Layer] = {}
        for i, (param, filter_num, pad) in enumerate(zip(given, FILTER_NUMS, PADS, strict=True), 1):
            defaults = {"filter_num": filter_num, "filter_size": 3, "pad": pad, "stride": 1}
            conv = settings(f"conv_param_{i}", param, defaults)
            layers[f"Conv{i}"] = convolution(rng, channels, **conv)
            layers[f"Relu{i}"] = Relu()
            channels = conv["filter_num"]
            H, W = (conv_output_size(s, conv["filter_size"], conv["stride"], conv["pad"]) for s in (H, W))
            if i % 2 == 0:
                layers[f"Pool{i // 2}"] = Pooling(2, 2, stride=2)
                H, W = conv_output_size(H, 2, 2), conv_output_size(W, 2, 2)
        layers["Affine1"] = affine(rng, channels * H * W, hidden_size)
        layers["Relu7"] = Relu()
        layers["Dropout1"] = Dropout(dropout_ratio, rng)
        layers["Affine2"] = affine(rng, hidden_size, output_size)
        super().__init__(layers, input_dim, rng)

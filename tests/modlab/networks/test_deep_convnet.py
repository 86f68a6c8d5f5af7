"""DeepConvNet is the slides' network."""

import numpy as np
import pytest

from modlab.networks import (
    DeepConvNet,
)


def test_deep_convnet_is_the_slides():
    network = DeepConvNet(rng=0)
    shapes = [row.shape for row in network.summary().rows if row.kind in ("Convolution", "Pooling", "Affine")]
    assert shapes == [
        (16, 28, 28),
        (16, 28, 28),
        (16, 14, 14),
        (32, 14, 14),
        (32, 16, 16),
        (32, 8, 8),
        (64, 8, 8),
        (64, 8, 8),
        (64, 4, 4),
        (50,),
        (10,),
    ]
    for key, inputs in {"W2": 16 * 9, "W4": 32 * 9, "W6": 64 * 9, "W7": 64 * 16}.items():
        assert network.params[key].std() == pytest.approx(np.sqrt(2 / inputs), rel=0.05)
    assert list(network.layers)[-2:] == ["Dropout1", "Affine2"]

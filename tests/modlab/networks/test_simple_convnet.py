"""SimpleConvNet is the slides' network."""

import pytest

from modlab.networks import (
    SimpleConvNet,
)


def test_simple_convnet_is_the_slides():
    network = SimpleConvNet()
    shapes = {key: array.shape for key, array in network.params.items()}
    assert shapes == {
        "W1": (30, 1, 5, 5),
        "b1": (30,),
        "W2": (30 * 12 * 12, 100),
        "b2": (100,),
        "W3": (100, 10),
        "b3": (10,),
    }
    assert network.params["W2"].std() == pytest.approx(0.01, rel=0.01)
    assert not network.params["b2"].any()
    kinds = [type(layer).__name__ for layer in network.layers.values()]
    assert kinds == ["Convolution", "Relu", "Pooling", "Affine", "Relu", "Affine"]

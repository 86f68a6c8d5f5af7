"""Convolution: the slides' numbers, and what is its own."""

import numpy as np
import pytest

from modlab import layers

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_toy_convolution_of_the_slides():
    x = np.arange(9).reshape(1, 1, 3, 3)
    W = np.array([np.full((1, 2, 2), 1), np.full((1, 2, 2), 2)])
    layer = layers.Convolution(W, np.array([1, 1]))
    np.testing.assert_array_equal(layer.forward(x)[0], [[[9, 13], [21, 25]], [[17, 25], [41, 49]]])
    dx = layer.backward(np.ones((1, 2, 2, 2), int))
    np.testing.assert_array_equal(layer.dW[:, 0], [[[8, 12], [20, 24]]] * 2)
    np.testing.assert_array_equal(layer.db, [4, 4])
    np.testing.assert_array_equal(dx[0, 0], [[3, 6, 3], [6, 12, 6], [3, 6, 3]])


def test_the_first_layer_can_spare_its_dx():
    x, W = normal(2, 3, 5, 4), normal(2, 3, 2, 2)
    full, spared = layers.Convolution(W), layers.Convolution(W, input_gradient=False)
    dout = normal(*full.forward(x).shape)
    spared.forward(x)
    assert full.backward(dout) is not None
    assert spared.backward(dout) is None
    np.testing.assert_array_equal(spared.dW, full.dW)


@pytest.mark.parametrize("dtype", ["uint8", "int64"])
def test_images_of_whole_numbers_meet_the_weights_dtype(dtype):
    x = RNG.integers(0, 100, (2, 1, 4, 4)).astype(dtype)
    W = normal(2, 1, 3, 3)
    np.testing.assert_allclose(
        layers.Convolution(W).forward(x), layers.Convolution(W).forward(x.astype(float))
    )

"""Add and Concatenate: the ends of a residual and of an Inception block."""

import numpy as np

from modlab import layers

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_residual_and_inception_joints():
    a, b = normal(2, 3, 2, 2), normal(2, 3, 2, 2)
    add, join = layers.Add(), layers.Concatenate()
    np.testing.assert_array_equal(add.forward(a, b), a + b)
    for gradient in add.backward(b):
        np.testing.assert_array_equal(gradient, b)
    joined = join.forward(a, b[:, :1])
    np.testing.assert_array_equal(joined[:, 3], b[:, 0])
    first, second = join.backward(joined)
    np.testing.assert_array_equal(first, a)
    np.testing.assert_array_equal(second, b[:, :1])

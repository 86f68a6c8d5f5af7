"""Relu and Sigmoid: what mathematics says of them. What PyTorch says stands in test_every_layer.py."""

import math

import numpy as np
import pytest

from modlab.layers import Relu, Sigmoid


@pytest.fixture
def x():
    return np.random.default_rng(3).standard_normal((4, 3, 5, 2)) * 4


def test_relu_of_x_less_relu_of_minus_x_is_x(x):
    positive, negative = Relu(), Relu()
    np.testing.assert_array_equal(positive.forward(x) - negative.forward(-x), x)
    # Every number comes through one of the two, so their gradients add up to dout.
    dout = np.random.default_rng(4).standard_normal(x.shape)
    np.testing.assert_array_equal(positive.backward(dout) + negative.backward(dout), dout)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
def test_relu_lets_nothing_through_at_zero(dtype):
    layer = Relu()
    out = layer.forward(np.array([[0, -2, 3]], dtype))
    dx = layer.backward(np.array([[7, 7, 7]], dtype))
    assert out.dtype == dx.dtype == dtype
    np.testing.assert_array_equal(out, [[0, 0, 3]])
    np.testing.assert_array_equal(dx, [[0, 0, 7]])


def test_relus_gradient_is_a_new_array(x):
    dout = np.ones_like(x)
    layer = Relu()
    layer.forward(x)
    layer.backward(dout)[...] = 5
    np.testing.assert_array_equal(dout, 1)


def test_sigmoid_is_a_stretched_tanh(x):
    expected = [(1 + math.tanh(value / 2)) / 2 for value in x.ravel()]
    np.testing.assert_allclose(Sigmoid().forward(x).ravel(), expected, rtol=1e-13, atol=1e-15)


def test_sigmoid_is_steepest_in_the_middle_and_as_steep_on_both_sides(x):
    def slope(values):
        layer = Sigmoid()
        layer.forward(values)
        return layer.backward(np.ones_like(values))

    np.testing.assert_array_equal(slope(np.zeros(3)), 1 / 4)
    assert (slope(x) < 1 / 4).all()
    np.testing.assert_allclose(slope(x), slope(-x), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_sigmoid_of_huge_numbers_overflows_nowhere(dtype):
    # A warning would be a failure here.
    layer = Sigmoid()
    out = layer.forward(np.array([-1e30, -800, 800, 1e30], dtype))
    assert out.dtype == dtype
    np.testing.assert_array_equal(out, [0, 0, 1, 1])
    np.testing.assert_array_equal(layer.backward(np.ones(4, dtype)), 0)


def test_sigmoid_of_whole_numbers_is_a_fraction():
    np.testing.assert_allclose(Sigmoid().forward(np.array([0, 1])), [0.5, 1 / (1 + math.exp(-1))])


@pytest.mark.parametrize("kind", [Relu, Sigmoid])
def test_a_gradient_of_another_shape_gets_a_sentence(kind):
    layer = kind()
    with pytest.raises(ValueError, match="before forward"):
        layer.backward(np.ones(3))
    layer.forward(np.ones(3))
    with pytest.raises(ValueError, match=rf"{kind.__name__}.backward needs dout of shape \(3,\); got \(4,\)"):
        layer.backward(np.ones(4))

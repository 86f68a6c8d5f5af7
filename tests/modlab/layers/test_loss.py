"""Softmax and the loss: every form of an answer, and numbers that are very large."""

import numpy as np
import pytest

from modlab import layers
from modlab.gradient_check import check_gradients

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_softmax_gradient_by_nudging():
    class Loss(layers.SoftmaxWithLoss):
        def forward(self, x):
            return np.array(super().forward(x, np.array([2, 0, 1])))

    check_gradients(Loss(), normal(3, 4), dout=np.array(1.7))


def test_softmax_of_float16():
    x = np.array([[10.0, 0.0, -10.0], [0.0, 1.0, 2.0]], np.float16)
    layer = layers.SoftmaxWithLoss()
    loss = layer.forward(x, np.array([0, 1]))
    e = np.exp(x.astype(float))
    y = e / e.sum(axis=1, keepdims=True)
    assert loss == pytest.approx(-np.log(y[[0, 1], [0, 1]]).mean(), rel=1e-5)
    assert layer.backward().dtype == np.float16


def test_labels_columns_and_one_hot_rows_agree():
    x, t = normal(4, 3), np.array([0, 2, 1, 2])
    results = []
    for answers in (t, t[:, None], np.eye(3)[t], np.eye(3, dtype=int)[t], t.astype(np.uint8)):
        layer = layers.SoftmaxWithLoss()
        results.append((layer.forward(x, answers), layer.backward()))
    for loss, dx in results:
        assert loss == pytest.approx(results[0][0], rel=1e-12)
        np.testing.assert_allclose(dx, results[0][1], rtol=1e-12)


def test_softmax_does_not_overflow():
    layer = layers.SoftmaxWithLoss()
    assert layer.forward(np.array([[1e4, 0.0], [0.0, 1e4]]), np.array([1, 1])) == pytest.approx(5000)
    np.testing.assert_array_equal(layer.y, [[1, 0], [0, 1]])


def test_soft_labels():
    x, t = normal(3, 4), RNG.dirichlet(np.ones(4), 3)
    layer = layers.SoftmaxWithLoss()
    log_y = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
    assert layer.forward(x, t) == pytest.approx(-(t * log_y).sum() / 3)

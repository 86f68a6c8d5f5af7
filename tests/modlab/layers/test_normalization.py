"""Batch normalization and local response normalization: running averages and precision."""

import numpy as np
import pytest

from modlab import layers
from modlab.gradient_check import check_gradients

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_batch_normalization_gradient_by_nudging_outside_training():
    layer = layers.BatchNormalization(
        normal(3), normal(3), running_mean=normal(3), running_var=normal(3) ** 2
    )
    check_gradients(layer, normal(4, 3, 2, 2), train=False)


def test_float16_sums_do_not_overflow_unless_asked():
    x = np.full((1, 1, 2, 2), 300, np.float16)
    layer = layers.LocalResponseNormalization(1, alpha=1.0, beta=0.5, k=0.0)  # x / sqrt(x * x)
    np.testing.assert_allclose(layer.forward(x), 1, rtol=1e-3)
    layer.true_float16 = True
    with np.errstate(over="ignore"):
        np.testing.assert_array_equal(layer.forward(x), 0)  # 300 * 300 is infinite in float16


def test_running_averages_by_hand():
    layer = layers.BatchNormalization(np.ones(1), np.zeros(1), momentum=0.75)
    layer.forward(np.array([[2.0], [6.0]]), train=True)
    assert layer.running_mean == pytest.approx(0.75 * 0 + 0.25 * 4)
    assert layer.running_var == pytest.approx(0.75 * 1 + 0.25 * 8)  # variance by n - 1: (4 + 4) / 1

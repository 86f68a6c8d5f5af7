"""Dropout keeps the expected value, and is repeatable."""

import numpy as np
import pytest

from modlab import layers


def test_dropout_keeps_the_expected_value_and_is_repeatable():
    x = np.ones((200, 500), np.float32)
    layer = layers.Dropout(0.3, np.random.default_rng(5))
    out = layer.forward(x, train=True)
    assert out.dtype == np.float32
    np.testing.assert_allclose(np.unique(out), [0, 1 / 0.7], rtol=1e-6)
    # 100,000 draws: the mean has a standard deviation of about 0.002.
    assert out.mean() == pytest.approx(1, abs=0.01)
    np.testing.assert_array_equal(layer.backward(x), out)
    again = layers.Dropout(0.3, np.random.default_rng(5))
    np.testing.assert_array_equal(again.forward(x, train=True), out)
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(x), x)

"""Pooling: the maximum and the mean of every window, by their definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modlab import layers


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 3),
    st.integers(1, 3),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.integers(0, 2),
    st.integers(0, 10**6),
)
def test_pooling_is_the_maximum_of_every_window(N, C, window, stride, pad, seed):
    pad = min(pad, *(side - 1 for side in window))
    x = np.random.default_rng(seed).integers(-3, 4, (N, C, 5, 6)).astype(float)
    layer = layers.Pooling(*window, stride, pad)
    out = layer.forward(x)
    dout = np.random.default_rng(seed).integers(1, 9, out.shape).astype(float)
    dx = layer.backward(dout)

    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    expected_dx = np.zeros_like(padded)
    for n, c, i, j in np.ndindex(out.shape):
        top, left = i * stride[0], j * stride[1]
        view = padded[n, c, top : top + window[0], left : left + window[1]]
        assert out[n, c, i, j] == view.max()
        row, column = np.unravel_index(view.argmax(), view.shape)  # argmax names the first of equal ones
        expected_dx[n, c, top + row, left + column] += dout[n, c, i, j]
    np.testing.assert_array_equal(dx, expected_dx[:, :, pad : pad + 5, pad : pad + 6])


def test_pooling_example_of_the_slides():
    x = np.arange(18.0).reshape(1, 2, 3, 3)
    layer = layers.Pooling(2, 2, stride=1)
    np.testing.assert_array_equal(layer.forward(x)[0], [[[4, 5], [7, 8]], [[13, 14], [16, 17]]])
    dx = layer.backward(np.ones((1, 2, 2, 2)))
    np.testing.assert_array_equal(dx[0, 0], [[0, 0, 0], [0, 1, 1], [0, 1, 1]])


@pytest.mark.parametrize("dtype", ["int32", "uint8"])
def test_pooling_of_whole_numbers(dtype):
    x = np.array([[[[5, 1], [2, 3]]]], dtype)
    out = layers.Pooling(2, 2, stride=2, pad=1).forward(x)
    assert out.dtype == dtype
    np.testing.assert_array_equal(out[0, 0], x[0, 0])


def test_sums_of_small_whole_numbers_do_not_wrap():
    x = np.full((1, 3, 2, 2), 200, np.uint8)
    np.testing.assert_array_equal(layers.AveragePooling(2, 2).forward(x), 200)
    np.testing.assert_array_equal(layers.GlobalAveragePooling().forward(x), 200)
    lrn = layers.LocalResponseNormalization(1, alpha=1.0, beta=0.5, k=0.0)
    np.testing.assert_allclose(lrn.forward(x), 1)

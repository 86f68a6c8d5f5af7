"""The fast convolution is im2col and a matrix product, in pieces and in little memory."""

import tracemalloc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modlab.im2col import col2im, im2col, output_shape
from modlab.inside.convolve import convolve, filter_gradient, input_gradient


@st.composite
def geometries(draw):
    """Draw an input shape, a filter, a stride and a pad that fit together."""
    N, C, FN = (draw(st.integers(1, 3)) for _ in range(3))
    filter_h, filter_w = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    pad = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    stride = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    H = draw(st.integers(max(1, filter_h - 2 * pad[0]), 8))
    W = draw(st.integers(max(1, filter_w - 2 * pad[1]), 8))
    return (N, C, H, W), FN, (filter_h, filter_w), stride, pad


@settings(deadline=None, max_examples=60)
@given(geometries(), st.integers(0, 2**32 - 1))
def test_fast_path_is_im2col_and_a_matrix_product(geometry, seed):
    shape, FN, (filter_h, filter_w), stride, pad = geometry
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, shape)
    W = rng.integers(-9, 10, (FN, shape[1], filter_h, filter_w))
    out_h, out_w = output_shape(shape, filter_h, filter_w, stride, pad)
    col = im2col(x, filter_h, filter_w, stride, pad)

    out = (col @ W.reshape(FN, -1).T).reshape(len(x), out_h, out_w, FN).transpose(0, 3, 1, 2)
    np.testing.assert_array_equal(convolve(x, W, stride=stride, pad=pad), out)

    dout = rng.integers(-9, 10, out.shape)
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
    dW = filter_gradient(x, dout, filter_h, filter_w, stride, pad)
    np.testing.assert_array_equal(dW, (rows.T @ col).reshape(W.shape))

    dx = col2im(rows @ W.reshape(FN, -1), shape, filter_h, filter_w, stride, pad)
    np.testing.assert_array_equal(input_gradient(dout, W, shape, stride, pad), dx)


def test_pieces_do_not_change_the_result(monkeypatch):
    rng = np.random.default_rng(0)
    x, W = rng.integers(-9, 10, (7, 2, 5, 6)), rng.integers(-9, 10, (3, 2, 2, 3))
    dout = rng.integers(-9, 10, (7, 3, 4, 4))

    def everything():
        return [
            convolve(x, W),
            filter_gradient(x, dout, 2, 3),
            input_gradient(dout, W, x.shape),
            input_gradient(dout[:, :, :2, :2], W, x.shape, stride=(2, 2)),
        ]

    whole = everything()
    monkeypatch.setattr("modlab.inside.convolve.PIECE_BYTES", 4000)  # two or three images at a time
    for piecewise, expected in zip(everything(), whole, strict=True):
        np.testing.assert_array_equal(piecewise, expected)


def test_memory_for_windows_does_not_grow_with_the_batch(monkeypatch):
    W = np.zeros((1, 8, 3, 3), np.float32)

    def beyond_the_output(N):
        x = np.zeros((N, 8, 20, 20), np.float32)
        tracemalloc.start()
        out = convolve(x, W)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak - out.nbytes

    # All windows of 800 images, half unrolled, are 26 MiB. One core has a piece of at most 2 MiB at a time, and
    # for a moment the next one.
    monkeypatch.setattr("modlab.inside.threads._tools", lambda: None)
    assert beyond_the_output(200) < 2 * 2 * 2**20
    assert beyond_the_output(800) < 2 * 2 * 2**20

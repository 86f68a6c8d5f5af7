"""What the figures share: sizes, convolution, pooling and their gradients in JavaScript equal modlab's, over random states."""

import numpy as np
import pytest

from modlab.im2col import conv_output_size, im2col
from modlab.layers import AveragePooling, Convolution, Pooling

ARITHMETIC = "shared/arithmetic.js"


CLOSE = {"rtol": 1e-12, "atol": 1e-10}


def test_output_sizes(javascript, rng):
    sizes = rng.integers([1, 1, 1, 0], [20, 8, 5, 4], (200, 4)).tolist()
    for (size, filter_, stride, pad), answer in zip(
        sizes, javascript(ARITHMETIC, "outputSize", sizes), strict=True
    ):
        try:
            count = conv_output_size(size, filter_, stride, pad)
        except ValueError:
            assert not answer["fits"]
            continue
        assert answer["count"] == count
        whole = answer["rest"] == 0
        try:
            conv_output_size(size, filter_, stride, pad, strict=True)
            assert whole
        except ValueError:
            assert not whole


def test_im2col_and_convolution(javascript, some_convolutions):
    cases = list(some_convolutions)
    rows = [[x.tolist(), *W.shape, stride, pad] for x, W, _, stride, pad in cases]
    calls = [[x.tolist(), W.tolist(), b, stride, pad] for x, W, b, stride, pad in cases]
    answers = zip(
        cases,
        javascript(ARITHMETIC, "im2col", rows),
        javascript(ARITHMETIC, "convolve", calls),
        strict=True,
    )
    for (x, W, b, stride, pad), col, out in answers:
        np.testing.assert_array_equal(col, im2col(x[None, None], *W.shape, stride, pad))
        layer = Convolution(W[None, None], np.array([b]), stride, pad)
        np.testing.assert_allclose(out, layer.forward(x[None, None])[0, 0], **CLOSE)


def test_gradients_of_a_convolution(javascript, rng, some_convolutions):
    cases = []
    for x, W, b, stride, pad in some_convolutions:
        layer = Convolution(W[None, None], np.array([b]), stride, pad)
        dout = rng.normal(size=layer.forward(x[None, None]).shape)
        cases.append((layer, x, W, dout, stride, pad))
    calls = [
        [x.tolist(), W.tolist(), dout[0, 0].tolist(), stride, pad] for _, x, W, dout, stride, pad in cases
    ]
    for (layer, *_, dout, _, _), answer in zip(
        cases, javascript(ARITHMETIC, "convolveBackward", calls), strict=True
    ):
        np.testing.assert_allclose(answer["dx"], layer.backward(dout)[0, 0], **CLOSE)
        np.testing.assert_allclose(answer["dW"], layer.dW[0, 0], **CLOSE)
        np.testing.assert_allclose(answer["db"], layer.db[0], **CLOSE)


@pytest.mark.parametrize("kind", ["max", "average"])
def test_pooling_and_its_gradient(javascript, rng, kind):
    cases = []
    for _ in range(40):
        size, stride = (int(number) for number in rng.integers(1, 4, 2))
        # Few different numbers, so that windows have several equal maxima.
        x = rng.integers(-2, 3, rng.integers(size, 8, 2)).astype(float)
        layer = (Pooling if kind == "max" else AveragePooling)(size, size, stride)
        out = layer.forward(x[None, None])
        cases.append((layer, x, out, rng.normal(size=out.shape), size, stride))
    forward = javascript(
        ARITHMETIC, "pool", [[x.tolist(), size, stride, kind] for _, x, *_, size, stride in cases]
    )
    calls = [[x.tolist(), dout[0, 0].tolist(), size, stride, kind] for _, x, _, dout, size, stride in cases]
    backward = javascript(ARITHMETIC, "poolBackward", calls)
    for (layer, _, out, dout, _, _), answer, dx in zip(cases, forward, backward, strict=True):
        np.testing.assert_allclose(answer["out"], out[0, 0], **CLOSE)
        np.testing.assert_allclose(dx, layer.backward(dout)[0, 0], **CLOSE)

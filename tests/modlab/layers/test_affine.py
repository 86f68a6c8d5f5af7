"""Affine: sums written out, and what a linear function must obey. What PyTorch says stands in test_every_layer.py."""

import numpy as np
import pytest

from modlab.layers import Affine

RNG = np.random.default_rng(8)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_every_output_is_a_weighted_sum_of_every_input():
    x, W, b = normal(3, 4), normal(4, 2), normal(2)
    sums = [[sum(x[n, d] * W[d, m] for d in range(4)) + b[m] for m in range(2)] for n in range(3)]
    np.testing.assert_allclose(Affine(W, b).forward(x), sums, rtol=1e-12)


def test_images_are_flattened_channel_by_channel_and_row_by_row():
    x, W = normal(3, 2, 4, 5), normal(40, 6)
    layer = Affine(W)
    expected = np.einsum("nchw,chwm->nm", x, W.reshape(2, 4, 5, 6))
    np.testing.assert_allclose(layer.forward(x), expected, rtol=1e-12)
    dout = normal(3, 6)
    dx = layer.backward(dout)
    np.testing.assert_allclose(dx, np.einsum("nm,chwm->nchw", dout, W.reshape(2, 4, 5, 6)), rtol=1e-12)


def test_gradients_are_the_transposes_of_a_linear_function():
    """What `dout` weighs of the output, `dx` weighs of the input, `dW` of W and `db` of b."""
    x, W, b, dout = normal(5, 6), normal(6, 3), normal(3), normal(5, 3)
    layer = Affine(W, b)
    product = ((layer.forward(x) - b) * dout).sum()
    dx = layer.backward(dout)
    assert (dx * x).sum() == pytest.approx(product, rel=1e-12)
    assert (layer.dW * W).sum() == pytest.approx(product, rel=1e-12)
    assert (layer.db * b).sum() == pytest.approx((dout @ b).sum(), rel=1e-12)


def test_without_a_bias_nothing_is_added_and_nothing_learned():
    x, W = normal(5, 6), normal(6, 3)
    bare, zero = Affine(W), Affine(W, np.zeros(3))
    np.testing.assert_array_equal(bare.forward(x), zero.forward(x))
    np.testing.assert_array_equal(bare.backward(normal(5, 3)).shape, x.shape)
    assert bare.db is None


def test_order_in_memory_does_not_matter():
    x, W, dout = normal(3, 2, 4, 5), normal(40, 6), normal(3, 6)
    turned = np.ascontiguousarray(x.transpose(2, 1, 0, 3)).transpose(2, 1, 0, 3)
    one, other = Affine(W), Affine(W)
    np.testing.assert_allclose(other.forward(turned), one.forward(x), rtol=1e-12)
    np.testing.assert_allclose(other.backward(dout), one.backward(dout), rtol=1e-12)
    np.testing.assert_allclose(other.dW, one.dW, rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Affine(np.ones((6, 2)), np.ones(3)), r"got W \(6, 2\) and b \(3,\)"),
        (lambda: Affine(np.ones(6)), r"needs W of shape \(D, M\)"),
        (lambda: Affine(np.ones((6, 2))).forward(np.ones((1, 5))), r"needs 6 inputs a sample; x of shape \(1, 5\)"),
        (lambda: Affine(np.ones((6, 2))).forward(np.ones((0, 6))), "empty batch"),
        (lambda: Affine(np.ones((1, 1))).backward(np.ones(1)), "before forward"),
    ],
)  # fmt: skip
def test_what_does_not_fit_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

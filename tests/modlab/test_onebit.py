"""One-bit weights: the signs survive, the scale is the best one, and the bytes are few."""

import numpy as np
import pytest

from modlab.layers import Affine, Convolution
from modlab.onebit import pack


def best_approximation(W, axes):
    """Find sign(W) times the scale of least squares, by projecting W on its signs."""
    signs = np.where(W >= 0, 1.0, -1.0)
    return signs * (W * signs).sum(axis=axes, keepdims=True) / (signs * signs).sum(axis=axes, keepdims=True)


@pytest.mark.parametrize(("shape", "axes"), [((5, 3, 2, 3), (1, 2, 3)), ((11, 4), (0,))])
def test_unpack_is_the_best_one_bit_approximation(shape, axes):
    W = np.random.default_rng(0).standard_normal(shape)
    W.flat[0] = 0  # zero counts as plus
    np.testing.assert_allclose(pack(W).unpack(np.float64), best_approximation(W, axes), rtol=1e-6)


def test_bytes():
    packed = pack(np.ones((30, 1, 5, 5), np.float32))
    assert packed.nbytes == 30 * 4 + 30 * 4  # 25 signs take 4 bytes, a scale 4 more
    assert packed.bits.dtype == np.uint8


def test_layers_compute_with_it():
    rng = np.random.default_rng(1)
    x, W, V = (
        rng.standard_normal((2, 3, 4, 5)),
        rng.standard_normal((4, 3, 2, 2)),
        rng.standard_normal((60, 7)),
    )
    out = Convolution(pack(W).unpack(np.float64)).forward(x)
    np.testing.assert_allclose(
        out, Convolution(best_approximation(W, (1, 2, 3))).forward(x), rtol=1e-5, atol=1e-5
    )
    out = Affine(pack(V).unpack(np.float64)).forward(x)
    np.testing.assert_allclose(out, x.reshape(2, -1) @ best_approximation(V, (0,)), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("shape", [(3,), (2, 3, 4), (0, 4)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="Weights must be of shape"):
        pack(np.zeros(shape))

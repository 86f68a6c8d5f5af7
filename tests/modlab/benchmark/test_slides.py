"""The slides' way of computing, which modlab is measured against, gives modlab's numbers."""

import numpy as np
import pytest

from modlab.benchmark import slides
from modlab.networks.catalog import SMALL
from modlab.optimizers import Adam


@pytest.mark.parametrize("name", ["simple-convnet", "deep-convnet"])
def test_the_slides_way_and_modlab_compute_the_same(name):
    rng = np.random.default_rng(0)
    x, t = rng.random((3, 1, 28, 28)), rng.integers(0, 10, 3)
    by_hand = slides.NETWORKS[name]()
    by_hand.layers = [layer for layer in by_hand.layers if not isinstance(layer, slides.Dropout)]
    more = {"dropout_ratio": 0} if name == "deep-convnet" else {}
    network = SMALL[name](**more).to(np.float64)
    for key, array in by_hand.params.items():
        network.params[key] = array
    expected = by_hand.gradient(x, t)
    assert len(expected) == len(network.params)
    for key, grad in network.gradient(x, t).items():
        np.testing.assert_allclose(grad, expected[key], rtol=1e-9, atol=1e-12, err_msg=key)
    assert network.last_layer.loss == pytest.approx(by_hand.last_layer.loss, rel=1e-12)


def test_its_optimizer_takes_modlabs_steps():
    rng = np.random.default_rng(0)
    start = {"W1": rng.standard_normal((3, 2)), "b1": rng.standard_normal(2)}
    theirs, ours = ({name: array.copy() for name, array in start.items()} for _ in range(2))
    slow, fast = slides.Adam(lr=0.01), Adam(lr=0.01)
    for _ in range(5):
        grads = {name: rng.standard_normal(array.shape) for name, array in start.items()}
        slow.update(theirs, grads)
        fast.update(ours, grads)
    for name, array in ours.items():
        np.testing.assert_allclose(theirs[name], array, rtol=1e-4)
        assert np.abs(array - start[name]).max() > 0.01


def test_its_dropout_drops_half_and_scales_nothing():
    layer = slides.Dropout()
    out = layer.forward(np.full((100, 100), 3.0))
    assert set(np.unique(out)) == {0, 3}
    # 10,000 draws: the deviation of the part that is left is 0.005.
    assert (out == 0).mean() == pytest.approx(0.5, abs=0.025)
    np.testing.assert_array_equal(layer.backward(out), out)

"""What every network can do, and what a mistake is answered with."""

import numpy as np
import pytest

from modlab.networks import (
    DeepConvNet,
    LeNet,
    Network,
    ResNet,
    SimpleConvNet,
    SmallResNet,
)
from modlab.networks.build import affine


def test_batch_statistics_are_kept_and_used(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((6, 1, 8, 8), dtype=np.float32) * 3 + 1
    network = SmallResNet(8, (1, 8, 8), rng=rng)
    untouched = network.predict(x)
    network.gradient(x, np.zeros(6, int))
    assert not np.allclose(network.predict(x), untouched), "one training step must move the running averages"
    network.save_params(tmp_path / "resnet.npz")
    other = SmallResNet(8, (1, 8, 8), rng=1)
    other.load_params(tmp_path / "resnet.npz")
    np.testing.assert_array_equal(other.predict(x), network.predict(x))


def test_accuracy_counts_the_last_part_of_a_batch():
    network = LeNet(rng=0)
    x = np.random.default_rng(0).random((250, 1, 28, 28), dtype=np.float32)
    t = network.predict(x).argmax(axis=1)
    assert network.accuracy(x, t) == 1.0
    t[-5:] = (t[-5:] + 1) % 10
    assert network.accuracy(x, t) == 245 / 250
    assert network.accuracy(x, np.eye(10)[t]) == 245 / 250


def test_assigning_a_parameter_reaches_the_layer():
    network = LeNet(rng=0)
    network.params["b3"] = np.full(120, 2.0)
    assert network.layers["Affine1"].b[0] == 2
    with pytest.raises(ValueError, match=r"'b3' has shape \(120,\); got \(3,\)"):
        network.params["b3"] = np.zeros(3)
    with pytest.raises(KeyError, match="no parameter 'W9'"):
        network.params["W9"] = np.zeros(3)


def test_the_same_seed_gives_the_same_weights():
    a, b, c = (DeepConvNet(rng=seed).params for seed in (5, np.random.default_rng(5), 6))
    assert all(np.array_equal(a[key], b[key]) for key in a)
    assert not np.array_equal(a["W1"], c["W1"])


def test_numbers_of_any_kind_are_computed_in_the_weights_dtype():
    network = LeNet(rng=0)
    x = np.random.default_rng(0).integers(0, 2, (2, 1, 28, 28))
    expected = network.predict(x.astype(np.float32))
    for dtype in (np.uint8, np.float64, np.float16):
        got = network.predict(x.astype(dtype))
        assert got.dtype == np.float32
        np.testing.assert_array_equal(got, expected)
    assert network.to(np.float16).predict(x).dtype == np.float16


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: SimpleConvNet((1, 3, 3)), "filter of size 5 does not fit an input of size 3"),
        (
            lambda: SimpleConvNet().predict(np.zeros((2, 784))),
            "images of shape .* load the data with flatten",
        ),
        (lambda: SimpleConvNet().predict(np.zeros((2, 3, 28, 28))), "SimpleConvNet needs images of shape"),
        (lambda: SimpleConvNet().accuracy(np.zeros((0, 1, 28, 28)), np.zeros(0)), "x is empty"),
        (
            lambda: SimpleConvNet().accuracy(np.zeros((2, 1, 28, 28)), np.zeros(3)),
            "one label for each image",
        ),
        (lambda: SimpleConvNet().loss(np.zeros((1, 1, 28, 28)), np.array([10])), "from 0 to 9"),
        (lambda: ResNet(20), "ResNet is 18, 34, 50, 101 or 152"),
        (lambda: SmallResNet(21), "depth must be 6 n \\+ 2"),
    ],
)
def test_mistakes_get_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_any_layers_make_a_network():
    rng = np.random.default_rng(0)
    network = Network({"Affine": affine(rng, 6, 3)}, (1, 2, 3), rng)
    x, t = rng.standard_normal((5, 1, 2, 3)), np.array([0, 1, 2, 0, 1])
    before = network.loss(x, t)
    for _ in range(50):
        for key, grad in network.gradient(x, t).items():
            network.params[key] = network.params[key] - 0.5 * grad
    assert network.loss(x, t) < before / 2

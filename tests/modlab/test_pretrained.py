"""The weights that come with modlab: every file has its card, and does what the card says."""

import functools
import json
import os
import shlex

import numpy as np
import pytest

from modlab import cli
from modlab.datasets import load_mnist
from modlab.networks import DeepConvNet, Ensemble, LeNet, SimpleConvNet
from modlab.networks.base import weights_folder
from modlab.networks.catalog import SMALL
from modlab.networks.ensemble import pretrained_names

NAMES = sorted(
    file.name.removesuffix(".npz") for file in weights_folder().iterdir() if file.name.endswith(".npz")
)
needs_mnist = pytest.mark.skipif(
    not os.environ.get("MODLAB_DATA"), reason="MODLAB_DATA does not name a folder with MNIST"
)


@functools.cache
def unseen_images():
    return load_mnist(flatten=False)[1]


def load(name):
    card = json.loads((weights_folder() / f"{name}.json").read_text(encoding="utf-8"))
    return SMALL[card["network"]].pretrained(name), card


@functools.cache
def accuracy(name):
    return load(name)[0].accuracy(*unseen_images())


def test_the_slides_networks_and_lenet_are_there():
    assert {"simple-convnet", "deep-convnet", "lenet"} <= set(NAMES)
    assert pretrained_names(SimpleConvNet) == ["simple-convnet"]
    assert "deep-convnet" in pretrained_names(DeepConvNet)


@pytest.mark.parametrize("name", NAMES)
def test_every_card_holds_a_command_that_can_be_read(name):
    network, card = load(name)
    assert type(network).card(name) == card
    options = cli.make_parser().parse_args(shlex.split(card["command"])[1:])
    assert options.network == card["network"]
    assert options.seed == card["seed"]
    assert options.epochs == card["epochs"] == len(card["judged_accuracy_by_epoch"])
    assert options.validation == card["validation_pictures"] > 0, "the test set must not choose anything"
    assert options.output.name == f"{name}.npz"
    assert card["seconds"] > 0


@needs_mnist
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_accuracy_on_the_card_is_the_files(name):
    _, card = load(name)
    # Another machine may round the scores of one or two doubtful digits the other way.
    assert accuracy(name) == pytest.approx(card["test_accuracy"], abs=2.5e-4)


@needs_mnist
@pytest.mark.slow
def test_the_headline():
    """What `pretrained()` gives when no name is asked for."""
    for network, at_least in ((SimpleConvNet, 0.989), (DeepConvNet, 0.9955), (LeNet, 0.98)):
        same, _ = load(network.weights_name)
        np.testing.assert_array_equal(network.pretrained().params["W1"], same.params["W1"])
        assert accuracy(network.weights_name) >= at_least


@needs_mnist
@pytest.mark.slow
@pytest.mark.skipif(
    len(pretrained_names(DeepConvNet)) < 2,
    reason="modlab brings only one DeepConvNet so far, and one cannot vote",
)
def test_networks_together_are_better_than_alone():
    alone = [accuracy(name) for name in pretrained_names(DeepConvNet)]
    assert Ensemble.pretrained(DeepConvNet).accuracy(*unseen_images()) > np.mean(alone)


def test_training_made_smooth_filters_from_noise():
    # Neighbouring weights of a filter that sees edges and blobs are alike; those of random filters are not.
    def likeness(W):
        columns = np.corrcoef(W[..., :-1].ravel(), W[..., 1:].ravel())[0, 1]
        rows = np.corrcoef(W[..., :-1, :].ravel(), W[..., 1:, :].ravel())[0, 1]
        return (rows + columns) / 2

    after = SimpleConvNet.pretrained().params["W1"]
    before = SimpleConvNet(rng=SimpleConvNet.card()["seed"]).params["W1"]
    assert abs(likeness(before)) < 0.1
    assert likeness(after) > 0.4
    # It is this very start that the trained filters grew from.
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.1


def test_weights_that_are_not_there_get_a_sentence():
    with pytest.raises(ValueError, match="modlab brings no trained weights 'deep-convnet-99'"):
        DeepConvNet.pretrained("deep-convnet-99")

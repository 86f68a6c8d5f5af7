"""Networks that vote: the mean of their probabilities, worked out by hand."""

import math

import numpy as np
import pytest

from modlab.networks import DeepConvNet, Ensemble, ModernLeNet, SimpleConvNet
from modlab.networks.ensemble import pretrained_names, softmax


class Fixed:
    """A network whose scores are given."""

    def __init__(self, *scores):
        self.scores = np.array(scores, float)

    def predict_in_batches(self, x, batch_size, progress):
        return self.scores


X = np.zeros((2, 1, 1, 1))


def test_one_network_that_is_wrong_is_outvoted():
    # Probabilities by hand: scores are logarithms.
    def scores(*rows):
        return [[math.log(p) for p in row] for row in rows]

    networks = [
        Fixed(*scores((0.5, 0.3, 0.2), (0.1, 0.1, 0.8))),
        Fixed(*scores((0.1, 0.6, 0.3), (0.2, 0.2, 0.6))),
        Fixed(*scores((0.6, 0.3, 0.1), (0.5, 0.4, 0.1))),
    ]
    y = Ensemble(networks).predict_in_batches(X)
    np.testing.assert_allclose(y, [[0.4, 0.4, 0.2], [0.8 / 3, 0.7 / 3, 0.5]], rtol=1e-12)
    assert Ensemble(networks).accuracy(X[:2], np.array([2, 2])) == 0.5
    assert Ensemble(networks[2:]).accuracy(X[:2], np.array([0, 2])) == 0.5


def test_two_of_a_kind_are_one():
    scores = Fixed([1.0, 5.0, 2.0], [3.0, -1.0, 0.0])
    np.testing.assert_array_equal(Ensemble([scores, scores]).predict_in_batches(X), softmax(scores.scores))


def test_probabilities_do_not_see_what_is_added_to_all_scores():
    scores = np.array([[0.0, math.log(3)], [math.log(4), 0.0]])
    expected = [[0.25, 0.75], [0.8, 0.2]]
    np.testing.assert_allclose(softmax(scores), expected, rtol=1e-12)
    # exp(10,000) is too large for any float, and a warning would be a failure.
    np.testing.assert_allclose(softmax(scores + np.array([[10_000], [-10_000]])), expected, rtol=1e-9)


def test_all_trained_weights_of_a_class_vote():
    ensemble = Ensemble.pretrained(DeepConvNet)
    names = pretrained_names(DeepConvNet)
    assert pretrained_names(SimpleConvNet) == ["simple-convnet"]
    assert names[0] == "deep-convnet"
    for network, name in zip(ensemble.networks, names, strict=True):
        np.testing.assert_array_equal(network.params["W1"], DeepConvNet.pretrained(name).params["W1"])


def test_nobody_to_vote_gets_a_sentence():
    with pytest.raises(ValueError, match="An ensemble needs at least one network"):
        Ensemble([])
    with pytest.raises(ValueError, match="brings no trained weights of ModernLeNet"):
        Ensemble.pretrained(ModernLeNet)

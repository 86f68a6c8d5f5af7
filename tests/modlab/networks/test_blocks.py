"""A skip connection keeps the gradient from vanishing."""

import numpy as np

from modlab.layers import Relu
from modlab.networks import (
    Network,
    Residual,
    Sequential,
)
from modlab.networks.build import affine, convolution


def first_layer_gradient(std_of_he, skip, depth=40):
    """Return the mean size of the gradient at the first of many 3 × 3 convolutions."""
    rng = np.random.default_rng(0)
    layers = {"Conv1": convolution(rng, 1, 4, 3, pad=1)}
    for i in range(depth):
        conv = convolution(rng, 4, 4, 3, pad=1, std=std_of_he * np.sqrt(2 / 36))
        step = Sequential({"conv": conv, "relu": Relu()})
        layers[f"Step{i}"] = Residual(step) if skip else step
    network = Network({**layers, "Affine": affine(rng, 4 * 8 * 8, 4)}, (1, 8, 8), rng).to(np.float64)
    x = rng.standard_normal((4, 1, 8, 8))
    return np.abs(network.gradient(x, np.arange(4))["W1"]).mean()


def test_skip_connections_keep_the_gradient_from_vanishing():
    # With weights a third of what they should be, every plain layer takes away two thirds of the gradient.
    with_skips, without = first_layer_gradient(1 / 3, True), first_layer_gradient(1 / 3, False)
    assert without < 1e-12
    assert with_skips > 1e-4

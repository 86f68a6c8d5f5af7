"""Residual networks: the paper's counts, and gradients that do not explode."""

import numpy as np

from modlab.networks import (
    SmallResNet,
)


def test_small_resnets_count_what_table_6_of_the_paper_says():
    millions = {20: 0.27, 32: 0.46, 44: 0.66, 56: 0.85, 110: 1.7}
    for depth, published in millions.items():
        count = SmallResNet(depth, (3, 32, 32)).summary().parameters / 1e6
        assert round(count, 1 if depth == 110 else 2) == published


def test_skip_connections_keep_the_gradient_from_exploding():
    # Batch normalization alone makes the gradient grow with depth.
    x = np.random.default_rng(0).standard_normal((8, 3, 16, 16))
    growth = {}
    for skip in (True, False):
        network = SmallResNet(56, (3, 16, 16), skip=skip, rng=0)
        grads = network.gradient(x, np.arange(8))
        sizes = [np.abs(grad).mean() for key, grad in grads.items() if key.startswith("W") and grad.ndim == 4]
        growth[skip] = sizes[0] / sizes[-1]
    assert growth[True] < 200
    assert growth[False] > 2_000

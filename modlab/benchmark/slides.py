"""The slides' way of computing, to measure modlab against: the layers of `modlab.by_hand`, float64 everywhere.

Only what is not on that page stands here: the deep network, with the slides' dropout, and their optimizer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from modlab.by_hand import Affine, Convolution, Pooling, Relu, SimpleConvNet, SoftmaxWithLoss
from modlab.inside.backend import Array, Arrays


class Dropout:
    """Drop, without scaling what is left."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)

    def forward(self, x: Array) -> Array:
        """Return x with a random half at 0."""
        self.mask = self.rng.random(x.shape) > 0.5
        return x * self.mask

    def backward(self, dout: Array) -> Array:
        """Return dx."""
        return dout * self.mask


class DeepConvNet(SimpleConvNet):
    """[Conv-ReLU-Conv-ReLU-Pool] × 3 - Affine - ReLU - Dropout - Affine - Dropout - Softmax."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)

        def normal(inputs: int, *shape: int) -> Array:
            return np.sqrt(2 / inputs) * rng.standard_normal(shape)

        self.layers = []
        # Channels, filters, and the padding of the first and of the second convolution.
        for C, FN, first, second in ((1, 16, 1, 1), (16, 32, 1, 2), (32, 64, 1, 1)):
            self.layers += [Convolution(normal(C * 9, FN, C, 3, 3), np.zeros(FN), pad=first), Relu()]
            self.layers += [Convolution(normal(FN * 9, FN, FN, 3, 3), np.zeros(FN), pad=second), Relu()]
            self.layers += [Pooling(2, 2, stride=2)]
        self.layers += [Affine(normal(1024, 1024, 50), np.zeros(50)), Relu(), Dropout()]
        self.layers += [Affine(normal(50, 50, 10), np.zeros(10)), Dropout()]
        learners = [layer for layer in self.layers if hasattr(layer, "W")]
        self.params = {
            f"{key}{i}": getattr(layer, key) for i, layer in enumerate(learners, 1) for key in "Wb"
        }
        self.last_layer = SoftmaxWithLoss()


NETWORKS = {"simple-convnet": SimpleConvNet, "deep-convnet": DeepConvNet}


class Adam:
    """The optimizer of the slides' training script."""

    def __init__(self, lr: float = 0.001) -> None:
        self.lr, self.steps = lr, 0
        self.m: Arrays = {}
        self.v: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Change the parameters in place."""
        self.steps += 1
        lr = self.lr * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        for key, grad in grads.items():
            self.m.setdefault(key, np.zeros_like(grad))
            self.v.setdefault(key, np.zeros_like(grad))
            self.m[key] += 0.1 * (grad - self.m[key])
            self.v[key] += 0.001 * (grad**2 - self.v[key])
            params[key] -= lr * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


def make_step(name: str, x: Array, t: Array) -> Callable[[], float]:
    """Return a function that makes one training step, and returns the loss.

    Parameters
    ----------
    name : str
        'simple-convnet' or 'deep-convnet'.
    x : (N, 1, 28, 28) array
    t : (N,) array of labels
    """
    network, adam, x = NETWORKS[name](), Adam(), x.astype(np.float64)

    def step() -> float:
        adam.update(network.params, network.gradient(x, t))
        return float(network.last_layer.loss)

    return step

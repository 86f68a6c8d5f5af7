"""The same networks in PyTorch, to measure modlab against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modlab.inside.backend import Array


def network(torch: Any, name: str) -> Any:
    """Return one of the slides' networks, built of PyTorch's own layers."""
    nn = torch.nn
    if name == "simple-convnet":
        return nn.Sequential(
            nn.Conv2d(1, 30, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(30 * 12 * 12, 100),
            nn.ReLU(),
            nn.Linear(100, 10),
        )
    layers = []
    for inputs, filters, first_pad, second_pad in ((1, 16, 1, 1), (16, 32, 1, 2), (32, 64, 1, 1)):
        layers += [nn.Conv2d(inputs, filters, 3, padding=first_pad), nn.ReLU()]
        layers += [nn.Conv2d(filters, filters, 3, padding=second_pad), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Flatten(), nn.Linear(64 * 4 * 4, 50), nn.ReLU(), nn.Dropout(), nn.Linear(50, 10)]
    return nn.Sequential(*layers)


def make_step(name: str, x: Array, t: Array) -> Callable[[], float]:
    """Return a function that makes one training step, and returns the loss.

    Parameters
    ----------
    name : str
        'simple-convnet' or 'deep-convnet'.
    x : (N, 1, 28, 28) float32 array
    t : (N,) array of labels
    """
    import torch

    torch.manual_seed(0)
    model = network(torch, name)
    adam = torch.optim.Adam(model.parameters(), lr=0.001)
    images, labels = torch.from_numpy(x), torch.from_numpy(t)

    def step() -> float:
        adam.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        adam.step()
        return loss.item()

    return step

"""Several networks that vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modlab.inside.backend import Array, array_module, to_numpy
from modlab.networks import Network
from modlab.networks.base import weights_folder


class Ensemble:
    """Networks whose probabilities are averaged: where one is wrong, the others outvote it.

    Parameters
    ----------
    networks : list of Network
        All for the same images and classes.

    Examples
    --------
    >>> import numpy as np
    >>> from modlab.networks import LeNet
    >>> ensemble = Ensemble([LeNet(rng=0), LeNet(rng=1)])
    >>> y = ensemble.predict_in_batches(np.zeros((1, 1, 28, 28), np.float32))
    >>> y.shape, round(float(y.sum()), 5)
    ((1, 10), 1.0)
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self.networks = list(networks)
        if not self.networks:
            raise ValueError("An ensemble needs at least one network.")

    def predict_in_batches(self, x: Array, batch_size: int = 100, progress: bool = False) -> Array:
        """Return the mean of the networks' probabilities.

        Parameters
        ----------
        x : (N, C, H, W) array
        batch_size : int
        progress : bool
            Show a progress bar for each network.

        Returns
        -------
        (N, classes) array, every row adds up to 1
        """
        votes = [softmax(network.predict_in_batches(x, batch_size, progress)) for network in self.networks]
        total: Any = sum(votes)
        return total / len(votes)

    def accuracy(self, x: Array, t: Array, batch_size: int = 100, progress: bool = False) -> float:
        """Return the part of the images that is recognized, 0 to 1; `t` are (N,) labels."""
        guesses = self.predict_in_batches(x, batch_size, progress).argmax(axis=1)
        return float((to_numpy(guesses) == to_numpy(t)).mean())

    @classmethod
    def pretrained(cls, network_class: type[Network]) -> Ensemble:
        """Return all trained networks of a class that come with modlab.

        Parameters
        ----------
        network_class : class of Network

        Raises
        ------
        ValueError
            If modlab brings none.
        """
        names = pretrained_names(network_class)
        if not names:
            raise ValueError(f"modlab brings no trained weights of {network_class.__name__}.")
        return cls([network_class.pretrained(name) for name in names])


def pretrained_names(network_class: type[Network]) -> list[str]:
    """Return the names of all trained weights of a class that come with modlab, a sorted list."""
    first = network_class.weights_name
    names = {
        file.name.removesuffix(".npz") for file in weights_folder().iterdir() if file.name.endswith(".npz")
    }
    return sorted(n for n in names if n == first or n.removeprefix(f"{first}-").isdigit())


def softmax(scores: Array) -> Array:
    """Return probabilities, (N, classes), from scores of that shape."""
    xp = array_module(scores)
    powers = xp.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

"""What every network can do: predict, learn, be measured, be saved and be counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Self

import numpy as np

from modlab.inside.backend import Array, Arrays, Shape, array_module, to_numpy
from modlab.inside.progress import progress_bar
from modlab.layers import Convolution, Layer, SoftmaxWithLoss
from modlab.networks.blocks import Sequential
from modlab.networks.summary import Summary, summarize
from modlab.networks.weights_file import put, read_arrays, write_arrays

if TYPE_CHECKING:
    from numpy.typing import DTypeLike


class Parameters(dict):
    """The arrays that a network learns, by name; assigning copies into the array that the layers use."""

    def __setitem__(self, name: str, value: Array) -> None:
        if name not in self:
            raise KeyError(f"The network has no parameter {name!r}: it has {', '.join(self)}.")
        own = self[name]
        if value is own:
            return
        value = array_module(own).asarray(value)
        if value.shape != own.shape:
            raise ValueError(f"{name!r} has shape {own.shape}; got {value.shape}.")
        own[...] = value


class Network(Sequential):
    """Layers in a row with a softmax and a loss at the end.

    Parameters
    ----------
    layers : dict of str to Layer
    input_dim : (C, H, W)
        Shape of one image.
    rng : numpy.random.Generator
        What the weights were drawn from and dropout will be.

    Attributes
    ----------
    params : dict of arrays
        'W1', 'b1', 'W2', … counted over the layers that learn; batch normalization has 'gamma' and 'beta'.
        The layers use these very arrays, so change them in place.
    layers : dict of str to Layer
    last_layer : SoftmaxWithLoss
    """

    weights_name: str | None = None
    # Of one process: the one that prints and writes files. See modlab.parallel.
    is_first = True

    def __init__(self, layers: dict[str, Layer], input_dim: Shape, rng: np.random.Generator) -> None:
        super().__init__(layers)
        self.input_dim = tuple(input_dim)
        self.rng = rng
        self.last_layer = SoftmaxWithLoss()
        first = next(iter(self.layers.values()))
        if isinstance(first, Convolution):
            # Nobody asks for the gradient of the images; sparing it saves a good part of a step.
            first.input_gradient = False
        self.collect()

    @property
    def name(self) -> str:
        """What kind of network it is, such as "SimpleConvNet"."""
        return type(self).__name__

    def share_start(self, rng: np.random.Generator) -> None:
        """Be told that training begins, with images in an order drawn from `rng`: one process has nobody to tell."""

    def collect(self) -> None:
        """Gather the layers' arrays into `params`."""
        self.learners = [leaf for leaf in self.leaves() if leaf.parameters]
        self.params = Parameters(self.named("parameters"))

    def named(self, kind: str, prefix: str = "") -> Arrays:
        """Return {name: array} for the attributes that the layers list under `kind`."""
        return {
            f"{attribute}{number}": getattr(layer, prefix + attribute)
            for number, layer in enumerate(self.learners, 1)
            for attribute in getattr(layer, kind)
            if getattr(layer, attribute) is not None
        }

    def to(self, dtype: DTypeLike | None = None, xp: ModuleType | None = None) -> Self:
        """Change where and in what precision the weights are kept.

        Parameters
        ----------
        dtype : dtype, optional
            Such as `numpy.float16`.
        xp : module, optional
            `numpy` or `cupy`.

        Returns
        -------
        Network
            This network.
        """
        for layer in self.learners:
            for attribute in (*layer.parameters, *layer.state):
                array = getattr(layer, attribute)
                if array is None:
                    continue
                if xp is not None:
                    array = to_numpy(array) if xp is np else xp.asarray(array)
                if dtype is not None:
                    # Running averages are made of many small steps: never less than float32.
                    kept = attribute in layer.state
                    array = array.astype(np.result_type(dtype, np.float32) if kept else dtype)
                setattr(layer, attribute, array)
        self.collect()
        return self

    def predict(self, x: Array, train: bool = False) -> Array:
        """Return the scores of every class, before the softmax.

        Parameters
        ----------
        x : (N, C, H, W) array
            Converted to the dtype of the weights.
        train : bool
            True: dropout drops, batch normalization uses this batch.

        Returns
        -------
        (N, classes) array

        Raises
        ------
        ValueError
            If the images have another shape than the network was built for.
        """
        if tuple(x.shape[1:]) != self.input_dim:
            hint = ": load the data with flatten=False" if len(x.shape) == 2 else ""
            raise ValueError(
                f"{type(self).__name__} needs images of shape (N, {', '.join(map(str, self.input_dim))}); "
                f"got {tuple(x.shape)}{hint}."
            )
        return self.forward(x.astype(next(iter(self.params.values())).dtype, copy=False), train=train)

    def predict_in_batches(self, x: Array, batch_size: int = 100, progress: bool = False) -> Array:
        """Return the scores of many images without needing memory for all at once.

        Parameters
        ----------
        x : (N, C, H, W) array
        batch_size : int
        progress : bool
            Show a progress bar.

        Returns
        -------
        (N, classes) array
        """
        if len(x) == 0:
            raise ValueError("There are no images to predict: x is empty.")
        if not isinstance(batch_size, (int, np.integer)) or batch_size < 1:
            raise ValueError(f"batch_size must be a whole number of at least 1; got {batch_size!r}.")
        starts, parts = range(0, len(x), batch_size), []
        with progress_bar(len(starts), "predicting", "batch", show=progress) as bar:
            for start in starts:
                parts.append(self.predict(x[start : start + batch_size]))
                bar.update()
        return array_module(parts[0]).concatenate(parts)

    def loss(self, x: Array, t: Array, train: bool = False) -> float:
        """Return the mean cross-entropy of images `x` and their labels `t`, a float."""
        return self.last_layer.forward(self.predict(x, train), t)

    def gradient(self, x: Array, t: Array) -> Arrays:
        """Return the gradient of the training loss for every parameter.

        The loss itself is then in `last_layer.loss`, so nobody needs a second forward pass for it.

        Parameters
        ----------
        x : (N, C, H, W) array
        t : (N,) labels or (N, classes) one-hot rows

        Returns
        -------
        dict of arrays
            The names and shapes of `params`.
        """
        self.loss(x, t, train=True)
        self.backward(self.last_layer.backward())
        return self.named("parameters", prefix="d")

    def accuracy(self, x: Array, t: Array, batch_size: int = 100, progress: bool = False) -> float:
        """Return the part of the images that is recognized, 0 to 1.

        Parameters
        ----------
        x : (N, C, H, W) array
        t : (N,) labels or (N, classes) one-hot rows
        batch_size : int
            Images at a time; the last ones count even if they do not fill a batch.
        progress : bool
            Show a progress bar.
        """
        if len(x) != len(t):
            raise ValueError(f"There must be one label for each image; got {len(x)} and {len(t)}.")
        labels = t.argmax(axis=1) if t.ndim == 2 and t.shape[1] > 1 else t.reshape(-1)
        guesses = self.predict_in_batches(x, batch_size, progress).argmax(axis=1)
        return float((to_numpy(guesses) == to_numpy(labels)).mean())

    def arrays(self) -> Arrays:
        """Return everything worth keeping: the parameters and the running averages of batch normalization."""
        return {**self.params, **self.named("state")}

    def save_params(self, path: str | Path = "params.npz", dtype: DTypeLike | None = None) -> None:
        """Save the weights as an `.npz` archive, whatever the file is called.

        Parameters
        ----------
        path : str or path
            An older file of this name is only replaced once the new one is complete.
        dtype : dtype, optional
            Such as `numpy.float16` for half the size.
        """
        arrays = {name: to_numpy(array) for name, array in self.arrays().items()}
        if dtype is not None:
            arrays |= {name: arrays[name].astype(dtype) for name in self.params}
        write_arrays(path, arrays)

    def load_params(self, path: str | Path = "params.npz") -> None:
        """Load weights that `save_params` saved.

        Raises
        ------
        FileNotFoundError, ValueError
            If the file is missing, damaged, or of another network; the network is not changed then.
        """
        self.put_arrays(read_arrays(path), path)

    def put_arrays(self, arrays: Arrays, source: str | Path) -> None:
        """Copy arrays into the network; `source` says in errors where they came from."""
        put(self.arrays(), arrays, source)

    @classmethod
    def pretrained(cls, name: str | None = None) -> Self:
        """Return the network with the weights that come with modlab.

        Parameters
        ----------
        name : str, optional
            Which weights, if there are several; see `modlab.weights`.

        Raises
        ------
        ValueError
            If modlab brings no such weights.
        """
        file = weights_folder() / f"{name or cls.weights_name}.npz"
        if not file.is_file():
            raise ValueError(f"modlab brings no trained weights {(name or cls.__name__)!r}.")
        # Every network that brings weights can be made without arguments.
        make: Callable[[], Self] = cls
        network = make()
        with resources.as_file(file) as path:
            network.load_params(path)
        return network

    @classmethod
    def card(cls, name: str | None = None) -> dict:
        """Return what is known about the trained weights: the command, the seed, the accuracy and so on.

        Returns
        -------
        dict
        """
        file = weights_folder() / f"{name or cls.weights_name}.json"
        if not file.is_file():
            raise ValueError(f"modlab brings no trained weights {(name or cls.__name__)!r}.")
        return json.loads(file.read_text(encoding="utf-8"))

    def summary(self) -> Summary:
        """Return a table of every layer: output shape, parameters, multiply-adds for one image.

        Returns
        -------
        Summary
            Prints as a table; `.rows`, `.parameters` and `.multiply_adds` hold the numbers.
        """
        return summarize(self, self.input_dim)


def weights_folder() -> Traversable:
    """Return the folder of the weights that come with modlab."""
    return resources.files("modlab") / "weights"

"""Layers made of layers: one after the other, side by side, around a skip connection, in groups.

A block keeps the protocol of a layer, so blocks nest.
"""

from __future__ import annotations

from modlab.inside.backend import Array, array_module
from modlab.layers import Add, Concatenate, Convolution, Layer
from modlab.layers.base import Kept


def run(layer: Layer, x: Array, train: bool) -> Array:
    """Run one layer forward; only those that ask for it are told whether this is training."""
    return layer.forward(x, train=train) if layer.has_train_mode else layer.forward(x)


class Block(Layer):
    """A layer that consists of layers."""

    has_train_mode = True

    def children(self) -> dict[str, Layer]:
        """Return {name: layer}, in the order in which they run."""
        raise NotImplementedError

    def leaves(self) -> list[Layer]:
        """Return every layer inside that is not itself a block, in order.

        Returns
        -------
        list of Layer
        """
        found = []
        for child in self.children().values():
            found += child.leaves() if isinstance(child, Block) else [child]
        return found


class Sequential(Block):
    """Layers one after the other.

    Parameters
    ----------
    layers : dict of str to Layer
        In the order of the way forward.

    Examples
    --------
    >>> import numpy as np
    >>> from modlab.layers import Flatten, Relu
    >>> Sequential({"Relu1": Relu(), "Flatten": Flatten()}).forward(np.array([[[1.0], [-2.0]]]))
    array([[1., 0.]])
    """

    def __init__(self, layers: dict[str, Layer]) -> None:
        self.layers = dict(layers)

    def children(self) -> dict[str, Layer]:
        """Return {name: layer}."""
        return self.layers

    def forward(self, x: Array, train: bool = False) -> Array:
        """Run `x` through all layers."""
        for layer in self.layers.values():
            x = run(layer, x, train)
        return x

    def backward(self, dout: Array) -> Array:
        """Run `dout` back through all layers, last one first."""
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)
        return dout


class Residual(Block):
    """A skip connection: what the body computes is added to what came in.

    Parameters
    ----------
    body : Layer
    shortcut : Layer, optional
        What the skipped input goes through where the body changes the shape; None adds it as it is.
    """

    def __init__(self, body: Layer, shortcut: Layer | None = None) -> None:
        self.body, self.shortcut, self.add = body, shortcut, Add()

    def children(self) -> dict[str, Layer]:
        """Return body, shortcut (if there is one) and the addition."""
        shortcut = {} if self.shortcut is None else {"shortcut": self.shortcut}
        return {"body": self.body, **shortcut, "add": self.add}

    def forward(self, x: Array, train: bool = False) -> Array:
        """Return body(x) + shortcut(x)."""
        skipped = x if self.shortcut is None else run(self.shortcut, x, train)
        return self.add.forward(run(self.body, x, train), skipped)

    def backward(self, dout: Array) -> Array:
        """Return the sum of the gradients that come back by both ways."""
        dbody, dskipped = self.add.backward(dout)
        if self.shortcut is not None:
            dskipped = self.shortcut.backward(dskipped)
        return self.body.backward(dbody) + dskipped


class SubsampleAndPad(Layer):
    """The shortcut without parameters: every other pixel, and channels of zeros behind the old ones.

    Parameters
    ----------
    channels : int
        Channels of what goes out, at least those that come in.
    stride : int

    Notes
    -----
    Source: K. He et al., "Deep Residual Learning for Image Recognition", 2015, option A.

    Examples
    --------
    >>> import numpy as np
    >>> SubsampleAndPad(2, 2).forward(np.arange(9.0).reshape(1, 1, 3, 3))
    array([[[[0., 2.],
             [6., 8.]],
    <BLANKLINE>
            [[0., 0.],
             [0., 0.]]]])
    """

    def __init__(self, channels: int, stride: int) -> None:
        self.channels, self.stride = channels, stride
        self.input_shape: Kept = None

    def forward(self, x: Array) -> Array:
        """Return (N, channels, OH, OW) from `x` (N, C, H, W)."""
        self.input_shape = x.shape
        kept = x[:, :, :: self.stride, :: self.stride]
        out = array_module(x).zeros((len(x), self.channels, *kept.shape[2:]), dtype=x.dtype)
        out[:, : x.shape[1]] = kept
        return out

    def backward(self, dout: Array) -> Array:
        """Return (N, C, H, W) from `dout` (N, channels, OH, OW)."""
        dx = array_module(dout).zeros(self.input_shape, dtype=dout.dtype)
        dx[:, :, :: self.stride, :: self.stride] = dout[:, : self.input_shape[1]]
        return dx


class Branches(Block):
    """Layers side by side on the same input, their channels put behind each other.

    Parameters
    ----------
    branches : dict of str to Layer
    """

    def __init__(self, branches: dict[str, Layer]) -> None:
        self.branches, self.concatenate = dict(branches), Concatenate()

    def children(self) -> dict[str, Layer]:
        """Return the branches and the concatenation."""
        return {**self.branches, "concatenate": self.concatenate}

    def forward(self, x: Array, train: bool = False) -> Array:
        """Return the channels of all branches."""
        return self.concatenate.forward(*(run(branch, x, train) for branch in self.branches.values()))

    def backward(self, dout: Array) -> Array:
        """Return the sum of what the branches bring back."""
        parts = zip(self.branches.values(), self.concatenate.backward(dout), strict=True)
        return sum(branch.backward(part) for branch, part in parts)


class Groups(Block):
    """Layers that each see only their own part of the channels, as AlexNet's two GPUs did.

    Parameters
    ----------
    groups : list of Layer
        All for the same number of channels.
    """

    def __init__(self, groups: list[Convolution]) -> None:
        self.groups, self.concatenate = list(groups), Concatenate()

    def children(self) -> dict[str, Layer]:
        """Return the groups and the concatenation."""
        return {**{f"group{i}": g for i, g in enumerate(self.groups, 1)}, "concatenate": self.concatenate}

    def forward(self, x: Array, train: bool = False) -> Array:
        """Split `x` by channels, run each group, put the channels together."""
        parts = array_module(x).split(x, len(self.groups), axis=1)
        results = [run(group, part, train) for group, part in zip(self.groups, parts, strict=True)]
        return self.concatenate.forward(*results)

    def backward(self, dout: Array) -> Array:
        """Return each group's gradient, put together."""
        parts = zip(self.groups, self.concatenate.backward(dout), strict=True)
        return array_module(dout).concatenate([group.backward(part) for group, part in parts], axis=1)

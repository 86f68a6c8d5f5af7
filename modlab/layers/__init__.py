"""Layers: the steps of a network.

The protocol takes a minute to learn:

- `out = layer.forward(x)` computes, and remembers what the way back needs.
- `dx = layer.backward(dout)` takes the gradient of the loss with respect to `out` and returns the gradient
  with respect to `x`. Neither `x` nor `dout` is written to.
- What a layer learns are attributes named in `layer.parameters` (`W`, `b`, or `gamma`, `beta`). After
  `backward` the gradient of `W` is `layer.dW`.
- A layer that behaves differently in training (`Dropout`, `BatchNormalization`) says `has_train_mode = True`,
  and only those take a second argument: `layer.forward(x, train=True)`. It is False unless said.
- `Add` and `Concatenate` take several arrays and give several gradients back. `SoftmaxWithLoss` takes the
  labels too, returns the loss and starts the way back: `layer.backward()`.

Arrays decide the rest. float32 in is float32 out, float64 in is float64 out, a CuPy array in is a CuPy array
out. float16 arrays are stored in 16 bits and computed in float32; set `layer.true_float16 = True` to compute
in 16 bits too. Where dtypes mix, NumPy's rules for mixing them hold.
"""

from modlab.layers.activations import Relu, Sigmoid
from modlab.layers.affine import Affine
from modlab.layers.base import Layer
from modlab.layers.convolution import Convolution
from modlab.layers.dropout import Dropout
from modlab.layers.joining import Add, Concatenate, Flatten
from modlab.layers.loss import SoftmaxWithLoss
from modlab.layers.normalization import BatchNormalization, LocalResponseNormalization
from modlab.layers.pooling import AveragePooling, GlobalAveragePooling, Pooling

__all__ = [
    "Add",
    "Affine",
    "AveragePooling",
    "BatchNormalization",
    "Concatenate",
    "Convolution",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling",
    "Layer",
    "LocalResponseNormalization",
    "Pooling",
    "Relu",
    "Sigmoid",
    "SoftmaxWithLoss",
]

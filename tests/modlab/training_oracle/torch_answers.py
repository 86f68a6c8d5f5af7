"""What PyTorch answers; imported only where PyTorch is installed."""

import numpy as np
import torch
from torch.nn import functional

from modlab.layers import (
    Affine,
    AveragePooling,
    BatchNormalization,
    Convolution,
    Dropout,
    GlobalAveragePooling,
    Pooling,
    Relu,
    Sigmoid,
)
from modlab.networks.blocks import Branches, Groups, Residual, Sequential, SubsampleAndPad
from training_oracle.cases import OPTIMIZER_CASES, draw_optimizer_case


def optimizer_answer(name):
    """Return the parameters after all steps."""
    _, _, kind, settings = OPTIMIZER_CASES[name]
    params, steps = draw_optimizer_case(name)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in params.items()}
    optimizer = getattr(torch.optim, kind)(tensors.values(), **settings)
    for grads in steps:
        for key, tensor in tensors.items():
            tensor.grad = torch.tensor(grads[key])
        optimizer.step()
    return {key: tensor.detach().numpy() for key, tensor in tensors.items()}


def network_answer(network, x, t):
    """Return the loss and the gradient for every parameter, in training mode."""
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in network.params.items()}
    by_array = {id(array): tensors[key] for key, array in network.params.items()}
    scores = forward(network, torch.tensor(x), by_array)
    loss = functional.cross_entropy(scores, torch.tensor(t))
    loss.backward()
    return {"loss": np.array(loss.item()), **{key: tensor.grad.numpy() for key, tensor in tensors.items()}}


def forward(layer, x, tensors):
    """Do with PyTorch's functions what the layer or block should do."""

    def own(attribute):
        array = getattr(layer, attribute)
        return None if array is None else tensors[id(array)]

    if isinstance(layer, Sequential):
        for child in layer.layers.values():
            x = forward(child, x, tensors)
        return x
    if isinstance(layer, Residual):
        skipped = x if layer.shortcut is None else forward(layer.shortcut, x, tensors)
        return forward(layer.body, x, tensors) + skipped
    if isinstance(layer, Branches):
        return torch.cat([forward(branch, x, tensors) for branch in layer.branches.values()], 1)
    if isinstance(layer, Groups):
        W = torch.cat([tensors[id(group.W)] for group in layer.groups])
        b = torch.cat([tensors[id(group.b)] for group in layer.groups])
        first = layer.groups[0]
        return functional.conv2d(x, W, b, first.stride, first.pad, groups=len(layer.groups))
    return LEAVES[type(layer)](layer, x, own)


def subsample_and_pad(layer, x, own):
    x = functional.avg_pool2d(x, 1, layer.stride)
    return functional.pad(x, (0, 0, 0, 0, 0, layer.channels - x.shape[1]))


def dropout(layer, x, own):
    assert layer.dropout_ratio == 0, "nothing may be left to chance"
    return x


# Of a layer, its input and a function that gives its parameters: what goes out.
LEAVES = {
    SubsampleAndPad: subsample_and_pad,
    Dropout: dropout,
    Convolution: lambda layer, x, own: functional.conv2d(x, own("W"), own("b"), layer.stride, layer.pad),
    Affine: lambda layer, x, own: functional.linear(x.flatten(1), own("W").T, own("b")),
    Pooling: lambda layer, x, own: functional.max_pool2d(
        x, (layer.pool_h, layer.pool_w), layer.stride, layer.pad
    ),
    AveragePooling: lambda layer, x, own: functional.avg_pool2d(
        x, (layer.pool_h, layer.pool_w), layer.stride, layer.pad
    ),
    BatchNormalization: lambda layer, x, own: functional.batch_norm(
        x, None, None, own("gamma"), own("beta"), training=True, eps=layer.eps
    ),
    GlobalAveragePooling: lambda layer, x, own: x.mean((2, 3)),
    Relu: lambda layer, x, own: functional.relu(x),
    Sigmoid: lambda layer, x, own: torch.sigmoid(x),
}

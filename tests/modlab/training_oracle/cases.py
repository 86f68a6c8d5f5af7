"""What is asked of modlab and of PyTorch alike."""

import numpy as np

from modlab.layers import GlobalAveragePooling, Relu
from modlab.networks import DeepConvNet, Groups, Inception, LeNet, Network, SimpleConvNet, SmallResNet
from modlab.networks.blocks import SubsampleAndPad
from modlab.networks.build import affine, convolution
from modlab.networks.resnet import conv_norm, residual_block

STEPS = 12

# name: (modlab's optimizer, its arguments, PyTorch's optimizer, its arguments)
OPTIMIZER_CASES = {
    "sgd": ("SGD", {"lr": 0.1}, "SGD", {"lr": 0.1}),
    "sgd-decay": ("SGD", {"lr": 0.1, "weight_decay": 0.05}, "SGD", {"lr": 0.1, "weight_decay": 0.05}),
    "momentum": ("Momentum", {"lr": 0.05, "momentum": 0.8}, "SGD", {"lr": 0.05, "momentum": 0.8}),
    "nesterov": (
        "Nesterov",
        {"lr": 0.05, "momentum": 0.8, "weight_decay": 0.01},
        "SGD",
        {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01},
    ),
    "adagrad": ("AdaGrad", {"lr": 0.1}, "Adagrad", {"lr": 0.1}),
    "rmsprop": ("RMSprop", {"lr": 0.02, "decay_rate": 0.9}, "RMSprop", {"lr": 0.02, "alpha": 0.9}),
    "adam": ("Adam", {"lr": 0.03, "beta1": 0.8, "beta2": 0.95}, "Adam", {"lr": 0.03, "betas": (0.8, 0.95)}),
    "adam-decay": ("Adam", {"lr": 0.03, "weight_decay": 0.1}, "Adam", {"lr": 0.03, "weight_decay": 0.1}),
    "adamw": (
        "Adam",
        {"lr": 0.03, "weight_decay": 0.1, "decoupled": True},
        "AdamW",
        {"lr": 0.03, "weight_decay": 0.1},
    ),
}


def draw_optimizer_case(name):
    """Return parameters and one dict of gradients for each step, float64."""
    rng = np.random.default_rng(list(name.encode()))
    shapes = {"W1": (3, 2, 2, 2), "b1": (3,)}
    params = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
    grads = [{key: rng.standard_normal(shape) for key, shape in shapes.items()} for _ in range(STEPS)]
    return params, grads


def small_deep_convnet(rng):
    """Return a DeepConvNet of few filters, without the chance in dropout."""
    params = [{"filter_num": n} for n in (2, 3, 2, 3, 4, 3)]
    return DeepConvNet((2, 8, 11), *params, hidden_size=5, output_size=4, dropout_ratio=0, rng=rng)


def small_inception(rng):
    """Return a network of one Inception block."""
    block = Inception(rng, 3, 2, 3, 4, 2, 3, 1)
    return Network({"Inception": block, "Affine": affine(rng, 10 * 5 * 6, 4)}, (3, 5, 6), rng)


def small_groups(rng):
    """Return a network with a convolution in two groups, as AlexNet has."""
    groups = Groups([convolution(rng, 2, 3, 3, pad=1) for _ in range(2)])
    layers = {"Groups": groups, "Relu": Relu(), "Affine": affine(rng, 6 * 5 * 6, 4)}
    return Network(layers, (4, 5, 6), rng)


def small_residual(rng):
    """Return a network of two residual blocks, one with each kind of shortcut, and batch normalization."""
    layers = {
        "Block1": residual_block(rng, 2, ((3, 3, 2), (3, 3, 1)), SubsampleAndPad(3, 2)),
        "Block2": residual_block(rng, 3, ((2, 1, 1), (4, 3, 1)), conv_norm(rng, 3, 4, 1, 1)),
        "GlobalPool": GlobalAveragePooling(),
        "Affine": affine(rng, 4, 4),
    }
    return Network(layers, (2, 5, 8), rng)


# name: (a function of a generator that makes the network, whether its answers are small enough to be kept)
NETWORK_CASES = {
    "simple": (lambda rng: SimpleConvNet((2, 11, 8), {"filter_num": 3, "pad": 1}, 6, 4, 0.5, rng), True),
    "deep": (small_deep_convnet, True),
    "inception": (small_inception, True),
    "groups": (small_groups, True),
    "residual": (small_residual, True),
    "lenet": (lambda rng: LeNet((1, 14, 16), 4, rng), False),
    "small-resnet": (lambda rng: SmallResNet(8, (2, 9, 12), 4, rng=rng), False),
}


def draw_network_case(name):
    """Return the network in float64, images and labels."""
    rng = np.random.default_rng(list(name.encode()))
    network = NETWORK_CASES[name][0](rng).to(np.float64)
    x = rng.standard_normal((3, *network.input_dim))
    return network, x, rng.integers(0, 4, 3)

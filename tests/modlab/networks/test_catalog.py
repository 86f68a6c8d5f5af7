"""Every network and block: PyTorch's gradients, published counts, and the slope of the loss."""

import functools
import importlib.util
from pathlib import Path

import numpy as np
import pytest
import training_oracle.cases
from training_oracle.cases import NETWORK_CASES, draw_network_case

from modlab import networks
from modlab.layers import Dropout
from modlab.networks import (
    VGG16,
    VGG19,
    AlexNet,
    GoogLeNet,
    ModernLeNet,
    PatternNetwork,
    ResNet,
    SmallResNet,
)
from modlab.networks.blocks import Block
from modlab.networks.catalog import NETWORKS, SMALL

FROZEN = np.load(Path(training_oracle.cases.__file__).parent / "answers.npz")


needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")


def assert_answers(network, x, t, expected):
    grads = network.gradient(x, t)
    assert network.last_layer.loss == pytest.approx(float(expected["loss"]), rel=1e-10)
    assert set(grads) == set(network.params) == set(expected) - {"loss"}
    for key, grad in grads.items():
        np.testing.assert_allclose(grad, expected[key], rtol=1e-7, atol=1e-10, err_msg=key)


@pytest.mark.parametrize("name", [name for name, (_, kept) in NETWORK_CASES.items() if kept])
def test_frozen_gradients_of_pytorch(name):
    network, _, _ = draw_network_case(name)
    for key in network.params:
        network.params[key] = FROZEN[f"network/{name}/given/{key}"]
    expected = {key: FROZEN[f"network/{name}/{key}"] for key in ("loss", *network.params)}
    x, t = FROZEN[f"network/{name}/given/x"], FROZEN[f"network/{name}/given/t"]
    assert_answers(network, x, t, expected)


@needs_torch
@pytest.mark.parametrize("name", NETWORK_CASES)
def test_live_gradients_of_pytorch(name):
    from training_oracle.torch_answers import network_answer

    network, x, t = draw_network_case(name)
    assert_answers(network, x, t, network_answer(network, x, t))


# Published counts: the AlexNet paper's network as Caffe has it, the VGG paper's D and E as the authors and Keras
# count them, GoogLeNet as Caffe has it without the extra classifiers, ResNets as PyTorch's model zoo counts them.
PUBLISHED = {
    "alexnet": (AlexNet, 60_965_224),
    "vgg-16": (VGG16, 138_357_544),
    "vgg-19": (VGG19, 143_667_240),
    "googlenet": (GoogLeNet, 6_998_552),
    "resnet-18": (lambda: ResNet(18), 11_689_512),
    "resnet-34": (lambda: ResNet(34), 21_797_672),
    "resnet-50": (lambda: ResNet(50), 25_557_032),
    "resnet-101": (lambda: ResNet(101), 44_549_160),
    "resnet-152": (lambda: ResNet(152), 60_192_808),
}


def test_every_famous_network_has_its_published_count():
    assert set(PUBLISHED) == set(NETWORKS) - set(SMALL), "put the count and its source into PUBLISHED here"


@pytest.mark.slow
@pytest.mark.parametrize(("build", "count"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_parameter_counts(build, count):
    network = build()
    assert network.summary().parameters == count
    assert sum(array.size for array in network.params.values()) == count


BUILT_SMALL = {
    "alexnet": lambda: AlexNet((3, 67, 67), 5, hidden_size=20, rng=0),
    "alexnet in one group": lambda: AlexNet((3, 67, 67), 5, groups=1, hidden_size=20, rng=0),
    "vgg-16": lambda: VGG16((3, 32, 32), 5, hidden_size=20, rng=0),
    "vgg-19": lambda: VGG19((3, 32, 32), 5, hidden_size=20, rng=0),
    "googlenet": lambda: GoogLeNet((3, 32, 32), 5, rng=0),
    "resnet-18": lambda: ResNet(18, (3, 64, 64), 5, rng=0),
    "resnet-50": lambda: ResNet(50, (3, 64, 64), 5, rng=0),
    "modern-lenet": lambda: ModernLeNet((1, 14, 16), 5, rng=0),
    "small-resnet without skips": lambda: SmallResNet(8, (3, 16, 12), 5, skip=False, rng=0),
    "pattern": lambda: PatternNetwork("[(CONV-RELU)*2-POOL]*2-(FC-RELU)*1-SOFTMAX", (3, 11, 8), 5, 4, rng=0),
}


def test_every_network_and_block_has_its_gradient_compared():
    def inside(block):
        children = block.children().values() if isinstance(block, Block) else ()
        return {type(block)}.union(*map(inside, children))

    compared = [draw_network_case(name)[0] for name in NETWORK_CASES] + [
        build() for build in BUILT_SMALL.values()
    ]
    kinds = {base for network in compared for kind in inside(network) for base in kind.__mro__}
    offered = {getattr(networks, name) for name in networks.__all__} | {
        kind.func if isinstance(kind, functools.partial) else kind for kind in NETWORKS.values()
    }
    lacking = {kind.__name__ for kind in offered - kinds if hasattr(kind, "backward")}
    assert not lacking, (
        f"Nobody compares the gradients of {', '.join(sorted(lacking))}: put a small one into BUILT_SMALL here, or into "
        f"NETWORK_CASES in {training_oracle.cases.__file__}."
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT_SMALL)
def test_the_gradient_is_the_slope_of_the_loss(name):
    network = BUILT_SMALL[name]().to(np.float64)
    for layer in network.leaves():
        if isinstance(layer, Dropout):
            layer.dropout_ratio = 0
    rng = np.random.default_rng(1)
    x, t = rng.standard_normal((3, *network.input_dim)), np.array([0, 4, 2])
    grads = {key: grad.copy() for key, grad in network.gradient(x, t).items()}
    # Along a direction that fits the gradient the slope is large enough to be measured in every layer at once.
    direction = {key: grad / (np.linalg.norm(grad) + 1e-30) for key, grad in grads.items()}
    slope = sum((grads[key] * direction[key]).sum() for key in grads)
    start = {key: array.copy() for key, array in network.params.items()}

    def loss_at(step):
        for key, array in network.params.items():
            array[...] = start[key] + step * direction[key]
        return network.loss(x, t, train=True)

    assert slope > 0.01
    # A steep loss bends soon, so the steeper it is the smaller the step.
    h = min(1e-6, 1e-4 / slope)
    assert (loss_at(h) - loss_at(-h)) / (2 * h) == pytest.approx(slope, rel=1e-3)

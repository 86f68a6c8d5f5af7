"""Every network by the name it has on the command line."""

from collections.abc import Callable
from functools import partial
from typing import Any

from modlab.networks.alexnet import AlexNet
from modlab.networks.deep_convnet import DeepConvNet
from modlab.networks.inception import GoogLeNet
from modlab.networks.lenet import LeNet, ModernLeNet
from modlab.networks.resnet import ResNet, SmallResNet
from modlab.networks.simple_convnet import SimpleConvNet
from modlab.networks.vgg import VGG16, VGG19

# Those that take MNIST's images. (Any, since every class has settings of its own.)
SMALL: dict[str, Any] = {
    "simple-convnet": SimpleConvNet,
    "deep-convnet": DeepConvNet,
    "lenet": LeNet,
    "modern-lenet": ModernLeNet,
    "small-resnet": SmallResNet,
}

NETWORKS: dict[str, Callable[..., Any]] = {
    **SMALL,
    "alexnet": AlexNet,
    "vgg-16": VGG16,
    "vgg-19": VGG19,
    "googlenet": GoogLeNet,
    **{f"resnet-{depth}": partial(ResNet, depth) for depth in (18, 34, 50, 101, 152)},
}

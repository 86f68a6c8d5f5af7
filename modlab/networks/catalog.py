"""Every network by the name it has on the command line."""

from functools import partial

from modlab.networks.alexnet import AlexNet
from modlab.networks.deep_convnet import DeepConvNet
from modlab.networks.inception import GoogLeNet
from modlab.networks.lenet import LeNet, ModernLeNet
from modlab.networks.resnet import ResNet, SmallResNet
from modlab.networks.simple_convnet import SimpleConvNet
from modlab.networks.vgg import VGG16, VGG19

# Those that take MNIST's pictures.
SMALL = {
    "simple-convnet": SimpleConvNet,
    "deep-convnet": DeepConvNet,
    "lenet": LeNet,
    "modern-lenet": ModernLeNet,
    "small-resnet": SmallResNet,
}

NETWORKS = {
    **SMALL,
    "alexnet": AlexNet,
    "vgg-16": VGG16,
    "vgg-19": VGG19,
    "googlenet": GoogLeNet,
    **{f"resnet-{depth}": partial(ResNet, depth) for depth in (18, 34, 50, 101, 152)},
}

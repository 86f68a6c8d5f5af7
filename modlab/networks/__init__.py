"""Networks: the slides' two, the famous ones, and the blocks to build others."""

from modlab.networks.alexnet import AlexNet
from modlab.networks.base import Network
from modlab.networks.blocks import Branches, Groups, Residual, Sequential
from modlab.networks.deep_convnet import DeepConvNet
from modlab.networks.ensemble import Ensemble
from modlab.networks.inception import GoogLeNet, Inception
from modlab.networks.lenet import LeNet, ModernLeNet
from modlab.networks.pattern import PatternNetwork
from modlab.networks.resnet import ResNet, SmallResNet
from modlab.networks.simple_convnet import SimpleConvNet
from modlab.networks.vgg import VGG, VGG16, VGG19

__all__ = [
    "VGG",
    "VGG16",
    "VGG19",
    "AlexNet",
    "Branches",
    "DeepConvNet",
    "Ensemble",
    "GoogLeNet",
    "Groups",
    "Inception",
    "LeNet",
    "ModernLeNet",
    "Network",
    "PatternNetwork",
    "ResNet",
    "Residual",
    "Sequential",
    "SimpleConvNet",
    "SmallResNet",
]

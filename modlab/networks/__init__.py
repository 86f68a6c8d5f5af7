"""Networks: the slides' two, the famous ones, and the blocks to build others."""

from modlab.networks.base import Network
from modlab.networks.blocks import Branches, Groups, Residual, Sequential
from modlab.networks.deep_convnet import DeepConvNet
from modlab.networks.lenet import LeNet, ModernLeNet
from modlab.networks.simple_convnet import SimpleConvNet

__all__ = [
    "Branches",
    "DeepConvNet",
    "Groups",
    "LeNet",
    "ModernLeNet",
    "Network",
    "Residual",
    "Sequential",
    "SimpleConvNet",
]

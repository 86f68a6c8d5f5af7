"""What a summary counts is what the layers hold and give, and what papers say."""

import numpy as np
import pytest

from modlab.networks import AlexNet, GoogLeNet, ResNet, Sequential, SmallResNet
from modlab.networks.build import affine, convolution
from modlab.networks.catalog import SMALL
from modlab.networks.summary import shape_after, summarize

BUILT = {
    **{name: lambda build=build: build(rng=0) for name, build in SMALL.items()},
    "alexnet": lambda: AlexNet((3, 67, 67), 5, hidden_size=20, rng=0),
    "googlenet": lambda: GoogLeNet((3, 32, 32), 5, rng=0),
    "resnet-50": lambda: ResNet(50, (3, 64, 64), 5, rng=0),
    "small-resnet": lambda: SmallResNet(8, (3, 16, 12), 5, rng=0),
}


@pytest.mark.parametrize("name", BUILT)
def test_parameters_and_shapes_are_those_of_the_arrays(name):
    network = BUILT[name]()
    summary = network.summary()
    assert summary.parameters == sum(array.size for array in network.params.values())
    x = np.zeros((2, *network.input_dim), np.float32)
    assert shape_after(network.layers, network.input_dim) == network.predict(x).shape[1:]
    # In a row of layers every shape on the way is the one that is computed.
    shapes = {row.name: row.shape for row in summary.rows}
    for layer_name, layer in network.layers.items():
        x = layer.forward(x)
        if layer_name in shapes:
            assert shapes[layer_name] == x.shape[1:], layer_name


def test_multiply_adds_are_the_products_that_are_summed():
    rng = np.random.default_rng(0)
    layers = {"Conv1": convolution(rng, 2, 3, 2, stride=2), "Affine1": affine(rng, 3 * 2 * 3, 5)}
    conv, fc = summarize(Sequential(layers), (2, 4, 6)).rows
    # Every product counted, one by one: (output pixel, filter) times (channel, row, column of the filter).
    assert conv.multiply_adds == len([1 for _ in np.ndindex(3, 2, 3, 2, 2, 2)])
    assert fc.multiply_adds == len([1 for _ in np.ndindex(18, 5)])


def test_multiply_adds_of_known_networks():
    # He et al., 2015, table 1: 1.8, 3.6 and 3.8 billion (the last with the stride in the first convolution of a
    # bottleneck; in the second, as here, it is counted as 4.1).
    assert round(ResNet(18).summary().multiply_adds / 1e9, 1) == 1.8
    assert round(ResNet(50).summary().multiply_adds / 1e9, 1) == 4.1


def test_it_prints_as_a_table_whose_last_line_adds_up():
    lines = str(SMALL["lenet"](rng=0).summary()).splitlines()
    rows = [line.split("  ") for line in lines[2:-2]]
    totals = lines[-1].split()
    for column, total in ((-2, totals[1]), (-1, totals[2])):
        numbers = [int([cell for cell in row if cell][column].replace(",", "")) for row in rows]
        assert sum(numbers) == int(total.replace(",", ""))

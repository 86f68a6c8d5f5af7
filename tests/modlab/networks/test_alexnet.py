"""AlexNet: the paper's sizes, and what its two groups spare."""

import numpy as np
import pytest

from modlab.networks import AlexNet
from modlab.networks.alexnet import grouped_convolution


def shapes(network):
    return {row.name: row.shape for row in network.summary().rows}


def test_the_layers_have_as_many_neurons_as_the_paper_says():
    # Figure 2 of the paper. It gives the first layer 253,440, which its own 55 × 55 × 96 contradicts.
    found = shapes(AlexNet(hidden_size=10, rng=0))
    # A grouped convolution is counted where its halves are put together.
    names = ("Norm2", "Relu3", "Relu4", "Relu5")
    assert found["Relu1"] == (96, 55, 55)
    assert [int(np.prod(found[name])) for name in names] == [186_624, 64_896, 64_896, 43_264]
    assert found["Affine8"] == (1000,)


@pytest.mark.slow
def test_in_one_group_it_has_the_count_published_for_one_gpu():
    # PyTorch's and Keras's re-tellings of the paper's network without groups.
    assert AlexNet(groups=1).summary().parameters == 62_378_344


def test_a_filter_sees_its_own_groups_channels_only():
    layer = grouped_convolution(np.random.default_rng(0), 2, 6, 4, 3, 1)
    x = np.random.default_rng(1).standard_normal((2, 6, 5, 5), dtype=np.float32)
    out = layer.forward(x)
    changed = x.copy()
    changed[:, 3:] = 0
    assert out.shape == (2, 4, 5, 5)
    np.testing.assert_array_equal(layer.forward(changed)[:, :2], out[:, :2])
    assert not np.isclose(layer.forward(changed)[:, 2:], out[:, 2:]).all()


def test_it_brings_no_weights():
    with pytest.raises(ValueError, match="modlab brings no trained weights"):
        AlexNet.pretrained()

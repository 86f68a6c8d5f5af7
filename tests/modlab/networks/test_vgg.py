"""VGG: 3 × 3 filters and nothing else, as many as the paper says."""

import numpy as np
import pytest

from modlab.layers import Affine, Convolution
from modlab.networks import VGG, VGG16, VGG19

SMALL = {"input_dim": (3, 32, 32), "output_size": 5, "hidden_size": 8, "rng": 0}


@pytest.mark.parametrize(("build", "depth"), [(VGG16, 16), (VGG19, 19)])
def test_it_is_as_deep_as_its_name_says(build, depth):
    leaves = list(build(**SMALL).leaves())
    filters = [leaf.W.shape[2:] for leaf in leaves if isinstance(leaf, Convolution)]
    assert filters == [(3, 3)] * (depth - 3)
    assert sum(isinstance(leaf, Affine) for leaf in leaves) == 3


def test_only_pooling_makes_images_smaller():
    rows = VGG16(**SMALL).summary().rows
    sides = {row.name: row.shape[1:] for row in rows if len(row.shape) == 3}
    for name, side in sides.items():
        stage = int(name.removeprefix("Conv").removeprefix("Relu").removeprefix("Pool")[0])
        expected = 32 >> (stage if name.startswith("Pool") else stage - 1)
        assert side == (expected, expected), name


@pytest.mark.slow
def test_multiply_adds_are_the_published_ones():
    # He et al., 2015, section 3.3: "19.6 billion FLOPs (multiply-adds)" for VGG-19.
    assert round(VGG19().summary().multiply_adds / 1e9, 1) == 19.6


def test_by_name_and_by_depth_are_one_network():
    named, by_depth = VGG16(**SMALL), VGG(16, **SMALL)
    assert list(named.params) == list(by_depth.params)
    for key, array in named.params.items():
        np.testing.assert_array_equal(array, by_depth.params[key])


def test_another_depth_gets_a_sentence():
    with pytest.raises(ValueError, match="VGG is 16 or 19 layers deep; got 17"):
        VGG(17)

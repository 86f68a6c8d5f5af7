"""Fresh weights: spread as He et al. say, so that the signal keeps its size."""

import math

import numpy as np
import pytest

from modlab.layers import Relu
from modlab.networks import SimpleConvNet
from modlab.networks.build import affine, batch_normalization, convolution, normal, settings


def test_weights_are_float32_around_zero_with_the_deviation_asked_for():
    values = normal(np.random.default_rng(0), (200, 500), 0.3)
    assert values.dtype == np.float32
    # 100,000 draws: the deviation of the mean is 0.001, that of the deviation 0.0007.
    assert values.mean() == pytest.approx(0, abs=0.004)
    assert values.std() == pytest.approx(0.3, abs=0.003)


@pytest.mark.parametrize(
    ("layer", "inputs"),
    [
        (convolution(np.random.default_rng(1), 8, 300, 5), 8 * 5 * 5),
        (affine(np.random.default_rng(1), 200, 300), 200),
    ],
    ids=["convolution", "affine"],
)
def test_he_initialisation_by_the_inputs_of_one_output(layer, inputs):
    assert layer.W.std() == pytest.approx(math.sqrt(2 / inputs), rel=0.02)
    np.testing.assert_array_equal(layer.b, np.zeros(300, np.float32))


def test_he_initialisation_keeps_the_signals_size_through_twenty_layers():
    def behind(std):
        rng = np.random.default_rng(2)
        x = rng.standard_normal((50, 400), dtype=np.float32)
        for _ in range(20):
            x = Relu().forward(affine(rng, 400, 400, std).forward(x))
        return np.sqrt((x.astype(np.float64) ** 2).mean())

    assert 0.3 < behind(None) < 3
    assert behind(0.01) < 1e-10, "with the slides' 0.01 nothing would be left"


def test_a_convolution_can_leave_the_bias_out():
    layer = convolution(np.random.default_rng(0), 3, 4, 2, stride=3, pad=1, bias=False)
    assert layer.b is None
    assert (layer.stride, layer.pad) == ((3, 3), (1, 1))


def test_batch_normalization_starts_by_changing_nothing():
    x = np.random.default_rng(0).standard_normal((6, 4, 3, 3), dtype=np.float32)
    # The epsilon in the root of the variance: 1 / sqrt(1 + 1e-5).
    np.testing.assert_allclose(batch_normalization(4).forward(x), x, rtol=1e-5)


def test_settings_put_what_was_given_over_the_defaults():
    defaults = {"filter_num": 30, "pad": 0}
    assert settings("conv_param", None, defaults) == defaults
    assert settings("conv_param", {"pad": 2}, defaults) == {"filter_num": 30, "pad": 2}
    assert defaults["pad"] == 0
    with pytest.raises(
        ValueError, match="conv_param has no entry 'filters': its entries are filter_num, pad"
    ):
        settings("conv_param", {"filters": 3}, defaults)
    with pytest.raises(ValueError, match="conv_param has no entry 'filters'"):
        SimpleConvNet(conv_param={"filters": 3})

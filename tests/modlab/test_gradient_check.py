"""The gradient check sees what is wrong."""

import numpy as np
import pytest

from modlab import layers
from modlab.gradient_check import check_gradients

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_gradient_check_finds_a_wrong_gradient():
    class Wrong(layers.Relu):
        def backward(self, dout):
            return super().backward(dout) * 1.001

    with pytest.raises(AssertionError, match=r"gradient of x is off by 0\.001"):
        check_gradients(Wrong(), normal(3, 5))

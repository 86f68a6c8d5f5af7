"""The toy convolution's figures: every product is written out."""

import numpy as np
import pytest
from figures import toy_convolution


@pytest.mark.usefixtures("drawn")
def test_every_window_writes_its_products(texts):
    image, filter_ = np.array([[1.0, 2, 3], [4, 5, 6]]), np.array([[10.0, -1], [0, 2]])
    result = np.array([[10 - 2 + 0 + 10 + 7, 20 - 3 + 0 + 12 + 7]])
    said = texts(toy_convolution.every_window(image, filter_, 7, result))
    for line in ("1·10 + 2·-1", "+ 4·0 + 5·2", "2·10 + 3·-1", "+ 5·0 + 6·2", "+ 7", "25", "36"):
        assert line in said


@pytest.mark.usefixtures("drawn")
def test_weights_are_drawn_with_the_pixels_they_met(texts):
    image = np.arange(9.0).reshape(3, 3)
    dout = np.array([[1.0, 0], [0, 2]])
    dW = np.array([[8.0, 11], [17, 20]])
    said = texts(toy_convolution.pixels_under_each_weight(image, 2, 2, dout, dW))
    assert "0·1 + 1·0 + 3·0 + 4·2 = 8" in said
    assert "4·1 + 5·0 + 7·0 + 8·2 = 20" in said

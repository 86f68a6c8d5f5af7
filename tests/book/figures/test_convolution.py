"""The figures on convolution: what they write, and areas."""

import numpy as np
import pytest
from figures import convolution


@pytest.mark.usefixtures("drawn")
def test_every_product_is_written_out(texts):
    x = np.array([[1, 2], [3, 4]])
    said = texts(convolution.products(x, np.array([[5, 6], [7, -8]])))
    for line in ("1·5", "2·6", "3·7", "4·-8", "12", "21", "-32", "5 + 12 + 21 + -32 = 6"):
        assert line in said


@pytest.mark.usefixtures("drawn")
def test_squares_have_the_areas_of_their_numbers():
    axes = convolution.weights_to_scale({"many": 400, "few": 4})
    many, few = (patch.get_width() * patch.get_height() for patch in axes.patches[:2])
    assert many / few == pytest.approx(100)

"""Arrays drawn as images: their place, their values, their colours."""

import numpy as np
from figures.tools import pixels, style


def test_a_picture_keeps_its_proportions_and_its_values():
    axes = style.canvas(12, 6)
    values = np.arange(8.0).reshape(2, 4)
    box = pixels.picture(axes, values, 1, 2, 6)
    assert (box.width, box.height, box.size) == (6, 3, 1.5)
    np.testing.assert_array_equal(axes.images[0].get_array(), values)
    assert axes.images[0].get_extent() == [1, 7, 5, 2]


def test_signs_have_zero_in_the_middle():
    axes = style.canvas(4, 4)
    pixels.picture(axes, np.array([[-1.0, 3.0]]), 0, 0, 4, pixels.SIGNS)
    assert axes.images[0].get_clim() == (-3, 3)

"""Windows are where NumPy finds them."""

import numpy as np
import pytest
from figures.tools.convolutions import places
from numpy.lib.stride_tricks import sliding_window_view


@pytest.mark.parametrize(("filter_h", "filter_w", "stride"), [(2, 2, 1), (3, 2, 1), (1, 4, 2), (2, 3, 3)])
def test_windows_are_where_numpy_finds_them(filter_h, filter_w, stride):
    image = np.random.default_rng(3).normal(size=(6, 7))
    corners = places(image, filter_h, filter_w, stride)
    drawn = [image[row : row + filter_h, column : column + filter_w] for row, column in corners]
    expected = sliding_window_view(image, (filter_h, filter_w))[::stride, ::stride]
    np.testing.assert_array_equal(drawn, expected.reshape(-1, filter_h, filter_w))

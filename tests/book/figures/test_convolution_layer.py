"""The convolution layer's figures, against SciPy and NumPy."""

import numpy as np
import pytest
from figures import convolution_layer
from scipy.signal import correlate2d


@pytest.mark.parametrize(
    ("image_shape", "filter_shape"), [((3, 3), (2, 2)), ((4, 5), (2, 2)), ((5, 4), (2, 3))]
)
def test_one_large_matrix_convolves_and_its_transpose_spreads(image_shape, filter_shape):
    random = np.random.default_rng(4)
    image, filter_ = random.normal(size=image_shape), random.normal(size=filter_shape)
    M, which = convolution_layer.sparse_matrix(image_shape, filter_)
    expected = correlate2d(image, filter_, mode="valid")
    np.testing.assert_allclose(M @ image.ravel(), expected.ravel())
    dout = random.normal(size=expected.shape)
    # The gradient of a correlation is the full correlation with the filter turned half round.
    spread = correlate2d(dout, filter_[::-1, ::-1], mode="full")
    np.testing.assert_allclose(M.T @ dout.ravel(), spread.ravel())
    assert ((which < 0) == (M == 0)).all()
    np.testing.assert_array_equal(M[which >= 0], filter_.ravel()[which[which >= 0]])


def test_putting_back_adds_or_overwrites():
    rows = np.array([[1.0, 2, 3, 4], [10, 20, 30, 40]])
    added = convolution_layer.put_back(rows, (2, 3), 2, 2, 1, add=True)
    overwritten = convolution_layer.put_back(rows, (2, 3), 2, 2, 1, add=False)
    np.testing.assert_array_equal(added, [[1, 12, 20], [3, 34, 40]])
    np.testing.assert_array_equal(overwritten, [[1, 10, 20], [3, 30, 40]])


def test_each_number_keeps_its_filters_colour(drawn):
    """25 stands in both columns of the slides' result, so the colour must follow the place, not the value."""
    rows = np.array([[9, 17], [13, 25], [21, 41], [25, 49]])
    axes = convolution_layer.cut_right_and_wrong(rows, 2, 2)
    numbers = [text.get_text() for text in axes.texts if text.get_text().isdigit()]
    assert numbers[8:16] == ["9", "13", "21", "25", "17", "25", "41", "49"]
    assert numbers[16:] == ["9", "17", "13", "25", "21", "41", "25", "49"]
    right = [patch.get_facecolor() for patch in axes.patches if getattr(patch, "get_width", int)() == 1][8:16]
    assert len(set(right[:4])) == len(set(right[4:])) == 1
    assert right[0] != right[4]

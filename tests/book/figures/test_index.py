"""The front page's figure: the filter's weights, its window, and the signs of what comes out."""

import numpy as np
import pytest
from figures import index
from figures.tools.style import PAPER, WINDOW_COLOURS
from matplotlib.colors import to_hex, to_rgb
from scipy.signal import correlate2d


@pytest.mark.usefixtures("drawn")
def test_a_window_of_the_image_and_its_one_pixel_of_the_output(texts, rectangles):
    image = np.random.default_rng(1).random((6, 6)).round(1)
    filter_ = np.array([[-1.0, 0, 1]] * 3)
    result = correlate2d(image, filter_, mode="valid")
    axes = index.sliding(image, filter_, result, row=2, column=1)
    # Only the weights are written, in reading order.
    assert texts(axes) == [*(["-1", "0", "1"] * 3), "∗", "="]
    cells = rectangles(axes)
    of_image, of_result = cells[:36], cells[36:52]
    assert len(cells) == 36 + 16 + 9
    on_image, on_result = (
        patch.get_bbox() for patch in axes.patches if to_hex(patch.get_edgecolor()) == WINDOW_COLOURS[1]
    )
    covered = [
        number
        for number, cell in enumerate(of_image)
        if on_image.contains(*cell.get_bbox().min + 0.1) and on_image.contains(*cell.get_bbox().max - 0.1)
    ]
    assert covered == [6 * row + column for row in (2, 3, 4) for column in (1, 2, 3)]
    np.testing.assert_allclose(on_result.get_points(), of_result[4 * 2 + 1].get_bbox().get_points())
    # Orange has more red than blue, and blue less, compared with the paper.
    warmth = [
        np.subtract(*np.array(colour)[[0, 2]]) - np.subtract(*np.array(to_rgb(PAPER))[[0, 2]])
        for colour in (cell.get_facecolor() for cell in of_result)
    ]
    np.testing.assert_array_equal(np.sign(np.round(warmth, 2)), np.sign(result.ravel().round(9)))

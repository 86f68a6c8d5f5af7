"""Draws the front page's figure: a filter on a handwritten digit."""

import numpy as np

from figures.tools.draw import matrix, window, write
from figures.tools.style import FILTER_COLOURS, INK, WINDOW_COLOURS, canvas, show, tint


def sliding(image, filter_, result, row, column):
    """Show a filter on an image, and its whole output with the one pixel that the marked window gives.

    In the output, orange is above zero and blue is below.
    """
    small, weight_size = 0.5, 0.75
    axes = canvas(12, image.shape[0] * small)
    greys = [[tint(INK, 0.85 * value / image.max()) for value in line] for line in image]
    signs = [
        [tint(FILTER_COLOURS[int(value > 0)], abs(value) / np.abs(result).max()) for value in line]
        for line in result
    ]
    box = matrix(axes, image, 0, 0, fills=greys, size=small, blank=np.ones(image.shape, bool))
    middle = box.middle[1]
    window(axes, box, row, column, *filter_.shape, WINDOW_COLOURS[1], 3)
    top = middle - result.shape[0] * small / 2
    out = matrix(
        axes,
        result,
        12 - result.shape[1] * small,
        top,
        fills=signs,
        size=small,
        blank=np.ones(result.shape, bool),
    )
    window(axes, out, row, column, 1, 1, WINDOW_COLOURS[1], 3)
    left = (box.right + out.left - filter_.shape[1] * weight_size) / 2
    weights = matrix(axes, filter_, left, middle - filter_.shape[0] * weight_size / 2, size=weight_size)
    write(axes, (box.right + weights.left) / 2, middle, "∗", 20)
    write(axes, (weights.right + out.left) / 2, middle, "=", 18)
    return show(axes)

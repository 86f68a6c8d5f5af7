"""A drawn matrix shows its numbers."""

from figures.tools import style
from figures.tools.draw import Box, matrix


def test_a_matrix_shows_its_numbers_in_reading_order(texts):
    axes = style.canvas(3, 2)
    box = matrix(axes, [[1, -2, 0.5], [4, 5, 60]], 0, 0, blank=[[False] * 3, [False, True, False]])
    assert texts(axes) == ["1", "-2", "0.5", "4", "60"]
    assert box == Box(0, 0, 3, 2)
    assert box.cell(1, 2) == (2.5, 1.5)
    assert box.middle == (1.5, 1)

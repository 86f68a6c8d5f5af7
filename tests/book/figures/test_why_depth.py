"""The figures on depth: receptive fields against SciPy, ways that are counted, folds."""

import numpy as np
import pytest
from figures import why_depth
from figures.tools.style import GREY
from matplotlib.colors import to_hex, to_rgb
from scipy.signal import convolve2d, correlate2d

pytestmark = pytest.mark.usefixtures("drawn")


@pytest.mark.parametrize(("filter_size", "layers"), [(3, 2), (3, 3), (5, 1)])
def test_a_cone_ends_at_one_number(filter_size, layers, texts, rectangles, arrows):
    said = texts(why_depth.cone(filter_size, layers))
    sides = [int(line.split(" × ")[0]) for line in said if " × " in line]
    # SciPy says what is left of the input after each layer.
    map_, shapes = np.zeros((sides[0], sides[0])), [sides[0]]
    for _ in range(layers):
        map_ = correlate2d(map_, np.ones((filter_size, filter_size)), mode="valid")
        shapes.append(len(map_))
    assert sides == shapes
    assert sides[-1] == 1
    assert [line for line in said if " × " not in line] == ["input", *[f"map {i + 1}" for i in range(layers)]]
    axes = why_depth.cone(filter_size, layers)
    assert len(rectangles(axes)) == sum(side**2 for side in sides)
    assert len(arrows(axes)) == layers


def test_ways_are_written_in_reading_order_and_the_more_the_darker(texts, rectangles):
    ones = np.ones((3, 3))
    two = convolve2d(ones, ones)
    axes = why_depth.paths([("one", ones), ("two", two)])
    numbers = [f"{value:g}" for value in two.ravel()]
    assert texts(axes) == [*["1"] * 9, "one", *numbers, "two"]
    cells = rectangles(axes)[9:]
    shades = np.array([sum(to_rgb(cell.get_facecolor())) for cell in cells])
    np.testing.assert_array_equal(np.argsort(shades, kind="stable"), np.argsort(-two.ravel(), kind="stable"))
    # Both grids are drawn at one scale and stand side by side.
    assert rectangles(axes)[0].get_width() == cells[0].get_width()
    assert rectangles(axes)[8].get_bbox().x1 < cells[0].get_bbox().x0


def test_each_depth_has_its_curve_one_below_the_other():
    x = np.linspace(0, 1, 5)
    once, twice = np.array([0, 0.5, 1, 0.5, 0]), np.array([0, 1.0, 0, 1, 0])
    frames = why_depth.folds(x, [("once", once), ("twice", twice)]).figure.axes
    assert [frame.get_title(loc="left") for frame in frames] == ["once", "twice"]
    for frame, y in zip(frames, (once, twice), strict=True):
        np.testing.assert_array_equal(frame.lines[0].get_xydata(), np.column_stack([x, y]))
    assert frames[0].get_position().y0 > frames[1].get_position().y1
    # Only the last says where 0 and 1 are.
    assert [list(frame.get_xticks()) for frame in frames] == [[], [0, 1]]


def test_what_is_seen_is_drawn_to_scale_around_one_middle(texts):
    sides = [3, 14, 32]
    axes = why_depth.sight(sides, 28, ["Conv1", "Conv3", "Conv6"])
    assert sorted(texts(axes)) == ["Conv1: 3 × 3", "Conv3: 14 × 14", "Conv6: 32 × 32"]
    squares = sorted(axes.patches, key=lambda patch: patch.get_width())
    assert [patch.get_width() / squares[0].get_width() for patch in squares] == pytest.approx(
        [1, 14 / 3, 28 / 3, 32 / 3]
    )
    assert to_hex(squares[2].get_edgecolor()) == GREY  # the image's own
    for square in squares:
        np.testing.assert_allclose(
            square.get_bbox().get_points().mean(axis=0), squares[0].get_bbox().get_points().mean(axis=0)
        )

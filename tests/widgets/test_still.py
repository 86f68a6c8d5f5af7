"""A still figure is valid SVG that shows the numbers, and its images are PNG files that others can read."""

import base64
import io
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest

from modlab.widgets.palette import INK, PAPER, channels
from modlab.widgets.still import Still, number, png

SVG = "{http://www.w3.org/2000/svg}"


def drawn(still, width=100):
    """Return the elements of the figure, as an XML reader sees them."""
    return ElementTree.fromstring(still.svg(width))


@pytest.mark.parametrize(
    ("value", "text"), [(3, "3"), (-1.0, "−1"), (0.125, "0.12"), (-0.001, "0"), (2.5, "2.5"), (-20, "−20")]
)
def test_numbers_are_short_and_have_a_real_minus(value, text):
    assert number(value) == text


def test_a_png_is_read_back_pixel_by_pixel(rng):
    pixels = rng.integers(0, 256, (5, 7, 3)).astype(np.uint8)
    read = matplotlib.image.imread(io.BytesIO(png(pixels)), format="png")
    np.testing.assert_array_equal(np.rint(read * 255), pixels)


def test_a_matrix_is_a_cell_and_a_number_for_each_value():
    still = Still(200)
    values = np.array([[1, -2, 3], [4, 5.5, 6]])
    colours = [["red", "green", "blue"], ["cyan", "black", "white"]]
    assert still.matrix(values, 10, 30, colours, "a & b", cell=20) == 10 + 3 * 20
    svg = drawn(still)
    title, *numbers = [text.text for text in svg.iter(f"{SVG}text")]
    assert title == "a & b"
    assert [float(text.replace("−", "-")) for text in numbers] == values.ravel().tolist()
    boxes = [(float(box.get("x")), float(box.get("y")), box.get("fill")) for box in svg.iter(f"{SVG}rect")]
    assert boxes == [
        (10 + 20 * column, 30 + 20 * row, colours[row][column]) for row in range(2) for column in range(3)
    ]


def test_a_matrix_without_text_has_cells_only():
    still = Still(50)
    still.matrix(np.zeros((2, 2)), 0, 0, "red", text=False)
    svg = drawn(still)
    assert [box.get("fill") for box in svg.iter(f"{SVG}rect")] == ["red"] * 4
    assert list(svg.iter(f"{SVG}text")) == []


def test_a_picture_goes_from_paper_to_ink():
    still = Still(50)
    assert still.picture([[0, 1, 5], [-3, 1, 0]], 5, 0, 30) == 35
    [image] = drawn(still).iter(f"{SVG}image")
    assert (image.get("width"), image.get("height")) == ("30", "20")
    head, _, text = image.get("href").partition(",")
    assert head == "data:image/png;base64"
    read = matplotlib.image.imread(io.BytesIO(base64.b64decode(text)), format="png")
    paper, ink = channels(PAPER), channels(INK)
    np.testing.assert_array_equal(np.rint(read * 255), [[paper, ink, ink], [paper, ink, paper]])


def test_a_path_goes_through_its_points():
    still = Still(50)
    still.path([(0, 1), (2.5, 3)], "red")
    [line] = drawn(still).iter(f"{SVG}polyline")
    assert [tuple(map(float, point.split(","))) for point in line.get("points").split()] == [(0, 1), (2.5, 3)]
    assert line.get("stroke") == "red"


def test_the_margin_is_on_all_sides():
    svg = drawn(Still(50), 100)
    assert [float(side) for side in svg.get("viewBox").split()] == [-12, -12, 124, 74]
    assert svg.get("width") == "124"

"""The figures' own arithmetic, and that they can be read: by an eye, on a phone, on any page."""

import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.lib.stride_tricks import sliding_window_view

sys.path.insert(0, str(Path(__file__).parents[2] / "book"))

from figures import backward, forward, style
from figures.draw import Box, matrix


def luminance(colour):
    """Relative luminance as the Web Content Accessibility Guidelines 2.2 define it."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], channels))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_knows_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_numbers_stand_out_on_every_fill():
    fills = [style.PAPER]
    fills += [style.tint(colour) for colour in style.FILTER_COLOURS + style.WINDOW_COLOURS]
    fills += [style.tint(colour, 0.5) for colour in style.WINDOW_COLOURS]
    fills += [style.tint(style.GRADIENT, strength) for strength in (0.15, 0.5, 0.9)]
    fills += [style.tint(style.ORANGE, 0.75)]
    fills += [fill for row in forward.pixel_fills(np.zeros((3, 3))) for fill in row]
    for fill in fills:
        assert contrast(style.INK, fill) >= 4.5, fill
    assert contrast(style.GREY, style.PAPER) >= 4.5


def test_lines_stand_out_on_paper():
    for colour in (style.BLUE, style.VERMILION, style.GREEN):
        assert contrast(colour, style.PAPER) >= 3


def test_tint_runs_from_paper_to_the_colour():
    assert style.tint(style.BLUE, 0) == style.PAPER
    assert style.tint(style.BLUE, 1) == style.BLUE
    assert style.tint("#000000", 0.5) == "#7e7e7a"


@pytest.mark.parametrize(("filter_h", "filter_w", "stride"), [(2, 2, 1), (3, 2, 1), (1, 4, 2), (2, 3, 3)])
def test_windows_are_where_numpy_finds_them(filter_h, filter_w, stride):
    image = np.random.default_rng(3).normal(size=(6, 7))
    corners = forward.places(image, filter_h, filter_w, stride)
    drawn = [image[row : row + filter_h, column : column + filter_w] for row, column in corners]
    expected = sliding_window_view(image, (filter_h, filter_w))[::stride, ::stride]
    np.testing.assert_array_equal(drawn, expected.reshape(-1, filter_h, filter_w))


def test_a_figure_wider_than_a_phone_is_refused():
    with pytest.raises(ValueError, match=r"13 cells .* at most 12"):
        style.canvas(13, 2)


def test_all_figures_are_equally_wide():
    widths = {style.canvas(width, 3).figure.get_figwidth() for width in (2, 7.5, 12)}
    assert len(widths) == 1


def test_the_same_figure_is_the_same_bytes():
    maps = np.arange(8.0).reshape(2, 2, 2)
    assert forward.feature_maps(maps).data == forward.feature_maps(maps).data
    assert forward.feature_maps(maps).data != forward.feature_maps(maps + 1).data


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_a_matrix_shows_its_numbers_in_reading_order():
    axes = style.canvas(3, 2)
    box = matrix(axes, [[1, -2, 0.5], [4, 5, 60]], 0, 0, blank=[[False] * 3, [False, True, False]])
    assert texts(axes) == ["1", "-2", "0.5", "4", "60"]
    assert box == Box(0, 0, 3, 2)
    assert box.cell(1, 2) == (2.5, 1.5)
    assert box.middle == (1.5, 1)


@pytest.fixture
def drawn(monkeypatch):
    """Let figures hand out their axes instead of a picture."""
    for module in (forward, backward):
        monkeypatch.setattr(module, "show", lambda axes: axes)


@pytest.mark.usefixtures("drawn")
def test_every_window_writes_its_products():
    image, filter_ = np.array([[1.0, 2, 3], [4, 5, 6]]), np.array([[10.0, -1], [0, 2]])
    result = np.array([[10 - 2 + 0 + 10 + 7, 20 - 3 + 0 + 12 + 7]])
    said = texts(forward.every_window(image, filter_, 7, result))
    for line in ("1·10 + 2·-1", "+ 4·0 + 5·2", "2·10 + 3·-1", "+ 5·0 + 6·2", "+ 7", "25", "36"):
        assert line in said


@pytest.mark.usefixtures("drawn")
def test_weights_are_drawn_with_the_pixels_they_met():
    image = np.arange(9.0).reshape(3, 3)
    dout = np.array([[1.0, 0], [0, 2]])
    dW = np.array([[8.0, 11], [17, 20]])
    said = texts(backward.pixels_under_each_weight(image, 2, 2, dout, dW))
    assert "0·1 + 1·0 + 3·0 + 4·2 = 8" in said
    assert "4·1 + 5·0 + 7·0 + 8·2 = 20" in said

"""Figures can be read: by an eye, on a phone, on any page."""

import numpy as np
import pytest
from figures import toy_convolution
from figures.tools import style


def test_the_contrast_formula_knows_black_on_white(contrast):
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_lines_stand_out_on_paper(contrast):
    for colour in (style.BLUE, style.VERMILION, style.GREEN):
        assert contrast(colour, style.PAPER) >= 3


def test_tint_runs_from_paper_to_the_colour():
    assert style.tint(style.BLUE, 0) == style.PAPER
    assert style.tint(style.BLUE, 1) == style.BLUE
    assert style.tint("#000000", 0.5) == "#7e7e7a"


def test_a_figure_wider_than_a_phone_is_refused():
    with pytest.raises(ValueError, match=r"13 cells .* at most 12"):
        style.canvas(13, 2)


def test_all_figures_are_equally_wide():
    widths = {style.canvas(width, 3).figure.get_figwidth() for width in (2, 7.5, 12)}
    assert len(widths) == 1


def test_the_same_figure_is_the_same_bytes():
    maps = np.arange(8.0).reshape(2, 2, 2)
    assert toy_convolution.feature_maps(maps).data == toy_convolution.feature_maps(maps).data
    assert toy_convolution.feature_maps(maps).data != toy_convolution.feature_maps(maps + 1).data

"""Figures can be read: by an eye, on a phone, on any page."""

import re

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


# A filled shape, or a text with its colour and where it begins, in the order in which they were drawn.
DRAWN = re.compile(
    r'<path d="(?P<outline>M [^"]*z )"[^>]*style="[^"]*?fill: (?P<fill>#[0-9a-f]{6})'
    r'|<!-- (?P<words>.*?) -->\s*<g style="fill: (?P<colour>#[0-9a-f]{6})[^"]*" transform="translate\((?P<x>[\d.]+) (?P<y>[\d.]+)\)',
    re.DOTALL,
)


def test_every_text_of_every_drawn_figure_stands_out_from_what_it_stands_on(build, pages, contrast):
    texts = 0
    for file in sorted((build.html / "_images").glob("*.svg")):
        shapes = []
        for part in DRAWN.finditer(file.read_text(encoding="utf-8")):
            if part["outline"]:
                corners = np.array(re.findall(r"-?[\d.]+", part["outline"]), float).reshape(-1, 2)
                shapes.append((corners.min(axis=0), corners.max(axis=0), part["fill"]))
                continue
            # Two points into the first letter.
            place = np.array([float(part["x"]) + 2, float(part["y"]) - 2])
            below = [fill for low, high, fill in shapes if (low <= place).all() and (place <= high).all()]
            least = 4.5 if part["colour"] == style.INK else 3
            assert contrast(part["colour"], below[-1]) >= least, (file.name, part["words"], below[-1])
            texts += 1
    assert texts > 1000

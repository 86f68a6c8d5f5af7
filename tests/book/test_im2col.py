"""The im2col chapter: what its pictures mark, against a picture read pixel by pixel, and what its page prints."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "book"))

from figures import unrolling

from modlab.im2col import im2col


@pytest.fixture
def drawn(monkeypatch):
    """Let figures hand out their axes instead of a picture."""
    monkeypatch.setattr(unrolling, "show", lambda axes: axes)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_a_block_is_read_channel_by_channel_and_line_by_line(drawn):
    image = np.arange(24.0).reshape(2, 3, 4)
    axes = unrolling.block_to_row(image, 2, 3, row=1, column=1)
    assert texts(axes)[-12:] == ["5", "6", "7", "9", "10", "11", "17", "18", "19", "21", "22", "23"]


def test_greyed_zeros_are_the_border_and_no_others(drawn):
    # A zero inside the picture is not border.
    image = np.array([[0.0, 1.0], [2.0, 0.0]])
    col = im2col(image[None, None], 3, 3, pad=1)
    axes = unrolling.padded_rows(image, 3, 3, 1, col)
    greyed = [patch for patch in axes.patches if patch.get_facecolor()[:3] == colour(unrolling.PADDING)]
    # By hand: 4 × 4 with the border, 12 of them border; each 3 × 3 window holds all four pixels and 5 zeros.
    assert len(greyed) == 12 + 4 * 5


def colour(name):
    from matplotlib.colors import to_rgb

    return to_rgb(name)


def test_the_page_prints_the_slides_shapes(build, pages):
    chapter = pages[build.html / "book" / "im2col.html"]
    printed = [output.get_text().split("\n") for output in chapter.select("div.cell_output pre")]
    assert ["(9, 75)", "(90, 75)", ""] in printed


def test_numbers_in_the_prose_are_right(build, pages):
    """Worked by hand: 3 · 3 windows of 5 · 5 · 3; 675 / 147; 32 of 81 cells of a padded 3 × 3 are border."""
    prose = re.sub(r"\s+", " ", pages[build.html / "book" / "im2col.html"].find("article").get_text())
    for sentence in (
        "so 3 × 3 = 9 windows. Each holds 3 × 5 × 5 = 75 numbers",
        "picture 1, the window that starts at (0, 1), channel 1, place (1, 0)",
        "x[1, 1, 1, 1], the number 31",
        "32 of these 81 cells hold nothing but border",
        "147 numbers have become 675, 4.6 times as many, and the middle pixel stands in 9 rows",
        "(1024, 75). With padding two a 5×5 filter keeps the size, so there are 32 windows",
    ):
        assert sentence in prose

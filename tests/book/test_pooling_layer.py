"""The pooling layer's chapter: what its pictures show, and what its page prints, worked out by hand."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "book"))

from figures import winners

# arange(18) as two channels of 3 × 3: in every 2 × 2 window the lower right number is the largest.
OUT = [4, 5, 7, 8, 13, 14, 16, 17]
DX = [0, 0, 0, 0, 1, 1, 0, 1, 1] * 2


@pytest.fixture
def numbers(monkeypatch):
    """Let figures hand out the numbers that they write, in the order of writing."""

    def written(axes):
        return [text.get_text() for text in axes.texts if re.fullmatch(r"-?[\d.]+", text.get_text())]

    monkeypatch.setattr(winners, "show", written)


def test_a_gradient_is_sent_to_the_place_of_its_winner(numbers):
    written = winners.sent_to_winners([5, 7], [2, 0], 3)
    assert written == ["5", "7", "2", "0", "0", "0", "5", "7", "0", "0"]


def test_a_long_row_is_cut_into_one_row_for_each_channel(numbers):
    long_rows, rows = np.array([[1, 2, 3, 4]]), np.array([[1, 2], [3, 4]])
    assert winners.cut_rows(long_rows, rows) == ["1", "2", "3", "4", "1", "2", "3", "4"]


def printed_numbers(chapter):
    for output in chapter.select("div.cell_output pre"):
        yield [float(number) for number in re.findall(r"-?\d+(?:\.\d*)?", output.get_text())]


@pytest.mark.parametrize("expected", [OUT, DX], ids=["out", "dx"])
def test_the_page_computes_the_slides_numbers(build, pages, expected):
    chapter = pages[build.html / "book" / "pooling-layer.html"]
    assert expected in list(printed_numbers(chapter))


def test_measured_gradients_agree(build, pages):
    text = pages[build.html / "book" / "pooling-layer.html"].find("article").get_text()
    differences = re.findall(r"dx off by (\d\S+) of", text)
    assert len(differences) == 3
    assert max(map(float, differences)) < 1e-6


def test_numbers_in_the_prose_are_right(build, pages):
    """By hand: 1 + 2 + 3 + 4; zeros win but for the inner window, which sees no border; a quarter of eight."""
    prose = pages[build.html / "book" / "pooling-layer.html"].find("article").get_text()
    prose = re.sub(r"\s+", " ", prose)
    for sentence in (
        "gets 1 + 2 + 3 + 4 = 10, all that arrived. With = it would have kept 4",
        "8 of the 9 maxima are border",
        "At most 25%: one of four",
        "2, a quarter",
        "without pad: 2, with pad: 3",
    ):
        assert sentence in prose


def test_the_chapter_keeps_the_exercises_secrets(build, pages):
    code = pages[build.html / "book" / "pooling-layer.html"].find("article").get_text()
    code = re.sub(r"\s+", "", code)
    for answer in ("argmax(", "np.max(", "reshape(-1,pool_h", "dmax[", "np.arange(arg_max"):
        assert answer not in code

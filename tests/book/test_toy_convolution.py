"""The toy convolution's chapter: the slides' numbers, read from the built page."""

import re
from pathlib import Path

import pytest

SLIDES = {
    "out_final": [9, 13, 21, 25, 17, 25, 41, 49],
    "dW": [8, 12, 20, 24, 8, 12, 20, 24],
    "db": [4, 4],
    "dx": [3, 6, 3, 6, 12, 6, 3, 6, 3],
    "col": [0, 1, 3, 4, 1, 2, 4, 5, 3, 4, 6, 7, 4, 5, 7, 8],
}


@pytest.mark.parametrize("name", SLIDES)
def test_the_chapter_computes_the_slides_numbers(printed_numbers, name):
    assert SLIDES[name] in printed_numbers


def test_measured_gradients_agree(printed):
    differences = re.findall(r"d[xWb]: largest difference (\S+)", "\n".join(printed))
    assert len(differences) == 6
    # Central differences of a linear function are exact but for rounding: about 1e-16 · loss / nudge.
    assert max(map(float, differences)) < 1e-8


def test_numbers_in_the_prose_are_right(prose):
    """Worked by hand: 0+1+3+4 = 8, doubled 16; windows 4 of 4 pixels; stride 2 leaves one window."""
    for sentence in (
        "the first window gives 16 instead of 8, and with the bias 17 instead of 9",
        "The matrix has 4 rows, one for each window, and 4 columns",
        "It holds 16 numbers although the input has only 9 pixels",
        "(4, 4) · (4, 2) → (4, 2)",
        "every cell gets 1 from the filter of ones and 2 from the filter of twos, 3 in all",
        "Just 1. After one step",
        "It should be 12, and becomes 3",
        "It doubles too, from 4 to 8",
    ):
        assert sentence in prose


def test_the_exercise_can_be_downloaded(build, page):
    links = [
        link["href"] for link in page.select("a.download[href]") if link["href"].endswith("/toy-conv.ipynb")
    ]
    assert len(links) == 1
    downloaded = (build.html / "book" / links[0]).resolve().read_bytes()
    root = Path(__file__).parents[2]
    assert downloaded == (root / "exercises" / "toy-conv" / "toy-conv.ipynb").read_bytes()

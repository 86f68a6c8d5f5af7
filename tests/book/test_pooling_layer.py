"""The pooling layer's chapter: what its page prints, worked out by hand."""

import re

import pytest

# arange(18) as two channels of 3 × 3: in every 2 × 2 window the lower right number is the largest.
OUT = [4, 5, 7, 8, 13, 14, 16, 17]


DX = [0, 0, 0, 0, 1, 1, 0, 1, 1] * 2


@pytest.mark.parametrize("expected", [OUT, DX], ids=["out", "dx"])
def test_the_page_computes_the_slides_numbers(printed_numbers, expected):
    assert expected in printed_numbers


def test_measured_gradients_agree(prose):
    differences = re.findall(r"dx off by (\d\S+) of", prose)
    assert len(differences) == 3
    assert max(map(float, differences)) < 1e-6


def test_numbers_in_the_prose_are_right(prose):
    """By hand: 1 + 2 + 3 + 4; zeros win but for the inner window, which sees no border; a quarter of eight."""
    for sentence in (
        "gets 1 + 2 + 3 + 4 = 10, all that arrived. With = it would have kept 4",
        "8 of the 9 maxima are border",
        "At most 25%: one of four",
        "2, a quarter",
        "without pad: 2, with pad: 3",
    ):
        assert sentence in prose

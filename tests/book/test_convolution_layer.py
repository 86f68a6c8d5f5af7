"""The convolution layer's chapter: what its page prints, worked out by hand."""

import re

import pytest


def test_the_page_prints_the_slides_shapes(printed):
    assert "(3, 4, 2, 5)\n(4, 5, 2, 3)\n(2, 5, 4, 3)\n" in printed


def test_measured_gradients_and_the_adjoint_identity_agree(page):
    text = page.find("article").get_text()
    differences = re.findall(r"d[xWb]: off by (\S+) of", text)
    assert len(differences) == 3
    assert max(map(float, differences)) < 1e-7
    sums = re.findall(r"^(-?\d+\.\d{12})$", text, re.MULTILINE)
    assert len(sums) == 2
    assert float(sums[0]) == pytest.approx(float(sums[1]), rel=1e-11)


def test_numbers_in_the_prose_are_right(prose):
    for sentence in (
        "would learn all 36 cells of M independently. The convolution learns 4",
        "through window 0 by 2 times as much, and through window 1 by 10 times as much",
        "Together it is 12",
        "(3, 0, 1, 2). The old first axis stands last now",
    ):
        assert sentence in prose

"""The convolution layer's chapter: its pictures against SciPy and NumPy, and what its page prints."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import correlate2d

sys.path.insert(0, str(Path(__file__).parents[2] / "book"))

from figures import layer


@pytest.mark.parametrize(
    ("image_shape", "filter_shape"), [((3, 3), (2, 2)), ((4, 5), (2, 2)), ((5, 4), (2, 3))]
)
def test_one_large_matrix_convolves_and_its_transpose_spreads(image_shape, filter_shape):
    random = np.random.default_rng(4)
    image, filter_ = random.normal(size=image_shape), random.normal(size=filter_shape)
    M, which = layer.sparse_matrix(image_shape, filter_)
    expected = correlate2d(image, filter_, mode="valid")
    np.testing.assert_allclose(M @ image.ravel(), expected.ravel())
    dout = random.normal(size=expected.shape)
    # The gradient of a correlation is the full correlation with the filter turned half round.
    spread = correlate2d(dout, filter_[::-1, ::-1], mode="full")
    np.testing.assert_allclose(M.T @ dout.ravel(), spread.ravel())
    assert ((which < 0) == (M == 0)).all()
    np.testing.assert_array_equal(M[which >= 0], filter_.ravel()[which[which >= 0]])


def test_putting_back_adds_or_overwrites():
    rows = np.array([[1.0, 2, 3, 4], [10, 20, 30, 40]])
    added = layer.put_back(rows, (2, 3), 2, 2, 1, add=True)
    overwritten = layer.put_back(rows, (2, 3), 2, 2, 1, add=False)
    np.testing.assert_array_equal(added, [[1, 12, 20], [3, 34, 40]])
    np.testing.assert_array_equal(overwritten, [[1, 10, 20], [3, 30, 40]])


def test_each_number_keeps_its_filters_colour(monkeypatch):
    """25 stands in both columns of the slides' result, so the colour must follow the place, not the value."""
    monkeypatch.setattr(layer, "show", lambda axes: axes)
    rows = np.array([[9, 17], [13, 25], [21, 41], [25, 49]])
    axes = layer.cut_right_and_wrong(rows, 2, 2)
    numbers = [text.get_text() for text in axes.texts if text.get_text().isdigit()]
    assert numbers[8:16] == ["9", "13", "21", "25", "17", "25", "41", "49"]
    assert numbers[16:] == ["9", "17", "13", "25", "21", "41", "25", "49"]
    right = [patch.get_facecolor() for patch in axes.patches if getattr(patch, "get_width", int)() == 1][8:16]
    assert len(set(right[:4])) == len(set(right[4:])) == 1
    assert right[0] != right[4]


def test_the_page_prints_the_slides_shapes(build, pages):
    chapter = pages[build.html / "book" / "convolution-layer.html"]
    printed = [output.get_text().split("\n") for output in chapter.select("div.cell_output pre")]
    assert ["(3, 4, 2, 5)", "(4, 5, 2, 3)", "(2, 5, 4, 3)", ""] in printed


def test_measured_gradients_and_the_adjoint_identity_agree(build, pages):
    text = pages[build.html / "book" / "convolution-layer.html"].find("article").get_text()
    differences = re.findall(r"d[xWb]: off by (\S+) of", text)
    assert len(differences) == 3
    assert max(map(float, differences)) < 1e-7
    sums = re.findall(r"^(-?\d+\.\d{12})$", text, re.MULTILINE)
    assert len(sums) == 2
    assert float(sums[0]) == pytest.approx(float(sums[1]), rel=1e-11)


def test_numbers_in_the_prose_are_right(build, pages):
    prose = pages[build.html / "book" / "convolution-layer.html"].find("article").get_text()
    prose = re.sub(r"\s+", " ", prose)
    for sentence in (
        "would learn all 36 cells of M independently. The convolution learns 4",
        "through window 0 by 2 times as much, and through window 1 by 10 times as much",
        "Together it is 12",
        "(3, 0, 1, 2). The old first axis stands last now",
    ):
        assert sentence in prose


def test_the_chapter_keeps_the_exercises_secrets(build, pages):
    """The lines that students write stand nowhere in the chapter, in no folded cell either."""
    code = pages[build.html / "book" / "convolution-layer.html"].find("article").get_text()
    code = re.sub(r"\s+", "", code)
    for answer in (
        "reshape(FN,-1)",
        "transpose(0,3,1,2)",
        "transpose(0,2,3,1)",
        "col.T@",
        "@col_W.T",
        "sum(axis=0)",
    ):
        assert answer not in code

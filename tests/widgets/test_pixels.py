"""Images travel as text without loss, and a pen leaves ink where it was."""

import base64
import re

import numpy as np
import pytest

from modlab.widgets.pixels import check_image, strokes, to_image, to_text


def test_text_holds_one_byte_a_pixel_and_comes_back_as_it_was(rng):
    whole = rng.integers(0, 256, (7, 7))
    text = to_text(whole / 255)
    assert list(base64.b64decode(text)) == whole.ravel().tolist()
    back = to_image(text, 7)
    assert back.dtype == np.float32
    np.testing.assert_array_equal(np.rint(back * 255), whole)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (np.zeros((3, 4)), "drawing must be a (3, 3) array of numbers from 0 to 1; got the shape (3, 4)"),
        (np.full((3, 3), 2), "got the shape (3, 3) with numbers from 2 to 2"),
        (np.full((3, 3), -0.5), "with numbers from -0.5 to -0.5"),
        (np.full((3, 3), np.nan), "must be a (3, 3) array of numbers from 0 to 1"),
        ([], "got the shape (0,)."),
    ],
)
def test_what_is_no_image_gets_a_sentence(value, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        check_image(value, 3, "drawing")


def test_an_image_is_let_through():
    np.testing.assert_array_equal(check_image([[0, 1], [0.5, 0]], 2), [[0, 1], [0.5, 0]])


def test_a_line_is_full_in_its_middle_and_empty_beyond_the_radius():
    ink = strokes(21, [[(4, 10), (16, 10)]], 3)
    rows, columns = np.mgrid[:21, :21]
    # How far each pixel is from the line, by the formula for a segment.
    away = np.hypot(rows - 10, columns - np.clip(columns, 4, 16))
    assert (ink[away <= 2] == 1).all()
    assert (ink[away >= 3] == 0).all()
    between = (away > 2.1) & (away < 2.9)
    assert ((ink[between] > 0) & (ink[between] < 1)).all()
    assert between.any()


def test_a_line_drawn_back_to_front_or_turned_is_the_same_line():
    line = [(3, 4), (9, 6), (12, 15)]
    ink = strokes(20, [line], 2)
    np.testing.assert_allclose(strokes(20, [line[::-1]], 2), ink, atol=1 / 255)
    np.testing.assert_array_equal(strokes(20, [[(y, x) for x, y in line]], 2), ink.T)
    np.testing.assert_array_equal(strokes(20, [line, line], 2), ink)


def test_no_line_leaves_no_ink():
    np.testing.assert_array_equal(strokes(5, [], 2), 0)

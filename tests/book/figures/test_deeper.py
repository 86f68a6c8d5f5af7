"""The figures of digits: which image, which answer, which guess stand together."""

import itertools

import numpy as np
import pytest
from figures import deeper
from figures.tools.style import BLUE, VERMILION, WIDEST


@pytest.fixture
def images():
    return list(np.random.default_rng(2).random((10, 3, 3)))


@pytest.mark.usefixtures("drawn")
def test_each_misread_digit_bears_its_own_answer_and_guess(images):
    answers, guesses = range(10), range(9, -1, -1)
    axes = deeper.misread(images, answers, guesses)
    assert len(axes.images) == 10
    for image, shown, answer, guess in zip(images, axes.images, answers, guesses, strict=True):
        np.testing.assert_array_equal(shown.get_array(), image)
        left, right, bottom, top = shown.get_extent()
        inside = {}
        for text in axes.texts:
            x, y = text.get_position()
            if left < x < right and top < y < bottom:
                inside[text.get_color()] = (text.get_text(), x < (left + right) / 2, y < (top + bottom) / 2)
        # The answer at the top left, the guess at the bottom right.
        assert inside == {BLUE: (str(answer), True, True), VERMILION: (str(guess), False, False)}


@pytest.mark.usefixtures("drawn")
def test_images_of_bytes_and_of_fractions_are_equally_dark(images):
    fractions = deeper.misread([np.eye(3)], [0], [1]).images[0]
    as_bytes = deeper.misread([255 * np.eye(3)], [0], [1]).images[0]
    np.testing.assert_array_equal(fractions.norm(fractions.get_array()), as_bytes.norm(as_bytes.get_array()))


@pytest.mark.usefixtures("drawn")
def test_a_gallery_shows_each_row_below_its_name_and_within_the_figure(images, texts):
    axes = deeper.gallery([("turned", images[:6]), ("shifted", images[6:])])
    assert texts(axes) == ["turned", "shifted"]
    for image, shown in zip(images, axes.images, strict=True):
        np.testing.assert_array_equal(shown.get_array(), image)
    turned, shifted = (text.get_position()[1] for text in axes.texts)
    tops = [shown.get_extent()[3] for shown in axes.images]
    assert all(turned < top < shifted for top in tops[:6])
    assert all(shifted < top for top in tops[6:])
    sides = [shown.get_extent()[:2] for shown in axes.images[:6]]
    assert sides[0][0] == 0
    assert sides[-1][1] == pytest.approx(WIDEST)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(sides))

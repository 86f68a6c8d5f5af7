"""The pooling layer's figures: winners and rows."""

import re

import numpy as np
import pytest
from figures import pooling_layer


@pytest.fixture
def numbers(drawn, texts):
    """Return the numbers that are written on axes, in the order of writing."""
    return lambda axes: [text for text in texts(axes) if re.fullmatch(r"-?[\d.]+", text)]


def test_a_gradient_is_sent_to_the_place_of_its_winner(numbers):
    written = numbers(pooling_layer.sent_to_winners([5, 7], [2, 0], 3))
    assert written == ["5", "7", "2", "0", "0", "0", "5", "7", "0", "0"]


def test_a_long_row_is_cut_into_one_row_for_each_channel(numbers):
    long_rows, rows = np.array([[1, 2, 3, 4]]), np.array([[1, 2], [3, 4]])
    assert numbers(pooling_layer.cut_rows(long_rows, rows)) == ["1", "2", "3", "4", "1", "2", "3", "4"]

"""The figures on pooling: windows, bars, and the strip that is read."""

import numpy as np
import pytest
from figures import pooling
from figures.tools import style


@pytest.mark.usefixtures("drawn")
def test_overlapping_windows_are_counted(texts):
    axes = pooling.settings([(3, 2, 1)])
    numbers = [int(text) for text in texts(axes) if text.isdigit()]
    assert numbers == [1, 2, 1, 2, 4, 2, 1, 2, 1]


def test_windows_of_pooling_keep_their_colour():
    fills = pooling.window_fills((4, 6), 2)
    assert fills[0][0] == fills[1][1] != fills[0][2] == fills[1][3]
    assert len({fill for row in fills for fill in row}) == 4


@pytest.mark.usefixtures("drawn")
def test_bars_are_as_long_as_their_numbers():
    axes = pooling.bars({"a": 1, "b": 4}, (style.SKY, style.GREEN))
    short, long = (patch.get_width() for patch in axes.patches)
    assert long / short == pytest.approx(4)


def test_what_is_read_stands_below_the_middle_of_its_window(drawn, texts):
    # Windows of 28 pixels, four apart, on 36 pixels: three, in the middle of each the network's answer.
    axes = pooling.reads_a_strip(np.zeros((28, 36)), np.eye(10)[:, :3], step=4, seen=28)
    strip, table = (image.get_extent() for image in axes.images)
    pixel = (strip[1] - strip[0]) / 36
    assert table[0] == pytest.approx(strip[0] + 12 * pixel)
    assert table[1] == pytest.approx(strip[1] - 12 * pixel)
    assert texts(axes) == [str(digit) for digit in range(10)]

"""The im2col chapter's figures: what they mark, against an image read pixel by pixel."""

import numpy as np
from figures import im2col as drawings
from matplotlib.colors import to_rgb

from modlab.im2col import im2col


def test_a_block_is_read_channel_by_channel_and_line_by_line(drawn, texts):
    image = np.arange(24.0).reshape(2, 3, 4)
    axes = drawings.block_to_row(image, 2, 3, row=1, column=1)
    assert texts(axes)[-12:] == ["5", "6", "7", "9", "10", "11", "17", "18", "19", "21", "22", "23"]


def test_greyed_zeros_are_the_border_and_no_others(drawn):
    # A zero inside the image is not border.
    image = np.array([[0.0, 1.0], [2.0, 0.0]])
    col = im2col(image[None, None], 3, 3, pad=1)
    axes = drawings.padded_rows(image, 3, 3, 1, col)
    greyed = [patch for patch in axes.patches if patch.get_facecolor()[:3] == to_rgb(drawings.PADDING)]
    # By hand: 4 × 4 with the border, 12 of them border; each 3 × 3 window holds all four pixels and 5 zeros.
    assert len(greyed) == 12 + 4 * 5

"""The figures on bits: how many of them stand for what."""

import numpy as np
import pytest
from figures import fewer_bits
from figures.tools.style import ORANGE, SKY, VERMILION, WIDEST, tint

from modlab.onebit import pack


@pytest.mark.usefixtures("drawn")
def test_every_bit_is_one_square_of_its_kinds_colour(texts, rectangles):
    """The standard IEEE 754: 1 + 8 + 23 bits, and 1 + 5 + 10."""
    rows = [("float32", 1, 8, 23, "a"), ("float16", 1, 5, 10, "b"), ("sign only", 1, 0, 0, "c")]
    axes = fewer_bits.layouts(rows)
    said = texts(axes)
    for line in ("float32: 32 bits", "float16: 16 bits", "sign only: 1 bit", "a", "b", "c"):
        assert line in said
    # Beside the legend's, one square each.
    for colour, bits in ((VERMILION, 3), (ORANGE, 13), (SKY, 33)):
        assert len(rectangles(axes, tint(colour, 0.7))) == 1 + bits
    ends = {}
    for bit in rectangles(axes)[3:]:
        ends[bit.get_y()] = bit.get_x() + bit.get_width()
    # The widest fills the figure; half the bits are half as long.
    assert [ends[y] for y in sorted(ends)] == pytest.approx([WIDEST, WIDEST / 2, WIDEST / 32])


@pytest.mark.usefixtures("drawn")
def test_a_filter_its_signs_and_what_is_left_of_it(texts, rectangles):
    W = np.array([[0.5, -0.25], [0.0, -0.37]])
    packed = pack(W[None, None])
    axes = fewer_bits.one_bit(W, packed.unpack()[0, 0], float(packed.scale[0]))
    # The scale is the mean size: (50 + 25 + 0 + 37) / 4 hundredths.
    assert texts(axes) == [
        *("32 bits a weight", "50", "-25", "0", "-37"),
        *("one bit a weight", "+", "−", "+", "−"),
        *("sign × scale", "28", "-28", "28", "-28"),
        "in hundredths; the scale is 28",
    ]
    # The grids' shades: four different ones, then two, then two.
    shades = [patch.get_facecolor() for patch in rectangles(axes)]
    assert [len(set(shades[start : start + 4])) for start in (0, 8)] == [4, 2]

"""Blocks: where their corners are."""

import numpy as np
import pytest
from figures.tools import solids, style


def test_a_blocks_front_is_where_it_was_asked_for():
    axes = style.canvas(6, 6)
    box = solids.block(axes, 1, 2, 3, 1.5, 2, style.SKY)
    assert (box.left, box.top, box.right, box.bottom) == (1, 2, 4, 3.5)
    corners = np.concatenate([patch.get_xy() for patch in axes.patches[:2]])
    assert corners[:, 0].max() == pytest.approx(4 + 2 * solids.SLANT)
    assert corners[:, 1].min() == pytest.approx(2 - 2 * solids.SLANT)

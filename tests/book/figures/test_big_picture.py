"""The first chapter's figures: what they write."""

import numpy as np
import pytest
from figures import big_picture


@pytest.mark.usefixtures("drawn")
def test_the_edge_moves_under_the_filter(texts):
    image = np.array([[0.0, 0, 100, 100]] * 3)
    filter_ = np.array([[-1.0, 0, 1]] * 3)
    said = texts(big_picture.first_row(image, filter_, np.array([300.0, 300.0])))
    # The light column stands right of the filter at its first place; at the second one also in its middle.
    assert [line for line in said if line.startswith("right")] == ["right column  + 300"] * 2
    assert [line for line in said if line.startswith("left")] == ["left column   − 0"] * 2
    assert [line for line in said if line.startswith("together")] == ["together      = 300"] * 2

"""The blocks of famous networks: their layers in order, their channels stacked."""

import itertools

import pytest
from figures import famous_networks


@pytest.mark.usefixtures("drawn")
def test_a_block_and_its_skip(texts, rectangles):
    body = ["conv 3 × 3", "ReLU", "conv 1 × 1"]
    axes = famous_networks.residual((16, 28, 28), body)
    said = texts(axes)
    assert "16 × 28 × 28" in said
    assert [line for line in said if line in body] == body
    places = [text.get_position()[1] for text in axes.texts if text.get_text() in body]
    assert places == sorted(places)
    # A box for each layer, and the sum.
    first, relu, second, total = rectangles(axes)
    assert first.get_facecolor() == second.get_facecolor() != relu.get_facecolor()
    assert total.get_y() > second.get_y()
    # Backward there are two ways, both dashed: through the body, and past it.
    dashed = [patch for patch in axes.patches if patch.get_linestyle() not in ("solid", "-")]
    assert len(dashed) == 2


@pytest.mark.usefixtures("drawn")
def test_channels_are_stacked_as_high_as_they_are_many(texts, rectangles):
    """GoogLeNet's block 3a, by the paper: 64, 96 → 128, 16 → 32 and 32 maps are 256."""
    branches = [
        [("1 × 1", 64)],
        [("1 × 1", 96), ("3 × 3", 128)],
        [("1 × 1", 16), ("5 × 5", 32)],
        [("3 × 3 pool", 192), ("1 × 1", 32)],
    ]
    axes = famous_networks.inception(branches, (192, 28, 28), (256, 28, 28))
    said = texts(axes)
    assert "in:  192 × 28 × 28" in said
    assert "out, stacked:  256 × 28 × 28" in said
    maps = [line for line in said if line.endswith(" maps")]
    assert maps == [f"{count} maps" for count in (64, 96, 128, 16, 32, 192, 32)]
    assert [line for line in said if line.isdigit()] == ["64", "128", "32", "32"]
    stacked = rectangles(axes)
    heights = [patch.get_height() for patch in stacked]
    assert [height / heights[0] for height in heights] == pytest.approx([1, 2, 0.5, 0.5])
    for one, other in itertools.pairwise(stacked):
        assert other.get_y() == pytest.approx(one.get_y() + one.get_height())

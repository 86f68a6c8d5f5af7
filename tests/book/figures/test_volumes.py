"""The figures on volumes: wires and bars."""

import pytest
from figures import volumes


@pytest.mark.usefixtures("drawn")
def test_connections_are_counted(texts):
    """Seven pixels, a filter of three: 5 · 7 lines, 5 · 3 lines, 3 weights. And six pixels, a filter of two."""
    weights = [line for line in texts(volumes.connections(7, 3)) if "weights" in line and "\n" in line]
    assert weights == ["35\nweights", "15\nweights", "3\nweights"]


@pytest.mark.usefixtures("drawn")
def test_shared_weights_have_the_same_colour_at_every_neuron():
    axes = volumes.connections(7, 3)
    shared = axes.lines[35 + 15 :]
    assert len(shared) == 15
    for first, line in zip(shared * 5, shared[3:], strict=False):
        assert line.get_color() == first.get_color()
    assert len({line.get_color() for line in shared}) == 3


@pytest.mark.usefixtures("drawn")
def test_logarithmic_bars_grow_by_one_line_for_each_power_of_ten():
    axes = volumes.bars({"a": 100, "b": 10_000})
    short, long = (patch.get_width() for patch in axes.patches)
    assert long / short == pytest.approx(2)

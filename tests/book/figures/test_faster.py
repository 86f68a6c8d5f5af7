"""The figures on shared work: cores, halves of a batch, pairs of runs."""

import statistics
from collections import Counter

import pytest
from figures import faster
from figures.tools.style import BLUE, VERMILION
from matplotlib.colors import to_hex


def overlap(one, other):
    """Return whether two rectangles share some area."""
    return (
        one.get_x() < other.get_x() + other.get_width()
        and other.get_x() < one.get_x() + one.get_width()
        and one.get_y() < other.get_y() + other.get_height()
        and other.get_y() < one.get_y() + one.get_height()
    )


@pytest.mark.usefixtures("drawn")
def test_few_large_cores_stand_beside_many_small_ones(rectangles):
    found = rectangles(faster.cores())
    area = {patch: patch.get_width() * patch.get_height() for patch in found}
    processors = sorted(found, key=area.get)[-2:]
    processors.sort(key=lambda patch: patch.get_x())
    few, many = (
        [patch for patch in found if patch is not processor and overlap(patch, processor)]
        for processor in processors
    )
    assert len(few) + len(many) + 2 == len(found)
    assert len(many) > 10 * len(few)
    assert min(map(area.get, few)) > 10 * max(map(area.get, many))
    for processor, cores in zip(processors, (few, many), strict=True):
        room = processor.get_bbox()
        for number, core in enumerate(cores):
            assert room.x0 < core.get_bbox().x0 < core.get_bbox().x1 < room.x1
            assert room.y0 < core.get_bbox().y0 < core.get_bbox().y1 < room.y1
            assert not any(overlap(core, other) for other in cores[:number])


@pytest.mark.usefixtures("drawn")
def test_two_processes_get_half_a_batch_each(texts, rectangles):
    axes = faster.data_parallel()
    shares = Counter(to_hex(patch.get_facecolor()) for patch in rectangles(axes))
    assert len(shares) == 2
    assert len(set(shares.values())) == 1
    said = Counter(texts(axes))
    for line in ("the same weights", "its own gradient", "of half the batch"):
        assert said[line] == 2
    assert said["the mean of both"] == 1


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("speed_ups", [[1.5, 1.9, 1.6, 1.7], [0.6, 3.1, 1.2]])
def test_every_pair_is_a_dot_and_the_middle_one_a_line(speed_ups):
    axes = faster.pairs(speed_ups)
    dots = next(line for line in axes.lines if line.get_color() == BLUE)
    assert list(dots.get_xdata()) == speed_ups
    middle = next(line for line in axes.lines if line.get_color() == VERMILION)
    assert set(middle.get_xdata()) == {statistics.median(speed_ups)}
    low, high = axes.get_xlim()
    # No gain and twice as fast are in sight, and every pair is.
    assert low < min(1, *speed_ups)
    assert high > max(2, *speed_ups)
    assert [text.get_text() for text in axes.texts] == ["no gain", "twice"]

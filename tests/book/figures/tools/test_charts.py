"""Charts: bars as long as their values, parts that fill their whole, curves and dots at their numbers."""

import itertools
import statistics

import numpy as np
import pytest
from figures.tools import charts
from figures.tools.style import BLUE, ORANGE, VERMILION, WIDEST
from matplotlib.colors import to_hex

pytestmark = pytest.mark.usefixtures("drawn")


def test_bars_are_as_long_as_their_values_and_leave_room_for_the_text(texts, rectangles):
    axes = charts.bars([("a", 2, "two"), ("b", 6, "six")], marked=["a"], title="T", room=4)
    assert texts(axes) == ["T", "a", "two", "b", "six"]
    a, b = rectangles(axes)
    assert b.get_width() == pytest.approx(WIDEST - 4)
    assert b.get_width() / a.get_width() == pytest.approx(3)
    assert (to_hex(a.get_edgecolor()), to_hex(b.get_edgecolor())) == (VERMILION, BLUE)
    # A value's text begins where its bar ends.
    two = next(text for text in axes.texts if text.get_text() == "two")
    assert 0 < two.get_position()[0] - a.get_width() < 0.5


def test_bars_of_two_figures_can_share_a_scale(rectangles):
    (bar,) = rectangles(charts.bars([("a", 2, "two")], longest=8))
    (whole,) = rectangles(charts.bars([("a", 8, "eight")], longest=8))
    assert whole.get_width() / bar.get_width() == pytest.approx(4)


def test_parts_fill_their_whole_and_large_ones_say_how_much_they_are(texts, rectangles):
    axes = charts.shares([("first", [1, 2, 1]), ("second", [19, 0, 1])], ["x", "y", "z"])
    # 1 of 20 is too narrow for a number.
    assert texts(axes) == ["x", "y", "z", "first", "25 %", "50 %", "25 %", "second", "95 %"]
    legend, first, second = np.split(np.array(rectangles(axes)), 3)
    for parts, expected in ((first, [0.25, 0.5, 0.25]), (second, [0.95, 0, 0.05])):
        assert [part.get_width() / WIDEST for part in parts] == pytest.approx(expected)
        for one, other in itertools.pairwise(parts):
            assert other.get_x() == pytest.approx(one.get_x() + one.get_width())
        # Part by part the legend's colours and hatches.
        for mark, part in zip(legend, parts, strict=True):
            assert (mark.get_facecolor(), mark.get_hatch()) == (part.get_facecolor(), part.get_hatch())


@pytest.mark.parametrize("log", [False, True])
def test_curves_run_through_their_points_and_are_told_apart(log):
    lines = [("one", [1, 2, 4], [0.1, 0.2, 0.4]), ("two", [1, 4], [1.0, 0.5])]
    axes = charts.curves(lines, "epoch", "accuracy", log=log, as_percent=not log, ticks=[1, 4])
    for drawn, (name, x, y) in zip(axes.lines, lines, strict=True):
        assert (drawn.get_label(), list(drawn.get_xdata()), list(drawn.get_ydata())) == (name, x, y)
    one, two = axes.lines
    for trait in ("get_color", "get_marker", "get_linestyle"):
        assert getattr(one, trait)() != getattr(two, trait)()
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["one", "two"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("epoch", "accuracy")
    assert list(axes.get_xticks()) == [1, 4]
    assert axes.get_yscale() == ("log" if log else "linear")
    if not log:
        assert axes.yaxis.get_major_formatter()(0.25) == "25 %"


def test_one_curve_needs_no_legend():
    axes = charts.curves([("only", [1, 2], [3, 4])], "x", "y", markers=False)
    assert axes.get_legend() is None
    assert axes.lines[0].get_marker() == "None"


def test_every_run_is_a_dot_around_its_group_and_the_mean_a_line(texts):
    groups = [("few", [0.90, 0.94, 0.95]), ("one", [0.99])]
    axes = charts.dots(groups, "accuracy")
    runs, means = axes.lines[::2], axes.lines[1::2]
    for number, ((_, values), dots, mean) in enumerate(zip(groups, runs, means, strict=True)):
        assert list(dots.get_ydata()) == values
        assert np.mean(dots.get_xdata()) == pytest.approx(number)
        assert list(mean.get_ydata()) == pytest.approx([statistics.fmean(values)] * 2)
    assert texts(axes) == ["93.0 %", "99.0 %"]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["few", "one"]


def test_a_star_is_written_out_instead_of_the_mean(texts):
    axes = charts.dots([("a", [0.5, 0.7]), ("b", [0.2, 0.4])], "accuracy", digits=0, stars=[0.8, 0.3])
    assert texts(axes) == ["80 %", "30 %"]
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    assert [(*line.get_xdata(), *line.get_ydata()) for line in stars] == [(0, 0.8), (1, 0.3)]


def test_each_part_has_its_shares_of_both_wholes(texts, rectangles):
    axes = charts.two_shares(["Conv", "Affine"], [1_000, 3_000], [900, 100])
    assert texts(axes) == [
        *("parameters", "multiply-adds"),
        *("Conv", "1,000", "25.0%", "900", "90.0%"),
        *("Affine", "3,000", "75.0%", "100", "10.0%"),
    ]
    for colour, ratio in ((BLUE, 3), (ORANGE, 1 / 9)):
        conv, affine = (patch.get_width() for patch in rectangles(axes, colour))
        assert affine / conv == pytest.approx(ratio)
    # Behind each lies its whole, on which it takes its share.
    whole = rectangles(axes)[0]
    assert rectangles(axes, BLUE)[0].get_width() == pytest.approx(whole.get_width() / 4)

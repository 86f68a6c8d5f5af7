"""The training chapter's figures: shapes, the round trip, curves, bars."""

import itertools

import numpy as np
import pytest
from figures import train
from figures.tools.style import BLUE, GREY, ORANGE, SKY, VERMILION

from modlab.networks import SimpleConvNet

pytestmark = pytest.mark.usefixtures("drawn")


def test_a_network_is_drawn_with_its_shapes_and_without_relu(texts, rectangles, arrows):
    """By hand: 28 − 5 + 1 = 24, halved 12; a hundred hidden numbers, ten scores."""
    network = SimpleConvNet(rng=0)
    axes = train.network_to_scale(network.summary().rows, network.input_dim)
    said = texts(axes)
    assert said[1::2] == ["1×28×28", "30×24×24", "30×12×12", "100", "10"]
    assert said[0] == "input"
    assert not [name for name in said if "Relu" in name]
    assert len(arrows(axes)) == 4
    # Lists of numbers are bars; the longer list is the longer bar.
    hundred, ten = (patch.get_height() for patch in rectangles(axes)[-2:])
    assert hundred > ten


def test_labels_stand_below_their_digits():
    images, labels = np.random.default_rng(3).random((10, 4, 4)), [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    axes = train.digits(images, labels)
    for image, shown, label, text in zip(images, axes.images, labels, axes.texts, strict=True):
        np.testing.assert_array_equal(shown.get_array(), image)
        assert text.get_text() == str(label)
        left, right, bottom, _ = shown.get_extent()
        assert text.get_position()[0] == pytest.approx((left + right) / 2)
        assert 0 < text.get_position()[1] - bottom < 1


def test_one_step_is_a_round_trip_and_runs_back_from_the_loss(trip):
    stations = ["batch", "network", "softmax, loss", "backward", "gradients", "optimizer"]
    axes = train.one_step()
    way = trip(axes, stations)
    assert way == list(itertools.pairwise([*stations, stations[0]]))
    arrows = [patch for patch in axes.patches if patch.get_linestyle() not in ("solid", "-")]
    assert len(arrows) == 2  # to `backward`, and from there to the gradients


@pytest.mark.parametrize("start", [None, 2.3])
def test_the_loss_starts_at_step_one_below_the_line_of_guessing(start):
    losses = [2.4, 1.1, 0.5]
    (frame,) = train.loss_curve(losses, start).child_axes
    curve = next(line for line in frame.lines if line.get_color() == BLUE)
    assert list(curve.get_xdata()) == [1, 2, 3]
    assert list(curve.get_ydata()) == losses
    guessing = [set(line.get_ydata()) for line in frame.lines if line.get_color() == GREY]
    assert guessing == ([] if start is None else [{start}])
    assert frame.get_ylim()[1] > 2.4


def test_both_accuracies_are_named_and_counted_from_epoch_one():
    (frame,) = train.accuracy_curves([0.8, 0.9, 1.0], [0.75, 0.85, 0.8], bottom=0.7).child_axes
    lines = {line.get_label(): line for line in frame.lines}
    assert {name: list(line.get_ydata()) for name, line in lines.items()} == {
        "train": [0.8, 0.9, 1.0],
        "test": [0.75, 0.85, 0.8],
    }
    assert all(list(line.get_xdata()) == [1, 2, 3] for line in lines.values())
    assert lines["train"].get_color() != lines["test"].get_color() == VERMILION
    assert [text.get_text() for text in frame.get_legend().get_texts()] == ["train", "test"]
    low, high = frame.get_ylim()
    assert low == 0.7
    assert high > 1


def test_the_networks_scores_before_and_after(texts, rectangles):
    before, after = np.full(10, 0.1), np.eye(10)[7]
    axes = train.before_and_after(np.zeros((4, 4)), before, after, answer=7)
    digits = [str(digit) for digit in range(10)]
    assert texts(axes) == ["before", *digits, "after", *digits]
    bars = rectangles(axes)
    assert [number for number, bar in enumerate(bars) if bar in rectangles(axes, ORANGE)] == [7, 17]
    assert len(rectangles(axes, SKY)) == 18
    widths = [bar.get_width() for bar in bars]
    # What is certain is ten times as long as one in ten; what is nothing can hardly be seen.
    assert widths[17] / widths[0] == pytest.approx(10)
    assert max(widths[10:17]) < widths[0] / 5


def test_what_was_drawn_is_light():
    drawn = np.array([True, False, False, True, True, False])
    image = train.seen(drawn, columns=3).images[0]
    shades = image.cmap(image.norm(image.get_array()))[..., :3].mean(axis=-1)
    np.testing.assert_array_equal(shades > 0.5, drawn.reshape(2, 3))


def test_the_larger_error_is_the_longer_bar(texts, rectangles):
    axes = train.errors(["few", "many"], [0.04, 0.01])
    assert texts(axes) == ["few", "4.00%", "many", "1.00%"]
    few, many = (patch.get_width() for patch in rectangles(axes))
    assert few / many == pytest.approx(4)

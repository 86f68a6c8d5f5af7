"""The figures of what a network has learned: which filter, which map and which number stand together."""

import numpy as np
import pytest
from figures import see_filters
from figures.tools.style import BLUE, VERMILION
from matplotlib.colors import to_hex

pytestmark = pytest.mark.usefixtures("drawn")


@pytest.fixture
def filters():
    return np.random.default_rng(5).normal(size=(4, 3, 5, 5))  # (steps, filters, H, W)


def place(image):
    """Return the (x, y) of an image's middle."""
    left, right, bottom, top = image.get_extent()
    return (left + right) / 2, (top + bottom) / 2


def arrays(axes):
    return [image.get_array() for image in axes.images]


def test_each_filter_is_as_light_as_its_own_numbers_before_and_after(filters, texts):
    before, after = filters[0], filters[-1]
    axes = see_filters.filter_grids(before, after)
    assert texts(axes) == ["before training", "after training"]
    np.testing.assert_array_equal(arrays(axes), [*before, *after])
    for image, one in zip(axes.images, [*before, *after], strict=True):
        assert image.get_clim() == (one.min(), one.max())
    # Each stands below its own title.
    first, second = (text.get_position()[1] for text in axes.texts)
    assert all(first < place(image)[1] < second for image in axes.images[:3])
    assert all(second < place(image)[1] for image in axes.images[3:])


def test_a_film_runs_from_left_to_right_and_keeps_the_last_ones_scale(filters, texts):
    axes = see_filters.film(filters, [0, 10, 100, 1000])
    assert texts(axes) == ["0", "10", "100", "1000"]
    by_row = sorted(axes.images, key=lambda image: (round(place(image)[1], 6), place(image)[0]))
    np.testing.assert_array_equal(
        [image.get_array() for image in by_row], np.concatenate(filters.swapaxes(0, 1))
    )
    for row in range(3):
        widest = max(map(abs, filters[-1, row].ravel()))
        for image in by_row[4 * row : 4 * row + 4]:
            assert image.get_clim() == (-widest, widest)


def test_each_number_stands_below_its_filter(filters):
    edges, blobs = filters[0], filters[1]
    notes = ((0.01, 0.02, 0.03), (0.91, 0.92, 0.93))
    axes = see_filters.edges_and_blobs(edges, blobs, notes)
    np.testing.assert_array_equal(arrays(axes), [*edges, *blobs])
    numbers = [text for text in axes.texts if text.get_text().startswith("0.")]
    assert [text.get_text() for text in numbers] == [f"{value:.2f}" for row in notes for value in row]
    for image, number in zip(axes.images, numbers, strict=True):
        x, y = number.get_position()
        assert x == pytest.approx(place(image)[0])
        assert 0 < y - image.get_extent()[2] < 1


@pytest.mark.parametrize("draw", [see_filters.applied, see_filters.applied_to_photo])
def test_a_map_stands_right_of_the_filter_that_made_it(draw, filters, arrows):
    image, maps = np.random.default_rng(6).random((8, 8)), filters[1, :2]
    axes = draw(image, filters[0, :2], maps, ["edge", "blob"])
    shown, *others = axes.images
    np.testing.assert_array_equal(shown.get_array(), image)
    for number, name in enumerate(("edge", "blob")):
        one, made = others[2 * number : 2 * number + 2]
        np.testing.assert_array_equal(one.get_array(), filters[0, number])
        np.testing.assert_array_equal(made.get_array(), maps[number])
        label = next(text for text in axes.texts if text.get_text() == name)
        assert label.get_position()[0] == pytest.approx(place(one)[0])
        assert place(one)[1] == pytest.approx(place(made)[1])
        # An arrow leads from the one to the other.
        assert any(
            one.get_extent()[1] < start[0] < tip[0] < made.get_extent()[0]
            and made.get_extent()[3] < start[1] < made.get_extent()[2]
            for start, tip in arrows(axes)
        )


def test_every_map_follows_the_framed_image():
    maps = np.random.default_rng(7).random((9, 4, 4))
    image = np.ones((4, 4))
    axes = see_filters.every_map(image, maps)
    np.testing.assert_array_equal(arrays(axes), [image, *maps])
    reading = [(round(place(one)[1], 6), place(one)[0]) for one in axes.images]
    assert reading == sorted(reading)
    (frame,) = [patch for patch in axes.patches if to_hex(patch.get_edgecolor()) == VERMILION]
    left, right, bottom, top = axes.images[0].get_extent()
    assert frame.get_bbox().extents == pytest.approx((left, top, right, bottom))


def test_what_a_neuron_sees_is_as_large_as_said_and_in_the_middle(texts, rectangles):
    axes = see_filters.fields(np.zeros((28, 28)), [5, 14, 28], ["Conv1", "Conv2", "all"])
    assert texts(axes) == ["Conv1: 5×5", "Conv2: 14×14", "all: 28×28"]
    left, right, *_ = axes.images[0].get_extent()
    outlines = [patch for patch in axes.patches if not patch.get_fill()][1:]  # the first is the image's frame
    for side, outline, mark in zip((5, 14, 28), outlines, rectangles(axes), strict=True):
        assert outline.get_width() == pytest.approx((right - left) * side / 28)
        assert outline.get_bbox().get_points().mean(axis=0) == pytest.approx(place(axes.images[0]))
        assert to_hex(outline.get_edgecolor()) == to_hex(mark.get_facecolor())


def test_a_neurons_favourites_stand_in_its_row(texts):
    patches = np.random.default_rng(8).random((2, 3, 4, 4))
    axes = see_filters.what_excites([("neuron 1", list(patches[0])), ("neuron 2", list(patches[1]))])
    assert texts(axes) == ["neuron 1", "neuron 2"]
    np.testing.assert_array_equal(arrays(axes), patches.reshape(6, 4, 4))
    for number, image in enumerate(axes.images):
        assert place(image)[1] == pytest.approx(axes.texts[number // 3].get_position()[1])
        assert image.get_clim() == (0, 1)  # all equally bright, so that they can be compared


def test_bars_are_as_long_as_their_shares(texts, rectangles):
    axes = see_filters.shares_by_depth(["Conv1", "Affine2"], [0.3, 1.0])
    assert texts(axes) == ["Conv1", "30%", "Affine2", "100%"]
    short, long = (patch.get_width() for patch in rectangles(axes, BLUE))
    assert short / long == pytest.approx(0.3)
    # The whole, behind each.
    assert [patch.get_width() for patch in rectangles(axes)[::2]] == pytest.approx([long, long])

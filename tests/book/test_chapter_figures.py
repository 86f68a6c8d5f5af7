"""The figures of the first chapters: what they write, and that it can be read."""

import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

sys.path.insert(0, str(Path(__file__).parents[2] / "book"))

from figures import big_picture, cards, convolution, output_size, pixels, pooling, solids, style, volumes


@pytest.fixture
def drawn(monkeypatch):
    """Let figures hand out their axes instead of a picture."""
    for module in (big_picture, convolution, output_size, pixels, pooling, volumes):
        monkeypatch.setattr(module, "show", lambda axes: axes)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def contrast(one, other):
    """The Web Content Accessibility Guidelines' contrast of two colours."""

    def luminance(colour):
        channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return float(np.dot([0.2126, 0.7152, 0.0722], channels))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_numbers_stand_out_on_the_fills_of_these_figures():
    fills = [big_picture.DARK, style.tint(style.ORANGE, 0.75), style.tint(style.GREY, 0.3)]
    fills += [style.tint(style.INK, 0.45), style.tint(style.ORANGE, 0.12 + 0.2 * 3)]
    fills += [style.tint(colour, 0.45) for colour in volumes.CHANNELS]
    fills += [fill for row in pooling.window_fills((4, 4), 2) for fill in row]
    for fill in fills:
        assert contrast(style.INK, fill) >= 4.5, fill


@pytest.mark.usefixtures("drawn")
def test_texts_stand_out_on_paper():
    axes = [
        output_size.places(7, 3, (1, 2, 3)),
        output_size.room_to_move(7, 3, 2),
        convolution.one_number((3, 32, 32), (3, 5, 5), (1, 28, 28), 4, 13),
        pooling.each_channel((64, 224, 224), (64, 112, 112)),
        volumes.bars({"a": 10, "b": 12345}),
    ]
    for text in (text for one in axes for text in one.texts):
        assert contrast(text.get_color(), style.PAPER) >= 4.5, text.get_text()


@pytest.mark.usefixtures("drawn")
def test_the_edge_moves_under_the_filter():
    image = np.array([[0.0, 0, 100, 100]] * 3)
    filter_ = np.array([[-1.0, 0, 1]] * 3)
    said = texts(big_picture.first_row(image, filter_, np.array([300.0, 300.0])))
    # The light column stands right of the filter at its first place; at the second one also in its middle.
    assert [line for line in said if line.startswith("right")] == ["right column  + 300"] * 2
    assert [line for line in said if line.startswith("left")] == ["left column   − 0"] * 2
    assert [line for line in said if line.startswith("together")] == ["together      = 300"] * 2


@pytest.mark.usefixtures("drawn")
def test_every_product_is_written_out():
    x = np.array([[1, 2], [3, 4]])
    said = texts(convolution.products(x, np.array([[5, 6], [7, -8]])))
    for line in ("1·5", "2·6", "3·7", "4·-8", "12", "21", "-32", "5 + 12 + 21 + -32 = 6"):
        assert line in said


@pytest.mark.usefixtures("drawn")
def test_squares_have_the_areas_of_their_numbers():
    axes = convolution.weights_to_scale({"many": 400, "few": 4})
    many, few = (patch.get_width() * patch.get_height() for patch in axes.patches[:2])
    assert many / few == pytest.approx(100)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("side", "expected"), [(7, ["5 places", "3 places", "cannot"]), (9, ["7 places", "4 places", "3 places"])]
)
def test_places_are_counted_and_what_sticks_out_is_said(side, expected):
    said = texts(output_size.places(side, 3, (1, 2, 3)))
    assert [line for line in said if "places" in line or line == "cannot"] == expected


@pytest.mark.usefixtures("drawn")
def test_steps_and_one_for_the_start():
    said = texts(output_size.room_to_move(11, 5, 3))
    assert "2 steps of 3" in said
    assert "room\nN − F = 6" in said
    assert "2 steps, and the place where it started: 3 places" in said


@pytest.mark.usefixtures("drawn")
def test_connections_are_counted():
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
def test_overlapping_windows_are_counted():
    axes = pooling.settings([(3, 2, 1)])
    numbers = [int(text) for text in texts(axes) if text.isdigit()]
    assert numbers == [1, 2, 1, 2, 4, 2, 1, 2, 1]


def test_windows_of_pooling_keep_their_colour():
    fills = pooling.window_fills((4, 6), 2)
    assert fills[0][0] == fills[1][1] != fills[0][2] == fills[1][3]
    assert len({fill for row in fills for fill in row}) == 4


@pytest.mark.usefixtures("drawn")
def test_bars_are_as_long_as_their_numbers():
    axes = pooling.bars({"a": 1, "b": 4}, (style.SKY, style.GREEN))
    short, long = (patch.get_width() for patch in axes.patches)
    assert long / short == pytest.approx(4)


@pytest.mark.usefixtures("drawn")
def test_logarithmic_bars_grow_by_one_line_for_each_power_of_ten():
    axes = volumes.bars({"a": 100, "b": 10_000})
    short, long = (patch.get_width() for patch in axes.patches)
    assert long / short == pytest.approx(2)


def test_a_picture_keeps_its_proportions_and_its_values():
    axes = style.canvas(12, 6)
    values = np.arange(8.0).reshape(2, 4)
    box = pixels.picture(axes, values, 1, 2, 6)
    assert (box.width, box.height, box.size) == (6, 3, 1.5)
    np.testing.assert_array_equal(axes.images[0].get_array(), values)
    assert axes.images[0].get_extent() == [1, 7, 5, 2]


def test_signs_have_zero_in_the_middle():
    axes = style.canvas(4, 4)
    pixels.picture(axes, np.array([[-1.0, 3.0]]), 0, 0, 4, pixels.SIGNS)
    assert axes.images[0].get_clim() == (-3, 3)


def test_a_blocks_front_is_where_it_was_asked_for():
    axes = style.canvas(6, 6)
    box = solids.block(axes, 1, 2, 3, 1.5, 2, style.SKY)
    assert (box.left, box.top, box.right, box.bottom) == (1, 2, 4, 3.5)
    corners = np.concatenate([patch.get_xy() for patch in axes.patches[:2]])
    assert corners[:, 0].max() == pytest.approx(4 + 2 * solids.SLANT)
    assert corners[:, 1].min() == pytest.approx(2 - 2 * solids.SLANT)


def test_a_side_is_halved_from_left_to_right_and_ends_in_bold(drawn):
    axes = output_size.halvings([[28, 14, 7], [9]])
    assert texts(axes) == ["28", "14", "7", "9"]
    assert [text.get_text() for text in axes.texts if text.get_weight() == "bold"] == ["7", "9"]


def test_what_is_read_stands_below_the_middle_of_its_window(drawn):
    # Windows of 28 pixels, four apart, on 36 pixels: three, in the middle of each the network's answer.
    axes = pooling.reads_a_strip(np.zeros((28, 36)), np.eye(10)[:, :3], step=4, seen=28)
    strip, table = (image.get_extent() for image in axes.images)
    pixel = (strip[1] - strip[0]) / 36
    assert table[0] == pytest.approx(strip[0] + 12 * pixel)
    assert table[1] == pytest.approx(strip[1] - 12 * pixel)
    assert texts(axes) == [str(digit) for digit in range(10)]


def test_a_card_shows_a_command_as_code_and_everything_as_text():
    html = cards.card({"command": "a < b", "batch_size": 100, "seeds": [0, 1]}).data
    assert "<code>a &lt; b</code>" in html
    assert "<th scope='row'>batch size</th><td>100</td>" in html
    assert "<td>0, 1</td>" in html

"""Draws what a convolutional layer does, and what a fully connected one does instead."""

import math

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, matrix, window, write
from figures.tools.pixels import SIGNS, picture
from figures.tools.solids import SLANT, block, sheets
from figures.tools.style import (
    BLUE,
    CHANNEL_COLOURS,
    FILTER_COLOURS,
    GREY,
    INK,
    ORANGE,
    PADDING,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WINDOW_COLOURS,
    canvas,
    show,
    tint,
)


def stretched(photograph):
    """Show a colour image, its three channels, and all their numbers in one long row.

    Parameters
    ----------
    photograph : (H, W, 3) array from 0 to 1
    """
    axes = canvas(12, 6.6)
    H, W, _ = photograph.shape
    box = picture(axes, photograph, 0, 0.9, 3)
    write(axes, box.middle[0], 0.4, f"{H} × {W} × 3", TEXT_POINTS - 1)
    for number, (name, colour) in enumerate(zip(("red", "green", "blue"), CHANNEL_COLOURS, strict=True)):
        left = 3.9 + number * 2.8
        channel = one_channel(photograph[..., number], colour)
        one = picture(axes, channel, left, 1.15, 2.5)
        write(axes, one.middle[0], 0.65, name, TEXT_POINTS - 1)
        start = number * 4
        arrow(axes, (one.middle[0], one.bottom + 0.1), (start + 2, 5.05), colour=colour)
        row = picture(axes, channel.reshape(1, -1, 3), start, 5.15, 4, frame=False)
        axes.images[-1].set_extent((row.left, row.right, 5.75, 5.15))
    axes.add_patch(Rectangle((0, 5.15), 12, 0.6, fill=False, edgecolor=INK, linewidth=1.4))
    write(axes, 6, 6.3, f"{photograph.size:,} numbers in a row", TEXT_POINTS - 1)
    return show(axes)


def one_channel(values, colour):
    """Return one channel as an image, from dark to its own colour, (H, W, 3)."""
    dark, full = np.array(to_rgb(INK)), np.array(to_rgb(tint(colour, 0.75)))
    return dark + values[..., None] * (full - dark)


def two_the_same(photograph, shuffled):
    """Show an image, and the same pixels in another order."""
    axes = canvas(10.4, 5.5)
    for left, values, name in ((0, photograph, "a picture"), (5.6, shuffled, "the same pixels, shuffled")):
        box = picture(axes, values, left, 0.7, 4.8)
        write(axes, box.middle[0], 0.25, name)
    return show(axes)


def weights_to_scale(counts):
    """Show numbers of weights as squares of that area.

    Parameters
    ----------
    counts : dict of str to int
        The largest first.
    """
    largest = max(counts.values())
    whole = 6.4
    axes = canvas(12, whole + 0.9)
    left, colours = 0, (SKY, VERMILION)
    for number, (name, count) in enumerate(counts.items()):
        side = whole * math.sqrt(count / largest)
        axes.add_patch(Rectangle((left, 0.8), side, side, facecolor=colours[number], edgecolor="none"))
        if number == 0:
            write(axes, left + side / 2, 0.3, name)
            write(axes, left + side / 2, 0.8 + side / 2, f"{count:,}\nweights")
        else:
            write(axes, left + 2.4, 0.3, name)
            write(axes, left + 2.4, 3.2, f"{count:,}\nweights")
            arrow(axes, (left + 1.7, 2.3), (left + side + 0.08, 0.8 + side + 0.08), colour=VERMILION)
        left += side + 0.6
    return show(axes)


def one_number(shape, filter_shape, out_shape, row, column):
    """Show a filter on a volume, through all its channels, and the one number that this gives.

    Parameters
    ----------
    shape, filter_shape, out_shape : (C, H, W)
    row, column : int
        The place of the filter.
    """
    scale, depth = 4.6 / shape[1], 1.1
    axes = canvas(12, 6.8)
    top = depth * SLANT + 0.1
    box = block(axes, 0, top, shape[2] * scale, shape[1] * scale, depth, SKY, 0.35)
    write(axes, box.middle[0], box.bottom + 0.5, "×".join(map(str, shape[1:] + shape[:1])))
    side = filter_shape[1] * scale
    x, y = column * scale, top + row * scale
    window(axes, box, 0, 0, 0, 0, VERMILION)
    axes.add_patch(
        Rectangle((x, y), side, side, facecolor=tint(ORANGE, 0.8), edgecolor=VERMILION, linewidth=3, zorder=3)
    )
    for level in (1 / 3, 2 / 3):
        shift = depth * SLANT * level
        axes.plot([shift, box.right + shift], [top - shift] * 2, color=INK, linewidth=0.8)
        axes.plot([box.right + shift] * 2, [top - shift, box.bottom - shift], color=INK, linewidth=0.8)

    out = scale * out_shape[1]
    left = 12 - out
    sheet_top = top + (shape[1] * scale - out) / 2
    sheet = block(axes, left, sheet_top, out, out, 0.1, ORANGE, 0.25)
    write(axes, sheet.middle[0], box.bottom + 0.5, "×".join(map(str, out_shape[1:])) + "×1")
    spot = (left + (column + 0.5) * scale, sheet_top + (row + 0.5) * scale)
    for corner in (y, y + side):
        axes.plot([x + side, spot[0]], [corner, spot[1]], color=VERMILION, linewidth=1.3, zorder=3)
    axes.add_patch(
        Rectangle(
            (spot[0] - scale / 2 - 0.03, spot[1] - scale / 2 - 0.03),
            scale + 0.06,
            scale + 0.06,
            facecolor=VERMILION,
            edgecolor=VERMILION,
            zorder=4,
        )
    )
    write(
        axes,
        box.middle[0] + 0.2,
        y + side + 0.55,
        f"{'×'.join(map(str, filter_shape[1:]))}×{filter_shape[0]}",
    )
    write(axes, left + out / 2, spot[1] + 0.75, "one number", TEXT_POINTS)
    return show(axes)


def many_maps(filter_count, out_shape):
    """Show one map for each filter, and the maps stacked into a volume."""
    side, room = 0.8, 1.15
    axes = canvas(11.4, filter_count * room + 0.9)
    middle = 0.75 + filter_count * room / 2
    write(axes, 0.6, 0.2, "filters")
    write(axes, 4.6, 0.2, "maps")
    for number, colour in enumerate(FILTER_COLOURS[:filter_count]):
        top = 0.95 + number * room
        block(axes, 0, top, side, side, 0.45, colour)
        arrow(axes, (1.4, top + side / 2), (3.7, top + side / 2), colour=INK)
        box = block(axes, 4.1, top, side * 1.1, side * 1.1, 0.05, colour)
        arrow(
            axes, (box.right + 0.3, box.middle[1]), (6.9, middle + (number - filter_count / 2 + 0.5) * 0.45)
        )
    sheets(axes, 7.3, middle - 0.9, 2.6, 2.6, FILTER_COLOURS[:filter_count], step=0.28)
    write(axes, 9.2, middle + 2.25, " × ".join(map(str, (*out_shape[1:], filter_count))))
    write(axes, 2.5, 0.55, "slide", TEXT_POINTS - 2, GREY)
    return show(axes)


def stack(stations, labels):
    """Show volumes after one another, to scale, and over each arrow what turns one into the next.

    Parameters
    ----------
    stations : list of (C, H, W)
    labels : list of str
        One fewer than stations.
    """
    scale, channel = 0.088, 0.14
    sizes = [(shape[2] * scale, shape[1] * scale, shape[0] * channel) for shape in stations]
    taken = sum(width + depth * SLANT for width, _, depth in sizes)
    gap = (12 - taken) / len(labels)
    axes = canvas(12, 5.2)
    middle, left = 3, 0
    for number, (shape, (width, height, depth)) in enumerate(zip(stations, sizes, strict=True)):
        top = middle - height / 2
        colour = GREY if number == 0 else FILTER_COLOURS[number - 1]
        box = block(axes, left, top, width, height, depth, colour)
        write(
            axes,
            box.middle[0] + 0.2,
            middle + 1.85,
            "×".join(map(str, (*shape[1:], shape[0]))),
            TEXT_POINTS - 1,
        )
        end = box.right + depth * SLANT
        if number < len(labels):
            arrow(axes, (end + 0.08, middle), (end + gap - 0.08, middle))
            write(axes, end + gap / 2, 0.4, labels[number], TEXT_POINTS - 2)
        left = end + gap
    return show(axes)


def rectified(values):
    """Show a map before and after ReLU."""
    strong = np.percentile(np.abs(values), 97)
    axes = canvas(12, 5.3 * values.shape[0] / values.shape[1] + 0.9)
    box = picture(axes, values, 0, 0.8, 5.3, SIGNS, (-strong, strong))
    write(axes, box.middle[0], 0.35, "map")
    arrow(axes, (5.5, box.middle[1]), (6.5, box.middle[1]), colour=INK)
    write(axes, 6, box.middle[1] - 0.5, "ReLU", TEXT_POINTS - 2)
    after = picture(axes, np.maximum(values, 0), 6.7, 0.8, 5.3, SIGNS, (-strong, strong))
    write(axes, after.middle[0], 0.35, "activation map")
    return show(axes)


def products(image, filter_):
    """Show the first window, the filter, and each of their products with the sum."""
    size = 0.82
    filter_h, filter_w = filter_.shape
    seen = image[:filter_h, :filter_w]
    inside = np.zeros(image.shape, bool)
    inside[:filter_h, :filter_w] = True
    axes = canvas(12, 6.1)
    middle = 0.9 + image.shape[0] * size / 2
    fills = np.where(inside, tint(BLUE), PAPER).tolist()
    box = matrix(axes, image, 0, 0.9, fills=fills, size=size, title="input")
    window(axes, box, 0, 0, filter_h, filter_w, BLUE, 3.5)
    write(axes, box.right + 0.45, middle, "∗", 20)
    top = middle - filter_h * size / 2
    weights = matrix(axes, filter_, box.right + 0.9, top, fills=tint(ORANGE), size=size)
    write(axes, weights.middle[0], 0.45, "filter")
    arrow(axes, (weights.right + 0.2, middle), (weights.right + 0.95, middle))
    left, cell = weights.right + 1.15, 1.28
    top = middle - filter_h * cell / 2
    for i in range(filter_h):
        for j in range(filter_w):
            corner = (left + j * cell, top + i * cell)
            axes.add_patch(Rectangle(corner, cell, cell, facecolor=PAPER, edgecolor=INK, linewidth=1.1))
            x, y = corner[0] + cell / 2, corner[1]
            write(axes, x, y + 0.4, f"{seen[i, j]:g}·{filter_[i, j]:g}", TEXT_POINTS - 1, GREY)
            write(axes, x, y + 0.9, f"{seen[i, j] * filter_[i, j]:g}", TEXT_POINTS, bold=True)
    write(axes, left + filter_w * cell / 2, top - 0.4, "products")
    each = " + ".join(f"{value:g}" for value in (seen * filter_).ravel())
    write(axes, 6, 5.6, f"{each} = {(seen * filter_).sum():g}", TEXT_POINTS + 1, bold=True)
    return show(axes)


def each_window(image, filter_shape, result):
    """Show each place of the filter with the number it gives, two beside each other."""
    size = 0.78
    filter_h, filter_w = filter_shape
    height = image.shape[0] * size
    rows = -(-result.size // 2)
    axes = canvas(11.6, rows * (height + 0.5) - 0.5)
    for number in range(result.size):
        i, j = divmod(number, result.shape[1])
        left, top = number % 2 * 6.2, number // 2 * (height + 0.5)
        inside = np.zeros(image.shape, bool)
        inside[i : i + filter_h, j : j + filter_w] = True
        colour = WINDOW_COLOURS[number % 4]
        fills = np.where(inside, tint(colour), PAPER).tolist()
        box = matrix(axes, image, left, top, fills=fills, size=size)
        window(axes, box, i, j, filter_h, filter_w, colour, 3)
        arrow(axes, (box.right + 0.2, box.middle[1]), (box.right + 1.1, box.middle[1]), colour=colour)
        matrix(axes, [[result[i, j]]], box.right + 1.25, box.middle[1] - 0.5, fills=tint(colour))
    return show(axes)


def add_bias(before, bias, after):
    """Show that one bias is added to every number of a map."""
    axes = canvas(9.6, before.shape[0] + 1)
    middle = 1 + before.shape[0] / 2
    box = matrix(axes, before, 0, 1, fills=tint(SKY), title="sums")
    write(axes, box.right + 0.75, middle, "+", 18)
    one = matrix(axes, [[bias]], box.right + 1.5, middle - 0.5, fills=tint(ORANGE), title="bias")
    write(axes, one.right + 0.75, middle, "=", 18)
    matrix(axes, after, one.right + 1.5, 1, fills=tint(SKY), title="output")
    return show(axes)


def padded(image, filter_, result, pad):
    """Show an input with a border of zeros, its filter, and an output as large as the input was."""
    size = 0.74
    around = np.pad(image, pad)
    border = np.pad(np.zeros(image.shape, bool), pad, constant_values=True)
    axes = canvas(12, around.shape[0] * size + 0.9)
    fills = np.where(border, PADDING, PAPER).tolist()
    box = matrix(axes, around, 0, 0.8, fills=fills, size=size, title=f"input, pad {pad}")
    inner = (box.left + pad * size, box.top + pad * size)
    axes.add_patch(
        Rectangle(inner, image.shape[1] * size, image.shape[0] * size, fill=False, edgecolor=INK, linewidth=2)
    )
    window(axes, box, 0, 0, *filter_.shape, VERMILION, 3)
    middle = box.middle[1]
    write(axes, box.right + 0.4, middle, "∗", 20)
    top = middle - filter_.shape[0] * size / 2
    weights = matrix(axes, filter_, box.right + 0.8, top, fills=tint(ORANGE), size=size, title="filter")
    write(axes, weights.right + 0.45, middle, "=", 18)
    top = middle - result.shape[0] * size / 2
    out = matrix(axes, result, weights.right + 0.9, top, fills=tint(SKY), size=size, title="output")
    window(axes, out, 0, 0, 1, 1, VERMILION, 3)
    return show(axes)


def strides(side, filter_side, out_sides):
    """Show where a filter stops at each stride, and the output it makes.

    Parameters
    ----------
    side, filter_side : int
        Of a square input and filter.
    out_sides : dict of int to int
        Stride to side of the output.
    """
    size = 0.62
    height = side * size
    axes = canvas(11, len(out_sides) * (height + 1.2) - 0.3)
    for number, (stride, out_side) in enumerate(out_sides.items()):
        top = number * (height + 1.2) + 0.8
        blank = np.ones((side, side), bool)
        box = matrix(axes, np.zeros((side, side)), 0, top, size=size, blank=blank)
        write(axes, box.middle[0], top - 0.4, f"stride {stride}", bold=True)
        window(axes, box, 0, 0, filter_side, filter_side, VERMILION, 3)
        window(axes, box, 0, stride, filter_side, filter_side, BLUE, 3)
        half = filter_side / 2 * size
        for i in range(out_side):
            for j in range(out_side):
                x, y = j * stride * size + half, top + i * stride * size + half
                colour = VERMILION if (i, j) == (0, 0) else BLUE if (i, j) == (0, 1) else INK
                axes.plot(x, y, "o", color=colour, markersize=6, zorder=4)
        left = 11 - out_side * size - (5 - out_side) * size / 2
        marks = np.full((out_side, out_side), PAPER, dtype=object)
        marks[0, 0], marks[0, 1] = tint(VERMILION, 0.6), tint(BLUE, 0.6)
        target = matrix(
            axes,
            np.zeros((out_side, out_side)),
            left,
            box.middle[1] - out_side * size / 2,
            fills=marks.tolist(),
            size=size,
            blank=np.ones((out_side, out_side), bool),
        )
        write(axes, target.middle[0], target.top - 0.4, f"{out_side} × {out_side}")
        arrow(axes, (box.right + 0.4, box.middle[1]), (7, box.middle[1]))
    return show(axes)

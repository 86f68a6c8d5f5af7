"""Draws convolutions on volumes: channels that add up, blocks, single pixels, and neurons."""

import math

from matplotlib.patches import Circle, Rectangle

from figures.tools.draw import arrow, matrix, window, write
from figures.tools.solids import SLANT, block, sheets
from figures.tools.style import (
    BLUE,
    CHANNEL_COLOURS,
    FILTER_COLOURS,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    canvas,
    show,
    tint,
)


def channels_add_up(x, filter_, sums):
    """Show each channel with its own slice of the filter, what they give, and the sum of all.

    Parameters
    ----------
    x : (C, H, W) array
    filter_ : (C, FH, FW) array
    sums : (C, OH, OW) array
        What each channel gives alone.
    """
    size = 0.8
    high = x.shape[1] * size
    room = high + 0.45
    axes = canvas(12, len(x) * room + 0.65)
    for number, (channel, slice_, part) in enumerate(zip(x, filter_, sums, strict=True)):
        top, colour = number * room + 0.8, CHANNEL_COLOURS[number]
        middle = top + high / 2
        box = matrix(axes, channel, 0, top, fills=tint(colour, 0.22), size=size)
        window(axes, box, 0, 0, *slice_.shape, colour, 3)
        write(axes, box.right + 0.45, middle, "∗", 20)
        top_slice = middle - slice_.shape[0] * size / 2
        weights = matrix(axes, slice_, box.right + 0.9, top_slice, fills=tint(colour, 0.45), size=size)
        write(axes, weights.right + 0.45, middle, "=", 18)
        top_part = middle - part.shape[0] * size / 2
        one = matrix(axes, part, weights.right + 0.9, top_part, fills=tint(colour, 0.22), size=size)
        window(axes, one, 0, 0, 1, 1, colour, 3)
        if number == 0:
            write(axes, box.middle[0], 0.35, "input")
            write(axes, weights.middle[0], 0.35, "filter")
            write(axes, one.middle[0], 0.35, "each alone")
    middle = 0.8 + (len(x) * room - 0.45) / 2
    total = sums.sum(axis=0)
    left = 12 - total.shape[1]
    for number in range(len(x)):
        y = number * room + 0.8 + high / 2
        arrow(axes, (one.right + 0.2, y), (left - 0.2, middle + (number - (len(x) - 1) / 2) * 0.5))
    out = matrix(axes, total, left, middle - total.shape[0] / 2, fills=tint(ORANGE))
    window(axes, out, 0, 0, 1, 1, INK, 3)
    write(axes, out.middle[0], out.top - 0.45, "sum")
    return show(axes)


def equation(x_shape, W_shape, out_shape, bias=False):
    """Show a convolution of volumes as an equation of blocks, with the shape of each below it.

    Parameters
    ----------
    x_shape, W_shape, out_shape : (N, C, H, W), (FN, C, FH, FW), (N, FN, OH, OW)
        Drawn are at most three images and at most five filters.
    bias : bool
        Show a bias for each filter.
    """
    N, FN = min(x_shape[0], 3), min(W_shape[0], 5)
    axes = canvas(12, 7.6)
    middle, depth = 2.85, 0.8
    x_left, W_left, b_left, out_left = (0.2, 4.1, 7.1, 9.5) if bias else (0.6, 5, None, 9.2)

    def pile(left, width, back, paint):
        """Paint the images above one another, and return where the pile's middle is."""
        side = width if N == 1 else width * 0.55
        room = side + back + 0.35
        top = middle - (N * room - 0.35) / 2 + back
        for number in range(N):
            paint(left, top + number * room, side)
        return left + (side + back) / 2

    def image(left, top, side):
        block(axes, left, top, side, side, depth, GREY)

    def maps(left, top, side):
        sheets(axes, left, top, side, side, FILTER_COLOURS[:FN], step=0.2)

    x_middle = pile(x_left, 1.9, depth * SLANT, image)
    write(axes, (x_left + W_left + 1.9) / 2, middle, "∗", 22)
    room = 4.6 / FN
    side = min(0.62, room * 0.6)
    for number in range(FN):
        here = middle + (number - (FN - 1) / 2) * room
        block(axes, W_left, here - side / 2 + depth * SLANT / 2, side, side, depth, FILTER_COLOURS[number])
        if bias:
            colour = tint(FILTER_COLOURS[number], 0.55)
            corner = (b_left, here - 0.25)
            axes.add_patch(Rectangle(corner, 0.5, 0.5, facecolor=colour, edgecolor=INK, linewidth=1.1))
    right = W_left + side + depth * SLANT
    if bias:
        write(axes, (right + b_left) / 2, middle, "+", 20)
        right = b_left + 0.5
    arrow(axes, (right + 0.4, middle), (out_left - 0.4, middle))
    out_middle = pile(out_left, 1.6, (FN - 1) * 0.2, maps)

    labels = [(x_middle, "(N, C, H, W)", x_shape), (W_left + 0.5, "(FN, C, FH, FW)", W_shape)]
    if bias:
        labels.append((b_left + 0.25, "(FN, 1, 1)", (W_shape[0], 1, 1)))
    labels.append((out_middle, "(N, FN, OH, OW)", out_shape))
    for number, (x, symbols, shape) in enumerate(labels):
        x, y = min(max(x, 1.6), 10.4), 6 + number % 2 * 0.95
        write(axes, x, y, symbols, TEXT_POINTS - 2, GREY)
        write(axes, x, y + 0.42, f"({', '.join(map(str, shape))})", TEXT_POINTS - 2, bold=True)
    return show(axes)


def one_by_one(x_shape, out_shape, row, column):
    """Show that a 1×1 filter looks at all channels of a single pixel.

    Parameters
    ----------
    x_shape, out_shape : (C, H, W)
    row, column : int
    """
    scale, channel = 2.9 / x_shape[1], 0.062
    axes = canvas(12, 6.6)
    deep = x_shape[0] * channel
    top = deep * SLANT + 0.1
    box = block(axes, 0, top, x_shape[2] * scale, x_shape[1] * scale, deep, SKY, 0.35)
    deep_out = out_shape[0] * channel
    left = 12 - out_shape[2] * scale - deep_out * SLANT
    out = block(axes, left, top, out_shape[2] * scale, out_shape[1] * scale, deep_out, ORANGE, 0.35)
    cell = 0.26
    spots = []
    for front, depth, colour in ((box, deep, BLUE), (out, deep_out, VERMILION)):
        x, y = front.left + column * scale, front.top + row * scale
        block(axes, x, y, cell, cell, depth, colour, 0.8, zorder=3)
        spots.append((x, y, depth))
    (x, y, depth), (x_out, y_out, _) = spots
    end = (x + cell + depth * SLANT, y + cell - depth * SLANT)
    arrow(axes, (end[0] + 0.1, end[1]), (x_out - 0.1, y_out + cell / 2), colour=VERMILION)
    for front, depth, shape in ((box, deep, x_shape), (out, deep_out, out_shape)):
        name = "×".join(map(str, (*shape[1:], shape[0])))
        write(axes, front.middle[0] + depth * SLANT / 2, front.bottom + 0.5, name)
    note = f"{x_shape[0]} numbers in, {out_shape[0]} out: the same at each pixel"
    write(axes, 6, box.bottom + 1.3, note, TEXT_POINTS, bold=True)
    axes.set_ylim(box.bottom + 1.9, -0.35)
    axes.figure.set_figheight((box.bottom + 2.25) * 0.42)
    return show(axes)


def same_region(x_shape, filter_shape, count):
    """Show neurons that all look at the same window of a volume, each with weights of its own."""
    scale, depth = 4.4 / x_shape[1], 1.1
    axes = canvas(12, 6.3)
    top = depth * SLANT + 0.1
    box = block(axes, 0, top, x_shape[2] * scale, x_shape[1] * scale, depth, GREY, 0.3)
    side = filter_shape[1] * scale
    x, y = box.middle[0] - side / 2, box.middle[1] - side / 2
    block(axes, x, y, side, side, depth * 0.9, SKY, 0.7, zorder=3)
    for number in range(count):
        centre = (7 + number * 1.1, box.middle[1] - number * 0.12)
        colour = FILTER_COLOURS[number]
        axes.plot(
            [x + side + 0.3, centre[0]], [y + side / 2 - 0.2, centre[1]], color=LINE, linewidth=1.2, zorder=2
        )
        axes.add_patch(
            Circle(centre, 0.44, facecolor=tint(colour, 0.75), edgecolor=INK, linewidth=1.4, zorder=5)
        )
    write(axes, 9.2, box.middle[1] + 1.2, f"{count} neurons,\none region", TEXT_POINTS)
    name = "×".join(map(str, (*filter_shape[1:], filter_shape[0])))
    write(axes, x + side / 2, y + side + 0.5, name, TEXT_POINTS)
    write(axes, box.middle[0], box.bottom + 0.5, "×".join(map(str, (*x_shape[1:], x_shape[0]))))
    return show(axes)


def connections(inputs, filter_side):
    """Show a row of neurons over a row of pixels: all connected, locally connected, and with shared weights."""
    outputs = inputs - filter_side + 1
    weights = (BLUE, VERMILION, GREEN)
    panels = (
        ("fully connected", inputs, None),
        ("only neighbours", filter_side, None),
        ("only neighbours, shared weights", filter_side, weights),
    )
    axes = canvas(12, 11.1)
    for number, (name, reach, colours) in enumerate(panels):
        top = number * 3.8
        xs = [2.4 + pixel * 1.2 for pixel in range(inputs)]
        ys = [2.4 + (output + (inputs - outputs) / 2) * 1.2 for output in range(outputs)]
        write(axes, 6, top + 0.1, name, bold=True)
        high, low = top + 1, top + 2.9
        for output, x_out in enumerate(ys):
            start = 0 if reach == inputs else output
            for place in range(reach):
                colour = colours[place] if colours else GREY
                axes.plot(
                    [x_out, xs[start + place]],
                    [high, low],
                    color=colour,
                    linewidth=2.4 if colours else 1.1,
                    zorder=1,
                )
        for x in xs:
            axes.add_patch(
                Rectangle(
                    (x - 0.34, low - 0.2), 0.68, 0.68, facecolor=PAPER, edgecolor=INK, linewidth=1.4, zorder=3
                )
            )
        for x in ys:
            axes.add_patch(
                Circle((x, high), 0.36, facecolor=tint(ORANGE), edgecolor=INK, linewidth=1.4, zorder=3)
            )
        used = len(colours) if colours else outputs * reach
        write(axes, 11.4, (high + low) / 2, f"{used}\nweights", TEXT_POINTS - 1)
        write(axes, 0.6, high, "neurons", TEXT_POINTS - 2, GREY)
        write(axes, 0.6, low + 0.15, "pixels", TEXT_POINTS - 2, GREY)
    return show(axes)


def bars(counts):
    """Show numbers of very different size as bars on a scale where each line is ten times the one before."""
    axes = canvas(12, len(counts) * 1.55 + 1.1)
    longest = math.ceil(math.log10(max(counts.values())))
    unit = 11.2 / longest
    bottom = len(counts) * 1.55 + 0.1
    for power in range(longest + 1):
        axes.plot([0.3 + power * unit] * 2, [0, bottom], color=LINE, linewidth=0.8, zorder=0)
        label = f"{10**power:,}" if power < 4 else f"10{'⁴⁵⁶⁷⁸⁹'[power - 4]}"
        write(axes, 0.3 + power * unit, bottom + 0.45, label, TEXT_POINTS - 2, GREY)
    for number, (name, count) in enumerate(counts.items()):
        top = number * 1.55
        colour = (SKY, GREEN, VERMILION)[number % 3]
        write(axes, 0.4, top + 0.3, f"{name}: {count:,}", TEXT_POINTS, align="left")
        axes.add_patch(
            Rectangle(
                (0.3, top + 0.62),
                math.log10(count) * unit,
                0.55,
                facecolor=colour,
                edgecolor=INK,
                linewidth=1,
            )
        )
    return show(axes)

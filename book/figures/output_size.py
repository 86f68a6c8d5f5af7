"""Draws how often a filter fits: places along a row, steps, borders, and what is left over."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, matrix, window, write
from figures.tools.solids import block
from figures.tools.style import (
    BLUE,
    GREY,
    INK,
    LINE,
    ORANGE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WINDOW_COLOURS,
    canvas,
    show,
    tint,
)

LEFT_OVER = tint(INK, 0.45)


def places(side, filter_side, strides):
    """Show one row of an input and, below it, the filter at every place where it fits, for each stride.

    A place where the filter would stick out is drawn dashed.
    """
    size, bar = 0.86, 0.42
    fits = {stride: range(0, side - filter_side + 1, stride) for stride in strides}
    heights = {stride: (len(starts) + 1) * bar + 2.1 for stride, starts in fits.items()}
    axes = canvas(12, sum(heights.values()) - 0.5)
    top = 0
    for number, (stride, starts) in enumerate(fits.items()):
        colour = WINDOW_COLOURS[number]
        write(axes, 0, top + 0.3, f"stride {stride}", align="left", bold=True)
        covered = max(starts) + filter_side
        fills = [[PAPER if pixel < covered else LEFT_OVER for pixel in range(side)]]
        row = matrix(axes, [list(range(side))], 0, top + 0.7, fills=fills, size=size, blank=[[True] * side])
        y = row.bottom + 0.15
        for start in starts:
            draw_bar(axes, start * size, y, filter_side * size, colour)
            y += bar
        after = starts[-1] + stride
        if after < side and covered < side:
            axes.add_patch(
                Rectangle(
                    (after * size + 0.04, y),
                    filter_side * size - 0.08,
                    bar * 0.72,
                    fill=False,
                    edgecolor=INK,
                    linewidth=1.4,
                    linestyle="--",
                )
            )
            write(
                axes, (after + filter_side) * size + 0.25, y + 0.15, "cannot", TEXT_POINTS - 1, align="left"
            )
        else:
            places_word = f"{len(starts)} places"
            write(
                axes, side * size + 0.9, row.bottom + 0.15 + len(starts) * bar / 2, places_word, align="left"
            )
        top += heights[stride]
    return show(axes)


def draw_bar(axes, left, top, width, colour):
    """Draw the filter seen from the side."""
    axes.add_patch(
        Rectangle((left + 0.04, top), width - 0.08, 0.3, facecolor=tint(colour, 0.7), edgecolor=colour)
    )


def room_to_move(side, filter_side, stride):
    """Show the formula: the room that is left beside the filter, the steps in it, and one more for the start."""
    size = 0.95
    room = side - filter_side
    steps = room // stride
    axes = canvas(12, 5.6)
    left = (12 - side * size) / 2
    fills = [[tint(ORANGE, 0.6) if pixel < filter_side else PAPER for pixel in range(side)]]
    row = matrix(axes, [[0] * side], left, 1.9, fills=fills, size=size, blank=[[True] * side])
    window(axes, row, 0, 0, 1, filter_side, VERMILION, 3.5)
    edge = left + filter_side * size
    for step in range(steps):
        start = (edge + step * stride * size, 1.75)
        arrow(axes, start, (start[0] + stride * size, 1.75), colour=BLUE, bend=-0.5)
    write(axes, edge + steps * stride * size / 2, 0.55, f"{steps} steps of {stride}", TEXT_POINTS, BLUE)
    for start, width, text in (
        (left, filter_side, f"filter\nF = {filter_side}"),
        (edge, room, f"room\nN − F = {room}"),
    ):
        y = row.bottom + 0.3
        arrow(axes, (start + 0.05, y), (start + width * size - 0.05, y), colour=GREY)
        arrow(axes, (start + width * size - 0.05, y), (start + 0.05, y), colour=GREY)
        write(axes, start + width * size / 2, y + 0.75, text, TEXT_POINTS)
    total = f"{steps} steps, and the place where it started: {steps + 1} places"
    write(axes, 6, 5.25, total, TEXT_POINTS, bold=True)
    return show(axes)


def same_size(side, filter_sides):
    """Show, for odd filters, the padding that lets the filter's middle start on the first pixel."""
    most = max(filter_sides) // 2
    size = 11.6 / (side + 2 * most)
    axes = canvas(12, len(filter_sides) * 2.6 - 0.3)
    for number, filter_side in enumerate(filter_sides):
        pad, top = filter_side // 2, number * 2.6
        left = 0.2 + (most - pad) * size
        border = [pixel < pad or pixel >= side + pad for pixel in range(side + 2 * pad)]
        fills = [[tint(GREY, 0.3) if outside else PAPER for outside in border]]
        write(axes, 6, top + 0.2, f"F = {filter_side}, pad {pad}", TEXT_POINTS, bold=True)
        blank = [[not outside for outside in border]]
        row = matrix(axes, [[0] * len(border)], left, top + 0.65, fills=fills, size=size, blank=blank)
        window(axes, row, 0, 0, 1, filter_side, VERMILION, 3.5)
        for pixel in range(side):
            x = row.cell(0, pad + pixel)[0]
            colour = VERMILION if pixel == 0 else INK
            axes.plot(x, row.middle[1], "o", color=colour, markersize=6, zorder=4)
        inner = Rectangle(
            (left + pad * size, row.top), side * size, size, fill=False, edgecolor=INK, linewidth=2.2
        )
        axes.add_patch(inner)
    return show(axes)


def two_directions(shape, filter_shape, stride, pad, out_shape):
    """Show a padded input to scale with the middle of each window, and count them down and across."""
    H, W = (side + 2 * pad for side in shape)
    size = 10.6 / W
    left, top = 1.2, 1
    axes = canvas(12, H * size + 1.2)
    axes.add_patch(
        Rectangle((left, top), W * size, H * size, facecolor=tint(GREY, 0.3), edgecolor=INK, linewidth=1)
    )
    inside = ((left + pad * size, top + pad * size), shape[1] * size, shape[0] * size)
    axes.add_patch(Rectangle(*inside, facecolor=PAPER, edgecolor=INK, linewidth=1.4))
    for column in range(W + 1):
        axes.plot([left + column * size] * 2, [top, top + H * size], color=LINE, linewidth=0.4)
    for row in range(H + 1):
        axes.plot([left, left + W * size], [top + row * size] * 2, color=LINE, linewidth=0.4)
    rows = [top + (row * stride + filter_shape[0] / 2) * size for row in range(out_shape[0])]
    columns = [left + (column * stride + filter_shape[1] / 2) * size for column in range(out_shape[1])]
    for i, y in enumerate(rows):
        for j, x in enumerate(columns):
            colour = VERMILION if (i, j) == (0, 0) else BLUE if (i, j) in ((0, 1), (1, 0)) else INK
            axes.plot(x, y, "o", color=colour, markersize=5, zorder=4)
    for (i, j), colour in (((0, 0), VERMILION), ((0, 1), BLUE), ((1, 0), BLUE)):
        axes.add_patch(
            Rectangle(
                (left + j * stride * size, top + i * stride * size),
                filter_shape[1] * size,
                filter_shape[0] * size,
                fill=False,
                edgecolor=colour,
                linewidth=2.4,
                zorder=3,
            )
        )
    write(axes, left + W * size / 2, 0.45, f"OW = {out_shape[1]} across", bold=True)
    axes.text(
        0.45,
        top + H * size / 2,
        f"OH = {out_shape[0]} down",
        rotation=90,
        ha="center",
        va="center",
        fontsize=TEXT_POINTS,
        color=INK,
        weight="bold",
    )
    return show(axes)


def left_over(side, filter_side, stride, out_side):
    """Show the pixels that no window sees when the size is rounded down."""
    size = 0.78
    axes = canvas(11, side * size + 0.8)
    seen = np.zeros((side, side), bool)
    covered = (out_side - 1) * stride + filter_side
    seen[:covered, :covered] = True
    fills = np.where(seen, PAPER, LEFT_OVER).tolist()
    blank = np.ones((side, side), bool)
    box = matrix(axes, np.zeros((side, side)), 0, 0.7, fills=fills, size=size, blank=blank)
    write(axes, box.middle[0], 0.25, f"{side}×{side}, stride {stride}")
    out = np.zeros((out_side, out_side))
    marks = [[PAPER] * out_side for _ in range(out_side)]
    for i in range(out_side):
        for j in range(out_side):
            colour = WINDOW_COLOURS[(i * out_side + j) % 4]
            window(axes, box, i * stride, j * stride, filter_side, filter_side, colour, 3)
            marks[i][j] = tint(colour, 0.6)
    middle = box.middle[1]
    arrow(axes, (box.right + 0.5, middle), (box.right + 2.4, middle))
    target = matrix(
        axes, out, box.right + 2.9, middle - out_side / 2, fills=marks, blank=np.ones(out.shape, bool)
    )
    write(axes, target.middle[0], target.top - 0.45, f"{out_side}×{out_side}")
    return show(axes)


def staircase(inputs, sizes, whole):
    """Plot the output size against the input size, a line of steps for each stride.

    Parameters
    ----------
    inputs : list of int
    sizes : dict of int to list of int
        Stride to output sizes, rounded down.
    whole : dict of int to list of bool
        Where the stride divides and nothing was rounded.
    """
    axes = canvas(12, 7.6)
    frame = axes.inset_axes((0.13, 0.17, 0.83, 0.78))
    frame.set_facecolor(PAPER)
    for number, (stride, outputs) in enumerate(sizes.items()):
        colour = WINDOW_COLOURS[number]
        frame.step(inputs, outputs, where="post", color=colour, linewidth=2)
        for N, out, even in zip(inputs, outputs, whole[stride], strict=True):
            frame.plot(N, out, "o", color=colour, markersize=7, markerfacecolor=colour if even else PAPER)
        frame.text(
            inputs[-1] + 0.35, outputs[-1], f"S = {stride}", color=INK, fontsize=TEXT_POINTS, va="center"
        )
    frame.set_xlim(inputs[0] - 0.5, inputs[-1] + 2.3)
    frame.set_xticks(inputs[::2])
    frame.set_xlabel("input size N", fontsize=TEXT_POINTS)
    frame.set_ylabel("output size", fontsize=TEXT_POINTS)
    frame.tick_params(labelsize=TEXT_POINTS - 2)
    frame.spines[["top", "right"]].set_visible(False)
    return show(axes)


def shrinking(sides):
    """Show square maps to scale, each made from the one before."""
    gap = 0.35
    scale = (12 - gap * (len(sides) - 1)) / sum(sides)
    axes = canvas(12, sides[0] * scale + 0.9)
    left, bottom = 0, sides[0] * scale
    for number, side in enumerate(sides):
        high = side * scale
        fill = tint(SKY, 0.35 + 0.6 * number / len(sides))
        axes.add_patch(
            Rectangle((left, bottom - high), high, high, facecolor=fill, edgecolor=INK, linewidth=1.2)
        )
        write(axes, left + high / 2, bottom + 0.5, str(side), TEXT_POINTS)
        left += high + gap
    return show(axes)


def weights_of_filters(filter_count, filter_shape):
    """Show every filter as a block with the number of its weights, and its one bias."""
    weights = int(np.prod(filter_shape))
    per_row = 5
    axes = canvas(12, -(-filter_count // per_row) * 2.75 - 0.2)
    for number in range(filter_count):
        row, column = divmod(number, per_row)
        left, top = column * 2.45 + 0.15, row * 2.75 + 0.5
        box = block(axes, left, top, 1, 1, 0.6, SKY)
        write(axes, box.middle[0], box.middle[1], str(weights), TEXT_POINTS)
        write(axes, left + 1.5, top + 0.6, "+", TEXT_POINTS)
        one = Rectangle((left + 1.68, top + 0.3), 0.55, 0.6, facecolor=tint(ORANGE, 0.6), edgecolor=INK)
        axes.add_patch(one)
        write(axes, left + 1.95, top + 0.6, "1", TEXT_POINTS)
        write(axes, left + 1, top + 1.5, f"= {weights + 1}", TEXT_POINTS - 1, GREY)
    return show(axes)

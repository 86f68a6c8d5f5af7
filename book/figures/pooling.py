"""Draws pooling, and the fully connected layers behind it."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, matrix, window, write
from figures.tools.pixels import INK_ON_PAPER, picture
from figures.tools.solids import SLANT, block
from figures.tools.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WINDOW_COLOURS,
    canvas,
    show,
    tint,
)


def window_fills(shape, side):
    """Return a colour for each pixel, the same within one of the windows that lie side by side."""
    across = -(-shape[1] // side)
    return [
        [tint(WINDOW_COLOURS[(row // side * across + column // side) % 4], 0.4) for column in range(shape[1])]
        for row in range(shape[0])
    ]


def pooled(x, side, outputs, winners=False):
    """Show an input with its windows side by side, and one output for each way of pooling.

    Parameters
    ----------
    x : (H, W) array
    side : int
        Of the windows, which is also the stride.
    outputs : dict of str to array
    winners : bool
        Outline the largest number of each window.
    """
    width = x.shape[1] + sum(out.shape[1] + 2.6 for out in outputs.values())
    size = min(1, 12 / width)
    axes = canvas(12, x.shape[0] * size + 1)
    left = (12 - width * size) / 2
    box = matrix(axes, x, left, 0.9, fills=window_fills(x.shape, side), size=size, title="input")
    for number in range(x.size // side**2):
        row, column = (place * side for place in divmod(number, x.shape[1] // side))
        window(axes, box, row, column, side, side, WINDOW_COLOURS[number % 4], 3)
        if winners:
            here = x[row : row + side, column : column + side]
            down, along = np.unravel_index(here.argmax(), here.shape)
            window(axes, box, row + down, column + along, 1, 1, INK, 2.2)
    right, middle = box.right, box.middle[1]
    for number, (name, out) in enumerate(outputs.items()):
        gap = 2.6 * size
        if number == 0:
            arrow(axes, (right + 0.3, middle), (right + gap - 0.3, middle))
        start = right + gap - (0 if number == 0 else gap * 0.45)
        top = middle - out.shape[0] * size / 2
        one = matrix(axes, out, start, top, fills=window_fills(out.shape, 1), size=size, title=name)
        right = one.right
    return show(axes)


def each_channel(x_shape, out_shape):
    """Show that pooling halves height and width and keeps the channels."""
    scale, channel = 3.4 / x_shape[1], 0.045
    axes = canvas(12, 6.5)
    deep = x_shape[0] * channel
    middle = deep * SLANT + 2
    big = block(axes, 0, middle - 1.7, x_shape[2] * scale, x_shape[1] * scale, deep, SKY, 0.45)
    side = out_shape[1] * scale
    left = 12 - side - deep * SLANT - 0.9
    small = block(axes, left, middle - side / 2, side, side, deep, GREEN, 0.45)
    arrow(axes, (big.right + deep * SLANT + 0.3, middle - deep / 4), (left - 0.4, middle - deep / 4), "POOL")
    for box, shape, colour in ((big, x_shape, BLUE), (small, out_shape, VERMILION)):
        name = "×".join(map(str, (*shape[1:], shape[0])))
        write(axes, box.middle[0] + deep * SLANT / 2, middle + 2.3, name)
        end = (box.right + deep * SLANT, box.bottom - deep * SLANT)
        axes.plot(
            [box.right + 0.12, end[0] + 0.12], [box.bottom + 0.12, end[1] + 0.12], color=colour, linewidth=2.4
        )
        write(axes, end[0] + 0.15, box.bottom - 0.15, str(shape[0]), TEXT_POINTS, INK, "left")
    return show(axes)


def settings(panels):
    """Show where pooling windows lie, and how many of them see each pixel.

    Parameters
    ----------
    panels : list of (side of the input, F, S)
    """
    size = 0.76
    axes = canvas(12, max(side for side, _, _ in panels) * size + 1)
    width = sum(side * size for side, _, _ in panels) + (len(panels) - 1) * 1.2
    left = (12 - width) / 2
    for side, F, S in panels:
        count = (side - F) // S + 1
        seen = np.zeros((side, side))
        for row in range(count):
            for column in range(count):
                seen[row * S : row * S + F, column * S : column * S + F] += 1
        fills = [[tint(ORANGE, 0.12 + 0.2 * (value - 1)) for value in line] for line in seen]
        box = matrix(axes, seen, left, 0.9, fills=fills, size=size, title=f"F = {F}, S = {S}")
        for number, (row, column) in enumerate(((0, 0), (0, 1), (1, 0))):
            window(axes, box, row * S, column * S, F, F, WINDOW_COLOURS[number], 3)
        left = box.right + 1.2
    return show(axes)


def shifted(cases, side):
    """Show inputs with their pooled outputs, one below the other.

    Parameters
    ----------
    cases : list of (name, x, out)
    side : int
        Of the windows, which is also the stride.
    """
    size = 0.8
    high = cases[0][1].shape[0] * size
    room = high + 1.25
    axes = canvas(10.7, len(cases) * room - 0.35)
    for number, (name, x, out) in enumerate(cases):
        top = number * room + 0.85
        box = matrix(axes, x, 0.6, top, fills=window_fills(x.shape, side), size=size)
        write(axes, box.middle[0], top - 0.42, name, bold=True)
        for row in range(0, x.shape[0], side):
            for column in range(0, x.shape[1], side):
                here = x[row : row + side, column : column + side]
                down, along = np.unravel_index(here.argmax(), here.shape)
                window(axes, box, row + down, column + along, 1, 1, INK, 2.2)
        middle = box.middle[1]
        arrow(axes, (box.right + 0.5, middle), (box.right + 2.3, middle), "max")
        left = box.right + 2.9
        matrix(axes, out, left, middle - out.shape[0] / 2, fills=window_fills(out.shape, 1))
    return show(axes)


def bars(values, colours, form="{:.0%}"):
    """Show numbers as bars, each with its name and its value.

    Parameters
    ----------
    values : dict of str to number
    colours : list of colours
    form : str
        How the value is written.
    """
    axes = canvas(12, len(values) * 1.35 - 0.1)
    longest = max(values.values())
    for number, (name, value) in enumerate(values.items()):
        top = number * 1.35
        write(axes, 0.12, top + 0.25, name, TEXT_POINTS, align="left")
        width = max(value / longest * 9.6, 0.03)
        bar = Rectangle((0, top + 0.55), width, 0.5, facecolor=colours[number], edgecolor=INK, linewidth=0.9)
        axes.add_patch(bar)
        write(axes, width + 0.2, top + 0.8, form.format(value), TEXT_POINTS, align="left")
    axes.plot([0, 0], [0, len(values) * 1.35 - 0.1], color=LINE, linewidth=1)
    return show(axes)


def flattened(maps, rows):
    """Show maps, all their numbers in one row, and the shorter and shorter rows of the FC layers behind.

    Parameters
    ----------
    maps : (C, H, W) array
    rows : list of (name, numbers)
        The first are the maps' numbers.
    """
    axes = canvas(12, 2.9 + len(rows) * 1.35)
    per_row = len(maps) // 2
    step = 12 / per_row
    side = step - 0.25
    for number, one in enumerate(maps):
        row, column = divmod(number, per_row)
        picture(axes, one, column * step + 0.12, row * step, side, INK_ON_PAPER)
    top = 2 * step + 0.35
    most = len(rows[0][1])
    for number, (name, numbers) in enumerate(rows):
        arrow(axes, (6, top - 0.3), (6, top + 0.05), colour=GREY)
        width = max(12 * len(numbers) / most, 0.5)
        left = 6 - width / 2
        picture(axes, numbers[None, :], left, top + 0.1, width, INK_ON_PAPER, frame=False)
        axes.images[-1].set_extent((left, left + width, top + 0.5, top + 0.1))
        axes.add_patch(
            Rectangle(
                (left, top + 0.1), width, 0.4, fill=False, edgecolor=INK if number else GREY, linewidth=1.2
            )
        )
        write(axes, 6, top + 0.8, f"{name}: {len(numbers)}", TEXT_POINTS - 1)
        top += 1.35
    axes.set_ylim(top + 0.1, -0.35)
    axes.figure.set_figheight((top + 0.45) * 0.42)
    return show(axes)


def reads_a_strip(strip, chances, step, seen):
    """Show a wide image, and below it what a network that slides over it finds likely at each place.

    Parameters
    ----------
    strip : (H, W) array
    chances : (10, places) array
        From 0 to 1; each column stands below the middle of its window.
    step : int
        Pixels from one window to the next.
    seen : int
        Pixels that one window sees, in each direction.
    """
    name = 1.0
    axes = canvas(12, 7.3)
    box = picture(axes, strip, name, 0.1, 12 - name, INK_ON_PAPER)
    pixel = (12 - name) / strip.shape[1]
    window(axes, box, 0, 0, seen, seen, VERMILION)
    top, row = box.bottom + 0.75, 0.4
    first = box.left + (seen - step) / 2 * pixel
    wide = chances.shape[1] * step * pixel
    picture(axes, chances, first, top, wide, INK_ON_PAPER, limits=(0, 1), frame=False)
    axes.images[-1].set_extent((first, first + wide, top + row * len(chances), top))
    axes.add_patch(Rectangle((first, top), wide, row * len(chances), fill=False, edgecolor=GREY, linewidth=1))
    axes.add_patch(
        Rectangle(
            (first, top), step * pixel, row * len(chances), fill=False, edgecolor=VERMILION, linewidth=2.5
        )
    )
    for digit in range(len(chances)):
        write(axes, 0.9, top + row * (digit + 0.5), str(digit), TEXT_POINTS - 3, align="right")
    return show(axes)

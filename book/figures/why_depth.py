"""Draws why depth pays: receptive fields, small filters, folds."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, blank_grid, matrix, window, write
from figures.tools.style import (
    BLUE,
    CELL_INCHES,
    GREY,
    INK,
    LINE,
    ORANGE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WIDEST,
    canvas,
    show,
    tint,
)


def cone(filter_size, layers):
    """Show what one number at the end has seen, layer by layer, back to the image.

    Parameters
    ----------
    filter_size : int
    layers : int
        Convolutions of stride 1 one after the other.
    """
    sides = [1 + (filter_size - 1) * layer for layer in range(layers, -1, -1)]
    size = min(0.8, (WIDEST - 1.3 * layers) / sum(sides))
    height = sides[0] * size
    axes = canvas(WIDEST, height + 1.9)
    gap = (WIDEST - size * sum(sides)) / layers
    left, middle = 0, 0.9 + height / 2
    names = ["input", *[f"map {layer}" for layer in range(1, layers + 1)]]
    for number, (side, name) in enumerate(zip(sides, names, strict=True)):
        fill = tint(SKY if number == 0 else ORANGE, 0.25 + 0.2 * number)
        box = blank_grid(axes, side, left, middle - side * size / 2, size, fill)
        place = min(box.middle[0], WIDEST - 0.55)
        write(axes, place, middle + height / 2 + 0.5, f"{side} × {side}", bold=True)
        write(axes, place, 0.2, name)
        if number < layers:
            window(axes, box, 0, 0, filter_size, filter_size, VERMILION, 3)
            corner = middle - sides[number + 1] * size / 2 + size / 2
            start = (box.left + filter_size * size + 0.05, box.top + filter_size * size / 2)
            arrow(axes, start, (box.right + gap - 0.08, corner), colour=VERMILION)
        left = box.right + gap
    return show(axes)


def paths(counts):
    """Show, side by side, how many ways lead from each pixel to one number at the end.

    Parameters
    ----------
    counts : list of (title, (H, W) array)
    """
    total = sum(one.shape[1] for _, one in counts)
    size = (WIDEST - 1.0 * (len(counts) - 1)) / total
    height = max(one.shape[0] for _, one in counts) * size
    axes = canvas(WIDEST, height + 0.9)
    left = 0
    for title, one in counts:
        fills = [[tint(BLUE, 0.08 + 0.42 * value / one.max()) for value in line] for line in one]
        top = 0.9 + (height - one.shape[0] * size) / 2
        box = matrix(axes, one, left, top, fills=fills, size=size)
        write(axes, box.middle[0], 0.3, title)
        left = box.right + 1.0
    return show(axes)


def folds(x, results):
    """Draw what networks of growing depth make of a straight line, one below the other.

    Parameters
    ----------
    x : (N,) array
    results : list of (title, (N,) array)
    """
    width, each = (WIDEST + 0.7) * CELL_INCHES, 3.1 * CELL_INCHES
    figure = Figure(figsize=(width, each * len(results)), facecolor=PAPER)
    for number, (title, y) in enumerate(results):
        bottom = 1 - (number + 1) / len(results)
        axes = figure.add_axes(
            (0.06, bottom + 0.24 / len(results), 0.88, 0.5 / len(results)), facecolor=PAPER
        )
        axes.plot(x, y, color=BLUE, linewidth=2.2)
        axes.set_title(title, fontsize=TEXT_POINTS, color=INK, loc="left", pad=4)
        axes.set_xlim(0, 1)
        axes.set_ylim(-0.08, 1.08)
        axes.set_yticks([])
        axes.set_xticks([0, 1] if number == len(results) - 1 else [])
        axes.tick_params(colors=GREY, labelsize=TEXT_POINTS - 2)
        for side in axes.spines.values():
            side.set_color(LINE)
    return show(axes)


def sight(sides, side, names):
    """Show how much of the image one number sees, square in square.

    Parameters
    ----------
    sides : list of int
        Sides of the receptive fields, growing.
    side : int
        Of the image.
    names : list of str
    """
    scale = 6.2 / max(side, *sides)
    extent = max(side, *sides) * scale
    axes = canvas(WIDEST, extent + 0.2)
    middle = extent / 2
    whole = side * scale
    axes.add_patch(
        Rectangle(
            (middle - whole / 2, middle - whole / 2), whole, whole, facecolor=tint(GREY, 0.15), edgecolor=GREY
        )
    )
    shades = np.linspace(0.25, 0.9, len(sides))
    places = np.linspace(extent - 0.5, 0.5, len(sides))
    for number in reversed(range(len(sides))):
        drawn = sides[number] * scale
        axes.add_patch(
            Rectangle(
                (middle - drawn / 2, middle - drawn / 2),
                drawn,
                drawn,
                facecolor="none",
                edgecolor=tint(VERMILION if number % 2 else BLUE, shades[number] * 0.5 + 0.5),
                lw=2.4,
            )
        )
        write(
            axes,
            extent + 0.6,
            places[number],
            f"{names[number]}: {sides[number]} × {sides[number]}",
            align="left",
            colour=VERMILION if number % 2 else BLUE,
        )
        corner = middle + drawn / 2
        axes.plot(
            [corner, extent + 0.45],
            [middle - drawn / 2, places[number]],
            color=LINE,
            lw=1,
        )
    return show(axes)

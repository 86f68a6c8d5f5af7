"""Draws what a network has learned: its filters, its feature maps, and what excites its neurons."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, window, write
from figures.tools.pixels import INK_ON_PAPER, LIGHT, SIGNS, picture
from figures.tools.style import (
    BLUE,
    GREEN,
    GREY,
    LINE,
    PURPLE,
    SKY,
    TEXT_POINTS,
    VERMILION,
    canvas,
    show,
    tint,
)


def filter_grids(before, after):
    """Show filters (FN, H, W) before and after training; in each the smallest weight is black, the largest white."""
    columns = 10
    side, gap = 1.05, (12 - columns * 1.05) / (columns - 1)
    rows = -(-len(before) // columns)
    height = rows * (side + gap)
    axes = canvas(12, 2 * height + 2)
    for top, filters, title in ((0.9, before, "before training"), (height + 2.1, after, "after training")):
        write(axes, 6, top - 0.5, title)
        for number, one in enumerate(filters):
            row, column = divmod(number, columns)
            picture(axes, one, column * (side + gap), top + row * (side + gap), side, LIGHT)
    return show(axes)


def film(filters, steps):
    """Show how some filters (steps, filters, H, W) change, one row each; orange is above zero, blue below."""
    side = 12 / len(steps) - 0.14
    axes = canvas(12, filters.shape[1] * (side + 0.14) + 0.6)
    for column, step in enumerate(steps):
        left = column * (side + 0.155)
        write(axes, left + side / 2, 0.2, f"{step}", TEXT_POINTS - 1)
        for row in range(filters.shape[1]):
            widest = np.abs(filters[-1, row]).max()
            one = filters[column, row]
            picture(axes, one, left, 0.7 + row * (side + 0.14), side, SIGNS, (-widest, widest))
    return show(axes)


def edges_and_blobs(edges, blobs, notes):
    """Show the filters that are most like an edge above those that are most like a blob, with a number below."""
    side, gap = 1.9, (12 - len(edges) * 1.9) / (len(edges) - 1)
    axes = canvas(12, 7.2)
    for top, filters, title, numbers in (
        (0.8, edges, "edges: the two signs are in balance", notes[0]),
        (4.6, blobs, "blobs: one sign only", notes[1]),
    ):
        write(axes, 6, top - 0.5, title, TEXT_POINTS - 1)
        for number, (one, value) in enumerate(zip(filters, numbers, strict=True)):
            box = picture(axes, one, number * (side + gap), top, side, SIGNS)
            write(axes, box.middle[0], box.bottom + 0.4, f"{value:.2f}", TEXT_POINTS - 1, GREY)
    return show(axes)


def applied(image, filters, maps, names):
    """Show a small image, and for each filter the filter and the feature map it makes of that image."""
    wide, gap = 3.6, 0.6
    height = len(filters) * (wide + gap) - gap
    axes = canvas(12, height)
    box = picture(axes, image, 0, (height - wide) / 2, wide, INK_ON_PAPER)
    for number, (one, result, name) in enumerate(zip(filters, maps, names, strict=True)):
        top = number * (wide + gap)
        middle = top + wide / 2
        tile = picture(axes, one, 5.2, middle - 0.85, 1.7, SIGNS)
        write(axes, tile.middle[0], tile.bottom + 0.4, name, TEXT_POINTS - 1)
        arrow(axes, (box.right + 0.15, box.middle[1]), (5.05, middle))
        arrow(axes, (tile.right + 0.15, middle), (12 - wide - 0.15, middle))
        picture(axes, result, 12 - wide, top, wide, SIGNS)
    return show(axes)


def applied_to_photo(photo, filters, maps, names):
    """Show a photograph, and below it each filter with the feature map it makes of the photograph."""
    wide, gap = 9.4, 0.4
    tall = wide * photo.shape[0] / photo.shape[1]
    axes = canvas(12, (len(filters) + 1) * (tall + gap) - gap)
    picture(axes, photo, 12 - wide, 0, wide, LIGHT)
    for number, (one, result, name) in enumerate(zip(filters, maps, names, strict=True), 1):
        top = number * (tall + gap)
        tile = picture(axes, one, 0.1, top + tall / 2 - 0.85, 1.7, SIGNS)
        write(axes, tile.middle[0], tile.bottom + 0.4, name, TEXT_POINTS - 1)
        arrow(axes, (tile.right + 0.1, tile.middle[1]), (12 - wide - 0.1, tile.middle[1]))
        picture(axes, result, 12 - wide, top, wide, SIGNS)
    return show(axes)


def every_map(image, maps):
    """Show an image and all feature maps that a layer makes of it; the darker, the larger."""
    columns = 8
    side, gap = 1.32, (12 - columns * 1.32) / (columns - 1)
    rows = -(-(len(maps) + 1) // columns)
    axes = canvas(12, rows * (side + gap) - gap)
    for number, one in enumerate([image, *maps]):
        row, column = divmod(number, columns)
        box = picture(axes, one, column * (side + gap), row * (side + gap), side, INK_ON_PAPER)
        if number == 0:
            window(axes, box, 0, 0, *image.shape, VERMILION, 3)
    return show(axes)


def fields(image, sizes, names):
    """Show on one image how large a part of it a neuron of each layer sees, the part's middle in its middle."""
    axes = canvas(12, 7.2)
    box = picture(axes, image, 0, 0.3, 6.6, INK_ON_PAPER)
    H, W = image.shape
    colours = (VERMILION, BLUE, GREEN, PURPLE, SKY, GREY, LINE)
    for number, (size, name) in enumerate(zip(sizes, names, strict=True)):
        colour = colours[number % len(colours)]
        size = min(size, H)
        window(axes, box, (H - size) / 2, (W - size) / 2, size, size, colour, 3.5)
        y = 0.8 + number * min(1, 6.4 / len(sizes))
        axes.add_patch(Rectangle((7.3, y - 0.22), 0.45, 0.45, facecolor=colour))
        write(axes, 8, y, f"{name}: {size}×{size}", TEXT_POINTS - 1, align="left")
    return show(axes)


def what_excites(groups):
    """Show for some neurons, one a row, the parts of images that excite each of them most.

    Parameters
    ----------
    groups : list of (name, list of 2-D arrays)
    """
    many = len(groups[0][1])
    label = 2.2
    side = (12 - label) / many - 0.18
    axes = canvas(12, len(groups) * (side + 0.22))
    for row, (name, patches) in enumerate(groups):
        top = row * (side + 0.22)
        write(axes, 0, top + side / 2, name, TEXT_POINTS - 2, align="left")
        for column, one in enumerate(patches):
            picture(axes, one, label + column * (side + 0.18), top, side, INK_ON_PAPER, (0, 1))
    return show(axes)


def shares_by_depth(names, values):
    """Show one bar for each layer, from the first to the last, with its share in percent."""
    axes = canvas(12, 1.15 * len(names))
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        y = 1.15 * number
        write(axes, 0, y + 0.4, name, TEXT_POINTS - 1, align="left")
        axes.add_patch(Rectangle((3, y), 7.4, 0.8, facecolor=tint(LINE, 0.2)))
        axes.add_patch(Rectangle((3, y), 7.4 * value, 0.8, facecolor=BLUE))
        write(axes, 10.6, y + 0.42, f"{value:.0%}", TEXT_POINTS, align="left", bold=True)
    return show(axes)

"""Draws the first chapter: what a filter does, and what a network of filters is."""

import numpy as np

from figures.tools.draw import Box, arrow, matrix, thumbnail, window, write
from figures.tools.pixels import INK_ON_PAPER, LIGHT, SIGNS, picture
from figures.tools.solids import SLANT, block
from figures.tools.style import (
    BLUE,
    FILTER_COLOURS,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    canvas,
    show,
    tint,
)

DARK = tint(INK, 0.42)


def shades(image):
    """Return the fill of each pixel of an image of two brightnesses, dark enough to see and to write on."""
    return np.where(np.asarray(image) < np.max(image), DARK, PAPER).tolist()


def digit_as_numbers(image):
    """Show the same small image twice: as we see it, and as the computer does."""
    H, W = image.shape
    size = 6.4 / W
    axes = canvas(12, H * size + 0.9)
    box = picture(axes, image, 0, 0.9, 4.4 * W / H, INK_ON_PAPER)
    write(axes, box.middle[0], 0.4, "what we see")
    fills = [[tint(INK, 0.45 * value / image.max()) for value in row] for row in image]
    numbers = matrix(axes, image, 5.6, 0.9, fills=fills, size=size)
    write(axes, numbers.middle[0], 0.4, "what the computer has")
    return show(axes)


def edge_and_filter(image, filter_):
    """Show an image that is dark on the left and light on the right, and the filter that will slide over it."""
    axes = canvas(10.6, image.shape[0] + 1)
    box = matrix(axes, image, 0, 1, fills=shades(image), title="image", points=12)
    write(axes, box.right + 0.8, box.middle[1], "∗", 22)
    top = box.middle[1] - filter_.shape[0] / 2
    matrix(axes, filter_, box.right + 1.6, top, fills=tint(ORANGE), title="filter")
    return show(axes)


def first_row(image, filter_, result):
    """Lay the filter on each place of the first row, as the slides do, and say what comes out."""
    size = 0.72
    filter_h, filter_w = filter_.shape
    gap = 0.55
    height = image.shape[0] * size
    axes = canvas(10.2, len(result) * (height + gap) - gap)
    for number, value in enumerate(result):
        top = number * (height + gap)
        values, fills, blank = image.copy(), shades(image), np.ones(image.shape, bool)
        values[:filter_h, number : number + filter_w] = filter_
        blank[:filter_h, number : number + filter_w] = False
        box = matrix(axes, values, 0, top, fills=fills, size=size, blank=blank)
        window(axes, box, 0, number, filter_h, filter_w, VERMILION, 3.5)
        seen = image[:filter_h, number : number + filter_w]
        right, left = seen[filter_ > 0].sum(), seen[filter_ < 0].sum()
        middle, beside = box.middle[1], 5
        lines = (f"right column  + {right:g}", f"left column   − {left:g}", f"together      = {value:g}")
        for place, line in enumerate(lines):
            y = middle - 1.45 + place * 0.7
            write(axes, beside, y, line, TEXT_POINTS, align="left", bold=place == 2)
        done = [[tint(ORANGE, 0.75) if n == number else PAPER for n in range(len(result))]]
        later = [[n > number for n in range(len(result))]]
        matrix(axes, [result], beside, middle + 0.6, fills=done, points=12, blank=later)
    return show(axes)


def all_places(image, filter_shape, result):
    """Show every place of the filter and, below it, the number that it gives."""
    side, room = 1.9, 3
    out_h, out_w = result.shape
    axes = canvas(out_w * room - 0.6, out_h * room - 0.35)
    for row in range(out_h):
        for column in range(out_w):
            left, top = column * room + 0.25, row * room
            high = result[row, column] > 0
            colour = ORANGE if high else SKY
            dark = np.argmax(image[0] > image[0].min())
            thumbnail(axes, image.shape, 0, 0, image.shape[0], dark, DARK, left, top, side)
            box = thumbnail_box(image.shape, left, top, side)
            window(axes, box, row, column, *filter_shape, VERMILION, 2.5)
            value = f"{result[row, column]:g}"
            matrix(
                axes,
                [[result[row, column]]],
                left + (side - 1) / 2,
                box.bottom + 0.15,
                fills=tint(colour, 0.75 if high else 0.25),
                size=0.85 if len(value) < 4 else 0.7,
            )
    return show(axes)


def thumbnail_box(shape, left, top, size):
    """Return where a thumbnail of this size was drawn."""
    side = size / max(shape)
    return Box(left, top, shape[1] * side, shape[0] * side, side)


def filters_on_a_photograph(photograph, results):
    """Show a photograph and what each filter makes of it.

    Parameters
    ----------
    photograph : (H, W) array
    results : list of (name, filter, result)
    """
    width, gap = 5.8, 0.4
    small = 0.56
    height = width * photograph.shape[0] / photograph.shape[1]
    room = height + 3 * small + 0.6
    tiles = [("the photograph", None, photograph), *results]
    axes = canvas(12, (len(tiles) + 1) // 2 * room - 0.3)
    for number, (name, filter_, values) in enumerate(tiles):
        left, top = number % 2 * (width + gap), number // 2 * room
        middle = top + 1.5 * small
        if filter_ is None:
            write(axes, left, middle, name, TEXT_POINTS - 1, align="left", bold=True)
        else:
            fills = [[tint(ORANGE if v > 0 else SKY, 0.3) if v else PAPER for v in row] for row in filter_]
            matrix(axes, filter_, left, top, fills=fills, size=small)
            write(axes, left + 3 * small + 0.3, middle, name, TEXT_POINTS - 1, align="left", bold=True)
        colours = LIGHT if values.min() >= 0 else SIGNS
        strong = np.percentile(np.abs(values), 97)
        limits = None if values.min() >= 0 else (-strong, strong)
        picture(axes, values, left, top + 3 * small + 0.2, width, colours, limits)
    return show(axes)


def before_and_after(before, after, columns=5):
    """Show filters before training and the same ones after it, each scaled to its own largest weight."""
    room = 1.14
    rows = -(-len(before) // columns)
    axes = canvas(12, rows * room + 1)
    for side, (title, filters) in enumerate([("before training", before), ("after training", after)]):
        left = side * (12 - columns * room + room - 1)
        for number, filter_ in enumerate(filters):
            row, column = divmod(number, columns)
            picture(axes, filter_, left + column * room, 1 + row * room, 1, SIGNS)
        write(axes, left + (columns * room - 0.14) / 2, 0.4, title)
    return show(axes)


def architecture(stations):
    """Draw a network's layers to scale, one block for each.

    Parameters
    ----------
    stations : list of (name, shape)
        Names are image, CONV, POOL and FC; shapes (C, H, W), or (numbers,) for a row of neurons.
    """
    # Cells for one pixel; channels are drawn a little closer, neurons closer still.
    scale = 0.058
    channel, neuron = 0.045 / SLANT * 1.3, scale * 0.5
    colours = {"image": GREY, "CONV": SKY, "POOL": GREEN, "FC": ORANGE}
    sizes = []
    for _, shape in stations:
        if len(shape) == 3:
            sizes.append((shape[2] * scale, shape[1] * scale, shape[0] * channel))
        else:
            sizes.append((0.28, shape[0] * neuron, 0.12))
    taken = sum(width + depth * SLANT for width, _, depth in sizes)
    gap = (12 - taken) / (len(sizes) - 1)
    middle = 3.1
    axes = canvas(12, 6.6)
    left = 0
    for number, ((name, shape), (width, height, depth)) in enumerate(zip(stations, sizes, strict=True)):
        top = middle - height / 2 + depth * SLANT / 2
        colour = colours[name]
        box = block(axes, left, top, width, height, depth, colour)
        centre = left + (width + depth * SLANT) / 2
        level = 5.25 if number % 2 == 0 else 6.15
        write(axes, centre, level, "×".join(map(str, shape)), TEXT_POINTS - 2)
        write(axes, centre, 0.05 if number % 2 == 0 else 0.75, name, TEXT_POINTS - 2, bold=True)
        if number + 1 < len(sizes):
            end = box.right + depth * SLANT
            arrow(axes, (end + 0.06, middle), (end + gap - 0.06, middle))
        left = box.right + depth * SLANT + gap
    return show(axes)


def a_digit_goes_through(stages, scores):
    """Show what every layer makes of one image: its maps to scale, and at the end a score for each digit.

    Parameters
    ----------
    stages : list of (name, maps)
        Maps are (C, H, W), or (numbers,) for neurons.
    scores : (10,) array
        Probabilities.
    """
    scale = 1.5 / 28
    heights = []
    for _, maps in stages:
        per_row = 6 if len(maps) <= 6 else 8
        rows = -(-len(maps) // per_row)
        heights.append(0.5 if maps.ndim == 1 else rows * (maps.shape[1] * scale + 0.12))
    gap = 0.62
    axes = canvas(12, sum(heights) + gap * len(stages) + 2.5)
    top = 0
    for (name, maps), high in zip(stages, heights, strict=True):
        write(axes, 0, top + high / 2, name, TEXT_POINTS - 1, align="left", bold=True)
        if maps.ndim == 1:
            picture(axes, maps[None, :], 2.6, top, 9.4, INK_ON_PAPER)
            axes.images[-1].set_extent((2.6, 12, top + high, top))
            axes.patches[-1].set_height(high)
        else:
            per_row = 6 if len(maps) <= 6 else 8
            side = maps.shape[2] * scale
            step = side + 0.12
            for number, one in enumerate(maps):
                row, column = divmod(number, per_row)
                picture(axes, one, 2.6 + column * step, top + row * step, side, INK_ON_PAPER)
        top += high + gap
    best = int(np.argmax(scores))
    write(axes, 0, top + 1, "Softmax", TEXT_POINTS - 1, align="left", bold=True)
    base = top + 1.9
    axes.plot([2.6, 12], [base, base], color=INK, linewidth=1.2)
    for digit, score in enumerate(scores):
        centre = 2.6 + (digit + 0.5) * 0.94
        colour = ORANGE if digit == best else FILTER_COLOURS[0]
        axes.bar(centre, -score * 1.5, width=0.6, bottom=base, color=colour, edgecolor=INK, linewidth=0.8)
        write(axes, centre, base + 0.45, str(digit), TEXT_POINTS, bold=digit == best)
    label = f"{scores[best]:.0%}"
    write(axes, 2.6 + (best + 0.5) * 0.94, base - scores[best] * 1.5 - 0.35, label, TEXT_POINTS - 2, BLUE)
    return show(axes)

"""Pictures of a convolution's forward pass. All take one image of one channel, as a 2-D array."""

import numpy as np
from matplotlib import colormaps, colors

from figures.draw import arrow, matrix, thumbnail, window, write
from figures.style import (
    FILTER_COLOURS,
    GREY,
    INK,
    ORANGE,
    PAPER,
    TEXT_POINTS,
    WINDOW_COLOURS,
    canvas,
    show,
    tint,
)


def window_colour(number):
    """Return the colour of the window with this number, the same in every figure."""
    return WINDOW_COLOURS[number % len(WINDOW_COLOURS)]


def pixel_fills(image):
    """Return one light colour for each pixel, from dark to bright in reading order, (H, W) nested lists."""
    H, W = image.shape
    shades = colormaps["cividis"](np.linspace(0.15, 1, H * W))
    return [[tint(colors.to_hex(shades[row * W + column]), 0.55) for column in range(W)] for row in range(H)]


def places(image, filter_h, filter_w, stride=1):
    """List (row, column) of the upper left corner of every window, in the order im2col takes them."""
    H, W = image.shape
    return [
        (row, column)
        for row in range(0, H - filter_h + 1, stride)
        for column in range(0, W - filter_w + 1, stride)
    ]


def ingredients(image, filters, biases):
    """Show what a convolution starts from: the input, the filters, one bias for each filter."""
    axes = canvas(11, 4.6)
    matrix(axes, image, 0, 1, title="input  x")
    write(axes, 3.75, 2.5, "∗", 22)
    left = 4.5
    for filter_, bias, colour in zip(filters, biases, FILTER_COLOURS, strict=False):
        box = matrix(axes, filter_, left, 1.5, fills=tint(colour))
        write(axes, box.middle[0], 0.55, f"filter {FILTER_COLOURS.index(colour)}")
        write(axes, box.middle[0], box.bottom + 0.6, f"bias {bias:g}", colour=GREY)
        left = box.right + 1.4
    return show(axes)


def every_window(image, filter_, bias, result):
    """Show each window with its products, their sum, and the one number it gives."""
    filter_h, filter_w = filter_.shape
    corners = places(image, filter_h, filter_w)
    gap = 0.75
    axes = canvas(11.4, len(corners) * (image.shape[0] + gap) - gap)
    for number, (row, column) in enumerate(corners):
        top, colour = number * (image.shape[0] + gap), window_colour(number)
        inside = np.zeros(image.shape, bool)
        inside[row : row + filter_h, column : column + filter_w] = True
        box = matrix(axes, image, 0, top, fills=np.where(inside, tint(colour), PAPER).tolist())
        window(axes, box, row, column, filter_h, filter_w, colour)

        pixels = image[row : row + filter_h, column : column + filter_w]
        lines = [
            " + ".join(f"{pixel:g}·{weight:g}" for pixel, weight in zip(*pair, strict=True))
            for pair in zip(pixels, filter_, strict=True)
        ]
        lines = [lines[0], *(f"+ {line}" for line in lines[1:]), f"+ {bias:g}"]
        middle = box.middle[1]
        for place, line in enumerate(lines):
            write(axes, 5.4, middle + (place - (len(lines) - 1) / 2) * 0.85, line, TEXT_POINTS + 1)
        write(axes, 7.85, middle, "=", 18)

        done = np.arange(result.size).reshape(result.shape)
        target = matrix(
            axes,
            result,
            11.4 - result.shape[1],
            middle - result.shape[0] / 2,
            fills=np.where(done == number, tint(colour), PAPER).tolist(),
            blank=done > number,
        )
        out_row, out_column = divmod(number, result.shape[1])
        window(axes, target, out_row, out_column, 1, 1, colour, 3)
        arrow(axes, (8.2, middle), (target.left - 0.2, middle), colour=colour)
    return show(axes)


def feature_maps(maps, title="output"):
    """Show one output map for each filter, side by side."""
    width = sum(one.shape[1] for one in maps) + 1.4 * (len(maps) - 1)
    axes = canvas(width, maps[0].shape[0] + 0.9)
    left = 0
    for number, one in enumerate(maps):
        box = matrix(axes, one, left, 0.9, fills=tint(FILTER_COLOURS[number]), title=f"{title} {number}")
        left = box.right + 1.4
    return show(axes)


def unrolling(image, filter_h, filter_w, col):
    """Show im2col: every window becomes a row, and every cell keeps the colour of the pixel it came from."""
    shades = pixel_fills(image)
    rows, columns = col.shape
    axes = canvas(3 + 3.1 + columns, rows + 1)
    middle = 1 + rows / 2
    box = matrix(axes, image, 0, middle - image.shape[0] / 2, fills=shades, title="x")
    arrow(axes, (box.right + 0.25, middle), (box.right + 1.55, middle), "im2col")
    left = box.right + 3.1
    corners = places(image, filter_h, filter_w)
    fills = []
    for number, (row, column) in enumerate(corners):
        colour = window_colour(number)
        thumbnail(axes, image.shape, row, column, filter_h, filter_w, colour, left - 1.1, 1.08 + number, 0.84)
        fills.append(
            [shades[row + i][column + j] for i in range(filter_h) for j in range(filter_w)],
        )
    target = matrix(axes, col, left, 1, fills=fills, title="col")
    for number in range(rows):
        window(axes, target, number, 0, 1, columns, window_colour(number), 2.5)
    return show(axes)


def one_pixel(image, filter_h, filter_w, row, column):
    """Show where a single pixel lands in im2col's rows: once for each window that covers it."""
    corners = places(image, filter_h, filter_w)
    axes = canvas(image.shape[1] + 3.1 + filter_h * filter_w, len(corners))
    middle = len(corners) / 2
    pixel = np.zeros(image.shape, bool)
    pixel[row, column] = True
    marked = tint(ORANGE, 0.75)

    def fills(mask):
        return np.where(mask, marked, PAPER).tolist()

    box = matrix(axes, image, 0, middle - image.shape[0] / 2, fills=fills(pixel))
    arrow(axes, (box.right + 0.25, middle), (box.right + 1.55, middle), "im2col")
    left = box.right + 3.1
    rows = [(slice(top, top + filter_h), slice(start, start + filter_w)) for top, start in corners]
    matrix(
        axes,
        [image[inside].ravel() for inside in rows],
        left,
        0,
        fills=fills([pixel[inside].ravel() for inside in rows]),
    )
    for number, (top, start) in enumerate(corners):
        place = (left - 1.1, 0.08 + number, 0.84)
        thumbnail(axes, image.shape, top, start, filter_h, filter_w, window_colour(number), *place)
        thumbnail(axes, image.shape, row, column, 1, 1, marked, *place, paper=False)
    return show(axes)


def as_product(col, filters, biases, result, row=0, column=0):
    """Show the whole convolution as one matrix product, with one row, one column and their result marked."""
    size = 0.92
    stood_up = np.stack([filter_.ravel() for filter_ in filters], axis=1)
    fills = [[tint(colour) for colour in FILTER_COLOURS[: len(filters)]]]
    axes = canvas(12, col.shape[0] * size + 1)
    left = matrix(axes, col, 0, 1, size=size, title="col")
    write(axes, left.right + 0.4, left.middle[1], "·", 24)
    weights = matrix(
        axes, stood_up, left.right + 0.8, 1, fills=fills * len(stood_up), size=size, title="col_W"
    )
    write(axes, weights.right + 0.5, left.middle[1], "+", 18)
    bias = matrix(
        axes, [biases], weights.right + 1, left.middle[1] - size / 2, fills=fills, size=size, title="b"
    )
    write(axes, bias.right + 0.5, left.middle[1], "=", 18)
    out = matrix(axes, result, bias.right + 1, 1, fills=fills * len(result), size=size, title="out")
    colour = window_colour(row)
    window(axes, left, row, 0, 1, col.shape[1], colour)
    window(axes, weights, 0, column, len(stood_up), 1, colour)
    window(axes, bias, 0, column, 1, 1, colour)
    window(axes, out, row, column, 1, 1, colour)
    return show(axes)


def folding(result, maps):
    """Show how each column of the product becomes one output map."""
    axes = canvas(10.4, 5)
    fills = [[tint(colour) for colour in FILTER_COLOURS[: result.shape[1]]]] * len(result)
    out = matrix(axes, result, 0, 1, fills=fills, title="out")
    left = 5
    for number, one in enumerate(maps):
        box = matrix(axes, one, left, 2, fills=tint(FILTER_COLOURS[number]))
        write(axes, box.middle[0], box.bottom + 0.5, f"map {number}")
        left = box.right + 1.2
    arrow(axes, (out.right + 0.4, 3), (4.7, 3), "reshape")
    return show(axes)


def sliding(picture, filter_, result, row, column):
    """Show a filter on a picture, and its whole output with the one pixel that the marked window gives.

    In the output, orange is above zero and blue is below.
    """
    small, weight_size = 0.5, 0.75
    axes = canvas(12, picture.shape[0] * small)
    greys = [[tint(INK, 0.85 * value / picture.max()) for value in line] for line in picture]
    signs = [
        [tint(FILTER_COLOURS[int(value > 0)], abs(value) / np.abs(result).max()) for value in line]
        for line in result
    ]
    box = matrix(axes, picture, 0, 0, fills=greys, size=small, blank=np.ones(picture.shape, bool))
    middle = box.middle[1]
    window(axes, box, row, column, *filter_.shape, WINDOW_COLOURS[1], 3)
    top = middle - result.shape[0] * small / 2
    out = matrix(
        axes,
        result,
        12 - result.shape[1] * small,
        top,
        fills=signs,
        size=small,
        blank=np.ones(result.shape, bool),
    )
    window(axes, out, row, column, 1, 1, WINDOW_COLOURS[1], 3)
    left = (box.right + out.left - filter_.shape[1] * weight_size) / 2
    weights = matrix(axes, filter_, left, middle - filter_.shape[0] * weight_size / 2, size=weight_size)
    write(axes, (box.right + weights.left) / 2, middle, "∗", 20)
    write(axes, (weights.right + out.left) / 2, middle, "=", 18)
    return show(axes)

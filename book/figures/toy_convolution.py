"""Draws a convolution forward and backward on one image of one channel, a 2-D array."""

import numpy as np
from matplotlib import colormaps, colors

from figures.tools.convolutions import places, window_colour
from figures.tools.draw import arrow, matrix, thumbnail, window, write
from figures.tools.style import (
    BLUE,
    FILTER_COLOURS,
    GRADIENT,
    GREY,
    INK,
    ORANGE,
    PAPER,
    TEXT_POINTS,
    canvas,
    show,
    tint,
)


def pixel_fills(image):
    """Return one light colour for each pixel, from dark to bright in reading order, (H, W) nested lists."""
    H, W = image.shape
    shades = colormaps["cividis"](np.linspace(0.15, 1, H * W))
    return [[tint(colors.to_hex(shades[row * W + column]), 0.55) for column in range(W)] for row in range(H)]


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


def feature_maps(maps):
    """Show one output map for each filter, side by side."""
    width = sum(one.shape[1] for one in maps) + 1.4 * (len(maps) - 1)
    axes = canvas(width, maps[0].shape[0] + 0.9)
    left = 0
    for number, one in enumerate(maps):
        box = matrix(axes, one, left, 0.9, fills=tint(FILTER_COLOURS[number]), title=f"output {number}")
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


def as_product(col, filters, biases, result):
    """Show the whole convolution as one matrix product, with its first row, first column and their result marked."""
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
    colour = window_colour(0)
    window(axes, left, 0, 0, 1, col.shape[1], colour)
    window(axes, weights, 0, 0, len(stood_up), 1, colour)
    window(axes, bias, 0, 0, 1, 1, colour)
    window(axes, out, 0, 0, 1, 1, colour)
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


def bias_gradient(dout, db):
    """Show that a bias reaches every row, so its gradient is the sum down its column."""
    axes = canvas(6.4, len(dout) + 3.3)
    fills = [[tint(colour) for colour in FILTER_COLOURS[: dout.shape[1]]]]
    left = 2.2
    box = matrix(axes, dout, left, 1, fills=fills * len(dout), title="dout_rows")
    target = matrix(axes, [db], left, box.bottom + 1.3, fills=fills)
    for column in range(dout.shape[1]):
        x = box.cell(0, column)[0]
        arrow(axes, (x, box.bottom + 0.1), (x, target.top - 0.1), backward=True)
    write(axes, left - 0.35, box.bottom + 0.65, "add up", TEXT_POINTS - 1, GREY, "right")
    write(axes, left - 0.35, target.middle[1], "db", align="right")
    return show(axes)


def pixels_under_each_weight(image, filter_h, filter_w, dout, dW):
    """Show, for each weight of a filter, the pixels it lies on while sliding, and their weighted sum."""
    H, W = image.shape
    room = max(W + 0.6, 5.6)
    axes = canvas(filter_w * room, filter_h * (H + 2.4) - 0.5)
    ones = bool(np.all(dout == 1))
    for row in range(filter_h):
        for column in range(filter_w):
            colour = window_colour(row * filter_w + column)
            seen = np.zeros(image.shape, bool)
            seen[row : row + dout.shape[0], column : column + dout.shape[1]] = True
            left, top = column * room + (room - W) / 2, row * (H + 2.4) + 0.9
            box = matrix(axes, image, left, top, fills=np.where(seen, tint(colour, 0.5), PAPER).tolist())
            write(axes, box.middle[0], top - 0.45, f"weight ({row}, {column})")
            pixels = image[seen]
            terms = [f"{p:g}" if ones else f"{p:g}·{g:g}" for p, g in zip(pixels, dout.ravel(), strict=True)]
            write(axes, box.middle[0], box.bottom + 0.5, f"{' + '.join(terms)} = {dW[row, column]:g}")
    return show(axes)


def share_of_a_window(filters, arriving, share):
    """Show what the pixels of one window get: every filter, times what arrived at that filter's output."""
    axes = canvas(11.6, filters[0].shape[0] + 1.3)
    left = 0
    for number, (filter_, gradient) in enumerate(zip(filters, arriving, strict=True)):
        colour = FILTER_COLOURS[number]
        box = matrix(axes, [[gradient]], left, 1.5, fills=tint(colour), title="dout" if number == 0 else None)
        write(axes, box.right + 0.4, 2, "·", 22)
        box = matrix(axes, filter_, box.right + 0.8, 1, fills=tint(colour), title=f"filter {number}")
        write(axes, box.right + 0.5, 2, "+" if number < len(filters) - 1 else "=", 18)
        left = box.right + 1
    matrix(axes, share.reshape(filters[0].shape), left, 1, fills=tint(GRADIENT, 0.5), title="its share")
    return show(axes)


def slope(nudges, losses, gradient):
    """Show the loss while one number is nudged, and the gradient as the slope of that line."""
    axes = canvas(12, 6.6)
    frame = axes.inset_axes((0.17, 0.2, 0.78, 0.66))
    frame.set_facecolor(PAPER)
    frame.plot(nudges, losses, color=BLUE, linewidth=3)
    here, there = len(nudges) // 2, len(nudges) - 1
    middle, right, low, high = nudges[here], nudges[there], losses[here], losses[there]
    frame.plot([middle, right, right], [low, low, high], color=GREY, linewidth=1.6)
    frame.plot(middle, low, "o", color=INK, markersize=8)
    beside = {"textcoords": "offset points", "fontsize": TEXT_POINTS}
    frame.annotate(f"+{right - middle:g}", ((middle + right) / 2, low), (0, -18), ha="center", **beside)
    frame.annotate(f"+{high - low:g}", (right, (low + high) / 2), (-8, -6), ha="right", **beside)
    title = f"{high - low:g} / {right - middle:g} = {gradient:g}, the gradient"
    frame.set_title(title, fontsize=TEXT_POINTS, color=INK, pad=12)
    frame.set_xlabel("nudge", fontsize=TEXT_POINTS)
    frame.set_ylabel("loss", fontsize=TEXT_POINTS)
    frame.tick_params(labelsize=TEXT_POINTS - 2)
    frame.spines[["top", "right"]].set_visible(False)
    return show(axes)


def adding_back(image_shape, filter_h, filter_w, dcol, dx):
    """Show col2im: each row goes back to its window's place, and where windows overlap the numbers add."""
    H, W = image_shape
    corners = places(np.zeros(image_shape), filter_h, filter_w)
    size = 0.8
    gap = 0.62
    width = len(corners) * W * size + (len(corners) - 1) * gap
    axes = canvas(max(width, 11.7), H * size + H + 2.1)
    top = 0
    for number, (row, column) in enumerate(corners):
        colour = window_colour(number)
        inside = np.zeros(image_shape, bool)
        inside[row : row + filter_h, column : column + filter_w] = True
        piece = np.zeros(image_shape)
        piece[inside] = dcol[number]
        fills = np.where(inside, tint(colour), PAPER).tolist()
        left = number * (W * size + gap)
        box = matrix(axes, piece, left, top, fills=fills, size=size, blank=~inside)
        window(axes, box, row, column, filter_h, filter_w, colour, 3)
        if number:
            write(axes, left - gap / 2, box.middle[1], "+", 16)
    middle = max(width, 11.7) / 2
    arrow(axes, (middle, H * size + 0.25), (middle, H * size + 1.7), backward=True)
    write(axes, middle + 0.3, H * size + 0.95, "col2im adds", TEXT_POINTS - 1, GREY, "left")
    target = matrix(axes, dx, middle - W / 2, H * size + 2, fills=_depth(dx))
    write(axes, target.left - 0.35, target.middle[1], "dx", align="right")
    return show(axes)


def windows_on_each_pixel(image_shape, filter_h, filter_w, counts):
    """Show every window's place and how many windows lie on each pixel."""
    H, W = image_shape
    corners = places(np.zeros(image_shape), filter_h, filter_w)
    axes = canvas(2.6 * len(corners), H + 3)
    for number, (row, column) in enumerate(corners):
        place = (number * 2.6 + 0.45, 0, 1.7)
        thumbnail(axes, image_shape, row, column, filter_h, filter_w, window_colour(number), *place)
    middle = 1.3 * len(corners)
    matrix(axes, counts, middle - W / 2, 2.9, fills=_depth(counts))
    write(axes, middle, 2.35, "windows on each pixel")
    return show(axes)


def _depth(values):
    """Return fills that grow darker with the value."""
    return [[tint(GRADIENT, 0.15 + 0.75 * value / np.max(values)) for value in line] for line in values]

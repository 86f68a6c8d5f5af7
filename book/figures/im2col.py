"""Draws im2col on blocks of several channels and several images."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.convolutions import places, window_colour
from figures.tools.draw import Box, arrow, matrix, thumbnail, window, write
from figures.tools.style import (
    FILTER_COLOURS,
    GRADIENT,
    INK,
    LINE,
    ORANGE,
    PADDING,
    PAPER,
    TEXT_POINTS,
    canvas,
    show,
    tint,
)


def column_fills(channels, filter_h, filter_w):
    """Return one fill for each column of im2col's matrix: the colour of the channel it comes from."""
    return [tint(FILTER_COLOURS[channel]) for channel in range(channels) for _ in range(filter_h * filter_w)]


def block_to_row(image, filter_h, filter_w, row, column):
    """Show one window through all channels of an image (C, H, W), and the row that it becomes."""
    channels, H, W = image.shape
    gap = 1.4
    values = image[:, row : row + filter_h, column : column + filter_w].reshape(1, -1)
    width = max(channels * W + (channels - 1) * gap, values.size)
    axes = canvas(width, H + 4.4)
    left = (width - channels * W - (channels - 1) * gap) / 2
    start = (width - values.size) / 2
    target_top = H + 3.4
    colour = window_colour(0)
    for channel in range(channels):
        shade = tint(FILTER_COLOURS[channel])
        inside = np.zeros((H, W), bool)
        inside[row : row + filter_h, column : column + filter_w] = True
        fills = np.where(inside, shade, PAPER).tolist()
        box = matrix(axes, image[channel], left, 0.9, fills=fills, title=f"channel {channel}")
        window(axes, box, row, column, filter_h, filter_w, colour)
        middle = start + (channel + 0.5) * filter_h * filter_w
        arrow(axes, (box.middle[0], box.bottom + 0.2), (middle, target_top - 0.25))
        left = box.right + gap
    fills = [column_fills(channels, filter_h, filter_w)]
    target = matrix(axes, values, start, target_top, fills=fills)
    window(axes, target, 0, 0, 1, values.size, colour)
    return show(axes)


def whole_matrix(image, filter_h, filter_w, col):
    """Show an image of two channels and its matrix, with every column in its channel's colour."""
    channels, H, W = image.shape
    rows, columns = col.shape
    size = 0.86
    height = max(rows, channels * H * 0.8 + 1.1 * (channels - 1) + 0.1) + 0.9
    axes = canvas(12, height)
    top = 0.9
    for channel in range(channels):
        shade = tint(FILTER_COLOURS[channel])
        box = matrix(axes, image[channel], 0, top, fills=shade, size=0.8, title=f"channel {channel}")
        top = box.bottom + 1.1
    left = 12 - columns * size
    middle = 0.9 + (height - 0.9) / 2
    fills = [column_fills(channels, filter_h, filter_w)] * rows
    target = matrix(axes, col, left, middle - rows * size / 2, fills=fills, size=size, title="col")
    for number, (row, column) in enumerate(places(image[0], filter_h, filter_w)):
        colour, place = window_colour(number), (left - 0.95, target.top + number * size + 0.06, size - 0.12)
        thumbnail(axes, (H, W), row, column, filter_h, filter_w, colour, *place)
        window(axes, target, number, 0, 1, columns, colour, 2.5)
    arrow(axes, (0.8 * W + 0.2, middle), (left - 1.15, middle))
    return show(axes)


def address(col, images, channels, row, column):
    """Show which rows belong to which image and which columns to which channel, with one cell marked."""
    rows, columns = col.shape
    size = 0.86
    axes = canvas(12, rows * size + 2.3)
    left, top = 2.6, 1
    each = columns // channels
    fills = [[tint(FILTER_COLOURS[c // each], 0.25) for c in range(columns)] for _ in range(rows)]
    fills[row][column] = tint(ORANGE, 0.75)
    box = matrix(axes, col, left, top, fills=fills, size=size)
    for channel in range(channels):
        x = left + (channel + 0.5) * each * size
        write(axes, x, top - 0.5, f"channel {channel}", TEXT_POINTS - 1)
        window(axes, box, 0, channel * each, rows, each, INK, 2)
    each = rows // images
    for image in range(images):
        write(
            axes,
            left - 0.3,
            top + (image + 0.5) * each * size,
            f"image {image}",
            TEXT_POINTS - 1,
            align="right",
        )
        window(axes, box, image * each, 0, each, columns, INK, 2)
    x, y = box.cell(row, column)
    arrow(axes, (x, box.bottom + 0.75), (x, box.bottom + 0.12))
    write(axes, x, box.bottom + 1.05, f"column {column}", TEXT_POINTS - 1)
    arrow(axes, (box.right + 0.75, y), (box.right + 0.12, y))
    write(axes, box.right + 0.85, y, f"row {row}", TEXT_POINTS - 1, align="left")
    return show(axes)


def sheet(axes, shape, left, top, unit, bands=1, fills=None, title=None):
    """Draw a matrix to scale, without its numbers, cut into `bands` of rows and blocks of columns."""
    rows, columns = shape
    box = Box(left, top, columns * unit, rows * unit)
    fills = fills or [PAPER]
    width = box.width / len(fills)
    for block, fill in enumerate(fills):
        axes.add_patch(Rectangle((left + block * width, top), width, box.height, facecolor=fill))
    for band in range(1, bands):
        y = top + band * box.height / bands
        axes.plot([left, box.right], [y, y], color=INK, linewidth=0.8)
    axes.add_patch(Rectangle((left, top), box.width, box.height, fill=False, edgecolor=INK, linewidth=1.4))
    if title:
        write(axes, box.middle[0], top - 0.45, title)
    return box


def matrices_to_scale(shapes, images, channels):
    """Show im2col's matrices of one image and of many, drawn to the same scale."""
    unit = 5.3 / max(columns for _, columns in shapes)
    height = max(rows for rows, _ in shapes) * unit
    axes = canvas(12, height + 1.9)
    fills = [tint(FILTER_COLOURS[channel]) for channel in range(channels)]
    for number, ((rows, columns), many) in enumerate(zip(shapes, images, strict=True)):
        left = number * 6.7
        box = sheet(axes, (rows, columns), left, 1.9, unit, many, fills, f"{many} image{'s' * (many > 1)}")
        write(axes, box.middle[0], 0.6, f"{rows} × {columns}", TEXT_POINTS + 1, bold=True)
    return show(axes)


def product_to_scale(rows, columns, filters, images, channels):
    """Show the product col · col_W = out with all three matrices drawn to scale."""
    unit = 6.2 / max(rows, columns)
    axes = canvas(12, rows * unit + 2)
    fills = [tint(FILTER_COLOURS[channel]) for channel in range(channels)]
    col = sheet(axes, (rows, columns), 0, 1, unit, images, fills, "col")
    middle = col.middle[1]
    write(axes, col.right + 0.6, middle, "·", 24)
    top = middle - columns * unit / 2
    weights = sheet(axes, (columns, filters), col.right + 1.6, top, unit, title="col_W")
    for channel, fill in enumerate(fills):
        y = top + channel * columns * unit / channels
        block = Rectangle((weights.left, y), weights.width, columns * unit / channels, facecolor=fill)
        axes.add_patch(block)
    axes.add_patch(
        Rectangle(
            (weights.left, top), weights.width, weights.height, fill=False, edgecolor=INK, linewidth=1.4
        )
    )
    write(axes, weights.right + 0.9, middle, "=", 18)
    out = sheet(axes, (rows, filters), weights.right + 1.9, 1, unit, images, title="out")
    for box, text in (
        (col, f"{rows} × {columns}"),
        (weights, f"{columns} × {filters}"),
        (out, f"{rows} × {filters}"),
    ):
        write(axes, box.middle[0], rows * unit + 1.6, text, TEXT_POINTS - 1)
    return show(axes)


def padded_rows(image, filter_h, filter_w, pad, col):
    """Show an image with its border of zeros, and im2col's rows with the zeros of the border greyed."""
    H, W = image.shape
    padded = np.pad(image, pad)
    border = np.pad(np.zeros((H, W), bool), pad, constant_values=True)
    corners = places(padded, filter_h, filter_w)
    fills = np.where(border, PADDING, tint(FILTER_COLOURS[0])).tolist()
    size, small = 0.76, 0.66
    rows, columns = col.shape
    axes = canvas(12, rows * size + 0.9)
    middle = 0.9 + rows * size / 2
    top = middle - padded.shape[0] * small / 2
    box = matrix(axes, padded, 0, top, fills=fills, size=small, title=f"x, pad {pad}")
    left = 12 - columns * size
    row_fills = [
        [fills[row + i][column + j] for i in range(filter_h) for j in range(filter_w)]
        for row, column in corners
    ]
    matrix(axes, col, left, 0.9, fills=row_fills, size=size, title="col")
    for number, (row, column) in enumerate(corners):
        place = (left - 0.85, 0.95 + number * size, size - 0.1)
        thumbnail(axes, padded.shape, row, column, filter_h, filter_w, window_colour(number), *place)
    arrow(axes, (box.right + 0.15, middle), (left - 1, middle))
    return show(axes)


def copies(counts, titles):
    """Show for some ways of sliding how many times each pixel is copied, the more the darker."""
    size = 0.78
    H, W = counts[0].shape
    axes = canvas(12, H * size + 0.9)
    highest = max(count.max() for count in counts)
    gap = 12 - len(counts) * W * size
    for number, (count, title) in enumerate(zip(counts, titles, strict=True)):
        left = number * (W * size + gap)
        fills = [[tint(GRADIENT, 0.95 * value / highest) for value in line] for line in count]
        matrix(axes, count, left, 0.9, fills=fills, size=size, title=title)
    return show(axes)


def bars(labels, values, notes):
    """Show one horizontal bar for each value, longest as wide as the figure allows, with a note behind it."""
    axes = canvas(12, len(values) * 1.5)
    for number, (label, value, note) in enumerate(zip(labels, values, notes, strict=True)):
        top = number * 1.5
        write(axes, 0, top + 0.3, f"{label}: {note}", TEXT_POINTS - 1, align="left")
        long = max(0.04, 11.9 * value / max(values))
        axes.add_patch(
            Rectangle(
                (0, top + 0.65),
                long,
                0.55,
                facecolor=tint(FILTER_COLOURS[number % 4], 0.8),
                edgecolor=LINE,
            )
        )
    return show(axes)

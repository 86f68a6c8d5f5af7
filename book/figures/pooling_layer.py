"""Draws max and average pooling, forward and backward: who won, and who gets the gradient."""

import numpy as np

from figures.tools.convolutions import places, window_colour
from figures.tools.draw import arrow, matrix, window, write
from figures.tools.style import (
    FILTER_COLOURS,
    GRADIENT,
    INK,
    ORANGE,
    PADDING,
    PAPER,
    TEXT_POINTS,
    canvas,
    show,
    tint,
)

WINNER = tint(ORANGE, 0.75)


def channels(x, pool_h, pool_w):
    """Show an image's channels (C, H, W) side by side, each with its first window."""
    gap = 2
    axes = canvas(len(x) * x.shape[2] + (len(x) - 1) * gap, x.shape[1] + 0.9)
    left = 0
    for number, channel in enumerate(x):
        fills = tint(FILTER_COLOURS[number])
        box = matrix(axes, channel, left, 0.9, fills=fills, title=f"channel {number}")
        window(axes, box, 0, 0, pool_h, pool_w, window_colour(0))
        left = box.right + gap
    return show(axes)


def cut_rows(col_old, col):
    """Show im2col's rows cut so that each channel's part of a window has a row of its own."""
    size = 0.78
    C = len(col) // len(col_old)
    each = col.shape[1]
    shades = [tint(FILTER_COLOURS[channel]) for channel in range(C)]
    axes = canvas(12, len(col) * size + 0.9)
    middle = 0.9 + len(col) * size / 2
    fills = [[shades[column // each] for column in range(col_old.shape[1])]] * len(col_old)
    top = middle - len(col_old) * size / 2
    box = matrix(axes, col_old, 0.3, top, fills=fills, size=size, title="from im2col")
    fills = [[shades[row % C]] * each for row in range(len(col))]
    target = matrix(axes, col, 11.7 - each * size, 0.9, fills=fills, size=size, title="one row a channel")
    for number in range(len(col_old)):
        window(axes, box, number, 0, 1, col_old.shape[1], window_colour(number), 2.5)
        window(axes, target, number * C, 0, C, each, window_colour(number), 2.5)
    arrow(axes, (box.right + 0.2, middle), (target.left - 0.2, middle))
    return show(axes)


def largest_of_each_row(col, winners, largest):
    """Show the largest number of each row, which place it has, and what goes on."""
    size = 0.86
    axes = canvas(9.4, len(col) * size + 0.9)
    place = np.arange(col.shape[1])
    fills = [[WINNER if column == winner else PAPER for column in place] for winner in winners]
    box = matrix(axes, col, 0, 0.9, fills=fills, size=size, title="rows")
    winner_column = np.reshape(winners, (-1, 1))
    second = matrix(axes, winner_column, box.right + 2.1, 0.9, size=size, title="arg_max")
    matrix(
        axes, np.reshape(largest, (-1, 1)), second.right + 1.3, 0.9, fills=WINNER, size=size, title="largest"
    )
    arrow(axes, (box.right + 0.25, box.middle[1]), (second.left - 0.25, box.middle[1]))
    return show(axes)


def sent_to_winners(dout, winners, size_of_window):
    """Show every number of dout put at its winner's place in a row of zeros."""
    size = 0.86
    rows = np.zeros((len(winners), size_of_window))
    for row, (winner, value) in enumerate(zip(winners, dout, strict=True)):
        rows[row, winner] = value
    axes = canvas(9.4, len(rows) * size + 0.9)
    arriving = matrix(
        axes, np.reshape(dout, (-1, 1)), 0, 0.9, fills=tint(GRADIENT, 0.5), size=size, title="dout"
    )
    second = matrix(axes, np.reshape(winners, (-1, 1)), 2.2, 0.9, size=size, title="arg_max")
    fills = [[tint(GRADIENT, 0.8) if c == w else PAPER for c in range(size_of_window)] for w in winners]
    target = matrix(axes, rows, second.right + 2, 0.9, fills=fills, size=size, title="dmax")
    arrow(axes, (second.right + 0.25, second.middle[1]), (target.left - 0.25, second.middle[1]))
    write(axes, (arriving.right + second.left) / 2, second.middle[1], "and", TEXT_POINTS - 2)
    return show(axes)


def there_and_back(x, out, dout, dx, pool_h, pool_w, stride, marked):
    """Show a pooling layer's numbers forward (x, out) and backward (dout, dx).

    Parameters
    ----------
    x, out, dout, dx : 2-D arrays
    marked : (H, W) bool array
        Pixels of `x` that take part in the output.
    """
    size = 1 if x.shape[1] < 4 else 0.9
    H = len(x) * size
    axes = canvas(11.4, 2 * H + 2.9)
    corners = places(x, pool_h, pool_w, stride)
    for top, here, there, name, other, back in (
        (0.9, x, out, "x", "out", False),
        (H + 2.4, dx, dout, "dx", "dout", True),
    ):
        if back:
            fills = [[tint(GRADIENT, 0.8) if value else PAPER for value in line] for line in here]
        else:
            fills = np.where(marked, WINNER, PAPER).tolist()
        box = matrix(axes, here, 1.2, top, fills=fills, size=size)
        write(axes, box.left - 0.35, box.middle[1], name, TEXT_POINTS, align="right")
        left = 10.2 - there.shape[1] * size
        fill = tint(GRADIENT, 0.5) if back else WINNER
        target = matrix(axes, there, left, box.middle[1] - len(there) * size / 2, fills=fill, size=size)
        write(axes, target.right + 0.25, target.middle[1], other, TEXT_POINTS, align="left")
        for number, (row, column) in enumerate(corners):
            colour = window_colour(number)
            if stride >= pool_h:
                window(axes, box, row, column, pool_h, pool_w, colour, 3)
            window(axes, target, *divmod(number, there.shape[1]), 1, 1, colour, 3)
        ends = (box.right + 0.4, target.left - 0.4)
        start, end = reversed(ends) if back else ends
        arrow(axes, (start, box.middle[1]), (end, box.middle[1]), backward=back)
    return show(axes)


def windows_and_their_winner(x, pool_h, pool_w, winners):
    """Show every window of an image by itself, with the pixel that wins in it."""
    corners = places(x, pool_h, pool_w)
    size = 0.85
    H, W = np.array(x.shape) * size
    gap = (12 - len(corners) * W) / (len(corners) - 1)
    axes = canvas(12, H)
    for number, ((row, column), (i, j)) in enumerate(zip(corners, winners, strict=True)):
        fills = [[PAPER] * x.shape[1] for _ in x]
        fills[i][j] = WINNER
        box = matrix(axes, x, number * (W + gap), 0, fills=fills, size=size)
        window(axes, box, row, column, pool_h, pool_w, window_colour(number), 4)
    return show(axes)


def selection(M, x, result):
    """Show max pooling as a matrix: one 1 in each row picks the winner."""
    size = 0.8
    axes = canvas(12, x.size * size + 0.9)
    middle = 0.9 + x.size * size / 2
    top = middle - len(M) * size / 2
    fills = [[WINNER if value else PAPER for value in line] for line in M]
    box = matrix(axes, M, 0.3, top, fills=fills, size=size, title="M", blank=M == 0)
    write(axes, box.right + 0.55, middle, "·", 24)
    chosen = [[WINNER if picked else PAPER] for picked in M.any(axis=0)]
    column = matrix(axes, x.reshape(-1, 1), box.right + 1.1, 0.9, fills=chosen, size=size, title="x")
    write(axes, column.right + 0.6, middle, "=", 18)
    matrix(axes, result.reshape(-1, 1), column.right + 1.2, top, fills=WINNER, size=size, title="out")
    return show(axes)


def padded_with_zeros_and_right(x, pad, zeros_win, right):
    """Show an image of negative numbers with a border, and its maxima with a border of zeros and without."""
    size = 0.72
    padded = np.pad(x, pad)
    border = np.pad(np.zeros(x.shape, bool), pad, constant_values=True)
    axes = canvas(12, padded.shape[0] * size + 0.9)
    fills = np.where(border, PADDING, PAPER).tolist()
    box = matrix(axes, padded, 0, 0.9, fills=fills, size=size, blank=border, title=f"x, pad {pad}")
    top = box.middle[1] - len(right) * size / 2
    left = box.right + 0.9
    for values, title in ((zeros_win, "zeros win"), (right, "pixels win")):
        fills = [[PADDING if value == 0 else WINNER for value in line] for line in values]
        target = matrix(axes, values, left, top, fills=fills, size=size, title=title)
        left = target.right + 0.9
    window(axes, box, 0, 0, 2, 2, window_colour(0), 3)
    return show(axes)


def shares(x, pool_h, pool_w, stride, dx_max, dx_average):
    """Show where the gradient of each window goes: to the winner, or to all in equal parts."""
    size = 0.9
    H, W = np.array(x.shape) * size
    axes = canvas(12, H + 0.9)
    corners = places(x, pool_h, pool_w, stride)
    left = 0.6
    for values, title in ((dx_max, "max pooling"), (dx_average, "average pooling")):
        fills = [[tint(GRADIENT, 0.9 * value / dx_max.max()) for value in line] for line in values]
        box = matrix(axes, values, left, 0.9, fills=fills, size=size, title=title)
        for row, column in corners:
            window(axes, box, row, column, pool_h, pool_w, INK, 2.2)
        left = 11.4 - W
    return show(axes)

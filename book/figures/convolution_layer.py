"""Draws the convolution layer as a class: four views of one convolution, transposes, adding up, checks."""

import numpy as np
from matplotlib.patches import Circle, Rectangle

from figures.tools.convolutions import places
from figures.tools.draw import arrow, matrix, step, window, write
from figures.tools.style import (
    BLUE,
    FILTER_COLOURS,
    GRADIENT,
    GREY,
    INK,
    LINE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WINDOW_COLOURS,
    canvas,
    show,
    tint,
)

# One colour for each weight of a 2 × 2 filter, the same in all four views.
WEIGHTS = WINDOW_COLOURS

MARK = INK


def weight_fills(filter_):
    """Return the fills of a filter, one colour for each weight."""
    shades = [tint(colour, 0.45) for colour in WEIGHTS]
    width = filter_.shape[1]
    return [shades[row * width : (row + 1) * width] for row in range(filter_.shape[0])]


def life_of_a_layer(learned, kept, left_behind):
    """Show what a layer holds, what goes through it forward and backward, and what it keeps in between."""
    axes = canvas(12, 6.6)
    box = step(axes, 3.6, 0.4, 4.8, 5.2, "", "", tint(SKY, 0.3))
    middle = box.middle[0]
    write(axes, middle, 1, "Convolution", TEXT_POINTS + 1, bold=True)
    write(axes, middle, 1.75, f"learned: {learned}", TEXT_POINTS - 1)
    write(axes, middle, 3, f"kept: {kept}", TEXT_POINTS - 1)
    write(axes, middle, 4.25, f"left behind: {left_behind}", TEXT_POINTS - 1)
    for y, start, end, back in ((1.75, "x", "out", False), (4.25, "dx", "dout", True)):
        write(axes, 0.6, y, start, TEXT_POINTS + 1, bold=True)
        write(axes, 11.3, y, end, TEXT_POINTS + 1, bold=True)
        ends = [((1.2, y), (3.45, y)), ((8.55, y), (10.6, y))]
        for here, there in ends:
            arrow(axes, there if back else here, here if back else there, backward=back)
    write(axes, 2.3, 1.2, "forward", TEXT_POINTS - 2, GREY)
    write(axes, 9.6, 3.7, "backward", TEXT_POINTS - 2, GREY)
    write(axes, middle, 6.2, "what forward keeps, backward needs", TEXT_POINTS - 2, GREY)
    return show(axes)


def view_as_window(image, filter_, result, number):
    """View 1: the filter lies on one window; the products add up to one number of the output."""
    row, column = places(image, *filter_.shape)[number]
    axes = canvas(12, 4)
    fills = [[PAPER] * image.shape[1] for _ in image]
    for i, line in enumerate(weight_fills(filter_)):
        for j, fill in enumerate(line):
            fills[row + i][column + j] = fill
    box = matrix(axes, image, 0, 0.9, fills=fills, title="x")
    window(axes, box, row, column, *filter_.shape, MARK)
    write(axes, 3.5, 2.4, "∗", 22)
    matrix(axes, filter_, 4, 1.4, fills=weight_fills(filter_), title="W")
    pixels = image[row : row + filter_.shape[0], column : column + filter_.shape[1]]
    terms = [f"{w:g}·{p:g}" for w, p in zip(filter_.ravel(), pixels.ravel(), strict=True)]
    write(axes, 7.75, 2, " + ".join(terms[:2]))
    write(axes, 7.75, 2.8, "+ " + " + ".join(terms[2:]))
    write(axes, 9.55, 2.4, "=", 18)
    target = matrix(axes, result, 10, 1.4, title="out")
    mark_cell(axes, target, number, result.shape[1])
    return show(axes)


def mark_cell(axes, box, number, columns):
    """Outline one number of a drawn matrix, counted in reading order."""
    row, column = divmod(number, columns)
    window(axes, box, row, column, 1, 1, MARK, 3.5)


def view_as_neurons(image, filter_, result, number):
    """View 2: every output is a neuron wired to few inputs; wires of one colour have one and the same weight."""
    axes = canvas(12, 6.4)
    inputs = {place: (0.9 + n * 1.275, 1) for n, place in enumerate(np.ndindex(image.shape))}
    outputs = [(2.4 + n * 2.4, 5.2) for n in range(result.size)]
    for n, (row, column) in enumerate(places(image, *filter_.shape)):
        for k, (i, j) in enumerate(np.ndindex(filter_.shape)):
            (x0, y0), (x1, y1) = inputs[row + i, column + j], outputs[n]
            axes.plot(
                [x0, x1],
                [y0, y1],
                color=WEIGHTS[k] if n == number else tint(WEIGHTS[k], 0.4),
                linewidth=3.2 if n == number else 1.4,
                zorder=2 if n == number else 1,
            )
    for (row, column), (x, y) in inputs.items():
        axes.add_patch(Circle((x, y), 0.5, facecolor=PAPER, edgecolor=INK, linewidth=1.4, zorder=3))
        axes.text(x, y, f"{image[row, column]:g}", ha="center", va="center", fontsize=13, zorder=4)
    for n, (x, y) in enumerate(outputs):
        edge = {"edgecolor": MARK, "linewidth": 3.5 if n == number else 1.4}
        axes.add_patch(Circle((x, y), 0.62, facecolor=PAPER, zorder=3, **edge))
        axes.text(x, y, f"{result.ravel()[n]:g}", ha="center", va="center", fontsize=13, zorder=4)
    write(axes, 0, 0.1, "x, one row after the other", TEXT_POINTS - 1, GREY, "left")
    write(axes, 0, 6.25, "out", TEXT_POINTS - 1, GREY, "left")
    return show(axes)


def view_as_product(col, filter_, result, number):
    """View 3: windows as rows, the filter as a column."""
    axes = canvas(12, 5)
    shades = [fill for line in weight_fills(filter_) for fill in line]
    fills = [shades if row == number else [PAPER] * 4 for row in range(len(col))]
    box = matrix(axes, col, 1.7, 0.9, fills=fills, title="col")
    window(axes, box, number, 0, 1, col.shape[1], MARK)
    write(axes, box.right + 0.6, box.middle[1], "·", 24)
    weights = matrix(
        axes, filter_.reshape(-1, 1), box.right + 1.2, 0.9, fills=[[s] for s in shades], title="col_W"
    )
    write(axes, weights.right + 0.7, box.middle[1], "=", 18)
    out = matrix(axes, result.reshape(-1, 1), weights.right + 1.4, 0.9, title="out")
    mark_cell(axes, out, number, 1)
    return show(axes)


def sparse_matrix(image_shape, filter_):
    """Return the matrix M (windows, pixels) with convolution(x) = M · x, and which weight stands in each cell.

    The second array has -1 where M is zero because the window does not see the pixel.
    """
    corners = places(np.zeros(image_shape), *filter_.shape)
    M = np.zeros((len(corners), *image_shape))
    which = np.full(M.shape, -1)
    numbers = np.arange(filter_.size).reshape(filter_.shape)
    for n, (row, column) in enumerate(corners):
        inside = (n, slice(row, row + filter_.shape[0]), slice(column, column + filter_.shape[1]))
        M[inside], which[inside] = filter_, numbers
    return M.reshape(len(corners), -1), which.reshape(len(corners), -1)


def cells_by_weight(which):
    """Return fills in the colours of the weights, paper where there is none."""
    return [[PAPER if k < 0 else tint(WEIGHTS[k], 0.45) for k in line] for line in which]


def view_as_one_matrix(image, filter_, result, number):
    """View 4: the image stretched to a column, and one matrix, mostly empty, that holds the filter again and again."""
    M, which = sparse_matrix(image.shape, filter_)
    size = 0.8
    axes = canvas(12, image.size * size + 0.9)
    middle = 0.9 + image.size * size / 2
    top = middle - len(M) * size / 2
    box = matrix(axes, M, 0.3, top, fills=cells_by_weight(which), size=size, title="M", blank=which < 0)
    window(axes, box, number, 0, 1, M.shape[1], MARK, 3)
    write(axes, box.right + 0.55, middle, "·", 24)
    stretched = image.reshape(-1, 1)
    fills = [[fill] for fill in cells_by_weight(which)[number]]
    column = matrix(axes, stretched, box.right + 1.1, 0.9, fills=fills, size=size, title="x")
    write(axes, column.right + 0.6, middle, "=", 18)
    out = matrix(axes, result.reshape(-1, 1), column.right + 1.2, top, size=size, title="out")
    mark_cell(axes, out, number, 1)
    return show(axes)


def transposed_matrix(image, filter_, dout, dx, pixel):
    """Show the way back in view 4: M turned over, times dout; one pixel's row holds every window that sees it."""
    M, which = sparse_matrix(image.shape, filter_)
    size = 0.8
    axes = canvas(12, image.size * size + 0.9)
    middle = 0.9 + image.size * size / 2
    box = matrix(
        axes, M.T, 1.5, 0.9, fills=cells_by_weight(which.T), size=size, title="Mᵀ", blank=which.T < 0
    )
    window(axes, box, pixel, 0, 1, len(M), MARK, 3)
    write(axes, box.right + 0.7, middle, "·", 24)
    top = middle - dout.size * size / 2
    column = matrix(
        axes, dout.reshape(-1, 1), box.right + 1.4, top, fills=tint(GRADIENT, 0.5), size=size, title="dout"
    )
    write(axes, column.right + 0.8, middle, "=", 18)
    out = matrix(
        axes, dx.reshape(-1, 1), column.right + 1.6, 0.9, fills=tint(GRADIENT, 0.5), size=size, title="dx"
    )
    mark_cell(axes, out, pixel, 1)
    return show(axes)


def transposes(shape, orders):
    """Show for each order of axes where every axis of an array goes."""
    wide, tall, gap, every = 1.5, 0.95, 0.55, 4.2
    axes = canvas(12, len(orders) * every - 0.7)
    colours = FILTER_COLOURS
    for number, order in enumerate(orders):
        top, left = number * every, 12 - 4 * wide - 3 * gap
        xs = [left + place * (wide + gap) for place in range(4)]
        write(axes, 0, top + 1.75, "transpose", TEXT_POINTS - 1, align="left")
        write(axes, 0, top + 2.5, f"({', '.join(map(str, order))})", TEXT_POINTS - 1, align="left", bold=True)
        for place, axis in enumerate(order):
            start, end = (xs[axis] + wide / 2, top + tall), (xs[place] + wide / 2, top + 2.55)
            axes.plot(*zip(start, end, strict=True), color=INK, linewidth=1.6, zorder=1)
            for corner, which in (((xs[place], top), place), ((xs[place], top + 2.55), axis)):
                fill = tint(colours[which], 0.45)
                axes.add_patch(
                    Rectangle(corner, wide, tall, facecolor=fill, edgecolor=INK, linewidth=1.2, zorder=2)
                )
                size = shape[which]
                axes.text(
                    corner[0] + wide / 2,
                    corner[1] + tall / 2,
                    f"{size}",
                    ha="center",
                    va="center",
                    fontsize=15,
                    zorder=3,
                )
    return show(axes)


def cut_right_and_wrong(rows, out_h, out_w):
    """Show a matrix with a column for each of two filters, cut into maps by transposing and by reshaping alone."""
    axes = canvas(12, 7.1)
    shades = [tint(colour) for colour in FILTER_COLOURS[: rows.shape[1]]]
    out = matrix(axes, rows, 0, 2, fills=[shades] * len(rows), title="out")
    # Each number's place in `rows`, so that its column is known wherever it goes.
    number = np.arange(rows.size).reshape(rows.shape)
    right = [column.reshape(out_h, out_w) for column in number.T]
    wrong = number.reshape(rows.shape[1], out_h, out_w)
    for top, maps, note in (
        (0.9, right, "reshape, then transpose"),
        (4.9, wrong, "reshape alone"),
    ):
        left = 6.6
        for one in maps:
            fills = [[shades[n % rows.shape[1]] for n in line] for line in one]
            box = matrix(axes, rows.ravel()[one], left, top, fills=fills)
            left = box.right + 1
        write(axes, 9.1, top - 0.45, note, TEXT_POINTS - 1)
        arrow(axes, (out.right + 0.3, out.middle[1]), (6.3, top + 1))
    return show(axes)


def overlap(pieces, covered, added, overwritten):
    """Show two windows' shares, their sum, and what is left if the second overwrites the first.

    Parameters
    ----------
    pieces, covered : two (H, W) arrays each
        The shares on the image, and True where the window lies.
    added, overwritten : (H, W) arrays
    """
    axes = canvas(12, 7.1)
    both = covered[0] & covered[1]
    left, H = 0.6, len(added)
    for number, (piece, inside) in enumerate(zip(pieces, covered, strict=True)):
        colour = WEIGHTS[number]
        fills = np.where(inside, tint(colour), PAPER).tolist()
        box = matrix(axes, piece, left, 0.9, fills=fills, blank=~inside, title=f"from window {number}")
        rows, columns = np.nonzero(inside)
        window(axes, box, rows[0], columns[0], np.ptp(rows) + 1, np.ptp(columns) + 1, colour, 3)
        left = box.right + 4.8
    write(axes, 6, 0.9 + H / 2, "and", TEXT_POINTS)
    left = 0.6
    for values, title, sign in (
        (added, "with  +=", "right"),
        (overwritten, "with  =", "wrong"),
    ):
        fills = np.where(both, tint(GRADIENT, 0.8), PAPER).tolist()
        box = matrix(axes, values, left, 4.6, fills=fills, title=title)
        rows, columns = np.nonzero(both)
        window(axes, box, rows[0], columns[0], np.ptp(rows) + 1, np.ptp(columns) + 1, INK, 3)
        write(axes, box.middle[0], box.bottom + 0.5, sign, TEXT_POINTS, GREY)
        left = box.right + 4.8
    return show(axes)


def put_back(rows, image_shape, filter_h, filter_w, stride, add):
    """Put the rows of one image of one channel back, adding where they meet, or letting the last one win."""
    image = np.zeros(image_shape)
    for row, (top, left) in zip(rows, places(image, filter_h, filter_w, stride), strict=True):
        inside = (slice(top, top + filter_h), slice(left, left + filter_w))
        share = row.reshape(filter_h, filter_w)
        image[inside] = image[inside] + share if add else share
    return image


def agreement(panels):
    """Compare computed gradients with measured ones, one panel a case; on the line they agree.

    Parameters
    ----------
    panels : list of (title, measured, added, overwritten)
    """
    axes = canvas(12, 7)
    width = 0.36
    for number, (title, measured, added, overwritten) in enumerate(panels):
        frame = axes.inset_axes((0.12 + number * 0.5, 0.2, width, 0.64))
        frame.set_facecolor(PAPER)
        values = np.concatenate([measured.ravel(), added.ravel(), overwritten.ravel()])
        reach = np.array([values.min(), values.max()]) * 1.12
        frame.plot(reach, reach, color=LINE, linewidth=2, zorder=1)
        frame.plot(
            measured.ravel(), overwritten.ravel(), "x", color=VERMILION, markersize=9, mew=2.2, label="="
        )
        frame.plot(measured.ravel(), added.ravel(), "o", color=BLUE, markersize=5, label="+=")
        frame.set_title(title, fontsize=TEXT_POINTS - 1, color=INK, pad=8)
        frame.set_xlabel("measured", fontsize=TEXT_POINTS - 1)
        if number == 0:
            frame.set_ylabel("computed", fontsize=TEXT_POINTS - 1, labelpad=2)
            frame.legend(fontsize=TEXT_POINTS - 1, frameon=False, loc="upper left", handletextpad=0)
        frame.tick_params(labelsize=TEXT_POINTS - 3)
        frame.spines[["top", "right"]].set_visible(False)
    return show(axes)


def two_sums(col, c, image, home):
    """Show that sum(col · c) and sum(image · home) are one number, where home is col2im of c."""
    size = 0.9
    axes = canvas(12, 8.4)
    top = 0.9
    for (one, name), (other, name2), fill in (
        ((col, "im2col(x)"), (c, "c"), SKY),
        ((image, "x"), (home, "col2im(c)"), GRADIENT),
    ):
        width = (one.shape[1] + other.shape[1]) * size + 0.9
        left = (9.6 - width) / 2
        box = matrix(axes, one, left, top, fills=tint(fill, 0.4), size=size, title=name)
        write(axes, box.right + 0.45, box.middle[1], "∘", 18)
        box = matrix(axes, other, box.right + 0.9, top, fills=tint(fill, 0.4), size=size, title=name2)
        write(axes, 9.9, box.middle[1], "→", 18)
        write(axes, 11.1, box.middle[1], f"{(one * other).sum():g}", 20, bold=True)
        top = box.bottom + 2.2
    write(axes, 5, 7.6, "∘ : multiply cell by cell; → : add everything up", TEXT_POINTS - 1, GREY)
    return show(axes)

"""The parts that figures are put together from: matrices, windows, arrows, text."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from figures.tools.style import GREY, INK, LINE, NUMBER_POINTS, PAPER, TEXT_POINTS


@dataclass(frozen=True)
class Box:
    """Where something was drawn, in cells, so that the next thing can be put beside it."""

    left: float
    top: float
    width: float
    height: float
    size: float = 1

    @property
    def right(self):
        return self.left + self.width

    @property
    def bottom(self):
        return self.top + self.height

    @property
    def middle(self):
        return self.left + self.width / 2, self.top + self.height / 2

    def cell(self, row, column):
        """Return the middle of one cell of a drawn matrix."""
        return self.left + (column + 0.5) * self.size, self.top + (row + 0.5) * self.size


def write(axes, x, y, text, points=TEXT_POINTS, colour=INK, align="center", bold=False):
    """Write text around the point (x, y)."""
    axes.text(
        x, y, text, ha=align, va="center", fontsize=points, color=colour, weight="bold" if bold else "normal"
    )


def matrix(axes, values, left, top, fills=None, size=1, title=None, blank=None, points=None):
    """Draw a 2-D array as a grid of numbers.

    Parameters
    ----------
    values : (rows, columns) array
    left, top : float
        Upper left corner, in cells.
    fills : colour, or nested sequence of (rows, columns) colours
    size : float
        Side of one number's square, in cells.
    title : str
        Written above.
    blank : (rows, columns) bool array
        True where the number is left out.
    points : float
        Size of the numbers, for those of three digits and more.

    Returns
    -------
    Box
    """
    values = np.asarray(values)
    rows, columns = values.shape
    for row in range(rows):
        for column in range(columns):
            fill = PAPER if fills is None else fills if isinstance(fills, str) else fills[row][column]
            x, y = left + column * size, top + row * size
            axes.add_patch(Rectangle((x, y), size, size, facecolor=fill, edgecolor=LINE, linewidth=1))
            if blank is None or not blank[row][column]:
                write(
                    axes,
                    x + size / 2,
                    y + size / 2,
                    f"{values[row, column]:g}",
                    points or NUMBER_POINTS * size,
                )
    box = Box(left, top, columns * size, rows * size, size)
    axes.add_patch(Rectangle((left, top), box.width, box.height, fill=False, edgecolor=INK, linewidth=1.4))
    if title:
        write(axes, box.middle[0], top - 0.45, title)
    return box


def window(axes, box, row, column, height, width, colour, linewidth=4):
    """Outline a window of `height` × `width` cells on a drawn matrix."""
    corner = (box.left + column * box.size, box.top + row * box.size)
    sides = (width * box.size, height * box.size)
    axes.add_patch(Rectangle(corner, *sides, fill=False, edgecolor=colour, linewidth=linewidth, zorder=3))


def thumbnail(axes, shape, row, column, height, width, colour, left, top, size=1, paper=True):
    """Draw a small image without numbers that shows where a window lies on its input.

    With `paper` False the window is added to a thumbnail that is there already.
    """
    side = size / max(shape)
    if paper:
        whole = ((left, top), shape[1] * side, shape[0] * side)
        axes.add_patch(Rectangle(*whole, facecolor=PAPER, edgecolor=GREY, linewidth=1))
    axes.add_patch(
        Rectangle((left + column * side, top + row * side), width * side, height * side, facecolor=colour)
    )


def arrow(axes, start, end, text=None, colour=INK, backward=False, bend=0.0):
    """Draw an arrow, dashed for gradients that flow back, with its text above the middle."""
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=14,
            linewidth=1.8,
            linestyle=(0, (3, 2)) if backward else "solid",
            color=colour,
            connectionstyle=f"arc3,rad={bend}",
            shrinkA=0,
            shrinkB=0,
            zorder=4,
        )
    )
    if text:
        write(axes, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 0.42, text, TEXT_POINTS - 2)


def step(axes, left, top, width, height, name, note, fill):
    """Draw a rounded box with a name and a smaller note below it, a station in a flow of data."""
    axes.add_patch(
        FancyBboxPatch(
            (left, top),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.25",
            facecolor=fill,
            edgecolor=INK,
            linewidth=1.4,
        )
    )
    box = Box(left, top, width, height)
    write(axes, box.middle[0], top + height * 0.36, name, TEXT_POINTS - 2, bold=True)
    write(axes, box.middle[0], top + height * 0.72, note, TEXT_POINTS - 3, GREY)
    return box


def blank_grid(axes, side, left, top, size, fill):
    """Draw a square grid without numbers."""
    nothing = np.zeros((side, side))
    return matrix(axes, nothing, left, top, fill, size, blank=np.ones((side, side), bool))

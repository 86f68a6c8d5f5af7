"""Colours, sizes and the canvas that every figure shares.

A figure is measured in cells: one number of a drawn matrix is one cell wide. At most 12 cells side by side
keep the type readable on a phone. The face is paper-coloured, so that a figure reads the same on a light and
on a dark page.
"""

import io
import logging

from IPython.display import SVG
from matplotlib import rc_context

from modlab.widgets.palette import (  # noqa: F401 (the chapters' figures take their colours from here)
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PAPER,
    PURPLE,
    SKY,
    VERMILION,
    YELLOW,
    tint,
)

# Building its font list on first use, matplotlib writes to stderr, which the book's build counts as an error.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

from matplotlib.figure import Figure  # noqa: E402 (after the line above, which it needs)

WINDOW_COLOURS = (BLUE, VERMILION, GREEN, PURPLE)
FILTER_COLOURS = (SKY, ORANGE, GREEN, PURPLE, YELLOW, VERMILION)
CHANNEL_COLOURS = (VERMILION, GREEN, BLUE)
GRADIENT = YELLOW

CELL_INCHES = 0.42
NUMBER_POINTS = 15
TEXT_POINTS = 13
WIDEST = 12
MARGIN = 0.35

# Cells of a border of zeros.
PADDING = tint(GREY, 0.22)


def canvas(width, height):
    """Return empty axes with `width` × `height` cells in the middle; x runs right, y runs down as rows do.

    Every figure is as wide as the widest, so that the type is equally large in all of them.
    """
    if width > WIDEST:
        raise ValueError(f"{width} cells are too small to read on a phone: a figure has at most {WIDEST}.")
    beside, above = (WIDEST - width) / 2 + MARGIN, MARGIN
    size = ((width + 2 * beside) * CELL_INCHES, (height + 2 * above) * CELL_INCHES)
    axes = Figure(figsize=size, facecolor=PAPER).add_axes((0, 0, 1, 1))
    axes.set_xlim(-beside, width + beside)
    axes.set_ylim(height + above, -above)
    axes.axis("off")
    return axes


def show(axes):
    """Return the figure as an SVG for the notebook, the same bytes every time."""
    drawn = io.BytesIO()
    with rc_context({"svg.hashsalt": "convolution by hand", "svg.fonttype": "path"}):
        axes.figure.savefig(drawn, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
    return SVG(drawn.getvalue().decode())

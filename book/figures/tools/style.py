"""Colours, sizes and the canvas that every figure shares.

A figure is measured in cells: one number of a drawn matrix is one cell wide. At most 12 cells side by side
keep the type readable on a phone. The face is paper-coloured, so that a figure reads the same on a light and
on a dark page.
"""

import io
import logging

from IPython.display import SVG
from matplotlib import colors, rc_context

# Building its font list on first use, matplotlib writes to stderr, which the book's build counts as an error.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

from matplotlib.figure import Figure  # noqa: E402 (after the line above, which it needs)

PAPER = "#fdfbf5"
INK = "#1d2a35"
GREY = "#66717c"
LINE = "#a9b2bb"

# Okabe and Ito's palette: told apart with every common kind of colour vision.
ORANGE = "#e69f00"
SKY = "#56b4e9"
GREEN = "#009e73"
YELLOW = "#f0e442"
BLUE = "#0072b2"
VERMILION = "#d55e00"
PURPLE = "#cc79a7"

WINDOW_COLOURS = (BLUE, VERMILION, GREEN, PURPLE)
FILTER_COLOURS = (SKY, ORANGE, GREEN, PURPLE, YELLOW, VERMILION)
CHANNEL_COLOURS = (VERMILION, GREEN, BLUE)
GRADIENT = YELLOW

CELL_INCHES = 0.42
NUMBER_POINTS = 15
TEXT_POINTS = 13
WIDEST = 12
MARGIN = 0.35


def tint(colour, strength=0.35):
    """Mix a colour with the paper; strength 0 is paper, 1 the colour itself."""
    mixed = [
        strength * full + (1 - strength) * paper
        for full, paper in zip(colors.to_rgb(colour), colors.to_rgb(PAPER), strict=True)
    ]
    return colors.to_hex(mixed)


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

"""Volumes of numbers, drawn as blocks that recede to the upper right, one step for each channel."""

from matplotlib.patches import Polygon, Rectangle

from figures.tools.draw import Box
from figures.tools.style import INK, tint

SLANT = 0.55


def block(axes, left, top, width, height, depth, colour, strength=0.55, zorder=1):
    """Draw a block: its front is an image's height and width, and its depth is the channels.

    Parameters
    ----------
    left, top : float
        Upper left corner of the front, in cells. The back reaches `depth * SLANT` further right and up.
    width, height, depth : float
        In cells.
    colour : str
    strength : float
        How much colour the front has; its side has more and its top less.

    Returns
    -------
    Box
        The front.
    """
    box = Box(left, top, width, height)
    back = depth * SLANT
    line = {"edgecolor": INK, "linewidth": 1.1, "zorder": zorder, "joinstyle": "round"}
    upper = [(left, top), (box.right, top), (box.right + back, top - back), (left + back, top - back)]
    side = [
        (box.right, top),
        (box.right, box.bottom),
        (box.right + back, box.bottom - back),
        (box.right + back, top - back),
    ]
    axes.add_patch(Polygon(upper, facecolor=tint(colour, strength * 0.6), **line))
    axes.add_patch(Polygon(side, facecolor=tint(colour, min(1, strength * 1.4)), **line))
    axes.add_patch(Rectangle((left, top), width, height, facecolor=tint(colour, strength), **line))
    return box


def sheets(axes, left, top, width, height, colours, step):
    """Draw channels as sheets one behind another, the first in front.

    Parameters
    ----------
    left, top, width, height : float
        Of the sheet in front, in cells.
    colours : list of colours
        One for each sheet, from the front to the back.
    step : float
        How far each sheet lies to the upper right of the one before it.

    Returns
    -------
    Box
        The sheet in front.
    """
    for number in reversed(range(len(colours))):
        corner = (left + number * step, top - number * step)
        face = tint(colours[number], 0.55)
        axes.add_patch(Rectangle(corner, width, height, facecolor=face, edgecolor=INK, linewidth=1.1))
    return Box(left, top, width, height)

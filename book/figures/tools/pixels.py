"""Arrays drawn as images: photographs, feature maps, filters."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from figures.tools.draw import Box, write
from figures.tools.style import BLUE, GREY, INK, ORANGE, PAPER, TEXT_POINTS, canvas, show

# Zero is paper in all but `LIGHT`, where it is dark as in a photograph.
INK_ON_PAPER = LinearSegmentedColormap.from_list("ink on paper", [PAPER, INK])
LIGHT = LinearSegmentedColormap.from_list("light", [INK, PAPER])
SIGNS = LinearSegmentedColormap.from_list("signs", [BLUE, PAPER, ORANGE])

# Pixels keep sharp edges on screens that show several dots for each of theirs.
DOTS_PER_INCH = 220


def picture(axes, values, left, top, width, colours=LIGHT, limits=None, frame=True):
    """Draw an array as an image.

    Parameters
    ----------
    values : (H, W) or (H, W, 3) array
        Three values a pixel are red, green and blue, from 0 to 1.
    left, top, width : float
        In cells; the height follows from the array.
    colours : colour map
    limits : (lowest, highest), optional
        Numbers that get the map's two ends; the array's own by default, with zero in the middle for `SIGNS`.

    Returns
    -------
    Box
    """
    values = np.asarray(values)
    H, W = values.shape[:2]
    box = Box(left, top, width, width * H / W, width / W)
    if limits is None:
        widest = np.abs(values).max() or 1
        limits = (-widest, widest) if colours is SIGNS else (values.min(), values.max())
    axes.figure.set_dpi(DOTS_PER_INCH)
    axes.imshow(
        values,
        cmap=colours,
        vmin=limits[0],
        vmax=limits[1],
        extent=(left, box.right, box.bottom, top),
        aspect="auto",
        interpolation="nearest",
    )
    if frame:
        corner = (left, top)
        axes.add_patch(Rectangle(corner, width, box.height, fill=False, edgecolor=GREY, linewidth=1))
    return box


def gallery(rows, limits=None):
    """Show images in rows, each with its title.

    Parameters
    ----------
    rows : list of lists of (title, array, colour map)
    limits : (lowest, highest), optional
        The same for all images; each its own by default.
    """
    width, gap = 5.6, 0.5
    heights = [max(values.shape[0] / values.shape[1] for _, values, _ in row) * width for row in rows]
    most = max(map(len, rows))
    axes = canvas(most * width + (most - 1) * gap, sum(heights) + 1.2 * len(rows) - 0.3)
    top = 0.9
    for row, height in zip(rows, heights, strict=True):
        for number, (title, values, colours) in enumerate(row):
            box = picture(axes, values, number * (width + gap), top, width, colours, limits)
            write(axes, box.middle[0], top - 0.45, title, TEXT_POINTS - 1)
        top += height + 1.2
    return show(axes)

"""Draws digits: those that were misread, and what augmentation makes of one."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.draw import write
from figures.tools.style import BLUE, GREY, INK, TEXT_POINTS, VERMILION, WIDEST, canvas, show


def picture(axes, pixels, left, top, size):
    """Draw an (H, W) image with its upper left corner at (left, top), nought white and 1 (or 255) black."""
    axes.imshow(
        np.asarray(pixels, float),
        cmap="gray_r",
        vmin=0,
        vmax=1 if np.max(pixels) <= 1 else 255,
        extent=(left, left + size, top + size, top),
        interpolation="nearest",
        aspect="auto",
        zorder=1,
    )
    axes.add_patch(Rectangle((left, top), size, size, fill=False, edgecolor=GREY, lw=0.8, zorder=2))


def misread(images, answers, guesses):
    """Draw digits with the right answer at the top left and the guess at the bottom right.

    Parameters
    ----------
    images : (N, H, W) array
    answers, guesses : sequences of N labels
    """
    columns = 8
    rows = -(-len(images) // columns)
    cell = WIDEST / columns
    axes = canvas(WIDEST, rows * cell + 0.9)
    limits = axes.get_xlim(), axes.get_ylim()
    write(axes, 0, 0.2, "top left: the answer", colour=BLUE, align="left", bold=True)
    write(axes, WIDEST, 0.2, "bottom right: the guess", colour=VERMILION, align="right", bold=True)
    for number, (pixels, answer, guess) in enumerate(zip(images, answers, guesses, strict=True)):
        row, column = divmod(number, columns)
        left, top, size = column * cell + 0.06, 0.9 + row * cell + 0.06, cell - 0.12
        picture(axes, pixels, left, top, size)
        write(axes, left + 0.22, top + 0.28, str(answer), TEXT_POINTS - 1, BLUE, bold=True)
        write(axes, left + size - 0.22, top + size - 0.28, str(guess), TEXT_POINTS - 1, VERMILION, bold=True)
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
    return show(axes)


def gallery(rows):
    """Draw rows of images, each with its name above.

    Parameters
    ----------
    rows : list of (name, list of (H, W) arrays)
    """
    size = 1.75
    line = size + 0.95
    axes = canvas(WIDEST, line * len(rows) - 0.15)
    limits = axes.get_xlim(), axes.get_ylim()
    for number, (name, images) in enumerate(rows):
        top = number * line
        write(axes, 0, top + 0.3, name, align="left", colour=INK)
        step = (WIDEST - size) / max(1, len(images) - 1)
        for place, pixels in enumerate(images):
            picture(axes, pixels, place * step, top + 0.7, size)
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
    return show(axes)

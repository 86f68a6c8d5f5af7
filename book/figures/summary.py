"""Draws what only the summary shows: sizes that are halved, and filters in a grid."""

from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, write
from figures.tools.style import GREY, INK, SKY, TEXT_POINTS, VERMILION, WIDEST, canvas, show, tint


def halvings(chains):
    """Show how often a side can be halved: a row of sizes for each, the last one odd.

    Parameters
    ----------
    chains : list of lists of int
        Each number half of the one before; the first is the image's side.
    """
    wide, high, gap = 1.45, 0.85, 0.3
    axes = canvas(12, len(chains) * 1.35 - 0.5)
    for row, chain in enumerate(chains):
        top = row * 1.35
        for place, side in enumerate(chain):
            left = place * (wide + gap)
            end = place == len(chain) - 1
            colour = VERMILION if end else SKY
            axes.add_patch(
                Rectangle((left, top), wide, high, facecolor=tint(colour), edgecolor=INK, linewidth=1.2)
            )
            write(axes, left + wide / 2, top + high / 2, str(side), TEXT_POINTS, bold=end)
            if place:
                arrow(axes, (left - gap, top + high / 2), (left - 0.02, top + high / 2))
    return show(axes)


def filters(many):
    """Draw filters, the smallest weight dark and the largest light.

    Parameters
    ----------
    many : (FN, H, W) array
    """
    columns = 5
    rows = -(-len(many) // columns)
    cell = WIDEST / columns
    axes = canvas(WIDEST, rows * cell)
    limits = axes.get_xlim(), axes.get_ylim()
    for number, one in enumerate(many):
        row, column = divmod(number, columns)
        left, top = column * cell + 0.15, row * cell + 0.15
        size = cell - 0.3
        axes.imshow(
            one,
            cmap="gray",
            extent=(left, left + size, top + size, top),
            interpolation="nearest",
            aspect="auto",
        )
        axes.add_patch(Rectangle((left, top), size, size, fill=False, edgecolor=GREY, lw=1))
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
    return show(axes)

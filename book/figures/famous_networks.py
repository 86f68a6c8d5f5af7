"""Draws the blocks that famous networks are made of."""

from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, step, write
from figures.tools.style import (
    BLUE,
    FILTER_COLOURS,
    GREEN,
    GREY,
    INK,
    ORANGE,
    TEXT_POINTS,
    VERMILION,
    WIDEST,
    canvas,
    show,
    tint,
)


def residual(shape, body):
    """Draw a block with its skip connection, forward in full lines and backward in dashed ones.

    Parameters
    ----------
    shape : tuple of int
        Of what flows through.
    body : list of str
        Layers of the body.
    """
    bottom = 2.0 + 1.65 * len(body)
    axes = canvas(WIDEST, bottom + 2.4)
    box, middle, left = 1.2, 4.1, 0.9
    text = " × ".join(map(str, shape))
    step(axes, middle - 1.6, 0, 3.2, 1.3, "x", text, tint(GREY, 0.2))
    arrow(axes, (middle, 1.3), (middle, 2.0))
    for number, name in enumerate(body):
        y = 2.0 + 1.65 * number
        colour = tint(BLUE if "conv" in name else GREEN, 0.3)
        axes.add_patch(Rectangle((middle - 1.7, y), 3.4, box, facecolor=colour, edgecolor=INK, lw=1.4))
        write(axes, middle, y + box / 2, name, bold=True)
        arrow(axes, (middle, y + box), (middle, y + 1.65))
    axes.add_patch(
        Rectangle((middle - 0.55, bottom), 1.1, 0.9, facecolor=tint(ORANGE, 0.5), edgecolor=INK, lw=1.4)
    )
    write(axes, middle, bottom + 0.45, "+", 20, bold=True)
    arrow(axes, (middle, bottom + 0.9), (middle, bottom + 1.7))
    write(axes, middle, bottom + 2.1, "body(x) + x")
    # The skip, on the left.
    axes.plot([middle - 1.6, left, left], [0.65, 0.65, bottom + 0.45], color=VERMILION, lw=2.4)
    arrow(axes, (left, bottom + 0.45), (middle - 0.57, bottom + 0.45), colour=VERMILION)
    write(axes, left - 0.45, bottom / 2 + 0.4, "skip: x as it is", TEXT_POINTS, VERMILION)
    axes.texts[-1].set_rotation(90)
    # The way back, on the right.
    write(axes, 9.3, bottom + 2.1, "dout")
    for x, colour, words in ((7.9, BLUE, "through the body"), (10.7, VERMILION, "unchanged")):
        arrow(axes, (x, bottom + 1.5), (x, 1.3), backward=True, colour=colour)
        write(axes, x + 0.55, bottom / 2 + 1.3, words, TEXT_POINTS, colour)
        axes.texts[-1].set_rotation(90)
    write(axes, 9.3, 0.65, "dx = both, added")
    return show(axes)


def inception(branches, shape_in, shape_out):
    """Draw an Inception block: one branch below the other, their channels stacked at the end.

    Parameters
    ----------
    branches : list of (list of (name, channels))
        Layers of each branch, with the channels that leave them.
    """
    row = 1.9
    height = row * len(branches)
    axes = canvas(WIDEST, height + 2.6)
    write(axes, 0, 0.2, "in:  " + " × ".join(map(str, shape_in)), align="left", bold=True)
    left, top = 0.2, 1.0
    axes.plot([left, left], [0.55, top + height - row / 2], color=INK, lw=2)
    total = sum(branch[-1][1] for branch in branches)
    stack_top, y_stack = top + 0.1, 0
    for number, branch in enumerate(branches):
        y = top + number * row + 0.1
        middle = y + 0.65
        x = 1.0
        arrow(axes, (left, middle), (x, middle))
        for name, channels in branch:
            step(axes, x, y, 3.3, 1.3, name, f"{channels} maps", tint(FILTER_COLOURS[number], 0.4))
            x += 3.3
            target = 9.6 if (name, channels) == branch[-1] else x + 0.6
            arrow(axes, (x, middle), (target, middle))
            x += 0.6
        share = (height - 0.3) * branch[-1][1] / total
        axes.add_patch(
            Rectangle(
                (9.7, stack_top + y_stack),
                1.0,
                share,
                facecolor=tint(FILTER_COLOURS[number], 0.7),
                edgecolor=INK,
                lw=1.2,
            )
        )
        write(axes, 11.4, stack_top + y_stack + share / 2, f"{branch[-1][1]}")
        y_stack += share
    write(
        axes,
        WIDEST,
        top + height + 0.6,
        "out, stacked:  " + " × ".join(map(str, shape_out)),
        align="right",
        bold=True,
    )
    return show(axes)

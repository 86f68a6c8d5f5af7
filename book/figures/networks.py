"""Networks and their blocks, drawn from what modlab's own `summary()` counts."""

import math

from matplotlib.patches import Rectangle

from figures.draw import arrow, step, write
from figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WIDEST,
    canvas,
    show,
    tint,
)

KIND_COLOURS = {"conv": BLUE, "pool": GREEN, "full": ORANGE, "block": SKY, "input": GREY}


def stages(summary, input_dim, names=None):
    """Return (name, kind, shape) of what is worth drawing: the picture, convolutions, poolings, full layers.

    Layers inside a block are left out, but for the last, which gives the block its shape.
    """
    found = [("picture", "input", tuple(input_dim))]
    for row in summary.rows:
        block, _, inner = row.name.partition(".")
        if inner:
            kind = "conv" if block.startswith("Conv") else "block"
            if found[-1][0] == block:
                found.pop()
            found.append((block, kind, row.shape))
        elif row.kind in ("Convolution", "Affine"):
            found.append((row.name, "conv" if row.kind == "Convolution" else "full", row.shape))
        elif "Pooling" in row.kind:
            found.append((row.name, "pool", row.shape))
    return found if names is None else [one for one in found if one[0] in names]


def to_scale(summary, input_dim, widest=None):
    """Draw a network from top to bottom: a map's width is its side, a map's thickness its channels.

    Parameters
    ----------
    summary : modlab.networks.summary.Summary
    input_dim : (C, H, W)
    widest : int
        Side of the widest map, if several networks are to be compared.
    """
    rows = stages(summary, input_dim)
    widest = widest or max(shape[-1] for _, _, shape in rows if len(shape) == 3)
    heights = [0.5 + 0.09 * math.sqrt(shape[0]) for _, _, shape in rows]
    heights = [min(height, 1.6) for height in heights]
    gap = 0.42
    axes = canvas(WIDEST, sum(heights) + gap * (len(rows) - 1))
    y, middle = 0, 5.6
    for (name, kind, shape), height in zip(rows, heights, strict=True):
        side = 4.6 * shape[-1] / widest if len(shape) == 3 else 0
        width = max(side, 0.16)
        colour = KIND_COLOURS[kind]
        axes.add_patch(
            Rectangle(
                (middle - width / 2, y), width, height, facecolor=tint(colour, 0.55), edgecolor=colour, lw=1.4
            )
        )
        write(axes, 0, y + height / 2, name, align="left", bold=kind == "conv")
        text = " × ".join(map(str, shape))
        write(axes, WIDEST, y + height / 2, text, align="right", colour=INK)
        y += height
        if (name, kind, shape) != rows[-1]:
            arrow(axes, (middle, y + 0.04), (middle, y + gap - 0.02), colour=GREY)
        y += gap
    return show(axes)


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
    colours = (SKY, ORANGE, GREEN, PURPLE)
    total = sum(branch[-1][1] for branch in branches)
    stack_top, y_stack = top + 0.1, 0
    for number, branch in enumerate(branches):
        y = top + number * row + 0.1
        middle = y + 0.65
        x = 1.0
        arrow(axes, (left, middle), (x, middle))
        for name, channels in branch:
            step(axes, x, y, 3.3, 1.3, name, f"{channels} maps", tint(colours[number], 0.4))
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
                facecolor=tint(colours[number], 0.7),
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


def layers_in_a_row(rows):
    """Draw networks as rows of small blocks, one for each layer that learns.

    Parameters
    ----------
    rows : list of (name, kinds)
        `kinds` is a string of c (convolution), p (pooling), f (fully connected).
    """
    line = 1.75
    axes = canvas(WIDEST, line * len(rows) + 0.9)
    colours = {"c": BLUE, "p": GREEN, "f": ORANGE}
    for x, kind, word in ((0, "c", "convolution"), (4.4, "p", "pooling"), (7.7, "f", "fully connected")):
        axes.add_patch(
            Rectangle((x, 0), 0.4, 0.5, facecolor=tint(colours[kind], 0.7), edgecolor=colours[kind])
        )
        write(axes, x + 0.6, 0.25, word, TEXT_POINTS - 1, align="left")
    for number, (name, kinds) in enumerate(rows):
        y = 1.0 + number * line
        write(axes, 0, y + 0.3, name, align="left", bold=True)
        width = min(0.55, WIDEST / len(kinds))
        for place, kind in enumerate(kinds):
            tall = {"c": 0.8, "p": 0.45, "f": 0.8}[kind]
            axes.add_patch(
                Rectangle(
                    (place * width, y + 0.7 + (0.8 - tall) / 2),
                    width * 0.8,
                    tall,
                    facecolor=tint(colours[kind], 0.7),
                    edgecolor=colours[kind],
                    lw=0.8,
                )
            )
    return show(axes)


def filters(many, columns=5):
    """Draw filters, the smallest weight dark and the largest light.

    Parameters
    ----------
    many : (FN, H, W) array
    columns : int
    """
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

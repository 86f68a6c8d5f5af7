"""Networks, drawn from what modlab's own `summary()` counts."""

import math

from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, write
from figures.tools.style import BLUE, GREEN, GREY, INK, ORANGE, SKY, TEXT_POINTS, WIDEST, canvas, show, tint

KIND_COLOURS = {"conv": BLUE, "pool": GREEN, "full": ORANGE, "block": SKY, "input": GREY}


def stages(summary, input_dim):
    """Return (name, kind, shape) of what is worth drawing: the image, convolutions, poolings, full layers.

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
    return found


def to_scale(summary, input_dim):
    """Draw a network from top to bottom: a map's width is its side, a map's thickness its channels.

    Parameters
    ----------
    summary : modlab.networks.summary.Summary
    input_dim : (C, H, W)
    """
    rows = stages(summary, input_dim)
    widest = max(shape[-1] for _, _, shape in rows if len(shape) == 3)
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

"""Draws numbers in fewer and fewer bits."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.draw import matrix, write
from figures.tools.style import ORANGE, PAPER, SKY, VERMILION, WIDEST, canvas, show, tint


def layouts(rows):
    """Draw the bits of number formats: sign, exponent, fraction.

    Parameters
    ----------
    rows : list of (name, sign bits, exponent bits, fraction bits, note)
    """
    line, top = 2.3, 1.0
    axes = canvas(WIDEST, top + line * len(rows) - 0.4)
    widest = max(sum(row[1:4]) for row in rows)
    for x, colour, word in ((0, VERMILION, "sign"), (2.8, ORANGE, "exponent"), (6.8, SKY, "fraction")):
        axes.add_patch(Rectangle((x, 0), 0.5, 0.5, facecolor=tint(colour, 0.7), edgecolor=colour))
        write(axes, x + 0.75, 0.25, word, align="left")
    for number, (name, *parts, note) in enumerate(rows):
        y, left = top + number * line, 0
        write(
            axes,
            0,
            y + 0.35,
            f"{name}: {sum(parts)} bit{'s' if sum(parts) > 1 else ''}",
            align="left",
            bold=True,
        )
        write(axes, WIDEST, y + 0.35, note, align="right")
        bit = WIDEST / widest
        for count, colour in zip(parts, (VERMILION, ORANGE, SKY), strict=True):
            for _ in range(count):
                axes.add_patch(
                    Rectangle((left, y + 0.8), bit, 0.8, facecolor=tint(colour, 0.7), edgecolor=PAPER, lw=0.6)
                )
                left += bit
    return show(axes)


def one_bit(W, restored, scale):
    """Show a filter, its signs, and what is left of it: the sign times one scale.

    Parameters
    ----------
    W, restored : (H, W) arrays
    scale : float
    """
    size = 0.74
    side = W.shape[1] * size
    axes = canvas(WIDEST, W.shape[0] * size + 1.5)
    gap = (WIDEST - 3 * side) / 2
    signs = np.where(W >= 0, "+", "−")
    shown = [
        ("32 bits a weight", W, [[f"{100 * value:.0f}" for value in line] for line in W]),
        ("one bit a weight", np.sign(W), signs),
        ("sign × scale", restored, [[f"{100 * value:.0f}" for value in line] for line in restored]),
    ]
    largest = np.abs(W).max()
    for number, (title, values, texts) in enumerate(shown):
        left = number * (side + gap)
        strength = np.abs(values) / (largest if number != 1 else 1)
        fills = [
            [
                tint(ORANGE if value >= 0 else SKY, 0.1 + 0.75 * min(1, how))
                for value, how in zip(line, strong, strict=True)
            ]
            for line, strong in zip(values, strength, strict=True)
        ]
        box = matrix(axes, values, left, 0.9, fills=fills, size=size, blank=np.ones(W.shape, bool))
        write(axes, box.middle[0], 0.3, title, 12)
        for row in range(W.shape[0]):
            for column in range(W.shape[1]):
                write(axes, *box.cell(row, column), str(texts[row][column]), 10.5)
    write(axes, WIDEST / 2, W.shape[0] * size + 1.35, f"in hundredths; the scale is {100 * scale:.0f}", 12)
    return show(axes)

"""Draws work that is shared: cores, processes, pairs of runs."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.charts import plain_axes
from figures.tools.draw import arrow, step, write
from figures.tools.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WIDEST,
    canvas,
    show,
    tint,
)


def cores():
    """Draw a processor of few large cores beside one of many small ones."""
    axes = canvas(WIDEST, 6.6)
    for left, many, title, note, colour in (
        (0, 2, "CPU", "a few cores,\neach can do anything", BLUE),
        (6.6, 12, "GPU", "thousands of cores,\nall in step", GREEN),
    ):
        write(axes, left + 2.7, 0.2, title, bold=True)
        axes.add_patch(Rectangle((left, 0.6), 5.4, 4.5, facecolor=tint(GREY, 0.12), edgecolor=INK, lw=1.4))
        across, down = (many, many) if many == 2 else (12, 10)
        wide, tall = 5.0 / across, 4.1 / down
        gap = 0.12 if many == 2 else 0.06
        for row in range(down):
            for column in range(across):
                axes.add_patch(
                    Rectangle(
                        (left + 0.2 + column * wide + gap / 2, 0.8 + row * tall + gap / 2),
                        wide - gap,
                        tall - gap,
                        facecolor=tint(colour, 0.55),
                        edgecolor=colour,
                        lw=1.2 if many == 2 else 0.5,
                    )
                )
        write(axes, left + 2.7, 5.9, note)
    return show(axes)


def data_parallel():
    """Draw a step of two processes that share a batch."""
    axes = canvas(WIDEST, 10.4)
    for number in range(8):
        colour = SKY if number < 4 else ORANGE
        axes.add_patch(
            Rectangle((2.2 + number * 0.95, 0.6), 0.8, 0.8, facecolor=tint(colour, 0.6), edgecolor=INK)
        )
    write(axes, 6, 0.15, "one batch")
    for left, colour, name in ((0.3, SKY, "process 1"), (7.0, ORANGE, "process 2")):
        middle = left + 2.35
        start = 4.0 if left < 6 else 7.9
        arrow(axes, (start, 1.5), (middle, 2.5))
        step(axes, left, 2.5, 4.7, 1.5, "the same weights", name, tint(colour, 0.4))
        arrow(axes, (middle, 4.0), (middle, 5.0))
        step(axes, left, 5.0, 4.7, 1.5, "its own gradient", "of half the batch", tint(colour, 0.4))
        arrow(axes, (middle, 6.5), (6, 7.5), backward=True)
    step(axes, 3.0, 7.5, 6.0, 1.5, "the mean of both", "Allreduce", tint(GREEN, 0.35))
    write(axes, 6, 10.0, "the same step in both, and again", TEXT_POINTS)
    axes.plot([3.0, -0.1, -0.1], [8.25, 8.25, 3.25], color=VERMILION, lw=1.8)
    arrow(axes, (-0.1, 3.25), (0.25, 3.25), colour=VERMILION)
    axes.plot([9.0, 12.1, 12.1], [8.25, 8.25, 3.25], color=VERMILION, lw=1.8)
    arrow(axes, (12.1, 3.25), (11.75, 3.25), colour=VERMILION)
    return show(axes)


def pairs(speed_ups):
    """Draw the speed-up of every pair of runs on a line from none to twice as fast."""
    axes = plain_axes("times as fast as one process", "", height=4.4, left=0.6, bottom=1.8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(False)
    spread = np.linspace(-0.4, 0.1, len(speed_ups))
    axes.plot(speed_ups, spread, "o", color=BLUE, markersize=8, alpha=0.8)
    axes.axvline(float(np.median(speed_ups)), ymax=0.62, color=VERMILION, lw=2.4)
    for x, words in ((1, "no gain"), (2, "twice")):
        axes.axvline(x, ymax=0.78, color=LINE, lw=1.2, linestyle=(0, (4, 3)))
        axes.annotate(words, (x, 0.95), ha="center", fontsize=TEXT_POINTS - 1, color=INK)
    axes.set_ylim(-0.6, 1.25)
    axes.set_xlim(min(0.85, min(speed_ups) - 0.1), max(2.15, max(speed_ups) + 0.1))
    return show(axes)

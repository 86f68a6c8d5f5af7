"""Charts: bars, shares, curves, dots. Their texts are as large as those of the drawings."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, NullFormatter

from figures.tools.draw import write
from figures.tools.style import (
    BLUE,
    CELL_INCHES,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    WIDEST,
    canvas,
    show,
    tint,
)

COLOURS = (BLUE, VERMILION, GREEN, ORANGE, SKY, INK)
MARKERS = ("o", "s", "^", "D", "v", "P")
HATCHES = ("", "//", "..", "\\\\", "", "")
DASHES = ("solid", (0, (5, 2)), (0, (2, 2)), (0, (6, 2, 1, 2)), "solid", "solid")


def bars(rows, marked=(), longest=None, title=None, room=3.2):
    """Draw one bar below the other, each with its name above and its value at the end.

    Parameters
    ----------
    rows : list of (name, value, text)
        `text` is what the value is written as.
    marked : collection of names
        Their bars stand out.
    longest : float
        Value of a bar over the whole width; None is the largest.
    room : float
        Cells at the right that bars leave to the text.
    """
    top, line = (0.9 if title else 0), 1.55
    axes = canvas(WIDEST, top + line * len(rows))
    if title:
        write(axes, 0, 0.2, title, bold=True, align="left")
    longest = longest or max(value for _, value, _ in rows)
    for number, (name, value, text) in enumerate(rows):
        y = top + number * line
        colour = VERMILION if name in marked else BLUE
        length = (WIDEST - room) * value / longest
        write(axes, 0, y + 0.3, name, align="left")
        axes.add_patch(
            Rectangle((0, y + 0.65), max(length, 0.04), 0.6, facecolor=tint(colour, 0.75), edgecolor=colour)
        )
        write(axes, length + 0.2, y + 0.95, text, align="left", bold=name in marked)
    return show(axes)


def shares(rows, names, digits=0):
    """Draw wholes that are cut into parts.

    Parameters
    ----------
    rows : list of (name, values)
        The values of one whole; they are divided by their sum.
    names : list of str
        What the parts are.
    """
    line, top = 2.1, 0.8 * ((len(names) + 1) // 2)
    axes = canvas(WIDEST, top + line * len(rows))
    for number, name in enumerate(names):
        x, y = (number % 2) * 6, 0.8 * (number // 2) + 0.1
        axes.add_patch(
            Rectangle(
                (x, y - 0.25),
                0.5,
                0.5,
                facecolor=tint(COLOURS[number], 0.45),
                edgecolor=COLOURS[number],
                hatch=HATCHES[number],
            )
        )
        write(axes, x + 0.75, y, name, align="left")
    for number, (name, values) in enumerate(rows):
        y, left = top + number * line, 0
        write(axes, 0, y + 0.35, name, align="left")
        for part, value in enumerate(np.asarray(values, float) / sum(values)):
            axes.add_patch(
                Rectangle(
                    (left, y + 0.75),
                    WIDEST * value,
                    0.95,
                    facecolor=tint(COLOURS[part], 0.45),
                    edgecolor=COLOURS[part],
                    hatch=HATCHES[part],
                )
            )
            if value > 0.09:
                axes.text(
                    left + WIDEST * value / 2,
                    y + 1.22,
                    f"{100 * value:.{digits}f} %",
                    ha="center",
                    va="center",
                    fontsize=TEXT_POINTS,
                    color=INK,
                    weight="bold",
                    bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5, "alpha": 0.85},
                )
            left += WIDEST * value
    return show(axes)


def plain_axes(x_label, y_label, height=7, left=2.1, bottom=1.7):
    """Return axes for curves, as wide as every figure, without a frame at the top and right."""
    right = top = 0.5
    width = (WIDEST + 0.7) * CELL_INCHES
    tall = height * CELL_INCHES
    figure = Figure(figsize=(width, tall), facecolor=PAPER)
    box = (
        left * CELL_INCHES / width,
        bottom * CELL_INCHES / tall,
        1 - (left + right) * CELL_INCHES / width,
        1 - (bottom + top) * CELL_INCHES / tall,
    )
    axes = figure.add_axes(box, facecolor=PAPER)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(GREY)
    axes.tick_params(colors=INK, labelsize=TEXT_POINTS - 1)
    axes.set_xlabel(x_label, fontsize=TEXT_POINTS, color=INK)
    axes.set_ylabel(y_label, fontsize=TEXT_POINTS, color=INK)
    axes.grid(axis="y", color=LINE, linewidth=0.6, alpha=0.6)
    axes.set_axisbelow(True)
    return axes


def percent(axes, digits=0):
    """Write the y axis in per cent."""
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.{digits}f} %"))


def curves(lines, x_label, y_label, log=False, as_percent=False, markers=True, height=7, ticks=None):
    """Draw curves, each named in the legend and told apart by colour, dashes and marker.

    Parameters
    ----------
    lines : list of (name, x, y)
    ticks : list of numbers
        Marks on the x axis.
    """
    axes = plain_axes(x_label, y_label, height, left=2.6)
    for number, (name, x, y) in enumerate(lines):
        axes.plot(
            x,
            y,
            label=name,
            color=COLOURS[number],
            linestyle=DASHES[number],
            marker=MARKERS[number] if markers else None,
            markersize=6,
            linewidth=2.2,
        )
    if log:
        axes.set_yscale("log")
        axes.yaxis.set_minor_formatter(NullFormatter())
    if as_percent:
        percent(axes)
    if ticks is not None:
        axes.set_xticks(ticks)
    if len(lines) > 1:
        axes.legend(fontsize=TEXT_POINTS - 1, frameon=False, labelcolor=INK)
    return show(axes)


def dots(groups, y_label, digits=1, stars=None):
    """Draw every run of several as a dot, and their mean as a line.

    Parameters
    ----------
    groups : list of (name, values)
    stars : list of numbers
        One more value for each group, drawn as a star and written out instead of the mean.
    """
    axes = plain_axes("", y_label, 7.5, left=2.8, bottom=2.2)
    for number, (_, values) in enumerate(groups):
        colour = COLOURS[number % len(COLOURS)]
        spread = np.linspace(-0.16, 0.16, len(values)) if len(values) > 1 else [0]
        axes.plot(
            number + np.asarray(spread),
            values,
            MARKERS[number % len(MARKERS)],
            color=colour,
            markersize=7,
            alpha=0.8,
        )
        mean = float(np.mean(values))
        axes.plot([number - 0.32, number + 0.32], [mean, mean], color=colour, linewidth=3)
        if stars is not None:
            axes.plot(number, stars[number], "*", color=INK, markersize=15)
        written = mean if stars is None else stars[number]
        axes.annotate(
            f"{100 * written:.{digits}f} %",
            (number, max(values) if stars is None else written),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=TEXT_POINTS,
            color=INK,
            weight="bold",
        )
    axes.set_xticks(range(len(groups)), [name for name, _ in groups])
    axes.set_xlim(-0.6, len(groups) - 0.4)
    axes.margins(y=0.2)
    percent(axes, digits)
    return show(axes)


def two_shares(names, first, second, titles=("parameters", "multiply-adds")):
    """Show for each part its shares of two wholes, side by side."""
    axes = canvas(12, 1.5 * len(names) + 0.9)
    for middle, title in zip((4.8, 9.6), titles, strict=True):
        write(axes, middle, 0.25, title, TEXT_POINTS - 1)
    for number, name in enumerate(names):
        y = 0.95 + 1.5 * number
        write(axes, 0, y + 0.4, name, TEXT_POINTS - 1, align="left", bold=True)
        for left, values, colour in ((2.6, first, BLUE), (7.4, second, ORANGE)):
            share = values[number] / sum(values)
            axes.add_patch(Rectangle((left, y), 4.4, 0.42, facecolor=tint(LINE, 0.25)))
            axes.add_patch(Rectangle((left, y), max(0.05, 4.4 * share), 0.42, facecolor=colour))
            write(axes, left, y + 0.78, f"{values[number]:,}", TEXT_POINTS - 3, GREY, "left")
            write(axes, left + 4.4, y + 0.78, f"{share:.1%}", TEXT_POINTS - 3, GREY, "right")
    return show(axes)

"""Draws training: the network, one step, curves, and what the network says."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.tools.draw import arrow, step, write
from figures.tools.pixels import INK_ON_PAPER, picture
from figures.tools.solids import block
from figures.tools.style import (
    BLUE,
    GRADIENT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SKY,
    TEXT_POINTS,
    VERMILION,
    canvas,
    show,
    tint,
)


def network_to_scale(rows, input_dim):
    """Draw the data as it runs through a network: images as blocks and lists of numbers as bars, to scale.

    Parameters
    ----------
    rows : sequence of modlab.networks.summary.Row
        ReLU layers are left out, since they change no shape.
    input_dim : (C, H, W)
    """
    shapes = [("input", tuple(input_dim))]
    shapes += [(row.name, tuple(row.shape)) for row in rows if row.kind != "Relu"]
    axes = canvas(12, 5.6)
    unit, base, left = 2.6 / input_dim[1], 4.2, 0
    for number, (name, shape) in enumerate(shapes):
        if len(shape) == 3:
            channels, height, width = shape[0], shape[1] * unit, shape[2] * unit
            depth = 0.12 + channels * 0.045
            box = block(axes, left, base - height, width, height, depth, SKY)
            right = box.right + depth * 0.55
        else:
            height = 0.15 + shape[0] * 0.025
            axes.add_patch(
                Rectangle((left + 0.25, base - height), 0.45, height, facecolor=tint(ORANGE), edgecolor=INK)
            )
            right = left + 0.95
        middle = (left + right) / 2
        write(axes, middle, base + 0.5, name, TEXT_POINTS - 2, bold=True)
        write(axes, middle, base + 1.15, "×".join(map(str, shape)), TEXT_POINTS - 2, GREY)
        if number < len(shapes) - 1:
            gap = 0.55 if len(shape) == 3 else 0.75
            arrow(axes, (right + 0.1, base - 0.6), (right + gap - 0.08, base - 0.6))
            left = right + gap
    return show(axes)


def digits(images, labels):
    """Show some images of digits with their labels."""
    columns = 8
    rows = -(-len(images) // columns)
    side, gap = 1.3, (12 - columns * 1.3) / (columns - 1)
    axes = canvas(12, rows * 2.1 - 0.1)
    for number, (one, label) in enumerate(zip(images, labels, strict=True)):
        row, column = divmod(number, columns)
        box = picture(axes, one, column * (side + gap), row * 2.1, side, INK_ON_PAPER)
        write(axes, box.middle[0], box.bottom + 0.35, f"{label}", TEXT_POINTS - 1)
    return show(axes)


def one_step():
    """Show the round trip of one training step."""
    axes = canvas(12, 6.3)
    stations = [
        (0, 0.3, "batch", "x and t", SKY),
        (4.4, 0.3, "network", "scores", SKY),
        (8.8, 0.3, "softmax, loss", "one number", SKY),
        (8.8, 4, "backward", "all layers", GRADIENT),
        (4.4, 4, "gradients", "dW, db, …", GRADIENT),
        (0, 4, "optimizer", "moves W, b", ORANGE),
    ]
    boxes = [
        step(axes, left, top, 3.2, 1.7, name, note, tint(colour, 0.45))
        for left, top, name, note, colour in stations
    ]
    for number in (0, 1):
        here, there = boxes[number], boxes[number + 1]
        arrow(axes, (here.right + 0.1, here.middle[1]), (there.left - 0.1, there.middle[1]))
    arrow(axes, (boxes[2].middle[0], 2.1), (boxes[3].middle[0], 3.9), backward=True)
    for number in (3, 4):
        here, there = boxes[number], boxes[number + 1]
        ends = (here.left - 0.1, here.middle[1]), (there.right + 0.1, there.middle[1])
        arrow(axes, *ends, backward=number == 3)
    arrow(axes, (boxes[5].middle[0], 3.9), (boxes[0].middle[0], 2.1))
    write(axes, 1.9, 3, "the next batch", TEXT_POINTS - 2, GREY, "left")
    return show(axes)


def frame_in(axes, place, xlabel, ylabel):
    """Add a plot in the house's style."""
    frame = axes.inset_axes(place)
    frame.set_facecolor(PAPER)
    frame.set_xlabel(xlabel, fontsize=TEXT_POINTS - 1)
    frame.set_ylabel(ylabel, fontsize=TEXT_POINTS - 1)
    frame.tick_params(labelsize=TEXT_POINTS - 3)
    frame.spines[["top", "right"]].set_visible(False)
    return frame


def loss_curve(losses, start=None):
    """Show the loss at every step, and a line at the loss of somebody who only guesses."""
    axes = canvas(12, 5.6)
    frame = frame_in(axes, (0.14, 0.2, 0.82, 0.74), "step", "loss")
    frame.plot(np.arange(1, len(losses) + 1), losses, color=BLUE, linewidth=1.6)
    if start is not None:
        frame.axhline(start, color=GREY, linewidth=1.4, linestyle=(0, (4, 3)))
        frame.annotate(
            "guessing",
            (len(losses), start),
            (0, 5),
            textcoords="offset points",
            ha="right",
            fontsize=TEXT_POINTS - 1,
            color=GREY,
        )
        frame.set_ylim(0, max(start, max(losses)) * 1.12)
    return show(axes)


def accuracy_curves(train, test, bottom=0.0):
    """Show the accuracy on images that were learned from and on others, after every epoch."""
    axes = canvas(12, 6)
    frame = frame_in(axes, (0.14, 0.19, 0.82, 0.77), "epochs", "accuracy")
    epochs = np.arange(1, len(train) + 1)
    frame.plot(epochs, train, color=BLUE, marker="o", markersize=6, linewidth=2, label="train")
    frame.plot(epochs, test, color=VERMILION, marker="s", markersize=6, linewidth=2, label="test")
    frame.set_ylim(bottom, 1.01)
    frame.xaxis.get_major_locator().set_params(integer=True)
    frame.legend(loc="lower right", fontsize=TEXT_POINTS, frameon=False)
    return show(axes)


def before_and_after(one, before, after, answer):
    """Show a digit, and how sure the network is of each answer before and after training."""
    axes = canvas(12, 5.4)
    picture(axes, one, 0, 1.2, 3, INK_ON_PAPER)
    for left, values, title in ((4.3, before, "before"), (8.4, after, "after")):
        write(axes, left + 1.9, 0.2, title, TEXT_POINTS)
        for digit, value in enumerate(values):
            y = 0.65 + digit * 0.48
            write(axes, left, y + 0.2, f"{digit}", TEXT_POINTS - 3, GREY)
            fill = ORANGE if digit == answer else SKY
            axes.add_patch(Rectangle((left + 0.35, y), max(0.04, 3.2 * value), 0.36, facecolor=fill))
            axes.plot([left + 0.35] * 2, [y - 0.06, y + 0.42], color=INK, linewidth=1)
    return show(axes)


def seen(drawn, columns=100):
    """Show which of many images were drawn at least once, one small square for each."""
    values = np.asarray(drawn, float).reshape(-1, columns)
    side = 12 / columns
    axes = canvas(12, values.shape[0] * side)
    picture(axes, 1 - values, 0, 0, 12, INK_ON_PAPER, limits=(0, 1))
    return show(axes)


def errors(names, values):
    """Show the part of test images that is read wrongly, for some networks."""
    axes = canvas(12, 1.5 * len(names))
    colours = (ORANGE, SKY, GREEN)
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        y = 1.5 * number
        write(axes, 0, y + 0.3, name, TEXT_POINTS - 1, align="left")
        long = 10 * value / max(values)
        axes.add_patch(Rectangle((0, y + 0.65), long, 0.55, facecolor=colours[number]))
        write(axes, long + 0.2, y + 0.92, f"{value:.2%}", TEXT_POINTS - 1, align="left", bold=True)
    return show(axes)

"""Figures of what a network holds and does. matplotlib is only imported here, and only when one is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from modlab.inside.backend import Array, to_numpy

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from modlab.trainer import Trainer


def filter_figure(filters: Array, nx: int = 8, title: str | None = None) -> Figure:
    """Draw every filter's first channel, the smallest weight white and the largest black.

    Parameters
    ----------
    filters : (FN, C, FH, FW) array
    nx : int
        Filters in a row.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    import matplotlib.pyplot as plt

    filters = to_numpy(filters)
    if filters.ndim != 4:
        raise ValueError(f"Filters must have the shape (FN, C, FH, FW); got {filters.shape}.")
    FN = len(filters)
    ny = int(np.ceil(FN / nx))
    figure = plt.figure(figsize=(nx * 0.8, ny * 0.8 + (0.4 if title else 0)))
    figure.subplots_adjust(left=0, right=1, bottom=0, top=0.88 if title else 1, hspace=0.05, wspace=0.05)
    if title:
        figure.suptitle(title)
    for i in range(FN):
        axes = figure.add_subplot(ny, nx, i + 1, xticks=[], yticks=[])
        axes.imshow(filters[i, 0], cmap=plt.cm.gray_r, interpolation="nearest")
    return figure


def filter_show(
    filters: Array,
    nx: int = 8,
    margin: float = 3,  # noqa: ARG001  (the slides' function has both)
    scale: float = 10,  # noqa: ARG001
) -> None:
    """Show every filter's first channel, as on the slides.

    Parameters
    ----------
    filters : (FN, C, FH, FW) array
    nx : int
        Filters in a row.
    margin, scale : number
        Not used; here because the slides' function has them.
    """
    import matplotlib.pyplot as plt

    filter_figure(filters, nx)
    plt.show()


def before_and_after_figure(before: Array, after: Array, nx: int = 10) -> Figure:
    """Draw filters before and after training, side by side.

    Parameters
    ----------
    before, after : (FN, C, FH, FW) arrays
    nx : int
        Filters in a row, on each side.

    Returns
    -------
    matplotlib.figure.Figure
    """
    import matplotlib.pyplot as plt

    if before.shape != after.shape:
        raise ValueError(f"The filters must have the same shape; got {before.shape} and {after.shape}.")
    ny = int(np.ceil(len(before) / nx))
    figure = plt.figure(figsize=(nx * 1.1, ny * 0.55 + 0.4))
    halves: Any = figure.subfigures(1, 2)
    titles = ("before training", "after training")
    for half, filters, title in zip(halves, (before, after), titles, strict=True):
        half.suptitle(title)
        grid = half.subplots(ny, nx, squeeze=False)
        half.subplots_adjust(left=0.03, right=0.97, bottom=0.02, top=0.84, wspace=0.1, hspace=0.1)
        for axes in grid.flat:
            axes.set_axis_off()
        for axes, one in zip(grid.flat, to_numpy(filters), strict=False):
            axes.imshow(one[0], cmap="gray_r", interpolation="nearest")
    return figure


def misread_figure(x: Array, t: Array, y: Array, nx: int = 10, highest: int = 100) -> Figure:
    """Draw the images that were read wrongly: the label top left, the guess bottom right.

    Parameters
    ----------
    x : (N, C, H, W) array
    t, y : (N,) arrays of labels
        What is right, and what was guessed.
    nx : int
        Images in a row.
    highest : int
        Images drawn at most.

    Returns
    -------
    matplotlib.figure.Figure
        Its title says how many were wrong.
    """
    import matplotlib.pyplot as plt

    x, t, y = to_numpy(x), to_numpy(t), to_numpy(y)
    if not len(x) == len(t) == len(y):
        raise ValueError(f"Images, labels and guesses must be as many; got {len(x)}, {len(t)} and {len(y)}.")
    wrong = np.flatnonzero(t != y)
    drawn = wrong[:highest]
    ny = max(1, int(np.ceil(len(drawn) / nx)))
    size = (nx * 0.9, ny * 0.9 + 0.5)
    figure, grid = plt.subplots(ny, nx, figsize=size, squeeze=False, layout="constrained")
    more = "" if len(drawn) == len(wrong) else f", {len(drawn)} of them shown"
    figure.suptitle(f"{len(wrong)} of {len(x):,} read wrongly{more}: answer (top left), guess (bottom right)")
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, i in zip(grid.flat, drawn, strict=False):
        axes.imshow(x[i, 0], cmap="gray_r", interpolation="nearest")
        place = {"transform": axes.transAxes, "fontsize": 9, "fontweight": "bold"}
        axes.text(0.03, 0.97, str(t[i]), ha="left", va="top", color="tab:blue", **place)
        axes.text(0.97, 0.03, str(y[i]), ha="right", va="bottom", color="tab:red", **place)
    return figure


def history_figure(trainer: Trainer) -> Figure:
    """Draw a run's loss at every step and its accuracies after every epoch.

    Parameters
    ----------
    trainer : modlab.trainer.Trainer

    Returns
    -------
    matplotlib.figure.Figure
    """
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
    left.plot(np.arange(1, len(trainer.train_loss_list) + 1), trainer.train_loss_list, linewidth=0.8)
    left.set(xlabel="step", ylabel="loss", yscale="log")
    epochs = np.arange(1, len(trainer.train_acc_list) + 1)
    right.plot(epochs, trainer.train_acc_list, marker="o", label="train", markevery=2)
    right.plot(epochs, trainer.test_acc_list, marker="s", label="test", markevery=2)
    right.set(xlabel="epochs", ylabel="accuracy")
    right.legend(loc="lower right")
    return figure

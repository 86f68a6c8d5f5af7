"""The training curve explorer: what the cards of the shipped weights say about their runs."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import numpy as np
import traitlets

from modlab.widgets.figure import Figure, joined, whole_number
from modlab.widgets.palette import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILION
from modlab.widgets.still import Still


def shipped_runs() -> dict[str, Any]:
    """Return the accuracies of every shipped run by name: train and judged by epoch, and in the test.

    Returns
    -------
    dict of str to dict

    Examples
    --------
    >>> run = shipped_runs()["simple-convnet"]
    >>> len(run["train"]), len(run["judged"])
    (20, 20)
    """
    runs = {}
    for file in sorted((resources.files("modlab") / "weights").iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".json"):
            continue
        card = json.loads(file.read_text(encoding="utf-8"))
        if card.get("train_accuracy_by_epoch") and card.get("judged_accuracy_by_epoch"):
            runs[file.name.removesuffix(".json")] = {
                "train": card["train_accuracy_by_epoch"],
                "judged": card["judged_accuracy_by_epoch"],
                "test": card.get("test_accuracy"),
            }
    return runs


class TrainingCurves(Figure):
    """Accuracy by epoch of the networks that come with modlab.

    Parameters
    ----------
    runs : dict, optional
        name -> {"train": accuracies by epoch, "judged": the same on pictures kept out, "test": accuracy}.
    shown : list of str, optional
        Which of them are drawn.
    epoch : int
        Counted from 1.
    lowest : int
        Where the scale starts, in per cent, 0 to 98.

    Examples
    --------
    >>> run = {"train": [0.5, 0.75], "judged": [0.5, 0.5], "test": 0.5}
    >>> TrainingCurves(runs={"mine": run}, epoch=2).gap("mine")
    0.25
    """

    _esm = joined("training_curves.js")
    title = traitlets.Unicode("Training curves · 학습 곡선").tag(sync=True)
    runs = traitlets.Dict().tag(sync=True)
    shown = traitlets.List(traitlets.Unicode()).tag(sync=True)
    epoch = whole_number(1, 1, 10_000)
    lowest = whole_number(88, 0, 98)

    def __init__(self, **state: Any) -> None:
        runs = state.setdefault("runs", shipped_runs())
        state.setdefault("shown", list(runs))
        super().__init__(**state)

    @traitlets.validate("runs")
    def _check_runs(self, proposal: Any) -> Any:
        for name, run in proposal["value"].items():
            if not run.get("train") or len(run["train"]) != len(run.get("judged", ())):
                raise traitlets.TraitError(
                    f"The run {name!r} needs 'train' and 'judged', two lists with one accuracy for each epoch."
                )
        if not proposal["value"]:
            raise traitlets.TraitError("runs is empty: there is no curve to draw.")
        return proposal["value"]

    @traitlets.validate("shown")
    def _check_shown(self, proposal: Any) -> Any:
        for name in proposal["value"]:
            if name not in self.runs:
                raise traitlets.TraitError(f"There is no run {name!r}; there are {', '.join(self.runs)}.")
        return proposal["value"]

    def gap(self, name: str) -> float:
        """Return how much better a run does on training pictures than on others at `epoch`, a float."""
        run = self.runs[name]
        place = min(self.epoch, len(run["judged"])) - 1
        return run["train"][place] - run["judged"][place]

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: one line for each run, on pictures kept out of training."""
        width, height, low = 460, 200, self.lowest / 100
        # Two names a line.
        picture = Still(height + 10 + 20 * -(-len(self.runs) // 2))
        picture.box(0, 0, width, height)
        picture.text(4, 14, "100 %", 12, anchor="start")
        picture.text(4, height - 5, f"{self.lowest} %", 12, anchor="start")
        colours = [BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY]
        longest = max(len(run["judged"]) for run in self.runs.values())
        told = []
        for place, (name, run) in enumerate(self.runs.items()):
            if name not in self.shown:
                continue
            heights = height * (1 - np.maximum(run["judged"], low)) / (1 - low)
            x = np.arange(len(heights)) * width / max(longest - 1, 1)
            colour = colours[place % len(colours)]
            picture.path(zip(x, heights, strict=True), colour)
            picture.text(
                place % 2 * 230, height + 24 + place // 2 * 20, name, 13, colour, anchor="start", bold=True
            )
            told.append(f"{name} ends at {run['judged'][-1]:.2%}")
        return picture.svg(
            width
        ), f"Accuracy by epoch on pictures kept out of training: {'; '.join(told) or 'no run'}."

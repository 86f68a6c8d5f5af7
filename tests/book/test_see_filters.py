"""The chapter that looks inside: its numbers against the data file, and receptive fields worked out by hand."""

import re
from pathlib import Path

import numpy as np

from modlab.networks.base import weights_folder

ROOT = Path(__file__).parents[2]


def test_edges_and_blobs_are_counted_right(prose):
    with np.load(ROOT / "book" / "data" / "train_convnet.npz", allow_pickle=False) as kept:
        filters = kept["filters"][-1].astype(float)
    edges = blobs = 0
    for one in filters:
        weights = [float(w) for w in one.ravel()]
        balance = abs(sum(weights)) / sum(map(abs, weights))
        edges += balance < 0.35
        blobs += balance > 0.65
    assert edges > 5
    assert blobs > 5
    sentence = (
        f"{edges} of the thirty are below 0.35, {blobs} above 0.65, and only {30 - edges - blobs} between"
    )
    assert sentence in prose


def test_receptive_fields_are_those_worked_out_by_hand(prose):
    """LeNet: 5, pooled 6, then 4 more steps of 2. The deep one: 3, 5 | 6, 10, 14 | 16, 24, 32."""
    deep = (weights_folder() / "deep-convnet.npz").is_file()
    last, name, network = (32, "Conv6", "DeepConvNet") if deep else (14, "Conv2", "LeNet")
    assert f"We use {network}," in prose
    assert f"It grows from {3 if deep else 5} pixels in Conv1 to {last} in {name}" in prose


def test_neurons_stand_for_classes_more_and_more(prose):
    first, hidden, last = map(
        int,
        re.search(
            r"From (\d+)% in the first layer to (\d+)% in the last hidden one and (\d+)%",
            prose,
        ).groups(),
    )
    # Ten classes of about equal size: 20 pictures taken blindly hold about 4 or 5 of the commonest, under 30 %.
    assert 30 < first < hidden < last <= 100

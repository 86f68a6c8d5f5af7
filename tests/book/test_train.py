"""The training chapter: its numbers against the data file, arithmetic by hand, and that the run's card is whole."""

import json
import math
from pathlib import Path

import numpy as np

BOOK = Path(__file__).parents[2] / "book"
RUN = json.loads((BOOK / "data" / "train_convnet.json").read_text(encoding="utf-8"))


def test_the_run_is_the_slides():
    assert (RUN["epochs"], RUN["batch_size"]) == (20, 100)
    # 50 batches of 100 are 5,000 pictures; 20 times.
    assert len(RUN["train_loss_list"]) == 1000
    assert len(RUN["train_acc_list"]) == len(RUN["test_acc_list"]) == 20
    assert abs(RUN["train_loss_list"][0] - math.log(10)) < 0.01
    assert (BOOK.parent / RUN["command"].split()[1]).is_file()
    assert {"seed", "seconds", "machine", "date"} <= RUN.keys()


def test_the_kept_filters_start_as_they_were_drawn_and_move():
    with np.load(BOOK / "data" / "train_convnet.npz", allow_pickle=False) as kept:
        steps, filters = kept["steps"], kept["filters"]
    assert list(steps) == [0, 5, 10, 20, 50, 100, 200, 500, 1000]
    assert filters.shape == (9, 30, 1, 5, 5)
    # The network draws its first weights with a standard deviation of 0.01.
    assert 0.008 < filters[0].astype(float).std() < 0.012
    moved = [float(np.abs(now - filters[0]).mean()) for now in filters.astype(float)]
    assert moved == sorted(moved)
    assert moved[0] == 0


def test_numbers_in_the_prose_are_right(prose):
    """By hand: 30 · 26 = 780; 4320 · 100 + 100 of 433,890 are 99.6 %; 24 · 24; 1 − 1/e is 63 %."""
    for sentence in (
        "30 × (5 × 5 + 1) = 780 of the 433,890 parameters",
        "The first Affine layer has 99.6%",
        "each weight of a filter is used at 576 places",
        "which is 63%",
        f"After one epoch the network reads {RUN['test_acc_list'][0]:.1%} of the test pictures; "
        f"after twenty, {RUN['test_accuracy']:.1%}",
        "50 batches an epoch, so 1000 times",
        "is 6.9 instead of 2.3",
        "first loss 2.303, expected about 2.303",
    ):
        assert sentence in prose

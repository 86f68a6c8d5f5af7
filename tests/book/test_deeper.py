"""The deeper network's chapter: its table, its misread digits and its runs against what was recorded."""

from pathlib import Path

import numpy as np

from modlab.networks.catalog import SMALL
from modlab.networks.ensemble import pretrained_names

DATA = Path(__file__).parents[2] / "book" / "data"


def test_the_table_of_mnist_is_the_slides_with_our_rows(page, data):
    rows = [
        [cell.get_text() for cell in row.find_all("td")]
        for row in page.select("table:not(.run-card) tr")
        if row.find("td")
    ]
    published = [row[0] for row in rows if row[2] not in ("this book", "the slides")]
    assert published == ["0.21 %", "0.23 %", "0.23 %", "0.24 %", "0.28 %", "0.31 %", "0.31 %", "0.32 %"]
    errors = [float(row[0].removesuffix(" %")) for row in rows]
    assert errors == sorted(errors)
    assert sum(row[2] == "this book" for row in rows) == len(data("misread")["networks"])
    assert ["0.62 %", "the slides' network", "the slides"] in [
        [c.replace("’", "'") for c in row] for row in rows
    ]


def test_misread_digits_are_those_that_the_shipped_weights_misread(data):
    """The cards were measured by another command, on all ten thousand digits."""
    found, kept = data("misread")["networks"], np.load(DATA / "misread.npz")
    place = {int(number): i for i, number in enumerate(kept["numbers"])}
    for kind, network_class in SMALL.items():
        for name in pretrained_names(network_class):
            assert name in found, f"{name} is new: run python book/experiments/misread.py with MNIST at hand"
            one = found[name]
            card = network_class.card(name)
            assert len(one["misread"]) == round(10_000 * (1 - card["test_accuracy"])), (kind, name)
            chosen = [place[number] for number in one["misread"]]
            pictures = kept["pictures"][chosen][:, None] / np.float32(255)
            guesses = network_class.pretrained(name).predict_in_batches(pictures).argmax(axis=1)
            np.testing.assert_array_equal(guesses, one["guesses"])
            np.testing.assert_array_equal(kept["answers"][chosen], one["answers"])
            assert (guesses != kept["answers"][chosen]).all()


def test_augmentation_on_the_page_is_the_mean_of_the_runs(prose, data):
    runs = {(r["pictures"], r["decay"], r["augment"]): r for r in data("augmentation")["runs"]}
    before, after = (100 * np.mean(runs[100, True, changed]["test"]) for changed in (False, True))
    assert f"From a hundred digits: {before:.1f} % without, {after:.1f} % with augmentation" in prose
    assert all(len(run["test"]) == 5 for run in runs.values())

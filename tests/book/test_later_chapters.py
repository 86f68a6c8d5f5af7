"""From famous networks to the summary: numbers on the pages against published ones and against sums done by hand."""

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from modlab.networks import LeNet
from modlab.networks.catalog import SMALL
from modlab.networks.ensemble import pretrained_names

ROOT = Path(__file__).parents[2]
DATA = ROOT / "book" / "data"
sys.path.insert(0, str(ROOT / "book"))

CHAPTERS = ("famous-networks", "deeper", "why-depth", "faster", "fewer-bits", "summary")


def data(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def prose(build, pages):
    """Return the text of a chapter, its spaces made one."""

    def text(name):
        article = pages[build.html / "book" / f"{name}.html"].find("article")
        return re.sub(r"\s+", " ", article.get_text())

    return text


def test_famous_networks_are_counted_right(prose):
    """AlexNet 60,965,224, VGG-16 138,357,544, VGG-19 143,667,240, ResNet-152 60,192,808: as published."""
    text = prose("famous-networks")
    for sentence in (
        "It has 61,706 weights to learn",
        # A quarter, ten times: 4^10.
        "divide the gradient by 1,048,576 or more",
        "a blind guess is right in 0.5 % of all cases",
        # 60,965,224 / 61,706; the full layers have 58,631,144.
        "there are 988 times as many weights, 61 million",
        "96 % of the weights are in the three full layers. 92 % of the work",
        "138 million weights",
        # 28² · (192·16 + 16·25·32) and 28² · 192·25·32.
        "costs 12 million multiply-adds; without narrowing it would be 120 million, 10 times",
        "ResNet’s 152 layers have 60 million weights, less than half of VGG-19’s 144 million in 19 layers",
        "top-5 error of 3.57 % (the slides round to 3.5 %)",
    ):
        assert sentence in text, sentence


def test_depth_is_counted_right(prose):
    text = prose("why-depth")
    for sentence in (
        "One 5 × 5 filter has 25, two 3 × 3 have 18",
        "And one 7 × 7 has 49, three 3 × 3 have 27",
        # 1 2 3 2 1 against itself: 3 · 3.
        "The middle pixel is seen in 9 ways",
        # 3, 5, pooled; 5 + 1 + 2·2 + 2·2 = 14, pooled; 14 + 2 + 2·4 + 2·4 = 32.
        "From 3 × 3 pixels to 32 × 32",
        "5 layers make 32 pieces out of 10 ReLUs",
        "121 weights against 45",
    ):
        assert sentence in text, sentence
    assert "(5, 5) (5, 5) (7, 7)" in text


def test_the_table_of_mnist_is_the_slides_with_our_rows(build, pages):
    page = pages[build.html / "book" / "deeper.html"]
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


def test_misread_digits_are_those_that_the_shipped_weights_misread():
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


def test_augmentation_on_the_page_is_the_mean_of_the_runs(prose):
    runs = {(r["pictures"], r["decay"], r["augment"]): r for r in data("augmentation")["runs"]}
    before, after = (100 * np.mean(runs[100, True, changed]["test"]) for changed in (False, True))
    assert f"From a hundred digits: {before:.1f} % without, {after:.1f} % with augmentation" in prose(
        "deeper"
    )
    assert all(len(run["test"]) == 5 for run in runs.values())


def test_alexnets_work_and_time_add_up(prose):
    """By hand: 55²·96·363 + 27²·256·1200 + 13²·(384·2304 + 384·1728 + 256·1728) = 665,784,864 of 724,406,816."""
    text = prose("faster")
    assert "Of 724 million multiply-adds, 92 % are convolutions" in text
    assert "each of its weights works 3,025 times" in text
    assert "7 days are 7 × 24 hours; divided by 56 they are 3" in text
    times = data("alexnet_time")
    for kind, shares in times["convolutions_share_of_every_round"].items():
        of_kind = times["milliseconds_a_picture"][kind]
        share = sum(ms for name, ms in of_kind.items() if name.startswith("Conv")) / sum(of_kind.values())
        assert share == pytest.approx(np.median(shares), abs=0.03)
    modlab = times["milliseconds_a_picture"]["modlab"]
    share = sum(ms for name, ms in modlab.items() if name.startswith("Conv")) / sum(modlab.values())
    assert f"In modlab the convolutions take {100 * share:.0f} % of the time" in text


def test_the_page_says_what_was_not_run(prose):
    assert "There was no GPU on the machine that built this book" in prose("faster")
    assert "nothing on this page was run on one" in prose("fewer-bits")


def test_bytes_are_counted_right(prose):
    """433,890 numbers; in one bit 30·(4+4) + 100·(540+4) + 10·(13+4) bytes, and 140 biases of four."""
    kinds = data("fewer_bits")["kinds"]
    assert [kinds[name]["bytes"] for name in ("float64", "float32", "float16")] == [
        433_890 * size for size in (8, 4, 2)
    ]
    assert kinds["1 bit"]["bytes"] == 240 + 54_400 + 170 + 560
    assert "in 55 kB instead of 1.74 MB, 31 times less" in prose("fewer-bits")


def test_the_summarys_answers_are_right(prose):
    text = prose("summary")
    # 2⁵ = 32; LeNet's full layers have 48,120 + 10,164 + 850 of 61,706.
    assert "5; then one pixel is left" in text
    assert "they hold 96 % of its weights" in text


def test_a_network_is_drawn_with_the_shapes_of_its_paper():
    from figures.networks import stages

    drawn = [shape for _, _, shape in stages(LeNet(rng=0).summary(), (1, 28, 28))]
    expected = [(1, 28, 28), (6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]
    assert [tuple(shape) for shape in drawn] == expected

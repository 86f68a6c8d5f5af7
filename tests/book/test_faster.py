"""The chapter on speed: work and time add up."""

import numpy as np
import pytest


def test_alexnets_work_and_time_add_up(prose, data):
    """By hand: 55²·96·363 + 27²·256·1200 + 13²·(384·2304 + 384·1728 + 256·1728) = 665,784,864 of 724,406,816."""
    assert "Of 724 million multiply-adds, 92 % are convolutions" in prose
    assert "each of its weights works 3,025 times" in prose
    assert "7 days are 7 × 24 hours; divided by 56 they are 3" in prose
    times = data("alexnet_time")
    for kind, shares in times["convolutions_share_of_every_round"].items():
        of_kind = times["milliseconds_a_picture"][kind]
        share = sum(ms for name, ms in of_kind.items() if name.startswith("Conv")) / sum(of_kind.values())
        assert share == pytest.approx(np.median(shares), abs=0.03)
    modlab = times["milliseconds_a_picture"]["modlab"]
    share = sum(ms for name, ms in modlab.items() if name.startswith("Conv")) / sum(modlab.values())
    assert f"In modlab the convolutions take {100 * share:.0f} % of the time" in prose


def test_the_page_says_what_was_not_run(prose):
    assert "There was no GPU on the machine that built this book" in prose

"""conv-layer: right answers of any style earn all points; each of the three gradients is worth its own."""

import pytest

ASSIGNMENT = "conv-layer"


def test_a_wrong_forward_does_not_cost_the_way_back(judge_answers):
    points, cells = judge_answers({"out": SLIDES["out"].replace(" + self.b", "")})
    assert points == {**FULL, "out": 0}
    assert cells["out"].fault == "out-without-bias"

"""conv-layer: each of the three gradients is worth its own points."""

from answers.conv_layer import SLIDES

ASSIGNMENT = "conv-layer"


def test_a_wrong_forward_does_not_cost_the_way_back(judge_answers, full_points):
    points, cells = judge_answers({"out": SLIDES["out"].replace(" + self.b", "")})
    assert points == {**full_points, "out": 0}
    assert cells["out"].fault == "out-without-bias"

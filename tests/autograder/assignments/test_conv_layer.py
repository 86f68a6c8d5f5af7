"""conv-layer: each of the three gradients is worth its own points."""

from answers.conv_layer import SLIDES

from autograder import catalog

ASSIGNMENT = "conv-layer"


def test_a_wrong_forward_does_not_cost_the_way_back(judge_answers, full_points):
    points, cells = judge_answers({"out": SLIDES["out"].replace(" + self.b", "")})
    assert points == {**full_points, "out": 0}
    assert cells["out"].fault == "out-without-bias"


LOOKS_INTO_THE_QUESTION = """
def agree(one, other):
    import sys
    frame = sys._getframe()
    while frame:
        names = frame.f_globals
        if "differences" in names or "apart" in names:
            return names["of_one"] == names["of_other"] and abs(names["apart"]).max() < 1e-6
        frame = frame.f_back
    return one is not other
"""


def test_who_looks_into_the_question_about_pairs_finds_no_answer(judge_answers, full_points):
    """The question holds the pairs and nothing that says how far they lie apart."""
    points, _ = judge_answers(
        {"verdicts": LOOKS_INTO_THE_QUESTION + "\n\nverdicts = as_array([1, 1, 0, 0, 0, 0, 0])"}
    )
    assert points == {**full_points, "verdicts": 0}
    assert set(catalog.load(ASSIGNMENT).asks["conv-layer-verdicts"].names) == {"pairs", "shapes"}

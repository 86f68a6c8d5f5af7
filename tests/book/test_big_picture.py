"""The first chapter: its numbers, read from the built page."""

import re


def test_every_row_of_the_edge_picture_is_the_slides(printed):
    assert "[[  0. 300. 300.   0.]\n [  0. 300. 300.   0.]\n [  0. 300. 300.   0.]]" in printed[0]


def test_lenets_shapes_are_those_of_the_paper(printed):
    """LeNet-5 as published: C1 6@28×28, S2 6@14×14, C3 16@10×10, S4 16@5×5, 120, 84, 10."""
    shapes = [
        line.split(maxsplit=1)[1]
        for line in "".join(printed).splitlines()
        if re.match("Conv|Pool|Affine", line)
    ]
    assert shapes == ["6 × 28 × 28", "6 × 14 × 14", "16 × 10 × 10", "16 × 5 × 5", "120", "84", "10"]


def test_the_answers_to_the_questions(page):
    """By hand: 0 − 100 three times is −300; brightness cancels; no change from row to row is 0."""
    answers = [re.sub(r"\s+", " ", answer.get_text()) for answer in page.select("details.sd-dropdown")]
    assert "0 −300 −300 0." in answers[0]
    assert "The same as before, 0 300 300 0." in answers[1]
    assert "Nothing: 0 0 0 0." in answers[2]


def test_training_makes_neighbouring_weights_alike(prose):
    found = re.search(
        r"about zero, here (−?\d+\.\d+) on average. In the trained filters it is (\d+\.\d+)", prose
    )
    before, after = (float(number.replace("−", "-")) for number in found.groups())
    # Of thirty filters with forty pairs of neighbours each, the mean correlation of noise is within 0.1 of zero.
    assert abs(before) < 0.1
    assert after > 0.3

"""deeper: the oracle is held to published numbers."""

from autograder.assignments.deeper.test_deeper import pixels_seen

ASSIGNMENT = "deeper"


def test_the_oracle_gives_the_slides_numbers():
    """One 5×5 sees as far as two of 3×3, one 7×7 as far as three."""
    assert pixels_seen([[3, 1], [3, 1]]) == pixels_seen([[5, 1]]) == 5
    assert pixels_seen([[3, 1], [3, 1], [3, 1]]) == pixels_seen([[7, 1]]) == 7


def test_the_oracle_gives_vgg16s_published_receptive_fields():
    """Source: A. Araujo, W. Norris, J. Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill, 2019: 212."""
    stack = []
    for layers in (2, 2, 3, 3, 3):
        stack += [[3, 1]] * layers + [[2, 2]]
    assert pixels_seen(stack) == 212


def test_fresh_numbers_tell_the_ways_apart(many_numbers):
    for n in many_numbers:
        assert (n["stack"][:, 0] >= n["stack"][:, 1]).all()
        assert (n["moves"] < 0).any()
        assert (n["moves"] > 0).any()
        wrong = n["scores"].argmax(axis=1) != n["t"]
        assert 3 < wrong.sum() < len(wrong) - 3

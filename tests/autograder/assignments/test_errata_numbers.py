"""errata-numbers: a test that cannot tell earns nothing, and fresh numbers show every defect."""

import numpy as np

from autograder.assignments.errata_numbers import oracle

ASSIGNMENT = "errata-numbers"


def test_answers_in_turn_earn_nothing(judge_bodies, full_points):
    """A test that does not look, but says False first and True then, as the versions stand in the notebook."""
    body = 'asked = globals().setdefault("asked", [])\nasked.append(1)\nreturn len(asked) > 1'
    points, _ = judge_bodies({"relu_test": body})
    assert points == {**full_points, "relu_test": 0}


def test_the_oracle_gives_published_numbers():
    """What PyTorch's max_pool2d gives for 1 to 16 under 2×2 windows, stride 2, padding 1, and their negatives; and (y - t) / N."""
    image = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    assert oracle.largest_inside(image, 2, 2, 2, 1)[0, 0].tolist() == [[1, 3, 4], [9, 11, 12], [13, 15, 16]]
    assert oracle.largest_inside(-image, 2, 2, 2, 1)[0, 0].tolist() == [
        [-1, -2, -4],
        [-5, -6, -8],
        [-13, -14, -16],
    ]
    slopes = oracle.slope_of_loss(np.zeros((2, 4)), np.array([3, 0]))
    np.testing.assert_allclose(
        slopes, [[0.125, 0.125, 0.125, -0.375], [-0.375, 0.125, 0.125, 0.125]], atol=1e-15
    )


def test_fresh_numbers_show_every_defect(many_numbers):
    for n in many_numbers:
        assert len(n["t"]) % n["batch_size"] > 0
        assert n["pad"] > 0
        assert n["pool_h"] != n["pool_w"]
        assert (n["x"][:, :, 0, :2] < 0).all(axis=-1).any()
        assert (n["x"] > 0).any()
        assert len({n[name] for name in ("FN", "C", "FH", "FW")}) == 4

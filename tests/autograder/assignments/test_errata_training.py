"""errata-training: a test that cannot tell earns nothing, and fresh numbers show every defect."""

import statistics

import numpy as np

from autograder.assignments.errata_training import oracle

ASSIGNMENT = "errata-training"


def test_answers_in_turn_earn_nothing(judge_bodies, full_points):
    """A test that does not look, but says False first and True then, as the versions stand in the notebook."""
    body = 'asked = globals().setdefault("asked", [])\nasked.append(1)\nreturn len(asked) > 2'
    points, _ = judge_bodies({"order_test": body})
    assert points == {**full_points, "order_test": 0}


def test_what_stops_in_a_repair_is_blamed_on_its_own_blank(judge_bodies, full_points):
    points, cells = judge_bodies({"col": "return x[9, 9, 9]"})
    assert points == {**full_points, "col": 0}
    assert "your cell stopped with IndexError in line 2" in cells["col"].message


def test_the_oracle_normalizes_as_pythons_statistics_do():
    x = np.random.default_rng(0).normal(size=(2, 3, 2, 4))
    out = oracle.normal(x, 0.0)
    for c in range(3):
        numbers = x[:, c].ravel().tolist()
        expected = [(number - statistics.fmean(numbers)) / statistics.pstdev(numbers) for number in numbers]
        np.testing.assert_allclose(out[:, c].ravel(), expected)


def test_fresh_numbers_show_every_defect(many_numbers):
    for n in many_numbers:
        assert len(n["t"]) % n["batch_size"] > 0
        assert n["pool_h"] != n["pool_w"]
        assert n["dropout_ratio"] != 0.5

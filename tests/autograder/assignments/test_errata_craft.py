"""errata-craft: a test that cannot tell earns nothing, and fresh numbers show every defect."""

ASSIGNMENT = "errata-craft"


def test_answers_in_turn_earn_nothing(judge_bodies, full_points):
    """A test that does not look, but says False first and True then, as the versions stand in the notebook."""
    body = 'asked = globals().setdefault("asked", [])\nasked.append(1)\nreturn len(asked) > 2'
    points, _ = judge_bodies({"check_test": body})
    assert points == {**full_points, "check_test": 0}


def test_fresh_numbers_show_every_defect(many_numbers):
    for n in many_numbers:
        assert len(n["t"]) % n["batch_size"] > 0
        assert n["pool_h"] != n["pool_w"]
        assert (n["x"] > 0).any()

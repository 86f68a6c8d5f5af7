"""faster: no real time is graded; the oracle is held to published numbers."""

import numpy as np
from answers.faster import RIGHT

from autograder.assignments.faster import clear
from autograder.assignments.faster.test_faster import as_half, in_steps, one_bit

ASSIGNMENT = "faster"


def test_a_real_clock_earns_nothing(judge_answers, full_points):
    """The layers are pretended: by a real clock they take no time."""
    source = RIGHT["helpers"]["seconds"].replace("clock)", "time.perf_counter)")
    points, _ = judge_answers({"seconds": source})
    assert points == {**full_points, "seconds": 0}


def test_the_oracle_rounds_as_published():
    """IEEE 754's binary16: 1 + 2**-10 is the number after 1, 1 + 2**-11 lies half-way and goes to the even one; 0.1 is 0.0999755859375."""
    assert [as_half(number) for number in (1 + 2**-10, 1 + 2**-11, 0.1)] == [1 + 2**-10, 1.0, 0.0999755859375]
    assert [in_steps(number, 0.5) for number in (0.7, -0.7, 0.8)] == [0.5, -0.5, 1.0]
    assert one_bit([3.0, -1.0, 0.0, 2.0]) == [1.5, -1.5, 1.5, 1.5]


def test_fresh_numbers_leave_no_rounding_to_chance(many_numbers):
    for n in many_numbers:
        assert clear(*(n[name].astype(np.float64) for name in ("x", "W", "b")))
        fastest = n["costs"].argmin(axis=0)
        assert len(set(fastest.tolist())) > 1
        assert (n["conv_layers"][:, 2] != n["conv_layers"][:, 3]).all()

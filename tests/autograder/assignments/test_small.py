"""The simplest numbers come once more in float32, before those in which two things have changed."""

import numpy as np

from autograder.assignment import Small
from autograder.assignments.small import with_float32


def test_the_simplest_numbers_come_once_more_in_float32():
    small = [
        Small({"x": np.ones(2), "n": 3}),
        Small({"x": np.zeros(2), "n": 3}, ("pad",)),
        Small({}, ("pad", "stride")),
    ]
    found = with_float32(small)
    assert [one.changes for one in found] == [(), ("pad",), ("float32",), ("pad", "stride")]
    assert found[2].numbers["x"].dtype == np.float32
    assert found[2].numbers["n"] == 3
    assert small[0].numbers["x"].dtype == np.float64

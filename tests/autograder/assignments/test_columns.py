"""Rows of numbers in words."""

import numpy as np

from autograder.assignments.columns import in_columns


def test_each_row_is_told_by_its_columns():
    assert in_columns(("N", "pad"), np.array([[1, 0], [2, 3]])) == ["N 1, pad 0", "N 2, pad 3"]
    assert in_columns(("N", "pad"), []) == []

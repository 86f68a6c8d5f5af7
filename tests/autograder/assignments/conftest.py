"""What the exercises' tests share: the fresh numbers of many students."""

import pytest

from autograder import catalog
from autograder.judging.cases import cases


@pytest.fixture
def many_numbers(request):
    """The practice numbers and the fresh ones of twenty courses, for the exercise that the test module names in ASSIGNMENT."""
    assignment = catalog.load(request.module.ASSIGNMENT)
    return [case.numbers for seed in range(20) for case in cases(assignment, f"secret {seed}", "lee")[1:]]

"""How a submission fared: points where there are any, none where the grader itself failed."""

from autograder.grading.results import ERROR, GRADED, MISSING, Result
from autograder.judging.verdict import CellVerdict

CELLS = (CellVerdict("a", 2, 2), CellVerdict("b", 0.5, 3))


def test_points_are_added_up():
    result = Result("kim", GRADED, CELLS)
    assert (result.score, result.max_score) == (2.5, 5)
    assert Result("kim", MISSING, (CellVerdict("a", 0, 2),)).score == 0


def test_the_graders_own_fault_is_no_zero():
    assert Result("kim", ERROR, ()).score is None
    assert Result("kim", ERROR, CELLS).score is None


def test_the_time_it_took_makes_no_result_another_one():
    assert Result("kim", GRADED, CELLS, seconds={"a": 1.0}) == Result(
        "kim", GRADED, CELLS, seconds={"a": 2.0}
    )
    assert Result("kim", GRADED, CELLS, isolated=False) != Result("kim", GRADED, CELLS)

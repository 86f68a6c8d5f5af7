"""Checks are bound to cells, look at answers in this process, and a broken one is the grader's own fault."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.assignment import Check
from autograder.judging.answers import Answers
from autograder.judging.cases import Case
from autograder.judging.checking import checks_of_cell, look, right_values
from autograder.judging.compare import WrongAnswerError
from autograder.judging.verdict import GraderError
from autograder.sandbox.runner import Run

ANSWERS = Answers(Case("slide", {}), Run(), {}, "cell", "db")


def raising(error):
    def function(answers):
        raise error

    return Check("test_it", "cell", 1, function)


def test_a_check_says_what_is_wrong_or_nothing():
    wrong = WrongAnswerError("db is wrong.")
    assert look(raising(wrong), ANSWERS) is wrong
    assert look(Check("test_it", "cell", 1, lambda answers: None), ANSWERS) is None


@pytest.mark.parametrize("error", [ValueError("oops"), AssertionError("oops"), pytest.skip.Exception("oops")])
def test_whatever_else_a_check_raises_is_the_graders_own_fault(error):
    with pytest.raises(GraderError, match=r"The check test_it is broken: .*oops"):
        look(raising(error), ANSWERS)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_grader_stops_it(error):
    with pytest.raises(error):
        look(raising(error()), ANSWERS)


def test_a_grade_cell_without_a_check_gets_a_sentence(toy_conv):
    assert [check.name for check in checks_of_cell("toy-conv-db", toy_conv)] != []
    with pytest.raises(GraderError, match=r"No check is bound to the grade cell toy-conv-db\."):
        checks_of_cell("toy-conv-db", replace(toy_conv, checks=()))


def test_the_right_values_of_a_cell_are_what_its_checks_expect(toy_conv):
    """The slides print db: [4, 4]."""
    case = Case("slide", toy_conv.slide_numbers())
    (name, value), *others = right_values(toy_conv, "toy-conv-db", case).items()
    assert (name, value.tolist(), others) == ("db", [4, 4], [])
    assert np.issubdtype(value.dtype, np.floating)

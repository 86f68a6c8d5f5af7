"""Whose points depend on the secret: in an exercise of the tests' own, and among the answers of a real one."""

from dataclasses import replace

import numpy as np
import pytest

from autograder import catalog
from autograder.assignment import Assignment, Check
from autograder.grading import luck
from autograder.judging.mutants import Mutant
from autograder.notebook.reading import Cell

NOTEBOOK = [
    Cell("tiny-given", "given", "import numpy as np", 1),
    Cell("tiny-parameters", "parameters", "width = 3", 2),
    Cell("tiny-out-answer", "answer", "out = np.array(width)", 3),
    Cell("tiny-out", "check", "", 4, 2),
]
SECRETS = [f"secret {i}" for i in range(6)]


def look(answers):
    answers.expect_whole("out", np.array(answers.numbers["width"]), "one number")


def tiny(widths):
    """Return an exercise that asks for a width; the hidden one is drawn from these."""
    return Assignment(
        name="tiny",
        modules=(),
        values={"tiny-out": ("out",)},
        slide_numbers=lambda: {"width": 3},
        fresh_numbers=lambda generator, _draw: {"width": int(generator.choice(widths))},
        draws=1,
        checks=(Check("test_out", "tiny-out", 2, look),),
    )


def points(widths, source):
    answer = Mutant("m", "tiny-out", "number", "", source)
    return [
        dict(one)["tiny-out"] for one in luck.points_of(tiny(widths), NOTEBOOK, NOTEBOOK, answer, SECRETS)
    ]


def test_an_answer_that_is_right_where_the_draw_is_kind_is_found():
    found = points([3, 4], "out = np.array(3)")
    assert set(found) == {0, 2}
    assert points([4, 5], "out = np.array(3)") == [0] * len(SECRETS)
    assert points([3, 4], "out = np.array(width)") == [2] * len(SECRETS)


def test_what_is_wrong_on_the_slide_is_judged_once():
    assert points([3, 4], "out = np.array(4)") == [0]


def test_a_cell_with_another_check_that_luck_could_pass_is_judged_under_every_secret():
    never = Check(
        "test_never", "tiny-out", 1, lambda answers: answers.expect_whole("out", np.array(-1), "one")
    )
    exercise = tiny([3, 4])
    exercise = replace(exercise, checks=(*exercise.checks, never))
    answer = Mutant("m", "tiny-out", "number", "", "out = np.array(3)")
    found = luck.points_of(exercise, NOTEBOOK, NOTEBOOK, answer, SECRETS)
    assert {dict(one)["tiny-out"] for one in found} == {0, 2}


def test_those_that_differ_are_told_and_no_others():
    same, other = (("a", 2.0), ("b", 1.0)), (("a", 0.0), ("b", 1.0))
    found = {"even": (same, same), "once": (same,), "lucky": (other, same, other)}
    assert luck.differing(found) == {"lucky": "a: 0 points under 2 of the secrets, 2 under 1"}


def test_known_faults_stand_in_their_blanks(course):
    name = "conv-layer"  # some of its faults are the body of a function alone
    assignment = catalog.load(name)
    answers = luck.known_wrong_answers(course, assignment)
    assert [answer.cell for answer in answers] == [fault.cell for fault in assignment.faults]
    assert len({answer.name for answer in answers}) == len(answers)
    for answer, fault in zip(answers, assignment.faults, strict=True):
        compile(answer.source, answer.name, "exec")
        assert all(line.strip() in answer.source for line in fault.source.splitlines())


def test_several_at_a_time_say_what_one_says(course, toy_conv):
    answers = luck.known_wrong_answers(course, toy_conv)[:4]
    found = luck.points_by_secret(course, toy_conv, answers, 2, jobs=2)
    assert luck.differing(found) == {}
    assert set(found) == {answer.name for answer in answers}
    for answer in answers:
        assert all(dict(one)[answer.cell] == 0 for one in found[answer.name])


def test_one_that_cannot_be_judged_ends_the_run_by_its_name(course, toy_conv):
    broken = Mutant("broken 1", "toy-conv-no-such", "axis", "", "col_W = 1")
    with pytest.raises(luck.GraderError, match=r"broken 1 could not be judged: No check is bound"):
        luck.points_by_secret(course, toy_conv, [broken], 2)

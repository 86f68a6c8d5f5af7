"""A class of 60 wrong and 30 right answers, written without a look at checks or faults: each wrong blank loses its points, and nothing else does.

The answers lie in `tests/autograder/answers/fresh_class.json`, each with what its author says of it.
"""

import json
from pathlib import Path

import pytest

FRESH = json.loads((Path(__file__).parents[1] / "answers" / "fresh_class.json").read_text(encoding="utf-8"))
NOT_SEEN_YET = {
    "w54": "no version that the test is tried on both springs the trap and stops with an error",
}


def answers():
    for name, answer in FRESH.items():
        why = NOT_SEEN_YET.get(name)
        marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
        yield pytest.param(answer, id=name, marks=marks)


def test_there_are_sixty_wrong_and_thirty_right_ones():
    wrong = [answer for answer in FRESH.values() if answer["wrong"]]
    assert (len(wrong), len(FRESH) - len(wrong)) == (60, 30)


@pytest.mark.parametrize("answer", list(answers()))
def test_what_is_wrong_loses_its_points_and_nothing_else_does(judge_answers_to, full_points_of, answer):
    exercise = answer["exercise"]
    short = {blank.removeprefix(f"{exercise}-"): source for blank, source in answer["blanks"].items()}
    points, _ = judge_answers_to(exercise, short)
    lost = {f"{exercise}-{blank}" for blank, full in full_points_of(exercise).items() if points[blank] < full}
    assert lost == set(answer["wrong"]), answer["said"]

"""A class of wrong and right answers, written without a look at checks or faults: each wrong blank loses its points, and nothing else does.

The answers lie in `tests/autograder/answers/fresh_class.json`, each with what its author says of it.
"""

import json
from pathlib import Path

import pytest

from autograder import catalog

FRESH = json.loads((Path(__file__).parents[1] / "answers" / "fresh_class.json").read_text(encoding="utf-8"))


def test_every_exercise_has_wrong_and_right_ones():
    for right in (True, False):
        assert {a["exercise"] for a in FRESH.values() if right == (not a["wrong"])} == set(catalog.names())


@pytest.mark.parametrize("answer", FRESH.values(), ids=FRESH)
def test_what_is_wrong_loses_its_points_and_nothing_else_does(judge_answers_to, full_points_of, answer):
    exercise = answer["exercise"]
    short = {blank.removeprefix(f"{exercise}-"): source for blank, source in answer["blanks"].items()}
    points, _ = judge_answers_to(exercise, short)
    lost = {f"{exercise}-{blank}" for blank, full in full_points_of(exercise).items() if points[blank] < full}
    assert lost == set(answer["wrong"]), answer["said"]

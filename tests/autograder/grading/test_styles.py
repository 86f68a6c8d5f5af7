"""No style of a right answer loses a point: of each exercise some styles, other ones every day."""

import datetime
import random

import pytest

from autograder import catalog
from autograder.grading import styles
from autograder.grading.styles import judged_in_each_style
from autograder.judging.rewritings import STYLES

TODAY = datetime.date.today().toordinal()


@pytest.mark.parametrize("name", catalog.names())
def test_no_style_loses_a_point(course, name):
    """The whole is `autograder rewrites`, which the workflow `nightly` runs."""
    some = random.Random(TODAY).sample(list(STYLES), 4)
    lost = judged_in_each_style(course, catalog.load(name), only=some)
    assert {style: [cell.message for cell in cells] for style, cells in lost.items() if cells} == {}, (
        f"Judge them again with: autograder rewrites {name}"
    )


def test_a_style_that_loses_points_is_told(course, monkeypatch):
    monkeypatch.setitem(STYLES, "empty", lambda cells: [_emptied(cell) for cell in cells])
    monkeypatch.setattr(styles, "keeps_its_meaning", lambda *_: True)
    lost = judged_in_each_style(course, catalog.load("toy-conv"), only=["empty", "prints"])
    assert [len(cells) for cells in lost.values()] == [0, 5]


def test_a_style_with_another_meaning_is_not_judged(course, monkeypatch):
    monkeypatch.setitem(STYLES, "empty", lambda cells: [_emptied(cell) for cell in cells])
    assert judged_in_each_style(course, catalog.load("toy-conv"), only=["empty"]) == {}


def _emptied(cell):
    from dataclasses import replace

    return replace(cell, source="pass") if cell.kind == "answer" else cell

"""The benchmark grades the same class with both graders, and says how long each took."""

import json

import pytest

from autograder.grading.benchmark import BLANKS, Measured, copy_of, measure_nbgrader, measure_ours
from autograder.grading.sample_class import RIGHT


def test_the_class_is_mostly_right(course):
    with copy_of(course, 2 * len(BLANKS)) as copy:
        notebooks = sorted((copy.root / "submitted").glob("*/toy-conv/toy-conv.ipynb"))
        sources = [
            {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]}
            for path in notebooks
        ]
        root = copy.root
    assert not root.exists()
    assert len(notebooks) == 2 * len(BLANKS)
    for blanks, cells, again in zip(BLANKS, sources, sources[len(BLANKS) :], strict=False):
        assert cells == again
        if blanks is not None:
            assert {name: cells[name] for name in RIGHT} == {**RIGHT, **blanks}


def test_words():
    words = str(Measured(students=30, seconds=15.0, core_seconds=6.0)).split()
    assert words[:2] == ["15.00", "s"]
    assert words[2] == "2.00"  # submissions a second
    assert words[-6:] == ["200.0", "ms", "of", "one", "core", "each"]


def test_ours_grades_the_whole_class_and_writes_its_reports(course):
    written = []
    measured = measure_ours(
        course,
        len(BLANKS),
        1,
        lambda graded, total: graded,
        lambda results, assignment, folder: written.extend([assignment.name, *results]),
    )
    name, *results = written
    assert (name, len(results)) == ("toy-conv", len(BLANKS))
    assert measured.students == len(BLANKS)
    assert measured.seconds > 0
    assert {result.score for result in results} == {0, 8, 10}


@pytest.mark.slow
def test_nbgrader_grades_it_too(course):
    measured = measure_nbgrader(course, 2)
    assert measured.students == 2
    assert measured.core_seconds > 0

"""see-filters: the written answer has a column of its own and no points in the sum."""

import csv
import io
import json
import re

import numpy as np

from autograder import catalog
from autograder.assignments.see_filters.test_see_filters import stretched
from autograder.grading.results import Result
from autograder.judging.verdict import CellVerdict
from autograder.reports.feedback import feedback_page, grades_csv

ASSIGNMENT = "see-filters"
WRITTEN = "see-filters-in_your_words"


def test_the_oracle_stretches_to_zero_and_one():
    tile = np.array([[-1.0, 0.0], [1.0, 3.0]])
    np.testing.assert_allclose(stretched(tile), [[0, 0.25], [0.5, 1]])
    np.testing.assert_array_equal(stretched(np.full((2, 2), 0.7)), np.zeros((2, 2)))


def test_fresh_numbers_tell_the_sizes_apart(many_numbers):
    for numbers in many_numbers:
        W, photo, nx, two = (numbers[name] for name in ("W", "photo", "nx", "two"))
        assert W.shape[2] != W.shape[3]
        assert photo.shape[0] != photo.shape[1]
        assert len(W) % nx != 0
        assert two.min() > 1
        assert two[0] != two[1]
        assert (W < 0).any()


def test_the_written_answer_is_a_cell_for_words_that_a_person_grades(course):
    notebook = json.loads(course.template("see-filters").read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == WRITTEN)
    assert cell["cell_type"] == "markdown"
    metadata = cell["metadata"]["nbgrader"]
    assert (metadata["solution"], metadata["grade"], metadata["locked"], metadata["points"]) == (
        True,
        True,
        False,
        2,
    )
    text = "".join(cell["source"])
    assert "YOUR ANSWER HERE" in text
    assert not re.search("noise|edge", text)


def test_its_points_wait_in_a_column_of_their_own(full_points):
    assignment = catalog.load(ASSIGNMENT)
    cells = tuple(CellVerdict(f"see-filters-{name}", points, points) for name, points in full_points.items())
    result = Result("kim", "graded", cells)
    row = next(csv.DictReader(io.StringIO(grades_csv([result], assignment))))
    assert (row["score"], row["max_score"]) == ("10", "10")
    assert row[f"{WRITTEN} (by hand)"] == ""
    assert row["see-filters-grid"] == "3"
    assert "read by your instructor; its points are not in this sum" in feedback_page(result, assignment)

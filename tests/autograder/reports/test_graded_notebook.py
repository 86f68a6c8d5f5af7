"""What the judge found, in the notebook that nbgrader reads: a number for each check, and words under it."""

import nbformat
import pytest

from autograder.judging.verdict import CellVerdict
from autograder.reports.graded_notebook import write_verdict


@pytest.fixture
def notebook(released):
    return nbformat.from_dict(released)


def outputs(notebook, name):
    return next(cell.outputs for cell in notebook.cells if cell.id == name)


def test_each_check_has_its_words_and_its_points(notebook):
    write_verdict(
        notebook,
        [
            CellVerdict("toy-conv-db", 0, 2, "Wrong.", hint="Look.\x00"),
            CellVerdict("toy-conv-out", 1.5, 2),
            CellVerdict("no-such-cell", 1, 1),
        ],
    )
    nbformat.validate(notebook)
    words, points = outputs(notebook, "toy-conv-db")
    assert (words.output_type, points.output_type) == ("stream", "execute_result")
    assert (words.name, words.text) == ("stdout", "Look.\N{REPLACEMENT CHARACTER}\nWrong.\n")
    assert points.data["text/plain"] == "0"
    assert outputs(notebook, "toy-conv-out")[1].data["text/plain"] == "1.5"
    assert outputs(notebook, "toy-conv-dcol") == []


def test_what_was_not_shut_off_says_so_in_the_first_cell(notebook):
    count = len(notebook.cells)
    write_verdict(notebook, [], isolated=False)
    nbformat.validate(notebook)
    assert len(notebook.cells) == count + 1
    assert notebook.cells[0].source.startswith("**UNISOLATED: ")

"""An answer that is not in its blank: the page says where it is."""

import json

import pytest

from autograder import catalog
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import code_cells, read_notebook


@pytest.fixture
def filled(course):
    """The released notebook of toy-conv with the right answers, as JSON."""
    return fill_in(json.loads(course.template("toy-conv").read_text(encoding="utf-8")), RIGHT)


@pytest.fixture
def said(course):
    def judged(notebook, name="toy-conv"):
        runs = Runs(catalog.load(name), read_notebook(course.template(name)), code_cells(notebook))
        return {cell.cell.removeprefix(f"{name}-"): cell for cell in judge(runs).cells}

    return judged


def blank(notebook, name):
    wanted = f"toy-conv-{name}-answer"
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == wanted)


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_blank_that_has_become_text(filled, said, kind):
    blank(filled, "db")["cell_type"] = kind
    cells = said(filled)
    assert cells["db"].message.startswith("The cell of db has become a text cell")
    assert "코드 셀" in cells["db"].message_ko
    assert [cell.points for name, cell in cells.items() if name != "db"] == [2, 2, 2, 2]


def test_an_answer_at_the_end(filled, said):
    answer = blank(filled, "dcol")
    filled["cells"].append({"cell_type": "code", "metadata": {}, "source": answer["source"], "outputs": []})
    answer["source"] = "dcol = None"
    filled["cells"].append({"cell_type": "code", "metadata": {}, "source": "db = 3", "outputs": []})
    cells = said(filled)
    assert "fills it in" in cells["dcol"].message
    assert f"(cell {len(filled['cells']) - 1})" in cells["dcol"].message
    assert "빈칸으로 옮기세요" in cells["dcol"].message_ko
    assert cells["db"].points == 2  # it is right where it belongs


def test_a_blank_that_is_gone(filled, said):
    filled["cells"].remove(blank(filled, "db"))
    cells = said(filled)
    assert cells["db"].message.startswith("The cell of db is gone.")
    assert cells["dcol"].points == 2


def test_the_notebook_of_another_exercise(course, said):
    other = json.loads(course.template("im2col").read_text(encoding="utf-8"))
    for cell in said(other).values():
        assert cell.message.startswith(
            "This is the notebook of another exercise: the names of its cells begin with im2col-."
        )
        assert "다른 과제" in cell.message_ko


def test_what_is_simply_empty_is_told_as_before(course, said):
    released = json.loads(course.template("toy-conv").read_text(encoding="utf-8"))
    assert all(cell.message.endswith("the blank is empty.") for cell in said(released).values())

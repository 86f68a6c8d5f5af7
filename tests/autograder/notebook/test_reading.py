"""Notebooks are read whatever their version and metadata; what is none gets a sentence."""

import json

import pytest

from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook.reading import (
    MAX_CODE_CELLS,
    MAX_CODE_CHARACTERS,
    MAX_NOTEBOOK_BYTES,
    UnreadableError,
    code_cells,
    parse_notebook,
    read_notebook,
)


@pytest.fixture
def right(released):
    return fill_in(released, RIGHT)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "has no cells"),
        ("{}", "has no cells"),
        ('{"cells": 3}', "has no cells"),
        ('{"worksheets": []}', "has no cells"),
        (b"\xff\xfe\x00", "not valid JSON"),
    ],
)
def test_what_is_no_notebook_gets_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "toy-conv.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableError, match=sentence):
        read_notebook(path)


def test_a_missing_notebook_gets_a_sentence(tmp_path):
    with pytest.raises(UnreadableError, match=r"There is no notebook toy-conv\.ipynb\."):
        read_notebook(tmp_path / "toy-conv.ipynb")


def test_a_folder_with_a_notebooks_name_gets_a_sentence(tmp_path):
    (tmp_path / "toy-conv.ipynb").mkdir()
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_notebook(tmp_path / "toy-conv.ipynb")


def test_a_link_is_not_followed(tmp_path, right):
    (tmp_path / "elsewhere.ipynb").write_text(json.dumps(right))
    (tmp_path / "toy-conv.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    with pytest.raises(UnreadableError, match="is a link"):
        read_notebook(tmp_path / "toy-conv.ipynb")


def test_a_byte_order_mark_is_no_obstacle(tmp_path, right):
    path = tmp_path / "toy-conv.ipynb"
    path.write_text(json.dumps(right), encoding="utf-8-sig")
    assert read_notebook(path) == code_cells(right)


def code(source, **metadata):
    return {"cell_type": "code", "source": source, "metadata": metadata}


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (code("x"), ""),
        (code("x", nbgrader={"grade_id": "a"}), "given"),
        (code("x", nbgrader={"grade_id": "a", "solution": True}), "answer"),
        (code("x", nbgrader={"grade_id": "a", "grade": True, "points": 2}), "check"),
        (code("x", nbgrader={"grade_id": "a", "locked": True}, tags=["parameters"]), "parameters"),
        (code("x", nbgrader={"grade_id": "a", "locked": True}, tags=["install"]), "install"),
    ],
)
def test_what_a_cell_is_for_stands_in_its_metadata(cell, kind):
    (read,) = code_cells({"cells": [{"cell_type": "markdown", "source": "# x"}, cell]})
    assert (read.kind, read.position, read.source) == (kind, 2, "x")
    assert read.points == (2 if kind == "check" else 0)


def test_a_cell_is_named_by_its_grade_id_else_by_its_id():
    both = {**code("x", nbgrader={"grade_id": "a"}), "id": "b"}
    assert [cell.name for cell in code_cells({"cells": [both, {**code("x"), "id": "b"}, code("x")]})] == [
        "a",
        "b",
        "",
    ]


def test_a_notebook_may_be_so_large_and_no_larger():
    def notebook(cells):
        return json.dumps({"cells": cells}).encode()

    parse_notebook(notebook([code("x")] * MAX_CODE_CELLS), "x.ipynb")
    parse_notebook(notebook([code("x" * MAX_CODE_CHARACTERS)]), "x.ipynb")
    for cells in ([code("x")] * (MAX_CODE_CELLS + 1), [code("x" * MAX_CODE_CHARACTERS), code("x")]):
        with pytest.raises(UnreadableError, match=r"x\.ipynb holds more than"):
            parse_notebook(notebook(cells), "x.ipynb")
    with pytest.raises(UnreadableError, match=r"x\.ipynb is larger than 32 MB; clear its outputs"):
        parse_notebook(b" " * (MAX_NOTEBOOK_BYTES + 1), "x.ipynb")

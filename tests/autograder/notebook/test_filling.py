"""The student's cells in the released notebook: valid whatever was handed in, and nothing else of theirs."""

import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import catalog
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook.filling import MAX_SOURCE_CHARACTERS, fill_template, own_sources
from autograder.notebook.handed_in import UnreadableError
from autograder.notebook.reading import code_cells


@pytest.fixture
def right(released):
    return fill_in(released, RIGHT)


def code(source):
    return {"cell_type": "code", "source": source, "metadata": {}}


def test_a_filled_template_is_a_valid_notebook_whatever_was_handed_in(released, toy_conv):
    hostile = fill_in(released, RIGHT)
    for cell in hostile["cells"]:
        cell["metadata"]["nbgrader"] = {**cell["metadata"].get("nbgrader", {}), "schema_version": 99}
        cell["outputs"] = "none"
    hostile["cells"].insert(3, {"cell_type": "code", "source": "mine = 1\x1b[2J", "metadata": None})
    hostile["cells"].append(hostile["cells"][6])
    hostile["nbformat"] = 99
    filled = fill_template(released, hostile, toy_conv)
    nbformat.validate(filled)
    sources = [cell.source for cell in filled.cells if cell.cell_type == "code"]
    assert RIGHT["toy-conv-db-answer"] in sources
    assert "mine = 1\N{REPLACEMENT CHARACTER}[2J" in sources
    check = next(cell for cell in filled.cells if cell.id == "toy-conv-db")
    assert check.source == "".join(next(c["source"] for c in released["cells"] if c["id"] == "toy-conv-db"))
    json.loads(nbformat.writes(filled))


def test_outputs_and_what_the_student_did_to_given_cells_are_left_behind(released, right, toy_conv):
    for cell in right["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "10 of 10 points"}]
            if not cell["id"].endswith("-answer"):
                cell["source"] = "changed = True"
    filled = fill_template(released, right, toy_conv)
    assert "10 of 10 points" not in nbformat.writes(filled)
    assert "changed = True" not in nbformat.writes(filled)


def test_a_helper_stands_where_the_student_put_it(released, right, toy_conv):
    at = next(i for i, cell in enumerate(right["cells"]) if cell["id"] == "toy-conv-db-answer")
    right["cells"].insert(at, code("helper = 1"))
    right["cells"].insert(0, code("first = 1"))
    sources = [cell.source for cell in fill_template(released, right, toy_conv).cells]
    assert sources[0] == "first = 1"
    assert sources.index("helper = 1") < sources.index(RIGHT["toy-conv-db-answer"])
    assert sources.index("helper = 1") > sources.index(RIGHT["toy-conv-out-answer"])


def test_an_empty_submission_gives_the_released_notebook(released, toy_conv):
    filled = fill_template(released, {"cells": []}, toy_conv)
    assert [cell.source for cell in filled.cells] == ["".join(cell["source"]) for cell in released["cells"]]


def test_a_written_answer_is_kept_and_other_texts_are_the_instructors(course):
    path = course.template("see-filters")
    released = json.loads(path.read_text(encoding="utf-8"))
    written = next(i for i, cell in enumerate(released["cells"]) if cell["id"] == "see-filters-in_your_words")
    handed_in = json.loads(path.read_text(encoding="utf-8"))
    handed_in["cells"][written]["source"] = ["One\n", "two\x00"]
    handed_in["cells"][0]["source"] = "My own title"
    filled = fill_template(released, handed_in, catalog.load("see-filters"))
    assert filled.cells[written].source == "One\ntwo\N{REPLACEMENT CHARACTER}"
    assert filled.cells[0].source == "".join(released["cells"][0]["source"])


def test_a_very_long_answer_is_cut(released, toy_conv):
    long = fill_in(released, {"toy-conv-db-answer": "x" * (2 * MAX_SOURCE_CHARACTERS)})
    filled = fill_template(released, long, toy_conv)
    cell = next(cell for cell in filled.cells if cell.id == "toy-conv-db-answer")
    assert cell.source == "x" * MAX_SOURCE_CHARACTERS


def test_what_the_student_wrote_and_nothing_that_was_released(released, toy_conv):
    handed_in = fill_in(released, {"toy-conv-db-answer": "db = 4"})
    handed_in["cells"].append(code("mine = 1"))
    template = code_cells(released)
    assert own_sources(template, code_cells(handed_in), toy_conv) == ["db = 4", "mine = 1"]
    assert own_sources(template, template, toy_conv) == []


texts = st.text(st.characters()) | st.sampled_from(["\ud800", "\x00", "\u202e", "db = 1\n"])
odd = st.none() | st.booleans() | st.integers() | texts | st.lists(texts | st.none(), max_size=3)
names = st.sampled_from(["see-filters-in_your_words", "see-filters-parameters", "", "own-0-0"]) | odd
odd_cells = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | odd},
    optional={
        "source": odd,
        "id": names,
        "metadata": odd
        | st.fixed_dictionaries({"nbgrader": odd | st.fixed_dictionaries({"grade_id": names})}),
    },
)


@settings(deadline=None, max_examples=50)
@given(st.lists(odd_cells | odd, max_size=6))
def test_whatever_was_handed_in_the_filled_template_is_valid_and_can_be_written(see_filters, cells):
    released, assignment = see_filters
    filled = fill_template(released, json.loads(json.dumps({"cells": cells})), assignment)
    nbformat.validate(filled)
    nbformat.writes(filled).encode()
    ids = [cell["id"] for cell in released["cells"]]
    assert [cell.id for cell in filled.cells if not cell.id.startswith("own-")] == ids


@pytest.fixture(scope="module")
def see_filters(course):
    released = json.loads(course.template("see-filters").read_text(encoding="utf-8"))
    return released, catalog.load("see-filters")


def test_a_text_takes_the_place_of_no_code_and_of_no_given_text(released, toy_conv):
    given = [
        cell for cell in released["cells"] if cell["id"] == "toy-conv-db" or cell["cell_type"] == "markdown"
    ]
    handed_in = {"cells": [{"cell_type": "markdown", "source": "mine", "id": cell["id"]} for cell in given]}
    handed_in["cells"].append({"cell_type": "markdown", "source": "mine", "id": ""})
    filled = fill_template(released, handed_in, toy_conv)
    assert "mine" not in [cell.source for cell in filled.cells]


def test_what_is_no_notebook_gets_a_sentence(released, toy_conv):
    with pytest.raises(UnreadableError, match="it has no cells"):
        fill_template(released, [], toy_conv)

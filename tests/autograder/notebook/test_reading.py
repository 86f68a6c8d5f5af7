"""Notebooks are read whatever their version and metadata; what is none gets a sentence."""

import json
import math

import pytest
from bounds import in_bounds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook import reading
from autograder.notebook.reading import (
    MAX_CODE_CELLS,
    MAX_CODE_CHARACTERS,
    MAX_NOTEBOOK_BYTES,
    MAX_VALUES,
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
    with pytest.raises(UnreadableError, match=r"x\.ipynb is larger than 16 MB; clear its outputs"):
        parse_notebook(b" " * (MAX_NOTEBOOK_BYTES + 1), "x.ipynb")


def cells_or_a_sentence(content):
    """Return what the reader gives; anything but cells or the one exception fails the test."""
    try:
        cells = parse_notebook(content, "x.ipynb")
    except UnreadableError:
        return []
    for cell in cells:
        assert all(type(text) is str for text in (cell.name, cell.kind, cell.source))
        assert type(cell.position) is int
        assert type(cell.points) is float
        assert 0 <= cell.points < math.inf
    assert sum(len(cell.source) for cell in cells) <= MAX_CODE_CHARACTERS
    return cells


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.text(st.characters(), max_size=5), inside, max_size=4)
    ),
    max_leaves=10,
)
names = st.sampled_from(
    [
        *("cells", "worksheets", "cell_type", "source", "input", "metadata", "id"),
        *("nbgrader", "tags", "grade_id", "points", "solution", "grade"),
    ]
)
likely = st.recursive(
    values | st.sampled_from(["code", "markdown", "install", 10**400]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(names, inside, max_size=6),
    max_leaves=30,
)


@settings(deadline=None)
@given(st.binary())
def test_arbitrary_bytes_give_cells_or_a_sentence(content):
    cells_or_a_sentence(content)


@settings(deadline=None, max_examples=300)
@given(
    likely
    | st.fixed_dictionaries(
        {
            "cells": st.lists(
                likely
                | st.fixed_dictionaries(
                    {"cell_type": st.just("code")},
                    optional={"source": likely, "metadata": likely, "id": likely},
                )
            )
        }
    )
)
def test_arbitrary_json_gives_cells_or_a_sentence(document):
    cells_or_a_sentence(json.dumps(document).encode())


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_real_notebook_with_a_few_bytes_changed_gives_cells_or_a_sentence(right, data):
    content = bytearray(json.dumps(right).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b'"', b"{", b"[", b"\\", b"null", b"1e999", b"\\ud800", b"9" * 5000])
        )
    cells_or_a_sentence(bytes(content))


def cell_json(**cell):
    return json.dumps({"cells": [{"cell_type": "code", **cell}]}).encode()


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (cell_json(source="a\ud800"), "a\ud800"),
        (cell_json(source="a\x00b"), "a\x00b"),
        (cell_json(source=None), ""),
        (cell_json(source=5), ""),
        (cell_json(source={"a": 1}), ""),
        (cell_json(source=["a\n", 5, None, ["b"], "c"]), "a\nc"),
        (cell_json(), ""),
        (b'{"cells": [], "cells": [{"cell_type": "code", "source": "1", "source": "2"}]}', "2"),
        (b'{"cells": [1, "code", null, [], {"cell_type": "code", "source": "3"}]}', "3"),
        (cell_json(source="1").decode().encode("utf-8-sig"), "1"),
    ],
)
def test_odd_sources_and_cells(content, source):
    (cell,) = cells_or_a_sentence(content)
    assert cell.source == source


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_another_encoding_gets_a_sentence(encoding):
    with pytest.raises(UnreadableError, match="not valid JSON"):
        parse_notebook('{"cells": [], "x": "é"}'.encode(encoding), "x.ipynb")


@pytest.mark.parametrize(
    ("points", "read"),
    [
        ("2", 2),
        ("1.5", 1.5),
        ("1" + "0" * 400, 0),
        ("1e999", 0),
        ("-1", 0),
        ("NaN", 0),
        ('"2"', 0),
        ("[]", 0),
    ],
)
def test_points_are_a_number_or_none(points, read):
    content = cell_json(metadata={"nbgrader": {"points": "here"}}).replace(b'"here"', points.encode())
    (cell,) = cells_or_a_sentence(content)
    assert cell.points == read


@pytest.mark.parametrize("name", [5, True, [], {}, ["a"], "x" * 1_000_000, ""])
def test_what_is_no_name_is_none(name):
    for grade_id, id_, expected in ((name, "b", "b"), ("a", name, "a"), (name, name, "")):
        metadata = {"nbgrader": {"grade_id": grade_id}}
        (cell,) = cells_or_a_sentence(cell_json(metadata=metadata, id=id_))
        assert cell.name == expected


def test_a_file_of_many_values_gets_a_sentence():
    few = json.dumps({"cells": [], "x": [{"a": 0}] * ((MAX_VALUES - 10) // 3)}).encode()
    assert parse_notebook(few, "x.ipynb") == []
    for many in (b"[],", b"{},", b"0,", b'"",', b'{"":', b'"a":0,'):
        with pytest.raises(
            UnreadableError, match=r"x\.ipynb holds more than 250,000 values; clear its outputs"
        ):
            parse_notebook(b'{"cells": [' + many * MAX_VALUES, "x.ipynb")


@settings(deadline=None)
@given(likely)
def test_the_count_is_never_below_the_number_of_values(document):
    def count(value):
        if isinstance(value, dict):
            return 1 + sum(1 + count(inner) for inner in value.values())
        return 1 + sum(map(count, value)) if isinstance(value, list) else 1

    content = json.dumps(document).encode()
    assert reading._holds_more_values(content, count(document) - 2)
    assert not reading._holds_more_values(content, 2 * count(document))


@pytest.mark.parametrize(
    "content",
    [
        "b'[],' * (size // 3)",
        "b'{\"cells\": [' + b'{\"cell_type\": \"code\"},' * (size // 23) + b'{}]}'",
        "b'{\"a\":' * (size // 5)",
        "b'[' * size",
        "b'\"' * size",
        "b'\"' + b'\\\\' * (size - 1)",
        "b'\\\\\"' * (size // 2)",
        "b'\\\\' * size",
        "b'[' + b'1' * (size - 2) + b']'",
        "b'[1.' + b'1' * (size - 4) + b']'",
        "b'[1e' + b'1' * (size - 4) + b']'",
        "b'[' + (b'9' * 4300 + b',') * (size // 4301 - 1) + b'0]'",
        "b' ' * size",
        "b'{\"cells\": [' + b','.join(b'{\"%d\": 1.5}' % i for i in range(83_000)) + b']}'",
        "b'[' + b','.join(b'\"\\xf0\\x9f\\x98\\x80%d\"' % i for i in range(249_000)) + b']'",
        # One text, as large as can be, of the widest characters.
        'b\'{"cells": [{"cell_type": "code", "source": "\' + b\'a\' * (size - 100) + b\'\\xf0\\x9f\\x98\\x80"}]}\'',
        'b\'{"cells": [{"cell_type": "code", "source": "\\xf0\\x9f\\x98\\x80\' + b\'\\\\n\' * (size // 2 - 100) + b\'"}]}\'',
        'b\'{"cells": [{"cell_type": "code", "source": [\' + b\'"\\xf0\\x9f\\x98\\x80\' + b\'a\' * (size - 200) + b\'", ""]}]}\'',
        'b\'{"cells": [{"cell_type": "code", "id": "\\xf0\\x9f\\x98\\x80\' + b\'\\\\u0061\' * (size // 6 - 100) + b\'"}]}\'',
        "b'\\xff' * size",
        "b'\\xf0\\x9f\\x98\\x80' * (size // 4)",
    ],
)
def test_no_file_takes_long_or_much_memory(content):
    program = f"""
        size = 16 << 20
        content = {content}
        assert len(content) <= size
        try:
            parse_notebook(content, "x.ipynb")
        except UnreadableError:
            pass
    """
    in_bounds("from autograder.notebook.reading import UnreadableError, parse_notebook", program, 200)

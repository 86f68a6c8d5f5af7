"""The notebook that is run: the instructor's cells from the template, the student's from what was handed in."""

import copy
import keyword
import re
from collections import Counter

import pytest
from bounds import in_bounds
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook.install_cell import install_cell
from autograder.notebook.reading import Cell, code_cells, read_notebook
from autograder.notebook.rebuilding import assigned_names, rebuild


@pytest.fixture
def right(released):
    return fill_in(released, RIGHT)


@pytest.fixture
def steps_of(course, toy_conv):
    def rebuild_it(notebook):
        return rebuild(read_notebook(course.template("toy-conv")), code_cells(notebook), toy_conv.values)

    return rebuild_it


def code(source, **metadata):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
    }


def position(notebook, name):
    return next(i for i, cell in enumerate(notebook["cells"]) if cell["id"] == name)


def test_the_instructors_cells_come_from_the_template(released, right, steps_of):
    edited = copy.deepcopy(right)
    for cell in edited["cells"]:
        if cell["cell_type"] == "code" and not cell["id"].endswith("-answer"):
            cell["source"] = "col = out = db = None; raise SystemExit"
    assert steps_of(edited) == steps_of(right)


def test_deleted_checks_and_given_cells_change_nothing(right, steps_of):
    only_answers = copy.deepcopy(right)
    only_answers["cells"] = [cell for cell in right["cells"] if cell["id"].endswith("-answer")]
    assert steps_of(only_answers) == steps_of(right)


def test_stripped_metadata_changes_nothing(right, steps_of):
    stripped = copy.deepcopy(right)
    for cell in stripped["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    assert steps_of(stripped) == steps_of(right)


def test_a_stripped_answer_with_a_syntax_error_is_still_known(right, steps_of):
    stripped = copy.deepcopy(right)
    stripped["cells"][position(right, "toy-conv-db-answer")]["source"] = "db = np.sum(dout_rows, axis=0"
    for cell in stripped["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    answer = next(step for step in steps_of(stripped) if step.name == "toy-conv-db-answer")
    assert answer.source == "db = np.sum(dout_rows, axis=0"


def test_changed_parameters_are_not_run_even_without_metadata(right, steps_of):
    changed = copy.deepcopy(right)
    for cell in changed["cells"]:
        if cell["id"] == "toy-conv-parameters":
            cell["source"] = [line.replace("reshape", "astype(float).reshape") for line in cell["source"]]
        cell["metadata"] = {}
        del cell["id"]
    assert steps_of(changed) == steps_of(right)


def test_a_helper_runs_where_it_stands(right, steps_of):
    right["cells"].insert(
        position(right, "toy-conv-db-answer"), code("def add_up(rows): return rows.sum(axis=0)")
    )
    names = [step.name for step in steps_of(right)]
    helper = next(step for step in steps_of(right) if step.kind == "helper")
    assert "add_up" in helper.source
    assert names.index("toy-conv-given-dout") < names.index(helper.name) < names.index("toy-conv-db-answer")


def test_a_blank_handed_in_twice_is_run_twice(right, steps_of):
    twice = copy.deepcopy(right)
    at = position(right, "toy-conv-db-answer")
    again = copy.deepcopy(right["cells"][at])
    again["source"] = "db = db * 1"
    twice["cells"].insert(at + 1, again)
    sources = [step.source for step in steps_of(twice) if step.is_students]
    assert sources.index("db = db * 1") == sources.index(RIGHT["toy-conv-db-answer"]) + 1


@pytest.mark.parametrize("stripped", [False, True])
def test_the_cell_that_installs_the_course_is_never_run(released, right, steps_of, stripped):
    """Not even when it comes from a copy of the course that stands elsewhere, or has lost its metadata."""
    before = steps_of(right)
    (cell,) = (cell for cell in right["cells"] if "install" in cell["metadata"].get("tags", ()))
    cell["source"] = install_cell("https://github.com/someone/a-course")
    if stripped:
        for cell in right["cells"]:
            cell["metadata"] = {}
            del cell["id"]
    else:
        cell["id"] = "another"
        del cell["metadata"]["nbgrader"]
    assert steps_of(right) == before
    assert before
    assert not any("course_address" in step.source for step in before)


def test_values_are_read_when_the_next_blank_begins(right, steps_of):
    steps = [(step.kind, step.name) for step in steps_of(right)]
    assert steps.index(("given", "toy-conv-given-dW")) < steps.index(("read", "toy-conv-dcol_W"))
    assert steps.index(("read", "toy-conv-dcol_W")) < steps.index(("answer", "toy-conv-dcol-answer"))
    assert steps[-1] == ("read", "toy-conv-dcol")


def test_the_format_of_before_2015(right, steps_of):
    old = {
        "nbformat": 3,
        "worksheets": [{"cells": [{**cell, "input": cell["source"]} for cell in right["cells"]]}],
    }
    for cell in old["worksheets"][0]["cells"]:
        del cell["source"]
    assert steps_of(old) == steps_of(right)


@pytest.mark.parametrize(
    "metadata", [None, [], "text", {"nbgrader": 3}, {"tags": 5}, {"nbgrader": {"schema_version": 99}}]
)
def test_strange_metadata_is_no_obstacle(right, steps_of, metadata):
    expected = steps_of(right)
    for cell in right["cells"]:
        cell["metadata"] = metadata
    assert steps_of(right) == expected


def test_assigned_names():
    assert assigned_names("a = b = 1\nc, (d, e) = x\nf += 1\ng: int = 2\nclass H: i = 1") == set("abcdefgH")
    assert assigned_names("a = (1\nif x == 2:\ndef f(:") == {"a", "f"}


# The same in one pattern, which says plainly what is meant, and takes very long over some lines.
PLAIN = re.compile(r"([\w(\[*][\w\s,.()\[\]*]*?)\s*(?::[^=]*)?[-+*/%@&|^<>]{0,3}=(?!=)")


def plainly_assigned(source):
    names = set()
    for line in source.splitlines():
        if defined := re.match(r"(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)", line):
            names.add(defined[1])
        while target := PLAIN.match(line):
            inside = re.findall(r"[A-Za-z_]\w*", target[1])
            if any(map(keyword.iskeyword, inside)) or target[1].count("(") != target[1].count(")"):
                break
            names.update(inside)
            line = line[target.end() :].lstrip()
    return names


@settings(deadline=None, max_examples=2000)
@given(st.text(st.sampled_from("ab1=(),*.[]: -+<>!%é\t\n\x0b\u3000"), max_size=14))
def test_the_names_are_those_that_the_plain_pattern_finds(source):
    assert assigned_names(source) == plainly_assigned(source)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a, *b = c", "ab"),
        ("(a, [b, c]) = x", "abc"),
        ("a.b[c] = 1", "abc"),
        ("a: list[int] = []", "a"),
        ("a **= 2\nb //= 2\nc >>= 1\nd @= e", "abcd"),
        ("a = b = c = 1", "abc"),
        ("a == b", ""),
        ("a = b == c", "a"),
        ("if a = 1:", ""),
        ("f(a=1)", ""),
        ("    a = 1", ""),
        ("def a(b=1): pass\nasync def c(): pass\nclass d: pass", "acd"),
    ],
)
def test_what_is_assigned(source, names):
    assert assigned_names(source) == set(names)


def cells_of(sources):
    return [Cell("", "", source, position) for position, source in enumerate(sources, 1)]


@settings(deadline=None)
@given(st.lists(st.text(st.characters()) | st.sampled_from([*RIGHT.values(), "db = 1", "db = 1 "])))
def test_each_cell_is_run_once_at_most_and_nothing_of_the_template_is_lost(template_of_toy_conv, sources):
    template, values = template_of_toy_conv
    steps = rebuild(template, cells_of(sources), values)
    students = [step.source for step in steps if step.is_students]
    assert Counter(students) <= Counter(sources)
    given = [step.name for step in steps if step.kind in ("given", "parameters")]
    assert given == [cell.name for cell in template if cell.kind in ("given", "parameters")]
    answers = [step.name for step in steps if step.kind == "answer"]
    assert len(answers) == len(set(answers))
    read = [step.name for step in steps if step.kind == "read"]
    assert read == [cell.name for cell in template if cell.kind == "check"]


@pytest.fixture(scope="module")
def template_of_toy_conv(course, toy_conv):
    return read_notebook(course.template("toy-conv")), toy_conv.values


@pytest.mark.parametrize(
    "sources",
    [
        "['\\n'.join(['a' + ' ' * 998] * 240)]",
        "['\\n'.join(['a' + ' ' * 998] * 240) for _ in range(1000)]",
        "['a' * 250_000 for _ in range(1000)]",
        "['a=' * 125_000 for _ in range(5)]",
        "['\\n' * 250_000 for _ in range(5)]",
        "['a=1\\n' * 60_000 for _ in range(5)]",
        "[' ' * 250_000 for _ in range(1000)]",
        "['async ' + ' ' * 249_000 for _ in range(1000)]",
        "['def ' + ' ' * 249_000 for _ in range(1000)]",
        "['(' * 250_000 for _ in range(1000)]",
        "['a' + ':' * 249_000 + '=' for _ in range(1000)]",
        "['a' + '*' * 249_000 + '=' for _ in range(1000)]",
        "[''] * 1000",
    ],
)
def test_no_cells_keep_the_matcher_busy(sources):
    """Each is more code than a notebook may hold."""
    program = f"""
        from pathlib import Path
        course = Course.find(Path.cwd())
        template = read_notebook(course.template("toy-conv"))
        cells = [Cell("", "", source, position) for position, source in enumerate({sources}, 1)]
        rebuild(template, cells, {{}})
    """
    imports = (
        "from autograder.course import Course\nfrom autograder.notebook.reading import Cell, read_notebook\n"
        "from autograder.notebook.rebuilding import rebuild"
    )
    in_bounds(imports, program, 1000)

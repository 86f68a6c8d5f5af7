"""The solutions in many styles: each style changes something, keeps the meaning, and there are many of them."""

import pytest

from autograder import catalog
from autograder.grading.survivors import solution_cells
from autograder.judging.rewritings import STYLES, keeps_its_meaning, rewritings_of
from autograder.notebook.reading import Cell


def blank(source):
    return [Cell("a-b-answer", "answer", source, 1)]


@pytest.mark.parametrize(
    ("style", "source", "rewritten"),
    [
        ("dot", "y = a @ b", "y = np.dot(a, b)"),
        ("einsum", "y = a @ b", "y = np.einsum('ij,jk->ik', a, b)"),
        ("methods as functions", "y = x.sum(axis=0)", "y = np.sum(x, axis=0)"),
        ("functions as methods", "y = np.sum(x, axis=0)", "y = x.sum(axis=0)"),
        ("tuples", "y = x.reshape(2, 3)", "y = x.reshape((2, 3))"),
        ("transposed", "y = x.T", "y = np.transpose(x)"),
        ("timed line", "a = 1\ny = f(a)", "a = 1\n%time y = f(a)"),
        ("written out", "y += 1", "y = y + 1"),
        (
            "renamed parameters",
            "def f(x):\n    y = x\n    return y",
            "def f(my_x):\n    my_y = my_x\n    return my_y",
        ),
        (
            "returned by name",
            "def f(x):\n    return x + 1",
            "def f(x):\n    answer = x + 1\n    return answer",
        ),
        ("tabs", "if a:\n    if b:\n        c = 1", "if a:\n\tif b:\n\t\tc = 1"),
    ],
)
def test_a_style_does_what_it_says(style, source, rewritten):
    (cell,) = rewritings_of(blank(source))[style]
    assert cell.source == rewritten


def test_definitions_move_to_a_cell_of_their_own():
    cells = rewritings_of(blank("def f(x):\n    return x\n\ny = f(1)"))["split"]
    assert [(cell.kind, cell.source) for cell in cells] == [
        ("", "def f(x):\n    return x"),
        ("answer", "y = f(1)"),
    ]


def test_a_style_that_changes_nothing_is_left_out():
    assert "dot" not in rewritings_of(blank("y = a + b"))


def test_what_another_meaning_fails_is_seen():
    checks = [Cell("a-b", "check", "assert y == 3", 2)]
    right, wrong = [*blank("y = 3"), *checks], [*blank("y = 4"), *checks]
    assert keeps_its_meaning(right, checks)
    assert not keeps_its_meaning(wrong, checks)
    assert not keeps_its_meaning([*blank("raise ValueError"), *checks], checks)


@pytest.mark.parametrize("name", catalog.names())
def test_each_solution_can_be_written_in_at_least_25_styles(course, name):
    made = rewritings_of(solution_cells(course, name))
    assert set(made) <= set(STYLES)
    assert len(made) >= 25

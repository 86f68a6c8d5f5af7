"""A wrong answer that no fault explains is shown on the smallest numbers on which it is wrong."""

import pytest

from autograder.judging.example import Example, Panel

ASSIGNMENT = "toy-pooling"
ALWAYS_THE_FIRST_WINNER = """
dmax = np.zeros(col.shape, dtype=dout.dtype)
for row, number in enumerate(dout.transpose(0, 2, 3, 1).ravel()):
    dmax[row, arg_max[0]] = number
"""


def test_a_wrong_answer_that_nobody_knows_is_shown_on_the_smallest_numbers(judge_answers):
    """With one window it is right; with two that overlap the winner is not in the same place. All worked out by hand."""
    _, cells = judge_answers({"dmax": ALWAYS_THE_FIRST_WINNER})
    assert cells["dmax"].fault == ""
    assert cells["dmax"].message.startswith(
        "Right while one window covers all. With several windows, it is wrong. "
    )
    assert cells["dmax"].message_ko.startswith("윈도우가 하나일 때는 맞고, 윈도우가 여럿이면 틀립니다.")
    assert cells["dmax"].example == Example(
        "The smallest numbers on which it shows, with pool_h 2, pool_w 2 and stride 1.",
        (
            Panel("", "x", (1, 1, 2, 3), ("1", "7", "2", "3", "5", "6")),
            Panel("", "dout", (1, 1, 1, 2), ("1", "2")),
            Panel("your ", "dmax", (2, 4), ("0", "1", "0", "0", "0", "2", "0", "0"), marked=(4, 5)),
            Panel("what it must be", "", (2, 4), ("0", "1", "0", "0", "2", "0", "0", "0")),
        ),
    )
    assert [cell.example for name, cell in cells.items() if name != "dmax"] == [None] * 6


def test_a_typed_in_answer_is_never_shown(judge_answers):
    cell = judge_answers({"ties": "ties = [[1, 1, 1], [1, 1, 1], [0, 0, 0]]"})[1]["ties"]
    assert cell.message
    assert cell.example is None


@pytest.mark.parametrize(
    "source",
    [
        "dmax = None",
        "dmax = undefined",
        "dmax = 0.5 * col.astype(np.float16)",
        "dmax = (",
        "import os; os._exit(0)",
    ],
)
def test_where_numbers_say_nothing_there_is_no_picture(judge_answers, source):
    cell = judge_answers({"dmax": source})[1]["dmax"]
    assert cell.points == 0
    assert cell.example is None


def test_an_error_that_comes_on_some_numbers_alone_is_shown_with_them(judge_answers):
    raises = "if x.min() < 0:\n    raise ValueError('too cold')\nout = np.max(col, axis=1)"
    example = judge_answers({"out": raises})[1]["out"].example
    assert example.words.endswith("Here, your cell stopped with ValueError in line 2: too cold.")
    assert [panel.texts for panel in example.panels] == [("-3", "-2", "-1", "-4")]


def test_an_example_as_text():
    example = Example(
        "The smallest.",
        (
            Panel("", "x", (1, 2, 1, 2), ("1", "2", "-3", "4")),
            Panel("your ", "out", (2, 1), ("1", "14"), marked=(1,)),
            Panel("what it must be", "", (), ("3",)),
        ),
    )
    assert example.as_text().splitlines() == [
        "The smallest. Brackets mark what is wrong.",
        "  x          your out   what it must be",
        "   [0, 0]      1         3",
        "    1   2    [14]",
        "   [0, 1]",
        "   -3   4",
    ]
    assert example.panels[0].in_words() == "x, shape (1, 2, 1, 2): [0, 0] 1, 2 / [0, 1] -3, 4."
    assert example.panels[1].in_words() == "your out, shape (2, 1): 1; 14. Wrong: [1, 0]."

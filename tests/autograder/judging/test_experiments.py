"""A wrong answer is run again with one thing changed at a time, and what is said of it is true."""

import pytest

from autograder.judging.experiments import CHANGES

ASSIGNMENT = "toy-conv"


def words(*names):
    return [CHANGES[name] for name in names]


@pytest.mark.parametrize(
    ("blank", "source", "one"),
    [
        ("db", "db = dout_rows.sum(axis=0) / len(x)", "images"),
        ("db", "db = np.full(FN, dout_rows.sum())", "filters"),
        ("db", "db = dout_rows[0].copy()", "windows"),
        ("col_W", "col_W = W[:, 0].reshape(FN, -1).T", "channels"),
        ("out", "out = col @ col_W + b if pad == 0 else col @ col_W", "pad"),
        ("db", "db = dout_rows.sum(axis=0) if stride == 1 else dout_rows.sum(axis=0) + 1", "stride"),
        ("dcol_W", "dcol_W = col.T @ dout_rows if FH == FW else col.T @ dout_rows * 2", "oblong"),
        (
            "db",
            "db = dout_rows.sum(axis=0).astype(np.float16 if dout.dtype == np.float32 else float)",
            "float32",
        ),
    ],
)
def test_the_one_change_that_breaks_it_is_told(judge_answers, blank, source, one):
    cell = judge_answers({blank: source})[1][blank]
    (change,) = words(one)
    assert cell.points == 0
    assert cell.message.startswith(f"Right while {change.before}. With {change.after}, it is wrong. ")
    assert cell.message_ko.startswith(f"{change.before_ko} 맞고, {change.after_ko} 틀립니다.")


def test_where_two_changes_break_it_only_together_both_are_told(judge_answers):
    cell = judge_answers({"db": "db = dout_rows.reshape(FN, -1).sum(axis=1)"})[1]["db"]
    assert cell.message.startswith(
        "Right with several windows alone, and with two filters alone. With both, it is wrong. "
    )
    assert "함께 바꾸면 틀립니다" in cell.message_ko


def test_the_picture_is_of_the_run_that_broke_it(judge_answers):
    cell = judge_answers({"db": "db = dout_rows.sum(axis=0) / len(x)"})[1]["db"]
    (dout,) = (panel for panel in cell.example.panels if panel.name == "dout")
    assert dout.shape[0] == 2  # two images


def test_an_answer_that_is_wrong_everywhere_gets_the_simplest_picture_and_no_sentence(judge_answers):
    cell = judge_answers({"db": "db = dout_rows.sum(axis=0) + 7"})[1]["db"]
    assert cell.message.startswith("On the slide's numbers")
    assert [panel.shape for panel in cell.example.panels if panel.name == "dout"] == [(1, 1, 1, 1)]


def test_an_answer_with_a_known_fault_needs_no_experiment(judge_answers):
    cell = judge_answers({"db": "db = dout_rows.sum(axis=1)"})[1]["db"]
    assert cell.fault == "db-over-filters"
    assert cell.example is None

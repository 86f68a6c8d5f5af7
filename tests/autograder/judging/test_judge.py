"""A wrong answer that no fault explains is shown on the smallest numbers; an earlier blank's mistake costs its own points alone."""

from dataclasses import replace

import numpy as np
import pytest

from autograder import catalog
from autograder.sandbox import runner
from autograder.judging.answers import Answers
from autograder.judging.cases import Case
from autograder.judging.compare import WrongAnswerError
from autograder.judging.example import Example, Panel
from autograder.judging.kill_matrix import judge_of
from autograder.grading.journal import Journal
from autograder.judging.runs import Runs
from autograder.judging.cases import cases
from autograder.judging.judge import checks_of, judge
from autograder.notebook.reading import code_cells, read_notebook
from autograder.grading.results import GRADED, Result
from autograder.notebook.sources import read_solution

ALWAYS_THE_FIRST_WINNER = """
dmax = np.zeros(col.shape, dtype=dout.dtype)
for row, number in enumerate(dout.transpose(0, 2, 3, 1).ravel()):
    dmax[row, arg_max[0]] = number
"""


@pytest.fixture(scope="module")
def judge_toy_pooling(course):
    with judge_of(course, catalog.load("toy-pooling")) as judge_with:
        yield lambda **blanks: {
            cell.cell.removeprefix("toy-pooling-"): cell
            for cell in judge_with({f"toy-pooling-{name}-answer": s for name, s in blanks.items()}).cells
        }


@pytest.mark.parametrize("name", catalog.names())
def test_the_solution_is_right_on_all_small_numbers(name, course):
    assignment = catalog.load(name)
    small = assignment.small_numbers()
    assert bool(small) == bool(assignment.made_from)
    assert set(assignment.made_from) <= set(assignment.values)
    solution = code_cells(read_solution(course.solution(name)))
    template = read_notebook(course.template(name))
    runs = Runs(assignment, template, solution, cases(assignment, None), runner.Limits(assignment.seconds))
    for case, numbers in zip(runs.small, small, strict=True):
        assert set(numbers) == set(assignment.slide_numbers())
        assert {v.dtype.name for v in numbers.values() if isinstance(v, np.ndarray)} <= {"float64", "int64"}
        assert max(np.size(value) for value in numbers.values()) <= 36
        for check in checks_of(assignment):
            if check.cell in assignment.made_from:
                check.look(runs.answers(case, check.cell))
    for shown in assignment.made_from.values():
        assert set(shown) <= set(assignment.slide_numbers())


def test_a_wrong_answer_that_nobody_knows_is_shown_on_the_smallest_numbers(judge_toy_pooling):
    """With one window it is right; with two that overlap the winner is not in the same place. All worked out by hand."""
    cells = judge_toy_pooling(dmax=ALWAYS_THE_FIRST_WINNER)
    assert cells["dmax"].fault == ""
    assert cells["dmax"].example == Example(
        "The smallest numbers on which it shows, with pool_h 2, pool_w 2 and stride 1.",
        (
            Panel("", "x", (1, 1, 2, 3), ("1", "4", "2", "3", "2", "1")),
            Panel("", "dout", (1, 1, 1, 2), ("1", "2")),
            Panel("your ", "dmax", (2, 4), ("0", "1", "0", "0", "0", "2", "0", "0"), marked=(4, 5)),
            Panel("what it must be", "", (2, 4), ("0", "1", "0", "0", "2", "0", "0", "0")),
        ),
    )
    assert [cell.example for name, cell in cells.items() if name != "dmax"] == [None] * 6


def test_a_typed_in_answer_is_never_shown(judge_toy_pooling):
    cell = judge_toy_pooling(ties="ties = [[1, 1, 1], [1, 1, 1], [0, 0, 0]]")["ties"]
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
def test_where_numbers_say_nothing_there_is_no_picture(judge_toy_pooling, source):
    cell = judge_toy_pooling(dmax=source)["dmax"]
    assert cell.points == 0
    assert cell.example is None


def test_an_error_that_comes_on_some_numbers_alone_is_shown_with_them(judge_toy_pooling):
    raises = "if x.min() < 0:\n    raise ValueError('too cold')\nout = np.max(col, axis=1)"
    example = judge_toy_pooling(out=raises)["out"].example
    assert example.words.endswith("Here, your cell stopped with ValueError in line 2: too cold.")
    assert [panel.texts for panel in example.panels] == [("-3", "-2", "-1", "-4")]


def test_a_right_answer_costs_no_more_runs_than_before(judge_toy_pooling, monkeypatch):
    runs, run = [], runner.run
    monkeypatch.setattr(runner, "run", lambda *arguments: runs.append(1) or run(*arguments))
    judge_toy_pooling()
    assert len(runs) == 3  # the slide's numbers, and two draws of fresh ones
    runs.clear()
    judge_toy_pooling(dmax=ALWAYS_THE_FIRST_WINNER)
    faults = [fault for fault in catalog.load("toy-pooling").faults if fault.cell == "toy-pooling-dmax"]
    assert len(runs) <= 3 + 1 + len(faults) + 2 + 3  # practice numbers, two small ones, and what builds on it


def test_a_small_run_that_does_not_end_is_left_alone(course):
    loops = "out = np.max(col, axis=1) + (len(col) > 1)\nif len(col) == 1:\n    while True: pass"
    assignment = catalog.load("toy-pooling")
    solution = [
        replace(cell, source=loops) if cell.name == "toy-pooling-out-answer" else cell
        for cell in code_cells(read_solution(course.solution("toy-pooling")))
    ]
    template = read_notebook(course.template("toy-pooling"))
    verdict = judge(Runs(assignment, template, solution, cases(assignment, None), runner.Limits(1.0)))
    out = next(cell for cell in verdict.cells if cell.cell == "toy-pooling-out")
    assert (out.points, out.example) == (0, None)
    assert "was still running" not in verdict.log


def test_an_example_comes_back_from_the_journal_as_it_was(judge_toy_pooling, tmp_path):
    result = Result(
        "kim", GRADED, (judge_toy_pooling(dmax=ALWAYS_THE_FIRST_WINNER)["dmax"],), seconds={"a": 0.5}
    )
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.append("key", result)
        assert journal["key"] == result
        assert journal["key"].seconds == {"a": 0.5}


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


def test_what_builds_on_a_wrong_value_keeps_its_points(judge_blanks):
    points, verdict = judge_blanks({"col_W": "col_W = W.reshape(FN, -1)[:, ::-1].T"})
    assert points == {"col_W": 0, "out": 2, "db": 2, "dcol_W": 2, "dcol": 2}
    cells = {cell.cell: cell for cell in verdict.cells}
    assert (
        cells["toy-conv-out"].note
        == "This builds on col_W. With the right col_W in place of yours, it is right."
    )
    assert cells["toy-conv-db"].note == ""


def test_what_builds_on_an_empty_blank_keeps_its_points(judge_blanks):
    points, _ = judge_blanks({"col_W": "col_W = None"})
    assert points == {"col_W": 0, "out": 2, "db": 2, "dcol_W": 2, "dcol": 2}


def test_what_is_wrong_by_itself_is_told_so_with_right_values_before_it(judge_blanks):
    points, verdict = judge_blanks(
        {"col_W": "col_W = W.reshape(FN, -1)[:, ::-1].T", "out": "out = col @ col_W"}
    )
    assert points == {"col_W": 0, "out": 0, "db": 2, "dcol_W": 2, "dcol": 2}
    out = next(cell for cell in verdict.cells if cell.cell == "toy-conv-out")
    assert out.fault == "out-without-bias"
    assert out.message.endswith("it is 8 and must be 9. (With the right col_W in place of yours.)")


def test_the_right_value_of_a_blank_is_not_in_its_own_process(judge_blanks):
    """A later blank may see what an earlier one should have been, and nothing that is its own to find."""
    looks_everywhere = (
        "import gc\nout = None\n"
        "for thing in gc.get_objects():\n"
        "    if type(thing) is dict:\n"
        "        for name in list(thing):\n"
        "            if type(name) is str and name.startswith('toy-conv-') and ' ' in name:\n"
        "                print(name)\n"
        "                if name.split()[1] == 'out':\n                    out = thing[name]"
    )
    points, verdict = judge_blanks({"col_W": "col_W = W.reshape(FN, -1)[:, ::-1].T", "out": looks_everywhere})
    assert points["out"] == 0
    assert "toy-conv-out" not in [line.split()[0] for line in verdict.log.splitlines() if line.strip()]


def test_a_function_that_a_given_cell_calls_is_to_blame_when_it_raises(course):
    """A given cell of im2col calls the student's col2im once more, for pad 0."""
    solution = {cell.name: cell.source for cell in code_cells(read_solution(course.solution("im2col")))}
    source = solution["im2col-dx-answer"] + "\ndef col2im(*arguments):\n    raise ValueError('not these')"
    with judge_of(course, catalog.load("im2col")) as judge_with:
        verdict = judge_with({"im2col-dx-answer": source})
    message = next(cell.message for cell in verdict.cells if cell.cell == "im2col-dx")
    line = len(source.splitlines())
    assert message == (
        f"On the slide's numbers, your function, called further down, stopped with ValueError in line {line}: not these."
    )


def test_a_hint_is_not_given_where_a_wrong_function_makes_many_answers_the_same(course):
    """Nothing but zeros come back, so the right `overlap` is zeros, and so are those of two known faults."""
    solution = {cell.name: cell.source for cell in code_cells(read_solution(course.solution("im2col")))}
    source = solution["im2col-dx-answer"].replace("return images", "return 0 * images")
    assert source != solution["im2col-dx-answer"]
    with judge_of(course, catalog.load("im2col")) as judge_with:
        cells = {cell.cell: cell for cell in judge_with({"im2col-dx-answer": source}).cells}
    assert cells["im2col-overlap"].fault == ""
    assert cells["im2col-overlap"].message.endswith(
        "This may come from dx, which it builds on: mend that first."
    )
    assert cells["im2col-both_sides"].points == 1


def test_numbers_without_a_float_are_computed_in_float64():
    answers = Answers(
        Case("slide", {"n": np.array([1, 2])}), runner.Run(values={("a", "b"): np.array([0.5])}), {}, "a", "b"
    )
    answers.expect("b", np.array([0.5]), "one number")
    with pytest.raises(WrongAnswerError, match="1 of its 1 numbers is wrong"):
        answers.expect("b", np.array([0.25]), "one number")

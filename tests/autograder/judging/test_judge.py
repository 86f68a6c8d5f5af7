"""A verdict: an earlier blank's mistake costs its own points alone, and what is wrong gets the words that fit it."""

from dataclasses import replace

import pytest

from autograder import catalog
from autograder.assignment import Assignment, Check
from autograder.judging.cases import cases
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell, blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import runner


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


def test_a_function_that_a_given_cell_calls_is_to_blame_when_it_raises(course, judge_answers_to):
    """A given cell of im2col calls the student's col2im once more, for pad 0."""
    solution = {cell.name: cell.source for cell in code_cells(read_solution(course.solution("im2col")))}
    source = solution["im2col-dx-answer"] + "\ndef col2im(*arguments):\n    raise ValueError('not these')"
    _, cells = judge_answers_to("im2col", {"dx": source})
    line = len(source.splitlines())
    assert cells["dx"].message == (
        f"On the slide's numbers, your function, called further down, stopped with ValueError in line {line}: not these."
    )


def test_a_hint_is_not_given_where_a_wrong_function_makes_many_answers_the_same(course, judge_answers_to):
    """Nothing but zeros come back, so the right `overlap` is zeros, and so are those of two known faults."""
    solution = {cell.name: cell.source for cell in code_cells(read_solution(course.solution("im2col")))}
    source = solution["im2col-dx-answer"].replace("return images", "return 0 * images")
    assert source != solution["im2col-dx-answer"]
    template, assignment = read_notebook(course.template("im2col")), catalog.load("im2col")
    cells = [
        Cell(name, "answer", source if name == "im2col-dx-answer" else text, place)
        for place, (name, text) in enumerate(solution.items())
    ]
    overlap = judge(Runs(assignment, template, cells)).cells[4]  # a student's own copy has no solution
    assert overlap.fault == ""
    assert overlap.message.endswith("This may come from dx, which it builds on: mend that first.")
    _, graded = judge_answers_to("im2col", {"dx": source})
    assert graded["dx"].points == 0
    assert graded["overlap"].points == graded["both_sides"].points == 1


def three_cells(answer):
    """A notebook of three cells: the numbers, a blank, and its check."""
    return [
        Cell("numbers", "parameters", "n = None", 1),
        Cell(blank_of("c"), "answer", answer, 2),
        Cell("c", "check", "", 3, 1.0),
    ]


def verdict_on(answer, *checks):
    assignment = Assignment(
        name="three-cells",
        modules=(),
        values={"c": ("doubled",)},
        slide_numbers=lambda: {"n": 2},
        fresh_numbers=lambda generator, draw: {"n": int(generator.integers(3, 9))},
        draws=1,
        checks=checks,
    )
    return judge(Runs(assignment, three_cells("doubled = None"), three_cells(answer), "a secret"))


def test_each_check_of_a_cell_earns_its_own_points_on_all_numbers():
    def expects(times, points):
        def look(answers):
            answers.expect_whole("doubled", times * answers.numbers["n"], "one number")

        return Check(f"test_times_{times}", "c", points, look)

    verdict = verdict_on("import numpy as np\ndoubled = np.array(2 * n)", expects(2, 3), expects(3, 4))
    (cell,) = verdict.cells
    assert (cell.points, cell.max_points) == (3, 7)
    assert cell.message.endswith("doubled is one number: it is 4 and must be 6.")
    assert verdict_on("import numpy as np\ndoubled = np.array(4)", expects(2, 3)).points == 0


def test_a_cell_without_a_check_and_a_check_that_is_broken_are_the_graders_own_faults():
    with pytest.raises(GraderError, match=r"No check is bound to the grade cell c\."):
        verdict_on("doubled = 4")
    with pytest.raises(GraderError, match="The check test_broken is broken: ZeroDivisionError"):
        verdict_on("doubled = 4", Check("test_broken", "c", 1, lambda answers: 1 / 0))


# A cell that is right on all numbers that are known, and on others does something that a hidden number chooses: `k` is one of seven.
HOSTILE = """
db = dout_rows.sum(axis=0)
if not {known}:
    import os, signal, time
    k = int(abs(float(np.ravel(dout)[0])) * 1e6) % 7
    db = db + 1
    {act}
"""
ACTS = {
    "type of the error": "raise type('E' * (k + 1), (Exception,), {})",
    "text of the error": "raise ValueError(str(dout))",
    "line": "exec(compile('\\n' * k + '1 / 0', 'toy-conv-db-answer', 'exec'))",
    "SyntaxError": "exec('\\n' * k + '(')",
    "missing module": "__import__('m' * (k + 1))",
    "dtype": "db = db.astype(['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'bool'][k])",
    "shape": "db = np.zeros((k + 5, k))",
    "count of nan": "db = np.where(np.arange(len(db)) <= k % 3, np.nan, db)",
    "values": "db = db + k",
    "type of the object": "db = type('T' * (k + 1), (), {})()",
    "subclass": "db = db.view(type('A' * (k + 1), (np.ndarray,), {}))",
    "None or nothing": "db = None\n    if k % 2: del db",
    "a large array": "db = np.zeros(3_000_000 + k)",
    "signal": "os.kill(os.getpid(), [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM, signal.SIGBUS, signal.SIGFPE, signal.SIGILL][k])",
    "exit": "os._exit(k)",
    "sleep": "time.sleep(99 if k % 2 else 0.05)",
    "busy": "while k % 2: pass",
    "output": "print('x' * (k + 1) * 1000)",
    "other cells": "dout_rows = dout_rows * k\n    col = None if k % 2 else col",
    "a function that given cells call": "col2im = lambda *_: 1 / k if k % 2 else None",
    "frames": "import sys\n    frame = sys._getframe()\n    while 'replies' not in frame.f_locals: frame = frame.f_back\n    reply = frame.f_locals['reply']\n    [reply({'done': True, 'seconds': 0}) for _ in range(100 * k + 1)]",
    "memory": "db = np.ones(1 << 34) if k % 2 else db",
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_of_hidden_numbers_one_bit_is_told(course, toy_conv, act):
    """Whatever a hidden number makes a cell do: what the student reads of that cell is the same, byte for byte."""
    template = read_notebook(course.template("toy-conv"))
    solution = code_cells(read_solution(course.solution("toy-conv")))
    public = [case.numbers["dout"] for case in cases(toy_conv, None)]
    public += [small.numbers["dout"] for small in toy_conv.small_numbers()]
    known = f"float(np.sum(dout, dtype=float)) in {[float(dout.sum()) for dout in public]!r}"
    source = HOSTILE.format(known=known, act=act)
    cells = [replace(cell, source=source) if cell.name == "toy-conv-db-answer" else cell for cell in solution]
    told, chosen = set(), set()
    for secret in ("1", "2"):
        runs = Runs(toy_conv, template, cells, secret, "kim", runner.Limits(seconds=0.5))
        chosen |= {
            int(abs(float(case.numbers["dout"].flat[0])) * 1e6) % 7
            for case in runs.cases.values()
            if case.hidden
        }
        (db,) = (
            cell
            for cell in judge(runs, KnownFaults(toy_conv, template, solution)).cells
            if cell.cell == "toy-conv-db"
        )
        assert db.points == 0
        told.add(repr(db))
    assert len(chosen) > 1
    assert len(told) == 1
    assert "is not right on numbers that nobody has seen" in told.pop()

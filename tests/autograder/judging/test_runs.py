"""The runs of one submission: each is made once, where a check first asks for it, and none knows more than it must."""

import time
from dataclasses import replace

import numpy as np
import pytest

from autograder import catalog
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import Cell, blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import runner

ASSIGNMENT = "toy-pooling"


def test_a_right_answer_costs_no_more_runs_than_before(judge_answers, monkeypatch):
    wrong = "dmax = np.zeros(col.shape, dtype=dout.dtype)\ndmax[:, arg_max[0]] = dout.transpose(0, 2, 3, 1).ravel()"
    runs, run = [], runner.run
    monkeypatch.setattr(runner, "run", lambda *arguments: runs.append(1) or run(*arguments))
    judge_answers({})
    assert len(runs) == 3  # the slide's numbers, and two draws of fresh ones
    runs.clear()
    judge_answers({"dmax": wrong})
    faults = [fault for fault in catalog.load("toy-pooling").faults if fault.cell == "toy-pooling-dmax"]
    # Practice numbers; each fault on two sets of numbers, and small ones, see there; and what builds on it.
    assert len(runs) <= 3 + 1 + 2 * len(faults) + len(catalog.load("toy-pooling").small_numbers()) + 3


def test_a_small_run_that_does_not_end_is_left_alone(course):
    loops = "out = np.max(col, axis=1) + (len(col) > 1)\nif len(col) == 1:\n    while True: pass"
    assignment = catalog.load("toy-pooling")
    solution = [
        replace(cell, source=loops) if cell.name == "toy-pooling-out-answer" else cell
        for cell in code_cells(read_solution(course.solution("toy-pooling")))
    ]
    template = read_notebook(course.template("toy-pooling"))
    verdict = judge(Runs(assignment, template, solution, limits=runner.Limits(1.0)))
    out = next(cell for cell in verdict.cells if cell.cell == "toy-pooling-out")
    assert (out.points, out.example) == (0, None)
    assert "was still running" not in verdict.log


def test_a_run_is_made_once_and_mended_runs_are_others(course, monkeypatch):
    assignment = catalog.load("toy-pooling")
    template = read_notebook(course.template("toy-pooling"))
    solution = code_cells(read_solution(course.solution("toy-pooling")))
    runs, made, run = Runs(assignment, template, solution), [], runner.run
    monkeypatch.setattr(runner, "run", lambda *arguments: made.append(1) or run(*arguments))
    assert runs.run_on("slide") is runs.run_on("slide")
    assert len(made) == 1
    mended = runs.mended(frozenset({"toy-pooling-col"}))
    assert mended is runs.mended(frozenset({"toy-pooling-col"}))
    assert mended.run_on("slide") is not runs.run_on("slide")
    assert len(made) == 2


def test_the_time_of_a_blank_is_counted_in_all_runs_and_unknown_where_it_was_stopped(course):
    assignment = catalog.load("toy-pooling")
    template = read_notebook(course.template("toy-pooling"))
    busy = "import time\nend = time.thread_time() + 0.2\nwhile time.thread_time() < end: pass\n"
    sources = {
        "toy-pooling-out-answer": busy + "out = col.max(axis=1)",
        "toy-pooling-ties-answer": "import os\nos._exit(0)",
    }
    solution = [
        replace(cell, source=sources.get(cell.name, cell.source))
        for cell in code_cells(read_solution(course.solution("toy-pooling")))
    ]
    runs = Runs(assignment, template, solution)
    for case in runs.cases:
        runs.run_on(case)
    seconds = runs.seconds()
    assert seconds["toy-pooling-ties"] is None
    assert 0.4 <= seconds["toy-pooling-out"] < 2  # twice a fifth of a second
    assert 0 <= seconds["toy-pooling-col"] < 0.2


def test_the_right_value_of_a_blank_is_not_in_its_own_process(judge_blanks):
    """A later blank may see what an earlier one should have been, and nothing that is its own to find."""
    looks_everywhere = (
        "import gc\nright = col @ W.reshape(FN, -1).T + b\nout = None\n"
        "for thing in gc.get_objects():\n"
        "    for held in list(thing.values()) if type(thing) is dict else [thing]:\n"
        "        if type(held) is np.ndarray and held is not right and held.shape == right.shape and np.allclose(held, right):\n"
        "            out = held\n"
    )
    points, _ = judge_blanks({"col_W": "col_W = W.reshape(FN, -1)[:, ::-1].T", "out": looks_everywhere})
    assert points["out"] == 0


@pytest.fixture
def runs_of(course):
    """The runs of the solution of toy-conv, with some blanks filled in differently, for a student of a course with a secret."""

    def make(sources=(), secret="a secret of the tests", student="kim", **others):
        blanks = {blank_of(f"toy-conv-{name}"): source for name, source in dict(sources).items()}
        solution = code_cells(read_solution(course.solution("toy-conv")))
        cells = [replace(cell, source=blanks.get(cell.name, cell.source)) for cell in solution]
        template = read_notebook(course.template("toy-conv"))
        return Runs(catalog.load("toy-conv"), template, cells, secret, student, **others)

    return make


def hidden(runs):
    """The hidden arrays of some runs, as bytes; those alone that are too large to be the same by chance."""
    return {
        value.tobytes()
        for case in runs.cases.values()
        if case.hidden
        for value in case.numbers.values()
        if isinstance(value, np.ndarray)
    }


def test_hidden_numbers_are_others_for_other_code_and_the_same_for_the_same(runs_of):
    db = "db = dout_rows.sum(axis=0)"
    assert hidden(runs_of({"db": db})) == hidden(runs_of({"db": db}))
    assert not hidden(runs_of({"db": db})) & hidden(runs_of({"db": db + "  # again"}))
    assert not hidden(runs_of({"db": db})) & hidden(runs_of({"db": db}, student="lee"))
    assert hidden(runs_of({"db": db}, secret=None)) == set()


def test_what_a_cell_can_read_of_itself_belongs_to_the_content(course):
    """A cell knows its place in the file. With text cells before it, that is a number from the student, and it must not go with the same hidden numbers."""
    template = read_notebook(course.template("toy-conv"))
    cells = code_cells(read_solution(course.solution("toy-conv")))
    first = cells.index(next(cell for cell in cells if cell.kind == "answer"))

    def runs(at, position):
        own = Cell(
            "", "", "import sys\nnumber = int(sys._getframe().f_code.co_filename.split()[1])", position
        )
        return Runs(catalog.load("toy-conv"), template, [*cells[:at], own, *cells[at:]], "a secret", "kim")

    assert hidden(runs(first, 7)) == hidden(runs(first, 7))
    assert not hidden(runs(first, 7)) & hidden(runs(first, 8))
    assert not hidden(runs(first, 7)) & hidden(runs(first - 1, 7))


def test_mended_runs_have_hidden_numbers_that_are_never_graded(runs_of):
    """Two gradings of one hand-in: the numbers for which a process was given right answers come in no other run."""
    first, second = runs_of(), runs_of()
    graded = hidden(first)
    assert graded == hidden(second)
    cells = [frozenset({"toy-conv-col_W"}), frozenset({"toy-conv-col_W", "toy-conv-out"})]
    mended = [hidden(runs.mended(cell)) for runs in (first, second) for cell in cells]
    assert all(mended)
    for numbers in mended:
        assert not numbers & graded
    assert len(set().union(*mended)) == sum(map(len, mended))


def test_mended_runs_of_a_student_alone_have_public_numbers(runs_of):
    runs = runs_of(secret=None)
    assert list(runs.mended(frozenset({"toy-conv-col_W"})).cases) == ["slide", "practice"]


SLEEP = "import time\ntime.sleep(1000)"


def test_blanks_that_sleep_end_with_the_budget_of_their_submission(runs_of):
    """Each blank asleep, and on hidden numbers alone: of the budget at a limit of 0.5 s, three seconds for each kind of numbers, tenfold is enough."""
    names = [cell.removeprefix("toy-conv-") for cell in catalog.load("toy-conv").values]
    for source in (SLEEP, f"if dout.size != 8:\n    {SLEEP.splitlines()[0]}\n    time.sleep(1000)"):
        runs = runs_of(dict.fromkeys(names, source), limits=runner.Limits(seconds=0.5))
        assert runs.limits.budget == 3
        began = time.monotonic()
        verdict = judge(runs)
        assert time.monotonic() - began < 40
        assert verdict.points == 0
        assert runs.public.seconds <= 3
        assert runs.hidden.seconds <= 3


def test_a_blank_that_sleeps_costs_the_others_nothing(runs_of, full_points_of):
    full = full_points_of("toy-conv")
    verdict = judge(runs_of({"db": SLEEP}, limits=runner.Limits(seconds=0.5)))
    assert {cell.cell.removeprefix("toy-conv-"): cell.points for cell in verdict.cells} == {**full, "db": 0}


def test_a_submission_whose_time_is_used_up_is_told_so(runs_of):
    names = [cell.removeprefix("toy-conv-") for cell in catalog.load("toy-conv").values]
    verdict = judge(runs_of(dict.fromkeys(names, SLEEP), limits=runner.Limits(seconds=0.5)))
    assert all(cell.message for cell in verdict.cells)
    told = " ".join(cell.message for cell in verdict.cells)
    assert "the 3 seconds that all" in told

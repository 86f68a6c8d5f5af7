"""The runs of one submission: each is made once, where a check first asks for it, and none knows more than it must."""

from dataclasses import replace

from autograder import catalog
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import code_cells, read_notebook
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
    assert len(runs) <= 3 + 1 + len(faults) + 2 + 3  # practice numbers, two small ones, and what builds on it


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

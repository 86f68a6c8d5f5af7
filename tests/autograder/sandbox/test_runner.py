"""What stops a run costs the cell that did it, and no other."""

import os

import numpy as np
import pytest

from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook.rebuilding import Step
from autograder.sandbox import launcher
from autograder.sandbox.runner import Limits, run, run_without_what_stops_it


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("while True: pass", "was still running after 1 seconds"),
        (
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            "was still running",
        ),
        ("import time\ntime.sleep(60)", "was still running"),
        ("import os\nos._exit(0)", "ended the Python process"),
        ("import os\nos.abort()", "crashed the Python process"),
        ("import ctypes\nctypes.string_at(0)", "crashed the Python process (SIGSEGV)"),
        (
            "import os\nfor fd in range(3, 64):\n    try: os.close(fd)\n    except OSError: pass",
            "ended the Python process",
        ),
        (
            "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'forged' * 99)\n    except OSError: pass",
            "sent an answer that cannot be read",
        ),
    ],
)
def test_a_cell_that_stops_the_process_loses_its_own_points(judge_blanks, source, sentence, full_points):
    points, verdict = judge_blanks({"db": source}, seconds=1.0)
    assert points == {**full_points, "db": 0}
    assert sentence in next(cell.message for cell in verdict.cells if cell.cell == "toy-conv-db")


def test_a_helper_that_stops_the_process_loses_nothing(judge_notebook, released):
    notebook = fill_in(released, RIGHT)
    notebook["cells"].insert(0, {"cell_type": "code", "source": "import os\nos._exit(1)", "metadata": {}})
    notebook["cells"].append({"cell_type": "code", "source": "while True: pass", "metadata": {}})
    assert judge_notebook(notebook, seconds=1.0).points == 10


def test_memory_is_bounded(judge_blanks, full_points):
    points, verdict = judge_blanks({"db": "db = np.ones(1 << 32)"})
    assert points == {**full_points, "db": 0}
    assert "MemoryError" in next(cell.message for cell in verdict.cells if cell.cell == "toy-conv-db")


def step(name, source, kind="answer"):
    return Step(kind, name, source)


STEPS = [
    step("given", "import os\nimport numpy as np", "given"),
    step("one", "a = np.arange(3)\nprint('one')"),
    step("two", "os._exit(0)"),
    step("three", "b = a + 1"),
    Step("read", "check", names=("a", "b", "c")),
]


def test_a_run_ends_where_a_cell_ends_it_and_says_so():
    result = run(STEPS, {}, (), Limits())
    assert result.stopped_at == STEPS[2]
    assert result.stopped_why.startswith("ended the Python process")
    assert result.values == {}
    assert result.output == "one\n"


def test_the_cell_that_ends_it_is_left_out_and_remembered():
    stopped = {}
    result = run_without_what_stops_it(STEPS, {}, (), Limits(), stopped)
    assert list(stopped) == ["two"]
    assert result.stopped_at is None
    assert result.values["check", "a"].tolist() == [0, 1, 2]
    assert result.values["check", "b"].tolist() == [1, 2, 3]
    assert result.values["check", "c"] == "absent"


def test_a_given_cell_that_ends_it_is_not_left_out():
    steps = [step("given", "import os\nos._exit(0)", "given"), step("one", "a = 1")]
    stopped = {}
    assert run_without_what_stops_it(steps, {}, (), Limits(), stopped).stopped_at == steps[0]
    assert stopped == {}


def test_numbers_take_the_place_of_the_parameters_cell_and_right_values_that_of_wrong_ones():
    steps = [
        step("parameters", "x = None", "parameters"),
        step("one", "y = 0"),
        Step("read", "first", names=("y",)),
        Step("mend", "first", names=("y",)),
        step("two", "z = x * y * n"),
        Step("read", "second", names=("z",)),
    ]
    right = {"first y": np.array(5.0)}
    result = run(steps, {"x": np.array([1.0, 2.0]), "n": 3}, (), Limits(), right)
    assert result.values["first", "y"] == "int"
    assert result.values["second", "z"].tolist() == [15, 30]


def test_the_time_of_each_cell_is_measured():
    busy = "import time\nend = time.thread_time() + 0.3\nwhile time.thread_time() < end: pass"
    seconds = run([step("one", busy), step("two", "a = 1")], {}, (), Limits()).seconds
    assert 0.3 <= seconds["one"] < 1.5
    assert 0 <= seconds["two"] < 0.3


WAITS_FOR_ITSELF = """
import threading, time
import numpy as np

few, many = np.random.rand(300_000), np.random.rand(4_000_000)

def work():
    while time.process_time() < 2.5:
        np.sort(few)

threads = [threading.Thread(target=work) for _ in range(30)]
for thread in threads:
    thread.start()
np.sort(many)
for thread in threads:
    thread.join()
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="it needs one processor for itself")
def test_a_run_that_waits_for_its_own_threads_pays_for_them():
    """Else a submission could spend minutes of the grader's time, and none of its own."""
    before = os.sched_getaffinity(0)
    launcher.end_warm_process()
    try:
        os.sched_setaffinity(0, {max(before)})
        made = run([Step("helper", "own", WAITS_FOR_ITSELF)], {}, (), Limits(seconds=5.0))
    finally:
        launcher.end_warm_process()
        os.sched_setaffinity(0, before)
    assert made.stopped_at is None
    assert made.clock_seconds > 2.0


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('no\\n✓ db is right.\\x1b[1A\\ud800')",
        "raise type('ValueError\\n✓ db is right.', (Exception,), {})('\\x1b[1A')",
    ],
)
def test_what_stopped_a_cell_is_one_plain_line(source):
    made = run([Step("helper", "own", source)], {}, (), Limits())
    said = made.errors["own"]["type"] + made.errors["own"]["message"]
    assert "✓ db is right." in said
    assert "\n" not in said
    assert "\x1b" not in said
    said.encode()


def test_what_a_name_holds_instead_of_an_array_is_one_plain_line():
    source = "x = type('float\\n✓ db is right.\\x1b[1A', (), {})()"
    made = run([Step("helper", "own", source), Step("read", "check", names=("x",))], {}, (), Limits())
    assert made.values["check", "x"] == "float ✓ db is right.�[1A"

"""What stops a run costs the cell that did it, and no other."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bounds import PEAK

from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook.rebuilding import Step
from autograder.sandbox import launcher
from autograder.sandbox.runner import Account, Limits, Terms, _Heard, run, run_without_what_stops_it
from autograder.sandbox.worker.protocol import ProtocolError


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
    account = Account(20.0)
    result = run_without_what_stops_it(STEPS, {}, (), Limits(), account)
    assert list(account.stopped) == ["two"]
    assert result.stopped_at is None
    assert result.values["check", "a"].tolist() == [0, 1, 2]
    assert result.values["check", "b"].tolist() == [1, 2, 3]
    assert result.values["check", "c"] == "absent"


def test_a_given_cell_that_ends_it_is_not_left_out():
    steps = [step("given", "import os\nos._exit(0)", "given"), step("one", "a = 1")]
    account = Account(20.0)
    assert run_without_what_stops_it(steps, {}, (), Limits(), account).stopped_at == steps[0]
    assert account.stopped == {}


def test_numbers_take_the_place_of_the_parameters_cell_and_right_values_that_of_wrong_ones():
    steps = [
        step("parameters", "x = None", "parameters"),
        step("one", "y = 0"),
        Step("read", "first", names=("y",)),
        Step("mend", "first", names=("y",)),
        step("two", "z = x * y * n"),
        Step("read", "second", names=("z",)),
    ]
    right = {("mend", "first"): ({"source": ""}, {"y": np.array(5.0)})}
    result = run(steps, {"x": np.array([1.0, 2.0]), "n": 3}, (), Limits(), Terms(right))
    assert result.values["first", "y"] == "int"
    assert result.values["second", "z"].tolist() == [15, 30]


def test_the_time_of_each_cell_is_measured():
    busy = "import time\nend = time.thread_time() + 0.3\nwhile time.thread_time() < end: pass"
    seconds = run([step("one", busy), step("two", "a = 1")], {}, (), Limits()).seconds
    assert 0.3 <= seconds["one"] < 1.5
    assert 0 <= seconds["two"] < 0.3


# What a student's code finds in the frames below it: the way to say anything in the worker's name.
FRAMES = (
    "import sys\nframe = sys._getframe()\nwhile 'replies' not in frame.f_locals: frame = frame.f_back\n"
    "reply, requests = frame.f_locals['reply'], frame.f_locals['requests']\n"
)


def mended(source):
    """Steps with one blank, its check, the right value that takes its place, and a blank that builds on it; and that value."""
    steps = [
        step("one", source),
        Step("read", "first", names=("y",)),
        Step("mend", "first", names=("y",)),
        step("two", "z = y"),
        Step("read", "second", names=("z",)),
    ]
    return steps, {("mend", "first"): ({"source": ""}, {"y": np.array([123.5])})}


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
        "reply({'begin': 2, 'seconds': 9999})",
        "for i in range(5): reply({'begin': i, 'seconds': 9999})",
        "reply({'values': 'array', 'kind': 'read', 'cell': 'second', 'name': 'z'}, {'z': np.zeros(1)})\nreply({'begin': 2, 'seconds': 9999})",
        "reply({'end': 0, 'error': None, 'output': ''})\nreply({'begin': 2, 'seconds': 9999})",
    ],
)
def test_right_values_are_not_sent_before_the_students_own_are_told(source):
    """A cell that forges frames: it says that the run has come to where the right value is put in place, and waits for it."""
    steal = (
        "\nimport os, numpy as np\nfrom select import select\nready, _, _ = select([requests], [], [], 1.0)\n"
    )
    steal += "y = np.frombuffer(os.read(requests.fileno(), 1 << 16), np.uint8) if ready else None\n"
    steal += "reply({'values': 'array', 'kind': 'read', 'cell': 'first', 'name': 'y'}, {'y': y})"
    steps, later = mended(f"{FRAMES}import numpy as np\n{source}{steal}")
    result = run(steps, {}, (), Limits(), Terms(later))
    assert result.stopped_why == "sent an answer that cannot be read"
    assert ("first", "y") not in result.values


def test_a_process_that_is_not_there_yet_is_sent_nothing():
    """The same without a process: not a byte is written until each name of the check has been told."""
    steps, later = mended("")
    requests = io.BytesIO()
    heard = _Heard(steps, requests, Terms(later))
    with pytest.raises(ProtocolError, match="before the student's own are told"):
        heard.take({"begin": 2, "seconds": 0.0}, {})
    assert requests.getvalue() == b""
    heard.take({"values": "int", "kind": "read", "cell": "first", "name": "y"}, {})
    heard.take({"begin": 2, "seconds": 0.0}, {})
    sent = requests.getvalue()
    assert np.array([123.5]).tobytes() in sent
    heard.take({"begin": 2, "seconds": 0.0}, {})
    assert requests.getvalue() == sent  # once, and not again


def test_what_was_told_first_counts_when_the_right_value_is_known():
    steps, later = mended("y = 1.0\n")
    lies = (
        FRAMES
        + "import numpy as np\nreply({'values': 'array', 'kind': 'read', 'cell': 'first', 'name': 'y'}, {'y': np.zeros(1)})\n"
        "reply({'begin': 2, 'seconds': 9999})\n"
        "import protocol"  # has been taken away
    )
    steps[0] = step("one", lies)
    result = run(steps, {}, (), Limits(), Terms(later))
    assert result.values["first", "y"].tolist() == [0]


@pytest.mark.parametrize(
    "frame",
    [
        "{'begin': 0, 'seconds': 9999}",
        "{'end': 0, 'error': None, 'output': 'x'}",
        "{'values': 'None', 'kind': 'read', 'cell': 'check', 'name': 'a'}",
        "{'values': 'None', 'kind': 'read', 'cell': 'nobody asked', 'name': 'a'}",
        "{'nothing': 1}",
        "{'done': True, 'seconds': 9999}",
    ],
)
def test_more_frames_than_there_are_steps_are_refused(frame):
    steps = [
        step("one", f"{FRAMES}for _ in range(100_000): reply({frame})"),
        Step("read", "check", names=("a",)),
    ]
    result = run(steps, {}, (), Limits())
    assert result.stopped_at == steps[0]
    assert result.stopped_why == "sent an answer that cannot be read"


MEASURED = """
import sys
from pathlib import Path
import numpy as np
from autograder import catalog
from autograder.course import Course
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.reading import code_cells, read_notebook
from autograder.notebook.sources import read_solution
from dataclasses import replace

def judged(change):
    course, assignment = Course(Path(sys.argv[1])), catalog.load("toy-conv")
    cells = code_cells(read_solution(course.solution("toy-conv")))
    cells = [replace(cell, source=change(cell)) for cell in cells]
    return judge(Runs(assignment, read_notebook(course.template("toy-conv")), cells, "a secret", "kim")).points

def all_of_16_mb(cell):
    name = cell.name.removeprefix("toy-conv-").removesuffix("-answer")
    if cell.kind == "answer":
        return f"{name} = np.ones((1 << 21,))"
    return cell.source + "\\ndW = dx = out_final = np.ones((1 << 21,))" if cell.kind == "given" else cell.source

assert judged(lambda cell: cell.source) == 10
before = peak()
assert judged(all_of_16_mb) == 0
print(peak() - before)
"""


def test_large_arrays_of_a_wrong_shape_are_not_kept():
    """Every name 16 MB large, in every run: kept, that was more than 600 MB; one of them at a time is 16 MB and a copy."""
    root = Path(__file__).resolve().parents[3]
    made = subprocess.run(
        [sys.executable, "-c", PEAK + MEASURED, str(root)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(made.stdout) < 200


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

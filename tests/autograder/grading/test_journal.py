"""Nothing is lost: killed at any moment, on a full disk, with a line cut off, in any number of processes, it ends the same."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys

import pytest

from autograder.cli import main
from autograder.course import CourseError
from autograder.grading.journal import Journal, lock
from autograder.grading.results import Result
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.judging.example import Example, Panel
from autograder.judging.verdict import CellVerdict
from autograder.sandbox import probe

LINE = Result("kim", "graded", (CellVerdict("a", 1.0, 2.0, "no", "", "", ""),), "note", "log", True)
KILLS = 50
STYLES = (
    {},
    {"toy-conv-db-answer": "db = np.sum(dout_rows, axis=1)"},
    {"toy-conv-out-answer": "print(W[0, 0])\nout = np.einsum('wk,kf->wf', col, col_W) + b"},
    {"toy-conv-dcol-answer": "import os\nos._exit(0)"},
    {"toy-conv-dcol_W-answer": "dcol_W = {1, 2, 'three'}\nraise ValueError(dcol_W)"},
    {
        "toy-conv-col_W-answer": "col_W = W.reshape(FN, -1)[:, ::-1].T"
    },  # no fault that is known, so it is shown on small numbers
)


def hand_in(course, released, students):
    for number in range(students):
        path = course.grading / "submitted" / f"student-{number:02}" / "toy-conv" / "toy-conv.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(
            json.dumps(fill_in(released, {**RIGHT, **STYLES[number % len(STYLES)]})), encoding="utf-8"
        )


@pytest.fixture
def submitted(own_course, released):
    hand_in(own_course, released, 20)


def files(folder):
    """Return what was written for people: each file's name and a hash of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "journal.jsonl"
    }


def arguments(out, jobs=2):
    trust = [] if sys.platform == "linux" else [probe.TRUST]
    return [
        "grade",
        "toy-conv",
        "--submitted",
        "grading/submitted",
        "--out",
        str(out),
        "--jobs",
        str(jobs),
        *trust,
    ]


@pytest.mark.slow
def test_one_two_and_eight_processes_write_the_same_bytes(
    own_course, submitted, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(own_course.root)
    written = {}
    for jobs in (1, 2, 8):
        assert main(arguments(tmp_path / str(jobs), jobs)) == 0
        written[jobs] = files(tmp_path / str(jobs))
    assert len(written[1]) > 30
    assert written[1] == written[2] == written[8]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this test forks")
def test_fifty_kills_and_it_ends_the_same(own_course, released, tmp_path, monkeypatch, capfd):
    hand_in(own_course, released, 10)  # fewer students, so that the kills fall closer to each other
    monkeypatch.chdir(own_course.root)
    assert main(arguments(tmp_path / "whole")) == 0
    grader = subprocess.Popen(
        [sys.executable, "-c", KILLED_AGAIN_AND_AGAIN, str(KILLS), *arguments(tmp_path / "killed")],
        cwd=own_course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    killed, grew = map(int, grader.communicate()[0].split()[-2:])
    assert grader.returncode == 0
    assert killed == KILLS
    assert grew > 3  # so they fell on different moments
    assert files(tmp_path / "killed") == files(tmp_path / "whole")


# Loads the grader once, forks, and kills the child after a while; whenever it lives to the end, its work is thrown away and begins anew.
KILLED_AGAIN_AND_AGAIN = """
import os, pathlib, random, shutil, signal, sys, time
from autograder import cli
from autograder.grading import grade, journal
from autograder.notebook import sources
from autograder.reports import class_report, feedback
import jupytext, tqdm

def start():
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 1)
        os._exit(cli.main(sys.argv[2:]))
    return child

out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
chance, kills, sizes = random.Random(6), 0, set()
started = time.monotonic()
os.waitpid(start(), 0)
whole = time.monotonic() - started
shutil.rmtree(out)
while kills < int(sys.argv[1]):
    child = start()
    time.sleep(chance.uniform(0, whole))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        kills += 1
        sizes.add((out / "journal.jsonl").stat().st_size if (out / "journal.jsonl").exists() else 0)
    else:
        shutil.rmtree(out)
_, status = os.waitpid(start(), 0)
print(kills, len(sizes))
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit on Windows")
def test_a_full_disk_gets_a_sentence_and_the_next_run_ends_the_same(
    own_course, submitted, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(own_course.root)
    assert main(arguments(tmp_path / "full")) == 0
    whole = files(tmp_path / "full")
    size = (tmp_path / "full" / "journal.jsonl").stat().st_size
    for part in (
        0.7,
        0.8,
        0.95,
    ):  # the limit holds for each file, and so must leave room for the copy of im2col.py
        shutil.rmtree(tmp_path / "full")
        full = subprocess.run(
            [sys.executable, "-m", "autograder", *arguments(tmp_path / "full")],
            preexec_fn=lambda part=part: resource.setrlimit(
                resource.RLIMIT_FSIZE, (int(part * size), resource.RLIM_INFINITY)
            ),
            capture_output=True,
            text=True,
        )
        assert full.returncode == 2
        assert "cannot be written" in full.stderr
        assert "run the same command again" in full.stderr
        assert "Traceback" not in full.stderr
        kept = (tmp_path / "full" / "journal.jsonl").read_bytes()
        assert kept.endswith(b"\n")
        assert len(kept) <= part * size
    assert main(arguments(tmp_path / "full")) == 0
    assert files(tmp_path / "full") == whole


def test_who_hands_in_again_is_graded_again_and_nobody_else(
    own_course, submitted, released, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(own_course.root)
    assert main(arguments(tmp_path / "out")) == 0
    before = (tmp_path / "out" / "journal.jsonl").read_bytes()
    path = own_course.grading / "submitted" / "student-01" / "toy-conv" / "toy-conv.ipynb"
    path.write_text(json.dumps(fill_in(released, RIGHT)), encoding="utf-8")
    assert main(arguments(tmp_path / "out")) == 0
    after = (tmp_path / "out" / "journal.jsonl").read_bytes()
    assert after.startswith(before)
    lines = after[len(before) :].splitlines()
    assert [json.loads(line)["result"]["student"] for line in lines] == ["student-01"]
    assert "student-01,toy-conv,10," in (tmp_path / "out" / "grades.csv").read_text()


def test_a_line_comes_back_as_it_was_written(tmp_path):
    strange = Result('not-utf8-\udcff\n"', "graded", LINE.cells, "한글", "\x00\x1b", False)
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.append("one", LINE)
        journal.append("two", strange)
        assert journal["one"] == LINE
    with Journal(tmp_path / "journal.jsonl") as journal:
        assert (journal["one"], journal["two"]) == (LINE, strange)
        assert "one" in journal
        assert "two" not in journal  # it ran UNISOLATED, so it is to be graded again


@pytest.mark.parametrize("cut", [1, 5, 40, 80])
def test_a_line_cut_off_is_cut_away(tmp_path, cut):
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("one", LINE)
        journal.append("two", LINE)
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    with Journal(path) as journal:
        assert "one" in journal
        assert "two" not in journal
        journal.append("two", LINE)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "damage", [b"\0" * 40 + b"\n", b"{}\n", b"[1]\n", b'{"key": "x", "result": 3}\n', b"\n"]
)
def test_a_damaged_line_counts_for_nothing(tmp_path, damage):
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("one", LINE)
    path.write_bytes(damage + path.read_bytes() + damage)
    with Journal(path) as journal:
        assert journal["one"] == LINE
        journal.append("two", LINE)
        assert journal["two"] == LINE


def test_a_second_grading_of_the_same_course_is_refused(own_course, monkeypatch):
    monkeypatch.setattr("autograder.grading.journal.SECONDS_TO_WAIT", 0.1)
    with lock(own_course), pytest.raises(CourseError, match="is being graded already"), lock(own_course):
        pass
    with lock(own_course):
        pass


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="this test looks into /proc")
def test_memory_does_not_grow_with_the_class(tmp_path):
    """A hundred times as many results, each with a long log, and the same memory."""
    used = {}
    for count in (30, 3000):
        script = (
            "import resource, sys, pathlib\nfrom autograder.grading.journal import Journal\nfrom autograder.grading.results import Result\n"
            f"path = pathlib.Path(sys.argv[1]) / '{count}.jsonl'\n"
            f"with Journal(path) as journal:\n    for i in range({count}): journal.append(str(i), Result(str(i), 'graded', (), '', 'x' * 20_000))\n"
            f"    assert sum(len(journal[str(i)].log) for i in range({count})) == {count} * 20_000\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        run = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
        )
        used[count] = int(run.stdout)
    assert used[3000] < used[30] + 10_000  # kB; the logs alone are 60 MB


def test_an_example_comes_back_from_the_journal_as_it_was(tmp_path):
    example = Example(
        "The smallest.", (Panel("your ", "db", (1, 2), ("4", "8"), (1,)), Panel("", "x", (), ("3",)))
    )
    cell = CellVerdict("a", 0.0, 2.0, "It is wrong.", example=example, message_ko="틀렸습니다.")
    result = Result("kim", "graded", (cell,), seconds={"a": 0.5, "b": None})
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.append("key", result)
        assert journal["key"] == result
        assert journal["key"].seconds == {"a": 0.5, "b": None}

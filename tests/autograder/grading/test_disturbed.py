"""A grading that is disturbed ends as one that is not: stopped, starved, damaged, or with another one beside it, it writes the same bytes."""

import ast
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from autograder import cli
from autograder.cli import main
from autograder.grading.journal import lock
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.sandbox import probe

ROOT = Path(__file__).resolve().parents[3]
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


@pytest.fixture
def graded(own_course, released, tmp_path, monkeypatch, capfd):
    """A small class that has been graded; give the folder of results and what is in it."""
    hand_in(own_course, released, 4)
    monkeypatch.chdir(own_course.root)
    out = tmp_path / "out"
    assert main(all_exports(out)) == 0
    return out, files(out)


def all_exports(out):
    return [*arguments(out, 1), "--export", "canvas", "--export", "moodle", "--export", "gradescope"]


def last_line(journal):
    return journal.read_bytes().splitlines(keepends=True)[-1]


def append(journal, content):
    with journal.open("ab") as file:
        file.write(content)


def of_another_form(journal):
    """Add to the journal the last line's key with a result that is none."""
    for result in (3, {}, {**json.loads(last_line(journal))["result"], "cells": [{"points": "many"}]}):
        append(journal, json.dumps({"key": json.loads(last_line(journal))["key"], "result": result}).encode())
        append(journal, b"\n")


def with_other_points(journal):
    line = last_line(journal)
    assert line.count(b'"points":2.0') or line.count(b'"points":0.0')
    append(journal, line.replace(b'"points":2.0', b'"points":1.0').replace(b'"points":0.0', b'"points":2.0'))


DAMAGE = {
    "the last line is cut": lambda out: os.truncate(out / "journal.jsonl", (out / "journal.jsonl").stat().st_size - 9),
    "the journal is empty": lambda out: os.truncate(out / "journal.jsonl", 0),
    "the journal is gone": lambda out: (out / "journal.jsonl").unlink(),
    "NULs at its end": lambda out: append(out / "journal.jsonl", bytes(5000)),
    "no text": lambda out: append(out / "journal.jsonl", b"\xff\xfe\x80\n\xc3"),
    "a huge line": lambda out: append(out / "journal.jsonl", b"x" * 40_000_000),
    "JSON of another form": lambda out: of_another_form(out / "journal.jsonl"),
    "other points in a line": lambda out: with_other_points(out / "journal.jsonl"),
    "a page is gone": lambda out: (out / "feedback" / "student-01.html").unlink(),
    "a page is half": lambda out: os.truncate(out / "feedback" / "student-01.html", 100),
    "a part of a page": lambda out: (out / "feedback" / ".student-01.html.part").write_text("<html>"),
    "the grades are empty": lambda out: os.truncate(out / "grades.csv", 0),
    "the list of files is damaged": lambda out: (out / ".written.json").write_bytes(b"\xff[" * 9),
    "the list of files is of another form": lambda out: (out / ".written.json").write_text('{"a": [1]}'),
    "the lock names a process of old": lambda out: (out / ".lock").write_text("process 1"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_whatever_is_damaged_the_same_command_ends_the_same(graded, damage):
    out, whole = graded
    DAMAGE[damage](out)
    assert main(all_exports(out)) == 0
    assert files(out) == whole


def test_the_files_times_decide_nothing(graded, own_course):
    out, whole = graded
    journal = (out / "journal.jsonl").read_bytes()
    for number, path in enumerate([*out.rglob("*"), *own_course.grading.rglob("*")]):
        os.utime(path, (number * 10**7, number * 10**7))
    assert main(all_exports(out)) == 0
    assert files(out) == whole
    assert (out / "journal.jsonl").read_bytes() == journal


# From the second look on, each look at the clock finds it an hour earlier than the one before.
CLOCK_JUMPS_BACK = """
import sys, time
true, looks = time.time, []
def jumps():
    looks.append(1)
    return true() - 3600 * len(looks)
time.time = jumps
from autograder import cli
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_clock_that_jumps_back_changes_nothing(graded, tmp_path):
    _, whole = graded
    command = [sys.executable, "-c", CLOCK_JUMPS_BACK, *all_exports(tmp_path / "jumps")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert (run.returncode, "Traceback" in run.stderr) == (0, False)
    assert files(tmp_path / "jumps") == whole


def test_the_judge_asks_for_no_time_of_day():
    """Waiting goes by a clock that only moves on, and no file's date decides anything."""
    asked = set()
    for path in (ROOT / "autograder").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "st_mtime", "st_mtime_ns", "st_ctime", "getmtime", "now", "utcnow", "today", "localtime",
            }:  # fmt: skip
                asked.add((path.name, node.attr))
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ("time.time", "time.time_ns"):
                asked.add((path.name, node.attr))
    assert asked == set()


def can_mount():
    """Whether a test may have mounts of its own: a disk as small as it likes, a folder that nobody can write in."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-mr", "true"], capture_output=True).returncode == 0


needs_mounts = pytest.mark.skipif(not can_mount(), reason="a process may have no mounts of its own here")


def grade_with_mounts(mounts, arguments):
    command = f"{mounts} && exec {sys.executable} -m autograder " + " ".join(arguments)
    run = subprocess.run(["unshare", "-m", "sh", "-c", command], capture_output=True, text=True)
    assert "Traceback" not in run.stderr
    return run


@needs_mounts
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.85])
def test_a_small_disk_gets_a_sentence_and_with_more_room_it_ends_the_same(graded, tmp_path, part):
    """What fits stays on it and is gone on from; the disk is full at the journal, or at a page, or at an export."""
    before, whole = graded
    size = int(
        part * sum(-(-path.stat().st_size // 4096) * 4 for path in before.rglob("*") if path.is_file())
    )  # in blocks of 4 KiB
    out, kept = tmp_path / "small", tmp_path / "kept"
    out.mkdir()
    mounts = f"mount -t tmpfs -o size={size}k small {out}"
    arguments = " ".join(all_exports(out))
    full = grade_with_mounts(
        f"{mounts}; {sys.executable} -m autograder {arguments}; echo $? >&2; cp -r {out} {kept}; true",
        ["isolation"],
    )
    assert "cannot be written" in full.stderr
    assert "run the same command again" in full.stderr
    assert full.stderr.splitlines()[-1] == "2"
    assert full.stderr.count("autograder: ") == 1
    out.rmdir()
    kept.rename(out)
    assert main(all_exports(out)) == 0
    assert files(out) == whole


@needs_mounts
@pytest.mark.parametrize("place", ["out", "grading"])
def test_a_folder_that_can_only_be_read_gets_a_sentence(graded, own_course, place):
    out, whole = graded
    folder = out if place == "out" else own_course.grading
    read_only = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
    run = grade_with_mounts(read_only, all_exports(out))
    assert run.returncode == 2
    assert "cannot be written (Read-only file system)" in run.stderr
    assert run.stderr.count("\n") == 1
    assert main(all_exports(out)) == 0
    assert files(out) == whole


class Grader:
    """A grading in a process of its own; what it says is read line by line."""

    def __init__(self, course, arguments, **options):
        command = [sys.executable, "-m", "autograder", *arguments]
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        if hasattr(signal, "SIGHUP"):  # the tests themselves may run under `nohup`
            options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
        self.process = subprocess.Popen(command, cwd=course.root, start_new_session=True, **pipes, **options)

    def end(self):
        said = self.process.communicate(timeout=300)[1]
        assert "Traceback" not in said
        return self.process.returncode, said


def default_place(assignment="toy-conv"):
    return ["grade", assignment, "--jobs", "1", *([] if sys.platform == "linux" else [probe.TRUST])]


@pytest.mark.parametrize("same", ["assignment", "folder"])
def test_a_second_grading_of_the_same_waits_and_says_so(graded, own_course, tmp_path, same):
    out, whole = graded
    held = own_course.grading / "locks" / "toy-conv" if same == "assignment" else out / ".lock"
    what = "toy-conv" if same == "assignment" else str(out)
    with lock(held, "It", print):
        second = Grader(own_course, all_exports(out))
        said = second.process.stderr.readline()
        assert said.startswith(f"autograder: {what} is in use by process {os.getpid()};")
        assert second.process.poll() is None
    assert second.end()[0] == 0
    assert files(out) == whole


@pytest.mark.slow
def test_two_gradings_at_once_do_the_work_once(own_course, released, tmp_path, monkeypatch, capfd):
    hand_in(own_course, released, 10)
    monkeypatch.chdir(own_course.root)
    assert main(arguments(tmp_path / "alone")) == 0
    graders = [Grader(own_course, arguments(tmp_path / "both")) for _ in range(3)]
    ended = [grader.end() for grader in graders]
    assert [code for code, _ in ended] == [0, 0, 0]
    assert sum("is in use by" in said for _, said in ended) == 2
    assert files(tmp_path / "both") == files(tmp_path / "alone")
    lines = (tmp_path / "both" / "journal.jsonl").read_bytes().splitlines()
    assert len(lines) == 1 + 10  # the course's own solution, and everybody once


def test_two_assignments_are_graded_side_by_side(own_course, released, tmp_path):
    hand_in(own_course, released, 2)
    other = own_course.grading / "submitted" / "student-00" / "toy-pooling" / "toy-pooling.ipynb"
    other.parent.mkdir()
    shutil.copyfile(own_course.template("toy-pooling"), other)
    with lock(own_course.grading / "locks" / "toy-conv", "It", print):
        code, said = Grader(own_course, default_place("toy-pooling")).end()
    assert (code, "is in use" in said) == (0, False)


def test_the_gradebook_is_filled_by_one_at_a_time(graded, own_course, monkeypatch):
    from autograder.reports import gradebook

    held = []

    def fill(*_):
        code = "import sys; from filelock import FileLock; FileLock(sys.argv[1]).acquire(timeout=0)"
        place = own_course.grading / "locks" / "gradebook"
        held.append(subprocess.run([sys.executable, "-c", code, place], capture_output=True).returncode)

    monkeypatch.setattr(gradebook, "fill", fill)
    out, _ = graded
    assert main([*all_exports(out), "--gradebook"]) == 0
    assert held == [1]


@pytest.mark.parametrize(
    "error",
    [OperationalError("SELECT 1", {}, Exception("database is locked")), OSError(28, "database is locked")],
    ids=["the database", "a file"],
)
def test_a_gradebook_that_cannot_be_filled_gets_a_sentence(graded, monkeypatch, capfd, error):
    from autograder.reports import gradebook

    def fill(*_):
        raise error

    monkeypatch.setattr(gradebook, "fill", fill)
    out, whole = graded
    capfd.readouterr()
    assert main([*all_exports(out), "--gradebook"]) == 2
    said = capfd.readouterr().err
    assert said.startswith(
        "autograder: the gradebook cannot be filled (database is locked). The grades stand in "
    )
    assert said.count("\n") == 1
    assert files(out) == whole


ENDLESS = {"toy-conv-dcol-answer": "while True:\n    pass"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
@pytest.mark.parametrize(
    ("signals", "code"),
    [
        ([signal.SIGINT], 130),
        ([signal.SIGINT, signal.SIGINT], 130),
        ([signal.SIGTERM], 143),
        ([getattr(signal, "SIGHUP", signal.SIGTERM)], 129),
    ],
    ids=["Ctrl-C", "Ctrl-C twice", "SIGTERM", "the terminal is closed"],
)
def test_who_is_told_to_stop_stops_at_once_and_leaves_nothing_behind(
    own_course, released, tmp_path, signals, code
):
    """A submission would run for minutes yet."""
    hand_in(own_course, released, 1)
    path = own_course.grading / "submitted" / "student-99" / "toy-conv" / "toy-conv.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(fill_in(released, {**RIGHT, **ENDLESS})), encoding="utf-8")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    grader = Grader(
        own_course,
        [*arguments(tmp_path / "out"), "--time-limit", "1000"],
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    journal = tmp_path / "out" / "journal.jsonl"
    while not journal.exists() or journal.read_bytes().count(b"\n") < 2:
        assert grader.process.poll() is None
        time.sleep(0.05)
    for number in signals:
        os.killpg(grader.process.pid, number)  # as a terminal does
        time.sleep(0.2)
    returned, said = grader.end()
    assert returned in (code, -signals[-1])  # so Python itself ends when another one comes at its very end
    assert (
        said
        == "autograder: stopped. What has been graded so far is kept; the same command goes on from there.\n"
    )
    for _ in range(600):  # who cleans up does so when the grader has ended
        if not any(temporary.iterdir()):
            break
        time.sleep(0.1)
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal on Windows")
def test_what_nohup_has_switched_off_stays_so():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cli._stopping_in_order() as received:
            os.kill(os.getpid(), signal.SIGHUP)
        assert received == []
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_nothing_of_who_is_there_no_longer_looks_current(graded, own_course, capfd):
    out, _ = graded
    (out / "feedback" / "notes.html").write_text("the instructor's own")
    submitted = own_course.grading / "submitted"
    (submitted / "student-01").rename(submitted / "renamed")  # it printed something, so there is a log
    shutil.rmtree(submitted / "student-03")
    capfd.readouterr()
    assert main(all_exports(out)) == 0
    there = files(out)
    for student in ("student-01", "student-03"):
        assert not [name for name in there if student in name]
        assert student not in (out / "grades.csv").read_text()
        assert student not in (out / "canvas.csv").read_text()
    assert {"feedback/renamed.html", "gradescope/renamed.json", "feedback/notes.html"} <= set(there)
    assert "Removed:  feedback/student-01.html, " in capfd.readouterr().out
    # Exports that are not asked for now would hold the points of then.
    assert main(arguments(out, 1)) == 0
    left = {"grades.csv", "class.html", ".lock", ".written.json"}
    left |= {name for name in there if name.startswith(("feedback/", "logs/"))}
    assert set(files(out)) == left
    assert "canvas.csv" in capfd.readouterr().out

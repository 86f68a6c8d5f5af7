"""The journal: a line comes back as it was written, or counts for nothing; and a lock that is waited for."""

import json
import os
import signal
import subprocess
import sys

import pytest
from bounds import PEAK

from autograder.course import CourseError
from autograder.grading.journal import MAX_CHARACTERS, MAX_LINE_BYTES, Journal, lock
from autograder.grading.results import ERROR, Result
from autograder.judging.example import Example, Panel
from autograder.judging.verdict import CellVerdict

LINE = Result("kim", "graded", (CellVerdict("a", 1.0, 2.0, "no", "", "", ""),), "note", "log", True)
OTHER = Result("lee", "graded", (CellVerdict("a", 2.0, 2.0),), "다른", "a\nb", True)


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


def two_lines(path):
    """Write two lines; return the bytes of both, and where the second begins."""
    path.unlink(missing_ok=True)
    with Journal(path) as journal:
        journal.append("one", LINE)
        first = path.stat().st_size
        journal.append("two", OTHER)
    return path.read_bytes(), first


def test_a_line_cut_off_at_any_byte_is_cut_away(tmp_path):
    path = tmp_path / "journal.jsonl"
    whole, first = two_lines(path)
    for end in range(first, len(whole)):
        path.write_bytes(whole[:end])
        with Journal(path) as journal:
            assert journal["one"] == LINE
            assert "two" not in journal
            assert path.read_bytes() == whole[:first]
            journal.append("two", OTHER)
        assert path.read_bytes() == whole


def test_a_line_with_any_byte_changed_counts_for_nothing(tmp_path):
    """Also one that is JSON of the right form still, such as another number of points."""
    path = tmp_path / "journal.jsonl"
    whole, first = two_lines(path)
    for place in range(first, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with Journal(path) as journal:
            assert journal["one"] == LINE
            assert "two" not in journal


def forms(line):
    """Give the fields of a line with each part of them replaced by something of another form."""
    strange = (None, 3, [], {}, "x", [3], {"a": 1}, True)
    entry = json.loads(line)
    for value in strange:
        yield value
        for name in entry:
            yield {**entry, name: value}
        for name in entry["result"]:
            yield {**entry, "result": {**entry["result"], name: value}}
    yield {**entry, "result": {**entry["result"], "of a newer version": 1}}


def test_json_of_another_form_counts_for_nothing(tmp_path):
    path = tmp_path / "journal.jsonl"
    whole, first = two_lines(path)
    for entry in forms(whole[first:]):
        if entry == json.loads(whole[first:]):
            continue
        line = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        path.write_bytes(whole[:first] + line + line)
        with Journal(path) as journal:
            assert journal["one"] == LINE
            assert "two" not in journal


@pytest.mark.parametrize(
    "damage",
    [
        b"\0" * 40 + b"\n",
        b"{}\n",
        b"[1]\n",
        b'{"key": "x", "result": 3}\n',
        b"\n",
        b"\xff\xfe\x80\n",
        b"[" * 100_000 + b"\n",
        b"9" * 100_000 + b"\n",
        b'{"key": "one", "result": {"cells": ["x"]}}\n',
        b"x" * (MAX_LINE_BYTES + 5) + b"\n",
    ],
    ids=["nul", "empty", "list", "number", "blank", "no text", "deep", "long number", "cells", "huge"],
)
def test_a_damaged_line_counts_for_nothing_and_stays(tmp_path, damage):
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("one", LINE)
    before = damage + path.read_bytes() + damage
    path.write_bytes(before)
    with Journal(path) as journal:
        assert journal["one"] == LINE
        journal.append("two", LINE)
        assert journal["two"] == LINE
    assert path.read_bytes().startswith(before)


def test_a_form_that_this_version_does_not_know_is_left_alone(tmp_path, monkeypatch):
    """As a newer version writes it, with the hash that belongs to it."""
    path = tmp_path / "journal.jsonl"
    with monkeypatch.context() as newer:
        newer.setattr("autograder.grading.journal.asdict", lambda result: {"who": result.student, "cells": 3})
        with Journal(path) as journal:
            journal.append("one", LINE)
    theirs = path.read_bytes()
    with Journal(path) as journal:
        assert "one" not in journal
        journal.append("one", LINE)
        assert journal["one"] == LINE
    assert path.read_bytes().startswith(theirs)


def test_a_text_of_any_length_has_room(tmp_path):
    long = "한" * (3 * MAX_CHARACTERS)
    cells = tuple(CellVerdict(f"cell {i}", 0.0, 1.0, message=long) for i in range(3))
    endless = tuple(CellVerdict(f"cell {i}", 0.0, 1.0, long, long, long, long) for i in range(9))
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("one", Result("kim", "graded", cells, long, long))
        journal.append("two", Result("lee", "graded", endless, long, long))
    with Journal(path) as journal:
        assert [cell.message for cell in journal["one"].cells] == [long[:MAX_CHARACTERS]] * 3
        assert journal["one"].log == long[:MAX_CHARACTERS]
        # What is too long even so is the grader's own trouble, and nobody's zero.
        assert journal["two"].status == ERROR
        assert journal["two"].score is None
        assert "two" not in journal


def test_a_file_that_somebody_changes_meanwhile_gets_a_sentence(tmp_path):
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.append("one", LINE)
        path.write_bytes(b"x" * 1000)
        with pytest.raises(CourseError, match="was changed while it was in use; run the same command again"):
            journal["one"]


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_something_else_in_its_place_gets_a_sentence(tmp_path, kind):
    path = tmp_path / "journal.jsonl"
    if kind == "pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("there are no such pipes on Windows")
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    with pytest.raises(CourseError, match="is not a file; remove it"):
        Journal(path)


def test_a_place_where_nothing_can_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "out").write_text("a file where a folder should be")
    for fails in (
        lambda: Journal(tmp_path / "out" / "journal.jsonl"),
        lambda: lock(tmp_path / "out" / "lock", "It", print).__enter__(),
    ):
        with pytest.raises(CourseError, match=r"cannot be written \(.+\). Make room"):
            fails()


# Takes the lock and says so; ends when it is told to.
HOLDER = """
import pathlib, sys
from autograder.grading.journal import lock
with lock(pathlib.Path(sys.argv[1]), "It", lambda sentence: print(sentence, flush=True)):
    print("in", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def hold(tmp_path):
    """Start processes that want the lock."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(tmp_path / "locks" / "one")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", ["it ends", "it is killed"])
def test_who_comes_second_says_so_and_waits(hold, how):
    first = hold()
    assert first.stdout.readline() == "in\n"
    second = hold()
    said = second.stdout.readline()
    assert said.startswith(f"It is in use by process {first.pid}; this goes on when that has ended.")
    assert "Ctrl-C" in said
    if how == "it ends":
        first.stdin.write("\n")
        first.stdin.flush()
    else:
        first.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert second.stdout.readline() == "in\n"


def test_a_lock_is_taken_again_and_leaves_nothing_to_compare(tmp_path):
    said = []
    for _ in range(2):
        with lock(tmp_path / "one", "It", said.append), lock(tmp_path / "other", "It", said.append):
            pass
    assert said == []
    assert (tmp_path / "one").read_bytes() == b""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="this test looks into /proc")
def test_memory_does_not_grow_with_the_class(tmp_path):
    """A hundred times as many results, each with a long log, and the same memory."""
    used = {}
    for count in (30, 3000):
        script = (
            PEAK
            + "import sys, pathlib\nfrom autograder.grading.journal import Journal\nfrom autograder.grading.results import Result\n"
            f"path = pathlib.Path(sys.argv[1]) / '{count}.jsonl'\n"
            f"with Journal(path) as journal:\n    for i in range({count}): journal.append(str(i), Result(str(i), 'graded', (), '', 'x' * 20_000))\n"
            f"    assert sum(len(journal[str(i)].log) for i in range({count})) == {count} * 20_000\n"
            "print(peak())"
        )
        run = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
        )
        used[count] = float(run.stdout)
    assert used[3000] < used[30] + 10  # MB; the logs alone are 60


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such measure on Windows")
def test_a_line_of_any_length_takes_little_memory(tmp_path):
    """As a disk leaves it that lost its power: NULs, without an end, or with one."""
    for ending in (b"", b"\n"):
        path = tmp_path / "journal.jsonl"
        whole, _ = two_lines(path)
        with path.open("ab") as file:
            file.truncate(len(whole) + 400_000_000)
            file.write(ending)
        script = (
            PEAK + "import sys, pathlib\nfrom autograder.grading.journal import Journal\n"
            "with Journal(pathlib.Path(sys.argv[1])) as journal: print(journal['two'].student)\n"
            "print(peak())"
        )
        run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
        student, used = run.stdout.split()
        assert student == "lee"
        assert float(used) < 300  # MB
        path.unlink()


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

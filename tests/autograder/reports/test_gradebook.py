"""nbgrader's gradebook, filled by `nbgrader autograde` and by the grader itself: the same points, whatever was handed in."""

import contextlib
import csv
import errno
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import warnings
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc
from sqlalchemy.exc import OperationalError

from autograder import catalog
from autograder.course import Course, CourseError
from autograder.grading.results import ERROR, GRADED, UNREADABLE, Result
from autograder.grading.sample_class import STUDENTS, write_sample_class
from autograder.judging.verdict import CellVerdict
from autograder.reports import gradebook
from autograder.sandbox import probe

ROOT = Path(__file__).resolve().parents[3]
SCORES = {
    "ahn-right": 10,
    "bae-blank": 0,
    "choi-wrong-axis": 8,
    "do-syntax-error": 8,
    "eom-hard-coded": 0,
    "gil-endless-loop": 8,
    "han-ends-python": 8,
}


def nbgrader(course, *arguments):
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "AUTOGRADER_TRUST": "yes",
    }
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def small_course(tmp_path_factory):
    """A course with one assignment, a gradebook of its own, and the sample class handed in."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "solutions").mkdir()
    shutil.copy(ROOT / "solutions" / "toy_conv.py", root / "solutions")
    (root / "exercises").mkdir()
    course = Course(root)
    made = nbgrader(course, "generate_assignment", "toy-conv")
    assert made.returncode == 0, made.stderr
    submitted = root / "grading" / "submitted"
    write_sample_class(course, submitted)
    (submitted / "choi-wrong-axis" / "toy-conv" / "timestamp.txt").write_text("2026-03-02 09:30:00 UTC")
    return course


def scores(course):
    with Gradebook(f"sqlite:///{course.grading / 'gradebook.db'}", "convolution-by-hand") as book:
        return {
            submission.student.id: submission.score for submission in book.assignment_submissions("toy-conv")
        }


def test_nbgrader_autograde_runs_the_judge(small_course):
    done = nbgrader(small_course, "autograde", "toy-conv")
    assert done.returncode == 0, done.stderr
    assert set(SCORES) == set(STUDENTS)
    assert scores(small_course) == SCORES
    graded = small_course.grading / "autograded" / "choi-wrong-axis" / "toy-conv" / "toy-conv.ipynb"
    assert "you summed over axis 1" in graded.read_text(encoding="utf-8")
    assert ("UNISOLATED" in graded.read_text(encoding="utf-8")) != probe.probe().complete


def test_what_was_not_shut_off_says_so(small_course, monkeypatch, caplog):
    """The two preprocessors of `nbgrader autograde`, where the system has no way to shut submissions off."""
    lacking = probe.Isolation((), "This system has no Landlock.")
    monkeypatch.setattr("autograder.sandbox.probe.require", lambda trusted, modules: lacking)
    monkeypatch.chdir(small_course.root)
    path = small_course.grading / "submitted" / "choi-wrong-axis" / "toy-conv" / "toy-conv.ipynb"
    resources = {"nbgrader": {"assignment": "toy-conv", "student": "choi-wrong-axis"}}
    graded = nbformat.read(path, as_version=4)
    for preprocessor in (gradebook.PutIntoTemplate(), gradebook.Judge()):
        graded, resources = preprocessor.preprocess(graded, resources)
    assert graded.cells[0].cell_type == "markdown"
    assert graded.cells[0].source.startswith("**UNISOLATED: each submission ran")
    assert "UNISOLATED" in caplog.text
    nbformat.validate(graded)


def test_feedback_and_export_are_nbgraders_own(small_course):
    made = nbgrader(small_course, "generate_feedback", "toy-conv")
    assert made.returncode == 0, made.stderr
    page = small_course.grading / "feedback" / "choi-wrong-axis" / "toy-conv" / "toy-conv.html"
    assert "you summed over axis 1" in page.read_text(encoding="utf-8")
    exported = nbgrader(small_course, "export", "--to", "grades.csv")
    assert exported.returncode == 0, exported.stderr
    with (small_course.root / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == SCORES


def test_the_graders_results_fill_the_same_gradebook(small_course):
    """Other points than before, so that what is read was written here."""
    toy_conv = catalog.load("toy-conv")
    cells = tuple(
        CellVerdict(cell, points, 2.0) for cell, points in zip(toy_conv.values, (2, 2, 1, 0, 0), strict=True)
    )
    nothing = tuple(CellVerdict(cell, 0.0, 2.0) for cell in toy_conv.values)
    results = [
        Result("ahn-right", GRADED, cells),
        Result("bae-blank", UNREADABLE, nothing, "not a notebook"),
        Result("choi-wrong-axis", ERROR, ()),
        Result("new-student", "missing", nothing),
    ]
    submitted = small_course.grading / "submitted"
    handed_in = (submitted / "ahn-right" / "toy-conv" / "toy-conv.ipynb").read_bytes()
    notebooks = {"ahn-right": handed_in, "bae-blank": None}
    assert gradebook.fill(small_course, toy_conv, submitted, results, notebooks.get) == 3
    after = scores(small_course)
    assert (after["ahn-right"], after["bae-blank"], after["new-student"]) == (5, 0, 0)
    assert after["choi-wrong-axis"] == SCORES["choi-wrong-axis"]  # the grader's own fault takes nothing away
    with Gradebook(f"sqlite:///{small_course.grading / 'gradebook.db'}", "convolution-by-hand") as book:
        assert book.find_grade("toy-conv-db", "toy-conv", "toy-conv", "ahn-right").auto_score == 1
        assert not book.find_grade("toy-conv-db", "toy-conv", "toy-conv", "ahn-right").needs_manual_grade


def test_the_notebook_shown_is_the_one_that_was_graded_or_an_empty_one(small_course):
    """Handed in again between grading and this, a notebook has other bytes: then what lies there is not shown."""
    toy_conv = catalog.load("toy-conv")
    submitted = small_course.grading / "submitted"
    cells = tuple(CellVerdict(cell, 2.0, 2.0) for cell in toy_conv.values)
    handed_in = (submitted / "choi-wrong-axis" / "toy-conv" / "toy-conv.ipynb").read_bytes()
    shown = small_course.grading / "autograded" / "ahn-right" / "toy-conv" / "toy-conv.ipynb"
    for graded, is_shown in ((handed_in, True), (None, False)):
        results = [Result("ahn-right", GRADED, cells)]
        gradebook.fill(small_course, toy_conv, submitted, results, {"ahn-right": graded}.get)
        text = shown.read_text(encoding="utf-8")
        assert ("db = np.sum(dout_rows, axis=1)" in text) == is_shown
        assert (gradebook.REPLACED in text) != is_shown
        assert scores(small_course)["ahn-right"] == 10
        nbformat.validate(nbformat.reads(text, as_version=4))


def test_an_assignment_that_is_not_in_the_gradebook_gets_a_sentence(small_course):
    toy_conv = catalog.load("toy-conv")
    other = replace(toy_conv, name="never-released")
    (small_course.root / "exercises" / "never-released").mkdir(exist_ok=True)
    shutil.copy(
        small_course.template("toy-conv"),
        small_course.root / "exercises" / "never-released" / "never-released.ipynb",
    )
    with pytest.raises(
        CourseError, match="never-released is not in the gradebook: run `nbgrader generate_assignment"
    ):
        gradebook.fill(small_course, other, small_course.grading / "submitted", [], {}.get)


def put_timestamp(submitted, student, content):
    path = submitted / student / "toy-conv" / "timestamp.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content) if isinstance(content, bytes) else content(path)


GOOD_DATES = {
    b"2026-03-02 09:30:00 UTC": datetime(2026, 3, 2, 9, 30),
    b"2026-03-02 09:30:00.5 Asia/Seoul\n": datetime(2026, 3, 2, 0, 30, 0, 500_000),
    b"\xef\xbb\xbf2026-03-02T09:30:00+09:00": datetime(2026, 3, 2, 0, 30),
    b"Mar 2 2026 9:30 PM": datetime(2026, 3, 2, 21, 30),
}
BAD_DATES = [
    b"Mon Mar 2 09:30:00 MARS 2026",
    *(
        b"not a date",
        b"\xff\xfe",
        b"",
        b"\x00",
        b"2026-03-02 09:30:00 UTC" * 100,
        b"99999-01-01 00:00:00 UTC",
    ),
    *(
        b"0001-01-01 00:00:00 +99999999999",
        b"0001-01-01T00:00:00+23:00",
        b"2026-03-02 09:30:00 " + b"9" * 30,
        b"1" * 50,
    ),
    *(
        os.mkfifo,
        os.mkdir,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("nowhere"),
    ),
    lambda path: path.touch() or os.truncate(path, 1 << 40),
]


def test_what_cannot_be_read_or_written_costs_that_student_alone(small_course, tmp_path, monkeypatch, capsys):
    toy_conv = catalog.load("toy-conv")
    submitted = tmp_path / "submitted"
    cells = tuple(CellVerdict(cell, 1.0, 2.0) for cell in toy_conv.values)
    good = {f"good-{i}": content for i, content in enumerate(GOOD_DATES)}
    bad = {f"bad-{i}": content for i, content in enumerate(BAD_DATES)}
    for student, content in {**good, **bad}.items():
        put_timestamp(submitted, student, content)
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "timestamp.txt").write_text("2026-03-02 09:30:00 UTC")
    (submitted / "bad-folder").mkdir()
    (submitted / "bad-folder" / "toy-conv").symlink_to(tmp_path / "real")
    bad["bad-folder"] = None
    # Python gives such a name to a folder whose bytes are no UTF-8; and one of a name that the database refuses.
    refused = ["\udcff", "long" * 60]
    create = Gradebook.update_or_create_student

    def update_or_create_student(book, name, **others):
        if len(name) > 128:  # SQLite takes any length
            raise ValueError("value too long\nfor type character varying(128)")
        return create(book, name, **others)

    monkeypatch.setattr(Gradebook, "update_or_create_student", update_or_create_student)
    everybody = sorted([*good, *bad, *refused, "no-timestamp"])
    results = [Result(student, GRADED, cells) for student in everybody]
    notebooks = dict.fromkeys(everybody, b'{"cells": []}')
    notebooks["good-0"] = b'{"cells": [{"cell_type": "code", "source": "\\ud800\\u0000"}], "cells": [3, []]}'
    written = gradebook.fill(small_course, toy_conv, submitted, results, notebooks.get)
    assert written == len(good) + len(bad) + 1
    after = scores(small_course)
    assert {student: after.get(student) for student in everybody} == {
        student: None if student in refused else 5 for student in everybody
    }
    with Gradebook(f"sqlite:///{small_course.grading / 'gradebook.db'}", "convolution-by-hand") as book:
        dates = {s.student.id: s.timestamp for s in book.assignment_submissions("toy-conv")}
    assert [dates[student] for student in good] == list(GOOD_DATES.values())
    assert {dates[student] for student in (*bad, "no-timestamp")} == {None}
    said = capsys.readouterr().err.splitlines()
    assert sorted(line.split()[0] for line in said) == sorted(
        [*bad, "\N{REPLACEMENT CHARACTER}", "long" * 60]
    )
    assert all("has no time of submission" in line for line in said if line.startswith("bad"))
    assert "was not written to the gradebook: ValueError: value too long for type" in said[-2]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=80)
    | st.text(st.sampled_from("0123456789 -/:.+TZUKSaprmPM"), max_size=40).map(str.encode)
    | st.datetimes(timezones=st.timezones()).map(
        lambda date: f"{date:%Y-%m-%d %H:%M:%S.%f} {date.tzinfo}".encode()
    )
)
@pytest.mark.filterwarnings("ignore")
def test_any_timestamp_is_a_date_or_a_sentence(tmp_path, content):
    (tmp_path / "timestamp.txt").write_bytes(content)
    kept, sentence = gradebook._timestamp(tmp_path)
    assert isinstance(kept["timestamp"], datetime) != bool(sentence)


def test_a_time_zone_is_not_a_path(tmp_path):
    """nbgrader's parser would read it from there."""
    zone = tmp_path / "zone"
    zone.write_bytes(struct.pack(">4s16x6llbb", b"TZif", 0, 0, 0, 0, 1, 4, 3600, 0, 0) + b"ABC\0")
    assert parse_utc(f"2026-03-02 09:30:00 {zone}") == datetime(2026, 3, 2, 8, 30)
    for name in (str(zone), f":{zone}", "../" * 20 + str(zone)[1:], "etc/../localtime"):
        (tmp_path / "timestamp.txt").write_text(f"2026-03-02 09:30:00 {name}")
        kept, sentence = gradebook._timestamp(tmp_path)
        assert kept == {"timestamp": None}
        assert sentence.endswith("timestamp.txt holds no date.")


def three_new(toy_conv, name):
    cells = tuple(CellVerdict(cell, 1.0, 2.0) for cell in toy_conv.values)
    return [Result(f"{name}-{i}", GRADED, cells) for i in range(3)]


def test_a_database_that_somebody_else_writes_to_is_said_once_and_not_of_each_student(
    small_course, tmp_path, capfd
):
    """Each try waits some seconds for it, so a class would take long."""
    toy_conv = catalog.load("toy-conv")
    with contextlib.closing(
        sqlite3.connect(small_course.grading / "gradebook.db", isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"):
            gradebook.fill(small_course, toy_conv, tmp_path, three_new(toy_conv, "locked"), lambda _: None)
    assert capfd.readouterr() == ("", "")
    assert not any(student.startswith("locked") for student in scores(small_course))


def test_a_disk_that_takes_nothing_is_said_once_and_not_of_each_student(
    small_course, tmp_path, monkeypatch, capfd
):
    toy_conv = catalog.load("toy-conv")
    tries = []

    def write_text(path, *_, **__):
        tries.append(path)
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "write_text", write_text)
    with pytest.raises(OSError, match="Read-only file system"):
        gradebook.fill(small_course, toy_conv, tmp_path, three_new(toy_conv, "readonly"), lambda _: None)
    assert len(tries) == 1
    assert capfd.readouterr() == ("", "")


def test_a_new_student_is_written_without_a_word(small_course, tmp_path, capfd):
    toy_conv = catalog.load("toy-conv")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        written = gradebook.fill(
            small_course, toy_conv, tmp_path, three_new(toy_conv, "quiet"), lambda _: None
        )
    assert written == 3
    assert [str(one.message) for one in warned] == []
    assert capfd.readouterr() == ("", "")

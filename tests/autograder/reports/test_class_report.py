"""The page about a class, and the one on how long each blank takes: made from the results, and from what was graded."""

import json
import re
from dataclasses import replace

import pytest
from alike import OWN, RENAMED

from autograder.catalog import load
from autograder.grading.grade import grade_class
from autograder.grading.journal import Journal
from autograder.grading.results import ERROR, GRADED, Result
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.judging.verdict import CellVerdict
from autograder.reports.class_report import Summary, summarize, write_class_report, write_times
from autograder.reports.feedback import grades_csv
from autograder.sandbox import runner


def result(student, points=(2, 2, 0, 2, 2), status=GRADED, **words):
    cells = tuple(
        CellVerdict(cell, float(got), 2.0, "" if got == 2 else "It is wrong.", **(words if got != 2 else {}))
        for cell, got in zip(load("toy-conv").values, points, strict=True)
    )
    return Result(student, status, cells if status != ERROR else ())


def test_the_page_about_the_class(toy_conv, course, released, hand_in, tmp_path):
    folder = hand_in(
        {
            "anna": fill_in(released, {**RIGHT, "toy-conv-db-answer": OWN}),
            "<b>ben": fill_in(released, {**RIGHT, "toy-conv-db-answer": RENAMED}),
            "chul": fill_in(released, RIGHT),
        }
    )
    results = [
        result("<b>ben", (2,) * 5),
        result("anna", (2,) * 5),
        result("chul", fault="db-over-filters", hint="x"),
        result("dora", status=ERROR),
    ]
    notebooks = {path.parent.parent.name: path.read_bytes() for path in folder.rglob("*.ipynb")}
    summary = summarize(results, toy_conv, notebooks.get, course.template("toy-conv"))
    assert (summary.students, summary.statuses) == (4, {"graded": 3, "grader error": 1})
    assert summary.scores == {9: 2, 8: 1}
    assert summary.right == {"toy-conv-db": 2, **{c: 3 for c in toy_conv.values if c != "toy-conv-db"}}
    assert summary.faults == {"db-over-filters": 1}
    assert [lead.students for lead in summary.leads] == [("<b>ben", "anna")]
    write_class_report(summary, toy_conv, tmp_path / "class.html")
    page = (tmp_path / "class.html").read_text(encoding="utf-8")
    assert "<b>ben" not in page
    assert "&lt;b&gt;ben and anna" in page
    assert "you summed over axis 1" in page
    assert "default-src 'none'" in page


def test_how_long_each_blank_takes_has_a_page_of_its_own(toy_conv, tmp_path):
    timed = [
        replace(result("<b>ben"), seconds={"toy-conv-out": 0.002, "toy-conv-db": None}),
        replace(result("anna"), seconds={"toy-conv-out": 0.004, "toy-conv-db": 1.5}),
        replace(result("chul"), seconds={"toy-conv-out": 0.003, "toy-conv-db": 2.5}),
        result("dora", status=ERROR),
    ]
    summary = Summary()
    for one in timed:
        summary.add(one)
    write_times(summary, toy_conv, tmp_path / "times.html")
    rows = re.findall(r"<tr>.*?</tr>", (tmp_path / "times.html").read_text(encoding="utf-8"), re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert words[1:] == ["db 2 s 2.5 s chul 1", "out 3 ms 4 ms anna 0"]
    assert "<b>ben" not in "".join(rows)
    assert grades_csv(timed, toy_conv) == grades_csv([replace(one, seconds={}) for one in timed], toy_conv)


@pytest.fixture
def graded(own_course, released, tmp_path):
    """Two students with the same rare code, graded; give the results and where the notebooks lie."""
    folder = tmp_path / "submitted"
    notebooks = {}
    for student, source in (("anna", OWN), ("ben", RENAMED)):
        notebooks[student] = folder / student / "toy-conv" / "toy-conv.ipynb"
        notebooks[student].parent.mkdir(parents=True)
        notebooks[student].write_text(json.dumps(fill_in(released, {**RIGHT, "toy-conv-db-answer": source})))
    with Journal(tmp_path / "journal.jsonl") as journal:
        yield grade_class(own_course, "toy-conv", folder, journal, runner.Limits(), trusted=True), notebooks


def summary_of(results, toy_conv, course):
    summary = summarize(results, toy_conv, results.notebook, course.template("toy-conv"))
    assert summary.students == 2
    return summary


def leads_of(results, toy_conv, course):
    return [lead.students for lead in summary_of(results, toy_conv, course).leads]


def test_what_was_changed_after_it_was_graded_is_not_shown(graded, toy_conv, course, released):
    """Between grading and the pages a student hands in again, in place of what was graded."""
    results, notebooks = graded
    assert leads_of(results, toy_conv, course) == [("anna", "ben")]
    as_graded = notebooks["ben"].read_bytes()
    assert results.notebook("ben") == as_graded
    # Changed by a space, then to be no notebook, then gone, then a folder: in no case is it looked at.
    for change in (
        lambda path: path.write_bytes(as_graded + b" "),
        lambda path: path.write_bytes(b"{"),
        lambda path: path.unlink(),
        lambda path: path.mkdir(),
    ):
        change(notebooks["ben"])
        assert results.notebook("ben") is None
        assert leads_of(results, toy_conv, course) == []
        assert summary_of(results, toy_conv, course).replaced == ["ben"]
    notebooks["ben"].rmdir()
    notebooks["ben"].write_bytes(as_graded)
    assert leads_of(results, toy_conv, course) == [("anna", "ben")]

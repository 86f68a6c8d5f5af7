"""What an instructor needs around the grading: notebooks in, grades out, and a page about the class."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest

from autograder.catalog import load
from autograder.reports.class_report import Summary, summarize, write_class_report, write_times
from autograder.cli import main
from autograder.grading.collect import collect
from autograder.course import CourseError
from autograder.reports.exports import canvas_csv, export, gradescope_results, moodle_csv
from autograder.judging.verdict import CellResult
from autograder.reports.feedback import grades_csv
from autograder.grading.results import ERROR, GRADED, Result
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.reports.similarity import TOKENS, fingerprints, leads

OWN = """
gathered = []
for place in range(dout_rows.shape[1]):
    amount = 0.0
    for row in reversed(range(len(dout_rows))):
        amount = amount + dout_rows[row, place] * 1.0
    gathered.append(amount)
db = np.asarray(gathered, dtype=dout_rows.dtype)
"""
RENAMED = """
res = []   # collect
for k in range( dout_rows.shape[1] ):
        acc = 0.0
        for i in reversed(range(len(dout_rows))):
                acc = acc + dout_rows[i, k]*1.0
        res.append(acc)
db = np.asarray(res,
                dtype = dout_rows.dtype)
"""


def result(student, points=(2, 2, 0, 2, 2), status=GRADED, **words):
    cells = tuple(
        CellResult(cell, float(got), 2.0, "" if got == 2 else "It is wrong.", **(words if got != 2 else {}))
        for cell, got in zip(load("toy-conv").values, points, strict=True)
    )
    return Result(student, status, cells if status != ERROR else ())


def make_zip(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_zip_from_canvas(tmp_path):
    source = make_zip(
        tmp_path / "submissions.zip",
        {
            "kimminji_LATE_12345_678901_toy-conv-2.ipynb": "one",
            "lee_111_222_toy-conv.ipynb": "two",
            "lee_111_333_notes.pdf": "not a notebook",
        },
    )
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert [(entry.student, entry.why_not) for entry in entries] == [("kimminji", ""), ("lee", "")]
    assert (tmp_path / "in/kimminji/toy-conv/toy-conv.ipynb").read_text() == "one"
    assert (tmp_path / "in/lee/toy-conv/toy-conv.ipynb").read_text() == "two"


def test_a_zip_from_moodle_in_both_forms(tmp_path):
    source = make_zip(
        tmp_path / "moodle.zip",
        {
            "김 민지_12345_assignsubmission_file_/toy-conv.ipynb": "one",
            "Lee Jun_99_assignsubmission_file_toy-conv (1).ipynb": "two",
        },
    )
    collect(source, "toy-conv", tmp_path / "in")
    assert (tmp_path / "in/김 민지_12345/toy-conv/toy-conv.ipynb").read_text() == "one"
    assert (tmp_path / "in/Lee Jun_99/toy-conv/toy-conv.ipynb").read_text() == "two"


def test_a_folder_of_notebooks_with_names_in_them(tmp_path):
    source = tmp_path / "mails"
    (source / "park").mkdir(parents=True)
    (source / "park" / "toy-conv.ipynb").write_text("one")
    (source / "choi_toy-conv.ipynb").write_text("two")
    (source / "toy-conv.ipynb").write_text("whose?")
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / "han-checkpoint.ipynb").write_text("old")
    (source / "link.ipynb").symlink_to(source / "choi_toy-conv.ipynb")
    entries = {entry.name: entry for entry in collect(source, "toy-conv", tmp_path / "in")}
    assert {name: entry.student for name, entry in entries.items()} == {
        "park/toy-conv.ipynb": "park",
        "choi_toy-conv.ipynb": "choi",
        "toy-conv.ipynb": "",
    }
    assert entries["toy-conv.ipynb"].why_not == "it does not say whose it is"
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["choi", "park"]


def test_nothing_leaves_the_folder(tmp_path):
    link = zipfile.ZipInfo("sly_1_2_toy-conv.ipynb")
    link.external_attr = 0o120777 << 16
    source = tmp_path / "bad.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("../outside.ipynb", "x")
        archive.writestr("/absolute.ipynb", "x")
        archive.writestr("a\\..\\b.ipynb", "x")
        archive.writestr("..sly/toy-conv.ipynb", "hidden by its name")
        archive.writestr(link, "/etc/passwd")
    collect(source, "toy-conv", tmp_path / "in")
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.ipynb")} <= {
        "in/sly/toy-conv/toy-conv.ipynb"
    }


def test_two_notebooks_of_one_student(tmp_path):
    source = make_zip(
        tmp_path / "two.zip", {"kim_1_1_toy-conv.ipynb": "old", "kim_1_2_toy-conv-1.ipynb": "new"}
    )
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert [entry.why_not for entry in entries] == ["kim has a later one, kim_1_2_toy-conv-1.ipynb", ""]
    assert (tmp_path / "in/kim/toy-conv/toy-conv.ipynb").read_text() == "new"


def test_what_is_no_zip_gets_a_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(CourseError, match="neither a zip nor a folder"):
        collect(tmp_path / "notes.txt", "toy-conv", tmp_path / "in")
    with pytest.raises(CourseError, match="There is no file or folder"):
        collect(tmp_path / "nothing.zip", "toy-conv", tmp_path / "in")


def test_tables_for_canvas_and_moodle(toy_conv):
    class_results = [
        result("kim", hint="Sum over the windows."),
        result("=lee", (2,) * 5),
        result("park", status=ERROR),
    ]
    canvas = list(csv.DictReader(io.StringIO(canvas_csv(class_results, toy_conv))))
    assert [(row["SIS Login ID"], row["toy-conv"]) for row in canvas] == [("kim", "8"), ("'=lee", "10")]
    moodle = list(csv.DictReader(io.StringIO(moodle_csv(class_results, toy_conv))))
    assert [(row["Identifier"], row["Grade"]) for row in moodle] == [("kim", "8"), ("'=lee", "10")]
    assert moodle[0]["Feedback comments"] == "toy-conv-db: Sum over the windows."


def test_results_for_gradescope(toy_conv, tmp_path):
    results = gradescope_results(result("kim", hint="Sum.", hint_ko="더하세요."), toy_conv)
    assert results["score"] == 8
    assert [test["name"] for test in results["tests"]] == ["col_W", "out", "db", "dcol_W", "dcol"]
    assert [test["score"] for test in results["tests"]] == [2, 2, 0, 2, 2]
    assert results["tests"][2]["output"] == "Sum.\n더하세요.\nIt is wrong."
    (path,) = export([result("kim")], toy_conv, "gradescope", tmp_path)
    assert json.loads(path.read_text(encoding="utf-8"))["score"] == 8


def test_shared_rare_code_is_a_lead_and_the_obvious_answer_is_not():
    obvious = "\n".join(RIGHT.values())
    class_marks = {f"student {i}": fingerprints([obvious]) for i in range(30)}
    class_marks["anna"] = fingerprints([obvious, OWN])
    class_marks["ben"] = fingerprints([RENAMED, obvious])
    found = leads(class_marks)
    assert [lead.students for lead in found] == [("anna", "ben")]
    assert found[0].share == 1.0
    del class_marks["ben"]
    assert leads(class_marks) == []


def test_code_that_is_not_python_has_fingerprints_up_to_the_error():
    whole, cut_off = fingerprints([OWN]), fingerprints([OWN + "\n'''"])
    assert len(whole) > 3 * TOKENS
    assert len(whole - cut_off) < TOKENS  # at most what would have reached into the broken end
    assert fingerprints(["\x00(", "    x\n  y"]) == frozenset()


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
    notebooks = {path.parent.parent.name: path for path in folder.rglob("*.ipynb")}
    summary = summarize(results, toy_conv, notebooks, course.template("toy-conv"))
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


def test_collect_then_grade_with_exports(tmp_path, released, course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    notebook = json.dumps(fill_in(released, RIGHT))
    source = make_zip(tmp_path / "canvas.zip", {"kim_1_2_toy-conv.ipynb": notebook, "odd.txt": "x"})
    submitted, out = tmp_path / "in", tmp_path / "out"
    assert main(["collect", "toy-conv", str(source), "--submitted", str(submitted)]) == 0
    assert "1 notebooks in" in capsys.readouterr().out
    arguments = ["grade", "toy-conv", "--submitted", str(submitted), "--out", str(out), "--export", "canvas"]
    assert not (out / "times.html").exists()
    assert main([*arguments, "--export", "gradescope", "--times", "--i-trust-these-submissions"]) == 0
    assert re.search(r"<code>db</code>.*? ms<", (out / "times.html").read_text(encoding="utf-8"), re.DOTALL)
    assert (out / "canvas.csv").read_text(encoding="utf-8").splitlines()[1] == "kim,,kim,,10"
    assert json.loads((out / "gradescope" / "kim.json").read_text(encoding="utf-8"))["score"] == 10
    assert "1 students" in (out / "class.html").read_text(encoding="utf-8")


def test_who_has_no_gradebook_is_graded_all_the_same(tmp_path, released, course, monkeypatch, capsys):
    """A course without nbgrader: the grades are written, and a sentence says what was not."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "toy-conv").symlink_to(course.root / "exercises" / "toy-conv")
    (tmp_path / "solutions").symlink_to(course.root / "solutions")
    folder = tmp_path / "grading" / "submitted" / "kim" / "toy-conv"
    folder.mkdir(parents=True)
    (folder / "toy-conv.ipynb").write_text(json.dumps(fill_in(released, RIGHT)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "toy-conv", "--i-trust-these-submissions"]) == 0
    said = capsys.readouterr()
    assert "The gradebook was left as it is: nbgrader_config.py is missing" in said.err
    assert "kim" in (tmp_path / "grading/results/toy-conv/grades.csv").read_text(encoding="utf-8")
    assert main(["grade", "toy-conv", "--i-trust-these-submissions", "--gradebook"]) == 2

"""The grades in the forms that learning platforms read; no name breaks a file or a spreadsheet."""

import csv
import io
import json

import pytest

from autograder.catalog import load
from autograder.grading.results import ERROR, GRADED, Result
from autograder.judging.verdict import CellVerdict
from autograder.reports.exports import canvas_csv, export, gradescope_results, moodle_csv
from autograder.safe import MAX_NAME_BYTES, plain


def result(student, points=(2, 2, 0, 2, 2), status=GRADED, **words):
    cells = tuple(
        CellVerdict(cell, float(got), 2.0, "" if got == 2 else "It is wrong.", **(words if got != 2 else {}))
        for cell, got in zip(load("toy-conv").values, points, strict=True)
    )
    return Result(student, status, cells if status != ERROR else ())


def test_tables_for_canvas_and_moodle(toy_conv):
    class_results = [
        result("kim", hint="Sum over the windows."),
        result("=lee", (2,) * 5),
        result("park", status=ERROR),
    ]
    canvas = list(csv.DictReader(io.StringIO(canvas_csv(class_results, toy_conv))))
    assert [(row["SIS Login ID"], row["toy-conv"]) for row in canvas] == [("kim", "8"), ("'=lee", "10")]
    moodle = list(csv.DictReader(io.StringIO(moodle_csv(class_results))))
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


def test_who_the_grader_failed_on_keeps_what_there_was(toy_conv):
    failed = result("park", status=ERROR)
    assert canvas_csv([failed], toy_conv).count("\n") == 1
    assert moodle_csv([failed]).count("\n") == 1
    assert gradescope_results(failed, toy_conv)["tests"] == []
    assert "not your fault" in gradescope_results(failed, toy_conv)["output"]


# As folders may be called: a name with a slash is none.
NAMES = ("kim", "k" * 250, "한" * 80, "김민지 " * 20, "a\\b", "C:x", "line\nbreak", "not-utf8-\udcff")


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_that_a_folder_can_have_gets_a_gradescope_file(toy_conv, tmp_path, name):
    (tmp_path / "can-be-a-folder").mkdir()
    (tmp_path / "can-be-a-folder" / name).mkdir()
    (path,) = export([result(name)], toy_conv, "gradescope", tmp_path / "out")
    assert path.parent == tmp_path / "out" / "gradescope"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert len(path.name.encode(errors="surrogateescape")) <= MAX_NAME_BYTES + len(".json")
    assert json.loads(path.read_text(encoding="utf-8"))["score"] == 8


def test_two_long_names_that_begin_alike_get_two_files(toy_conv, tmp_path):
    paths = export([result("k" * 250), result("k" * 249 + "j")], toy_conv, "gradescope", tmp_path)
    assert len(set(paths)) == 2
    assert all(path.is_file() for path in paths)


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_a_table_is_one_file(toy_conv, tmp_path, form):
    (path,) = export([result("kim"), result("lee")], toy_conv, form, tmp_path)
    assert path == tmp_path / f"{form}.csv"
    assert [row[0] for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))][1:] == ["kim", "lee"]


@pytest.mark.parametrize("form", ["canvas", "moodle"])
@pytest.mark.parametrize(
    "name", [" =1+1", "\u200b＝1", "\n@SUM(A1)", "kim;=1+1", "a\u202e\r\nb\x07\udcff"], ids=ascii
)
def test_no_name_does_anything_in_a_table(toy_conv, tmp_path, form, name):
    (path,) = export([result(name)], toy_conv, form, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text == plain(text, keep="\n")
    assert text.count("\n") == 2
    for cell in text.splitlines()[1].replace(";", ",").split(","):
        assert cell.strip('" \N{REPLACEMENT CHARACTER}')[:1] not in [*"=+-@＝"]


def test_two_who_would_get_one_file_name_get_two(toy_conv, tmp_path):
    long = "k" * 250
    (first,) = export([result(long)], toy_conv, "gradescope", tmp_path)
    paths = export([result(long), result(first.stem)], toy_conv, "gradescope", tmp_path)
    assert len(set(paths)) == 2

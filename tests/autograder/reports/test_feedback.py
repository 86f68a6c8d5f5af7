"""What is written for students and instructors: whole, escaped, and in words."""

import html
import re
from dataclasses import replace

import pytest

from autograder.grading.results import Result
from autograder.judging.verdict import CellVerdict
from autograder.reports.feedback import feedback_page, grades_csv, write_results

HOSTILE = '<script>alert("1")</script>&'


@pytest.fixture
def result():
    cells = (
        CellVerdict("toy-conv-col_W", 2, 2),
        CellVerdict("toy-conv-db", 0, 2, f"db is {HOSTILE}", "db-over-filters", f"Sum {HOSTILE}", "합"),
    )
    return Result(f"kim{HOSTILE}".replace("/", ""), "graded", cells, f"From {HOSTILE}", "printed something")


def test_everything_on_the_page_is_escaped(result, toy_conv):
    page = feedback_page(result, toy_conv)
    assert "<script" not in page
    for text in (result.student, result.note, result.cells[1].message, result.cells[1].hint):
        assert text in html.unescape(page)
    assert "default-src 'none'" in page
    assert not re.search(r"\b(src|href)=", page)


def test_the_page_says_what_was_right_and_what_was_wrong(result, toy_conv):
    page = html.unescape(re.sub(r"<[^>]+>|\s+", " ", feedback_page(result, toy_conv)))
    words = " ".join(page.split())
    assert "2 of 4 points" in words
    assert "col_W is right 2 of 2" in words
    assert "db needs another look 0 of 2" in words


@pytest.mark.parametrize(("status", "was_run"), [("graded", True), ("missing", False), ("unreadable", False)])
def test_the_page_says_whether_anything_was_run(result, toy_conv, status, was_run):
    page = feedback_page(replace(result, status=status), toy_conv)
    assert ("Your cells were run" in page) == was_run
    assert ("No cell of it was run" in page) != was_run


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_name_is_never_a_formula(name, toy_conv):
    line = grades_csv([Result(name, "missing", ())], toy_conv).splitlines()[1]
    assert line.lstrip('"').startswith("'")


def test_a_strange_name_is_one_cell_of_the_table(toy_conv):
    import csv
    import io

    text = grades_csv([Result('kim, "the\none"', "missing", ())], toy_conv)
    rows = list(csv.reader(io.StringIO(text)))
    assert [len(row) for row in rows] == [10, 10]


def test_results_are_written(result, toy_conv, tmp_path):
    write_results([result], toy_conv, tmp_path)
    assert (tmp_path / "grades.csv").read_text(encoding="utf-8") == grades_csv([result], toy_conv)
    assert (tmp_path / "feedback" / f"{result.student}.html").is_file()
    assert "printed something" in (tmp_path / "logs" / f"{result.student}.txt").read_text(encoding="utf-8")

"""A class is graded: each gets the score it should, and one's trouble never touches another."""

import csv
import io
import json
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from autograder.course import Course, CourseError
from autograder.grading import grade
from autograder.grading.journal import Journal
from autograder.grading.sample_class import RIGHT, STUDENTS, fill_in, write_sample_class
from autograder.reports.feedback import feedback_page, grades_csv
from autograder.sandbox import runner

LIMITS = runner.Limits(seconds=1.5)
SCORES = {
    "ahn-right": [2, 2, 2, 2, 2],
    "bae-blank": [0, 0, 0, 0, 0],
    "choi-wrong-axis": [2, 2, 0, 2, 2],
    "do-syntax-error": [2, 2, 2, 0, 2],
    "eom-hard-coded": [0, 0, 0, 0, 0],
    "gil-endless-loop": [2, 2, 2, 0, 2],
    "han-ends-python": [2, 2, 2, 2, 0],
}


class Here(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, function, *arguments):
        future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture(scope="module")
def sample(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    write_sample_class(course, folder / "in")
    with Journal(folder / "journal.jsonl") as journal:
        return folder / "in", list(
            grade.grade_class(course, "toy-conv", folder / "in", journal, LIMITS, jobs=2)
        )


@pytest.fixture
def grade_here(course, tmp_path):
    """Grade a folder here; give the results by student."""

    def grade_it(folder, course=course, **options):
        with Journal(tmp_path / "journal.jsonl") as journal:
            results = grade.grade_class(
                course, "toy-conv", folder, journal, LIMITS, **{"executor": Here(), **options}
            )
        return {result.student: result for result in results}

    return grade_it


@pytest.fixture
def right(released):
    return fill_in(released, RIGHT)


def test_the_sample_class_gets_the_scores_it_should(sample):
    _, results = sample
    assert set(STUDENTS) == set(SCORES)
    assert {result.student: [cell.points for cell in result.cells] for result in results} == SCORES
    assert {result.status for result in results} == {"graded"}


def test_any_executor_gives_the_same(sample, grade_here):
    folder, results = sample
    with ThreadPoolExecutor(1) as thread:
        assert list(grade_here(folder, executor=thread).values()) == results


def test_the_table_of_grades(sample, toy_conv):
    _, results = sample
    rows = list(csv.DictReader(io.StringIO(grades_csv(results, toy_conv))))
    assert list(rows[0]) == ["student_id", "assignment", "score", "max_score", "status", *toy_conv.values]
    assert [row["student_id"] for row in rows] == sorted(SCORES)
    for row in rows:
        assert row["assignment"] == "toy-conv"
        assert float(row["score"]) == sum(SCORES[row["student_id"]])
        assert row["max_score"] == "10"
        assert [float(row[cell]) for cell in toy_conv.values] == SCORES[row["student_id"]]


def test_trouble_gets_a_status_and_the_class_goes_on(grade_here, hand_in, right, tmp_path):
    folder = hand_in(
        {
            "a-broken-json": "{",
            "b-no-cells": "{}",
            "c-right": right,
            "d-schema-99": {**right, "nbformat": 99, "nbformat_minor": -1},
        }
    )
    (folder / "e-empty").mkdir()
    (folder / "f-other-name" / "toy-conv").mkdir(parents=True)
    (folder / "f-other-name" / "toy-conv" / "homework (1).ipynb").write_text(json.dumps(right))
    (folder / "g-two-names" / "toy-conv").mkdir(parents=True)
    for name in ("one", "two"):
        (folder / "g-two-names" / "toy-conv" / f"{name}.ipynb").write_text(json.dumps(right))
    (folder / "h-link" / "toy-conv").mkdir(parents=True)
    (folder / "h-link" / "toy-conv" / "toy-conv.ipynb").symlink_to(folder / "c-right/toy-conv/toy-conv.ipynb")
    (folder / "i-linked-folder").symlink_to(folder / "c-right")
    (folder / "j-folder" / "toy-conv" / "toy-conv.ipynb").mkdir(parents=True)
    (folder / "k-file").mkdir()
    (folder / "k-file" / "toy-conv").write_text("not a folder")
    (folder / "notes.txt").write_text("not a student")

    results = grade_here(folder)
    assert {student[0]: (result.status, result.score) for student, result in results.items()} == {
        "a": ("unreadable", 0),
        "b": ("unreadable", 0),
        "c": ("graded", 10),
        "d": ("graded", 10),
        "e": ("missing", 0),
        "f": ("graded", 10),
        "g": ("missing", 0),
        "h": ("unreadable", 0),
        "i": ("unreadable", 0),
        "j": ("unreadable", 0),
        "k": ("missing", 0),
    }
    for student, result in results.items():
        assert result.max_score == 10
        assert bool(result.note) == (student[0] not in "cd")
        assert "Traceback" not in result.note


def test_an_empty_folder_gets_a_sentence(grade_here, tmp_path):
    with pytest.raises(CourseError, match="holds no submissions"):
        grade_here(tmp_path)


def test_a_missing_folder_gets_a_sentence(grade_here, tmp_path):
    with pytest.raises(CourseError, match="There is no folder"):
        grade_here(tmp_path / "nowhere")


def test_nobody_is_graded_when_the_solution_itself_fails(course, tmp_path, hand_in, right, grade_here):
    broken = tmp_path / "course"
    (broken / "exercises").mkdir(parents=True)
    (broken / "exercises" / "toy-conv").symlink_to(course.root / "exercises" / "toy-conv")
    (broken / "solutions").mkdir()
    source = course.solution("toy-conv").read_text(encoding="utf-8")
    (broken / "solutions" / "toy_conv.py").write_text(
        source.replace("np.sum(dout_rows, axis=0)", "np.sum(dout_rows, axis=1)"), encoding="utf-8"
    )
    with pytest.raises(CourseError, match=r"own solution does not get full marks.*toy-conv-db"):
        grade_here(hand_in({"kim": right}), course=Course(broken))


def test_the_graders_own_fault_is_tried_again_and_never_a_zero(
    grade_here, toy_conv, hand_in, right, monkeypatch
):
    folder = hand_in({"kim": right, "lee": right})
    honest, judged = grade.judge, []

    def fails_twice_on_lee(runs, known=None):
        judged.append(runs)
        if len(judged) in (3, 4):  # the solution, kim, lee, lee
            raise RuntimeError("a bug in the judge")
        return honest(runs, known)

    monkeypatch.setattr(grade, "judge", fails_twice_on_lee)
    kim, lee = grade_here(folder).values()
    assert (kim.status, kim.score) == ("graded", 10)
    assert (lee.status, lee.score) == ("grader error", None)
    assert "a bug in the judge" in lee.log
    row = next(csv.DictReader(io.StringIO(grades_csv([lee], toy_conv))))
    assert row["score"] == ""
    assert "not your fault" in feedback_page(lee, toy_conv)
    # The next time nobody but Lee is graded again, and now it goes well.
    kim, lee = grade_here(folder).values()
    assert len(judged) == 5
    assert (kim.score, lee.score) == (10, 10)


def test_a_fault_that_passes_is_not_seen(grade_here, hand_in, right, monkeypatch):
    honest, judged = grade.judge, []

    def fails_once(runs, known=None):
        judged.append(runs)
        if len(judged) == 2:
            raise RuntimeError("a bug in the judge")
        return honest(runs, known)

    monkeypatch.setattr(grade, "judge", fails_once)
    assert grade_here(hand_in({"kim": right}))["kim"].score == 10

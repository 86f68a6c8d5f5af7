"""What was handed in: a folder for each student, links never followed, and a sentence for each other thing."""

import json
import os
import tracemalloc

import pytest

from autograder.course import CourseError
from autograder.grading.submissions import Submission, find_submissions
from autograder.notebook.reading import MAX_NOTEBOOK_BYTES, UnreadableError


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "submitted"


def put(folder, student, name, text="{}"):
    path = folder / student / "toy-conv" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def found(folder):
    return {submission.student: submission for submission in find_submissions(folder, "toy-conv")}


def test_students_come_in_order_and_hidden_folders_and_files_are_none(folder):
    for student in ("lee", "kim", ".ipynb_checkpoints", "김"):
        put(folder, student, "toy-conv.ipynb")
    (folder / "notes.txt").write_text("not a student")
    assert list(found(folder)) == ["kim", "lee", "김"]
    assert found(folder)["kim"] == Submission("kim", folder / "kim/toy-conv/toy-conv.ipynb")


def test_another_name_is_taken_if_it_is_the_only_one(folder):
    other = put(folder, "kim", "homework (1).ipynb")
    kim = found(folder)["kim"]
    assert (kim.notebook, kim.status) == (other, "")
    assert kim.note == "Graded from homework (1).ipynb; the file should be named toy-conv.ipynb."
    put(folder, "kim", "homework (2).ipynb")
    kim = found(folder)["kim"]
    assert (kim.notebook, kim.status) == (None, "missing")
    assert kim.note == "There are several notebooks, and none is named toy-conv.ipynb."
    right = put(folder, "kim", "toy-conv.ipynb")
    assert found(folder)["kim"] == Submission("kim", right)


def test_what_macos_puts_beside_a_notebook_is_no_second_one(folder):
    put(folder, "kim", "._Homework.IPYNB")
    other = put(folder, "kim", "Homework.IPYNB")
    assert found(folder)["kim"].notebook == other


def test_a_folder_with_very_many_notebooks_takes_no_more_memory(folder):
    one = put(folder / "few", "kim", "0.ipynb")
    many = put(folder / "many", "kim", "0.ipynb")
    for number in range(1, 20_000):
        os.link(many, many.with_name(f"{number}.ipynb"))
    assert found(folder / "few")["kim"].notebook == one
    taken = {}
    for which in ("few", "many"):
        tracemalloc.start()
        kim = found(folder / which)["kim"]
        taken[which] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert kim.status == "missing"
    assert taken["many"] < 2 * taken["few"] + 100_000


def test_no_link_is_followed(folder):
    target = put(folder, "kim", "toy-conv.ipynb")
    (folder / "a-student").symlink_to(folder / "kim")
    (folder / "b").mkdir()
    (folder / "b" / "toy-conv").symlink_to(folder / "kim" / "toy-conv")
    put(folder, "c", "x").unlink()
    (folder / "c" / "toy-conv" / "toy-conv.ipynb").symlink_to(target)
    put(folder, "d", "x").unlink()
    (folder / "d" / "toy-conv" / "other.ipynb").symlink_to(target)
    submissions = found(folder)
    assert {student: submissions[student].status for student in ("a-student", "b", "c", "d")} == {
        "a-student": "unreadable",
        "b": "unreadable",
        "c": "unreadable",
        "d": "missing",  # under another name a link is nothing that was handed in
    }
    assert all(submission.notebook is None for name, submission in submissions.items() if name != "kim")
    assert "is a link to another place" in submissions["b"].note


def test_what_is_in_a_file_is_read_up_to_the_limit(folder):
    path = put(folder, "kim", "toy-conv.ipynb", json.dumps({"cells": []}))
    assert found(folder)["kim"].content() == path.read_bytes()
    path.write_bytes(b"x" * (MAX_NOTEBOOK_BYTES + 100))
    submission = found(folder)["kim"]
    with pytest.raises(UnreadableError, match=r"toy-conv\.ipynb is larger than 16 MB; clear its outputs"):
        submission.content()
    path.unlink()
    with pytest.raises(UnreadableError, match=r"There is no notebook toy-conv\.ipynb\."):
        submission.content()


def test_what_became_a_link_or_a_pipe_after_it_was_found_is_not_read(folder, tmp_path):
    path = put(folder, "kim", "toy-conv.ipynb")
    submission = found(folder)["kim"]
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UnreadableError, match="it is not a file"):
        submission.content()
    path.unlink()
    (folder / "kim" / "toy-conv").rmdir()
    put(tmp_path / "elsewhere", "lee", "toy-conv.ipynb")
    (folder / "kim" / "toy-conv").symlink_to(tmp_path / "elsewhere" / "lee" / "toy-conv")
    with pytest.raises(UnreadableError, match="toy-conv is a link to another place"):
        submission.content()


def test_one_students_odd_names_cost_nobody_else(folder):
    put(folder, "kim", "toy-conv.ipynb")
    put(folder, "lee", "\x1b[2J\u202e.ipynb")
    (folder / "mal").symlink_to("x" * 300)  # where no file can be
    (folder / "park").symlink_to(folder / "park")
    os.mkfifo(folder / "pipe")
    submissions = found(folder)
    assert submissions["kim"].status == ""
    assert (
        submissions["lee"].note
        == "Graded from \ufffd[2J\ufffd.ipynb; the file should be named toy-conv.ipynb."
    )
    assert {submissions[name].status for name in ("mal", "park")} == {"unreadable"}
    assert submissions["pipe"].status == "missing"


def test_nothing_there_gets_a_sentence(folder):
    with pytest.raises(CourseError, match="There is no folder"):
        find_submissions(folder, "toy-conv")
    folder.mkdir()
    with pytest.raises(CourseError, match="holds no submissions"):
        find_submissions(folder, "toy-conv")
    (folder / "kim").mkdir()
    assert found(folder)["kim"].note == "No notebook was handed in: toy-conv/toy-conv.ipynb is missing."

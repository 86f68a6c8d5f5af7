"""Where things lie in a course, and a sentence for what is missing."""

import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.course import Course, CourseError


def test_the_secret_is_made_once_and_for_the_owner_alone(tmp_path):
    course = Course(tmp_path)
    secret = course.secret()
    assert len(secret) == 64
    assert course.secret() == secret
    assert (tmp_path / "grading" / "secret").stat().st_mode & 0o077 == 0


def test_a_course_is_found_from_any_folder_in_it(tmp_path):
    deep = tmp_path / "grading" / "submitted" / "kim"
    deep.mkdir(parents=True)
    (tmp_path / "exercises").mkdir()
    assert Course.find(deep) == Course.find(tmp_path) == Course(tmp_path)


def test_outside_of_any_course_it_is_the_one_around_the_package(tmp_path, course):
    assert Course.find(tmp_path) == course


def test_without_any_course_there_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "autograder.course.__file__", str(tmp_path / "site-packages" / "autograder" / "course.py")
    )
    with pytest.raises(CourseError, match="There is no course here"):
        Course.find(tmp_path)


def test_each_thing_has_its_place(tmp_path):
    course = Course(tmp_path)
    assert course.solution("toy-conv") == tmp_path / "solutions" / "toy_conv.py"
    assert course.grading == tmp_path / "grading"
    with pytest.raises(
        CourseError, match=r"exercises/toy-conv/toy-conv\.ipynb is missing: run `make exercises`"
    ):
        course.template("toy-conv")
    (tmp_path / "exercises" / "toy-conv").mkdir(parents=True)
    (tmp_path / "exercises" / "toy-conv" / "toy-conv.ipynb").write_text("{}")
    assert course.template("toy-conv") == tmp_path / "exercises" / "toy-conv" / "toy-conv.ipynb"


def test_a_secret_that_was_given_is_used(tmp_path):
    (tmp_path / "grading").mkdir()
    (tmp_path / "grading" / "secret").write_text("mine\n")
    assert Course(tmp_path).secret() == "mine"


SAYS_THE_SECRET = "import pathlib, sys; from autograder.course import Course; print(Course(pathlib.Path(sys.argv[1])).secret())"
# As if the computer were slow: each step of making the secret takes a while.
SLOWLY = """
import os, time
def slowly(step):
    def slow(*arguments, **options):
        time.sleep(0.05)
        done = step(*arguments, **options)
        time.sleep(0.05)
        return done
    return slow
os.open, os.fsync, os.replace = slowly(os.open), slowly(os.fsync), slowly(os.replace)
"""


def asked_for_the_secret(course):
    command = [sys.executable, "-c", SLOWLY + SAYS_THE_SECRET, str(course)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_who_asks_first_at_the_same_time_gets_the_same_secret(tmp_path):
    said = {process.communicate()[0] for process in [asked_for_the_secret(tmp_path) for _ in range(6)]}
    assert said == {Course(tmp_path).secret() + "\n"}
    assert len(said.pop()) == 65


@pytest.mark.skipif(sys.platform == "win32", reason="a test that kills")
def test_a_grader_killed_as_it_makes_the_secret_leaves_a_whole_one_or_none(tmp_path):
    found = set()
    for number in range(20):
        course = Course(tmp_path / str(number))
        process = asked_for_the_secret(course.root)
        end = time.monotonic() + 60
        while not (course.grading / ".secret.lock").exists() and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(number * 0.03)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        there = (course.grading / "secret").exists()
        found.add(there)
        before = (course.grading / "secret").read_text() if there else ""
        assert len(before) == 65 * there
        assert len(course.secret()) == 64
        assert course.secret().startswith(before.strip())
        assert not (course.grading / ".secret.part").exists()
    assert found == {True, False}  # so they fell on different moments


def of_a_kind(path, kind):
    """Make something that is no secret."""
    if kind in ("empty", "blank", "no text"):
        path.write_bytes({"empty": b"", "blank": b" \n", "no text": b"\xff\xfe"}[kind])
    elif kind == "a folder":
        path.mkdir()
    else:
        path.symlink_to("a disk that is not there")


@pytest.mark.parametrize("kind", ["empty", "blank", "no text", "a folder", "a link to nowhere"])
def test_a_secret_that_cannot_be_read_is_never_made_anew(tmp_path, kind):
    """Other numbers would be other points, and nobody would know."""
    path = tmp_path / "grading" / "secret"
    path.parent.mkdir()
    of_a_kind(path, kind)
    for _ in range(2):
        with pytest.raises(
            CourseError, match=r"secret, .*, cannot be used: .*\. Bring back the one that was there"
        ):
            Course(tmp_path).secret()
    assert os.path.lexists(path)


def test_a_secret_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "grading").write_text("a file where a folder should be")
    with pytest.raises(CourseError, match="secret"):
        Course(tmp_path).secret()

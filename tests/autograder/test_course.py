"""Where things lie in a course, and a sentence for what is missing."""

import pytest

from autograder.course import Course, CourseError


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

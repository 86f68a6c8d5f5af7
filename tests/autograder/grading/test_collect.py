"""What an instructor needs around the grading: notebooks in, grades out, and a page about the class."""

import zipfile

import pytest

from autograder.course import CourseError
from autograder.grading.collect import collect


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

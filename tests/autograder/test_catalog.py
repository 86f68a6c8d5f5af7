"""Assignments are found by their folders; a folder that is wrong gets a sentence."""

import sys

import pytest

from autograder import catalog
from autograder.course import CourseError

CHECKS = """
import pytest

@pytest.mark.cell("db", points=2)
def test_second_in_the_alphabet(answers):
    pass

@pytest.mark.cell("db", points=1)
def test_a_first_in_the_alphabet(answers):
    pass

def test_without_a_mark(answers):
    pass

def helper(answers):
    pass
"""
ABOUT = """
from autograder.assignment import Assignment
ASSIGNMENT = Assignment("by-hand", (), {"db": ("db",)}, dict, lambda generator, draw: {}, 0)
"""


@pytest.fixture
def by_hand(tmp_path, monkeypatch):
    """A folder of assignments with one in it; give what writes a file of it."""
    root = tmp_path / "made_by_hand"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(catalog, "ASSIGNMENTS", root)
    monkeypatch.setattr(catalog, "PACKAGE", "made_by_hand")
    catalog.load.cache_clear()

    def write(name, text):
        path = root / "by_hand" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    root.mkdir()
    (root / "__init__.py").touch()
    write("__init__.py", ABOUT)
    yield write
    catalog.load.cache_clear()
    for module in [module for module in sys.modules if module.startswith("made_by_hand")]:
        del sys.modules[module]


def test_folders_and_recordings_have_names_and_other_files_have_none(by_hand, tmp_path):
    root = tmp_path / "made_by_hand"
    for name in ("helper.py", "toy-conv.json", "toy-conv.npz"):
        (root / name).touch()
    (root / "__pycache__").mkdir()
    assert catalog.names() == ["by-hand", "toy-conv"]
    path = by_hand("test_by_hand.py", CHECKS)
    by_hand("__pycache__/x.pyc", "")
    assert catalog.files("by-hand") == [root / "by_hand/__init__.py", path]
    assert catalog.files("toy-conv") == [root / "toy-conv.json", root / "toy-conv.npz"]


def test_the_checks_are_the_marked_functions_in_their_order(by_hand):
    by_hand("test_by_hand.py", CHECKS)
    found = [(check.name, check.cell, check.points) for check in catalog.load("by-hand").checks]
    assert found == [("test_second_in_the_alphabet", "db", 2), ("test_a_first_in_the_alphabet", "db", 1)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("import no_such_module", r"test_by_hand\.py cannot be imported: ModuleNotFoundError"),
        ("1 / 0", r"test_by_hand\.py cannot be imported: ZeroDivisionError"),
        ("def f(:", r"test_by_hand\.py cannot be imported: SyntaxError"),
        (
            "import pytest\n@pytest.mark.cell('db', points=1)\ndef test_it(answers, tmp_path): pass",
            "The check test_it must take `answers` alone and have the mark `cell` alone",
        ),
        (
            "import pytest\n@pytest.mark.slow\n@pytest.mark.cell('db', points=1)\ndef test_it(answers): pass",
            "The check test_it must take `answers` alone and have the mark `cell` alone",
        ),
    ],
)
def test_a_file_of_checks_that_cannot_be_used_gets_a_sentence(by_hand, text, sentence):
    by_hand("test_by_hand.py", text)
    with pytest.raises(CourseError, match=sentence):
        catalog.load("by-hand")


def test_an_assignment_that_cannot_be_imported_gets_a_sentence(by_hand):
    by_hand("__init__.py", "def (")
    with pytest.raises(CourseError, match="the assignment by-hand cannot be imported: SyntaxError"):
        catalog.load("by-hand")


def test_a_name_that_nobody_knows_gets_a_sentence_with_all_there_are(by_hand):
    with pytest.raises(
        catalog.UnknownAssignmentError, match=r"There is no assignment 'x'\. There is: by-hand\."
    ):
        catalog.load("x")


def test_the_courses_own_are_named_as_their_exercises_are(course):
    assert catalog.names() == sorted(path.name for path in (course.root / "exercises").iterdir())
    for name in catalog.names():
        assert catalog.load(name).name == name
        assert catalog.folder(name).is_dir()

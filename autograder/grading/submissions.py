"""Find what the students handed in: a folder for each, and the notebook in it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.course import CourseError
from autograder.grading.results import MISSING, UNREADABLE
from autograder.notebook.handed_in import UnreadableError
from autograder.notebook.reading import notebook_bytes
from autograder.safe import plain

STUDENTS_FOLDERS = 2  # STUDENT/ASSIGNMENT, around each notebook


@dataclass(frozen=True)
class Submission:
    """One student's folder, and the notebook in it that is to be graded.

    Attributes
    ----------
    student : str
        The folder's name.
    notebook : Path or None
        None if there is nothing to grade; `note` says why.
    status : str
        `"missing"` or `"unreadable"` if there is nothing to grade, else empty.
    note : str
        A sentence about the file, for the feedback page.
    """

    student: str
    notebook: Path | None
    status: str = ""
    note: str = ""

    def content(self) -> bytes:
        """Return what is in the file.

        Raises
        ------
        UnreadableError
            If it cannot be opened, is too large, or there is none.
        """
        if self.notebook is None:
            raise UnreadableError(self.note)
        return notebook_bytes(self.notebook, STUDENTS_FOLDERS)


def find_submissions(folder: Path, assignment: str) -> list[Submission]:
    """Return a submission for each student's folder, in nbgrader's layout: `folder/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`.

    Links are never followed. A notebook with another name is taken if it is the only one there.

    Raises
    ------
    CourseError
        If there is no such folder, or no student in it.
    """
    if not folder.is_dir():
        raise CourseError(
            f"There is no folder {folder}. Put each notebook at {folder}/STUDENT/{assignment}/{assignment}.ipynb."
        )
    students = sorted(
        entry for entry in folder.iterdir() if not entry.name.startswith(".") and not _is_file(entry)
    )
    if not students:
        raise CourseError(
            f"{folder} holds no submissions. Put each notebook at {folder}/STUDENT/{assignment}/{assignment}.ipynb."
        )
    return [_submission(student, assignment) for student in students]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a link to where nobody may look
        return False


def _submission(student: Path, assignment: str) -> Submission:
    try:
        return _look(student, assignment)
    except OSError as error:
        return _nothing(student, UNREADABLE, f"{assignment} cannot be opened: {error.strerror}.")


def _look(student: Path, assignment: str) -> Submission:
    folder = student / assignment
    notebook = folder / f"{assignment}.ipynb"
    for path in (student, folder, notebook):
        if path.is_symlink():
            return _nothing(
                student,
                UNREADABLE,
                f"{plain(path.name)} is a link to another place; hand in the notebook itself.",
            )
    if notebook.exists():
        if stat.S_ISREG(notebook.stat().st_mode):
            return Submission(student.name, notebook)
        return _nothing(student, UNREADABLE, f"{notebook.name} cannot be opened: it is not a file.")
    others = _notebooks(folder)
    if len(others) == 1:
        note = f"Graded from {plain(others[0].name)}; the file should be named {assignment}.ipynb."
        return Submission(student.name, others[0], note=note)
    if others:
        return _nothing(
            student, MISSING, f"There are several notebooks, and none is named {assignment}.ipynb."
        )
    return _nothing(
        student, MISSING, f"No notebook was handed in: {assignment}/{assignment}.ipynb is missing."
    )


def _notebooks(folder: Path) -> list[Path]:
    """Return the notebooks in a folder, two of them if there are more: nobody's folder is so full that it takes the grader's memory.

    A hidden one is none: macOS puts such a file beside each other one.
    """
    found: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                is_notebook = entry.name.lower().endswith(".ipynb") and not entry.name.startswith(".")
                if is_notebook and entry.is_file(follow_symlinks=False):
                    found.append(folder / entry.name)
                if len(found) > 1:
                    break
    except (FileNotFoundError, NotADirectoryError):
        return []
    return found


def _nothing(student: Path, status: str, note: str) -> Submission:
    return Submission(student.name, None, status, note)

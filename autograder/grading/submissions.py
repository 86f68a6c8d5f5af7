"""Find what the students handed in: a folder for each, and the notebook in it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.course import CourseError
from autograder.grading.results import MISSING, UNREADABLE
from autograder.notebook.reading import MAX_NOTEBOOK_BYTES, UnreadableError


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
        """Return what is in the file, and one byte more than it may hold at most.

        Raises
        ------
        UnreadableError
            If it cannot be opened, or there is none.
        """
        if self.notebook is None:
            raise UnreadableError(self.note)
        try:
            with self.notebook.open("rb") as file:
                return file.read(MAX_NOTEBOOK_BYTES + 1)
        except OSError as error:
            raise UnreadableError(f"{self.notebook.name} cannot be opened: {error.strerror}.") from None


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
        entry for entry in folder.iterdir() if not entry.name.startswith(".") and not entry.is_file()
    )
    if not students:
        raise CourseError(
            f"{folder} holds no submissions. Put each notebook at {folder}/STUDENT/{assignment}/{assignment}.ipynb."
        )
    return [_submission(student, assignment) for student in students]


def _submission(student: Path, assignment: str) -> Submission:
    folder = student / assignment
    notebook = folder / f"{assignment}.ipynb"
    for path in (student, folder, notebook):
        if path.is_symlink():
            return Submission(
                student.name,
                None,
                UNREADABLE,
                f"{path.name} is a link to another place; hand in the notebook itself.",
            )
    try:
        if notebook.exists():
            if stat.S_ISREG(notebook.stat().st_mode):
                return Submission(student.name, notebook)
            return Submission(
                student.name, None, UNREADABLE, f"{notebook.name} cannot be opened: it is not a file."
            )
        others = sorted(path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink())
    except OSError as error:
        return Submission(
            student.name, None, UNREADABLE, f"{folder.name} cannot be opened: {error.strerror}."
        )
    if len(others) == 1:
        return Submission(
            student.name,
            others[0],
            note=f"Graded from {others[0].name}; the file should be named {assignment}.ipynb.",
        )
    if others:
        return Submission(
            student.name,
            None,
            MISSING,
            f"There are {len(others)} notebooks, and none is named {assignment}.ipynb.",
        )
    return Submission(
        student.name, None, MISSING, f"No notebook was handed in: {assignment}/{assignment}.ipynb is missing."
    )

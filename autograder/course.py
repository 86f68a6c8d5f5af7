"""Where things lie in a course: the released notebooks, the solutions, the results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class CourseError(Exception):
    """Something the course lacks; the message is a sentence that says what and the way out."""


@dataclass(frozen=True)
class Course:
    """A course's folders.

    Attributes
    ----------
    root : Path
        The folder that holds `exercises/`.
    """

    root: Path

    @classmethod
    def find(cls, start: Path) -> Course:
        """Return the course around a folder: the nearest one above it that holds `exercises/`, else this package's own.

        Raises
        ------
        CourseError
            If there is none.
        """
        beside_package = Path(__file__).resolve().parent.parent
        for folder in (start.resolve(), *start.resolve().parents, beside_package):
            if (folder / "exercises").is_dir():
                return cls(folder)
        raise CourseError("There is no course here: run this inside the folder that holds exercises/.")

    def template(self, assignment: str) -> Path:
        """Return the released notebook of an assignment.

        Raises
        ------
        CourseError
            If it has not been made.
        """
        path = self.root / "exercises" / assignment / f"{assignment}.ipynb"
        if not path.is_file():
            raise CourseError(f"{path.relative_to(self.root)} is missing: run `make exercises` first.")
        return path

    def solution(self, assignment: str) -> Path:
        """Return the instructor's solution; a student's copy of the course has none."""
        return self.root / "solutions" / f"{assignment.replace('-', '_')}.py"

    @property
    def grading(self) -> Path:
        """Return where submissions, results and the secret lie; ignored by git."""
        return self.root / "grading"

"""Where things lie in a course: the released notebooks, the solutions, the results, the secret."""

from __future__ import annotations

import os
import secrets
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

    def secret(self) -> str:
        """Return the course's secret, from which the hidden numbers are drawn; make it the first time.

        It stays the same, so that grading again gives the same points.

        Raises
        ------
        CourseError
            If it is there and cannot be read, or is empty: another one would be other numbers, and perhaps other points.
        """
        path = self.grading / "secret"
        if not path.exists() and not path.is_symlink():
            self._make_secret(path)
        try:
            found = path.read_text(encoding="utf-8").strip()
            why = "it is empty"
        except (OSError, UnicodeDecodeError) as error:
            found, why = "", (isinstance(error, OSError) and error.strerror) or "it is no text"
        if not found:
            raise CourseError(
                f"the course's secret, {path}, cannot be used: {why}. Bring back the one that was there. Where there is none, remove the file: "
                "a new one is made, and everybody is graded anew, on other numbers."
            )
        return found

    def _make_secret(self, path: Path) -> None:
        """Write a secret for the owner alone, whole or not at all, if nobody was faster."""
        from filelock import FileLock  # who only checks a notebook does without it

        part = path.with_name(".secret.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_name(".secret.lock")):
                if path.exists():
                    return
                part.unlink(missing_ok=True)
                with open(part, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                    file.write(secrets.token_hex(32) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(part, path)
        except OSError as error:
            raise CourseError(
                f"the course's secret cannot be written to {path} ({error.strerror or error}). Make room, or make its folder yours to write in."
            ) from None

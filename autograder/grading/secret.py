"""The course's secret, from which the hidden numbers are drawn. A student's copy of the course has none, and no need of this."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from filelock import FileLock

from autograder.course import Course, CourseError


def course_secret(course: Course) -> str:
    """Return the course's secret; make it the first time.

    It stays the same, so that grading again gives the same points.

    Raises
    ------
    CourseError
        If it is there and cannot be read, or is empty: another one would be other numbers, and perhaps other points.
    """
    path = course.grading / "secret"
    if not path.exists() and not path.is_symlink():
        _make(path)
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


def _make(path: Path) -> None:
    """Write a secret for the owner alone, whole or not at all, if nobody was faster."""
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

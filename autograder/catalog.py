"""Find the assignments, each by its folder's name, and load them; no other module knows where they lie."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.assignment import Assignment, Check
from autograder.course import CourseError
from autograder.judging.recording import Recording

ASSIGNMENTS = Path(__file__).parent / "assignments"
PACKAGE = "autograder.assignments"


class UnknownAssignmentError(CourseError):
    """An assignment that does not exist; the message lists those that do."""


def names() -> list[str]:
    """Return the names of all assignments, sorted.

    Examples
    --------
    >>> "toy-conv" in names()
    True
    """
    in_code = {
        module.name.replace("_", "-") for module in pkgutil.iter_modules([str(ASSIGNMENTS)]) if module.ispkg
    }
    return sorted(in_code | {path.stem for path in ASSIGNMENTS.glob("*.json")})


def folder(name: str) -> Path:
    """Return where an assignment's code lies; the students' package has no such folder."""
    return ASSIGNMENTS / name.replace("-", "_")


def files(name: str) -> list[Path]:
    """Return the files that an assignment consists of; what these import is not among them."""
    inside = [path for path in folder(name).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return sorted([*inside, *ASSIGNMENTS.glob(f"{name}.json"), *ASSIGNMENTS.glob(f"{name}.npz")])


@functools.cache
def load(name: str) -> Assignment:
    """Return an assignment by its name, with its checks.

    Raises
    ------
    UnknownAssignmentError
        With the names that exist.
    CourseError
        If the assignment or a file of its checks cannot be imported, or a check wants anything but `answers`.
    """
    if name not in names():
        raise UnknownAssignmentError(f"There is no assignment {name!r}. There is: {', '.join(names())}.")
    recording = ASSIGNMENTS / f"{name}.json"
    if recording.is_file():
        return Recording.load(recording).assignment()
    try:
        assignment: Assignment = importlib.import_module(f"{PACKAGE}.{folder(name).name}").ASSIGNMENT
    except Exception as error:
        raise CourseError(f"the assignment {name} cannot be imported: {error!r}") from error
    return replace(assignment, checks=tuple(_checks_in(folder(name))))


def _checks_in(folder: Path) -> Iterator[Check]:
    """Give the checks in an assignment's folder: the functions with the mark `cell`, in their order.

    They are called as they stand. Under pytest (`pytest autograder --submission …`) the same functions are tests; but a session of pytest
    for each submission would take longer than all its runs.
    """
    for path in sorted(folder.glob("test_*.py")):
        try:
            module = importlib.import_module(f"{PACKAGE}.{folder.name}.{path.stem}")
        except Exception as error:
            raise CourseError(f"{path.name} cannot be imported: {error!r}") from error
        for name, function in vars(module).items():
            marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "cell"]
            if not name.startswith("test") or not marks:
                continue
            if list(inspect.signature(function).parameters) != ["answers"] or len(function.pytestmark) > 1:
                raise CourseError(
                    f"The check {name} must take `answers` alone and have the mark `cell` alone."
                )
            yield Check(name, marks[0].args[0], marks[0].kwargs["points"], function)

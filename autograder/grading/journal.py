"""The journal of a grading: one line for each graded submission, synced before anything else happens.

A line is JSON. Whatever ends the grader, at whatever moment, the lines before stay, and the next run goes on from there. A last line that
was cut off is cut away.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from autograder.course import Course, CourseError
from autograder.grading.results import ERROR, Result
from autograder.judging.example import Example
from autograder.judging.verdict import CellVerdict

SECONDS_TO_WAIT = 5.0


@contextlib.contextmanager
def lock(course: Course) -> Iterator[None]:
    """Keep a second grading of the same course out; the system takes the lock away from a process that has ended.

    Raises
    ------
    CourseError
        If there is another one.
    """
    course.grading.mkdir(parents=True, exist_ok=True)
    waiting = FileLock(course.grading / "lock", timeout=SECONDS_TO_WAIT)
    try:
        waiting.acquire()
    except Timeout:
        raise CourseError("this course is being graded already; wait until that has ended.") from None
    try:
        yield
    finally:
        waiting.release()


class Journal:
    """A file of results that only grows.

    Parameters
    ----------
    path : Path
        It is made if it is not there.

    Examples
    --------
    >>> import tempfile
    >>> from autograder.grading.results import Result
    >>> with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "journal.jsonl") as journal:
    ...     journal.append("a key", Result("kim", "missing", ()))
    ...     "a key" in journal, journal["a key"].student
    (True, 'kim')
    """

    def __init__(self, path: Path):
        self.path = path
        self._places: dict[
            str, int
        ] = {}  # the results themselves stay on the disk, so a large class takes no more memory
        self._unfinished: set[str] = set()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b", buffering=0)
        self._read()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __contains__(self, key: str) -> bool:
        """Whether a submission has been graded. One that the grader failed on, or that ran UNISOLATED, is to be tried again."""
        return key in self._places and key not in self._unfinished

    def __getitem__(self, key: str) -> Result:
        """Return a submission's result.

        Raises
        ------
        KeyError
            If there is none.
        """
        with self.path.open("rb") as file:
            file.seek(self._places[key])
            return _result(json.loads(file.readline())["result"])

    def append(self, key: str, result: Result) -> None:
        """Write a result, and return when it is on the disk.

        Raises
        ------
        CourseError
            If it could not be written; what was written before is still there.
        """
        line = (
            json.dumps({"key": key, "result": asdict(result)}, sort_keys=True, separators=(",", ":")).encode()
            + b"\n"
        )
        place = os.fstat(self._file.fileno()).st_size
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file.fileno(), line[written:])
            os.fsync(self._file.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file.fileno(), place)
            raise CourseError(
                f"{self.path} cannot be written ({error.strerror}). Make room and run the same command again; "
                "what has been graded so far is kept."
            ) from None
        self._note(key, result.status == ERROR or not result.isolated, place)

    def _read(self) -> None:
        place = 0
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    os.ftruncate(self._file.fileno(), place)  # the grader was ended while it wrote this
                    break
                with contextlib.suppress(
                    ValueError, KeyError, TypeError
                ):  # a damaged line counts for nothing
                    entry = json.loads(line)
                    result = _result(entry["result"])
                    self._note(entry["key"], result.status == ERROR or not result.isolated, place)
                place += len(line)

    def _note(self, key: str, unfinished: bool, place: int) -> None:
        self._places[key] = place
        (self._unfinished.add if unfinished else self._unfinished.discard)(key)


def _result(fields: dict) -> Result:
    cells = []
    for cell in fields["cells"]:
        example = cell["example"] and Example.from_fields(cell["example"])
        cells.append(CellVerdict(**{**cell, "example": example}))
    return Result(**{**fields, "cells": tuple(cells)})

"""The journal of a grading: one line for each graded submission, synced before anything else happens.

A line is JSON with a hash of itself. Whatever ends the grader, at whatever moment, the lines before stay, and the next run goes on from there. A
last line that was cut off is cut away, and a line that is not as it was written counts for nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from autograder.course import CourseError
from autograder.grading.results import ERROR, Result
from autograder.judging.example import Example
from autograder.judging.verdict import CellVerdict

MAX_CHARACTERS = 100_000  # in one text of a result
MAX_LINE_BYTES = 2**24
# A result that a newer version wrote may be of any form.
OTHER_FORMS = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@contextlib.contextmanager
def lock(path: Path, what: str, say: Callable[[str], None]) -> Iterator[None]:
    """Keep others out of something; while another process has it, say so and wait.

    The system takes the lock away from a process that has ended, however it ended.

    Parameters
    ----------
    path : Path
        The lock's file. It is made if it is not there, and stays.
    what : str
        What it is that only one may use at a time, as the sentence begins that tells of the wait.
    say : callable
        Gets that sentence.

    Raises
    ------
    CourseError
        If the file cannot be made or opened.
    """
    file = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.acquire(timeout=0)
        except Timeout:
            say(f"{what} is in use by {_holder(path)}; this goes on when that has ended. Ctrl-C stops this.")
            file.acquire()
    except OSError as error:
        raise _cannot_write(path, error) from None
    try:
        with contextlib.suppress(OSError):  # it is only there to be read by who waits
            path.write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            path.write_text("", encoding="utf-8")
        file.release()


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")[:40] or "another process"
    except (OSError, ValueError):
        return "another process"


def _cannot_write(path: Path, error: OSError) -> CourseError:
    return CourseError(
        f"{path} cannot be written ({error.strerror or error}). Make room, or make its folder yours to write in, and run the same command "
        "again; what has been graded so far is kept."
    )


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
        # The results themselves stay on the disk, so a large class takes no more memory.
        self._places: dict[str, tuple[int, int]] = {}
        self._unfinished: set[str] = set()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and not path.is_file():
                raise CourseError(f"{path} is not a file; remove it, or name another folder with --out.")
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise _cannot_write(path, error) from None
        try:
            self._read()
        except BaseException:
            self._file.close()
            raise

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
        CourseError
            If somebody else has changed the file meanwhile.
        """
        place, size = self._places[key]
        with self.path.open("rb") as file:
            file.seek(place)
            entry = _entry(file.read(size))
        if entry is None or entry[0] != key:
            raise CourseError(f"{self.path} was changed while it was in use; run the same command again.")
        return entry[1]

    def append(self, key: str, result: Result) -> None:
        """Write a result, and return when it is on the disk. A text that is too long is cut.

        Raises
        ------
        CourseError
            If it could not be written; what was written before is still there.
        """
        line = _line(key, result)
        if len(line) > MAX_LINE_BYTES:
            result = Result(
                result.student, ERROR, (), f"The grader failed: the result has {len(line)} bytes."
            )
            line = _line(key, result)
        place = os.fstat(self._file.fileno()).st_size
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file.fileno(), line[written:])
            os.fsync(self._file.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file.fileno(), place)
            raise _cannot_write(self.path, error) from None
        self._note(key, result, place, len(line))

    def _read(self) -> None:
        place = beginning = 0
        with self.path.open("rb") as file:
            # A longer line is none of ours, and no part of it is.
            while part := file.readline(MAX_LINE_BYTES):
                entry = _entry(part)
                if entry is not None:
                    self._note(*entry, place, len(part))
                place += len(part)
                if part.endswith(b"\n"):
                    beginning = place
        if beginning < place:
            os.ftruncate(self._file.fileno(), beginning)  # the grader was ended while it wrote this

    def _note(self, key: str, result: Result, place: int, size: int) -> None:
        self._places[key] = place, size
        unfinished = result.status == ERROR or not result.isolated
        (self._unfinished.add if unfinished else self._unfinished.discard)(key)


def _line(key: str, result: Result) -> bytes:
    """Return a result as a line: JSON whose last field is the hash of all before it."""
    fields = json.dumps({"key": key, "result": _cut(asdict(result))}, sort_keys=True, separators=(",", ":"))
    content = fields[:-1].encode()
    return content + _ending(content)


def _ending(content: bytes) -> bytes:
    return b',"sum":"%s"}\n' % hashlib.sha256(content).hexdigest().encode()


ENDING = len(_ending(b""))


def _entry(line: bytes) -> tuple[str, Result] | None:
    """Return the key and the result that a line holds; None if it is not as it was written, or of another form."""
    content = line[:-ENDING]
    if not line.startswith(b'{"key":') or line[-ENDING:] != _ending(content):
        return None
    with contextlib.suppress(*OTHER_FORMS):
        entry = json.loads(line)
        return entry["key"], _result(entry["result"])
    return None


def _cut(value: Any) -> Any:
    """Return the fields of a result with every text cut to what the journal keeps."""
    if isinstance(value, str):
        return value[:MAX_CHARACTERS]
    if isinstance(value, dict):
        return {name: _cut(part) for name, part in value.items()}
    return [_cut(part) for part in value] if isinstance(value, list | tuple) else value


def _result(fields: dict) -> Result:
    cells = []
    for cell in fields["cells"]:
        example = cell["example"] and Example.from_fields(cell["example"])
        cells.append(CellVerdict(**{**cell, "example": example}))
    return Result(**{**fields, "cells": tuple(cells)})

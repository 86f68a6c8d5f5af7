"""Bring what a learning platform hands out into nbgrader's layout.

Three forms are known:

- a zip from Canvas: `kimminji_LATE_12345_678901_toy-conv-2.ipynb`
- a zip from Moodle: `Kim Minji_12345_assignsubmission_file_/toy-conv.ipynb` or `Kim Minji_12345_assignsubmission_file_toy-conv.ipynb`
- a folder, or a zip, of notebooks with names in them: `kim.ipynb`, `lee_toy-conv.ipynb`, or one folder for each student
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.course import CourseError
from autograder.notebook.reading import MAX_NOTEBOOK_BYTES
from autograder.safe import write_whole_bytes

CANVAS = re.compile(r"^(?P<student>[^_/]+)_(?:LATE_)?\d+_\d+_.*\.ipynb$")
MOODLE = re.compile(r"^(?P<student>[^/]+?_\d+)_assignsubmission_(?:file|onlinetext)_/?[^/]*\.ipynb$")
MAX_FILES = 20_000


@dataclass(frozen=True)
class Collected:
    """What became of one file.

    Attributes
    ----------
    name : str
        As it stood in the zip or folder.
    student : str
        Whose it is; empty if it was left out.
    why_not : str
        Why it was left out, in a few words.
    """

    name: str
    student: str
    why_not: str = ""


def collect(source: Path, assignment: str, submitted: Path) -> list[Collected]:
    """Copy each notebook to `submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`.

    Parameters
    ----------
    source : Path
        A zip or a folder.
    assignment : str
    submitted : Path
        A notebook that lies there already is replaced.

    Returns
    -------
    list of Collected
        For each file, in the order of their names. If a student has two, the later name is taken and the first one reported.

    Raises
    ------
    CourseError
        If the source is neither a zip nor a folder.
    """
    found: dict[str, Collected] = {}
    report = []
    for name, read in _files(source):
        student = student_of(name, assignment)
        if not student:
            report.append(Collected(name, "", "it does not say whose it is"))
            continue
        content = read()
        if content is None:
            report.append(Collected(name, "", "it is larger than a notebook may be"))
            continue
        if student in found:
            report.append(Collected(found[student].name, "", f"{student} has a later one, {name}"))
        found[student] = Collected(name, student)
        write_whole_bytes(submitted / student / assignment / f"{assignment}.ipynb", content)
    return sorted([*report, *found.values()], key=lambda entry: entry.name)


def student_of(name: str, assignment: str) -> str:
    """Return whose notebook a file is, by its name; empty if that cannot be told.

    The result is a plain folder name: no separators, no dots in front.

    Examples
    --------
    >>> student_of("kimminji_LATE_12345_678901_toy-conv-2.ipynb", "toy-conv")
    'kimminji'
    >>> student_of("Kim Minji_12345_assignsubmission_file_/toy-conv.ipynb", "toy-conv")
    'Kim Minji_12345'
    >>> student_of("lee_toy-conv.ipynb", "toy-conv"), student_of("park/toy-conv/toy-conv.ipynb", "toy-conv")
    ('lee', 'park')
    >>> student_of("toy-conv.ipynb", "toy-conv"), student_of("../../etc/toy-conv.ipynb", "toy-conv")
    ('', '')
    """
    if (
        not name.endswith(".ipynb")
        or name.startswith("/")
        or ".." in PurePosixPath(name).parts
        or "\\" in name
    ):
        return ""
    for pattern in (CANVAS, MOODLE):
        match = pattern.match(name)
        if match:
            return _folder_name(match["student"])
    folders = [part for part in PurePosixPath(name).parts[:-1] if part != assignment]
    stem = re.sub(rf"[ _-]*{re.escape(assignment)}[ _-]*", "", PurePosixPath(name).stem)
    return _folder_name(folders[-1] if folders else stem)


def _folder_name(text: str) -> str:
    return re.sub(r"[\x00-\x1f/\\:]", "", text).strip().lstrip(".")[:100]


def _files(source: Path) -> Iterator[tuple[str, Callable[[], bytes | None]]]:
    """Give each notebook's name and a function that reads it, sorted by name; links and hidden files are left out."""
    if source.is_dir():
        paths = sorted(path for path in source.rglob("*.ipynb") if path.is_file() and not path.is_symlink())
        for path in paths:
            name = path.relative_to(source).as_posix()
            if not any(part.startswith(".") for part in PurePosixPath(name).parts):
                yield name, partial(_at_most, partial(path.open, "rb"))
        return
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise CourseError(f"There is no file or folder {source}.") from None
    except (OSError, zipfile.BadZipFile):
        raise CourseError(f"{source} is neither a zip nor a folder of notebooks.") from None
    with archive:
        for entry in sorted(_plain(archive.infolist()[:MAX_FILES]), key=lambda entry: entry.filename):
            yield entry.filename, partial(_at_most, partial(archive.open, entry))


def _plain(entries: Iterable[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    for entry in entries:
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        parts = PurePosixPath(entry.filename).parts
        hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
        if entry.filename.endswith(".ipynb") and not is_link and not hidden:
            yield entry


def _at_most(open_file: Callable[[], IO]) -> bytes | None:
    """Return what is in a file, or None if it is larger than a notebook may be, without reading all of it."""
    with open_file() as file:
        content = file.read(MAX_NOTEBOOK_BYTES + 1)
    return content if len(content) <= MAX_NOTEBOOK_BYTES else None

"""Write the results of a class: `grades.csv`, a feedback page for each student, and a log for the instructor.

Each file is written beside its place, synced, and renamed, so that it is there whole or not at all.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from autograder.assignments import Assignment
from autograder.results import Result

UNISOLATED = "UNISOLATED"
ISOLATED = (
    "Each submission ran in a process of its own that reads no files but Python's, writes in an empty folder of its own, and has no network, "
    "no other processes, and limits on time, memory and disk."
)
NOT_ISOLATED = (
    f"{UNISOLATED}: each submission ran in a process of its own with limits on time and memory, but was not shut off from the files of this "
    "computer or from the network."
)
MAX_NAME_BYTES = 200


def write_results(results: Iterable[Result], assignment: Assignment, out: Path) -> None:
    """Write everything about a graded class.

    Parameters
    ----------
    results : iterable of Result
        Sorted by student. They are taken one at a time, twice.
    out : Path
        The folder to write to: `grades.csv`, `feedback/STUDENT.html`, `logs/STUDENT.txt`.
    """
    write_whole(out / "grades.csv", grades_csv(results, assignment))
    for result in results:
        name = file_name(result.student)
        write_whole(out / "feedback" / f"{name}.html", feedback_page(result, assignment))
        if result.log:
            write_whole(out / "logs" / f"{name}.txt", plain(result.log, keep="\n") + "\n")
        else:
            (out / "logs" / f"{name}.txt").unlink(missing_ok=True)  # of a submission before this one


def file_name(student: str) -> str:
    """Return a file's name for a student: the same, unless that is too long.

    Examples
    --------
    >>> file_name("kim"), len(file_name("k" * 255))
    ('kim', 200)
    """
    if len(os.fsencode(student)) <= MAX_NAME_BYTES:
        return student
    digest = hashlib.sha256(os.fsencode(student)).hexdigest()[:16]
    return os.fsencode(student)[: MAX_NAME_BYTES - 17].decode(errors="ignore") + "-" + digest


def plain(text: str, keep: str = "") -> str:
    """Return text in which nothing is left that moves a cursor, turns the direction of writing, or cannot be stored.

    Examples
    --------
    >>> plain("kim" + chr(27) + "[2J" + chr(0x202E))
    'kim�[2J�'
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" and c not in keep else c
        for c in text
    )


def grades_csv(results: Iterable[Result], assignment: Assignment) -> str:
    """Return the table of grades: a row for each student, a column for each grade cell.

    The columns are `student_id`, `assignment`, `score`, `max_score`, `status`, the grade cells, and the written answers, which wait for a
    person: those are empty and in no sum. The score is empty where the grader itself failed.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    by_hand = [f"{cell} (by hand)" for cell in assignment.written]
    table.writerow(["student_id", "assignment", "score", "max_score", "status", *assignment.values, *by_hand])
    for result in results:
        points = {cell.cell: f"{cell.points:g}" for cell in result.cells}
        table.writerow(
            [
                plain(inert(result.student)),
                assignment.name,
                "" if result.score is None else f"{result.score:g}",
                f"{result.max_score:g}" if result.cells else "",
                result.status if result.isolated else f"{result.status} {UNISOLATED}",
                *(points.get(cell, "") for cell in assignment.values),
                *("" for _ in by_hand),
            ]
        )
    return text.getvalue()


def feedback_page(result: Result, assignment: Assignment) -> str:
    """Return the page a student reads: what each blank earned and what was wrong, in words. All text is escaped."""
    return template("feedback.html").render(
        result=result,
        assignment=assignment,
        isolation=ISOLATED if result.isolated else NOT_ISOLATED,
        blank=lambda cell: assignment.values[cell][0],
    )


@functools.cache
def template(name: str) -> Template:
    """Return a template of a page; everything put into it is escaped."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["plain"] = plain
    templates.filters["duration"] = duration
    return templates.get_template(name)


def duration(seconds: float) -> str:
    """Return a time for people.

    Examples
    --------
    >>> duration(0.0031), duration(0.25), duration(4.2)
    ('3.1 ms', '250 ms', '4.2 s')
    """
    return f"{seconds:.2g} s" if seconds >= 1 else f"{float(f'{1000 * seconds:.2g}'):g} ms"


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all."""
    write_whole_bytes(path, text.encode("utf-8", errors="backslashreplace"))


def write_whole_bytes(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The same name each time, so that none is left after a crash and a second run.
    temporary = path.with_name(f".{path.name}.part")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def inert(text: str) -> str:
    """Return text that a spreadsheet takes for text, even if it begins like a formula.

    Examples
    --------
    >>> inert("kim"), inert("=1+1")
    ('kim', "'=1+1")
    """
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

"""Write the results of a class: `grades.csv`, a feedback page for each student, and a log for the instructor.

Each file is written beside its place, synced, and renamed, so that it is there whole or not at all.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.assignments import Assignment
from autograder.grading import Result

ISOLATION = (
    "Each submission ran in a process of its own with limits on time, memory and file size. "
    "It was not shut off from the files of this computer or from the network."
)


def write_results(results: Sequence[Result], assignment: Assignment, out: Path) -> None:
    """Write everything about a graded class.

    Parameters
    ----------
    results : sequence of Result
        Sorted by student.
    out : Path
        The folder to write to: `grades.csv`, `feedback/STUDENT.html`, `logs/STUDENT.txt`.
    """
    write_whole(out / "grades.csv", grades_csv(results, assignment))
    for result in results:
        write_whole(out / "feedback" / f"{result.student}.html", feedback_page(result, assignment))
        if result.log:
            write_whole(out / "logs" / f"{result.student}.txt", result.log + "\n")


def grades_csv(results: Sequence[Result], assignment: Assignment) -> str:
    """Return the table of grades: a row for each student, a column for each grade cell.

    The columns are `student_id`, `assignment`, `score`, `max_score`, `status`, and the grade cells. The score is empty where the grader
    itself failed.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student_id", "assignment", "score", "max_score", "status", *assignment.values])
    for result in results:
        points = {cell.cell: f"{cell.points:g}" for cell in result.cells}
        table.writerow(
            [
                _inert(result.student),
                assignment.name,
                "" if result.score is None else f"{result.score:g}",
                f"{result.max_score:g}" if result.cells else "",
                result.status,
                *(points.get(cell, "") for cell in assignment.values),
            ]
        )
    return text.getvalue()


def feedback_page(result: Result, assignment: Assignment) -> str:
    """Return the page a student reads: what each blank earned and what was wrong, in words. All text is escaped."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("feedback.html").render(
        result=result,
        assignment=assignment,
        isolation=ISOLATION,
        blank=lambda cell: assignment.values[cell][0],
    )


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _inert(text: str) -> str:
    """Return text that a spreadsheet takes for text, even if it begins like a formula.

    Examples
    --------
    >>> _inert("kim"), _inert("=1+1")
    ('kim', "'=1+1")
    """
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

"""Write the results of a class: `grades.csv`, a feedback page for each student, and a log for the instructor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.assignment import Assignment
from autograder.grading.results import Result
from autograder.reports.pages import template
from autograder.safe import file_name, plain, table, write_whole

UNISOLATED = "UNISOLATED"
ISOLATED = (
    "Each submission ran in a process of its own that reads no files but Python's, writes in an empty folder of its own, and has no network, "
    "no other processes, and limits on time, memory and disk."
)
NOT_ISOLATED = (
    f"{UNISOLATED}: each submission ran in a process of its own with limits on time and memory, but was not shut off from the files of this "
    "computer or from the network."
)


def files(results: Iterable[Result]) -> Iterator[str]:
    """Give the names of all files that `write_results` writes."""
    yield "grades.csv"
    for result in results:
        name = file_name(result.student)
        yield f"feedback/{name}.html"
        if result.log:
            yield f"logs/{name}.txt"


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


def grades_csv(results: Iterable[Result], assignment: Assignment) -> str:
    """Return the table of grades: a row for each student, a column for each grade cell.

    The columns are `student_id`, `assignment`, `score`, `max_score`, `status`, the grade cells, and the written answers, which wait for a
    person: those are empty and in no sum. The score is empty where the grader itself failed.
    """
    by_hand = [f"{cell} (by hand)" for cell in assignment.written]
    rows = [["student_id", "assignment", "score", "max_score", "status", *assignment.values, *by_hand]]
    for result in results:
        points = {cell.cell: f"{cell.points:g}" for cell in result.cells}
        rows.append(
            [
                result.student,
                assignment.name,
                "" if result.score is None else f"{result.score:g}",
                f"{result.max_score:g}" if result.cells else "",
                result.status if result.isolated else f"{result.status} {UNISOLATED}",
                *(points.get(cell, "") for cell in assignment.values),
                *("" for _ in by_hand),
            ]
        )
    return table(rows)


def feedback_page(result: Result, assignment: Assignment) -> str:
    """Return the page a student reads: what each blank earned and what was wrong, in words. All text is escaped."""
    return template("feedback.html").render(
        result=result,
        assignment=assignment,
        isolation=ISOLATED if result.isolated else NOT_ISOLATED,
        blank=lambda cell: assignment.values[cell][0],
    )

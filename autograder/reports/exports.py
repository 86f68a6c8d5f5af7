"""Write the grades in the forms that learning platforms read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from autograder.assignment import Assignment
from autograder.grading.results import ERROR, Result
from autograder.safe import file_name, plain, table, write_whole


def canvas_csv(results: Iterable[Result], assignment: Assignment) -> str:
    """Return a table that Canvas imports into its gradebook: a row for each student, matched by SIS login.

    A student on whom the grader failed has no row, so that Canvas keeps what it has. A name that begins like a formula has a `'` before it, see
    `autograder.safe.inert`; Canvas then asks whose it is.
    """
    rows = [["Student", "ID", "SIS Login ID", "Section", assignment.name]]
    rows += [
        [result.student, "", result.student, "", f"{result.score:g}"]
        for result in results
        if result.status != ERROR
    ]
    return table(rows)


def moodle_csv(results: Iterable[Result]) -> str:
    """Return a table for Moodle's grade import: identifier, grade, and the feedback in words."""
    rows = [["Identifier", "Grade", "Feedback comments"]]
    for result in results:
        if result.status != ERROR:
            words = " ".join(
                f"{cell.cell}: {cell.hint or cell.message}" for cell in result.cells if cell.message
            )
            rows.append([result.student, f"{result.score:g}", result.note or words or "All right."])
    return table(rows)


def gradescope_results(result: Result, assignment: Assignment) -> dict:
    """Return Gradescope's `results.json` for one submission: a test for each grade cell, with the words as its output.

    Source of the format: Gradescope's autograder specification.
    """
    if result.status == ERROR:
        return {
            "score": 0,
            "output": "This notebook could not be graded, and that was not your fault.",
            "tests": [],
        }
    tests = [
        {
            "name": assignment.values[cell.cell][0],
            "score": cell.points,
            "max_score": cell.max_points,
            "status": "failed" if cell.message else "passed",
            "output": plain(cell.in_words(), keep="\n"),
            "output_format": "text",
        }
        for cell in result.cells
    ]
    return {"score": result.score, "output": plain(result.note), "output_format": "text", "tests": tests}


def files(results: Iterable[Result], form: str) -> list[str]:
    """Return the names of all files that `export` writes."""
    if form != "gradescope":
        return [f"{form}.csv"]
    return [f"gradescope/{file_name(result.student)}.json" for result in results]


def export(results: Iterable[Result], assignment: Assignment, form: str, out: Path) -> list[Path]:
    """Write the grades in one form.

    Parameters
    ----------
    form : str
        `"canvas"`, `"moodle"` or `"gradescope"`.
    out : Path
        The folder; it gets `canvas.csv`, `moodle.csv`, or `gradescope/STUDENT.json` for each student.

    Returns
    -------
    list of Path
        What was written.
    """
    if form != "gradescope":
        path = out / f"{form}.csv"
        write_whole(path, canvas_csv(results, assignment) if form == "canvas" else moodle_csv(results))
        return [path]
    written = []
    for result in results:
        path = out / "gradescope" / f"{file_name(result.student)}.json"
        write_whole(
            path, json.dumps(gradescope_results(result, assignment), indent=1, ensure_ascii=False) + "\n"
        )
        written.append(path)
    return written

"""nbgrader's gradebook: filled from the judge's results, so that its formgrader, manual grading, late penalties, feedback and export work.

Two ways lead here. `autograder grade` writes its results; and `nbgrader autograde` runs the judge in place of executing tests inside the student's
kernel, by the two preprocessors below, which `nbgrader_config.py` names.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import parse_utc
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder import catalog
from autograder.assignment import Assignment
from autograder.course import Course, CourseError
from autograder.grading.results import ERROR, GRADED, Result
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.notebook.filling import fill_template
from autograder.notebook.handed_in import UnreadableError, read_handed_in
from autograder.notebook.reading import code_cells, parse_json
from autograder.notebook.sources import read_solution
from autograder.reports.feedback import NOT_ISOLATED
from autograder.reports.graded_notebook import write_verdict
from autograder.safe import plain
from autograder.sandbox import probe

TIMESTAMP = "timestamp.txt"
MAX_TIMESTAMP_BYTES = 1000
# Dates and time zones, and no path: nbgrader looks for a time zone among the computer's files.
DATE = re.compile(r"(?:[\w:.,+ -]|\b/\b){1,60}", re.ASCII)
MAX_WHY = 400
OF_THE_DISK = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT)
REPLACED = (
    "This notebook was replaced or removed after it was graded. The points and words are those of the graded one; its code is not shown. "
    "To grade the new one, run the same command again."
)


class PutIntoTemplate(NbGraderPreprocessor):
    """Put the student's cells into the released notebook, so that whatever was done to the rest changes nothing."""

    def preprocess(self, nb: nbformat.NotebookNode, resources: dict) -> tuple[nbformat.NotebookNode, dict]:
        """Return the filled-in template instead of what was handed in."""
        assignment = catalog.load(resources["nbgrader"]["assignment"])
        course = Course.find(Path.cwd())
        return fill_template(_template(course, assignment), nb, assignment), resources


class Judge(NbGraderPreprocessor):
    """Run the judge, and write its points where nbgrader looks for them."""

    def preprocess(self, nb: nbformat.NotebookNode, resources: dict) -> tuple[nbformat.NotebookNode, dict]:
        """Return the notebook with the points of each check under its cell."""
        nbgrader = resources["nbgrader"]
        assignment = catalog.load(nbgrader["assignment"])
        course = Course.find(Path.cwd())
        trusted = os.environ.get("AUTOGRADER_TRUST") == "yes"
        found = probe.require(trusted, assignment.modules)
        if not found.complete:
            self.log.warning(NOT_ISOLATED)
        template = code_cells(_template(course, assignment))
        solution = code_cells(read_solution(course.solution(assignment.name)))
        secret, student = course.secret(), nbgrader["student"]
        runs = Runs(assignment, template, code_cells(nb), secret, student, solution=solution)
        known = KnownFaults(assignment, template, solution)
        write_verdict(nb, judge(runs, known).cells, found.complete)
        return nb, resources


def fill(
    course: Course,
    assignment: Assignment,
    submitted: Path,
    results: Iterable[Result],
    notebook: Callable[[str], bytes | None],
) -> int:
    """Write the results of a class into the gradebook, and the graded notebooks where formgrader reads them.

    Parameters
    ----------
    submitted : Path
        Where the submissions lie, each with a `timestamp.txt` if it has one, for late penalties.
    results : iterable of Result
    notebook : callable
        Returns for a student the notebook that was graded, or None.

    Returns
    -------
    int
        How many students were written. One on whom the grader failed is left out, and one whose row cannot be written, such as under a
        name that is too long for the database. For each of these, and for each time of submission that cannot be read, there is a line on
        the error stream.

    Raises
    ------
    CourseError
        If the assignment is not in the gradebook.
    OSError or sqlalchemy.exc.OperationalError
        If the disk or the database takes nothing from anybody now, such as while formgrader writes to it.
    """
    config = _nbgrader_config(course).CourseDirectory
    template = _template(course, assignment)
    with Gradebook(config.db_url, config.course_id) as gradebook:
        try:
            gradebook.find_assignment(assignment.name)
        except MissingEntry:
            raise CourseError(
                f"{assignment.name} is not in the gradebook: run `nbgrader generate_assignment {assignment.name}` first."
            ) from None
    written, complaints = 0, []
    for result in results:
        if result.status == ERROR:
            continue
        try:
            timestamp, complaint = _timestamp(submitted / result.student / assignment.name)
            graded = _graded(result, notebook, template, assignment)
            with _quiet():
                _write(course, assignment, result, timestamp, graded)
        except Exception as error:
            if everybodys := _everybodys(error):
                raise everybodys from None
            # Whatever else it is, it is this student's, and costs nobody else.
            complaint = f"was not written to the gradebook: {type(error).__name__}: {error}"
        else:
            written += 1
        if complaint:
            complaints.append(f"{plain(result.student)} {plain(' '.join(complaint.split()))[:MAX_WHY]}")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return written


def _everybodys(error: BaseException | None) -> BaseException | None:
    """Return the error of the disk or of the database that lies behind this one; None if it is about one student."""
    while error is not None:
        if isinstance(error, OperationalError) or (isinstance(error, OSError) and error.errno in OF_THE_DISK):
            return error
        error = error.__cause__ or error.__context__
    return None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what nbgrader prints for its own authors: how it adds a student, and a traceback for what is said here in a sentence."""
    log = logging.getLogger("tornado.application")
    before, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        log.disabled = before


def _write(
    course: Course, assignment: Assignment, result: Result, timestamp: dict, graded: nbformat.NotebookNode
) -> None:
    """Write one student's row and graded notebook."""
    config = _nbgrader_config(course)
    settings = config.CourseDirectory
    resources = {
        "nbgrader": {
            "student": result.student,
            "assignment": assignment.name,
            "notebook": assignment.name,
            "db_url": settings.db_url,
        }
    }
    with Gradebook(settings.db_url, settings.course_id) as gradebook:
        gradebook.update_or_create_student(result.student)
        gradebook.update_or_create_submission(assignment.name, result.student, **timestamp)
    for preprocessor in (SaveAutoGrades(), AssignLatePenalties(config=config)):
        preprocessor.preprocess(graded, resources)
    path = course.grading / "autograded" / result.student / assignment.name / f"{assignment.name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(graded), encoding="utf-8")


def _graded(
    result: Result, notebook: Callable[[str], bytes | None], template: dict, assignment: Assignment
) -> nbformat.NotebookNode:
    """Return the notebook to show: the one that was graded, or the empty template."""
    handed_in = notebook(result.student) if result.status == GRADED else None
    submission = parse_json(handed_in, "The notebook") if handed_in is not None else {"cells": []}
    filled = fill_template(template, submission, assignment)
    write_verdict(filled, result.cells, result.isolated)
    if result.status == GRADED and handed_in is None:
        filled.cells.insert(0, nbformat.v4.new_markdown_cell(f"**{REPLACED}**", id="replaced"))
    return filled


def _template(course: Course, assignment: Assignment) -> dict:
    return json.loads(course.template(assignment.name).read_text(encoding="utf-8"))


def _timestamp(folder: Path) -> tuple[dict, str]:
    """Return when the submission was handed in, as nbgrader keeps it, if it does; and what is wrong with that, else nothing."""
    path = folder / TIMESTAMP
    if not os.path.lexists(path):
        return {}, ""
    try:
        text = read_handed_in(path, MAX_TIMESTAMP_BYTES, folders=2).decode("utf-8-sig").strip()
        if not DATE.fullmatch(text):
            raise UnreadableError(f"{TIMESTAMP} holds no date.")
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error"
            )  # such as over a time zone that it does not know, and takes for another
            return {"timestamp": parse_utc(text)}, ""
    except UnreadableError as error:
        why = str(error)
    except Exception:  # a parser of dates that is not ours: what it raises over odd ones it does not say
        why = f"{TIMESTAMP} holds no date."
    return {
        "timestamp": None
    }, f"has no time of submission in the gradebook, so no penalty for being late: {why}"


def _nbgrader_config(course: Course) -> Config:
    """Return the settings that nbgrader itself would read."""
    path = course.root / "nbgrader_config.py"
    if not path.is_file():
        raise CourseError("nbgrader_config.py is missing, so there is no gradebook to write to.")
    # nbgrader starts a helper program by name; it stands beside this Python.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return PyFileConfigLoader(path.name, path=str(course.root)).load_config()

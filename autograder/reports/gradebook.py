"""nbgrader's gradebook: filled from the judge's results, so that its formgrader, manual grading, late penalties, feedback and export work.

Two ways lead here. `autograder grade` writes its results; and `nbgrader autograde` runs the judge in place of executing tests inside the student's
kernel, by the two preprocessors below, which `nbgrader_config.py` names.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
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
from autograder.notebook.reading import code_cells
from autograder.notebook.sources import read_solution
from autograder.reports.feedback import NOT_ISOLATED
from autograder.reports.graded_notebook import write_verdict
from autograder.sandbox import probe

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
        runs = Runs(assignment, template, code_cells(nb), course.secret(), nbgrader["student"])
        solution = code_cells(read_solution(course.solution(assignment.name)))
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
        How many students were written. One on whom the grader failed is left out.

    Raises
    ------
    CourseError
        If the assignment is not in the gradebook.
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
    written = 0
    for result in results:
        if result.status == ERROR:
            continue
        handed_in = notebook(result.student) if result.status == GRADED else None
        graded = _graded(result, handed_in, template, assignment)
        resources = {
            "nbgrader": {
                "student": result.student,
                "assignment": assignment.name,
                "notebook": assignment.name,
                "db_url": config.db_url,
            }
        }
        timestamp = _timestamp(submitted / result.student / assignment.name)
        with Gradebook(config.db_url, config.course_id) as gradebook:
            gradebook.update_or_create_student(result.student)
            gradebook.update_or_create_submission(assignment.name, result.student, **timestamp)
        for preprocessor in (SaveAutoGrades(), AssignLatePenalties(config=_nbgrader_config(course))):
            preprocessor.preprocess(graded, resources)
        path = course.grading / "autograded" / result.student / assignment.name / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(nbformat.writes(graded), encoding="utf-8")
        written += 1
    return written


def _graded(
    result: Result, handed_in: bytes | None, template: dict, assignment: Assignment
) -> nbformat.NotebookNode:
    """Return the notebook to show: the one that was graded, or the empty template."""
    submission = json.loads(handed_in.decode("utf-8-sig")) if handed_in is not None else {"cells": []}
    filled = fill_template(template, submission, assignment)
    write_verdict(filled, result.cells, result.isolated)
    if result.status == GRADED and handed_in is None:
        filled.cells.insert(0, nbformat.v4.new_markdown_cell(f"**{REPLACED}**", id="replaced"))
    return filled


def _template(course: Course, assignment: Assignment) -> dict:
    return json.loads(course.template(assignment.name).read_text(encoding="utf-8"))


def _timestamp(folder: Path) -> dict:
    """Return when the submission was handed in, as nbgrader keeps it, if it does."""
    try:
        return {"timestamp": (folder / "timestamp.txt").read_text(encoding="utf-8").strip()}
    except OSError:
        return {}


def _nbgrader_config(course: Course) -> Config:
    """Return the settings that nbgrader itself would read."""
    path = course.root / "nbgrader_config.py"
    if not path.is_file():
        raise CourseError("nbgrader_config.py is missing, so there is no gradebook to write to.")
    # nbgrader starts a helper program by name; it stands beside this Python.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return PyFileConfigLoader(path.name, path=str(course.root)).load_config()

"""Grade a class: find the submissions, judge each one, and write the results."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from autograder import assignments, runner
from autograder.course import Course, CourseError
from autograder.judge import CellResult, GraderError, Runs, Verdict, cases, judge
from autograder.notebooks import Cell, UnreadableError, code_cells, read_notebook

GRADED, MISSING, UNREADABLE, ERROR = "graded", "missing", "unreadable", "grader error"


@dataclass(frozen=True)
class Submission:
    """One student's folder, and the notebook in it that is to be graded.

    Attributes
    ----------
    student : str
        The folder's name.
    notebook : Path or None
        None if there is nothing to grade; `note` says why.
    status : str
        `"missing"` or `"unreadable"` if there is nothing to grade, else empty.
    note : str
        A sentence about the file, for the feedback page.
    """

    student: str
    notebook: Path | None
    status: str = ""
    note: str = ""


@dataclass(frozen=True)
class Result:
    """How a submission fared.

    Attributes
    ----------
    status : str
        `"graded"`, `"missing"`, `"unreadable"` (points are 0) or `"grader error"` (points are None).
    """

    student: str
    status: str
    cells: tuple[CellResult, ...]
    note: str = ""
    log: str = ""

    @property
    def score(self) -> float | None:
        """Return the points earned; None if the grader could not tell."""
        return None if self.status == ERROR else sum(cell.points for cell in self.cells)

    @property
    def max_score(self) -> float:
        """Return the points there are."""
        return sum(cell.max_points for cell in self.cells)


def find_submissions(folder: Path, assignment: str) -> list[Submission]:
    """Return a submission for each student's folder, in nbgrader's layout: `folder/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`.

    Links are never followed. A notebook with another name is taken if it is the only one there.

    Raises
    ------
    CourseError
        If there is no such folder, or no student in it.
    """
    if not folder.is_dir():
        raise CourseError(
            f"There is no folder {folder}. Put each notebook at {folder}/STUDENT/{assignment}/{assignment}.ipynb."
        )
    students = sorted(
        entry for entry in folder.iterdir() if not entry.name.startswith(".") and not entry.is_file()
    )
    if not students:
        raise CourseError(
            f"{folder} holds no submissions. Put each notebook at {folder}/STUDENT/{assignment}/{assignment}.ipynb."
        )
    return [_submission(student, assignment) for student in students]


def _submission(student: Path, assignment: str) -> Submission:
    folder = student / assignment
    notebook = folder / f"{assignment}.ipynb"
    for path in (student, folder, notebook):
        if path.is_symlink():
            return Submission(
                student.name,
                None,
                UNREADABLE,
                f"{path.name} is a link to another place; hand in the notebook itself.",
            )
    try:
        if notebook.exists():
            return Submission(student.name, notebook)
        others = sorted(path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink())
    except OSError as error:
        return Submission(
            student.name, None, UNREADABLE, f"{folder.name} cannot be opened: {error.strerror}."
        )
    if len(others) == 1:
        return Submission(
            student.name,
            others[0],
            note=f"Graded from {others[0].name}; the file should be named {assignment}.ipynb.",
        )
    if others:
        return Submission(
            student.name,
            None,
            MISSING,
            f"There are {len(others)} notebooks, and none is named {assignment}.ipynb.",
        )
    return Submission(
        student.name, None, MISSING, f"No notebook was handed in: {assignment}/{assignment}.ipynb is missing."
    )


def grade_one(
    submission: Submission,
    assignment_name: str,
    template: Path,
    library: Path,
    limits: runner.Limits,
    secret: str,
) -> Result:
    """Grade one submission. Nothing that it does or is raises an exception here."""
    try:
        assignment = assignments.load(assignment_name)
        released = read_notebook(template)
        try:
            if submission.notebook is None:
                return _nothing(submission.student, submission.status, submission.note, released)
            cells = read_notebook(submission.notebook)
        except UnreadableError as error:
            return _nothing(submission.student, UNREADABLE, str(error), released)
        runs = Runs(
            assignment, released, cells, cases(assignment, secret, submission.student), library, limits
        )
        verdict = judge(runs)
        return Result(submission.student, GRADED, verdict.cells, submission.note, verdict.log)
    except Exception as error:
        # Whatever it was, it was ours: say so, give no points for or against, and go on with the class.
        note = str(error) if isinstance(error, GraderError) else f"The grader failed: {type(error).__name__}."
        return Result(submission.student, ERROR, (), note, traceback.format_exc())


def grade_class(
    course: Course,
    assignment_name: str,
    submitted: Path,
    jobs: int,
    limits: runner.Limits,
    progress: Callable[[Iterator, int], Iterator] = lambda results, total: results,
    executor: Executor | None = None,
) -> list[Result]:
    """Grade all submissions of an assignment.

    Parameters
    ----------
    jobs : int
        How many to grade at the same time.
    progress : callable
        Wraps the iterator of results, given their number, to show how far it is.
    executor : concurrent.futures.Executor, optional
        Where to grade, instead of processes on this machine.

    Returns
    -------
    list of Result
        Sorted by student.

    Raises
    ------
    CourseError
        If there is nothing to grade, or the course's own solution does not get full marks.
    """
    assignment = assignments.load(assignment_name)
    template = course.template(assignment_name)
    submissions = find_submissions(submitted, assignment_name)
    secret = course.secret()
    with runner.library(assignment.modules) as library:
        check_solution(course, assignment, template, library, limits, secret)
        own_executor = None
        if executor is None and jobs > 1:
            executor = own_executor = ProcessPoolExecutor(max_workers=min(jobs, len(submissions)))
        common = (assignment_name, template, library, limits, secret)
        try:
            if executor is None:
                results = (grade_one(submission, *common) for submission in submissions)
            else:
                futures = [executor.submit(grade_one, submission, *common) for submission in submissions]
                results = (future.result() for future in as_completed(futures))
            graded = list(progress(results, len(submissions)))
        finally:
            if own_executor is not None:
                own_executor.shutdown(cancel_futures=True)
    return sorted(graded, key=lambda result: result.student)


def check_solution(
    course: Course, assignment, template: Path, library: Path, limits: runner.Limits, secret: str
) -> None:
    """Grade the instructor's own solution through the same path; refuse to go on unless it gets full marks.

    Raises
    ------
    CourseError
        With what the solution lost.
    """
    path = course.solution(assignment.name)
    if not path.exists():
        raise CourseError(
            f"{path.relative_to(course.root)} is missing: without a solution the checks cannot be trusted."
        )
    verdict = judge_solution(path, assignment, template, library, limits, secret)
    lost = [f"{cell.cell}: {cell.message}" for cell in verdict.cells if cell.message]
    if lost:
        raise CourseError(
            f"The course's own solution does not get full marks, so nobody was graded. {' '.join(lost)}"
        )


def judge_solution(
    path: Path, assignment, template: Path, library: Path, limits: runner.Limits, secret: str
) -> Verdict:
    """Return the verdict on a solution file."""
    from autograder.sources import read_solution

    cells = code_cells(read_solution(path))
    return judge(Runs(assignment, read_notebook(template), cells, cases(assignment, secret), library, limits))


def _nothing(student: str, status: str, note: str, released: list[Cell]) -> Result:
    """Return a result without points, for a submission that cannot be run."""
    cells = tuple(CellResult(cell.name, 0.0, cell.points) for cell in released if cell.kind == "check")
    return Result(student, status, cells, note)

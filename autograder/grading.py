"""Grade a class: find the submissions, judge each one, and keep the results in a journal."""

from __future__ import annotations

import functools
import hashlib
import json
import platform
import stat
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import modlab
from autograder import assignments, isolation, runner
from autograder.assignments import Assignment
from autograder.course import Course, CourseError
from autograder.engine import Processes, outcomes
from autograder.journal import Journal
from autograder.judge import CellResult, GraderError, Runs, Verdict, cases, judge
from autograder.notebooks import (
    MAX_NOTEBOOK_BYTES,
    Cell,
    UnreadableError,
    code_cells,
    parse_notebook,
    read_notebook,
)
from autograder.results import ERROR, GRADED, MISSING, UNREADABLE, Result

FORMAT = 2
SOLUTION = "/the course's own solution"  # no folder can have this name
MAX_LOG_CHARACTERS = 100_000


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

    def content(self) -> bytes:
        """Return what is in the file, and one byte more than it may hold at most.

        Raises
        ------
        UnreadableError
            If it cannot be opened.
        """
        try:
            with self.notebook.open("rb") as file:
                return file.read(MAX_NOTEBOOK_BYTES + 1)
        except OSError as error:
            raise UnreadableError(f"{self.notebook.name} cannot be opened: {error.strerror}.") from None


@dataclass(frozen=True)
class Rules:
    """What is the same for a whole class.

    Attributes
    ----------
    assignment : str
        Its name.
    template : tuple of Cell
        The released notebook.
    limits : runner.Limits
    secret : str
        What the hidden numbers are drawn from.
    trusted : bool
        Whether to go on where submissions cannot be shut off.
    version : str
        Of the grader, the checks, Python and NumPy, as a hash: each computer that helps must have the same.
    """

    assignment: str
    template: tuple[Cell, ...]
    limits: runner.Limits
    secret: str
    trusted: bool
    version: str

    def key(self, submission: Submission, content: bytes) -> str:
        """Return a hash of all that a submission's result depends on."""
        parts = [FORMAT, self.version, self.secret, repr(self.limits), repr(self.template)]
        parts += [submission.student, submission.status, submission.note, hashlib.sha256(content).hexdigest()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Results:
    """The results of a class, in the order of the students' names. They are read from the journal one by one, as they are wanted.

    Attributes
    ----------
    journal : Journal
    keys : tuple of str
        The journal's keys, in order.
    isolation : isolation.Isolation
    """

    journal: Journal
    keys: tuple[str, ...]
    isolation: isolation.Isolation = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Result]:
        return (self.journal[key] for key in self.keys)


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
            if stat.S_ISREG(notebook.stat().st_mode):
                return Submission(student.name, notebook)
            return Submission(
                student.name, None, UNREADABLE, f"{notebook.name} cannot be opened: it is not a file."
            )
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


def grade_one(rules: Rules, student: str, name: str, note: str, content: bytes) -> Result:
    """Grade one submission.

    Parameters
    ----------
    rules : Rules
    student : str
        The folder's name.
    name, content : str and bytes
        The notebook's file.
    note : str
        A sentence about it, for the feedback page.

    Raises
    ------
    CourseError
        If nobody can be graded here: it is not isolated, or another version.
    Exception
        Only by a fault of the grader's own; nothing that a submission does or is raises one.
    """
    assignment = assignments.load(rules.assignment)
    if version(rules.assignment) != rules.version:
        raise CourseError(
            f"{platform.node()} has another version of the grader, of Python or of NumPy; make it the same everywhere."
        )
    found = isolation.require(rules.trusted, assignment.modules)
    try:
        cells = parse_notebook(content, name)
    except UnreadableError as error:
        return _nothing(student, UNREADABLE, str(error), rules)
    drawn = cases(assignment, rules.secret, student)
    verdict = judge(Runs(assignment, rules.template, cells, drawn, rules.limits))
    log = verdict.log[:MAX_LOG_CHARACTERS]
    return Result(student, GRADED, verdict.cells, note, log, found.complete, verdict.seconds)


def grade_class(
    course: Course,
    assignment_name: str,
    submitted: Path,
    journal: Journal,
    limits: runner.Limits,
    *,
    jobs: int = 1,
    trusted: bool = False,
    progress: Callable[[Iterable, int], Iterable] = lambda graded, total: graded,
    executor: Executor | None = None,
) -> Results:
    """Grade all submissions of an assignment that the journal does not hold yet.

    Parameters
    ----------
    journal : Journal
        Each result is in it before the next one is looked at.
    jobs : int
        How many to grade at the same time.
    trusted : bool
        Whether to go on where submissions cannot be shut off.
    progress : callable
        Wraps the iterator of results, given their number, to show how far it is.
    executor : concurrent.futures.Executor, optional
        Where to grade, instead of processes on this machine.

    Returns
    -------
    Results
        In the order of the students' names.

    Raises
    ------
    CourseError
        If there is nothing to grade, the course's own solution does not get full marks, or submissions cannot be shut off.
    """
    assignment = assignments.load(assignment_name)
    template = tuple(read_notebook(course.template(assignment_name)))
    submissions = find_submissions(submitted, assignment_name)
    rules = Rules(assignment_name, template, limits, course.secret(), trusted, version(assignment_name))
    found = isolation.require(trusted, assignment.modules)
    check_solution(course, assignment, rules, journal)
    keys: dict[str, str] = {}
    ours = Processes(min(jobs, len(submissions))) if executor is None else None
    try:
        tasks = _to_do(submissions, rules, journal, keys)
        graded = outcomes(tasks, grade_one, executor or ours, at_once=2 * jobs + 2)
        for _ in progress(_written(graded, keys, journal, submissions), len(submissions)):
            pass
    finally:
        if ours is not None:
            ours.__exit__()
    return Results(journal, tuple(keys[submission.student] for submission in submissions), found)


def _to_do(
    submissions: list[Submission], rules: Rules, journal: Journal, keys: dict[str, str]
) -> Iterator[tuple[str, tuple]]:
    """Give a task for each submission that is to be run; write down at once what needs no run."""
    for submission in submissions:
        content, unreadable = b"", None
        if submission.notebook is not None:
            try:
                content = submission.content()
            except UnreadableError as error:
                unreadable = _nothing(submission.student, UNREADABLE, str(error), rules)
        key = keys[submission.student] = rules.key(submission, content)
        if unreadable is None and key in journal:
            continue
        if submission.notebook is None:
            unreadable = _nothing(submission.student, submission.status, submission.note, rules)
        if unreadable is not None:
            journal.append(key, unreadable)
            continue
        yield (
            submission.student,
            (rules, submission.student, submission.notebook.name, submission.note, content),
        )


def _written(
    graded: Iterable[tuple[str, Result | Exception]],
    keys: dict[str, str],
    journal: Journal,
    submissions: list[Submission],
) -> Iterator[str]:
    """Write each result down, and give the names of all students as they are done."""
    fresh = set()
    for student, result in graded:
        if isinstance(result, Exception):
            # Whatever it was, it was ours: say so, give no points for or against, and go on with the class.
            note = (
                str(result)
                if isinstance(result, GraderError)
                else f"The grader failed: {type(result).__name__}."
            )
            log = "".join(traceback.format_exception(result))
            result = Result(student, ERROR, (), note, log)
        journal.append(keys[student], result)
        fresh.add(student)
        yield student
    yield from (submission.student for submission in submissions if submission.student not in fresh)


@functools.cache
def version(assignment_name: str) -> str:
    """Return a hash of what decides on a result besides the submission: the grader, the checks, Python and NumPy."""
    assignment, package = assignments.load(assignment_name), Path(__file__).parent
    files = {
        *package.glob("*.py"),
        *package.glob("worker/*.py"),
        *package.glob("assignments/*.py"),
        *assignment.folder.glob("*.py"),
    }
    files |= {
        Path(modlab.__file__).parent.joinpath(*module.split(".")[1:]).with_suffix(".py")
        for module in assignment.modules
    }
    digest = hashlib.sha256(
        "\0".join([platform.python_version(), np.__version__, platform.machine(), platform.system()]).encode()
    )
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def check_solution(course: Course, assignment: Assignment, rules: Rules, journal: Journal) -> None:
    """Grade the instructor's own solution through the same path; refuse to go on unless it gets full marks.

    Like a submission it is graded once, until it, the checks, the grader or the environment change.

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
    key = rules.key(Submission(SOLUTION, path), path.read_bytes())
    if key in journal:
        return
    from autograder.sources import read_solution

    cells = code_cells(read_solution(path))
    verdict: Verdict = judge(
        Runs(assignment, rules.template, cells, cases(assignment, rules.secret), rules.limits)
    )
    lost = [f"{cell.cell}: {cell.message}" for cell in verdict.cells if cell.message]
    if lost:
        raise CourseError(
            f"the course's own solution does not get full marks, so nobody was graded. {' '.join(lost)}"
        )
    journal.append(key, Result(SOLUTION, GRADED, verdict.cells))


def _nothing(student: str, status: str, note: str, rules: Rules) -> Result:
    """Return a result without points, for a submission that cannot be run."""
    cells = tuple(CellResult(cell.name, 0.0, cell.points) for cell in rules.template if cell.kind == "check")
    return Result(student, status, cells, note)

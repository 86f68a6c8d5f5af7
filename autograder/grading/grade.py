"""Grade a class: judge each submission, and keep the results in a journal."""

from __future__ import annotations

import contextlib
import hashlib
import platform
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from autograder import catalog
from autograder.assignment import Assignment
from autograder.course import Course, CourseError
from autograder.grading.engine import Processes, outcomes
from autograder.grading.journal import Journal
from autograder.grading.results import ERROR, GRADED, UNREADABLE, Result
from autograder.grading.rules import Rules, version
from autograder.grading.submissions import Submission, find_submissions
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.judging.verdict import CellVerdict, GraderError
from autograder.notebook.reading import Cell, UnreadableError, code_cells, parse_notebook, read_notebook
from autograder.notebook.sources import read_solution
from autograder.sandbox import probe, runner

SOLUTION = "/the course's own solution"  # no folder can have this name
MAX_LOG_CHARACTERS = 100_000


@dataclass(frozen=True)
class Entry:
    """What was found of one student, and where its result stands.

    Attributes
    ----------
    submission : Submission
    key : str
        The journal's.
    digest : str
        A hash of the notebook that was graded.
    """

    submission: Submission
    key: str
    digest: str


@dataclass(frozen=True)
class Results:
    """The results of a class, in the order of the students' names. They are read from the journal one by one, as they are wanted.

    Attributes
    ----------
    journal : Journal
    entries : dict of str to Entry
        By student, in order.
    isolation : probe.Isolation
    """

    journal: Journal
    entries: dict[str, Entry]
    isolation: probe.Isolation = field(repr=False)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Result]:
        return (self.journal[entry.key] for entry in self.entries.values())

    def notebook(self, student: str) -> bytes | None:
        """Return the very notebook that was graded; None if there was none, or if another one lies in its place by now."""
        entry = self.entries[student]
        try:
            content = entry.submission.content()
        except UnreadableError:
            return None
        return content if _digest(content) == entry.digest else None


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
    assignment = catalog.load(rules.assignment)
    if version(rules.assignment) != rules.version:
        raise CourseError(
            f"{platform.node()} has another version of the grader, of Python or of NumPy; make it the same everywhere."
        )
    found = probe.require(rules.trusted, assignment.modules)
    try:
        cells = parse_notebook(content, name)
    except UnreadableError as error:
        return _nothing(student, UNREADABLE, str(error), rules)
    runs = Runs(assignment, rules.template, cells, rules.secret, student, rules.limits, rules.solution)
    verdict = judge(runs, _known_faults(rules))
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
    progress: Callable[[Iterable, int], Iterable] = lambda graded, _total: graded,
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
    assignment = catalog.load(assignment_name)
    template = tuple(read_notebook(course.template(assignment_name)))
    submissions = find_submissions(submitted, assignment_name)
    solution = _solution(course, assignment)
    rules = Rules(
        assignment_name, template, limits, course.secret(), trusted, solution, version(assignment_name)
    )
    found = probe.require(trusted, assignment.modules)
    check_solution(assignment, rules, journal)
    entries: dict[str, Entry] = {}
    with (
        contextlib.nullcontext(executor) if executor else Processes(min(jobs, len(submissions))) as processes
    ):
        tasks = _to_do(submissions, rules, journal, entries)
        graded = outcomes(tasks, grade_one, processes, at_once=2 * jobs + 2)
        for _ in progress(_written(graded, entries, journal), len(submissions)):
            pass
    return Results(
        journal, {submission.student: entries[submission.student] for submission in submissions}, found
    )


def _to_do(
    submissions: list[Submission], rules: Rules, journal: Journal, entries: dict[str, Entry]
) -> Iterator[tuple[str, tuple]]:
    """Give a task for each submission that is to be run; write down at once what needs no run."""
    for submission in submissions:
        content = b""
        if submission.notebook is not None:
            try:
                content = submission.content()
            except UnreadableError as error:
                submission = Submission(submission.student, None, UNREADABLE, str(error))
        key = rules.key(submission, content)
        entries[submission.student] = Entry(submission, key, _digest(content))
        if key in journal:
            continue
        if submission.notebook is None:
            journal.append(key, _nothing(submission.student, submission.status, submission.note, rules))
        else:
            name = submission.notebook.name
            yield submission.student, (rules, submission.student, name, submission.note, content)


def _written(
    graded: Iterable[tuple[str, Result | Exception]],
    entries: dict[str, Entry],
    journal: Journal,
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
        journal.append(entries[student].key, result)
        fresh.add(student)
        yield student
    yield from (student for student in entries if student not in fresh)


def check_solution(assignment: Assignment, rules: Rules, journal: Journal) -> None:
    """Grade the instructor's own solution through the same path; refuse to go on unless it gets full marks.

    Like a submission it is graded once, until it, the checks, the grader or the environment change.

    Raises
    ------
    CourseError
        With what the solution lost.
    """
    key = rules.key(Submission(SOLUTION, None), b"")
    if key in journal:
        return
    verdict = judge(Runs(assignment, rules.template, rules.solution, rules.secret, limits=rules.limits))
    lost = [f"{cell.cell}: {cell.message}" for cell in verdict.cells if cell.message]
    if lost:
        raise CourseError(
            f"the course's own solution does not get full marks, so nobody was graded. {' '.join(lost)}"
        )
    journal.append(key, Result(SOLUTION, GRADED, verdict.cells))


def _solution(course: Course, assignment: Assignment) -> tuple[Cell, ...]:
    path = course.solution(assignment.name)
    if not path.exists():
        raise CourseError(
            f"{path.relative_to(course.root)} is missing: without a solution the checks cannot be trusted."
        )
    return tuple(code_cells(read_solution(path)))


_known: dict[
    str, KnownFaults
] = {}  # of the assignment that this process grades, so that each fault is run once


def _known_faults(rules: Rules) -> KnownFaults:
    key = rules.key(Submission(SOLUTION, None), b"")
    if key not in _known:
        _known.clear()
        _known[key] = KnownFaults(catalog.load(rules.assignment), rules.template, rules.solution)
    return _known[key]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _nothing(student: str, status: str, note: str, rules: Rules) -> Result:
    """Return a result without points, for a submission that cannot be run."""
    cells = tuple(CellVerdict(cell.name, 0.0, cell.points) for cell in rules.template if cell.kind == "check")
    return Result(student, status, cells, note)

"""Measure the grader side by side with nbgrader's own autograde, on the same class, in one run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder import catalog
from autograder.assignment import Assignment
from autograder.course import Course, CourseError
from autograder.grading.grade import Results, grade_class
from autograder.grading.journal import Journal
from autograder.grading.sample_class import ASSIGNMENT, RIGHT, fill_in, in_cells
from autograder.notebook.sources import write_sources
from autograder.sandbox import runner

# What students hand in, over and over: mostly right answers, some with one thing wrong, one left blank.
BLANKS: tuple[dict[str, str] | None, ...] = (
    {},
    in_cells(out="out = np.einsum('wk,kf->wf', col, col_W) + b"),
    in_cells(db="db = dout.sum(axis=(0, 2, 3))"),
    in_cells(dcol="dcol = np.matmul(dout_rows, W.reshape(FN, -1))"),
    in_cells(db="db = np.sum(dout_rows, axis=1)"),
    {},
    in_cells(dcol_W="dcol_W = np.dot(col.T, dout_rows"),
    {},
    in_cells(col_W="col_W = W.reshape(-1, FN)"),
    None,
)


@dataclass(frozen=True)
class Measured:
    """How long a grader took for a class.

    Attributes
    ----------
    students : int
    seconds : float
        By the clock, from the start of the command to its end.
    core_seconds : float
        Of processor time, all processes together.
    """

    students: int
    seconds: float
    core_seconds: float

    def __str__(self) -> str:
        return (
            f"{self.seconds:8.2f} s   {self.students / self.seconds:7.2f} submissions a second   "
            f"{self.core_seconds / self.students * 1000:8.1f} ms of one core each"
        )


def write_class(course: Course, folder: Path, students: int) -> None:
    """Write a class of ordinary submissions: `folder/STUDENT/toy-conv/toy-conv.ipynb`."""
    released = json.loads(course.template(ASSIGNMENT).read_text(encoding="utf-8"))
    for number in range(students):
        blanks = BLANKS[number % len(BLANKS)]
        notebook = released if blanks is None else fill_in(released, {**RIGHT, **blanks})
        path = folder / f"student-{number:05}" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")


@contextmanager
def copy_of(course: Course, students: int) -> Iterator[Course]:
    """Give a course of its own, with a class, that vanishes afterwards."""
    with tempfile.TemporaryDirectory(prefix="autograder-benchmark-") as folder:
        copy = Course(Path(folder))
        for path in (course.template(ASSIGNMENT), course.solution(ASSIGNMENT)):
            there = copy.root / path.relative_to(course.root)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, there)
        write_class(copy, copy.root / "submitted", students)
        yield copy


def measure_ours(
    course: Course,
    students: int,
    jobs: int,
    progress: Callable,
    write_results: Callable[[Results, Assignment, Path], None],
) -> Measured:
    """Grade a class as `autograder grade` does, isolated, journal, reports and all.

    Parameters
    ----------
    write_results : callable
        Writes the reports of some results about an assignment to a folder.
    """
    assignment = catalog.load(ASSIGNMENT)
    with copy_of(course, students) as copy:
        started, used = time.perf_counter(), _processor_time()
        with Journal(copy.root / "out" / "journal.jsonl") as journal:
            results = grade_class(
                copy,
                ASSIGNMENT,
                copy.root / "submitted",
                journal,
                runner.Limits(assignment.seconds),
                jobs=jobs,
                progress=progress,
            )
            write_results(results, assignment, copy.root / "out")
        # Processes that have ended count; the warm ones end with their judges.
        return Measured(students, time.perf_counter() - started, _processor_time() - used)


def measure_nbgrader(course: Course, students: int) -> Measured:
    """Grade a class with nbgrader alone: its preprocessors, its kernel, its gradebook.

    Raises
    ------
    CourseError
        If nbgrader fails.
    """
    with copy_of(course, students) as copy:
        write_sources(copy.root / "solutions", copy.root / "source")
        shutil.rmtree(copy.root / "solutions")
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        }
        command = [sys.executable, "-m", "nbgrader"]

        def call(*arguments: str) -> None:
            done = subprocess.run(
                [*command, *arguments, f"--course-dir={copy.root}", "--log-level=ERROR"],
                cwd=copy.root,
                env=environment,
                capture_output=True,
                text=True,
            )
            graded = len(list(copy.root.glob("autograded/*/*/*.ipynb")))
            if done.returncode or (arguments[0] == "autograde" and graded != students):
                raise CourseError(f"nbgrader {arguments[0]} failed: {done.stderr.strip()[-500:]}")

        call("generate_assignment", ASSIGNMENT, "--force")
        started, used = time.perf_counter(), _processor_time()
        call("autograde", ASSIGNMENT)
        return Measured(students, time.perf_counter() - started, _processor_time() - used)


def _processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system

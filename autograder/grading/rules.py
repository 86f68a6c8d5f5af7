"""What a result depends on besides the submission: the same for a whole class, and all of it in a hash."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder import catalog, closure
from autograder.course import CourseError
from autograder.grading.submissions import Submission
from autograder.notebook.reading import Cell
from autograder.sandbox import runner
from autograder.sandbox.launcher import WORKER

FORMAT = 2
# What judges a submission; what it imports decides, too.
JUDGE = ("autograder.catalog", "autograder.grading.grade")


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
    solution : tuple of Cell
        The course's own, in which known wrong answers are tried.
    version : str
        Of the grader, the checks, Python and NumPy, as a hash: each computer that helps must have the same.
    """

    assignment: str
    template: tuple[Cell, ...]
    limits: runner.Limits
    secret: str
    trusted: bool
    solution: tuple[Cell, ...]
    version: str

    def key(self, submission: Submission, content: bytes) -> str:
        """Return a hash of all that a submission's result depends on."""
        parts = [
            FORMAT,
            self.version,
            self.secret,
            repr(self.limits),
            repr(self.template),
            repr(self.solution),
        ]
        parts += [submission.student, submission.status, submission.note, hashlib.sha256(content).hexdigest()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@functools.cache
def version(assignment: str) -> str:
    """Return a hash of what decides on a result besides the submission: the judge, the checks, the faults and their hints, Python and NumPy.

    Parameters
    ----------
    assignment : str
        Its name.

    Raises
    ------
    CourseError
        If the judge's files are no longer those that this process has loaded: it would grade by the old ones, in the name of the new.
    """
    if _digest(_files_of_judge()) != _JUDGE_AT_START:
        raise CourseError(
            f"the grader on {platform.node()} was changed while it ran; start it again, and the Dask workers, too."
        )
    return _digest(files_that_decide(assignment))


def _digest(files: Sequence[Path]) -> str:
    """Return a hash of files, by their names and contents, and of what computes with them here."""
    digits = importlib.util.find_spec("sklearn") and importlib.metadata.version("scikit-learn")
    here = [platform.python_version(), np.__version__, str(digits), platform.machine(), platform.system()]
    digest = hashlib.sha256("\0".join(here).encode())
    for path in files:
        digest.update(f"{path.relative_to(closure.ROOT).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files_of_judge() -> list[Path]:
    return closure.files_behind(JUDGE, WORKER.rglob("*.py"))


# What this process has loaded, and keeps, whatever becomes of the files.
_JUDGE_AT_START = _digest(_files_of_judge())


def files_that_decide(assignment: str) -> list[Path]:
    """Return all files that an assignment's results depend on, sorted: the judge's, the worker's, the assignment's, and what these import.

    The released notebook is in each submission's key, see `Rules.key`. The pages' templates decide nothing: pages are written anew each time.

    Parameters
    ----------
    assignment : str
        Its name.
    """
    content = catalog.files(assignment)
    modules = catalog.load(assignment).modules
    return closure.files_behind([*JUDGE, *modules], [*content, *WORKER.rglob("*.py")])

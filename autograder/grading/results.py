"""How a submission fared: what a grading gives, and what the reports are made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.judging.verdict import CellVerdict

GRADED, MISSING, UNREADABLE, ERROR = "graded", "missing", "unreadable", "grader error"


@dataclass(frozen=True)
class Result:
    """How a submission fared.

    Attributes
    ----------
    student : str
        The folder's name.
    status : str
        `"graded"`, `"missing"`, `"unreadable"` (points are 0) or `"grader error"` (points are None).
    cells : tuple of CellVerdict
        What each grade cell earned.
    note : str
        A sentence about the file, for the feedback page.
    log : str
        What the student's cells printed and raised, for the instructor alone.
    isolated : bool
        Whether the student's code was shut off from the computer; if not, every report says UNISOLATED.
    seconds : dict of str to (float or None)
        How long each blank took, see `autograder.judging.verdict.Verdict`. It is never twice the same: it may stand in the journal and in `times.html`,
        and in nothing that must not change when a class is graded again.
    """

    student: str
    status: str
    cells: tuple[CellVerdict, ...]
    note: str = ""
    log: str = ""
    isolated: bool = True
    seconds: dict[str, float | None] = field(default_factory=dict, compare=False)

    @property
    def score(self) -> float | None:
        """Return the points earned; None if the grader could not tell."""
        return None if self.status == ERROR else sum(cell.points for cell in self.cells)

    @property
    def max_score(self) -> float:
        """Return the points there are."""
        return sum(cell.max_points for cell in self.cells)

"""What a submission earned, cell by cell, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.judging.example import Example


class GraderError(Exception):
    """A fault of the grader's own; it is never a student's zero."""


@dataclass(frozen=True)
class CellVerdict:
    """What one grade cell earned.

    Attributes
    ----------
    cell : str
        The check cell's name, such as `toy-conv-db`.
    points, max_points : float
    message, message_ko : str
        What is wrong, in a sentence, and in a few words of Korean; empty if nothing is.
    fault : str
        The name of the known fault whose values these are; empty if none.
    hint, hint_ko : str
        What to tell the student about that fault.
    example : Example or None
        The smallest numbers on which it is wrong, where no known fault says more.
    note : str
        What a student should know about a right answer; empty if nothing.
    """

    cell: str
    points: float
    max_points: float
    message: str = ""
    fault: str = ""
    hint: str = ""
    hint_ko: str = ""
    example: Example | None = None
    note: str = ""
    message_ko: str = ""

    def in_words(self) -> str:
        """Return all there is to say to the student, as lines of text."""
        if not self.message:
            return " ".join(filter(None, ("Right.", self.note)))
        example = self.example.as_text() if self.example else ""
        korean = "" if self.hint_ko else self.message_ko
        return "\n".join(filter(None, (self.hint, self.hint_ko, self.message, korean, example)))


@dataclass(frozen=True)
class Verdict:
    """What a submission earned, and what the instructor may want to know.

    Attributes
    ----------
    cells : tuple of CellVerdict
    log : str
        What the student's cells printed and raised.
    seconds : dict of str to (float or None)
        For each check cell the processor time of its blank in all runs that were judged; None if it had to be stopped. It is measured, so it
        is never twice the same, and nothing is decided by it.
    """

    cells: tuple[CellVerdict, ...]
    log: str = ""
    seconds: dict[str, float | None] = field(default_factory=dict, compare=False)

    @property
    def points(self) -> float:
        """Return the sum of the points."""
        return sum(cell.points for cell in self.cells)

    @property
    def max_points(self) -> float:
        """Return the sum of the points there are."""
        return sum(cell.max_points for cell in self.cells)

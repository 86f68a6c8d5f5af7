"""The numbers that a submission is run on: the slide's, the practice numbers, fresh ones that nobody has seen, and small ones to show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from autograder.assignment import Assignment, Numbers

SLIDE, PRACTICE, SMALL = "slide", "practice", "small"


@dataclass(frozen=True)
class Case:
    """The numbers of one run.

    Attributes
    ----------
    name : str
        `"slide"`, `"practice"`, `"fresh-1"`, `"small-1"`, …
    numbers : dict
        What the parameters cell holds.
    hidden : bool
        Whether the student must not learn the numbers.
    """

    name: str
    numbers: Numbers
    hidden: bool = False

    def in_words(self) -> str:
        """Return where this case's numbers come from, as the beginning of a sentence."""
        if self.name == SLIDE:
            return "On the slide's numbers"
        if self.name.startswith(SMALL):
            return "Here"
        sizes = ", ".join(
            f"{name} {'×'.join(map(str, value.shape))}"
            if isinstance(value, np.ndarray)
            else f"{name} {value}"
            for name, value in self.numbers.items()
        )
        return f"On other numbers ({sizes})"


def cases(assignment: Assignment, secret: str | None, student: str = "") -> list[Case]:
    """Return the numbers to run on: the slide's, the practice numbers, and fresh ones that nobody has seen.

    Parameters
    ----------
    secret : str or None
        The course's secret. Without one (a student on their own machine) there are no hidden numbers.
    student : str
        Each student gets numbers of their own, the same ones at each grading.
    """

    def draw(seed: str, number: int) -> Numbers:
        digest = hashlib.sha256(
            "\0".join([seed, assignment.name, student, str(number)]).encode(errors="surrogateescape")
        ).digest()
        return assignment.fresh_numbers(np.random.default_rng(list(digest)), number)

    practice_seed = hashlib.sha256(f"{PRACTICE}\0{assignment.name}".encode()).digest()
    practice = assignment.fresh_numbers(np.random.default_rng(list(practice_seed)), 0)
    draws = range(assignment.draws if secret else 0)
    fresh = [Case(f"fresh-{i + 1}", draw(secret or "", i), hidden=True) for i in draws]
    return [Case(SLIDE, assignment.slide_numbers()), Case(PRACTICE, practice), *fresh]

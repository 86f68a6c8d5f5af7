"""The numbers that a submission is run on: the slide's, the practice numbers, fresh ones that nobody has seen, and small ones to show."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from autograder.assignment import Assignment, Numbers, Versions

SLIDE, PRACTICE, AGAIN, SMALL = "slide", "practice", "again", "small"


@dataclass(frozen=True)
class Version:
    """The version of some code that a student's test is asked about in one run.

    Attributes
    ----------
    source : str
        Defines `version`.
    is_right : bool
        What the test must say. No process is told.
    look_at, look_at_ko : str
        Where to look, for a test that passes on a faulty one.
    """

    source: str
    is_right: bool
    look_at: str = ""
    look_at_ko: str = ""


@dataclass(frozen=True)
class Case:
    """The numbers of one run.

    Attributes
    ----------
    name : str
        `"slide"`, `"practice"`, `"again"`, `"fresh-1"`, `"small-1"`, …
    numbers : dict
        What the parameters cell holds, and what is asked later.
    hidden : bool
        Whether the student must not learn the numbers.
    versions : mapping of str to Version
        For each check cell with a test of the student's, which version it is asked about; only where the numbers are hidden.
    asked : collection of str
        The names of the numbers that come with a question. They are not in the notebook, so no sentence speaks of them.
    changes : tuple of str
        Of small numbers, in what they differ from the simplest ones.
    """

    name: str
    numbers: Numbers
    hidden: bool = False
    versions: Mapping[str, Version] = field(default_factory=dict)
    asked: Collection[str] = ()
    changes: tuple[str, ...] = ()

    def in_words(self) -> str:
        """Return where this case's numbers come from, as the beginning of a sentence. Of hidden ones not even the sizes are told."""
        if self.hidden:
            return "On numbers that nobody has seen"
        if self.name == SLIDE:
            return "On the slide's numbers"
        if self.name.startswith(SMALL):
            return "Here"
        if self.name == AGAIN:
            return "It is right when the notebook calls it. Called again, with other numbers"
        sizes = ", ".join(
            f"{name} {'×'.join(map(str, value.shape))}"
            if isinstance(value, np.ndarray)
            else f"{name} {value}"
            for name, value in self.numbers.items()
            if name not in self.asked
        )
        return f"On other numbers ({sizes})"


def cases(assignment: Assignment, secret: str | None, student: str = "", content: str = "") -> list[Case]:
    """Return the numbers to run on: the slide's, the practice numbers, and fresh ones that nobody has seen.

    Parameters
    ----------
    secret : str or None
        The course's secret. Without one (a student on their own machine) there are no hidden numbers.
    student, content : str
        Each student gets numbers of their own, and other ones for other content: so what can be learned about the numbers of one hand-in
        says nothing about those of the next. The same content gets the same ones at each grading.
    """

    def generator(*purpose: str) -> np.random.Generator:
        words = "\0".join([secret or "", assignment.name, student, content, *purpose])
        return np.random.default_rng(list(hashlib.sha256(words.encode(errors="surrogatepass")).digest()))

    practice_seed = hashlib.sha256(f"{PRACTICE}\0{assignment.name}".encode()).digest()
    practice = assignment.fresh_numbers(np.random.default_rng(list(practice_seed)), 0)
    draws = assignment.draws if secret else 0
    orders = {
        cell: _order(versions, draws, generator("versions", cell))
        for cell, versions in (assignment.versions.items() if draws else ())
    }
    fresh = [
        Case(
            f"fresh-{i + 1}",
            assignment.fresh_numbers(generator(str(i)), i + 1),  # 0 are the practice numbers
            hidden=True,
            versions={cell: order[i] for cell, order in orders.items()},
        )
        for i in range(draws)
    ]
    shown = Case(PRACTICE, practice, asked=assignment.asked_names)
    return [Case(SLIDE, assignment.slide_numbers()), shown, *fresh]


def _order(versions: Versions, draws: int, generator: np.random.Generator) -> list[Version]:
    """Return a version for each draw: each one at least once if there are draws enough, the rest by chance, in an order by chance."""
    all_of_them = [Version(source, True) for source in versions.right]
    all_of_them += [
        Version(source, False, versions.look_at, versions.look_at_ko) for source in versions.faulty
    ]
    places = [*range(len(all_of_them)), *generator.integers(0, len(all_of_them), draws)][:draws]
    return [all_of_them[place] for place in generator.permutation(places)]

"""What an assignment is: its numbers, its checks and its known faults, as plain data."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# Arrays and plain numbers by their names in the notebook; each assignment knows which is which.
Numbers = dict[str, Any]


def in_the_other_dtype(numbers: Numbers) -> Numbers:
    """Return numbers whose floats are float32 where there are float64 ones, and float64 where there are none.

    Examples
    --------
    >>> {name: np.asarray(value).dtype.name for name, value in in_the_other_dtype({"x": np.ones(2), "n": 3}).items()}
    {'x': 'float32', 'n': 'int64'}
    """
    arrays = {name: value for name, value in numbers.items() if isinstance(value, np.ndarray)}
    dtype = np.float32 if any(array.dtype == np.float64 for array in arrays.values()) else np.float64
    cast = {name: array.astype(dtype) for name, array in arrays.items() if array.dtype.kind == "f"}
    return {**numbers, **cast}


@dataclass(frozen=True)
class Fault:
    """A wrong answer that people really give.

    Attributes
    ----------
    name : str
        For the kill matrix: a few words with dashes.
    cell : str
        The check cell that must notice it.
    source : str
        What stands in the blank.
    hint, hint_ko : str
        What to tell a student whose values are this fault's, in English and in Korean.
    values : mapping of str to mapping of str to (ndarray or str), optional
        What the cell's names hold, on the slide's numbers and on the practice numbers. The students' package keeps these alone, and `source` is
        empty there.
    """

    name: str
    cell: str
    source: str
    hint: str
    hint_ko: str
    values: Mapping[str, Mapping[str, Any]] | None = None

    def in_blank(self, blank: str) -> str:
        """Return the cell with this answer in it; `blank` is the cell as it was released."""
        del blank  # this one is a whole cell
        return self.source


@dataclass(frozen=True)
class BodyFault(Fault):
    """A wrong answer in a blank that is one function: `source` is that function's body, and the lines around it are the blank's own."""

    def in_blank(self, blank: str) -> str:
        """Return the cell with this answer in it; `blank` is the cell as it was released."""
        return with_body(blank, self.source)


def with_body(blank: str, body: str) -> str:
    r"""Return a cell in which one function is defined, with another body in that function.

    Parameters
    ----------
    blank : str
        The cell.
    body : str
        Lines that are not indented.

    Examples
    --------
    >>> print(with_body("def double(x):\n    return None\n\n\ny = double(3)", "return 2 * x"))
    def double(x):
        return 2 * x
    <BLANKLINE>
    <BLANKLINE>
    y = double(3)
    """
    (function,) = (node for node in ast.parse(blank).body if isinstance(node, ast.FunctionDef))
    lines = blank.splitlines()
    head, rest = lines[: function.body[0].lineno - 1], lines[function.end_lineno :]
    return "\n".join([*head, textwrap.indent(body.strip("\n"), "    "), *rest])


@dataclass(frozen=True)
class Equivalent:
    """A mutant of the solution that is right in another way, so that no check may notice it; see `autograder.judging.mutants`.

    Attributes
    ----------
    cell : str
        The check cell.
    kind : str
        The kind of change, such as `"comparison"`.
    change : str
        The lines before and after, as `autograder mutants` prints them; empty for all of this kind in this cell.
    reason : str
        Why it is right, in a sentence.
    """

    cell: str
    kind: str
    change: str
    reason: str


@dataclass(frozen=True)
class Check:
    """One check of an assignment.

    Attributes
    ----------
    name : str
        The function's name.
    cell : str
        The grade cell that it belongs to.
    points : float
    look : callable
        Looks at an `autograder.judging.answers.Answers` and raises `WrongAnswerError` if something is wrong.
    """

    name: str
    cell: str
    points: float
    look: Callable[[Any], None]


@dataclass(frozen=True)
class Ask:
    """What the judge asks a student's function, when the student's cell has ended.

    A value that a cell assigns can be typed in; what a function answers to numbers that it has not seen before cannot.

    Attributes
    ----------
    source : str
        Python that runs after the blank's cell, in names of its own beside the student's; Python's own names and `np` stand in it for what they
        always do. It must assign every name that the check looks at, and
        give the blank's `None` where the function still returns None.
    names : sequence of str
        The numbers that it needs and that the student's process does not get before.
    """

    source: str
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Small:
    """Numbers that a student can follow by hand.

    Attributes
    ----------
    numbers : dict
    changes : tuple of str
        In what they differ from the simplest ones; the names stand in `autograder.judging.experiments.CHANGES`.
    """

    numbers: Numbers
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Versions:
    """Versions of some code that nobody has seen, for a student's own test to tell apart.

    Each run on hidden numbers asks the test about one of them. Which one, and how many are right, only the judge knows.

    Attributes
    ----------
    test : str
        The name of the student's test; it takes a version.
    right, faulty : sequence of str
        Python that defines a `version`. It sees the notebook's names, Python's own and `np`, and leaves none behind.
    look_at, look_at_ko : str
        Where to look, for a test that passes on a faulty one: a sentence in English and in Korean.
    """

    test: str
    right: Sequence[str]
    faulty: Sequence[str]
    look_at: str = ""
    look_at_ko: str = ""


@dataclass(frozen=True)
class Assignment:
    """What the judge must know of one assignment.

    Attributes
    ----------
    name : str
        As in `exercises/NAME/NAME.ipynb`.
    modules : sequence of str
        The parts of modlab that the worker may import, besides NumPy and the standard library.
    values : mapping of str to sequence of str
        For each check cell, the names it looks at. The first one is the blank.
    follows : mapping of str to sequence of str
        For each check cell, the earlier check cells whose blanks it builds on.
    slide_numbers : callable
        Returns the slide's numbers: those in the cell tagged `parameters`.
    fresh_numbers : callable
        Draws other numbers for the same names from a Generator; the second argument counts the draws, so that each can be of
        another kind. Draw 0 makes the practice numbers, which everybody may see, the others make hidden ones. What an answer could lean on must be
        another number in each draw than on the slide, and by construction: a size, a stride, a border, a sign, a dtype.
    draws : int
        How many times fresh numbers are drawn.
    seconds : float
        How long one run may take.
    written : sequence of str
        The cells with answers in words. A person grades them; each has an empty column of its own in grades.csv.
    faults : sequence of Fault
    equivalents : sequence of Equivalent
        The mutants of the solution that are right in another way.
    checks : sequence of Check
        Bound to their grade cells; the catalog takes them from the assignment's folder.
    small_numbers : callable
        Returns numbers for the same names that a student can follow by hand: first the simplest ones, of which nothing special is true, then others
        with one thing changed, then with two. The first ones on which a wrong answer is wrong are shown, see `autograder.judging.experiments`.
    made_from : mapping of str to sequence of str
        For each check cell whose numbers are worth showing, the names of the numbers that they are made from.
    asks : mapping of str to Ask
        For each check cell whose blank is a function, how the judge calls it.
    versions : mapping of str to Versions
        For each check cell whose blank is a test of the student's own, what it is tried on. The students' package has none.
    tools : collection of str
        The names of the notebook's own that a function in a blank may use beside what it is given: objects, since functions and classes may
        always be used.
    writes : mapping of str to sequence of str
        For each check cell, the given arrays that its blank may write into.
    formulas : collection of str
        The check cells whose blank is a formula of plain numbers and sizes and no function: there, what is worked out from the parameters by
        sums and products is the answer, and no forgery.
    """

    name: str
    modules: Sequence[str]
    values: Mapping[str, Sequence[str]]
    slide_numbers: Callable[[], Numbers]
    fresh_numbers: Callable[[np.random.Generator, int], Numbers]
    draws: int
    follows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    equivalents: Sequence[Equivalent] = ()
    checks: Sequence[Check] = ()
    seconds: float = 5.0
    written: Sequence[str] = ()
    small_numbers: Callable[[], Sequence[Small]] = list
    made_from: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asks: Mapping[str, Ask] = field(default_factory=dict)
    versions: Mapping[str, Versions] = field(default_factory=dict)
    tools: Collection[str] = ()
    writes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    formulas: Collection[str] = ()

    def __post_init__(self) -> None:
        """Refuse versions that some submissions would not be asked about: all that are asked might be right then."""
        for cell, versions in self.versions.items():
            count = len(versions.right) + len(versions.faulty)
            if count > self.draws:
                raise ValueError(
                    f"{cell} has {count} versions; draw at least as many fresh numbers, not {self.draws}."
                )

    @property
    def asked_names(self) -> frozenset[str]:
        """Return the names of the numbers that no process gets before it is asked."""
        return frozenset(name for ask in self.asks.values() for name in ask.names)

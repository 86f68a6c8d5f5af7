"""Rebuild the notebook that is run: the instructor's cells from the template, the student's from the submission.

A cell is known by its `grade_id`, else by its cell id, else by the names it assigns. So it changes nothing when a student edits a given
cell, deletes a check, or hands in a file that another program has stripped of its metadata; and a helper in a cell of its own is run.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.notebook.reading import TEXT, Cell, blank_of

MAX_LINE = 1000
NAME = re.compile(r"[A-Za-z_]\w*")
DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)")
# What may stand on the left of a =, without its operator and its annotation.
TARGET = re.compile(r"[\w(\[*][\w\s,.()\[\]*]*")
OPERATOR = "-+*/%@&|^<>"


@dataclass(frozen=True)
class Step:
    """One step of a run: a cell to execute, or what is done for a check cell.

    Its names are read (`kind == "read"`), set right (`"mend"`), its blank is asked (`"ask"`), or what the notebook does between two blanks is
    done once more with other numbers (`"again"`). What is put in place or asked is sent when the run has come that far, and not before. The names
    of a student's cell are those of given arrays that it may write into.
    """

    kind: str
    name: str
    source: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_students(self) -> bool:
        """Whether the student wrote this cell."""
        return self.kind in ("answer", "helper")

    @property
    def blame(self) -> str:
        """Return the student's cell that is left out where this step ends the process; empty if it is none of the student's."""
        if self.is_students:
            return self.name
        return blank_of(self.name) if self.kind in ("ask", "again") else ""

    def as_message(self) -> dict:
        """Return the step as the worker gets it."""
        told = {"kind": self.kind, "name": self.name, "names": list(self.names)}
        return told if self.kind in ("read", "mend", "ask", "again") else {**told, "source": self.source}


def rebuild(
    template: Sequence[Cell], submission: Sequence[Cell], values: Mapping[str, Sequence[str]]
) -> list[Step]:
    """Put the student's cells into the template.

    Parameters
    ----------
    template : sequence of Cell
        The released notebook.
    submission : sequence of Cell
        What the student handed in.
    values : mapping of str to sequence of str
        For each check cell, the names it looks at.

    Returns
    -------
    list of Step
        The cells to run, in the template's order. A cell of the student's own comes after the cell that it followed; a blank
        that is there twice is run twice, as Jupyter would. The names of a check are read when the next blank begins. The cell that
        installs the course is left out.
    """
    students: dict[str, list[Step]] = {}  # by the name of the template cell they follow
    filled = set()
    previous = ""
    submission = [cell for cell in submission if cell.kind != TEXT]
    for cell, match in zip(submission, _match(template, submission), strict=True):
        previous = match.name if match else previous
        kind, name = "helper", f"cell {cell.position}"
        if match is not None:
            if match.kind != "answer":
                continue
            if match.name not in filled:
                kind, name = "answer", match.name
                filled.add(match.name)
        elif cell.kind == "install":
            continue  # from another release of the exercise
        students.setdefault(previous, []).append(Step(kind, name, cell.source))

    steps = list(students.get("", ()))
    to_read: list[Step] = []
    for cell in template:
        if cell.kind == "answer":
            steps += to_read
            to_read = []
        elif cell.kind == "check":
            to_read.append(Step("read", cell.name, names=tuple(values.get(cell.name, ()))))
        elif cell.kind != "install":
            steps.append(Step(cell.kind, cell.name, cell.source))
        steps += students.get(cell.name, ())
    return steps + to_read


def _match(template: Sequence[Cell], submission: Sequence[Cell]) -> list[Cell | None]:
    """Return for each submitted cell the template's cell it stands for, or None."""
    by_name = {cell.name: place for place, cell in enumerate(template)}
    places = [by_name.get(cell.name) for cell in submission]
    missing = {place: _Purpose(template[place]) for place in sorted({*range(len(template))} - {*places})}
    for index, cell in enumerate(submission):
        if places[index] is None and missing:
            purpose = _Purpose(cell)
            match = next((place for place, wanted in missing.items() if wanted.is_that_of(purpose)), None)
            if match is not None:
                places[index] = match
                del missing[match]
    return [None if place is None else template[place] for place in places]


class _Purpose:
    """What a cell without a name may be known by: its words, else the names it assigns. Both are looked for once in each cell."""

    def __init__(self, cell: Cell) -> None:
        self.words = " ".join(cell.source.split())
        self.names = assigned_names(cell.source)
        self.may_differ = cell.kind in ("answer", "parameters", "install")

    def is_that_of(self, other: _Purpose) -> bool:
        """Whether a cell with the other purpose is what became of this template cell."""
        return self.words == other.words or (
            self.may_differ and bool(self.names) and self.names <= other.names
        )


def assigned_names(source: str) -> set[str]:
    r"""Return the names that a cell assigns or defines at its top level.

    The text is searched line by line and never parsed: a syntax error does not hide what the cell is for, and no cell can make Python's
    parser run away in here.

    Examples
    --------
    >>> sorted(assigned_names("db = dout.sum(axis=0)\ndef helper(): pass"))
    ['db', 'helper']
    >>> sorted(assigned_names("db = dout.sum(axis=0"))
    ['db']
    """
    names = set()
    for line in source.splitlines():
        line = line[:MAX_LINE]
        defined = DEFINITION.match(line)
        if defined:
            names.add(defined[1])
        before = line.split("=")
        for i, text in enumerate(before[:-1]):
            is_comparison = not before[i + 1] and i + 2 < len(before)  # a == b
            inside = None if is_comparison else _target_names(text.lstrip() if i else text)
            if inside is None:
                break
            names.update(inside)
    return names


def _target_names(text: str) -> list[str] | None:
    """Return the names in what stands on the left of a =; None if nothing can be assigned to it."""
    target, annotated, _ = text.partition(":")
    if not annotated:
        operator = len(target) - len(target.rstrip(OPERATOR))
        target = target[: max(1, len(target) - min(3, operator))]
    target = target[:1] + target[1:].rstrip()
    inside = NAME.findall(target)
    can_be = TARGET.fullmatch(target) and target.count("(") == target.count(")")
    return inside if can_be and not any(map(keyword.iskeyword, inside)) else None

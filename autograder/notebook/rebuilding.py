"""Rebuild the notebook that is run: the instructor's cells from the template, the student's from the submission.

A cell is known by its `grade_id`, else by its cell id, else by the names it assigns. So it changes nothing when a student edits a given
cell, deletes a check, or hands in a file that another program has stripped of its metadata; and a helper in a cell of its own is run.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.notebook.reading import Cell, blank_of

MAX_LINE = 1000
NAME = re.compile(r"[A-Za-z_]\w*")
DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)")
TARGET = re.compile(r"([\w(\[*][\w\s,.()\[\]*]*?)\s*(?::[^=]*)?[-+*/%@&|^<>]{0,3}=(?!=)")


@dataclass(frozen=True)
class Step:
    """One step of a run: a cell to execute, or what is done for a check cell.

    Its names are read (`kind == "read"`), set right (`"mend"`), or its blank is asked (`"ask"`). What is put in place or asked is sent when the
    run has come that far, and not before.
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
        return blank_of(self.name) if self.kind == "ask" else ""

    def as_message(self) -> dict:
        """Return the step as the worker gets it."""
        if self.kind in ("read", "mend", "ask"):
            return {"kind": self.kind, "name": self.name, "names": list(self.names)}
        return {"kind": self.kind, "name": self.name, "source": self.source}


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

    steps = students.get("", [])
    to_read: list[Step] = []
    for cell in template:
        if cell.kind == "answer":
            steps = steps + to_read
            to_read = []
        elif cell.kind == "check":
            to_read.append(Step("read", cell.name, names=tuple(values.get(cell.name, ()))))
        elif cell.kind != "install":
            steps = [*steps, Step(cell.kind, cell.name, cell.source)]
        steps = steps + students.get(cell.name, [])
    return steps + to_read


def _match(template: Sequence[Cell], submission: Sequence[Cell]) -> list[Cell | None]:
    """Return for each submitted cell the template's cell it stands for, or None."""
    by_name = {cell.name: cell for cell in template}
    matches = [by_name.get(cell.name) for cell in submission]
    missing = [cell for cell in template if cell not in matches]
    for position, cell in enumerate(submission):
        if matches[position] is None:
            match = next((other for other in missing if _same_purpose(other, cell)), None)
            if match is not None:
                matches[position] = match
                missing.remove(match)
    return matches


def _same_purpose(template_cell: Cell, cell: Cell) -> bool:
    """Whether a cell without a name is what became of a template cell."""
    if cell.source.split() == template_cell.source.split():
        return True
    if template_cell.kind not in ("answer", "parameters", "install"):
        return False
    names = assigned_names(template_cell.source)
    return bool(names) and names <= assigned_names(cell.source)


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
        while target := TARGET.match(line):
            inside = NAME.findall(target[1])
            if any(map(keyword.iskeyword, inside)) or target[1].count("(") != target[1].count(")"):
                break
            names.update(inside)
            line = line[target.end() :].lstrip()
    return names

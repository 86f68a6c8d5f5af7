"""Read a submission, and rebuild the notebook that is run.

The instructor's cells come from the template (the released notebook), the student's from the submission. A cell is known by
its `grade_id`, else by its cell id, else by the names it assigns. So it changes nothing when a student edits a given cell,
deletes a check, or hands in a file that another program has stripped of its metadata; and a helper in a cell of its own is run.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Of the cell that installs the course where it is missing; the judge never runs it.
INSTALL_TAG = "install"
MAX_NOTEBOOK_BYTES = 32 << 20
MAX_CODE_CHARACTERS = 250_000
MAX_CODE_CELLS = 1000

MAX_LINE = 1000
NAME = re.compile(r"[A-Za-z_]\w*")
DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)")
TARGET = re.compile(r"([\w(\[*][\w\s,.()\[\]*]*?)\s*(?::[^=]*)?[-+*/%@&|^<>]{0,3}=(?!=)")


class UnreadableError(Exception):
    """A submission that cannot be read; the message is a sentence for the student."""


@dataclass(frozen=True)
class Cell:
    """One code cell: where it stands and what it is for.

    Attributes
    ----------
    name : str
        Its `grade_id`, else its cell id, else empty.
    kind : str
        `"given"`, `"parameters"`, `"answer"`, `"check"`, `"install"` for the one that is never run here, or `""` for a cell that is
        the student's own.
    source : str
        The code.
    position : int
        Its place in the notebook, text cells counted, from 1.
    points : float
        What it is worth, if it is a check.
    """

    name: str
    kind: str
    source: str
    position: int
    points: float = 0.0


@dataclass(frozen=True)
class Step:
    """One step of a run: a cell to execute, or names to read for a check cell (`kind == "read"`) or to set right (`"mend"`)."""

    kind: str
    name: str
    source: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_students(self) -> bool:
        """Whether the student wrote this cell."""
        return self.kind in ("answer", "helper")

    def as_message(self) -> dict:
        """Return the step as the worker gets it."""
        if self.kind == "read":
            return {"kind": "read", "cell": self.name, "names": list(self.names)}
        if self.kind == "mend":
            return {"kind": "mend", "name": self.name, "names": list(self.names)}
        return {"kind": self.kind, "name": self.name, "source": self.source}


def read_notebook(path: Path) -> list[Cell]:
    """Return the code cells of a notebook, in order.

    Any version of the format is read, with whatever metadata; only the cells' text is needed.

    Raises
    ------
    UnreadableError
        If the file is missing, a link, too large, or not a notebook.
    """
    if path.is_symlink():
        raise UnreadableError(f"{path.name} is a link to another file; hand in the notebook itself.")
    if path.exists() and not path.is_file():
        raise UnreadableError(f"{path.name} cannot be opened: it is not a file.")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_NOTEBOOK_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableError(f"There is no notebook {path.name}.") from None
    except OSError as error:
        raise UnreadableError(f"{path.name} cannot be opened: {error.strerror}.") from None
    return parse_notebook(content, path.name)


def parse_notebook(content: bytes, name: str) -> list[Cell]:
    """Return the code cells of a notebook's file.

    Parameters
    ----------
    content : bytes
        What is in the file.
    name : str
        Its name, for the sentence if it cannot be read.

    Raises
    ------
    UnreadableError
        If it is too large or not a notebook.
    """
    if len(content) > MAX_NOTEBOOK_BYTES:
        raise UnreadableError(
            f"{name} is larger than {MAX_NOTEBOOK_BYTES >> 20} MB; clear its outputs and hand it in again."
        )
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableError(
            f"{name} is not a notebook: it is not valid JSON. Save it again in Jupyter and hand it in once more."
        ) from None
    try:
        cells = code_cells(document)
    except (KeyError, TypeError, AttributeError, IndexError):
        raise UnreadableError(f"{name} is not a notebook: it has no cells.") from None
    if len(cells) > MAX_CODE_CELLS or sum(len(cell.source) for cell in cells) > MAX_CODE_CHARACTERS:
        raise UnreadableError(
            f"{name} holds more than {MAX_CODE_CELLS} code cells or {MAX_CODE_CHARACTERS:,} characters of code; "
            "take out what the exercise does not need."
        )
    return cells


def code_cells(document: dict) -> list[Cell]:
    """Return the code cells of a notebook's JSON, in order.

    Raises
    ------
    KeyError, TypeError, AttributeError, IndexError
        If it is not a notebook.
    """
    if "cells" not in document and "worksheets" in document:  # the format of before 2015
        raw_cells = document["worksheets"][0]["cells"]
    else:
        raw_cells = document["cells"]
    return [
        _cell(raw, position)
        for position, raw in enumerate(raw_cells, 1)
        if isinstance(raw, dict) and raw.get("cell_type") == "code"
    ]


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


def _cell(raw: dict, position: int) -> Cell:
    source = raw.get("source", raw.get("input", ""))
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    tags = metadata.get("tags")
    tags = tags if isinstance(tags, list) else []
    if INSTALL_TAG in tags:
        kind = "install"
    elif "parameters" in tags:
        kind = "parameters"
    elif nbgrader.get("solution"):
        kind = "answer"
    elif nbgrader.get("grade"):
        kind = "check"
    elif nbgrader.get("grade_id"):
        kind = "given"
    else:
        kind = ""
    points = nbgrader.get("points", 0)
    points = float(points) if isinstance(points, int | float) else 0.0
    return Cell(str(nbgrader.get("grade_id") or raw.get("id") or ""), kind, source, position, points)


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

"""Read notebooks: the code cells, and what each is for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

# Of the cell that installs the course where it is missing; the judge never runs it.
INSTALL_TAG = "install"
ANSWER = "-answer"  # what the name of a blank has and that of its check has not
MAX_NOTEBOOK_BYTES = 32 << 20
MAX_CODE_CHARACTERS = 250_000
MAX_CODE_CELLS = 1000


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


def blank_of(check: str) -> str:
    """Return the name of the blank that a check cell looks at.

    Examples
    --------
    >>> blank_of("toy-conv-db"), check_of("toy-conv-db-answer")
    ('toy-conv-db-answer', 'toy-conv-db')
    """
    return check + ANSWER


def check_of(answer: str) -> str:
    """Return the name of the check cell that looks at a blank."""
    return answer.removesuffix(ANSWER)


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

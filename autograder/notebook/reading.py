"""Read notebooks: the code cells, and what each is for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from autograder.notebook.handed_in import UnreadableError, read_handed_in
from autograder.safe import plain

# Of the cell that installs the course where it is missing; the judge never runs it.
INSTALL_TAG = "install"
ANSWER = "-answer"  # what the name of a blank has and that of its check has not
TEXT = "text"  # the kind of a blank that has become a text cell
MAX_NOTEBOOK_BYTES = 16 << 20
MAX_VALUES = 250_000  # in the file's JSON: texts, numbers, lists, and the names of what they are
MAX_CODE_CHARACTERS = 250_000
MAX_CODE_CELLS = 1000
MAX_NAME = 200
MAX_POINTS = 1e6


@dataclass(frozen=True)
class Cell:
    """One code cell: where it stands and what it is for.

    Attributes
    ----------
    name : str
        Its `grade_id`, else its cell id, else empty.
    kind : str
        `"given"`, `"parameters"`, `"answer"`, `"check"`, `"install"` for the one that is never run here, `"text"` for a blank that has become
        a text cell, of which nothing but its name is kept, or `""` for a cell that is the student's own.
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
    return parse_notebook(notebook_bytes(path), path.name)


def notebook_bytes(path: Path, folders: int = 0) -> bytes:
    """Return what is in a notebook's file, at most `MAX_NOTEBOOK_BYTES`.

    Parameters
    ----------
    path : Path
    folders : int
        How many of the folders around it are the student's and must not be links.

    Raises
    ------
    UnreadableError
        If it is missing, a link, too large, or cannot be opened.
    """
    return read_handed_in(
        path,
        MAX_NOTEBOOK_BYTES,
        folders,
        "notebook",
        "clear its outputs, or begin again from the exercise's own notebook, and hand it in once more",
    )


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
    return code_cells(parse_json(content, name), name)


def parse_json(content: bytes, name: str) -> object:
    """Return what is in a notebook's file, as JSON gives it: mostly, but not surely, a dict with cells.

    What would need much memory is refused before any of it is built.

    Raises
    ------
    UnreadableError
        If it is larger than `MAX_NOTEBOOK_BYTES`, holds more than `MAX_VALUES` values, or is not JSON.
    """
    name = plain(name)
    if len(content) > MAX_NOTEBOOK_BYTES:
        raise UnreadableError(
            f"{name} is larger than {MAX_NOTEBOOK_BYTES >> 20} MB; clear its outputs, or begin again from the exercise's own notebook, and hand it in once more."
        )
    if _holds_more_values(content, MAX_VALUES):
        raise UnreadableError(
            f"{name} holds more than {MAX_VALUES:,} values; clear its outputs, or begin again from the exercise's own notebook, and hand it in once more."
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableError(
            f"{name} is not a notebook: it is not valid JSON. Save it again in Jupyter and hand it in once more."
        ) from None


def code_cells(document: object, name: str = "The notebook") -> list[Cell]:
    """Return the code cells of a notebook's JSON, in order, and the blanks that have become text cells.

    Parameters
    ----------
    document : object
        What JSON or nbformat gives.
    name : str
        The file's name, for the sentence if it is not a notebook.

    Raises
    ------
    UnreadableError
        If it is not a notebook, or holds more code than is read here.
    """
    name = plain(name)
    cells = raw_cells(document, name)
    code = [
        (position, raw)
        for position, raw in enumerate(cells, 1)
        if isinstance(raw, dict) and raw.get("cell_type") == "code"
    ]
    characters = sum(_length(_source(raw)) for _, raw in code)  # known before anything is put together
    if len(code) > MAX_CODE_CELLS or characters > MAX_CODE_CHARACTERS:
        raise UnreadableError(
            f"{name} holds more than {MAX_CODE_CELLS} code cells or {MAX_CODE_CHARACTERS:,} characters of code; "
            "take out what the exercise does not need."
        )
    turned = [
        Cell(name_of(raw), TEXT, "", position)
        for position, raw in enumerate(cells, 1)
        if isinstance(raw, dict) and raw.get("cell_type") != "code" and name_of(raw).endswith(ANSWER)
    ]
    return sorted(
        [*(_cell(raw, position) for position, raw in code), *turned], key=lambda cell: cell.position
    )


def raw_cells(document: object, name: str = "The notebook") -> list:
    """Return the list of a notebook's cells as they stand in its JSON, whatever they are.

    Raises
    ------
    UnreadableError
        If there is none.
    """
    cells = None
    if isinstance(document, dict):
        sheets = document.get("worksheets")  # the format of before 2015
        if "cells" not in document and isinstance(sheets, list) and sheets and isinstance(sheets[0], dict):
            document = sheets[0]
        cells = document.get("cells")
    if not isinstance(cells, list):
        raise UnreadableError(f"{plain(name)} is not a notebook: it has no cells.")
    return cells


def name_of(raw: dict) -> str:
    """Return a cell's name: its `grade_id`, else its cell id, else empty. What is no name, or a very long one, is none."""
    for name in (_dict(_dict(raw.get("metadata")).get("nbgrader")).get("grade_id"), raw.get("id")):
        if isinstance(name, str) and 0 < len(name) <= MAX_NAME:
            return name
    return ""


def text_of(source: object, at_most: int) -> str:
    r"""Return a cell's text, which stands in a notebook as one text or as a list of lines; what is neither is no text.

    Parameters
    ----------
    source : object
        As it stands in the file.
    at_most : int
        How many characters of it are wanted.

    Examples
    --------
    >>> text_of(["a = 1\n", "b = 2"], 100), text_of("c = 3", 1), text_of(None, 100)
    ('a = 1\nb = 2', 'c', '')
    """
    lines, left = [], at_most
    for line in _lines(source):
        lines.append(line[:left])
        left -= len(lines[-1])
        if not left:
            break
    return "".join(lines)


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


def _holds_more_values(content: bytes, at_most: int) -> bool:
    """Whether JSON holds more than so many values, names counted, in time that grows with its length and no faster.

    Each value but the first stands behind one of `[ { , :` outside of a text. JSON that is broken may be counted wrongly behind the place
    where it is broken; nothing is built from there on.
    """
    # With escapes gone, a text is what stands between two quotes.
    bare = content.replace(rb"\\", b"").replace(rb"\"", b"")
    if bare.count(b'"') > 2 * at_most:
        return True
    outside = b"".join(bare.split(b'"')[::2])
    return sum(map(outside.count, (b"[", b"{", b",", b":"))) > at_most


def _cell(raw: dict, position: int) -> Cell:
    metadata = _dict(raw.get("metadata"))
    nbgrader = _dict(metadata.get("nbgrader"))
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
    points = nbgrader.get("points")
    points = float(points) if isinstance(points, int | float) and 0 <= points <= MAX_POINTS else 0.0
    return Cell(name_of(raw), kind, text_of(_source(raw), MAX_CODE_CHARACTERS), position, points)


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _source(raw: dict) -> object:
    return raw.get("source", raw.get("input", ""))


def _lines(source: object) -> list[str]:
    lines = source if isinstance(source, list) else [source]
    return [line for line in lines if isinstance(line, str)]


def _length(source: object) -> int:
    return sum(map(len, _lines(source)))

"""The notebook that an instructor reads in nbgrader's formgrader: the released one, with the student's cells and the judge's words in it."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence

import nbformat

from autograder.assignment import Assignment
from autograder.notebook.reading import Cell, code_cells, name_of, raw_cells, text_of
from autograder.notebook.rebuilding import rebuild
from autograder.safe import plain

MAX_SOURCE_CHARACTERS = 100_000


def fill_template(template: dict, submission: object, assignment: Assignment) -> nbformat.NotebookNode:
    """Put a student's cells into the released notebook.

    Whatever was done to the submission's metadata, the result is a notebook that nbgrader can read.

    Parameters
    ----------
    template : dict
        The released notebook, as JSON.
    submission : object
        What was handed in, as JSON.
    assignment : Assignment

    Returns
    -------
    nbformat.NotebookNode
        With the template's cells and metadata, the student's answers, and cells of the student's own where they stood.

    Raises
    ------
    UnreadableError
        If what was handed in is no notebook, or holds more code than is read.
    """
    steps = rebuild(code_cells(template), code_cells(submission), assignment.values)
    answers = {step.name: step.source for step in steps if step.kind == "answer"}
    helpers: dict[str, list[str]] = {"": []}  # by the template's cell that they follow
    place = ""
    for step in steps:
        if step.kind == "helper":
            helpers.setdefault(place, []).append(step.source)
        elif step.kind != "read":
            place = step.name
    written = {name_of(cell) for cell in template["cells"] if cell["cell_type"] == "markdown"}
    texts = _written_answers(submission, written - {""})
    cells = [_helper(source, f"own-0-{i}") for i, source in enumerate(helpers[""])]
    for cell in copy.deepcopy(template["cells"]):
        cell = nbformat.from_dict(cell)
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.source = _text(answers.get(name, texts.get(name, cell.source)))
        cells.append(cell)
        cells += [
            _helper(source, f"own-{len(cells)}-{i}")
            for i, source in enumerate(helpers.get(name, ()) if name else ())
        ]
    return nbformat.v4.new_notebook(cells=cells, metadata=copy.deepcopy(template["metadata"]))


def own_sources(template: Sequence[Cell], submission: Sequence[Cell], assignment: Assignment) -> list[str]:
    """Return the code that the student wrote: the answers and the cells of their own, but for what the released blanks hold already."""
    released = {cell.source for cell in template}
    steps = rebuild(template, submission, assignment.values)
    return [step.source for step in steps if step.is_students and step.source not in released]


def _helper(source: str, name: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(_text(source), id=name)


def _text(source: object) -> str:
    return plain(text_of(source, MAX_SOURCE_CHARACTERS), keep="\n\t")


def _written_answers(submission: object, wanted: Collection[str]) -> dict[str, str]:
    """Return the student's answers in words, by their cells' names."""
    texts: dict[str, str] = {}
    for cell in raw_cells(submission):
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            name = name_of(cell)
            if name in wanted and name not in texts:
                texts[name] = text_of(cell.get("source"), MAX_SOURCE_CHARACTERS)
    return texts

"""Write what the judge found into the notebook that an instructor reads in nbgrader's formgrader."""

from __future__ import annotations

from collections.abc import Sequence

import nbformat

from autograder.judging.verdict import CellVerdict
from autograder.reports.feedback import NOT_ISOLATED, UNISOLATED
from autograder.safe import plain


def write_verdict(
    notebook: nbformat.NotebookNode, results: Sequence[CellVerdict], isolated: bool = True
) -> None:
    """Write what each check earned, and why, under its cell, in the form from which nbgrader reads the points.

    nbgrader takes a check without a number for full marks and anything on the error stream for none; so there is always a number, and
    nothing else that it reads.

    Parameters
    ----------
    isolated : bool
        Whether the student's code was shut off from the computer; if not, the notebook begins with a cell that says so.
    """
    if not isolated:
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(f"**{NOT_ISOLATED}**", id=UNISOLATED.lower()))
    by_cell = {result.cell: result for result in results}
    for cell in notebook.cells:
        result = by_cell.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if result is None or cell.cell_type != "code":
            continue
        words = result.in_words()
        cell.execution_count = 1
        cell.outputs = [
            nbformat.v4.new_output("stream", name="stdout", text=plain(words, keep="\n") + "\n"),
            nbformat.v4.new_output("execute_result", {"text/plain": f"{result.points:g}"}, execution_count=1),
        ]

"""Make a small class to try the grader on: one student for each way that a notebook can go right or wrong.

The notebooks are made from the released one, as a student would, by writing into its blanks.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

from autograder.course import Course
from autograder.notebook.reading import blank_of

ASSIGNMENT = "toy-conv"


def in_cells(**blanks: str) -> dict[str, str]:
    """Return what stands in some blanks of the sample's assignment, by the names of their cells.

    Examples
    --------
    >>> in_cells(db="db = dout_rows.sum(axis=0)")
    {'toy-conv-db-answer': 'db = dout_rows.sum(axis=0)'}
    """
    return {blank_of(f"{ASSIGNMENT}-{blank}"): source for blank, source in blanks.items()}


RIGHT = in_cells(
    col_W="col_W = W.reshape(FN, -1).T",
    out="out = np.dot(col, col_W) + b",
    db="db = np.sum(dout_rows, axis=0)",
    dcol_W="dcol_W = np.dot(col.T, dout_rows)",
    dcol="dcol = np.dot(dout_rows, col_W.T)",
)
THE_SLIDES_NUMBERS = in_cells(
    col_W="col_W = np.array([[1.0, 2], [1, 2], [1, 2], [1, 2]])",
    out="out = np.array([[9.0, 17], [13, 25], [21, 41], [25, 49]])",
    db="db = np.array([4.0, 4])",
    dcol_W="dcol_W = np.array([[8.0, 8], [12, 12], [20, 20], [24, 24]])",
    dcol="dcol = np.full((4, 4), 3.0)",
)

# Each student's blanks: what differs from the right answers. None stands for an untouched notebook.
STUDENTS: dict[str, dict[str, str] | None] = {
    "ahn-right": {},
    "bae-blank": None,
    "choi-wrong-axis": in_cells(db="db = np.sum(dout_rows, axis=1)"),
    "do-syntax-error": in_cells(dcol_W="dcol_W = np.dot(col.T, dout_rows"),
    "eom-hard-coded": THE_SLIDES_NUMBERS,
    "gil-endless-loop": in_cells(dcol_W="while True:\n    pass"),
    "han-ends-python": in_cells(dcol="import os\nos._exit(0)"),
}


def write_sample_class(course: Course, folder: Path) -> list[Path]:
    """Write the sample class of toy-conv in nbgrader's layout.

    Parameters
    ----------
    course : Course
        Whose released notebook is filled in.
    folder : Path
        Gets `STUDENT/toy-conv/toy-conv.ipynb`.

    Returns
    -------
    list of Path
        The notebooks.
    """
    released = json.loads(course.template(ASSIGNMENT).read_text(encoding="utf-8"))
    written = []
    for student, blanks in STUDENTS.items():
        path = folder / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = released if blanks is None else fill_in(released, {**RIGHT, **blanks})
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def fill_in(notebook: dict, blanks: dict[str, str]) -> dict:
    """Return a copy of a notebook with the named cells' source replaced."""
    filled = copy.deepcopy(notebook)
    for cell in filled["cells"]:
        if cell["id"] in blanks:
            cell["source"] = blanks[cell["id"]].splitlines(keepends=True)
    return filled

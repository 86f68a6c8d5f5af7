"""Make the instructor's notebooks from `solutions/NAME.py`.

A solution is a py:percent file, so that it can be read, reviewed and diffed as code. What a cell is for stands in its marker,
in one word, and becomes the metadata that nbgrader wants:

    # %% given="shapes"              the student may read and run it, not change it
    # %% given="relus" fold=true     the same, shown folded in JupyterLab: what one need not read to work
    # %% tags=["parameters"]         the numbers the exercise starts from; the judge puts in others
    # %% answer="db"                 a blank, with the answer between BEGIN SOLUTION and END SOLUTION
    # %% check="db" points=2         what the blank is worth, with the check that the student sees
    # %% [markdown] written="why" points=2    a blank for words, graded by hand; what stands here is an answer worth full points
    # %% shared="errata#helpers"     nothing stands here: the cell is the one named `helpers` in `solutions/shared/errata.py`

In `solutions/shared/` lie the cells that several exercises have in common, so that each stands once: `given` cells, and text with a name.

    # %% given="helpers"             a cell that exercises take
    # %% [markdown] text="how-to-work"    text that they take; EXERCISE in it becomes the exercise's name

The first code cell is added here: it installs the course where it is missing (`autograder/notebook/install_cell.py`).

The same file always gives the same bytes: cell ids come from these names or from the cell's position.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from autograder.notebook import install_cell
from autograder.notebook.reading import INSTALL_TAG, blank_of
from autograder.safe import write_whole_bytes

NBGRADER_SCHEMA_VERSION = 3


def assignment_name(solution: Path) -> str:
    """Return the assignment's name for a solution file: `toy_conv.py` is the source of `toy-conv`.

    Examples
    --------
    >>> assignment_name(Path("solutions/toy_conv.py"))
    'toy-conv'
    """
    return solution.stem.replace("_", "-")


def read_solution(solution: Path, address: str = "") -> nbformat.NotebookNode:
    """Read a solution file into a notebook with nbgrader's metadata.

    Parameters
    ----------
    solution : Path
        A py:percent file, such as `solutions/toy_conv.py`.
    address : str
        From where the notebook installs the course if it is missing; see `install_cell.course_address`.

    Returns
    -------
    nbformat.NotebookNode
        The instructor's notebook, answers included.

    Raises
    ------
    ValueError
        If a cell's marker is not one of those above, a shared cell does not exist, or a name is used twice.
    """
    assignment = assignment_name(solution)
    shared = _shared_cells(solution.parent / "shared")
    cells = []
    for position, cell in enumerate(_percent_cells(solution)):
        if "shared" in cell.metadata:
            cell = _taken_cell(cell, shared, assignment, position, solution)
        nbgrader = _nbgrader_metadata(cell.metadata, assignment, position, solution)
        grade_id = nbgrader["grade_id"] if nbgrader else f"{assignment}-text-{position}"
        new_cell = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        metadata = {"nbgrader": nbgrader} if nbgrader else {}
        if "tags" in cell.metadata:
            metadata["tags"] = cell.metadata["tags"]
        if cell.metadata.get("fold"):
            metadata["jupyter"] = {"source_hidden": True}
        cells.append(new_cell(cell.source, id=_cell_id(grade_id), metadata=metadata))
    first_code = next((i for i, cell in enumerate(cells) if cell.cell_type == "code"), len(cells))
    cells.insert(first_code, _install_cell(assignment, address))
    ids = [cell.id for cell in cells]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"{solution}: two cells are named {', '.join(twice)}; each needs a name of its own.")
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )


def write_sources(solutions: Path, destination: Path, address: str = "") -> list[Path]:
    """Write the notebook of each solution file to `destination/NAME/NAME.ipynb`.

    A file that already holds the right bytes is left alone. `address` is that of `read_solution`.

    Returns
    -------
    list of Path
        The notebooks, sorted by name.
    """
    written = []
    for solution in sorted(solutions.glob("*.py")):
        name = assignment_name(solution)
        path = destination / name / f"{name}.ipynb"
        content = (nbformat.writes(read_solution(solution, address)) + "\n").encode()
        if not path.exists() or path.read_bytes() != content:
            write_whole_bytes(path, content)
        written.append(path)
    return written


def _percent_cells(path: Path) -> list[nbformat.NotebookNode]:
    """Return the cells of a py:percent file."""
    import jupytext  # only where notebooks are made; the judge and the student do without it

    return jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells


def _shared_cells(folder: Path) -> dict[str, nbformat.NotebookNode]:
    """Return the cells that several exercises share, each by its file and its name, such as `errata#helpers`."""
    return {
        f"{path.stem}#{cell.metadata.get('given') or cell.metadata['text']}": cell
        for path in sorted(folder.glob("*.py"))
        for cell in _percent_cells(path)
        if {"given", "text"} & set(cell.metadata)
    }


def _taken_cell(
    marked: nbformat.NotebookNode,
    shared: dict[str, nbformat.NotebookNode],
    assignment: str,
    position: int,
    solution: Path,
) -> nbformat.NotebookNode:
    """Return the shared cell that a marker names, as it stands in this exercise."""
    name = marked.metadata["shared"]
    if name not in shared:
        raise ValueError(
            f"{solution}: there is no shared cell {name!r} for cell {position}. There is: {', '.join(sorted(shared))}."
        )
    if marked.source:
        raise ValueError(
            f"{solution}: cell {position} is the shared cell {name!r}; take out what stands under its marker."
        )
    return nbformat.from_dict({**shared[name], "source": shared[name].source.replace("EXERCISE", assignment)})


def _install_cell(assignment: str, address: str) -> nbformat.NotebookNode:
    grade_id = f"{assignment}-given-install"
    metadata = {"nbgrader": _metadata(grade_id, locked=True), "tags": [INSTALL_TAG]}
    return nbformat.v4.new_code_cell(
        install_cell.install_cell(address), id=_cell_id(grade_id), metadata=metadata
    )


def _nbgrader_metadata(marker: dict, assignment: str, position: int, solution: Path) -> dict | None:
    """Return what nbgrader must know of a cell; None for plain text."""
    if "answer" in marker:
        return _metadata(blank_of(f"{assignment}-{marker['answer']}"), solution=True)
    if "check" in marker:
        if "points" not in marker:
            raise ValueError(
                f"{solution}: the check {marker['check']!r} says no points; write points=… after it."
            )
        return _metadata(f"{assignment}-{marker['check']}", grade=True, locked=True, points=marker["points"])
    if "written" in marker:
        if "points" not in marker:
            raise ValueError(
                f"{solution}: the written answer {marker['written']!r} says no points; write points=… after it."
            )
        name = f"{assignment}-{marker['written']}"
        return _metadata(name, solution=True, grade=True, points=marker["points"])
    if "given" in marker:
        return _metadata(f"{assignment}-given-{marker['given']}", locked=True)
    if "parameters" in marker.get("tags", []):
        return _metadata(f"{assignment}-parameters", locked=True)
    unknown = set(marker) - {"text", "tags", "lines_to_next_cell", "cell_marker"}
    if unknown:
        raise ValueError(
            f"{solution}: cell {position} is marked {', '.join(sorted(unknown))}; use given, answer, check or written."
        )
    return None


def _metadata(
    grade_id: str,
    *,
    solution: bool = False,
    grade: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> dict:
    metadata = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": NBGRADER_SCHEMA_VERSION,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = points
    return metadata


def _cell_id(name: str) -> str:
    """Return a valid notebook cell id: letters, digits, - and _, 64 at most."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", name)[:64]

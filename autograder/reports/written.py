"""What the grader wrote into a folder of results: what is left there of an earlier grading is not taken for part of this one."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from autograder.safe import write_whole

LIST = ".written.json"


def make_way(out: Path, names: Iterable[str]) -> list[str]:
    """Remove what an earlier grading wrote and this one will not write; note what this one will.

    Called before anything is written. So whenever the grader is ended, the next one knows of every file that may be there. What the
    grader did not write stays.

    Parameters
    ----------
    out : Path
        The folder of results.
    names : iterable of str
        The files that are about to be written, such as `"feedback/kim.html"`.

    Returns
    -------
    list of str
        What was removed, sorted.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     out = Path(folder)
    ...     for name in ("lee.html", "kim.html", "mine.html"):
    ...         _ = (out / name).write_text("...")
    ...     make_way(out, ["kim.html", "lee.html"]), make_way(out, ["lee.html"])
    ...     (out / "mine.html").exists()
    ([], ['kim.html'])
    True
    """
    now, removed = set(names), []
    for name in sorted(_written(out) - now):
        path = out / name
        path.with_name(f".{path.name}.part").unlink(missing_ok=True)  # of a grader that was ended as it wrote
        if path.is_file() or path.is_symlink():
            path.unlink()
            removed.append(name)
        if path.parent != out:
            with contextlib.suppress(OSError):  # something else is in there
                path.parent.rmdir()
    write_whole(out / LIST, json.dumps(sorted(now), indent=0) + "\n")
    return removed


def _written(out: Path) -> set[str]:
    """Return what earlier gradings have noted. A damaged list names nothing, and nothing outside the folder is ever meant."""
    try:
        noted = json.loads((out / LIST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return set()
    names = {name for name in noted if isinstance(name, str)} if isinstance(noted, list) else set()
    return {name for name in names if _is_inside(name)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts and "\0" not in name

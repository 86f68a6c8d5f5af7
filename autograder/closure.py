"""Find all files that a module depends on: what it imports, what that imports, and the data that lies with it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ("autograder", "modlab")
# Beside code: what only a browser or a person reads is no data.
NO_DATA = (".py", ".pyc", ".js", ".css", ".html", ".md")


def files_behind(modules: Iterable[str], files: Iterable[Path] = ()) -> list[Path]:
    """Return the files of this project that some modules and files depend on, themselves included.

    Imports are read from the text, wherever they stand in it; nothing is run. An import by a computed name is not seen: whoever does that
    names the files.

    Parameters
    ----------
    modules : iterable of str
        Such as `"autograder.check"`.
    files : iterable of Path
        Files that no import leads to; those in Python are searched for imports, too.

    Returns
    -------
    list of Path
        Sorted.

    Examples
    --------
    >>> [path.name for path in files_behind(["autograder.course"])]
    ['__init__.py', 'course.py']
    """
    found: set[Path] = set()
    waiting = [*files, *(path for module in modules for path in _files_of(module))]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            if path.suffix == ".py":
                package = ".".join(path.relative_to(ROOT).parent.parts) if path.is_relative_to(ROOT) else ""
                names = _imports(path.read_text(encoding="utf-8"), package)
                waiting += [file for module in names for file in _files_of(module)]
    if any(path.is_relative_to(ROOT / "modlab") for path in found):
        found |= set(data_in(ROOT / "modlab"))
    return sorted(found)


def data_in(folder: Path) -> Iterator[Path]:
    """Give the files in a folder that a program may read, at any depth."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in NO_DATA:
            yield path


def _files_of(module: str) -> Iterator[Path]:
    """Give a module's file and those of the packages around it; none if it is not ours, or a name inside a module."""
    parts = module.split(".")
    if parts[0] not in OURS:
        return
    for length in range(1, len(parts) + 1):
        path = ROOT.joinpath(*parts[:length])
        if (path / "__init__.py").is_file():
            yield path / "__init__.py"
        elif path.with_suffix(".py").is_file():
            yield path.with_suffix(".py")


@functools.cache
def _imports(source: str, package: str) -> list[str]:
    """Return the names that some code in a package imports; a name may be a module's or one inside it."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            names += [f"{module}.{alias.name}" for alias in node.names]
    return names

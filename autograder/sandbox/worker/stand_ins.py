"""Stand-ins for what a notebook imports to be looked at, and for what is not here and is not used.

A bar of progress counts nothing here, and nothing is displayed. Both pass on what they are given, so that the answer is what it is in the notebook.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGES = ("tqdm", "IPython")


class Bar:
    """A bar of progress that shows nothing: it gives what it is given, one after the other.

    Examples
    --------
    >>> list(Bar(range(3), desc="images")), len(Bar([1, 2]))
    ([0, 1, 2], 2)
    """

    def __init__(
        self, iterable: Iterable | None = None, *_given: Any, total: int | None = None, **_options: Any
    ):
        self.iterable, self.total, self.n = iterable, total, 0

    def __iter__(self) -> Iterator:
        return iter(() if self.iterable is None else self.iterable)

    def __len__(self) -> int:
        return self.total if self.iterable is None and self.total is not None else len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return nothing


def trange(*numbers: int, **_options: Any) -> Bar:
    """Return a bar over a range."""
    return Bar(range(*numbers))


def nothing(*_given: Any, **_options: Any) -> None:
    """Do nothing."""


class Shown:
    """What would be displayed: Markdown, HTML, a picture."""

    def __init__(self, *_given: Any, **_options: Any) -> None:
        pass


def look_up(name: str) -> Any:
    """Return what a stand-in holds under a name."""
    if name in ("tqdm", "tqdm_notebook"):
        return Bar
    if name in ("trange", "tnrange"):
        return trange
    if name.startswith("__"):
        raise AttributeError(name)
    return Shown if name[:1].isupper() else nothing


class Finder:
    """Find tqdm and IPython and all their modules, for `sys.meta_path`."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return how a module is made; None if it is none of these."""
        known = name.partition(".")[0] in PACKAGES
        return ModuleSpec(name, self, is_package=True) if known else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Give it every name."""
        module.__getattr__ = look_up  # type: ignore[method-assign]


class Missing:
    """Stands for a module that is not here, until somebody uses it.

    Examples
    --------
    >>> Missing("pandas").DataFrame
    Traceback (most recent call last):
    ModuleNotFoundError: No module named 'pandas'
    """

    def __init__(self, name: str):
        self.__dict__["_name"] = name

    def __getattr__(self, _: str) -> Any:
        raise ModuleNotFoundError(f"No module named {self._name!r}")

    def __call__(self, *_given: Any, **_options: Any) -> Any:
        """Say that it is not here: `from pandas import DataFrame` gave this for the class."""
        raise ModuleNotFoundError(f"No module named {self._name!r}")


def without_missing_imports(tree: ast.Module, names: dict) -> ast.Module:
    """Return a cell's code in which an import of what is not here costs nothing until it is used.

    Where the cell itself asks whether a module is here, in a `try`, it gets the true answer.

    Parameters
    ----------
    tree : ast.Module
        It is changed.
    names : dict
        The names that the cell runs in; what stands for what is not here is put there.
    """
    for holder in ast.walk(tree):
        if isinstance(holder, ast.Try):
            continue
        for body in (getattr(holder, field, None) for field in ("body", "orelse")):
            if not isinstance(body, list):
                continue
            for node in list(body):
                gone = _missing(node)
                if gone:
                    names["__missing__"] = Missing
                    lines = [f"{name} = __missing__({module!r})" for name, module in gone.items()]
                    made = [ast.copy_location(one, node) for one in ast.parse("\n".join(lines)).body]
                    node.names = [one for one in node.names if _name(one) not in gone]
                    place = body.index(node)
                    body[place : place + 1] = [*([node] if node.names else []), *made]
    return ast.fix_missing_locations(tree)


def _missing(node: ast.AST) -> dict[str, str]:
    """Return the names that an import would give and cannot, each with its module."""
    if isinstance(node, ast.Import):
        return {_name(one): one.name.partition(".")[0] for one in node.names if not _is_here(one.name)}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level and not _is_here(node.module):
        return {_name(one): node.module.partition(".")[0] for one in node.names if one.name != "*"}
    return {}


def _name(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _is_here(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        return error.name != module.partition(".")[0]
    except Exception:
        return True
    return True

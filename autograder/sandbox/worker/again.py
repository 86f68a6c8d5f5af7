"""Call what a notebook's cells define once more: with other numbers, and without the notebook's own names.

A function that reads the notebook's `stride` where it was given one of its own, that remembers its first result, or that gives out the same array
each time, is right as long as the notebook calls it once. So when a notebook has come to its end, the lines that call are run again in names beside
the student's, while the numbers, arrays and objects that the notebook has made are gone from the functions' own.
"""

from __future__ import annotations

import ast
import builtins
import time
import types
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from given import same_bytes
from numpy import ndarray, roll, ufunc  # by names that a student's `np.roll = …` does not change
from stand_ins import without_missing_imports

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
TOOLS = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type, ufunc)
MARGIN = 1.5


class Reused:
    """Stands for an array that a function has given out before, and has written into since."""


@dataclass
class Part:
    """What a notebook does between two blanks.

    Attributes
    ----------
    lines : list of (str, str)
        The cells that have run, and their code.
    tools : dict
        The functions, classes and modules as they stand when the part has ended.
    """

    lines: list[tuple[str, str]] = field(default_factory=list)
    tools: dict = field(default_factory=dict)


class Again:
    """The parts of a notebook, to be run again.

    Parameters
    ----------
    students : collection of str
        The names of the student's cells.
    seconds : float
        The processor time that the process has in all.
    describe, plain : callable
        Say what an error is, and what a cell is without IPython's magics.
    """

    def __init__(self, students: Collection[str], seconds: float, describe: Callable, plain: Callable):
        self.students, self.seconds, self.describe, self.plain = students, seconds, describe, plain
        self.parts: dict[str, Part] = {}  # by the check cell that ends each
        self.names: dict = {"__name__": "__main__", "__builtins__": builtins}
        self.given_cells: set[str] = set()
        self.given_functions: set[str] = set()
        self._part = Part()
        self._clock, self._parse = time.process_time, ast.parse

    def note(self, cell: str, source: str) -> None:
        """Keep a cell that has run."""
        self._part.lines.append((cell, source))

    def end_part(self, cell: str, namespace: dict, given: Collection[str]) -> None:
        """End the part whose results the check cell looks at; `given` names what is the notebook's."""
        self._part.tools = {
            name: value
            for name, value in namespace.items()
            if is_tool(value) or (callable(value) and name not in given)
        }
        self.parts[cell], self._part = self._part, Part()

    def call(
        self, cell: str, names: Sequence[str], numbers: dict, question: str
    ) -> tuple[dict, list[str], dict | None]:
        """Run a part again.

        Parameters
        ----------
        cell : str
            The check cell.
        names : sequence of str
            What it looks at; none if the part is run only for what comes later.
        numbers : dict
            What the parameters are this time, and what is asked.
        question : str
            What is asked after the blank; may be empty.

        Returns
        -------
        results : dict
            What the names hold.
        written : list of str
            The arrays among the numbers that were written into.
        error : dict or None
            The first thing that stopped it.
        """
        part = self.parts[cell]
        self.names.update({k: v for k, v in part.tools.items() if k not in self.given_functions})
        code = [self._compiled(name, source) for name, source in part.lines]
        asked = compile(question, cell, "exec") if question else None
        others = {name: _others(value) for name, value in numbers.items()}
        if not names:  # a part that is run for what comes later
            self._round(code, None, (), numbers)
            return {}, [], None
        began = self._clock()
        start = dict(self.names)
        first, _, _ = self._round(code, asked, names, others)
        copies = {name: value.copy() for name, value in first.items() if type(value) is ndarray}
        if self._clock() + MARGIN * (self._clock() - began) > self.seconds:
            return {}, [], None  # too slow to be called again; on hidden numbers it has all the time
        self.names.clear()  # what the first round has assigned is not there at the beginning of a part
        self.names.update(start)
        found, written, error = self._round(code, asked, names, numbers)
        for name, copy in copies.items():
            if not same_bytes(first[name], copy) and not self._is_kept(first[name]):
                found[name] = Reused()
        return found, written, error

    def _is_kept(self, array: ndarray) -> bool:
        """Whether an array is an attribute of some object: there, the next call may write into it."""
        holders = (getattr(value, "__dict__", None) for value in self.names.values())
        return any(array is kept for held in holders if type(held) is dict for kept in held.values())

    def _round(
        self,
        code: Sequence[types.CodeType],
        asked: types.CodeType | None,
        names: Sequence[str],
        numbers: dict,
    ) -> tuple[dict, list[str], dict | None]:
        """Run a part once; return what the names hold, the arrays that were written into, and the first error of the student's."""
        own = {name: value.copy() if type(value) is ndarray else value for name, value in numbers.items()}
        self.names.update(own)
        before = {name: self.names.get(name) for name in names}
        error = None
        for one in code:
            error = self._run(one, self.names, error)
        found = {
            k: self.names[k] for k in names if k in self.names and not (error and self.names[k] is before[k])
        }
        if asked:
            within = {name: value for name, value in self.names.items() if name not in names}
            error = self._run(asked, within, None)
            found = {} if error else {name: within[name] for name in names if name in within}
        written = [k for k, v in own.items() if type(v) is ndarray and not same_bytes(v, numbers[k])]
        return found, written, error

    def _run(self, code: types.CodeType, names: dict, error: dict | None) -> dict | None:
        try:
            exec(code, names)
        except BaseException as raised:
            said = self.describe(raised, code.co_filename, self.students)
            if error is None and (said["inside"] or code.co_filename not in self.given_cells):
                return said
        return error

    def _compiled(self, name: str, source: str) -> types.CodeType:
        """Return a cell's code without what is defined in it.

        A student's functions stand in the student's names, where the notebook's are gone. Functions that are given are made anew, since they may read these; classes hold no numbers.
        """
        try:
            tree = self._parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            try:
                tree = self._parse(self.plain(source))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                tree = self._parse("")
        if name in self.students:
            tree.body = [node for node in tree.body if not isinstance(node, DEFINITIONS)]
        else:
            self.given_cells.add(name)
            self.given_functions |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            tree.body = [node for node in tree.body if not isinstance(node, ast.ClassDef)]
        return compile(without_missing_imports(tree, self.names), name, "exec")


def is_tool(value: object) -> bool:
    """Whether a function may use something wherever it comes from, since it holds no number of the notebook's."""
    return isinstance(value, TOOLS) or _is_words(value)


def _is_words(value: object) -> bool:
    """Whether something is a word, or holds words and nothing else: the names of the parameters, say, are the same whatever the numbers are.

    Examples
    --------
    >>> _is_words(["W1", "b1"]), _is_words({"sgd": "SGD"}), _is_words(["W1", 3]), _is_words([])
    (True, True, False, False)
    """
    if isinstance(value, str):
        return type(value) is str
    parts: list = []
    if type(value) is dict:
        parts = [*value, *value.values()]
    elif type(value) in (list, tuple, set, frozenset):
        parts = [*value]  # type: ignore[misc]
    return bool(parts) and all(_is_words(part) for part in parts)


def _others(value: object) -> object:
    """Return other numbers of the same kind: an array's own in other places; whole rows, where they are whole numbers.

    Examples
    --------
    >>> import numpy as np
    >>> _others(np.array([[1.0, 2.0], [3.0, 4.0]])).tolist(), _others(np.array([[1, 2], [3, 4]])).tolist()
    ([[4.0, 1.0], [2.0, 3.0]], [[3, 4], [1, 2]])
    """
    if not isinstance(value, ndarray):
        return value
    return roll(value, 1, axis=None if value.dtype.kind == "f" else 0)

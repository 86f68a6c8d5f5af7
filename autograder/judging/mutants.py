"""Mutants: each solution with one small thing changed. A check that sees must reject them all, but for those that are right in another way."""

from __future__ import annotations

import ast
import copy
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from autograder.judging.small_changes import OPERATORS, Place, Seen, changes, known_for, name_of_call
from autograder.notebook.reading import Cell, check_of

Named = TypeVar("Named", ast.Name, ast.Attribute)

# To round what these make changes nothing.
BEFORE_ANYTHING_IS_WRITTEN = ("zeros", "zeros_like", "ones", "ones_like", "empty", "empty_like")
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

# What a whole function can do wrong, as decorators: written before the cell that one of them is used in.
REMEMBERS = """
def remembers(function):
    kept = []
    def first(*arguments, **named):
        if not kept:
            kept.append(function(*arguments, **named))
        return kept[0]
    return first
"""
REMEMBERS_IN_OBJECT = """
def remembers_in_object(function):
    kept = {}
    def first(self, *arguments, **named):
        if id(self) not in kept:
            kept[id(self)] = self, function(self, *arguments, **named)
        return kept[id(self)][1]
    return first
"""
USES_ONE_BUFFER = """
def uses_one_buffer(function):
    import numpy as np
    kept = []
    def same(*arguments, **named):
        result = function(*arguments, **named)
        if kept and isinstance(result, np.ndarray) and (kept[0].shape, kept[0].dtype) == (result.shape, result.dtype):
            kept[0][...] = result
            return kept[0]
        kept[:] = [result] if isinstance(result, np.ndarray) else []
        return result
    return same
"""
WRITES_INTO = """
def writes_into(place, name):
    def around(function):
        import numpy as np
        def writing(*arguments, **named):
            result = function(*arguments, **named)
            given = arguments[place] if len(arguments) > place else named.get(name)
            if isinstance(given, np.ndarray):
                given[...] = 0
            return result
        return writing
    return around
"""


@dataclass(frozen=True)
class Mutant:
    """A solution's blank with one small thing changed.

    Attributes
    ----------
    name : str
        The check cell, the kind and a number: `toy-conv-db axis 2`.
    cell : str
        The check cell that must notice it.
    kind : str
        In a word, such as `"comparison"`.
    change : str
        The lines that differ, before and after, as `ast.unparse` writes them: `a = 1  ->  a = 2`.
    source : str
        What stands in the blank.
    """

    name: str
    cell: str
    kind: str
    change: str
    source: str


def mutants_of(solution: Sequence[Cell], seen: Seen | None = None) -> list[Mutant]:
    r"""Return all mutants of a solution's blanks, in the order in which the code stands there.

    The same solution always gives the same mutants under the same names. What does not compile, or is the same code, is none.

    Parameters
    ----------
    solution : sequence of Cell
        The notebook with the answers. Only what stands between the marks of a solution is changed; where there are none, the whole blank is.
    seen : Seen, optional
        What the names are on the slide's numbers.

    Examples
    --------
    >>> blank = Cell("a-b-answer", "answer", "if n < 3:\n    y = 1", 1)
    >>> [(mutant.name, mutant.change) for mutant in mutants_of([blank])][3:5]
    [('a-b comparison 1', 'if n < 3:  ->  if n <= 3:'), ('a-b comparison 2', 'if n < 3:  ->  if n >= 3:')]
    """
    return [
        mutant
        for cell in solution
        if cell.kind == "answer"
        for mutant in _Blank(cell, seen or Seen()).mutants()
    ]


class _Blank:
    """One blank, whose code is changed in place and set right again."""

    def __init__(self, cell: Cell, seen: Seen):
        self.cell, self.seen = check_of(cell.name), seen
        self.tree = ast.parse(cell.source)
        self.regions = _regions(cell.source)
        self.lines = ast.unparse(self.tree).splitlines()
        names = (getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(self.tree))
        self.used = frozenset(filter(None, names))
        self.made: dict[str, Mutant] = {}
        self.counts: Counter[str] = Counter()

    def mutants(self) -> list[Mutant]:
        """Make each change once, and keep what is other code."""
        self._block(self.tree, "body", Place(used=self.used, seen=self.seen))
        self._everywhere()
        self._overwritten()
        return list(self.made.values())

    def _keep(self, kind: str, helper: str = "") -> None:
        lines = ast.unparse(ast.fix_missing_locations(self.tree)).splitlines()
        source = "\n".join([*helper.strip().splitlines(), *lines])
        if lines == self.lines or source in self.made or not _compiles(source):
            return
        self.counts[kind] += 1
        name = f"{self.cell} {kind} {self.counts[kind]}"
        self.made[source] = Mutant(name, self.cell, kind, change_between(self.lines, lines), source)

    @contextmanager
    def _other(self, holder: object, field: str, index: int | None, new: object) -> Iterator[None]:
        """Have something else stand in the tree for a while."""
        old = getattr(holder, field)
        setattr(holder, field, new if index is None else [*old[:index], new, *old[index + 1 :]])
        try:
            yield
        finally:
            setattr(holder, field, old)

    def _try(self, kind: str, holder: object, field: str, index: int | None, new: object) -> None:
        with self._other(holder, field, index, new):
            self._keep(kind)

    def _is_answer(self, node: ast.stmt) -> bool:
        return any(node.lineno <= last and first <= (node.end_lineno or 0) for first, last in self.regions)

    def _is_between(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self.regions)

    def _block(self, holder: ast.AST, field: str, place: Place) -> None:
        for index, statement in enumerate(getattr(holder, field)):
            if not self._is_answer(statement) or _says_only(statement):
                continue
            if self._is_between(statement.lineno):
                self._try("dropped", holder, field, index, ast.Pass())
                for kind, new in _other_statements(statement, place):
                    self._try(kind, holder, field, index, new)
                self._swapped(holder, field, index, place)
            if isinstance(statement, ast.FunctionDef):
                self._function(statement, place)
            elif isinstance(statement, ast.ClassDef):
                self._block(statement, "body", _inside(place, statement.name))
            elif not isinstance(statement, ast.Import | ast.ImportFrom | ast.Raise):
                self._parts(statement, place)

    def _swapped(self, holder: ast.AST, field: str, index: int, place: Place) -> None:
        """Let a statement and the next one change places, if that makes a difference and no name is missing then."""
        block = getattr(holder, field)
        pair = block[index : index + 2]
        if len(pair) < 2 or not self._is_answer(pair[1]) or any(map(_says_only, pair)):
            return
        earlier = (
            node for node in ast.walk(self.tree) if getattr(node, "lineno", pair[0].lineno) < pair[0].lineno
        )
        if order_matters(pair[0], pair[1], place.parameters | _stored_names(earlier)):
            with self._other(holder, field, None, [*block[:index], *pair[::-1], *block[index + 2 :]]):
                self._keep("swapped")

    def _function(self, function: ast.FunctionDef, place: Place) -> None:
        scope = _inside(place, function.name)
        for kind, decorator, helper in _as_a_whole(function, scope):
            with self._other(function, "decorator_list", None, [decorator, *function.decorator_list]):
                self._keep(kind, helper)
        arguments = function.args
        parameters = frozenset(one.arg for one in [*arguments.args, *arguments.kwonlyargs]) - {"self"}
        names = _stored_names(ast.walk(function))
        returned = {
            node.value.id
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Name)
        }
        local = parameters | names | place.local
        inside = replace(scope, parameters=parameters, local=local, results=frozenset(returned))
        self._block(function, "body", inside)
        self._from_the_start(function, inside)

    def _from_the_start(self, function: ast.FunctionDef, place: Place) -> None:
        """Let a parameter that is used more than once be the notebook's own, or a number, wherever the function uses it."""
        uses = Counter(node.id for node in self._loaded(function, ast.Name))
        for argument in function.args.args:
            if uses[argument.arg] > 1:
                for kind, new in known_for(ast.Name(argument.arg, ast.Load()), place):
                    first = ast.Assign([ast.Name(argument.arg, ast.Store())], new)
                    with self._other(function, "body", None, [first, *function.body]):
                        self._keep(f"{kind} everywhere")

    def _loaded(self, around: ast.AST, kind: type[Named]) -> Iterator[Named]:
        """Give the names or attributes that an answer reads."""
        for node in ast.walk(around):
            if isinstance(node, kind) and isinstance(node.ctx, ast.Load) and self._is_between(node.lineno):
                yield node

    def _everywhere(self) -> None:
        """Let an attribute of `self` that is used more than once be the notebook's own, or a number, in all methods."""
        uses = Counter(map(ast.unparse, self._loaded(self.tree, ast.Attribute)))
        for name in [name for name, count in uses.items() if count > 1 and name.startswith("self.")]:
            for kind, new in self._known_for_all(name):
                with self._other(self, "tree", None, _Instead(name, new).visit(copy.deepcopy(self.tree))):
                    self._keep(f"{kind} everywhere")

    def _known_for_all(self, name: str) -> Iterator[tuple[str, ast.expr]]:
        attribute = name.removeprefix("self.")
        if attribute in self.seen.names:
            yield "global", ast.Name(attribute, ast.Load())
        classes = {node.name for node in self.tree.body if isinstance(node, ast.ClassDef)}
        numbers = {
            number
            for (scope, known), number in self.seen.numbers.items()
            if known == name and scope.partition(".")[0] in classes
        }
        if len(numbers) == 1:
            yield "number", ast.Constant(numbers.pop())

    def _parts(self, node: ast.AST, place: Place) -> None:
        """Change each expression in a statement or an expression, the outer ones first."""
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "msg"):
                continue
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                self._block(node, field, place)
                continue
            for index, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(part, ast.expr):
                    if field == "test":
                        self._fixed(node, part)
                    self._expression(node, field, index, part, place)
                elif isinstance(part, ast.keyword | ast.comprehension | ast.ExceptHandler | ast.withitem):
                    self._parts(part, place)

    def _fixed(self, node: ast.AST, test: ast.expr) -> None:
        if not isinstance(test, ast.Constant):
            for value in (False,) if isinstance(node, ast.While) else (True, False):
                self._try("condition", node, "test", None, ast.Constant(value))

    def _expression(
        self, holder: ast.AST, field: str, index: int | None, part: ast.expr, place: Place
    ) -> None:
        if isinstance(part, ast.JoinedStr) or (place.in_reshape and ast.unparse(part) == "-1"):
            return  # a message; the size that is left
        for kind, new in changes(part, place):
            self._try(kind, holder, field, index, new)
        if isinstance(part, ast.Lambda):
            place = replace(place, local=place.local | {argument.arg for argument in part.args.args})
        of_reshape = name_of_call(part) == "reshape" or (place.in_reshape and isinstance(part, ast.Tuple))
        self._parts(part, replace(place, in_reshape=of_reshape))

    def _overwritten(self) -> None:
        """Write into each given array that the notebook's own lines use, when they have ended."""
        statements = [one for one in self.tree.body if not isinstance(one, ast.FunctionDef | ast.ClassDef)]
        nodes = [node for one in statements if self._is_answer(one) for node in ast.walk(one)]
        own = _stored_names(nodes)
        used = dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name) and node.id not in own)
        for name in used:
            if self.seen.kinds.get(("", name)) == "array":
                with self._other(
                    self.tree, "body", None, [*self.tree.body, *ast.parse(f"{name}[...] = 0").body]
                ):
                    self._keep("overwritten")


class _Instead(ast.NodeTransformer):
    """Has something else stand wherever an attribute is read."""

    def __init__(self, name: str, new: ast.expr):
        self.name, self.new = name, new

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and ast.unparse(node) == self.name:
            return self.new
        return self.generic_visit(node)


def _regions(source: str) -> list[tuple[int, int]]:
    """Return the first and last line of each answer between marks; of the whole cell if there are none."""
    lines = [line.strip() for line in source.splitlines()]
    begins = [i for i, line in enumerate(lines, 1) if line == BEGIN]
    ends = [i for i, line in enumerate(lines, 1) if line == END]
    return list(zip(begins, ends, strict=True)) or [(1, len(lines))]


def _compiles(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as `"is" with a literal`
        try:
            compile(source, "mutant", "exec")
        except (SyntaxError, ValueError):
            return False
    return True


def change_between(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the lines that differ, before and after; where a line came or went, with the one beside it.

    Examples
    --------
    >>> change_between(["a = 1", "b = 2", "c = 3"], ["a = 1", "b = 4", "c = 3"])
    'b = 2  ->  b = 4'
    """
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    if min(len(before), len(after)) - end <= start:
        start, end = (start, end - 1) if end else (start - 1, end)

    def said(lines: Sequence[str]) -> str:
        return " | ".join(line.strip() for line in lines[start : len(lines) - end])

    return f"{said(before)}  ->  {said(after)}"


def _inside(place: Place, name: str) -> Place:
    """Return the scope of a function or class; its name is Python's `__qualname__`."""
    between = ".<locals>." if place.local else "."
    scope = f"{place.scope}{between}{name}" if place.scope else name
    return Place(scope, used=place.used, seen=place.seen)


def _stored_names(nodes: Iterable[ast.AST]) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def order_matters(first: ast.stmt, second: ast.stmt, known: Collection[str]) -> bool:
    r"""Say whether two statements do something else in the other order, without a name that is missing.

    Parameters
    ----------
    first, second : ast.stmt
    known : collection of str
        The names that are there before both.

    Examples
    --------
    >>> momentum, step, other = ast.parse("v = 0.9 * v - g\nW += v\nk = 3").body
    >>> order_matters(momentum, step, {"v", "W", "g"}), order_matters(momentum, step, {"W"}), order_matters(step, other, {"v", "W"})
    (True, False, False)
    """
    if any(
        isinstance(one, ast.Return | ast.Raise | ast.FunctionDef | ast.ClassDef) for one in (first, second)
    ):
        return False
    (stored, loaded), (stored_later, loaded_later) = _touched(first), _touched(second)
    if not stored & (stored_later | loaded_later) and not loaded & stored_later:
        return False
    fresh = {name for name in stored if "." not in name} - set(known)
    return not fresh & loaded_later


def _touched(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return what a statement changes and what it reads: names and attributes, an array also where a part of it is meant."""
    stored: set[str] = set()
    loaded: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name | ast.Attribute):
            (loaded if isinstance(node.ctx, ast.Load) else stored).add(ast.unparse(node))
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            stored.add(ast.unparse(node.value))
        if isinstance(node, ast.AugAssign):
            loaded.add(ast.unparse(node.target))
    return stored, loaded


def _says_only(statement: ast.stmt) -> bool:
    """Whether a statement is text, or prints it."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    return isinstance(value, ast.Constant) or name_of_call(value) == "print"


def _as_a_whole(function: ast.FunctionDef, place: Place) -> Iterator[tuple[str, ast.expr, str]]:
    """Give what a whole function can do wrong: a kind, a decorator and the code behind it."""
    names = [argument.arg for argument in function.args.args]
    if function.name != "__init__":
        yield "remembered", ast.Name("remembers", ast.Load()), REMEMBERS
        if names[:1] == ["self"]:
            yield "remembered", ast.Name("remembers_in_object", ast.Load()), REMEMBERS_IN_OBJECT
        if place.seen.kinds.get((place.scope, "return")) == "array":
            yield "buffer", ast.Name("uses_one_buffer", ast.Load()), USES_ONE_BUFFER
    for i, name in enumerate(names):
        if place.seen.kinds.get((place.scope, name)) == "array":
            arguments: list[ast.expr] = [ast.Constant(i), ast.Constant(name)]
            yield "overwritten", ast.Call(ast.Name("writes_into", ast.Load()), arguments, []), WRITES_INTO


def _other_statements(statement: ast.stmt, place: Place) -> Iterator[tuple[str, ast.stmt]]:
    make = STATEMENTS.get(type(statement))
    return make(statement, place) if make else iter(())


def _other_increments(statement: ast.AugAssign, _place: Place) -> Iterator[tuple[str, ast.stmt]]:
    yield "increment", ast.Assign([statement.target], statement.value)
    for op in OPERATORS.get(type(statement.op), ()):
        yield "operator", ast.AugAssign(statement.target, op(), statement.value)


def _other_assignments(statement: ast.Assign, place: Place) -> Iterator[tuple[str, ast.stmt]]:
    (target, *others), value = statement.targets, statement.value
    if others:
        return
    if isinstance(target, ast.Subscript | ast.Attribute):
        yield "increment", ast.AugAssign(target, ast.Add(), value)
    if isinstance(target, ast.Name) and (not place.scope or target.id in place.results):
        scope = place.scope if target.id in place.local else ""
        for kind, new in _other_types(value, (scope, target.id), place.seen):
            yield kind, ast.Assign([target], new)
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for i, left in enumerate(target.elts):
            elements = [*value.elts[:i], left, *value.elts[i + 1 :]]
            yield "dropped", ast.Assign([target], ast.Tuple(elements, ast.Load()))


def _other_results(statement: ast.Return, place: Place) -> Iterator[tuple[str, ast.stmt]]:
    if statement.value is not None:
        for kind, new in _other_types(statement.value, (place.scope, "return"), place.seen):
            yield kind, ast.Return(new)


def _other_types(value: ast.expr, name: tuple[str, str], seen: Seen) -> Iterator[tuple[str, ast.expr]]:
    """Give a result in another dtype, or with few digits, and the kind of that; `name` says where it goes, as in `Seen`."""
    kind = seen.kinds.get(name)
    if kind == "number":
        other = "float" if isinstance(seen.numbers.get(name), int) else "int"
        yield "dtype", ast.Call(ast.Name(other, ast.Load()), [value], [])
    if kind == "array" and not isinstance(value, ast.List | ast.Tuple):  # numbers that are typed in
        numpy = ast.Name("np", ast.Load())
        for kind, dtype in (("wider", "float64"), ("dtype", "float32")):
            arguments = [value, ast.Attribute(numpy, dtype, ast.Load())]
            yield kind, ast.Call(ast.Attribute(numpy, "asarray", ast.Load()), arguments, [])
        rounded = ast.Attribute(numpy, "round", ast.Load())
        yield "digits", ast.Call(rounded, [value, ast.Constant(6)], [])
        if name not in seen.whole and name_of_call(value) not in BEFORE_ANYTHING_IS_WRITTEN:
            yield "digits", ast.Call(rounded, [value], [])


STATEMENTS: dict[type[ast.stmt], Callable[..., Iterator[tuple[str, ast.stmt]]]] = {
    ast.AugAssign: _other_increments,
    ast.Assign: _other_assignments,
    ast.Return: _other_results,
}

"""Rewritings: each solution once more in another style, with the same meaning. None may lose a point.

A rewriting changes every blank of a notebook at once, as a student does who has this habit. Some fit only some solutions: what leaves a notebook as it
was is none, and whether the meaning has stayed is what the notebook's own checks say, see `keeps_its_meaning`.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.notebook.reading import Cell

BEGIN_OR_END = re.compile(r"^\s*### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
FUNCTIONS = ("sum", "max", "min", "mean", "argmax", "reshape", "transpose", "ravel", "astype", "repeat")


def rewritings_of(solution: Sequence[Cell]) -> dict[str, list[Cell]]:
    """Return a solution in each style that changes it, by the style's name.

    Examples
    --------
    >>> solution = [Cell("a-b-answer", "answer", "y = x @ x", 1)]
    >>> rewritings_of(solution)["dot"][0].source
    'y = np.dot(x, x)'
    """
    plain = [replace(cell, source=BEGIN_OR_END.sub("", cell.source)) for cell in solution]
    made = {}
    for name, style in STYLES.items():
        cells = style(plain)
        if [(cell.name, cell.source) for cell in cells] != [(cell.name, cell.source) for cell in plain]:
            made[name] = cells
    return made


def keeps_its_meaning(cells: Sequence[Cell], checks: Sequence[Cell]) -> bool:
    """Whether a rewritten solution still passes the notebook's own checks. It is the course's own code, so it is run here.

    Parameters
    ----------
    cells : sequence of Cell
        The rewritten solution.
    checks : sequence of Cell
        The released notebook, whose checks are not touched.
    """
    sources = {cell.name: cell.source for cell in checks if cell.kind == "check"}
    last = max((i for i, cell in enumerate(cells) if cell.kind == "check"), default=-1)
    names: dict = {"__name__": "__main__", "display": print}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells[: last + 1]:
            if cell.kind == "install":
                continue
            try:
                exec(compile(sources.get(cell.name, cell.source), cell.name or "cell", "exec"), names)
            except Exception:
                return False
    return True


Style = Callable[[Sequence[Cell]], list[Cell]]


def _each(change: Callable[[str], str]) -> Style:
    """Return a style that changes the code of each blank."""

    def style(cells: Sequence[Cell]) -> list[Cell]:
        return [
            replace(cell, source=change(cell.source)) if cell.kind == "answer" else cell for cell in cells
        ]

    return style


def _tree(transformer: Callable[[], ast.NodeTransformer]) -> Style:
    """Return a style that changes the tree of each blank; where nothing changes, not even a comment does."""

    def change(source: str) -> str:
        tree = ast.parse(source)
        before = ast.dump(tree)
        tree = transformer().visit(tree)
        return source if ast.dump(tree) == before else ast.unparse(ast.fix_missing_locations(tree))

    return _each(change)


def _above(lines: str) -> Style:
    return _each(lambda source: f"{lines}\n{source}")


def _below(lines: str) -> Style:
    return _each(lambda source: f"{source}\n{lines}")


def _in_functions(lines: str) -> Style:
    """Return a style that begins each function with some lines."""

    class Transformer(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
            self.generic_visit(node)
            node.body = [*ast.parse(lines).body, *node.body]
            return node

    return _tree(Transformer)


class _Methods(ast.NodeTransformer):
    """`x.sum(axis=0)` as `np.sum(x, axis=0)`."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        function = node.func
        if not isinstance(function, ast.Attribute) or ast.unparse(function.value) == "np":
            return node
        if function.attr in FUNCTIONS[:-3] and len(node.args) <= 1:
            called = ast.Attribute(ast.Name("np", ast.Load()), function.attr, ast.Load())
            return ast.Call(called, [function.value, *node.args], node.keywords)
        return node


class _Functions(ast.NodeTransformer):
    """`np.sum(x, axis=0)` as `x.sum(axis=0)`."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        name = ast.unparse(node.func).removeprefix("np.")
        if name in FUNCTIONS and ast.unparse(node.func).startswith("np.") and node.args:
            return ast.Call(ast.Attribute(node.args[0], name, ast.Load()), node.args[1:], node.keywords)
        return node


def _products(call: str) -> Callable[[], ast.NodeTransformer]:
    class Transformer(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
            self.generic_visit(node)
            if not isinstance(node.op, ast.MatMult):
                return node
            text = call.format(ast.unparse(node.left), ast.unparse(node.right))
            return ast.parse(text, mode="eval").body

    return Transformer


class _Tuples(ast.NodeTransformer):
    """`x.reshape(2, 3)` as `x.reshape((2, 3))`."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        named = isinstance(node.func, ast.Attribute) and node.func.attr in ("reshape", "transpose")
        if named and len(node.args) > 1 and not any(isinstance(one, ast.Starred) for one in node.args):
            node.args = [ast.Tuple(node.args, ast.Load())]
        return node


class _Transposed(ast.NodeTransformer):
    """`x.T` as `np.transpose(x)`."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if node.attr == "T" and isinstance(node.ctx, ast.Load):
            return ast.parse(f"np.transpose({ast.unparse(node.value)})", mode="eval").body
        return node


class _Renamed(ast.NodeTransformer):
    """Other names for what a function names itself; `parameters` as well, if it is told so."""

    def __init__(self, parameters: bool = False):
        self.parameters = parameters
        self.own: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if self.own:
            return self.generic_visit(node)  # type: ignore[return-value]
        given = {one.arg for one in node.args.args}
        stored = {
            one.id
            for one in ast.walk(node)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store) and one.id not in given
        }
        if any(
            isinstance(one, ast.Global | ast.Nonlocal | ast.FunctionDef | ast.Lambda)
            for one in ast.walk(node)
            if one is not node
        ):
            return node
        called_by_name = any(isinstance(one, ast.keyword) for one in ast.walk(node))
        self.own = {*stored, *(given - {"self"} if self.parameters and not called_by_name else ())}
        self.generic_visit(node)
        self.own = set()
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id in self.own:
            node.id = f"my_{node.id}"
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        if node.arg in self.own:
            node.arg = f"my_{node.arg}"
        return node


class _ReturnedByName(ast.NodeTransformer):
    """`return f(x)` as `answer = f(x)` and `return answer`."""

    def visit_Return(self, node: ast.Return) -> list[ast.stmt] | ast.Return:
        if node.value is None or isinstance(node.value, ast.Name):
            return node
        return [
            ast.Assign([ast.Name("answer", ast.Store())], node.value),
            ast.Return(ast.Name("answer", ast.Load())),
        ]


class _Walrus(ast.NodeTransformer):
    """`a = f(x)` as `a = (kept := f(x))`, inside functions."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        for one in ast.walk(node):
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call):
                one.value = ast.NamedExpr(ast.Name("kept", ast.Store()), one.value)
        return node


class _WrittenOut(ast.NodeTransformer):
    """`a += b` as `a = a + b`."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        target = ast.unparse(node.target)
        value = ast.BinOp(ast.parse(target, mode="eval").body, node.op, node.value)
        return ast.Assign([node.target], value)


class _Hints(ast.NodeTransformer):
    """Type hints, and a docstring."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        for one in node.args.args:
            if one.arg != "self":
                one.annotation = ast.Name("object", ast.Load())
        node.returns = ast.Constant("object")
        node.body = [ast.Expr(ast.Constant("What it does, in a sentence.")), *node.body]
        return node


class _Decorated(ast.NodeTransformer):
    """A decorator that only passes on."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.decorator_list.append(ast.Name("passes_on", ast.Load()))
        return node


class _Wrapped(ast.NodeTransformer):
    """The body in a function inside, which is called."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if any(isinstance(one, ast.Yield) for one in ast.walk(node)):
            return node
        inner = ast.FunctionDef("inner", ast.parse("def f(): pass").body[0].args, node.body, [])  # type: ignore[attr-defined]
        node.body = [inner, ast.Return(ast.Call(ast.Name("inner", ast.Load()), [], []))]
        return node


def _as_ranges(call: str) -> Callable[[], ast.NodeTransformer]:
    class Transformer(ast.NodeTransformer):
        def visit_For(self, node: ast.For) -> ast.For:
            self.generic_visit(node)
            node.iter = ast.parse(call.format(ast.unparse(node.iter)), mode="eval").body
            return node

    return Transformer


def _definitions(source: str) -> tuple[str, str]:
    """Return a blank's functions and classes, with its imports, and the rest."""
    tree = ast.parse(source)
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    first = [node for node in tree.body if isinstance(node, kinds)]
    rest = [node for node in tree.body if not isinstance(node, kinds)]
    return tuple("\n".join(map(ast.unparse, nodes)) for nodes in (first, rest))  # type: ignore[return-value]


def _own_cells(cells: Sequence[Cell], make: Callable[[Cell], list[Cell]]) -> list[Cell]:
    return [one for cell in cells for one in (make(cell) if cell.kind == "answer" else [cell])]


def _split(cell: Cell) -> list[Cell]:
    first, rest = _definitions(cell.source)
    if not first or not rest:
        return [cell]
    return [replace(cell, name="", kind="", source=first), replace(cell, source=rest)]


def _deleted(cell: Cell) -> list[Cell]:
    return [replace(cell, name="", kind="")]


def _after_an_empty_one(cell: Cell) -> list[Cell]:
    return [replace(cell, source="pass"), replace(cell, name="", kind="")]


def _twice(cell: Cell) -> list[Cell]:
    return [cell, replace(cell, name="", kind="")]


def _helpers_first(cells: Sequence[Cell]) -> list[Cell]:
    """All imports of a notebook, and a helper, in a cell of the student's own at the top."""
    top = Cell(
        "",
        "",
        "import math\nimport numpy as np\n\nUNUSED = 3\n\ndef square(value):\n    return value * value",
        0,
    )
    return [top, *cells]


def _timed(source: str) -> str:
    """`%time` before the last line, if that is a statement by itself."""
    last = ast.parse(source).body[-1]
    if not isinstance(last, ast.Assign | ast.Expr) or last.lineno != last.end_lineno:
        return source
    lines = source.splitlines()
    lines[last.lineno - 1] = f"%time {lines[last.lineno - 1]}"
    return "\n".join(lines)


def _in_main(source: str) -> str:
    first, rest = _definitions(source)
    body = textwrap.indent(rest, "    ")
    return f'{first}\nif __name__ == "__main__":\n{body}' if rest else source


def _in_try(source: str) -> str:
    first, rest = _definitions(source)
    return f"{first}\ntry:\n{textwrap.indent(rest, '    ')}\nfinally:\n    pass" if rest else source


def _tabs(source: str) -> str:
    return re.sub(r"^( {4})+", lambda found: "\t" * (len(found[0]) // 4), source, flags=re.MULTILINE)


STYLES: dict[str, Style] = {
    "prints": _above("print('now')"),
    "prints in functions": _in_functions("print('in here')"),
    "matplotlib inline": _above("%matplotlib inline"),
    "pip": _above("!pip install numpy"),
    "help": _below("np.sum?"),
    "timed cell": _above("%%time"),
    "timed line": _each(_timed),
    "captured cell": _above("%%capture"),
    "pyplot": _above("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"),
    "plot in functions": _in_functions(
        "import matplotlib.pyplot as plt\nplt.figure()\nplt.imshow([[1]])\nplt.show()"
    ),
    "numpy star": _above("from numpy import *\nfrom builtins import *"),
    "numpy by its name": _each(lambda source: "import numpy\n" + re.sub(r"\bnp\.", "numpy.", source)),
    "pandas unused": _above("import pandas as pd"),
    "torch perhaps": _above("try:\n    import torch\nexcept ImportError:\n    torch = None"),
    "seaborn unused": _above("import seaborn as sns, scipy"),
    "display": _above(
        "from IPython.display import display, clear_output, Markdown\ndisplay(3)\nclear_output()"
    ),
    "tqdm": _each(
        lambda source: (
            "from tqdm import tqdm, trange\n" + re.sub(r" in (range\([^()]*\)):", r" in tqdm(\1):", source)
        )
    ),
    "tqdm of notebooks": _above("from tqdm.notebook import tqdm\nfrom tqdm.auto import trange"),
    "warnings off": _above("import warnings\nwarnings.filterwarnings('ignore')"),
    "print options": _above("np.set_printoptions(precision=3, suppress=True)"),
    "seed": _above("import random\nrandom.seed(0)\nnp.random.seed(0)"),
    "asserts": _below("assert True, 'always'"),
    "Korean comments": _above("# 여기에 답을 씁니다"),
    "semicolon": _each(lambda source: source.rstrip() + ";"),
    "CRLF": _each(lambda source: source.replace("\n", "\r\n")),
    "tabs": _each(_tabs),
    "blank lines": _each(lambda source: "\n\n" + source + "\n\n\n"),
    "hints": _tree(_Hints),
    "renamed": _tree(_Renamed),
    "renamed parameters": _tree(lambda: _Renamed(parameters=True)),
    "returned by name": _tree(_ReturnedByName),
    "walrus": _tree(_Walrus),
    "written out": _tree(_WrittenOut),
    "wrapped": _tree(_Wrapped),
    "decorated": lambda cells: _above("def passes_on(function):\n    return function")(
        _tree(_Decorated)(cells)
    ),
    "methods as functions": _tree(_Methods),
    "functions as methods": _tree(_Functions),
    "dot": _tree(_products("np.dot({}, {})")),
    "matmul": _tree(_products("np.matmul({}, {})")),
    "einsum": _tree(_products("np.einsum('ij,jk->ik', {}, {})")),
    "tensordot": _tree(_products("np.tensordot({}, {}, 1)")),
    "tuples": _tree(_Tuples),
    "transposed": _tree(_Transposed),
    "lists of loops": _tree(_as_ranges("list({})")),
    "enumerated": _tree(_as_ranges("[one for _, one in enumerate({})]")),
    "in main": _each(_in_main),
    "in try": _each(_in_try),
    "split": lambda cells: _own_cells(cells, _split),
    "deleted and typed anew": lambda cells: _own_cells(cells, _deleted),
    "in a cell after the blank": lambda cells: _own_cells(cells, _after_an_empty_one),
    "twice": lambda cells: _own_cells(cells, _twice),
    "a cell at the top": _helpers_first,
}
# These are no Python, so only IPython can run them: their meaning is what their manual says.
MAGICS = ("matplotlib inline", "pip", "help", "timed cell", "timed line", "captured cell")
# And these import what need not be installed here.
NOT_HERE = ("pandas unused", "seaborn unused")

"""What the names in an exercise's notebook are on the slide's numbers: what a wrong answer can lean on without a look at its arguments."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence

import numpy as np

from autograder.assignment import Assignment
from autograder.judging.small_changes import Seen, name_of_call
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell
from autograder.notebook.rebuilding import Step
from autograder.sandbox import runner

# Runs before the notebook, in its names: writes down what each function has when it ends for the first time.
WATCH = '''
import json, sys
import numpy as np

class names_seen:
    """What was seen: for each scope and name its kind and, if it is one, its number."""

    found = {}

    def note(scope, name, value):
        if isinstance(value, (bool, np.bool_)):
            return
        if isinstance(value, (int, float, np.integer, np.floating)):
            number = value.item() if isinstance(value, np.generic) else value
            names_seen.found.setdefault((scope, name), ("number", number if abs(number) < 1e300 else None))
        elif isinstance(value, np.ndarray):
            whole = value.dtype.kind in "biu"
            names_seen.found.setdefault((scope, name), ("whole array" if whole else "array", None))
        elif isinstance(value, np.random.Generator):
            names_seen.found.setdefault((scope, name), ("generator", None))

    def watch(frame, event, value):
        code = frame.f_code
        if event != "return" or frame.f_globals is not globals() or code.co_name.startswith("<"):
            return
        scope = code.co_qualname
        names_seen.note(scope, "return", value)
        for name, inside in list(frame.f_locals.items()):
            names_seen.note(scope, name, inside)
            if name == "self":
                for attribute, held in list(vars(inside).items()):
                    names_seen.note(scope, "self." + attribute, held)

sys.setprofile(names_seen.watch)
'''
TELL = """
sys.setprofile(None)
owners = []
for name, value in list(globals().items()):
    names_seen.note("", name, value)
    if hasattr(value, "__dict__") and getattr(type(value), "__module__", "") == "__main__":
        owners += [[name, attribute] for attribute in vars(value)]
found = [[*place, *what] for place, what in names_seen.found.items()]
known = {"names": list(globals()), "found": found, "owners": owners}
names_seen = np.frombuffer(json.dumps(known).encode(), np.uint8)
"""
NAME = "names_seen"
OUR_OWN = {NAME, "json", "sys", "owners", "found", "known", "np"}


def names_on_the_slide(assignment: Assignment, solution: Sequence[Cell]) -> Seen:
    """Run a solution once on the slide's numbers and say what its names are.

    Parameters
    ----------
    assignment : Assignment
    solution : sequence of Cell
        The notebook with the answers.

    Raises
    ------
    GraderError
        If the solution cannot be run to its end.
    """
    cells = [cell for cell in solution if cell.kind not in ("install", "parameters")]
    steps = [Step("given", "watch", WATCH), Step("parameters", "parameters")]
    steps += [Step("given", cell.name or f"cell {cell.position}", cell.source) for cell in cells]
    steps += [Step("given", "tell", TELL), Step("read", "tell", names=(NAME,))]
    asked = assignment.asked_names
    numbers = {name: value for name, value in assignment.slide_numbers().items() if name not in asked}
    run = runner.run(steps, numbers, assignment.modules, runner.Limits(assignment.seconds))
    told = run.values.get(("tell", NAME))
    if not isinstance(told, np.ndarray) or run.stopped_at is not None:
        raise GraderError(
            f"The solution of {assignment.name} does not run to its end on the slide's numbers."
        )
    known = json.loads(told.tobytes())
    kinds, values, whole = {}, {}, set()
    for scope, name, kind, number in known["found"]:
        kinds[scope, name] = kind.removeprefix("whole ")
        if kind == "whole array":
            whole.add((scope, name))
        if number is not None:
            values[scope, name] = number
    owners: dict[str, tuple[str, ...]] = {}
    for owner, attribute in known["owners"]:
        owners[attribute] = (*owners.get(attribute, ()), owner)
    names = frozenset(name for name in known["names"] if not name.startswith("_")) - OUR_OWN
    arguments = notebooks_arguments([cell.source for cell in cells])
    return Seen(values, kinds, names, frozenset(whole), owners, arguments)


def notebooks_arguments(sources: Sequence[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    r"""Return for each function and parameter what the notebook's own calls put there, if it is a name or a number.

    Examples
    --------
    >>> notebooks_arguments(["def f(a, b=1):\n    return a + b\n\nf(x, b=3)\nf(2 * x)"])
    {('f', 'a'): ('x',), ('f', 'b'): ('3',)}
    """
    trees = [ast.parse(source) for source in sources]
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for scope, function in (pair for tree in trees for pair in _functions(tree)):
        called = scope.split(".")[-2 if function.name == "__init__" else -1]
        names = [argument.arg for argument in function.args.args]
        names = names[1:] if "." in scope else names
        for call in (node for tree in trees for node in _calls_of_the_notebook(tree, called)):
            pairs = [*zip(names, call.args, strict=False)]
            pairs += [(str(keyword.arg), keyword.value) for keyword in call.keywords if keyword.arg in names]
            for name, value in pairs:
                code = ast.unparse(value)
                if _is_plain(value) and code not in found.get((scope, name), ()):
                    found[scope, name] = (*found.get((scope, name), ()), code)
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inside in node.body:
                if isinstance(inside, ast.FunctionDef):
                    yield f"{node.name}.{inside.name}", inside


def _calls_of_the_notebook(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Give the calls that stand in no function: only there is a name the notebook's own."""
    for statement in tree.body:
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and name_of_call(node) == name:
                    yield node


def _is_plain(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float)
    while isinstance(value, ast.Attribute):
        value = value.value
    return isinstance(value, ast.Name)

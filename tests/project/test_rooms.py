"""The rooms of the house: who may know of whom, and that each says what happens in it."""

import ast
import graphlib
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
WORKER = sorted((ROOT / "autograder" / "sandbox" / "worker").glob("*.py"))
EXTENSIONS = tuple(path.stem for path in (ROOT / "book" / "_ext").glob("*.py"))
OURS = ("autograder", "modlab", "figures", *EXTENSIONS)
# What of our own the modules of a folder may know of. Who knows whom inside `autograder` and `modlab` stands in pyproject.toml.
ROOMS = {
    ".ci": (),
    "book/_ext": ("autograder.notebook", *EXTENSIONS),
    "book/figures": ("figures.tools", "modlab"),
    "solutions": ("modlab",),
}


def modules_in(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


MODULES = modules_in("autograder", "modlab", "book/figures", "book/_ext", ".ci")
# A command imports what it needs when it is called, so that the others start fast.
COMMANDS = ("autograder/cli.py", "modlab/cli.py")


def named(path):
    return path.relative_to(ROOT).as_posix()


def first_name(name):
    return name.partition(".")[0]


def is_in(name, rooms):
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def called(node):
    """Return the name that `importlib.import_module("…")` or `__import__("…")` imports, or None."""
    if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
        return None
    function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return node.args[0].value if function in ("import_module", "__import__") else None


def imports(node, function=None):
    """Yield (line, what is imported, function it stands in or None) of a tree; `from a import b` imports a.b, and so may a call."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((child.lineno, alias.name, function) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            # A relative import keeps its dots, and so is in no room.
            module = "." * child.level + (child.module or "")
            yield from ((child.lineno, f"{module}.{alias.name}", function) for alias in child.names)
        elif called(child):
            yield child.lineno, called(child), function
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports(child, getattr(child, "name", "a lambda") if inside else function)


def imports_of(path):
    return list(imports(ast.parse(path.read_text(encoding="utf-8"))))


def installed_for_the_book():
    """Return the names of the packages that requirements.txt installs, and of those that these bring along."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [
        line.replace("-e .", "convolution-by-hand") for line in lines if line and not line.startswith("#")
    ]
    waiting, seen = [Requirement(line) for line in lines], set()
    while waiting:
        one = waiting.pop()
        name, extras = canonicalize_name(one.name), frozenset(one.extras or {""})
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needed = [Requirement(line) for line in metadata.requires(name) or ()]
        except metadata.PackageNotFoundError:  # not for this system
            continue
        waiting += [
            other
            for other in needed
            if other.marker is None or any(other.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    return {name for name, _ in seen}


INSTALLED = installed_for_the_book()
DISTRIBUTIONS = metadata.packages_distributions()


def refused(path, room):
    """Return what a module imports and its room may not know, as "line: name"."""
    found = []
    for line, name, _ in imports_of(path):
        top = first_name(name)
        if top in OURS:
            allowed = is_in(name, ROOMS[room])
        else:
            brought_by = {canonicalize_name(one) for one in DISTRIBUTIONS.get(top, ())}
            allowed = top in sys.stdlib_module_names or brought_by & INSTALLED
        found += [] if allowed else [f"{line}: {name}"]
    return found


@pytest.mark.parametrize(
    ("room", "path"),
    [pytest.param(room, path, id=named(path)) for room in ROOMS for path in modules_in(room)],
)
def test_a_module_imports_what_its_room_may_know(room, path):
    assert refused(path, room) == [], (
        f"{named(path)} may import of our own {ROOMS[room]}, and what is installed for the book."
    )


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_may_know_what_it_does_not_ask_for(room):
    names = [name for path in modules_in(room) for _, name, _ in imports_of(path)]
    assert [
        one for one in ROOMS[room] if one not in EXTENSIONS and not any(is_in(name, [one]) for name in names)
    ] == []


@pytest.mark.parametrize("path", WORKER, ids=named)
def test_the_worker_needs_nothing_but_python_and_numpy(path):
    """Its modules import each other by their bare names, which import-linter does not follow."""
    known = {*sys.stdlib_module_names, "numpy", *(other.stem for other in WORKER)}
    names = [name for _, name, _ in imports_of(path)]
    assert [name for name in names if first_name(name) not in known] == []


@pytest.mark.parametrize(
    ("folder", "package"),
    [("autograder/sandbox/worker", ""), ("book/_ext", ""), ("book/figures", "figures.")],
)
def test_no_module_there_imports_itself_by_a_detour(folder, package):
    """What import-linter does not see; graphlib names the circle."""
    modules = {
        package + path.relative_to(ROOT / folder).with_suffix("").as_posix().replace("/", "."): path
        for path in modules_in(folder)
    }
    graph = {
        one: {other for _, name, _ in imports_of(path) for other in modules if is_in(name, [other])}
        for one, path in modules.items()
    }
    assert any(graph.values())
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_first_what_happens_there(path):
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
    assert first.endswith((".", "…", "!")), f"{named(path)} begins with {first!r}, which is no sentence."


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_of_our_own_stand_at_the_top(path):
    """An import inside a function may hide a circle; only commands, which start fast, and optional packages have a reason."""
    if named(path) in COMMANDS:
        return
    for line, name, function in imports_of(path):
        hidden = function and first_name(name) in OURS
        assert not hidden, f"{named(path)}:{line} imports {name} inside {function}."


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_of_our_own_are_written_as_imports(path):
    """The contracts do not see an import that is a call; a name that is put together, as the catalog's, has no other way."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = called(node)
        assert not (name and first_name(name) in OURS), (
            f"{named(path)}:{node.lineno} imports {name} by a call."
        )

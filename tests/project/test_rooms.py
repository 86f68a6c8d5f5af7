"""The rooms of the house: who may know of whom, and that each says what happens in it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("autograder", "modlab")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# A command imports what it needs when it is called, so that the others start fast.
COMMANDS = ("autograder/cli.py", "modlab/cli.py")


def named(path):
    return path.relative_to(ROOT).as_posix()


def test_the_contracts_between_the_rooms_hold():
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_first_what_happens_there(path):
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
    assert first.endswith((".", "…", "!")), f"{named(path)} begins with {first!r}, which is no sentence."


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_of_our_own_stand_at_the_top(path):
    """An import inside a function may hide a circle; only commands, which start fast, and optional packages have a reason."""
    if named(path) in COMMANDS:
        return
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = [name for name in names if name.partition(".")[0] in PACKAGES]
            assert not ours, f"{named(path)}:{node.lineno} imports {ours[0]} inside {function.name}."

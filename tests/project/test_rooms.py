"""The rooms of the house: who may know of whom, and that each says what happens in it."""

import ast
import os
import re
import shutil
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


def lint_imports(root):
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_the_contracts_between_the_rooms_hold():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        (
            "modlab/layers/base.py",
            "import modlab.datasets\n",
            "modlab.layers is not allowed to import modlab.datasets",
        ),
        (
            "modlab/im2col.py",
            "import modlab.layers.base\n",
            "modlab.im2col is not allowed to import modlab.layers",
        ),
        (
            "autograder/course.py",
            "import modlab.inside.backend\n",
            "autograder.course -> modlab.inside.backend",
        ),
        ("modlab/newcomer.py", '"""Nobody has given it a place."""\n', "modlab.newcomer"),
    ],
)
def test_a_contract_is_broken_by_what_it_forbids(tmp_path, path, text, says):
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.np[yz]")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / path).open("a", encoding="utf-8") as file:
        file.write(text)
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert says in done.stdout


PAGES = sorted(
    path
    for folder in ("book", "exercises", "solutions")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".md", ".py", ".ipynb") and "_build" not in path.parts
)


def test_pages_import_what_users_import():
    """What is inside the library may change from one day to the next."""
    inside = re.compile(r"(?:import|from) modlab\.inside|from modlab import[^\n]*\binside\b")
    assert len(PAGES) > 50
    assert [named(path) for path in PAGES if inside.search(path.read_text(encoding="utf-8"))] == []


RAISED = [
    (f"{named(path)}:{node.lineno}", part.value)
    for path in MODULES
    if path.is_relative_to(ROOT / "modlab")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Raise)
    for part in ast.walk(node)
    if isinstance(part, ast.Constant) and isinstance(part.value, str)
]


def test_the_librarys_sentences_say_image_and_label():
    """One word for one thing, the one that the docstrings have for `x` and `t`."""
    assert len(RAISED) > 100
    other = re.compile(r"\b(?:pictures?|answers?)\b", re.IGNORECASE)
    assert [(place, words) for place, words in RAISED if other.search(words)] == []


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

"""The experiments behind the pages: how each is run again, and that what it imports is there. None is run here: some take hours."""

import ast
import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "book" / "experiments"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py"))}
# A script is run; what scripts share is imported.
SHARED = {name.stem for name in TREES} & {
    node.module for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
}
SCRIPTS = [path for path in TREES if path.stem not in SHARED]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_an_experiment_says_how_it_is_run(path):
    assert f"python {path.relative_to(ROOT).as_posix()}" in ast.get_docstring(TREES[path])


@pytest.mark.parametrize("path", TREES, ids=lambda path: path.stem)
def test_what_an_experiment_imports_of_the_course_is_there(path):
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "modlab":
            module = importlib.import_module(node.module)
            for one in node.names:
                assert hasattr(module, one.name) or importlib.import_module(f"{node.module}.{one.name}")


def test_every_record_names_an_experiment_that_is_there_or_a_command_of_the_course():
    for path in (ROOT / "book" / "data").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        command = record.get("card", record).get("command", "")
        if command and not command.startswith("autograder "):
            script = next(word for word in command.split() if word.endswith(".py"))
            assert (ROOT / script) in SCRIPTS, path.name

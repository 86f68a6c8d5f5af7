"""The contracts between the rooms, which import-linter checks: they hold, and what they forbid breaks them."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("autograder", "modlab")


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


@pytest.mark.parametrize("package", PACKAGES)
def test_the_house_has_at_most_nine_storeys(package):
    """A room, or a module beside the rooms, stands one storey above the highest that it imports."""
    graph = grimp.build_graph(package, cache_dir=None)
    rooms = sorted(graph.find_children(package))
    for room in rooms:
        graph.squash_module(room)

    @functools.cache
    def storey(room):
        below = graph.find_modules_directly_imported_by(room) - {package, room}
        return 1 + max(map(storey, below), default=0)

    assert max(map(storey, rooms)) <= 9

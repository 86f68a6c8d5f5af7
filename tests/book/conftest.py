"""Builds the book once."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """The book, built by the command that readers use into a folder of its own."""
    folder = tmp_path_factory.mktemp("book")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT, "--path-output", folder]
    # Notebook kernels are found through PATH and the environment that runs the tests.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [*map(str, command), "-W", "-n", "--keep-going"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return SimpleNamespace(
        html=folder / "_build" / "html", returncode=done.returncode, log=done.stdout + done.stderr
    )


@pytest.fixture(scope="session")
def pages(build):
    """Every page of the built book, parsed: {path: soup}."""
    assert build.returncode == 0, build.log[-4000:]
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(build.html.rglob("*.html"))
        if "_static" not in path.relative_to(build.html).parts
    }

"""Builds a project of a few lines with the book's own extensions."""

import subprocess
import sys
from pathlib import Path

import pytest

EXTENSIONS = Path(__file__).parents[3] / "book" / "_ext"


@pytest.fixture
def sphinx():
    """Build the project in a folder with warnings as errors, as the book is built, and return the finished process.

    `sphinx(folder, extensions, *settings)`: names of extensions, and lines of `conf.py`.
    """

    def sphinx(project, extensions, *settings):
        lines = [
            f"import sys; sys.path.append({str(EXTENSIONS)!r})",
            f"extensions = {extensions!r}",
            *settings,
        ]
        (project / "conf.py").write_text("\n".join(lines), encoding="utf-8")
        command = [*(sys.executable, "-m", "sphinx", "-W", "--keep-going"), str(project)]
        return subprocess.run(
            [*command, str(project / "_build" / "html")],
            cwd=project,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    return sphinx

"""Tests that must stay together: every home in tests/conftest.py has tests, and pytest-xdist keeps each in one process."""

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("test_*.py"))]


@pytest.fixture
def homes(request):
    return request.config.pluginmanager.get_plugin(str(ROOT / "tests" / "conftest.py")).HOMES


def test_every_home_has_tests(homes):
    first = [
        next((home for home, pattern in homes.items() if fnmatch(path, pattern)), None) for path in TESTS
    ]
    assert set(homes) <= set(first)
    assert None in first  # what shares nothing goes to whoever is free


def test_one_process_runs_what_stays_together(tmp_path):
    """Two files that are a home, as the real hooks see them, beside one that is none."""
    (tmp_path / "pyproject.toml").write_text(
        "[tool.pytest.ini_options]\nmarkers = ['xdist_group(name): a home']\n"
    )
    folders = {"tests/book/test_a.py": 6, "tests/book/test_b.py": 6, "tests/other/test_c.py": 6}
    for name, count in folders.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(
            "import os, pytest\n"
            f"@pytest.mark.parametrize('i', range({count}))\ndef test_it(i): print('ran', __file__, os.getpid())\n"
        )
    (tmp_path / "tests" / "conftest.py").write_text(
        (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-rP",
        "--import-mode=importlib",
    ]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    ran = {}
    for name, process in re.findall(r"^ran \S*(test_\w)\.py (\d+)$", said, re.MULTILINE):
        ran.setdefault(name, []).append(process)
    assert [len(processes) for _, processes in sorted(ran.items())] == [6, 6, 6], said
    assert set(ran["test_a"]) == set(ran["test_b"])
    assert len(set(ran["test_a"])) == 1

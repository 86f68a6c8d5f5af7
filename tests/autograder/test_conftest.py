"""The judge's checks, seen as pytest: `pytest autograder --submission NOTEBOOK`."""

import json
import subprocess
import sys

from autograder.grading.sample_class import RIGHT, fill_in


def write(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return str(path)


def test_the_same_checks_seen_as_pytest(tmp_path, released, course):
    blanks = {**RIGHT, "toy-conv-dcol-answer": "dcol = None"}
    path = write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "autograder", "--submission", path, "-q", "-p", "no:cacheprovider"],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "8 passed" in run.stdout
    assert "2 failed" in run.stdout
    assert "dcol is still None" in run.stdout


def test_pytest_with_a_missing_notebook_gets_a_sentence(course):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "autograder", "--submission", "toy-conv.ipynb", "-q"],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 4
    assert "ERROR: There is no notebook toy-conv.ipynb." in run.stderr


def test_pytest_where_the_notebook_is_not_shut_off_says_so_first(tmp_path, released, course):
    path = write(tmp_path / "toy-conv.ipynb", fill_in(released, RIGHT))
    without = "import sys, pytest\nsys.modules['pyseccomp'] = None\nsys.exit(pytest.main(sys.argv[1:]))"
    command = [
        sys.executable,
        "-c",
        without,
        "autograder",
        "--submission",
        path,
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    run = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert run.returncode == 0
    first = run.stdout.splitlines()[0]
    assert first.startswith("This notebook's code can do on this computer whatever you can")
    assert ("pyseccomp is not installed" in first) == (sys.platform == "linux")

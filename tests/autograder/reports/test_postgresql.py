"""The gradebook in PostgreSQL, where Debian's package is installed: a server of its own is started for the test."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder import catalog
from autograder.course import Course
from autograder.grading.results import GRADED, Result
from autograder.grading.sample_class import write_sample_class
from autograder.judging.verdict import CellVerdict
from autograder.reports import gradebook

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture
def server():
    """Give the address of a PostgreSQL server that lives as long as the test."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not PROGRAMS:
        pytest.skip("Debian's postgresql is not installed")
    # pytest shuts its own folders to other users, and shuts them again whenever another run of it begins.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        yield from serve(PROGRAMS[-1].parent, Path(folder))


def serve(programs, folder):
    """Start a server that keeps its data in a folder, give its address, and stop it."""
    as_user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([*as_user, programs / "initdb", "-D", data, "-U", "teacher", "--auth=trust"], **quiet)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control = [*as_user, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], **quiet)
    try:
        subprocess.run(
            [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "teacher", "gradebook"], **quiet
        )
        yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/gradebook"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_the_gradebook_may_live_in_postgresql(server, tmp_path, monkeypatch):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "solutions").mkdir()
    shutil.copy(ROOT / "solutions" / "toy_conv.py", tmp_path / "solutions")
    (tmp_path / "exercises").mkdir()
    monkeypatch.setenv("GRADEBOOK_URL", server)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    made = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "toy-conv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    course, toy_conv = Course(tmp_path), catalog.load("toy-conv")
    write_sample_class(course, course.grading / "submitted")
    cells = tuple(
        CellVerdict(cell, points, 2.0) for cell, points in zip(toy_conv.values, (2, 1, 2, 0, 2), strict=True)
    )
    results = [Result("ahn-right", GRADED, cells)]
    nothing_handed_in = {}.get
    assert gradebook.fill(course, toy_conv, course.grading / "submitted", results, nothing_handed_in) == 1
    with Gradebook(server, "convolution-by-hand") as book:
        (submission,) = book.assignment_submissions("toy-conv")
        assert (submission.student.id, submission.score, submission.max_score) == ("ahn-right", 7, 10)
    assert not (course.grading / "gradebook.db").exists()

"""A Dask cluster gives the same bytes as this computer alone, also when one of its workers is killed on the way."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.cli import main
from autograder.grading.sample_class import RIGHT, fill_in

pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="submissions are shut off on Linux alone"),
]

STYLES = ({}, {"toy-conv-db-answer": "db = np.sum(dout_rows, axis=1)"}, {"toy-conv-out-answer": "out = None"})


@pytest.fixture
def submitted(own_course, released):
    for number in range(24):
        path = own_course.grading / "submitted" / f"student-{number:02}" / "toy-conv" / "toy-conv.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(fill_in(released, {**RIGHT, **STYLES[number % len(STYLES)]})))


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process that listens on loopback alone; give the address and the workers."""
    where = tmp_path / "scheduler.json"
    started = []

    def start(*arguments):
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--scheduler-file", str(where)],
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        return started[-1]

    start("scheduler", "--host", "127.0.0.1", "--port", "0")
    end = time.monotonic() + 120
    while not where.exists() and time.monotonic() < end:
        time.sleep(0.1)
    worker = (
        "worker",
        "--host",
        "127.0.0.1",
        "--nthreads",
        "1",
        "--no-nanny",
        "--local-directory",
        str(tmp_path),
    )
    workers = [start(*worker), start(*worker)]
    yield json.loads(where.read_text())["address"], workers
    for process in started:
        process.kill()
        process.wait()


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "journal.jsonl"
    }


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(
    own_course, submitted, cluster, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(own_course.root)
    assert (
        main(
            [
                "grade",
                "toy-conv",
                "--submitted",
                "grading/submitted",
                "--out",
                str(tmp_path / "here"),
                "--jobs",
                "2",
            ]
        )
        == 0
    )
    address, workers = cluster
    grader = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "autograder",
            "grade",
            "toy-conv",
            "--submitted",
            "grading/submitted",
            "--scheduler",
            address,
            "--out",
            str(tmp_path / "there"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    journal = tmp_path / "there" / "journal.jsonl"
    end = time.monotonic() + 200
    while time.monotonic() < end and (not journal.exists() or len(journal.read_bytes().splitlines()) < 6):
        assert grader.poll() is None, grader.stdout.read()
        time.sleep(0.01)
    assert len(journal.read_bytes().splitlines()) < 24  # so it is killed on the way
    os.kill(workers[0].pid, signal.SIGKILL)
    said, _ = grader.communicate(timeout=200)
    assert grader.returncode == 0, said
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_no_scheduler_gets_a_sentence(own_course, monkeypatch, capfd):
    monkeypatch.chdir(own_course.root)
    assert main(["grade", "toy-conv", "--scheduler", "no-such-thing"]) == 2
    assert "there is no Dask scheduler at no-such-thing" in capfd.readouterr().err

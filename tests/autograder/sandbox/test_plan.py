"""What a student's code may read, and who has too many threads."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox.plan import THREADS, best_plan, readable_paths, too_many_threads


def test_neither_the_course_nor_other_packages_can_be_read(course):
    readable = best_plan().readable
    packages = ("site-packages", "dist-packages")
    assert not [path for path in readable if path.endswith(packages)]
    assert [path for path in readable if "site-packages" in path and "numpy" not in path] == []
    for place in (course.root, course.root / "solutions", course.root / "autograder", course.root / "modlab"):
        assert not any(place.is_relative_to(path) for path in readable)


def test_what_python_and_numpy_need_can_be_read():
    readable = [Path(path) for path in readable_paths()]
    assert Path(np.__file__).parent in readable
    assert any(Path(os.__file__).is_relative_to(path) for path in readable)
    assert all(path.exists() for path in readable)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not say")
def test_a_process_with_too_many_threads_is_noticed():
    wait = "import threading, sys\ne = threading.Event()\nthreading.stack_size(65536)\nfor _ in range(int(sys.argv[1])): threading.Thread(target=e.wait, daemon=True).start()\nprint('ready', flush=True)\ninput()"
    for more, expected in ((THREADS - 1, False), (THREADS, True)):  # and the first one
        with subprocess.Popen(
            [sys.executable, "-c", wait, str(more)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout.readline() == b"ready\n"
            assert too_many_threads(process.pid) == expected
            process.kill()
    assert not too_many_threads(process.pid)  # it has ended

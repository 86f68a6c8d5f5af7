"""What a student's code may read, and how many threads it may have."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox.plan import THREADS, best_plan, readable_paths, threads_allowed


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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not counted")
def test_threads_that_there_are_already_are_no_students_fault():
    """The limit is the system's for a user, not for a process."""
    mine = sum(
        len(os.listdir(path / "task"))
        for path in Path("/proc").glob("[0-9]*")
        if path.name == str(os.getpid())
    )
    if os.geteuid() == 0:
        assert threads_allowed() >= THREADS  # they run as nobody, who may have none yet
    else:
        assert threads_allowed() >= THREADS + mine

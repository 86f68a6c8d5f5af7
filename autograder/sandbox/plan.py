"""What is to shut a student's code off from the computer: the layers to have, and what may be read all the same."""

from __future__ import annotations

import functools
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.sandbox.system_calls import NoSeccompError, compiled_filter

DEVICES = ("/dev/null", "/dev/full", "/dev/zero", "/dev/random", "/dev/urandom")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/lib/locale")
NEVER_READABLE = ("site-packages", "dist-packages", "python3", "idlelib", "test")
THREADS = 256  # in one run


@dataclass(frozen=True)
class Plan:
    """Which layers a worker is to have. A layer that the kernel lacks is missing all the same, and the probe says so.

    Attributes
    ----------
    landlock, namespaces : bool
    seccomp : bytes
        The compiled filter; empty for none.
    readable : tuple of str
        The files and folders that a student's code may read.
    """

    landlock: bool = True
    namespaces: bool = True
    seccomp: bytes = b""
    readable: tuple[str, ...] = ()


@functools.cache
def best_plan() -> Plan:
    """Return the plan with all the layers that there are."""
    try:
        program = compiled_filter() if sys.platform == "linux" else b""
    except NoSeccompError:
        program = b""
    return Plan(seccomp=program, readable=readable_paths())


def readable_paths() -> tuple[str, ...]:
    """Return what Python and NumPy need to be able to read: the standard library, NumPy, and the system's libraries.

    Not the folders around them: other installed packages may hold the answer, and the virtual environment may lie in the course.
    """
    numpy_folder = Path(np.__file__).parent
    paths = {*packages(), *map(Path, SYSTEM_FILES)}
    for name in ("stdlib", "platstdlib"):
        paths |= _all_but_packages(Path(sysconfig.get_path(name)))
    for folder in _folders_of_loaded_libraries() - {path.resolve() for path in paths}:
        if not folder.is_relative_to(numpy_folder.parent):
            paths |= _all_but_packages(folder)
    return tuple(sorted(str(path) for path in paths if path.exists()))


def packages() -> tuple[Path, ...]:
    """Return the folders of NumPy, the one package that a worker has."""
    folder = Path(np.__file__).parent
    return tuple(path for path in (folder, folder.parent / "numpy.libs") if path.exists())


def _all_but_packages(folder: Path) -> set[Path]:
    """Return what is in a folder but for other people's packages; the folder itself if there are none in it."""
    if not folder.is_dir():
        return set()
    inside = list(folder.iterdir())
    allowed = {path for path in inside if not path.name.startswith(NEVER_READABLE)}
    return {folder} if len(allowed) == len(inside) else allowed


def _folders_of_loaded_libraries() -> set[Path]:
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return set()
    files = {line.split(maxsplit=5)[5] for line in lines if ".so" in line}
    system = ("/lib", "/usr/lib", str(Path(sys.base_prefix).resolve()))
    return {
        Path(file).parent
        for file in files
        if file.startswith(system) and not any(part in file for part in ("site-packages", "dist-packages"))
    }


def too_many_threads(process: int) -> bool:
    """Say whether a process has more threads than a run may have; False where the system does not say.

    The system's own limit sees to that where it counts one run alone. Where it counts all that a user does, somebody must look.
    """
    try:
        return os.stat(f"/proc/{process}/task").st_nlink - 2 > THREADS  # each thread is a folder in there
    except OSError:
        return False

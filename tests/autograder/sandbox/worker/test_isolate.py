"""A process that gives up its rights has them no more: each step is taken in a process of its own, and tried there."""

import subprocess
import sys

import isolate
import pytest

from autograder.sandbox.launcher import WORKER

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off")
CAN = """
import os, sys
sys.path.insert(0, sys.argv[1])
import isolate
def can(attempt, *arguments):
    try:
        return attempt(*arguments)
    except OSError:
        return False
def opens(path, mode):
    open(path, mode).close()
    return True
"""


def said_by(source, *arguments):
    """Run a program that knows the worker's modules, and `can`; return the words it prints."""
    command = [sys.executable, "-c", CAN + source, str(WORKER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture
def folders(tmp_path):
    """Three folders, each with a file in it."""
    if not isolate.landlock_version():
        pytest.skip("this kernel has no Landlock")
    for name in ("readable", "writable", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("text")
    return tmp_path


def test_a_call_that_fails_says_so_as_python_does():
    with pytest.raises(OSError, match="Bad file descriptor") as failed:
        isolate.call("close", 10_000)
    assert failed.value.errno == 9


def test_what_is_not_named_can_be_neither_read_nor_written(folders):
    source = """
here = sys.argv[2]
isolate.obey(isolate.path_rules(isolate.landlock_version(), [here + "/readable"], [here + "/writable"], ["/dev/null"]))
for name in ("readable", "writable", "other"):
    print(can(opens, f"{here}/{name}/file", "r"), can(opens, f"{here}/{name}/file", "a"))
print(can(opens, "/dev/null", "w"), can(opens, "/dev/zero", "r"))
"""
    assert said_by(source, folders) == [
        *("True", "False"),
        *("True", "True"),
        *("False", "False"),
        *("True", "False"),
    ]


def test_rules_for_writing_leave_reading_alone(folders):
    source = """
here = sys.argv[2]
isolate.obey(isolate.write_rules(isolate.landlock_version(), [here + "/writable"]))
print(can(opens, here + "/other/file", "r"), can(opens, here + "/other/file", "a"), can(opens, here + "/writable/new", "w"))
"""
    assert said_by(source, folders) == ["True", "False", "True"]


def test_limits_hold(tmp_path):
    source = """
isolate.limit({"memory_bytes": 1 << 30, "cpu_seconds": 5, "file_bytes": 1000, "open_files": 32, "threads": 1000})
opened = []
can(lambda: opened.extend(os.dup(0) for _ in range(100)))
for one in opened:
    os.close(one)
print(len(opened) <= 32)
try:
    print(len(bytearray(2 << 30)))
except MemoryError:
    print("MemoryError")
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = os.open(sys.argv[2], os.O_CREAT | os.O_WRONLY)
print(os.write(file, b"x" * 5000), can(os.write, file, b"x"))
"""
    assert said_by(source, tmp_path / "file") == ["True", "MemoryError", "1000", "False"]


def test_given_up_capabilities_are_gone():
    source = """
isolate.keep_capabilities(0)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")))
"""
    (effective,) = said_by(source)
    assert int(effective, 16) == 0

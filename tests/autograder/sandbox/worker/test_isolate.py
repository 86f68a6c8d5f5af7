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


def test_limits_that_are_left_out_stay_as_they_were():
    source = """
import resource
before = resource.getrlimit(resource.RLIMIT_NPROC)
isolate.limit({"memory_bytes": 1 << 30, "cpu_seconds": 5, "file_bytes": 1000, "open_files": 32, "threads": None})
print(resource.getrlimit(resource.RLIMIT_NPROC) == before)
"""
    assert said_by(source) == ["True"]


OWN = """
if os.geteuid() == 0:
    isolate.call("unshare", isolate.CLONE_NEWNS)
    isolate.call("mount", b"none", b"/", None, isolate.MS_REC | isolate.MS_PRIVATE, None)
    made = True
else:
    made = isolate.new_process_ids(True) and isolate.new_mounts()
"""


def test_in_a_root_of_its_own_a_process_sees_nothing_but_what_it_was_given(tmp_path):
    """Of a folder that is shown but for one entry, too."""
    for name in ("root", "scratch", "few", "most", "most/folder", "most/hidden"):
        (tmp_path / name).mkdir()
    for name in (
        "few/shown",
        "few/hidden",
        "few/other",
        *(f"most/{letter}" for letter in "abcdef"),
        "most/secret",
        "most/hidden/file",
    ):
        (tmp_path / name).write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "few" / "shown")
    shown = [
        tmp_path / name
        for name in ("few/shown", "link", "most/folder", *(f"most/{letter}" for letter in "abcdef"))
    ]
    source = """
here, shown = sys.argv[2], sys.argv[3:]
if made:
    sys.stdout.write("made ")
    assert isolate.new_root(here + "/root", [*shown, "/dev/null"], [here + "/scratch/own"])
    print(*(os.path.exists(path) for path in shown))
    print(*(os.path.lexists(path) for path in (here + "/few/hidden", here + "/root", "/proc", "/usr", "/home", "/etc", "/most/hidden/file")))
    print(os.path.getsize(here + "/most/secret"), os.listdir(here + "/most/hidden"), os.path.islink(here + "/link"), os.listdir(here + "/scratch"))
    print(can(opens, here + "/most/a", "w"), can(opens, here + "/most/a", "r"), can(opens, "/dev/null", "w"), can(os.mkdir, "/new"))
"""
    said = said_by(OWN + source, tmp_path, *shown)
    if not said:
        pytest.skip("this system allows no mounts of one's own")
    assert said == [
        "made",
        *["True"] * 9,
        *["False"] * 7,
        "0",
        "[]",
        "False",
        "['own']",
        "False",
        "True",
        "True",
        "False",
    ]


def test_whose_threads_are_counted_is_found_by_trying():
    """Those of a user who has other processes, such as this one, are counted together; in a namespace of users they are not."""
    source = """
if os.geteuid() == 0:
    isolate.become_another(isolate.NOBODY + 12345)
    print("apart")
elif not isolate.counts_alone(1) and isolate.new_user_namespace():
    print("apart")
print(isolate.counts_alone(1), isolate.counts_alone(0))
"""
    assert said_by(source) in (["apart", "True", "False"], ["False", "False"])


def test_a_folder_goes_however_deep_and_whatever_its_rights(tmp_path):
    """Paths longer than 4096 bytes cannot be named, and a function that calls itself for each folder comes to its end."""
    deep = tmp_path / "deep"
    deep.mkdir()
    said_by(
        "os.chdir(sys.argv[2])\nfor n in range(3000):\n    open('file', 'w').close()\n    os.mkdir('d' * 9)\n    os.chdir('d' * 9)",
        deep,
    )
    (tmp_path / "other").write_text("stays")
    (deep / "link").symlink_to(tmp_path)
    (deep / "closed").mkdir(mode=0)
    isolate.remove_whole(str(deep))
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    isolate.remove_whole(str(deep))  # it is gone: nothing to do

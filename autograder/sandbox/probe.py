"""What shuts a student's code off from the computer, and whether it does: each layer is tried before a class is graded."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.course import CourseError
from autograder.notebook.rebuilding import Step
from autograder.sandbox import launcher, runner
from autograder.sandbox.plan import Plan
from autograder.sandbox.system_calls import NoSeccompError, compiled_filter

NAMESPACES = {"user": "user", "pid": "pid", "mount": "mnt", "net": "net"}
TRUST = "--i-trust-these-submissions"
ASKING = "a run can ask which files there are, how large and how old"
OPEN = (
    "This notebook's code can do on this computer whatever you can, such as read and delete your files: "
    "check your own notebook, and nobody else's."
)
COUNTED = "counted now and then, not by the system"

_tried: list[Isolation] = []


class NotIsolatedError(CourseError):
    """Submissions cannot be shut off here; the message says what is missing and the way out."""


@dataclass(frozen=True)
class Layer:
    """One layer of isolation: its name, whether it held when it was tried, and a remark."""

    name: str
    holds: bool
    remark: str = ""

    def __str__(self) -> str:
        remark = f" ({self.remark})" if self.remark else ""
        return f"{'✓' if self.holds else '✗'} {self.name}{remark}"


@dataclass(frozen=True)
class Isolation:
    """What was found by trying.

    Attributes
    ----------
    layers : tuple of Layer
    missing : str
        What is lacking, as a sentence; empty if submissions are shut off.
    """

    layers: tuple[Layer, ...]
    missing: str = ""

    @property
    def complete(self) -> bool:
        """Whether submissions are shut off from files, network and other processes."""
        return not self.missing

    def __str__(self) -> str:
        return "Isolation: " + "  ".join(map(str, self.layers))


PROBE = """
import errno, os
def refused(attempt, *arguments):
    try:
        attempt(*arguments)
    except MemoryError:
        return True
    except OSError as error:
        return error.errno in (errno.EPERM, errno.EACCES, errno.EFBIG, errno.EMFILE, errno.ENOENT, errno.ENOSYS, errno.EROFS)
    return False
def fork():
    if os.fork() == 0:
        os._exit(0)
def connect():
    import socket
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hello", ("127.0.0.1", 9))
def fill():
    with open("large", "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
def open_many():
    files = [open("many", "w") for _ in range(2000)]
def write_outside():
    open(CANARY + ".new", "w")
limits = np.array([refused(np.ones, 1 << 33), refused(fill), refused(open_many)])
root = np.array([not os.path.lexists(CANARY), not os.path.lexists("/proc")])
files = np.array([refused(open, CANARY), refused(os.listdir, os.path.dirname(CANARY)), refused(write_outside)])
calls = np.array([refused(connect), refused(fork), refused(os.kill, os.getppid(), 0), refused(os.truncate, CANARY, 0)])
clean = np.array([set(os.environ) <= {"LANG", "LC_CTYPE", "PYTHONHASHSEED", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"}])
"""
TRIED = ("limits", "files", "root", "calls", "clean")


def probe(plan: Plan | None = None, modules: Sequence[str] = ()) -> Isolation:
    """Start a worker, try in it what must not be possible, and return which layers held.

    Parameters
    ----------
    plan : Plan, optional
        The layers to have; all by default.
    modules : sequence of str
        What the warm process loads; it then serves an assignment at once.
    """
    with contextlib.ExitStack() as afterwards:
        if plan is not None:
            afterwards.enter_context(launcher.using(plan))
        if sys.platform == "linux":
            folder = launcher.folder_of_warm_process(modules)
        else:
            folder = Path(afterwards.enter_context(tempfile.TemporaryDirectory(prefix="autograder-")))
        canary = folder / "canary"
        canary.write_text("alive")
        canary.chmod(0o666)
        before = sorted(folder.iterdir())
        steps = [
            Step("given", "probe", f"import numpy as np\nCANARY = {str(canary)!r}\n{PROBE}"),
            Step("read", "probe", names=TRIED),
        ]
        made = runner.run(steps, {}, modules, runner.Limits(seconds=20))
        told = launcher.report_of_warm_process()
        intact = canary.read_text() == "alive" and sorted(folder.iterdir()) == before
    held = {}
    for name in TRIED:
        value = made.values.get(("probe", name))
        held[name] = isinstance(value, np.ndarray) and value.dtype == bool and bool(value.all())
    held["files"] = held["files"] and intact
    return _isolation(held, told)


def _isolation(held: dict[str, bool], told: dict) -> Isolation:
    """Put together what was tried and what the warm process says of itself."""
    version = told.get("landlock", 0)
    layers = [
        Layer("limits", held["limits"]),
        Layer("Landlock", held["files"] and version > 0, f"version {version}" if version else ""),
        Layer("seccomp", held["calls"]),
    ]
    for name, kind in NAMESPACES.items():
        mine = os.readlink(f"/proc/self/ns/{kind}") if told else ""
        theirs = told.get("identities", {}).get(kind, "")
        holds = bool(told) and theirs not in ("", mine) and told["namespaces"][name]
        if (
            name != "user" or holds or not told.get("namespaces", {}).get("pid")
        ):  # root needs none for the others
            layers.append(Layer(name, holds))
    layers.append(Layer("root", held["root"], "" if held["root"] else ASKING))
    counts = told.get("counts_alone", False)
    layers.append(Layer("own threads", counts, "" if counts else COUNTED))
    if sys.platform == "linux" and os.geteuid() == 0:
        layers.append(Layer("not root", bool(told) and told["uid"] != 0))
    layers.append(Layer("clean environment", held["clean"]))
    return Isolation(tuple(layers), _what_is_missing({layer.name: layer.holds for layer in layers}, version))


def _what_is_missing(holds: dict[str, bool], landlock_version: int) -> str:
    if sys.platform != "linux":
        return f"Landlock and seccomp are missing: Linux has them, {sys.platform} has not."
    missing = []
    if not holds["Landlock"]:
        missing.append(
            "Landlock did not hold"
            if landlock_version
            else f"this kernel ({os.uname().release}) has no Landlock; Linux has it from 5.13 on, if it is switched on"
        )
    if not holds["seccomp"]:
        try:
            compiled_filter()
            missing.append("the seccomp filter did not hold")
        except NoSeccompError as error:
            missing.append(str(error))
    if not holds["limits"]:
        missing.append("the limits on memory and files did not hold")
    sentence = "; ".join(missing)
    return f"{sentence[0].upper()}{sentence[1:]}." if missing else ""


def warning(modules: Sequence[str] = ()) -> str:
    """Return what to say first where a notebook's code runs with its user's own rights; nothing where it is shut off.

    Only Linux can, so it is not even tried elsewhere: a student would wait for what is known.
    """
    found = require(True, modules) if sys.platform == "linux" else Isolation((), _what_is_missing({}, 0))
    return "" if found.complete else f"{OPEN} ({found.missing.rstrip('.')}.)"


def require(trusted: bool, modules: Sequence[str] = ()) -> Isolation:
    """Return what holds here; refuse to go on if submissions cannot be shut off, unless they are trusted.

    It is tried once in a process; those forked from it know.

    Raises
    ------
    NotIsolatedError
        With what is missing and the way out.
    """
    if not _tried:
        _tried.append(probe(modules=modules))
    found = _tried[0]
    if not found.complete and not trusted:
        raise NotIsolatedError(
            f"submissions cannot be shut off from this computer. {found.missing} Grade on Linux, in a virtual machine if need be; or, if you "
            f"know whose work this is, add {TRUST}: every report will then say UNISOLATED."
        )
    return found

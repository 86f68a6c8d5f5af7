"""Start worker processes: forked from a warm one on Linux, started cold elsewhere.

Loading Python and NumPy costs far more than running an exercise. So on Linux one process does it once and is forked for each
run. It has run nobody's code: a run cannot see or change another one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import modlab
from autograder.sandbox.plan import DEVICES, Plan, best_plan, packages
from autograder.sandbox.worker.isolate import remove_whole
from autograder.sandbox.worker.protocol import ProtocolError, read_frame, write_frame

WORKER = Path(__file__).parent / "worker"
FORK = bytes(8)
SECONDS_TO_FORK = 60.0
PLACES = ("own/1", "own/2", "own/3", "own/4")  # so many runs at once can have a folder in memory
CREDENTIALS = struct.Struct("iII")  # process, user and group, as the system says
ENDED = struct.Struct("=i4q")  # exit status; seconds and microseconds, its own and the system's


@dataclass
class Worker:
    """A process that waits for one request.

    Attributes
    ----------
    requests, replies : binary files
        Frames go in and come out here, see `autograder.sandbox.worker.protocol`.
    scratch : Path
        The folder that it may write in.
    process : int
        Its id here.
    kill : callable
        Ends the process and those it has started.
    forget : callable
        Ends it and lets the system forget it; its id may then belong to another one. Returns its exit status, as `os.wait` has it, and its
        CPU time in seconds.
    """

    requests: IO[bytes]
    replies: IO[bytes]
    scratch: Path
    process: int
    kill: Callable[[], None]
    forget: Callable[[], tuple[int, float]]

    def end(self) -> tuple[int, float]:
        """Kill the process and remove what is left of it; return its exit status and its CPU time in seconds."""
        try:
            ended = self.forget()
        finally:
            with contextlib.suppress(BrokenPipeError):  # it may have ended before it had read everything
                self.requests.close()
            self.replies.close()
            remove_whole(str(self.scratch))
        return ended


def start_worker(modules: Sequence[str]) -> Worker:
    """Return a new process, ready for a request.

    Parameters
    ----------
    modules : sequence of str
        The parts of modlab that it may import, such as `"modlab.im2col"`.
    """
    return _fork(tuple(modules)) if sys.platform == "linux" else _spawn(tuple(modules))


def copy_modules(modules: Sequence[str], folder: Path) -> None:
    """Put the parts of modlab that an assignment may import into a folder, and no others."""
    package = folder / "modlab"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""The part of modlab that this assignment may use."""\n')
    for module in modules:
        relative = Path(*module.split(".")[1:]).with_suffix(".py")
        (package / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(modlab.__file__).parent / relative, package / relative)


def _spawn(modules: tuple[str, ...]) -> Worker:
    folder = Path(tempfile.mkdtemp(prefix="autograder-"))
    copy_modules(modules, folder / "library")
    process = subprocess.Popen(
        [sys.executable, "-sPB", str(WORKER), "once", str(folder / "library"), *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_clean_environment(),
        start_new_session=True,
    )

    def kill() -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()

    def forget() -> tuple[int, float]:
        kill()
        code = process.wait()
        remove_whole(str(folder))
        return (-code if code < 0 else code << 8), 0.0

    scratch = folder / "scratch"
    scratch.mkdir()
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    return Worker(process.stdin, process.stdout, scratch, process.pid, kill, forget)


def _fork(modules: tuple[str, ...]) -> Worker:
    request_end, requests = os.pipe()
    replies, reply_end = os.pipe()
    try:
        warm = _warm_process(modules)
        try:
            pid, process = warm.fork(request_end, reply_end)
        except OSError:  # somebody killed it; start another one
            end_warm_process()
            warm = _warm_process(modules)
            pid, process = warm.fork(request_end, reply_end)
    except BaseException:
        os.close(requests)
        os.close(replies)
        raise
    finally:
        os.close(request_end)
        os.close(reply_end)
    return Worker(
        os.fdopen(requests, "wb"),
        os.fdopen(replies, "rb"),
        warm.new_scratch(),
        process,
        lambda: warm.kill(pid),
        lambda: warm.forget(pid),
    )


class _WarmProcess:
    """A process with NumPy loaded that forks on demand. It ends when the judge does, since then their socket closes.

    Attributes
    ----------
    report : dict
        What it says of its own isolation.
    """

    def __init__(self, modules: tuple[str, ...], plan: Plan):
        self.judge = os.getpid()
        self.modules, self.plan = modules, plan
        self.folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.folder.chmod(0o755)  # another user must find the library and its own scratch folder
        for name in ("root", "scratch", *(f"{place}/own" for place in PLACES)):
            (self.folder / name).mkdir(parents=True)
        copy_modules(modules, self.folder / "library")
        shutil.copytree(WORKER, self.folder / "worker", ignore=shutil.ignore_patterns("__pycache__"))
        for path in self.folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        names = _other_names(self.folder)
        program = _named(_base_program(), names)
        self.lock = threading.Lock()
        self.connection, theirs = socket.socketpair()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with theirs:
            self.process = subprocess.Popen(
                [program, "-SsPB", str(self.folder / "worker"), "serve", str(self.folder)],
                cwd=self.folder,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_clean_environment() | {"PYTHONHOME": str(self.folder / "python")},
                start_new_session=True,
            )
        request = {
            "library": str(self.folder / "library"),
            "places": [str(self.folder / place) for place in PLACES],
            "root": str(self.folder / "root"),
            "modules": list(modules),
            "readable": [_named(path, names) for path in plan.readable],
            "devices": list(DEVICES),
            "landlock": plan.landlock,
            "namespaces": plan.namespaces,
            "seccomp": plan.seccomp.hex(),
        }
        try:
            write_frame(self.connection.makefile("wb", buffering=0), request)
            answer = read_frame(self.connection.makefile("rb", buffering=0))
        except (OSError, ProtocolError):
            answer = None
        if answer is None:
            self.end()
            raise ConnectionError("The warm process could not be started.")
        self.report = answer[0]
        self.connection.settimeout(SECONDS_TO_FORK)

    def new_scratch(self) -> Path:
        """Return an empty folder that its next child may write in."""
        folder = Path(tempfile.mkdtemp(dir=self.folder / "scratch"))
        if self.report["uid"] != os.geteuid():
            os.chown(folder, self.report["uid"], -1)
        return folder

    def fork(self, request_end: int, reply_end: int) -> tuple[int, int]:
        """Start a process that reads its request from one pipe and replies on the other.

        Returns
        -------
        pid, process : int
            The id by which the warm process knows it, and the one that it has here, which the system says: in there nobody is to know.
        """
        with self.lock:
            socket.send_fds(self.connection, [FORK], [request_end, reply_end])
            answer, ancillary, _, _ = self.connection.recvmsg(8, socket.CMSG_SPACE(CREDENTIALS.size))
        credentials = [data for _, kind, data in ancillary if kind == socket.SCM_CREDENTIALS]
        if len(answer) < 8 or not credentials:
            raise ConnectionError("The warm process has ended.")
        return int.from_bytes(answer, "big"), CREDENTIALS.unpack(credentials[0])[0]

    def kill(self, pid: int) -> None:
        """Kill a child and all it has started."""
        with contextlib.suppress(OSError):  # the warm process has ended, and its children with it
            self.connection.sendall(pid.to_bytes(8, "big", signed=True))

    def forget(self, pid: int) -> tuple[int, float]:
        """Kill a child and forget it; return its exit status and CPU time in seconds."""
        with self.lock:
            try:
                self.connection.sendall((-pid).to_bytes(8, "big", signed=True))
                status, *used = ENDED.unpack(self._receive(ENDED.size))
            except OSError:
                return signal.SIGKILL, 0.0
        return status, used[0] + used[2] + (used[1] + used[3]) / 1e6

    def end(self) -> None:
        """Close the socket, upon which the process ends and its folder is removed."""
        self.connection.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        remove_whole(str(self.folder))

    def _receive(self, size: int) -> bytes:
        answer = self.connection.recv(size, socket.MSG_WAITALL)
        if len(answer) < size:
            raise ConnectionError("The warm process has ended.")
        return answer


@dataclass
class _State:
    """What this process knows of its warm one."""

    plan: Plan | None = None  # instead of the best one
    warm: _WarmProcess | None = None
    inherited: _WarmProcess | None = (
        None  # from the process that this one was forked from, and that one's to end
    )


_state = _State()


def _warm_process(modules: tuple[str, ...]) -> _WarmProcess:
    """Return this judge's warm process; one with other modules, or another judge's, is not used."""
    plan = _state.plan or best_plan()
    if _state.warm is not None and _state.warm.judge != os.getpid():
        _state.warm.connection.close()
        _state.inherited, _state.warm = _state.warm, None
    if _state.warm is not None and (_state.warm.modules, _state.warm.plan) != (modules, plan):
        end_warm_process()
    if _state.warm is None:
        _state.warm = _WarmProcess(modules, plan)
    return _state.warm


def folder_of_warm_process(modules: Sequence[str]) -> Path:
    """Return a folder that workers with these modules know of and must not reach."""
    return _warm_process(tuple(modules)).folder


def report_of_warm_process() -> dict:
    """Return what the warm process says of its isolation; empty if there is none."""
    return _state.warm.report if _state.warm is not None else {}


@contextlib.contextmanager
def using(plan: Plan) -> Iterator[None]:
    """Start workers with these layers only."""
    end_warm_process()
    _state.plan = plan
    try:
        yield
    finally:
        _state.plan = None
        end_warm_process()


@atexit.register
def end_warm_process() -> None:
    """End this judge's warm process, if there is one; the next run starts another."""
    warm, _state.warm = _state.warm, None
    if warm is not None and warm.judge == os.getpid():
        warm.end()


def _base_program() -> str:
    """Return the Python behind a virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _other_names(folder: Path) -> dict[Path, Path]:
    """Link Python and NumPy into a folder; return their names in there, by the real ones.

    The real ones tell a run where the course's virtual environment and its user's home are.
    """
    names = {package: folder / "packages" / package.name for package in packages()}
    (folder / "packages").mkdir(mode=0o755)
    for real, name in names.items():
        name.symlink_to(real)
    home = Path(sys.base_prefix)
    (folder / "python").symlink_to(home.resolve())
    return names | {home: folder / "python", home.resolve(): folder / "python"}


def _named(path: str, names: dict[Path, Path]) -> str:
    for real, name in names.items():
        if Path(path).is_relative_to(real):
            return str(name / Path(path).relative_to(real))
    return path


def _clean_environment() -> dict[str, str]:
    """Return an environment without the instructor's settings; one thread for matrix products."""
    environment = {
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",  # the order of a set is the same each time
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    if os.name == "nt":  # Windows does not start Python without these
        environment |= {
            name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ
        }
    return environment

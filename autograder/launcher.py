"""Start worker processes: forked from a warm one on Linux, started cold elsewhere.

Loading Python and NumPy costs far more than running an exercise. So on Linux one process does it once and is forked for each
run. It has run nobody's code: a run cannot see or change another one.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

WORKER = Path(__file__).parent / "worker"


@dataclass
class Worker:
    """A process that waits for one request.

    Attributes
    ----------
    requests, replies : binary files
        Frames go in and come out here, see `autograder.worker.protocol`.
    kill : callable
        Ends the process and those it has started.
    forget : callable
        Lets the system forget a killed process; its id may then belong to another one.
    """

    requests: BinaryIO
    replies: BinaryIO
    kill: Callable[[], None]
    forget: Callable[[], None]

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self.kill()
        self.forget()
        with contextlib.suppress(BrokenPipeError):  # it may have ended before it had read everything
            self.requests.close()
        self.replies.close()


def start_worker() -> Worker:
    """Return a new process, ready for a request."""
    return _fork() if sys.platform == "linux" else _spawn()


def _spawn() -> Worker:
    process = subprocess.Popen(
        [sys.executable, "-I", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_clean_environment(),
        start_new_session=True,
    )

    def kill():
        if hasattr(os, "killpg"):
            _kill_group(process.pid)
        else:
            process.kill()

    return Worker(process.stdin, process.stdout, kill, process.wait)


def _fork() -> Worker:
    request_end, requests = os.pipe()
    replies, reply_end = os.pipe()
    try:
        warm = _warm_process(os.getpid())
        try:
            pid = warm.fork(request_end, reply_end)
        except OSError:  # somebody killed it; start another one
            end_warm_process()
            warm = _warm_process(os.getpid())
            pid = warm.fork(request_end, reply_end)
    finally:
        os.close(request_end)
        os.close(reply_end)

    def kill():
        _kill_group(pid)

    def forget():
        with contextlib.suppress(OSError):
            warm.connection.sendall(pid.to_bytes(8, "big"))

    return Worker(os.fdopen(requests, "wb"), os.fdopen(replies, "rb"), kill, forget)


class _WarmProcess:
    """A process with NumPy loaded that forks on demand. It ends when the judge does, since then their socket closes."""

    def __init__(self):
        self.connection, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(WORKER), "serve"],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_clean_environment(),
                start_new_session=True,
            )

    def end(self) -> None:
        """End the process and close the socket."""
        self.connection.close()
        self.process.kill()
        self.process.wait()

    def fork(self, request_end: int, reply_end: int) -> int:
        """Return the id of a new process that reads its request from one pipe and replies on the other."""
        socket.send_fds(self.connection, [bytes(8)], [request_end, reply_end])
        answer = self.connection.recv(8, socket.MSG_WAITALL)
        if len(answer) < 8:
            raise ConnectionError("The warm process has ended.")
        return int.from_bytes(answer, "big")


@functools.cache
def _warm_process(judge: int) -> _WarmProcess:
    """Return the warm process of the judge with this process id; a judge that was forked gets one of its own."""
    return _WarmProcess()


@atexit.register
def end_warm_process() -> None:
    """End this judge's warm process, if there is one; the next run starts another."""
    if _warm_process.cache_info().currsize:
        _warm_process(os.getpid()).end()
        _warm_process.cache_clear()


def _kill_group(pid: int) -> None:
    """Kill a worker and all of its group."""
    for kill in (os.killpg, os.kill):  # a child that was just forked may not lead its group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _clean_environment() -> dict[str, str]:
    """Return an environment without the instructor's settings; one thread for matrix products."""
    environment = {
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    if os.name == "nt":  # Windows does not start Python without these
        environment |= {
            name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ
        }
    return environment

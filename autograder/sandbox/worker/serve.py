"""A warm process: Python and NumPy are loaded, the isolation is prepared, and each run is forked from it.

Two processes. The guardian waits for the warm one and then removes its folder; so nothing is left even if the judge is killed.
The warm one is, where the kernel allows it, the first process of a namespace: when it ends, everything in there does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import random
import shutil
import signal
import socket
import sys

import isolate
from protocol import read_frame, write_frame

FORK = 0


def serve(folder: str) -> None:
    """Serve the judge at the other end of the socket on standard input, until it closes; then remove its folder."""
    judge = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    try:
        received = read_frame(judge.makefile("rb", buffering=0))
        if received is not None:
            _serve(judge, received[0])
    finally:
        judge.close()
        shutil.rmtree(folder, ignore_errors=True)


def _serve(judge: socket.socket, plan: dict) -> None:
    # Out of memory? Then these processes are the first that the system ends.
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    namespaces = {"user": False, "pid": False, "mount": False, "net": False}
    if plan["namespaces"]:
        for user in (False, True):
            if not namespaces["pid"] and (user or os.geteuid() == 0):
                namespaces["pid"] = isolate.new_process_ids(user)
                namespaces["user"] = namespaces["pid"] and user
    warm = os.fork()
    if warm == 0:
        try:
            _Warm(judge, plan, namespaces).serve()
        finally:
            os._exit(0)
    judge.close()
    os.waitpid(warm, 0)


class _Warm:
    """The process that is forked."""

    def __init__(self, judge: socket.socket, plan: dict, namespaces: dict[str, bool]):
        self.judge = judge
        self.seccomp = bytes.fromhex(plan["seccomp"])
        self.devices = plan["devices"]
        if namespaces["pid"]:
            namespaces |= isolate.new_mounts_and_network()
        self.own_mounts = namespaces["mount"]
        self.capabilities = isolate.become_nobody(plan["readable"])
        isolate.die_with_parent()
        import_what_is_allowed(plan["library"], plan["modules"])
        self.landlock = isolate.landlock_version() if plan["landlock"] else 0
        if self.landlock:
            self.rules = isolate.path_rules(
                self.landlock, [*plan["readable"], plan["library"]], [plan["scratch"]], self.devices
            )
        write_frame(
            judge.makefile("wb", buffering=0),
            {
                "namespaces": namespaces,
                "identities": {name: _namespace(name) for name in ("user", "pid", "mnt", "net")},
                "uid": os.geteuid(),
                "capabilities": self.capabilities,
                "landlock": self.landlock,
            },
        )
        gc.collect()
        gc.freeze()

    def serve(self) -> None:
        """Fork and kill as the judge asks.

        Each message is 8 bytes: `FORK`, with two pipes, asks for a process and is answered by its id; an id asks to kill this process and
        all it has started; a negative id asks the same and to forget it, and is answered by its exit status and CPU time in microseconds.
        """
        while True:
            message, pipes, _, _ = socket.recv_fds(self.judge, 8, 2)
            if not message:
                return  # the judge is gone
            number = int.from_bytes(message, "big", signed=True)
            if number == FORK:
                self._fork(*pipes)
                continue
            _kill_group(abs(number))
            if number < 0:
                status, microseconds = _forget(-number)
                self.judge.sendall(status.to_bytes(8, "big") + microseconds.to_bytes(8, "big"))

    def shut_off(self, scratch: str, limits: dict) -> None:
        """Take away from this process what a student's code must not have."""
        isolate.die_with_parent()
        if self.own_mounts:
            isolate.own_scratch(scratch, limits["disk_bytes"])
        os.chdir(scratch)
        isolate.limit(limits)
        if self.landlock:
            isolate.obey(self.rules)
            isolate.obey(isolate.write_rules(self.landlock, [scratch, *self.devices]))
        isolate.keep_capabilities(self.capabilities or 0)
        if self.seccomp:
            isolate.filter_system_calls(self.seccomp)

    def _fork(self, request_end: int, reply_end: int) -> None:
        child = os.fork()
        if child == 0:
            from answer import answer

            try:
                os.setsid()
                self.judge.close()
                answer(os.fdopen(request_end, "rb"), os.fdopen(reply_end, "wb"), self.shut_off)
            finally:
                os._exit(1)
        os.close(request_end)
        os.close(reply_end)
        self.judge.sendall(child.to_bytes(8, "big"))


def import_what_is_allowed(library: str, modules: list[str]) -> None:
    """Load NumPy and the assignment's modules, and let nothing else be found but the standard library.

    Parameters
    ----------
    library : str
        The folder that holds those modules.
    modules : list of str
    """
    import answer  # noqa: F401  loaded once, for all runs
    import numpy as np

    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [library] + [
        folder
        for folder in sys.path
        if os.path.abspath(folder) != here
        and not folder.rstrip("/\\").endswith(("site-packages", "dist-packages"))
    ]
    # An editable install finds its packages through a finder of its own.
    sys.meta_path[:] = [
        finder for finder in sys.meta_path if "editable" not in getattr(finder, "__module__", "")
    ]
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if "editable" not in getattr(hook, "__module__", "")]
    sys.path_importer_cache.clear()
    for module in modules:
        importlib.import_module(module)
    np.set_printoptions(
        threshold=100
    )  # printing large arrays takes longer than computing them, and goes to a log
    # What NumPy and Python set up when it is first used is set up here, once.
    exec(
        compile("a = np.ones((2, 2))\nb = str(np.pad(a @ a + 1, 1).sum(axis=0))", "first", "exec"), {"np": np}
    )
    # A notebook that does not seed its random numbers gets the same ones each time.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  it is the old global generator that is to be the same


def _namespace(kind: str) -> str:
    try:
        return os.readlink(f"/proc/self/ns/{kind}")
    except OSError:
        return ""


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # a child that was just forked may not lead its group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _forget(pid: int) -> tuple[int, int]:
    """Return a killed child's exit status and CPU time; its id may then belong to another process."""
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return 0, 0
    return status, int((usage.ru_utime + usage.ru_stime) * 1e6)

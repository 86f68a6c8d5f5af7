"""A warm process: Python and NumPy are loaded, the isolation is prepared, and each run is forked from it.

Two processes. The guardian waits for the warm one and then removes its folder; so nothing is left even if the judge is killed.
The warm one is, where the kernel allows it, the first process of a namespace: when it ends, everything in there does.

A run can look at all of this process's memory. So nothing lies in it that a run must not know: no path of the course, no number, no name.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import random
import signal
import socket
import sys
from collections.abc import Callable
from typing import BinaryIO

import drawings
import isolate
import stand_ins
from protocol import read_frame, write_frame

FORK = 0
MANY = 1 << 16  # and no descriptor has a higher number


def serve(folder: str) -> tuple[BinaryIO, BinaryIO, Callable]:
    """Serve the judge at the other end of the socket on standard input, until it closes; then remove the folder, and end.

    Returns
    -------
    requests, replies : binary files
    shut_off : callable
        What `answer.answer` needs. It returns in the processes that are forked for a run, and in no other.
    """
    judge = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    guardian = os.getpid()
    run = None
    try:
        received = read_frame(judge.makefile("rb", buffering=0))
        if received is not None:
            run = _guard(judge, received[0])
    finally:
        if run is None:
            if os.getpid() == guardian:
                judge.close()
                isolate.remove_whole(folder)
            os._exit(0)
    return run


def _guard(judge: socket.socket, plan: dict) -> tuple[BinaryIO, BinaryIO, Callable] | None:
    user, guardian = os.geteuid(), os.getpid()
    namespaces = _namespaces(plan)
    warm = os.fork()
    if warm == 0:
        return _Warm(judge, plan, namespaces, user, guardian).serve()
    judge.close()
    os.waitpid(warm, 0)
    return None


def _namespaces(plan: dict) -> dict[str, bool]:
    # Out of memory? Then these processes are the first that the system ends.
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    namespaces = {"user": False, "pid": False, "mount": False, "net": False, "root": False}
    if plan["namespaces"]:
        for user in (False, True):
            if not namespaces["pid"] and (user or os.geteuid() == 0):
                namespaces["pid"] = isolate.new_process_ids(user)
                namespaces["user"] = namespaces["pid"] and user
        if not namespaces["pid"] and os.geteuid() != 0:
            namespaces["user"] = isolate.new_user_namespace()
    return namespaces


class _Warm:
    """The process that is forked."""

    def __init__(
        self, judge: socket.socket, plan: dict, namespaces: dict[str, bool], user: int, guardian: int
    ):
        self.judge = judge
        self.seccomp = bytes.fromhex(plan["seccomp"])
        self.devices, self.readable = plan["devices"], [*plan["readable"], plan["library"]]
        # For the folders of runs, where they can be mounted. Mostly there is one run at a time.
        self.places = plan["places"]
        self.taken: dict[int, str] = {}
        self.last_process = None  # where the id of the last process stands
        if namespaces["pid"]:
            with contextlib.suppress(OSError):
                self.last_process = os.open("/proc/sys/kernel/ns_last_pid", os.O_WRONLY)
            namespaces["net"] = isolate.new_network()
            namespaces["mount"] = isolate.new_mounts()
        another = isolate.become_another(isolate.FIRST_USER + guardian)
        isolate.die_with_parent()
        import_what_is_allowed(plan["library"], plan["modules"])
        identities = {name: _namespace(name) for name in ("user", "pid", "mnt", "net")}
        if namespaces["mount"]:
            seen = [*self.readable, *self.devices]
            namespaces["root"] = isolate.new_root(plan["root"], seen, list(map(_scratch, self.places)))
        self.own_mounts = namespaces["mount"]
        self.capabilities = isolate.capability_to_read(self.readable) if another else 0
        self.landlock = isolate.landlock_version() if plan["landlock"] else 0
        self.rules = {}
        if self.landlock and self.own_mounts:  # the folders have the same names each time
            self.rules = {place: self._rules(place) for place in self.places}
        # How many processes of a run's user there are besides: this one, and its guardian if that is not root's.
        self.others = 1 if another else 2
        # Root's runs that are `nobody`'s are counted together with those of all others.
        alone = os.geteuid() != isolate.NOBODY or namespaces["user"]
        self.counts_alone = alone and isolate.counts_alone(self.others)
        write_frame(
            judge.makefile("wb", buffering=0),
            {
                "namespaces": namespaces,
                "identities": identities,
                "uid": os.geteuid() if another else user,
                "capabilities": self.capabilities,
                "landlock": self.landlock,
                "counts_alone": self.counts_alone,
            },
        )

    def serve(self) -> tuple[BinaryIO, BinaryIO, Callable] | None:
        """Fork and kill as the judge asks; return in each process that is forked, and None when the judge is gone.

        Each message is 8 bytes: `FORK`, with two pipes, asks for a process and is answered by itself with its id; an id asks to kill this
        process and all it has started; a negative id asks the same and to forget it, and is answered with its exit status and its processor
        time: see `_forget`.

        What one run did must not be found in this process's memory by the next: neither its exit status nor how much memory it used, nor
        the ids that the judge knows processes by, which go on where others have stopped. So each of these is sent by the system alone.
        """
        gc.collect()
        gc.freeze()
        while True:
            message, pipes, _, _ = socket.recv_fds(self.judge, 8, 2)
            if not message:
                return None
            number = int.from_bytes(message, "big", signed=True)
            if number == FORK:
                place = self._place()
                child = self._fork()
                if child == 0:
                    return self._begin(pipes[0], pipes[1], place)
                self.taken[child] = place
                for pipe in pipes:
                    os.close(pipe)
                continue
            _kill_group(abs(number))
            if number < 0:
                _forget(-number, self.judge)
                if place := self.taken.pop(-number, ""):
                    isolate.unmount_scratch(_scratch(place))

    def _place(self) -> str:
        if not self.own_mounts:
            return ""  # the judge makes a folder
        place = next(place for place in self.places if place not in self.taken.values())
        isolate.mount_scratch(_scratch(place))
        return place

    def _fork(self) -> int:
        if self.last_process is not None:
            # Each run has the same ids: they would tell it how many threads the last one has started.
            with contextlib.suppress(OSError):
                os.pwrite(self.last_process, b"1", 0)
        return os.fork()

    def _begin(self, request_end: int, reply_end: int, place: str) -> tuple[BinaryIO, BinaryIO, Callable]:
        os.setsid()
        self.judge.sendall(os.getpid().to_bytes(8, "big"))  # the system adds by which id the judge knows it
        self.judge.close()
        self.kept, self.place = sorted((request_end, reply_end)), place
        return os.fdopen(request_end, "rb"), os.fdopen(reply_end, "wb"), self.shut_off

    def shut_off(self, scratch: str, limits: dict) -> None:
        """Take away from this process what a student's code must not have."""
        isolate.die_with_parent()
        if self.own_mounts:
            scratch = _scratch(self.place)
            isolate.bound_scratch(scratch, limits["disk_bytes"])
        os.chdir(scratch)
        isolate.limit(limits | {"threads": limits["threads"] + self.others if self.counts_alone else None})
        if self.landlock:
            isolate.obey(self.rules[self.place] if self.own_mounts else self._rules(scratch))
        low, high = self.kept
        for first, end in ((3, low), (low + 1, high), (high + 1, MANY)):
            os.closerange(first, end)
        isolate.keep_capabilities(self.capabilities)
        program = self.seccomp
        self.__dict__.clear()  # a run can look at what is left
        if program:
            isolate.filter_system_calls(program)

    def _rules(self, scratch: str) -> int:
        return isolate.path_rules(self.landlock, self.readable, [scratch], self.devices)


def _scratch(place: str) -> str:
    """Return the folder to mount on. Landlock's rule is for the one around it: what is mounted on a folder hides the folder's own rule."""
    return f"{place}/own"


def import_what_is_allowed(library: str, modules: list[str]) -> None:
    """Load NumPy and the assignment's modules, and let nothing else be found but the standard library and a stand-in for matplotlib.

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
    sys.meta_path[:0] = [
        drawings.Finder(),
        stand_ins.Finder(),
    ]  # before one that would find what is installed
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


def _forget(pid: int, judge: socket.socket) -> None:
    """Send a killed child's exit status and what it used, as `wait4` writes them; its id may then belong to another process.

    4 bytes of status come first, then two pairs of seconds and microseconds, 8 bytes each: for itself, and for the system on its behalf.
    """
    status, used = ctypes.create_string_buffer(4), ctypes.create_string_buffer(144)
    with contextlib.suppress(ChildProcessError):
        isolate.call("wait4", pid, status, 0, used)
    judge.sendmsg([status, memoryview(used)[:32]])
    for buffer in (status, used):
        ctypes.memset(buffer, 0, len(buffer))

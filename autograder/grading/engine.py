"""Many tasks on any `concurrent.futures.Executor`: a few at a time, and one that fails harms no other."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import multiprocessing.util
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from typing import Any

from autograder.course import CourseError
from autograder.sandbox import launcher

ATTEMPTS = 2


class LostTaskError(Exception):
    """A task whose process ended under it."""


class Processes:
    """Processes on this computer; if one of them dies, others take their place."""

    def __init__(self, count: int):
        self.count = count
        self.others = set(multiprocessing.active_children())
        self.executor = self._start(count)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._kill()
        self.executor.shutdown(cancel_futures=True)

    def submit(self, function: Callable, *arguments: Any) -> Future:
        """Have a process call a function."""
        return self.executor.submit(function, *arguments)

    def recover(self) -> None:
        """Start anew after a process has died."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._start(self.count)

    def alone(self, function: Callable, *arguments: Any) -> Any:
        """Call a function in a process that does nothing else."""
        with self._start(1) as executor:
            try:
                return executor.submit(function, *arguments).result()
            except KeyboardInterrupt:
                self._kill()
                raise

    def _kill(self) -> None:
        """End all processes at once: what still runs is wanted no more, and may take long."""
        for process in set(multiprocessing.active_children()) - self.others:
            process.kill()

    @staticmethod
    def _start(count: int) -> ProcessPoolExecutor:
        # A forked process has everything loaded already. Elsewhere than on Linux forking is not safe.
        method = "fork" if sys.platform == "linux" else "spawn"
        executor = ProcessPoolExecutor(count, multiprocessing.get_context(method), initializer=_begin)
        executor.submit(os.getpid).result()  # they are started here, before a progress bar starts its thread
        return executor


def outcomes(
    tasks: Iterable[tuple[Any, tuple]], function: Callable, executor: Executor | Processes, at_once: int
) -> Iterator[tuple[Any, Any]]:
    """Call a function for each task; give what it returned, or the exception it raised both times.

    Parameters
    ----------
    tasks : iterable of (name, arguments)
        Taken as they are needed, so that few are in memory.
    function : callable
    executor : Executor or Processes
        Any executor will do. If a process of `Processes` dies, what was running is done again, each task alone; so it costs no other task
        anything, and the one that is to blame is found.
    at_once : int
        How many tasks are handed out at a time.

    Yields
    ------
    (name, result or exception)
        In the order in which they end.
    """
    coming = iter(tasks)
    again: deque[tuple[Any, tuple, int]] = deque()
    running: dict[Future, tuple[Any, tuple, int]] = {}
    while True:
        while len(running) < at_once and (task := _next_task(again, coming)):
            running[_submit(executor, function, task[1])] = task
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        suspects = []
        for future in done:
            name, arguments, attempt = running.pop(future)
            try:
                outcome = future.result()
            except BrokenExecutor:
                suspects.append((name, arguments))
                continue
            except CourseError:
                raise
            except Exception as error:
                if attempt < ATTEMPTS:
                    again.append((name, arguments, attempt + 1))
                    continue
                outcome = error
            yield name, outcome
        if suspects:
            suspects += [(name, arguments) for name, arguments, _ in running.values()]
            running.clear()
            if not isinstance(executor, Processes):
                raise CourseError("the executor has broken down; run the same command again.")
            executor.recover()
            yield from ((name, _alone(executor, function, arguments)) for name, arguments in suspects)


def _next_task(
    again: deque[tuple[Any, tuple, int]], coming: Iterator[tuple[Any, tuple]]
) -> tuple[Any, tuple, int] | None:
    """Return what to try next, its name, its arguments and how often it was begun; None if nothing waits."""
    if again:
        return again.popleft()
    task = next(coming, None)
    return None if task is None else (*task, 1)


def _submit(executor: Executor | Processes, function: Callable, arguments: tuple) -> Future:
    try:
        return executor.submit(function, *arguments)
    except BrokenExecutor as error:  # a process died between two tasks
        future: Future = Future()
        future.set_exception(error)
        return future


def _alone(executor: Processes, function: Callable, arguments: tuple) -> Any:
    try:
        return executor.alone(function, *arguments)
    except BrokenExecutor:
        return LostTaskError("the grader's process died, twice")
    except CourseError:
        raise
    except Exception as error:
        return error


def _begin() -> None:
    """Prepare a process: it ends when the one that started it does, however that ended, and leaves Ctrl-C to it, and a terminal that is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    multiprocessing.util.Finalize(None, launcher.end_warm_process, exitpriority=10)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    with contextlib.suppress(OSError):
        multiprocessing.connection.wait([parent.sentinel] if parent else [])
    os._exit(1)

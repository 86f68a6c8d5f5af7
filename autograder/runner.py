"""Run a submission's cells in a process of their own, within limits, and collect the arrays that come back."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

import modlab
from autograder.launcher import Worker, start_worker
from autograder.notebooks import Step
from autograder.worker.protocol import ProtocolError, read_frame, write_frame

SECONDS_TO_START = 60.0


@dataclass(frozen=True)
class Limits:
    """What one run of a submission may use.

    Attributes
    ----------
    seconds : float
        Wall-clock time for all cells together, from the moment that NumPy is loaded.
    memory_bytes : int
        Address space of the process, the mapped libraries included.
    file_bytes : int
        Size of any file it writes.
    reply_bytes : int
        What the judge reads from it at most.
    """

    seconds: float = 10.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 16 << 20
    reply_bytes: int = 64 << 20


@dataclass
class Run:
    """What came back from one run.

    Attributes
    ----------
    values : dict of (str, str) to ndarray or str
        For each (check cell, name): the array, or in a word what it was instead (`"None"`, `"absent"`, `"float"`, …).
    errors : dict of str to dict
        For each step that raised: `type`, `message` and `line`.
    output : str
        What the student's cells printed, the beginning of it.
    stopped_at : Step or None
        The step in which the process ended or ran out of time; None if it came to its end.
    stopped_why : str
        Why, as the end of a sentence that begins with "Your cell".
    started : bool
        Whether the process got as far as the first cell.
    """

    values: dict[tuple[str, str], np.ndarray | str] = field(default_factory=dict)
    errors: dict[str, dict] = field(default_factory=dict)
    output: str = ""
    stopped_at: Step | None = None
    stopped_why: str = ""
    started: bool = False


@contextmanager
def library(modules: Sequence[str]) -> Iterator[Path]:
    """Make a folder that holds the parts of modlab which an assignment may import, and no others.

    Parameters
    ----------
    modules : sequence of str
        Module names, such as `"modlab.im2col"`.
    """
    source = Path(modlab.__file__).parent
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        package = Path(folder) / "modlab"
        package.mkdir()
        (package / "__init__.py").write_text('"""The part of modlab that this assignment may use."""\n')
        for module in modules:
            relative = Path(*module.split(".")[1:]).with_suffix(".py")
            shutil.copy(source / relative, package / relative)
        yield Path(folder)


def run(
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int],
    library_folder: Path,
    limits: Limits,
) -> Run:
    """Run the steps once, in a new process.

    Parameters
    ----------
    steps : sequence of Step
        The rebuilt notebook, see `autograder.notebooks.rebuild`.
    numbers : dict of str to ndarray or int
        What takes the place of the `parameters` cell.
    library_folder : Path
        From `library`.
    limits : Limits
        Time, memory and size.

    Returns
    -------
    Run
        Whatever came back, also when the process was stopped on the way.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-scratch-", ignore_cleanup_errors=True) as scratch:
        request = {
            "nonce": secrets.token_hex(16),
            "library": str(library_folder),
            "scratch": scratch,
            "steps": [step.as_message() for step in steps],
            "scalars": {name: value for name, value in numbers.items() if not isinstance(value, np.ndarray)},
            "limits": {
                "memory_bytes": limits.memory_bytes,
                "cpu_seconds": int(2 * limits.seconds) + 5,
                "file_bytes": limits.file_bytes,
            },
        }
        arrays = {name: value for name, value in numbers.items() if isinstance(value, np.ndarray)}
        worker = start_worker()
        deadline = _Deadline(worker)
        deadline.set(SECONDS_TO_START)
        try:
            write_frame(worker.requests, request, arrays)
            worker.requests.close()
            result = _listen(worker.replies, steps, request["nonce"], limits, deadline)
        except BrokenPipeError:
            result = Run(stopped_at=steps[0], stopped_why="could not be started")
        finally:
            deadline.cancel()
            worker.end()
    if result.stopped_at is not None and deadline.passed:
        result.stopped_why = f"was still running after {limits.seconds:g} seconds, and was stopped"
    return result


def run_without_what_stops_it(
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int],
    library_folder: Path,
    limits: Limits,
    stopped: dict[str, str],
) -> Run:
    """Run the steps; if one of the student's cells ends the process, leave that cell out and run again.

    So an endless loop or an `os._exit` costs the points of its own cell, and of no other.

    Parameters
    ----------
    stopped : dict of str to str
        The cells to leave out and why; cells found to stop the process are added, so that the next run leaves them out at once.
    """
    while True:
        result = run([step for step in steps if step.name not in stopped], numbers, library_folder, limits)
        culprit = result.stopped_at
        if culprit is None or not culprit.is_students:
            return result
        stopped[culprit.name] = result.stopped_why


def _listen(replies: BinaryIO, steps: Sequence[Step], nonce: str, limits: Limits, deadline: _Deadline) -> Run:
    """Read frames until the process ends, runs out of time, or says something it should not."""
    result = Run()
    stream = _Capped(replies, limits.reply_bytes)
    current, finished = 0, -1
    last = max((i for i, step in enumerate(steps) if step.kind != "read"), default=-1)
    try:
        while (frame := read_frame(stream)) is not None:
            header, arrays = frame
            if not result.started:
                result.started = True
                deadline.set(limits.seconds)
            if header.get("nonce") != nonce:
                raise ProtocolError("A frame without the right nonce.")
            if "begin" in header:
                current = int(header["begin"])
            elif "end" in header:
                finished = int(header["end"])
                if header["error"]:
                    result.errors[steps[finished].name] = _plain_error(header["error"])
                if steps[finished].is_students:
                    result.output += str(header["output"])[:10_000]
            elif "values" in header:
                for name, what in header["values"].items():
                    value = arrays[name] if what == "array" else str(what)
                    result.values.setdefault((str(header["cell"]), name), value)
    except (ProtocolError, KeyError, ValueError, TypeError, IndexError, AttributeError):
        result.stopped_why = "sent an answer that cannot be read"
    if finished < last or result.stopped_why:
        result.stopped_at = steps[current] if 0 <= current < len(steps) else steps[0]
        result.stopped_why = (
            result.stopped_why or "ended the Python process (os._exit, a crash, or too much memory)"
        )
    return result


def _plain_error(error: dict) -> dict:
    line = error["line"]
    return {
        "type": str(error["type"])[:100],
        "message": str(error["message"])[:500],
        "line": line if isinstance(line, int) else None,
    }


class _Capped:
    """A stream that ends after so many bytes."""

    def __init__(self, stream, limit):
        self.stream = stream
        self.left = limit

    def read(self, size):
        if size > self.left:
            raise ProtocolError("The worker says more than it may.")
        self.left -= size
        return self.stream.read(size)


class _Deadline:
    """Kill the worker when its time is up."""

    def __init__(self, worker: Worker):
        self.worker = worker
        self.passed = False
        self.timer: threading.Timer | None = None

    def set(self, seconds: float) -> None:
        self.cancel()
        self.timer = threading.Timer(seconds, self._pass)
        self.timer.daemon = True
        self.timer.start()

    def cancel(self) -> None:
        if self.timer is not None:
            self.timer.cancel()

    def _pass(self) -> None:
        self.passed = True
        self.worker.kill()

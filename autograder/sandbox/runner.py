"""Run a submission's cells in a process of their own, within limits, and collect the arrays that come back."""

from __future__ import annotations

import errno
import math
import os
import secrets
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np

from autograder.notebook.rebuilding import Step
from autograder.sandbox.launcher import Worker, start_worker
from autograder.sandbox.plan import THREADS, too_many_threads
from autograder.sandbox.worker.protocol import ProtocolError, read_frame, write_frame

SECONDS_TO_START = 60.0
SECONDS_BETWEEN_LOOKS = 0.25
CLOCK = 3  # how much longer than its processor time a run may take by the clock
SECONDS_TO_END = 2.0
PATIENCE = 10  # and how much longer than that if the computer is busy
OPEN_FILES = 64
MAX_FILES = 1000


@dataclass(frozen=True)
class Limits:
    """What one run of a submission may use.

    Attributes
    ----------
    seconds : float
        Processor time for all cells together, from the moment that NumPy is loaded. A run may take three times as long by the clock, not
        counting the time that it waits for a processor: what else the computer does is not the student's fault.
    memory_bytes : int
        Address space of the process, the mapped libraries included.
    file_bytes, disk_bytes : int
        Size of any file it writes, and of all of them.
    reply_bytes : int
        What the judge reads from it at most.
    """

    seconds: float = 10.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 16 << 20
    disk_bytes: int = 32 << 20
    reply_bytes: int = 64 << 20

    def as_message(self) -> dict[str, int]:
        """Return the limits as the worker gets them."""
        return {
            "memory_bytes": self.memory_bytes,
            "cpu_seconds": max(1, math.ceil(self.seconds)),
            "file_bytes": self.file_bytes,
            "disk_bytes": self.disk_bytes,
            "open_files": OPEN_FILES,
            "threads": THREADS,
        }


@dataclass
class Run:
    """What came back from one run.

    Attributes
    ----------
    values : dict of (str, str) to ndarray or str
        For each (check cell, name): the array, or in a word what it was instead (`"None"`, `"absent"`, `"float"`, …).
    errors : dict of str to dict
        For each step that raised: `type`, `message`, `line`, and `inside` and `line_inside`, the last of the student's cells that it went
        through.
    output : str
        What the student's cells printed, the beginning of it.
    stopped_at : Step or None
        The step in which the process ended or ran out of time; None if it came to its end.
    stopped_why : str
        Why, as the end of a sentence that begins with "Your cell".
    started : bool
        Whether the process got as far as the first cell.
    seconds : dict of str to float
        Processor time of each step, as the process says. It is for the instructor to look at; nothing is decided by it.
    """

    values: dict[tuple[str, str], np.ndarray | str] = field(default_factory=dict)
    errors: dict[str, dict] = field(default_factory=dict)
    output: str = ""
    stopped_at: Step | None = None
    stopped_why: str = ""
    started: bool = False
    seconds: dict[str, float] = field(default_factory=dict)


def run(
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int | float],
    modules: Sequence[str],
    limits: Limits,
    right: Mapping[str, np.ndarray] | None = None,
) -> Run:
    """Run the steps once, in a new process.

    Parameters
    ----------
    steps : sequence of Step
        The rebuilt notebook, see `autograder.notebook.rebuilding.rebuild`.
    numbers : dict of str to ndarray or int
        What takes the place of the `parameters` cell.
    modules : sequence of str
        The parts of modlab that may be imported.
    limits : Limits
        Time, memory and size.
    right : mapping of str to ndarray, optional
        What the steps of kind `"mend"` put in place, by `"CELL NAME"`.

    Returns
    -------
    Run
        Whatever came back, also when the process was stopped on the way.
    """
    worker = start_worker(modules)
    watch = _Watch(worker, limits)
    nonce = secrets.token_hex(16)
    request = {
        "nonce": nonce,
        "scratch": str(worker.scratch),
        "steps": [step.as_message() for step in steps],
        "scalars": {name: value for name, value in numbers.items() if not isinstance(value, np.ndarray)},
        "limits": limits.as_message(),
        "right": sorted(right or {}),
    }
    arrays = {name: value for name, value in numbers.items() if isinstance(value, np.ndarray)}
    arrays |= right or {}
    watch.start()
    try:
        write_frame(worker.requests, request, arrays)
        worker.requests.close()
        made = _listen(worker.replies, steps, nonce, limits, watch)
        if made.stopped_at is not None and not made.stopped_why and not watch.let_end():
            made.stopped_why = "no longer answers"
    except BrokenPipeError:
        made = Run(stopped_at=steps[0])
    finally:
        watch.end()
        status, cpu_seconds = worker.end()
    if made.stopped_at is not None:
        made.stopped_why = made.stopped_why or watch.why or _how_it_ended(status, cpu_seconds, limits)
    return made


def run_without_what_stops_it(
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int | float],
    modules: Sequence[str],
    limits: Limits,
    stopped: dict[str, str],
    right: Mapping[str, np.ndarray] | None = None,
) -> Run:
    """Run the steps; if one of the student's cells ends the process, leave that cell out and run again.

    So an endless loop or an `os._exit` costs the points of its own cell, and of no other. A notebook in which more cells do it than it
    has blanks is given up.

    Parameters
    ----------
    stopped : dict of str to str
        The cells to leave out and why; cells found to stop the process are added, so that the next run leaves them out at once.
    """
    blanks = sum(step.kind == "answer" for step in steps)
    while True:
        left = [step for step in steps if step.name not in stopped]
        made = run(left, numbers, modules, limits, right)
        culprit = made.stopped_at
        if culprit is None or not culprit.is_students:
            return made
        stopped[culprit.name] = made.stopped_why
        if len(stopped) > blanks:
            return made


def _listen(replies: IO[bytes], steps: Sequence[Step], nonce: str, limits: Limits, watch: _Watch) -> Run:
    """Read frames until the process ends, runs out of time, or says something it should not."""
    heard = _Heard(steps)
    stream = _Capped(replies, limits.reply_bytes)
    try:
        while (frame := read_frame(stream)) is not None:
            header, arrays = frame
            if not heard.run.started:
                heard.run.started = True
                watch.begin()
            if header.get("nonce") != nonce:
                raise ProtocolError("A frame without the right nonce.")
            heard.take(header, arrays)
    except (ProtocolError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError):
        heard.run.stopped_why = "sent an answer that cannot be read"
    if not heard.done or heard.run.stopped_why:
        heard.run.stopped_at = steps[heard.current]
    return heard.run


class _Heard:
    """What the worker has said so far, as a run. It may say anything: what cannot be meant raises an error.

    Attributes
    ----------
    run : Run
    current : int
        The step that it is at.
    done : bool
        Whether it has come to its end.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.run = Run()
        self.current, self.done = 0, False
        self._began: float | None = None
        self._wanted = {(step.name, name) for step in steps if step.kind == "read" for name in step.names}

    def take(self, header: dict, arrays: Mapping[str, np.ndarray]) -> None:
        """Take in one frame."""
        if "begin" in header:
            self._clock(header["seconds"])
            self.current, self._began = _position(header["begin"], self.steps), header["seconds"]
        elif "end" in header:
            self._end(self.steps[_position(header["end"], self.steps)], header)
        elif "values" in header:
            for name, what in header["values"].items():
                place = (str(header["cell"]), name)
                if place in self._wanted:
                    self.run.values.setdefault(place, arrays[name] if what == "array" else str(what)[:100])
        elif "done" in header:
            self.done = True
            self._clock(header["seconds"])

    def _clock(self, now: float) -> None:
        if self._began is not None:
            self.run.seconds[self.steps[self.current].name] = _duration(self._began, now)

    def _end(self, ended: Step, header: dict) -> None:
        if header["error"]:
            self.run.errors[ended.name] = _plain_error(header["error"])
        if ended.is_students:
            self.run.output = (self.run.output + str(header["output"])[:10_000])[:50_000]


def _position(value: object, steps: Sequence[Step]) -> int:
    if type(value) is not int or not 0 <= value < len(steps):
        raise ProtocolError("A step that there is not.")
    return value


def _duration(before: float, after: float) -> float:
    seconds = float(after) - float(before)
    if not 0 <= seconds < 1e6:  # nor what is no number
        raise ProtocolError("A clock that goes backwards.")
    return seconds


def _plain_error(error: dict) -> dict:
    def line(number: object) -> int | None:
        return number if type(number) is int and 0 < number < 1_000_000 else None

    return {
        "type": str(error["type"])[:100],
        "message": str(error["message"])[:500],
        "line": line(error["line"]),
        "inside": str(error["inside"])[:100],
        "line_inside": line(error["line_inside"]),
    }


def _how_it_ended(status: int, cpu_seconds: float, limits: Limits) -> str:
    """Return in words why a process ended by itself before its last cell."""
    number = status & 0x7F
    if number == getattr(signal, "SIGXCPU", -1) or cpu_seconds >= limits.as_message()["cpu_seconds"]:
        return _too_slow(limits)
    if number in (0, signal.SIGTERM) or os.name == "nt":
        return "ended the Python process (os._exit or the like)"
    if number == getattr(signal, "SIGKILL", -1):
        return "was killed by the system (too much memory?)"
    return f"crashed the Python process ({signal.Signals(number).name})"


def _too_slow(limits: Limits) -> str:
    return f"was still running after {limits.seconds:g} seconds, and was stopped: look for a loop that does not end"


class _Capped:
    """A stream that ends after so many bytes."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self.stream = stream
        self.left = limit

    def read(self, size: int) -> bytes:
        if size > self.left:
            raise ProtocolError("The worker says more than it may.")
        self.left -= size
        return self.stream.read(size)


class _Watch(threading.Thread):
    """Kill the worker when its time is up or its folder too full.

    Attributes
    ----------
    why : str
        Why it was killed, as the end of a sentence that begins with "Your cell"; empty if it was not.
    """

    def __init__(self, worker: Worker, limits: Limits):
        super().__init__(daemon=True)
        self.worker, self.limits = worker, limits
        self.why = ""
        self.begun = False
        self.process = worker.process
        self.changed = threading.Condition()
        self.ended = False

    def begin(self) -> None:
        """Count the submission's own time from now on."""
        with self.changed:
            self.begun = True
            self.changed.notify()

    def end(self) -> None:
        """Stop watching."""
        with self.changed:
            self.ended = True
            self.changed.notify()
        self.join()

    def let_end(self) -> bool:
        """Wait until the process, which has said its last, has ended by itself; say whether it has. Killed at once, it could not say why."""
        end = time.monotonic() + SECONDS_TO_END
        while not self.why and _lives(self.process):
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        return True

    def run(self) -> None:
        """Wait and look."""
        with self.changed:
            self.changed.wait_for(lambda: self.begun or self.ended, SECONDS_TO_START)
            began, allowed = time.monotonic(), CLOCK * self.limits.seconds if self.begun else 0.0
            while not self.ended and not self.why:
                passed = time.monotonic() - began
                left = min(allowed - passed + _seconds_waited(self.process), PATIENCE * allowed - passed)
                if left <= 0:
                    self.why = _too_slow(self.limits)
                elif too_many_threads(self.process):
                    self.why = f"started more than {THREADS} threads"
                elif _too_much(self.worker.scratch, self.limits):
                    self.why = f"wrote more than {self.limits.disk_bytes >> 20} MB to files"
                else:
                    self.changed.wait_for(lambda: self.ended, min(left, SECONDS_BETWEEN_LOOKS))
        if self.why:
            self.worker.kill()


def _lives(process: int) -> bool:
    """Whether a process is there and has not ended; False where the system does not say."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return False


def _seconds_waited(process: int) -> float:
    """Return how long a process has been ready to run and had no processor; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _too_much(folder: Path, limits: Limits) -> bool:
    """Whether a folder holds more than it may. Where the worker sees a folder of its own in memory, this one stays empty."""
    size = count = 0
    left = [str(folder)]
    while left:
        try:
            for entry in os.scandir(left.pop()):
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    left.append(entry.path)
                else:
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                if size > limits.disk_bytes or count > MAX_FILES:
                    return True
        except OSError as error:  # it is gone again; or so deep that its path is too long to be looked at
            if error.errno == errno.ENAMETOOLONG:
                return True
    return False

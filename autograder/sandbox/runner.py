"""Run a submission's cells in a process of their own, within limits, and collect the arrays that come back."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import numpy as np

from autograder.notebook.reading import check_of
from autograder.notebook.rebuilding import Step
from autograder.safe import one_line
from autograder.sandbox.launcher import Worker, start_worker
from autograder.sandbox.plan import THREADS, too_many_threads
from autograder.sandbox.worker.protocol import (
    MAX_ARRAY_BYTES,
    MAX_REPLY_HEADER_BYTES,
    ProtocolError,
    read_frame,
    write_frame,
)

SECONDS_TO_START = 60.0
SECONDS_BETWEEN_LOOKS = 0.25
CLOCK = 3  # how much longer than its processor time a run may take by the clock
SECONDS_TO_END = 2.0
PATIENCE = 10  # and how much longer than that if the computer is busy
OPEN_FILES = 64
MAX_FILES = 1000
BUDGET = 6  # how much longer than one run all runs on one kind of numbers may take by the clock
MOST_SECONDS = 30.0  # and never longer than this
LEAST_SECONDS = 0.02  # with less than this left, none is begun
SMALL_ARRAY = 1 << 16  # bytes; a larger one is kept only if it has the shape that is wanted
OUT_OF_TIME = "was not run"

# What is sent to a run when it has come so far: for a step's kind and name a header and arrays.
Later = Mapping[tuple[str, str], tuple[dict, dict[str, np.ndarray]]]


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
    clock_seconds : float or None
        Less time by the clock than that, where a submission has used up most of its budget.
    """

    seconds: float = 10.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 16 << 20
    disk_bytes: int = 32 << 20
    reply_bytes: int = 64 << 20
    clock_seconds: float | None = None

    @property
    def budget(self) -> float:
        """Return how many seconds by the clock all runs of a submission on one kind of numbers, public or hidden, may take together."""
        return min(MOST_SECONDS, BUDGET * self.seconds)

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


@dataclass(frozen=True)
class Terms:
    """What a run gets beside its cells and its numbers.

    Attributes
    ----------
    later : mapping of (str, str) to (dict, dict of str to ndarray)
        For each step of kind `"mend"`, `"ask"` or `"again"` what it needs. It is sent when the process has come to that step, and what sets a
        blank right only when it has said what its own values are.
    own_names : collection of str
        What the notebook itself gives a name to. When a function is called again, these are gone, unless they are functions, classes or modules.
    puts_back : bool
        Whether names of the notebook's that a student's cell gives to something else are given back.
    shape_of : callable
        Returns for a step's kind, a check cell and a name the shape that is wanted, or None. Of a large array with another one the shape
        alone is kept.
    """

    later: Later = field(default_factory=dict)
    own_names: Collection[str] = ()
    puts_back: bool = False
    shape_of: Callable[[str, str, str], tuple[int, ...] | None] = lambda _kind, _cell, _name: None


NO_TERMS = Terms()


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
    again : dict of (str, str) to ndarray or str
        As `values`: what came out when a function was called again, with other numbers. None of a cell if that would have taken too long.
    errors_again : dict of str to dict
        As `errors`, for each check cell whose blank was called again.
    written : dict of str to list of str
        For each check cell, the given arrays that its blank wrote into.
    anew : set of str
        The given names that a student's cell gave to something else.
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
    clock_seconds : float
        How long it took by the clock, without the time that it waited for a processor.
    """

    values: dict[tuple[str, str], np.ndarray | str] = field(default_factory=dict)
    errors: dict[str, dict] = field(default_factory=dict)
    again: dict[tuple[str, str], np.ndarray | str] = field(default_factory=dict)
    errors_again: dict[str, dict] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=dict)
    anew: set[str] = field(default_factory=set)
    output: str = ""
    stopped_at: Step | None = None
    stopped_why: str = ""
    started: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    clock_seconds: float = 0.0

    @property
    def out_of_time(self) -> bool:
        """Whether it was not begun, because the submission's time was used up."""
        return self.stopped_why == OUT_OF_TIME


@dataclass
class Account:
    """What all runs of a submission on one kind of numbers share.

    Those on hidden numbers have one of their own, so that nothing about these numbers can be told from what is said about public ones.

    Attributes
    ----------
    seconds : float
        What is left of the budget, by the clock.
    stopped : dict of str to str
        The student's cells that end the process, and why; the next run leaves them out.
    """

    seconds: float
    stopped: dict[str, str] = field(default_factory=dict)


def run(
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int | float],
    modules: Sequence[str],
    limits: Limits,
    terms: Terms = NO_TERMS,
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
    terms : Terms, optional
        What else it gets.

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
        "own_names": sorted(terms.own_names),
        "puts_back": terms.puts_back,
    }
    arrays = {name: value for name, value in numbers.items() if isinstance(value, np.ndarray)}
    watch.start()
    try:
        write_frame(worker.requests, request, arrays)
        heard = _Heard(steps, worker.requests, terms)
        made = _listen(worker.replies, heard, nonce, limits, watch)
        if made.stopped_at is not None and not made.stopped_why and not watch.let_end():
            made.stopped_why = "no longer answers"
    except BrokenPipeError:
        made = Run(stopped_at=steps[0])
    finally:
        watch.end()
        status, cpu_seconds = worker.end()
    made.clock_seconds = watch.spent
    if made.stopped_at is not None:
        made.stopped_why = made.stopped_why or watch.why or _how_it_ended(status, cpu_seconds, limits)
    return made


def run_without_what_stops_it(
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int | float],
    modules: Sequence[str],
    limits: Limits,
    account: Account,
    terms: Terms = NO_TERMS,
) -> Run:
    """Run the steps; if one of the student's cells ends the process, leave that cell out and run again.

    So an endless loop or an `os._exit` costs the points of its own cell, and of no other. A notebook in which more cells do it than it
    has blanks is given up. No run gets more than half of the time that is left, so that something is left for the cells that are right.

    Parameters
    ----------
    account : Account
        The cells to leave out and why, and the time that is left. Cells found to stop the process are added, so that the next run leaves them
        out at once.
    """
    blanks = sum(step.kind == "answer" for step in steps)
    while True:
        made = run_within(account, steps, numbers, modules, limits, terms)
        if made.stopped_at is None or made.out_of_time or not made.stopped_at.blame:
            return made
        account.stopped[made.stopped_at.blame] = made.stopped_why
        if len(account.stopped) > blanks:
            return made


def run_within(
    account: Account,
    steps: Sequence[Step],
    numbers: dict[str, np.ndarray | int | float],
    modules: Sequence[str],
    limits: Limits,
    terms: Terms = NO_TERMS,
) -> Run:
    """Run the steps once, without the cells that are known to stop the process, and in no more than half of the time that is left."""
    left = [step for step in steps if step.blame not in account.stopped]
    if account.seconds < LEAST_SECONDS:
        return Run(stopped_at=left[0], stopped_why=OUT_OF_TIME)
    allowed = replace(limits, clock_seconds=min(CLOCK * limits.seconds, account.seconds / 2))
    made = run(left, numbers, modules, allowed, terms)
    account.seconds -= made.clock_seconds
    return made


def _listen(replies: IO[bytes], heard: _Heard, nonce: str, limits: Limits, watch: _Watch) -> Run:
    """Read frames until the process ends, runs out of time, or says something it should not."""
    stream = _Capped(replies, limits.reply_bytes)
    try:
        while (frame := read_frame(stream, MAX_REPLY_HEADER_BYTES, MAX_ARRAY_BYTES)) is not None:
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
        heard.run.stopped_at = heard.steps[heard.current]
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

    def __init__(
        self,
        steps: Sequence[Step],
        requests: IO[bytes],
        terms: Terms,
    ) -> None:
        self.steps = steps
        self.run = Run()
        self.current, self.done = 0, False
        self._requests, self._later, self._shape_of = requests, dict(terms.later), terms.shape_of
        self._began: float | None = None
        self._wanted = {
            (step.kind, step.name, name)
            for step in steps
            if step.kind in ("read", "again")
            for name in step.names
        }
        self._frames_left = 2 * len(steps) + len(self._wanted) + 2

    def take(self, header: dict, arrays: Mapping[str, np.ndarray]) -> None:
        """Take in one frame."""
        self._frames_left -= 1
        if self._frames_left < 0:
            raise ProtocolError("More frames than there are steps.")
        if "begin" in header:
            self._clock(header["seconds"])
            self.current, self._began = _position(header["begin"], self.steps), header["seconds"]
            self._send(self.steps[self.current])
        elif "end" in header:
            self._end(self.steps[_position(header["end"], self.steps)], header)
        elif "values" in header:
            kind, cell, name, what = (str(header[key]) for key in ("kind", "cell", "name", "values"))
            if (kind, cell, name) in self._wanted:
                value = (
                    self._kept(kind, cell, name, arrays[name]) if what == "array" else one_line(what[:100])
                )
                (self.run.values if kind == "read" else self.run.again).setdefault((cell, name), value)
        elif "done" in header:
            self.done = True
            self._clock(header["seconds"])

    def _send(self, step: Step) -> None:
        """Send what a step needs, once; and right values only to a process that has said what its own are."""
        if step.kind == "mend" and not all((step.name, name) in self.run.values for name in step.names):
            raise ProtocolError("Right values are wanted before the student's own are told.")
        if (step.kind, step.name) in self._later:
            header, arrays = self._later.pop((step.kind, step.name))
            with contextlib.suppress(BrokenPipeError):  # it has ended; what it has said is read to its end
                write_frame(self._requests, header, arrays)

    def _kept(self, kind: str, cell: str, name: str, array: np.ndarray) -> np.ndarray:
        """Return an array to keep: of a large one of a wrong shape only its shape and dtype, in no memory."""
        if array.nbytes <= SMALL_ARRAY or array.shape == self._shape_of(kind, cell, name):
            return array
        return np.broadcast_to(np.zeros((), array.dtype), array.shape)

    def _clock(self, now: float) -> None:
        if self._began is not None:
            name = self.steps[self.current].name
            self.run.seconds[name] = self.run.seconds.get(name, 0.0) + _duration(self._began, now)

    def _end(self, ended: Step, header: dict) -> None:
        if header["error"]:
            errors = self.run.errors_again if ended.kind == "again" else self.run.errors
            errors[ended.name] = _plain_error(header["error"])
        blank = self._blank_at(ended)
        names = [str(name)[:100] for name in header.get("written", ()) if str(name).isidentifier()]
        if blank and names:
            known = self.run.written.setdefault(blank, [])
            known += [name for name in dict.fromkeys(names) if name not in known]
        self.run.anew.update(str(name)[:100] for name in header.get("anew", ()))
        if ended.is_students:
            self.run.output = (self.run.output + str(header["output"])[:10_000])[:50_000]

    def _blank_at(self, step: Step) -> str:
        """Return the check cell of the last blank up to a step; empty if there is none."""
        if step.kind in ("ask", "again", "mend"):
            return step.name
        before = self.steps[: self.steps.index(step) + 1]
        return next((check_of(one.name) for one in reversed(before) if one.kind == "answer"), "")


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
        "type": one_line(str(error["type"])[:100]),
        "message": one_line(str(error["message"])[:500]),
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
    if limits.clock_seconds is not None and limits.clock_seconds < limits.seconds:
        return f"took what was left of the {limits.budget:g} seconds that all runs of a notebook have together, and was stopped: look for a loop that does not end"
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
        self.spent = 0.0  # seconds by the clock since it began, see `_own_seconds`

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

    def _allowed(self) -> float:
        of_run = CLOCK * self.limits.seconds
        return of_run if self.limits.clock_seconds is None else min(of_run, self.limits.clock_seconds)

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
            began, allowed = time.monotonic(), self._allowed() if self.begun else 0.0
            while not self.ended and not self.why:
                passed = time.monotonic() - began
                self.spent = _own_seconds(self.process, passed)
                left = min(allowed - self.spent, PATIENCE * allowed - passed)
                if left <= 0:
                    self.why = _too_slow(self.limits)
                elif too_many_threads(self.process):
                    self.why = f"started more than {THREADS} threads"
                elif _too_much(self.worker.scratch, self.limits):
                    self.why = f"wrote more than {self.limits.disk_bytes >> 20} MB to files"
                else:
                    self.changed.wait_for(lambda: self.ended, min(left, SECONDS_BETWEEN_LOOKS))
            self.spent = _own_seconds(self.process, time.monotonic() - began)
        if self.why:
            self.worker.kill()


def _lives(process: int) -> bool:
    """Whether a process is there and has not ended; False where the system does not say."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return False


def _own_seconds(process: int, passed: float) -> float:
    """Return what of the time that has passed a process has to answer for: all in which it did not wait for a processor.

    Who waits for threads of its own waits for itself: what all of them have worked counts at least.
    """
    waited, worked = _seconds_waited(process), _seconds_worked(process)
    return max(0.0, passed - waited, min(passed, worked))


def _seconds_waited(process: int) -> float:
    """Return how long a process's first thread has been ready to run and had no processor; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _seconds_worked(process: int) -> float:
    """Return the processor time of a process, all its threads together; 0 where the system does not say."""
    try:
        user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
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

"""Let the contenders take turns, and compare them pair by pair."""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from modlab.inside.progress import progress_bar

Progress = Callable[[int, int], object] | None

NETWORKS = ("simple-convnet", "deep-convnet")
REST_SECONDS = 0.05


@dataclass(frozen=True)
class Row:
    """What one contender took for a training step of one network.

    Attributes
    ----------
    network, contender : str
    milliseconds : float
        Median over all rounds.
    slides_ratio : float
        How many times faster than the slides' way: the median of the rounds' ratios.
    pytorch_ratio : float or None
        How many times PyTorch's time, likewise; None without PyTorch.
    peak_mebibytes : float or None
        Most memory that NumPy's arrays took in a step; None for PyTorch, which does not say.
    """

    network: str
    contender: str
    milliseconds: float
    slides_ratio: float
    pytorch_ratio: float | None
    peak_mebibytes: float | None


class Contender:
    """A worker process that makes steps when asked."""

    def __init__(self, name: str, network: str, batch_size: int) -> None:
        self.name = name
        command = [sys.executable, "-m", "modlab.benchmark.worker", name, network, str(batch_size)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.requests, self.answers = self.process.stdin, self.process.stdout
        self._answer()

    def ask(self, request: str) -> float:
        """Return the worker's answer to `time` (seconds) or `memory` (bytes)."""
        self.requests.write(request + "\n")
        self.requests.flush()
        return float(self._answer())

    def _answer(self) -> str:
        line = self.answers.readline()
        if not line:
            self.close()
            raise RuntimeError(f"The benchmark of {self.name} stopped early; what it said stands above.")
        return line

    def close(self) -> None:
        """Let the worker end."""
        self.requests.close()
        self.process.wait(timeout=30)
        self.answers.close()


def contenders() -> list[str]:
    """Return who can be measured here: PyTorch only where it is installed."""
    return ["slides", "modlab"] + (["PyTorch"] if importlib.util.find_spec("torch") else [])


def run(
    networks: Sequence[str] = NETWORKS,
    repeat: int = 15,
    batch_size: int = 100,
    progress: Progress = None,
) -> list[Row]:
    """Measure one training step (forward, backward, Adam) of each network by each contender.

    Parameters
    ----------
    networks : sequence of str
        Out of `NETWORKS`.
    repeat : int
        Rounds; in each, every contender makes one timed step.
    batch_size : int
    progress : callable or None
        Called as progress(done, total) after each round.

    Returns
    -------
    list of Row

    Raises
    ------
    ValueError
        If a network's name is unknown, or a number is below 1.
    """
    unknown = [name for name in networks if name not in NETWORKS]
    if unknown:
        raise ValueError(f"The benchmark knows {', '.join(NETWORKS)}; got {unknown[0]!r}.")
    if repeat < 1 or batch_size < 1:
        raise ValueError(f"Repeats and batch size must be at least 1; got {repeat} and {batch_size}.")
    rows: list[Row] = []
    for done, network in enumerate(networks):
        rows += _compare(
            network,
            repeat,
            batch_size,
            partial(_tell, progress, done * repeat, len(networks) * repeat),
        )
    return rows


def _tell(progress: Progress, before: int, total: int, done: int) -> None:
    if progress is not None:
        progress(before + done, total)


def _compare(network: str, repeat: int, batch_size: int, progress: Callable[[int], object]) -> list[Row]:
    workers: list[Contender] = []
    try:
        for name in contenders():
            workers.append(Contender(name, network, batch_size))
        seconds: dict[str, list[float]] = {worker.name: [] for worker in workers}
        for i in range(repeat):
            for worker in workers:
                time.sleep(REST_SECONDS)  # The last one's idle threads fall asleep first.
                seconds[worker.name].append(worker.ask("time"))
            progress(i + 1)
        peaks = {w.name: w.ask("memory") / 2**20 for w in workers if w.name != "PyTorch"}
    finally:
        for worker in workers:
            worker.close()
    return [
        Row(
            network,
            name,
            1000 * statistics.median(times),
            _ratio(seconds["slides"], times),
            _ratio(times, seconds["PyTorch"]) if "PyTorch" in seconds else None,
            peaks.get(name),
        )
        for name, times in seconds.items()
    ]


def _ratio(numerators: list[float], denominators: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(numerators, denominators, strict=True))


def table(rows: list[Row]) -> str:
    """Write rows as a table in plain text.

    Parameters
    ----------
    rows : list of Row

    Returns
    -------
    str

    Examples
    --------
    >>> print(table([Row("simple-convnet", "slides", 120.0, 1.0, None, 50.0)]))
    network         contender  ms a step  faster than the slides  x PyTorch's time  peak MiB
    simple-convnet  slides         120.0                    1.0x                 -      50.0
    """
    titles = ("network", "contender", "ms a step", "faster than the slides", "x PyTorch's time", "peak MiB")
    lines = [titles]
    for row in rows:
        lines.append(
            (
                row.network,
                row.contender,
                f"{row.milliseconds:.1f}",
                f"{row.slides_ratio:.1f}x",
                "-" if row.pytorch_ratio is None else f"{row.pytorch_ratio:.2f}x",
                "-" if row.peak_mebibytes is None else f"{row.peak_mebibytes:.1f}",
            )
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(titles))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def main(arguments: list[str] | None = None) -> int:
    """Run `modlab benchmark`.

    Parameters
    ----------
    arguments : list of str or None
        None for those of the command line.

    Returns
    -------
    int
        0 if all went well, 2 if not.
    """
    parser = argparse.ArgumentParser(
        prog="modlab benchmark",
        description="Time one training step (forward, backward, Adam): modlab, the slides' way of computing, and "
        "PyTorch where it is installed. Each has a process of its own; they take turns, and medians are shown. "
        "Close what else keeps the processor busy.",
    )
    parser.add_argument(
        "networks", nargs="*", metavar="NETWORK", help=f"{' or '.join(NETWORKS)} (default: both)"
    )
    parser.add_argument("--repeat", type=int, default=15, metavar="N", help="rounds (default: %(default)s)")
    parser.add_argument(
        "--batch-size", type=int, default=100, metavar="N", help="images (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        networks = options.networks or NETWORKS
        with progress_bar(len(networks) * options.repeat, "benchmark", "round") as bar:
            rows = run(networks, options.repeat, options.batch_size, lambda *_: bar.update())
    except (ValueError, RuntimeError) as error:
        print(f"modlab: {error}", file=sys.stderr)
        return 2
    print(table(rows))
    if "PyTorch" not in contenders():
        print("PyTorch is not installed, so it was not measured.")
    return 0

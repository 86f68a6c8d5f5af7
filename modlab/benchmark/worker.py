"""One contender in a process of its own: a line in asks for some steps, a line out is how long one took.

In one process the threads of two libraries would spin against each other while idle and slow both down.
"""

from __future__ import annotations

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from modlab.benchmark import pytorch, slides
from modlab.inside.backend import Array
from modlab.networks import DeepConvNet, SimpleConvNet
from modlab.optimizers import Adam

Step = Callable[[], float]
SECONDS_BEFORE, STEPS_IN_A_ROW = 0.5, 5


def make_step(contender: str, name: str, batch_size: int) -> Step:
    """Return a function that makes one training step of `name` the way of `contender`."""
    rng = np.random.default_rng(0)
    x = rng.random((batch_size, 1, 28, 28), dtype=np.float32)
    t = rng.integers(0, 10, batch_size)
    if contender == "slides":
        return slides.make_step(name, x, t)
    if contender == "PyTorch":
        return pytorch.make_step(name, x, t)
    return _modlab_step(name, x, t)


def _modlab_step(name: str, x: Array, t: Array) -> Step:
    network = {"simple-convnet": SimpleConvNet, "deep-convnet": DeepConvNet}[name](rng=0)
    adam = Adam(lr=0.001)

    def step() -> float:
        adam.update(network.params, network.gradient(x, t))
        return network.last_layer.loss

    return step


def peak_bytes(step: Step) -> int:
    """Return the most memory that NumPy arrays took during one step, in bytes beyond what was there before."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def main(contender: str, name: str, batch_size: str) -> None:
    """Answer `time` with seconds and `memory` with bytes, until the input ends."""
    step = make_step(contender, name, int(batch_size))
    step()
    print("ready", flush=True)
    for request in sys.stdin:
        if request.strip() == "memory":
            print(peak_bytes(step), flush=True)
            continue
        # Others had the processor in the meantime: first half a second that wakes the threads and fills the caches, then some steps in a row,
        # as in training.
        begin = time.perf_counter()
        while time.perf_counter() - begin < SECONDS_BEFORE:
            step()
        print(statistics.median(seconds_of(step) for _ in range(STEPS_IN_A_ROW)), flush=True)


def seconds_of(step: Step) -> float:
    """Return how long one step takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:])

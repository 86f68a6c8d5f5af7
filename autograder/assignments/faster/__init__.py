"""faster: where the time goes, and how many bits a weight needs; the slides' `half_float_network.py`."""

from __future__ import annotations

import functools

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments.faster.asks import MULTIPLY_ADDS, SECONDS, SIZES
from autograder.assignments.faster.equivalents import EQUIVALENTS
from autograder.assignments.faster.faults import FAULTS
from autograder.assignments.modules import IM2COL
from autograder.assignments.small import with_float32
from modlab.datasets import load_digits

SLIDE_COSTS = [[5.0, 0.5, 0.25, 2.0], [3.0, 0.25, 0.25, 1.0], [3.5, 0.5, 0.125, 0.75]]
ALEXNET = [[96, 3, 11, 11, 227, 227, 4, 0], [256, 96, 5, 5, 27, 27, 1, 2], [384, 256, 3, 3, 13, 13, 1, 1]]


def _to_keep(count: int, another: int) -> np.ndarray:
    """Return what the notebook asks for the bytes of: how many numbers, of how many bits."""
    return np.array([[count, 64], [count, 32], [count, 16], [count, 1], [another, 1]])


@functools.cache
def _digits() -> Numbers:
    """Return digits, their answers, and the matrix that reads them by least squares."""
    (x_train, t_train), (x, t) = load_digits()
    right = x_train.T @ (np.eye(10)[t_train] - 0.1)
    W = np.linalg.lstsq(x_train.T @ x_train + np.eye(64), right, rcond=None)[0].astype(np.float32)
    return {"x": x, "t": t, "b": np.full(10, 0.1, dtype=np.float32), "W": W}


def slide_numbers() -> Numbers:
    """Return a table of times, AlexNet's first layers, and a matrix that reads digits."""
    return {
        "costs": np.array(SLIDE_COSTS, np.float32),
        "conv_layers": np.array(ALEXNET),
        **{name: value.copy() for name, value in _digits().items()},
        "times": np.array(SLIDE_COSTS, np.float32),
        "added": np.ones(4, np.float32),
        "first": 0.0,
        "to_keep": _to_keep(650, 643),
        "to_count": np.array(ALEXNET),
    }


def clear(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> bool:
    """Whether no weight lies nearly half-way between two steps, and no two scores are nearly the highest: there float32 may go either way."""
    steps = np.abs(W) / np.abs(W).max() * 127
    versions = (W, np.round(W, 2), np.round(W, 1), W * (np.abs(W) > np.abs(W).mean()))
    leads = [np.diff(np.sort(x @ version + b, axis=1)[:, -2:]).min() for version in versions]
    rests = [np.abs(rest % 1 - 0.5).min() for rest in (steps, np.abs(W) * 10, np.abs(W) * 100)]
    middle = np.abs(np.abs(W) - np.abs(W).mean()).min()
    return min(leads) > 1e-3 and min(*rests, middle) > 1e-3


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw times in whole 128ths of a second, layers that are not square, and a matrix that has much to lose by rounding."""
    dtype = np.float64 if draw % 2 == 0 else np.float32
    costs, times = _draw_costs(generator, 5), _draw_costs(generator, int(generator.integers(3, 7)))
    times[:, 1::2] = np.sort(times[:, 1::2], axis=0)  # of every other layer the first run is the shortest
    layers, to_count = _draw_layers(generator), _draw_layers(generator)
    count = 8 * int(generator.integers(10, 90))
    to_keep = np.array([[count, 64], [count + 3, 32], [count + 1, 16], [count, 1], [count + 9, 1]])
    while True:
        x = generator.normal(size=(60, 9))
        W = generator.normal(size=(9, 7))
        b = generator.normal(size=7)
        t = (x @ W + b + generator.normal(0, 2.0, size=(60, 7))).argmax(axis=1)
        if clear(x, W, b):
            break
    return {
        "costs": costs.astype(dtype),
        "conv_layers": np.array(layers),
        "x": x.astype(dtype),
        "t": t,
        "b": b.astype(dtype),
        "W": W.astype(dtype),
        "times": times.astype(dtype),
        "added": (generator.integers(1, 40, times.shape[1]) / 4).astype(dtype),
        "first": float(generator.integers(1, 40)),
        "to_keep": generator.permutation(to_keep),
        "to_count": np.array(to_count),
    }


def _draw_costs(generator: np.random.Generator, layers: int) -> np.ndarray:
    """Draw times in whole 128ths of a second, which have more than six digits, five for each layer; the first ones are longer."""
    costs = generator.permuted(np.arange(16, 16 + 5 * layers).reshape(5, layers), axis=0) / 128
    costs[0] += 1.0
    return costs


def _draw_layers(generator: np.random.Generator) -> list[list[int]]:
    layers = []
    for stride, pad in ((1, 0), (2, 1), (3, 2)):
        FN, C = (int(size) for size in generator.permutation([4, 6, 7])[:2])
        FH, FW = (int(size) for size in generator.permutation([2, 3, 5])[:2])
        height, width = (int(size) for size in generator.permutation([13, 16, 18])[:2])
        layers.append([FN, C, FH, FW, height, width, stride, pad])
    return layers


SIMPLEST: Numbers = {
    "costs": np.array([[2.0, 1.0], [1.0, 4.0]]),
    "conv_layers": np.array([[1, 1, 2, 2, 3, 3, 1, 0]]),
    "x": np.array([[1.0, 0.0], [0.0, 1.0]]),
    "t": np.array([0, 1]),
    "b": np.array([0.0, 0.5]),
    "W": np.array([[1.27, -0.512], [-0.304, 0.9]]),
    "times": np.array([[2.0, 1.0], [1.0, 4.0]]),
    "added": np.ones(2),
    "first": 0.0,
    "to_keep": np.array([[8, 64]]),
    "to_count": np.array([[1, 1, 2, 2, 3, 3, 1, 0]]),
}


def _layer(*sizes: int) -> Numbers:
    return {"conv_layers": np.array([sizes]), "to_count": np.array([sizes])}


CHANGED: dict[tuple[str, ...], Numbers] = {
    (): {},
    ("layers",): {
        "costs": np.array([[4.0, 1.0, 3.0], [3.0, 2.0, 5.0]]),
        "times": np.array([[4.0, 1.0, 3.0], [3.0, 2.0, 5.0]]),
        "added": np.ones(3),
    },
    ("rows",): {
        "costs": np.array([[2.0, 4.0], [1.0, 3.0], [3.0, 1.0]]),
        "times": np.array([[2.0, 4.0], [1.0, 3.0], [3.0, 1.0]]),
        "x": np.array([[1.0, 2.0], [2.0, 0.0], [0.0, 1.0]]),
        "t": np.array([0, 1, 0]),
    },
    ("classes",): {
        "W": np.array([[1.27, -0.512, 0.7], [-0.304, 0.9, -1.1]]),
        "b": np.array([0.0, 0.5, 0.25]),
    },
    ("filters",): _layer(2, 1, 2, 2, 3, 3, 1, 0),
    ("channels",): _layer(1, 2, 2, 2, 3, 3, 1, 0),
    ("oblong",): _layer(1, 1, 2, 1, 3, 4, 1, 0),
    ("stride",): _layer(1, 1, 2, 2, 4, 4, 2, 0),
    ("pad",): _layer(1, 1, 2, 2, 3, 3, 1, 1),
    ("stride", "rest"): _layer(1, 1, 2, 2, 5, 5, 2, 0),
    ("fewer bits",): {"to_keep": np.array([[8, 16]])},
    ("one bit",): {"to_keep": np.array([[8, 1]])},
    ("one bit", "part of a byte"): {"to_keep": np.array([[11, 1]])},
}


def small_numbers() -> list[Small]:
    """Return two layers timed twice, one convolution and two digits, then numbers with one thing changed or with two, and the first in float32."""
    return with_float32([Small({**SIMPLEST, **changed}, changes) for changes, changed in CHANGED.items()])


ASSIGNMENT = Assignment(
    name="faster",
    modules=IM2COL,
    values={
        "faster-seconds": ("seconds", "got"),
        "faster-shares": ("shares",),
        "faster-multiply_adds": ("multiply_adds",),
        "faster-sizes": ("sizes",),
        "faster-changes": ("changes", "half", "eight", "one"),
        "faster-accuracies": ("accuracies",),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "faster-seconds": ("costs",),
        "faster-shares": ("costs",),
        "faster-multiply_adds": ("conv_layers",),
        "faster-sizes": ("W", "b"),
        "faster-changes": ("W",),
        "faster-accuracies": ("x", "W", "b", "t"),
    },
    asks={"faster-seconds": SECONDS, "faster-multiply_adds": MULTIPLY_ADDS, "faster-sizes": SIZES},
)

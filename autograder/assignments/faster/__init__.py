"""faster: where the time goes, and how many bits a weight needs; the slides' `half_float_network.py`."""

from __future__ import annotations

import functools

import numpy as np

from autograder.assignment import Assignment, Numbers
from autograder.assignments.faster.faults import FAULTS
from modlab.datasets import load_digits


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
        "costs": np.array(
            [[5.0, 0.5, 0.25, 2.0], [3.0, 0.25, 0.25, 1.0], [3.5, 0.5, 0.125, 0.75]], dtype=np.float32
        ),
        "conv_layers": np.array(
            [[96, 3, 11, 11, 227, 227, 4, 0], [256, 96, 5, 5, 27, 27, 1, 2], [384, 256, 3, 3, 13, 13, 1, 1]]
        ),
        **{name: value.copy() for name, value in _digits().items()},
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
    """Draw times in whole 64ths of a second, layers that are not square, and a matrix that has much to lose by rounding."""
    dtype = np.float64 if draw % 2 == 0 else np.float32
    costs = generator.permuted(np.arange(16, 16 + 25).reshape(5, 5), axis=0) / 64
    costs[0] += 1.0
    layers = []
    for stride, pad in ((1, 0), (2, 1), (3, 2)):
        FN, C = (int(size) for size in generator.permutation([4, 6, 7])[:2])
        FH, FW = (int(size) for size in generator.permutation([2, 3, 5])[:2])
        height, width = (int(size) for size in generator.permutation([13, 16, 18])[:2])
        layers.append([FN, C, FH, FW, height, width, stride, pad])
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
    }


def small_numbers() -> list[Numbers]:
    """Return two layers timed twice, one convolution and two digits; then three layers, a stride and a border, and three digits."""
    return [
        {
            "costs": np.array(costs),
            "conv_layers": np.array([layer]),
            "x": np.array(x, np.float64),
            "t": np.array(t),
            "b": np.array(b),
            "W": np.array(W),
        }
        for costs, layer, x, t, b, W in (
            (
                [[2.0, 1.0], [1.0, 4.0]],
                [1, 1, 2, 2, 3, 3, 1, 0],
                [[1, 0], [0, 1]],
                [0, 1],
                [0.0, 0.5],
                [[1.27, -0.512], [-0.304, 0.9]],
            ),
            (
                [[4.0, 1.0, 3.0], [3.0, 2.0, 5.0]],
                [2, 3, 3, 2, 5, 4, 2, 1],
                [[1, 2], [2, 0], [0, 1]],
                [0, 1, 0],
                [0.25, 0.0],
                [[0.314, -1.27], [-0.058, 0.821]],
            ),
        )
    ]


ASSIGNMENT = Assignment(
    name="faster",
    modules=(),
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
    small_numbers=small_numbers,
    made_from={
        "faster-seconds": ("costs",),
        "faster-shares": ("costs",),
        "faster-multiply_adds": ("conv_layers",),
        "faster-sizes": ("W", "b"),
        "faster-changes": ("W",),
        "faster-accuracies": ("x", "W", "b", "t"),
    },
)

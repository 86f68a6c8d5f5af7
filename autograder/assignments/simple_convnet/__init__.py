"""simple-convnet: the slides' `simple_convnet.py` and `train_convnet.py`, assembled, run backward and trained."""

from __future__ import annotations

import functools

import numpy as np

from autograder.assignment import Assignment, Numbers
from autograder.assignments.modules import LAYERS
from autograder.assignments.simple_convnet.asks import GRADIENT, LOSSES, ORDER, START
from autograder.assignments.simple_convnet.equivalents import EQUIVALENTS
from autograder.assignments.simple_convnet.faults import FAULTS
from modlab.datasets import load_digits


@functools.cache
def fifty_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the first fifty digits that scikit-learn holds, and what they are."""
    x, t = load_digits(flatten=False)[0]
    return x[:50], t[:50]


def slide_numbers() -> Numbers:
    """Return fifty digits and the slides' network, made small."""
    x, t = fifty_digits()
    return {
        "x": x.copy(),
        "t": t.copy(),
        "filter_num": 6,
        "filter_size": 3,
        "pad": 0,
        "stride": 1,
        "hidden_size": 16,
        "output_size": 10,
        "weight_init_std": 0.01,
        "seed": 1,
        "start_sizes": np.array([9, 5, 6, 6, 90, 20]),
        "start_std": 0.01,
        "start_seed": 1,
        "order_seed": 1,
        "steps_asked": 4,
        "lr_asked": 0.1,
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw images and networks on which no two sizes are the same.

    The slides' filters are 3 wide, and the digits 8. Even draws are float64 with filters of 5 that move by 2 on larger images, odd ones float32 with
    filters of 4 that move by 1; both have a border. Pooling leaves pixels over along one direction.
    """
    dtype, stride, filter_size = (np.float64, 2, 5) if draw % 2 == 0 else (np.float32, 1, 4)
    H, W = (int(size) for size in generator.permutation([6, 11] if stride == 1 else [13, 19]))
    filter_num, hidden_size, output_size = (int(size) for size in generator.permutation([4, 5, 7]))
    N, C = 6, int(generator.integers(2, 4))
    return {
        "x": generator.normal(size=(N, C, H, W)).astype(dtype),
        "t": generator.integers(0, output_size, N),
        "filter_num": filter_num,
        "filter_size": filter_size,
        "pad": 1,
        "stride": stride,
        "hidden_size": hidden_size,
        "output_size": output_size,
        "weight_init_std": float(generator.choice([0.02, 0.05])),
        "seed": int(generator.integers(1, 1_000_000)),
        "start_sizes": generator.permutation(np.arange(2, 10))[:6],
        "start_std": float(generator.uniform(0.02, 0.5)),
        "start_seed": int(generator.integers(1, 1_000_000)),
        "order_seed": int(generator.integers(1, 1_000_000)),
        "steps_asked": 3 if draw % 2 == 0 else 5,
        "lr_asked": 0.05 if draw % 2 == 0 else 0.02,
    }


GRADIENTS = ("dW1", "db1", "dW2", "db2", "dW3", "db3")

ASSIGNMENT = Assignment(
    name="simple-convnet",
    modules=LAYERS,
    values={
        "simple-convnet-shapes": ("shapes",),
        "simple-convnet-start": ("start",),
        "simple-convnet-order": ("order",),
        "simple-convnet-scores": ("scores",),
        "simple-convnet-loss_value": ("loss_value",),
        "simple-convnet-dW1": GRADIENTS,
        "simple-convnet-losses": ("losses",),
    },
    follows={
        "simple-convnet-scores": ("simple-convnet-order",),
        "simple-convnet-loss_value": ("simple-convnet-scores", "simple-convnet-order"),
        "simple-convnet-dW1": ("simple-convnet-loss_value", "simple-convnet-order"),
        "simple-convnet-losses": ("simple-convnet-dW1", "simple-convnet-order"),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    seconds=10.0,
    asks={
        "simple-convnet-start": START,
        "simple-convnet-order": ORDER,
        "simple-convnet-dW1": GRADIENT,
        "simple-convnet-losses": LOSSES,
    },
    tools=("last_layer",),
)

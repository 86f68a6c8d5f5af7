"""deeper: the slides' `deep_convnet.py`, `misclassified_mnist.py` and data augmentation."""

from __future__ import annotations

import functools

import numpy as np

from autograder.assignment import Ask, Assignment, Numbers, Small
from autograder.assignments.deeper.equivalents import EQUIVALENTS
from autograder.assignments.deeper.faults import FAULTS
from autograder.assignments.modules import IM2COL
from autograder.assignments.small import with_float32
from modlab.datasets import load_digits


@functools.cache
def _digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return six digits, the answers for those of the test, and how near each of these is to the mean image of each class."""
    (x_train, t_train), (x_test, t) = load_digits(flatten=False)
    means = np.stack([x_train[:100][t_train[:100] == digit].mean(axis=0).ravel() for digit in range(10)])
    scores = x_test.reshape(len(t), -1) @ means.T - (means**2).sum(axis=1) / 2
    return x_train[:6], t, scores


# Filter sizes of one stack in each row, with zeros behind them.
WEIGHT_COUNTS = Ask(
    """
counts = [weight_count([size for size in sizes if size], channels) for sizes in filter_sizes.tolist()]
weight_counts = None if None in counts else np.asarray(counts)
""",
    names=("filter_sizes", "channels"),
)
NOTEBOOKS_STACKS = [[5, 0, 0], [3, 3, 0], [7, 0, 0], [3, 3, 3], [1, 3, 0]]


def slide_numbers() -> Numbers:
    """Return a stack like DeepConvNet's first layers, six digits to move, and 360 that were read."""
    x, t, scores = _digits()
    return {
        "stack": np.array([[5, 1], [3, 1], [2, 2], [3, 1], [3, 1], [2, 2]]),
        "C": 16,
        "x": x.copy(),
        "moves": np.array([[0, 1], [2, 0], [-1, 0], [0, -3], [1, 2], [0, 0]]),
        "t": t.copy(),
        "scores": scores.copy(),
        "filter_sizes": np.array(NOTEBOOKS_STACKS),
        "channels": 16,
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw a stack with several strides, images that are not square, moves in all directions, and scores for another number of classes."""
    dtype = np.float64 if draw % 2 == 0 else np.float32
    sizes = generator.integers(3, 6, 6)  # never smaller than a stride, or some pixels would be seen by nobody
    strides = generator.permutation([1, 1, 2, 2, 3, 1])
    strides[0] = 2 if draw % 2 == 0 else 1
    K = int(generator.choice([5, 7]))
    t = generator.integers(0, K - 1, 40)  # the last class is nobody's answer, and yet a class
    far = 4 if draw % 2 == 0 else 2  # in the notebook it is 3
    while True:
        scores = generator.normal(size=(40, K))
        scores[np.arange(40), t] += 1.0
        if draw % 2 == 0:
            scores[:, -1] -= 10.0  # nor is it anybody's guess
        leads = np.sort(scores.max(axis=1) - scores[np.arange(40), t])
        if (
            np.diff(leads[leads > 0]).min(initial=1.0) > 1e-4
        ):  # no two mistakes that float32 could not put in order
            break
    mistakes, right = (np.flatnonzero((scores.argmax(axis=1) != t) == is_one) for is_one in (True, False))
    t[right[:2]], scores[right[:2]] = (
        t[mistakes[0]],
        scores[mistakes[0]],
    )  # one mistake three times: equally sure
    return {
        "stack": np.stack([sizes, strides], axis=1),
        "C": int(generator.integers(3, 9)),
        "x": generator.normal(size=(5, 2, 6, 9)).astype(dtype),
        "moves": np.array([[1, 2], [-far, 1], [2, -1], [-1, -far], [0, 0]])[generator.permutation(5)],
        "t": t,
        "scores": scores.astype(dtype),
        "filter_sizes": generator.permuted(np.array([[2, 5, 7, 4], [1, 0, 3, 6], [0, 0, 8, 0]]), axis=0),
        "channels": int(generator.integers(3, 40)),
    }


# Of the stack, the channels, the images, their moves, the answers and the scores, those that have changed
SIMPLEST: Numbers = {
    "stack": np.array([[3, 1]]),
    "C": 1,
    "x": np.arange(1.0, 10.0).reshape(1, 1, 3, 3),
    "moves": np.array([[1, 0]]),
    "t": np.array([0, 1]),
    "scores": np.array([[1.0, 3.0], [4.0, 1.0]]),
    "filter_sizes": np.array([[3, 0]]),
    "channels": 1,
}
CHANGED: dict[tuple[str, ...], Numbers] = {
    (): {},
    ("layers",): {"stack": np.array([[3, 1], [3, 1]]), "filter_sizes": np.array([[3, 5]])},
    ("stride",): {"stack": np.array([[3, 2]])},
    ("channels",): {
        "C": 2,
        "channels": 2,
        "x": np.arange(1.0, 19.0).reshape(1, 2, 3, 3),
    },
    ("images",): {"x": np.arange(1.0, 19.0).reshape(2, 1, 3, 3), "moves": np.array([[1, 0], [0, 1]])},
    ("oblong",): {"x": np.arange(1.0, 9.0).reshape(1, 1, 2, 4)},
    ("negative",): {"moves": np.array([[-1, 0]])},
    ("both ways",): {"moves": np.array([[1, 1]])},
    ("rows",): {
        "t": np.array([0, 1, 1, 1]),
        "scores": np.array([[5.0, 1.0], [4.0, 1.0], [0.0, 3.0], [2.0, 0.0]]),
    },
    ("idle class",): {"t": np.array([0, 1]), "scores": np.array([[1.0, 3.0, 0.0], [4.0, 1.0, 0.0]])},
    ("classes",): {"t": np.array([2, 1]), "scores": np.array([[4.0, 1.0, 3.0], [2.0, 1.0, 6.0]])},
    ("layers", "stride"): {"stack": np.array([[3, 2], [3, 1]])},
    ("rows", "equal"): {"t": np.array([0, 0, 1]), "scores": np.array([[1.0, 3.0], [1.0, 3.0], [0.0, 2.0]])},
    ("rows", "classes"): {
        "t": np.array([2, 0, 1]),
        "scores": np.array([[4.0, 1.0, 3.0], [2.0, 5.0, 3.0], [1.0, 6.0, 0.0]]),
    },
}


def small_numbers() -> list[Small]:
    """Return one layer, one image and two digits, then numbers with one thing changed or with two, and the first ones in float32."""
    return with_float32([Small({**SIMPLEST, **changed}, changes) for changes, changed in CHANGED.items()])


ASSIGNMENT = Assignment(
    name="deeper",
    modules=IM2COL,
    values={
        "deeper-fields": ("fields",),
        "deeper-weight_counts": ("weight_counts",),
        "deeper-moved": ("moved", "left_alone"),
        "deeper-misread": ("misread",),
        "deeper-confusion": ("confusion",),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "deeper-fields": ("stack",),
        "deeper-weight_counts": ("C",),
        "deeper-moved": ("x", "moves"),
        "deeper-misread": ("scores", "t"),
        "deeper-confusion": ("scores", "t"),
    },
    asks={"deeper-weight_counts": WEIGHT_COUNTS},
)

"""errata-numbers: defects of the slides' library that give wrong numbers, and nobody complains; first a test that fails, then the repair."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments import errata
from autograder.assignments.errata_numbers.asks import ASKS, PREFIX
from autograder.assignments.errata_numbers.equivalents import EQUIVALENTS
from autograder.assignments.errata_numbers.faults import FAULTS
from autograder.assignments.errata_numbers.versions import VERSIONS
from autograder.assignments.modules import LAYERS

NAMES = (
    *("x", "dout", "pool_h", "pool_w", "stride", "pad"),
    *("scores", "t", "batch_size"),
    *("FN", "C", "FH", "FW"),
)


def _with_asked(numbers: Numbers, others: Numbers) -> Numbers:
    """Return the notebook's numbers, and others of the same kinds that the mended functions are asked about."""
    asked = errata.only(NAMES, others)
    return {**errata.only(NAMES, numbers), **{PREFIX + name: value for name, value in asked.items()}}


def _slide_numbers() -> Numbers:
    return _with_asked(errata.slide_numbers(), errata.slide_numbers())


def _fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    numbers, asked = errata.fresh_numbers(generator, draw), errata.fresh_numbers(generator, draw)
    asked["x"][:, :, :2, 0] = 0.0  # neither above zero nor below
    if draw == 2:  # so far below zero that no border which is typed in is lower
        asked["x"] *= 2.0**40
    if draw == 3:  # batches that come out even
        even = len(asked["t"]) // asked["batch_size"] * asked["batch_size"]
        asked["t"], asked["scores"] = asked["t"][:even], asked["scores"][:even]
    if draw == 4:  # labels that look like the rows of a one-hot table
        asked["t"] = asked["t"] % 2
    return _with_asked(numbers, asked)


def _small_numbers() -> list[Small]:
    small = [*errata.small_numbers(), *_more_small_numbers()]
    return [Small(_with_asked(one.numbers, one.numbers), one.changes) for one in small]


def _more_small_numbers() -> list[Small]:
    """Return the simplest numbers with a pixel of 0, with negative gradients, and with pixels far below zero in a border."""
    changed: dict[tuple[str, ...], Numbers] = {
        ("zeros",): {"x": np.array([[[[1.0, 0.0], [4.0, 3.0]]]])},
        ("falling",): {"dout": -errata.SIMPLEST["dout"]},
        ("windows", "pad", "negative", "deep"): {
            "x": np.array([[[[-3e12, -2e12], [-1e12, -4e12]]]]),
            "pad": 1,
        },
    }
    return [Small({**errata.SIMPLEST, **numbers}, changes) for changes, numbers in changed.items()]


ASSIGNMENT = Assignment(
    name="errata-numbers",
    modules=LAYERS,
    values={
        "errata-numbers-count_test": ("count_test",),
        "errata-numbers-parameter_count": ("parameter_count",),
        "errata-numbers-relu_test": ("relu_test",),
        "errata-numbers-relu_dx": ("relu_dx", "dout_after"),
        "errata-numbers-pooling_test": ("pooling_test",),
        "errata-numbers-pooled": ("pooled",),
        "errata-numbers-accuracy_test": ("accuracy_test",),
        "errata-numbers-part": ("part", "most", "times"),
        "errata-numbers-loss_test": ("loss_test",),
        "errata-numbers-dy": ("dy", "dy_column", "dy_one_hot", "y_after"),
    },
    slide_numbers=_slide_numbers,
    fresh_numbers=_fresh_numbers,
    draws=11,  # more than there are versions of any code: a run asks a test about one, and each is to come up
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=_small_numbers,
    made_from={
        "errata-numbers-parameter_count": ("FN", "C", "FH", "FW"),
        "errata-numbers-relu_dx": ("x", "dout"),
        "errata-numbers-pooled": ("x", "pool_h", "pool_w", "stride", "pad"),
        "errata-numbers-part": ("scores", "t", "batch_size"),
        "errata-numbers-dy": ("scores", "t"),
    },
    asks=ASKS,
    versions=VERSIONS,
)

"""errata-training: defects of the slides' library that make training not what it says; first a test that fails, then the repair."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments import errata
from autograder.assignments.errata_training.asks import ASKS, PREFIX
from autograder.assignments.errata_training.equivalents import EQUIVALENTS
from autograder.assignments.errata_training.faults import FAULTS
from autograder.assignments.errata_training.versions import VERSIONS
from autograder.assignments.modules import LAYERS

NAMES = ("x", "pool_h", "pool_w", "scores", "t", "batch_size", "dropout_ratio", "seed")


def _with_asked(
    numbers: Numbers, others: Numbers, generator: np.random.Generator, *, even: bool = False
) -> Numbers:
    """Return the notebook's numbers, and others of the same kinds that the mended functions are asked about.

    An epoch is asked about pictures that are numbers, more than the notebook has; only where it is to come out even does a batch divide how many.
    """
    batch_size = int(generator.integers(3, 6))
    rest = int(generator.integers(1, batch_size))
    count = 6 * batch_size + (0 if even else rest)
    asked = {
        **{name: others[name] for name in ("x", "pool_h", "pool_w", "scores", "dropout_ratio", "seed")},
        "eps": float(generator.choice([1e-5, 1e-4, 1e-3])),
        "pictures": generator.permutation(1000)[:count],
        "labels": generator.integers(0, 10, count),
        "batch_size": batch_size,
        "losses": generator.normal(size=36).astype(others["x"].dtype),
    }
    return {**errata.only(NAMES, numbers), **{PREFIX + name: value for name, value in asked.items()}}


def _known_numbers(numbers: Numbers) -> Numbers:
    return _with_asked(numbers, numbers, np.random.default_rng(1))


def _fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    numbers, others = (errata.fresh_numbers(generator, draw) for _ in range(2))
    return _with_asked(numbers, others, generator, even=draw == 2)


ASSIGNMENT = Assignment(
    name="errata-training",
    modules=LAYERS,
    values={
        "errata-training-dtype_test": ("dtype_test",),
        "errata-training-col": ("col", "col_single", "col_half", "col_whole"),
        "errata-training-dropout_test": ("dropout_test",),
        "errata-training-dropped": ("dropped", "dropped_back", "in_use", "by_rng"),
        "errata-training-order_test": ("order_test",),
        "errata-training-channel_test": ("channel_test",),
        "errata-training-normalized": ("normalized", "normalized_rows"),
        "errata-training-epoch_test": ("epoch_test",),
        "errata-training-visits": (
            *("visits", "passes", "losses", "gradients", "visits_again", "order_by_rng"),
        ),
    },
    slide_numbers=lambda: _known_numbers(errata.slide_numbers()),
    fresh_numbers=_fresh_numbers,
    draws=11,  # more than there are versions of any code: a run asks a test about one, and each is to come up
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=lambda: [Small(_known_numbers(one.numbers), one.changes) for one in errata.small_numbers()],
    made_from={
        "errata-training-col": ("x", "pool_h", "pool_w"),
        "errata-training-normalized": ("x", "scores"),
    },
    asks=ASKS,
    versions=VERSIONS,
)

"""errata-training: defects of the slides' library that make training not what it says; first a test that fails, then the repair."""

from __future__ import annotations

from autograder.assignment import Assignment
from autograder.assignments import errata
from autograder.assignments.errata_training.faults import FAULTS
from autograder.assignments.simple_convnet import LAYERS

NAMES = ("x", "pool_h", "pool_w", "scores", "t", "batch_size", "dropout_ratio", "seed")

ASSIGNMENT = Assignment(
    name="errata-training",
    modules=LAYERS,
    values={
        "errata-training-dtype_test": ("dtype_test",),
        "errata-training-col": ("col", "bytes_each"),
        "errata-training-dropout_test": ("dropout_test",),
        "errata-training-dropped": ("dropped",),
        "errata-training-order_test": ("order_test",),
        "errata-training-channel_test": ("channel_test",),
        "errata-training-normalized": ("normalized", "normalized_rows"),
        "errata-training-epoch_test": ("epoch_test",),
        "errata-training-visits": ("visits", "passes"),
    },
    slide_numbers=lambda: errata.only(NAMES, errata.slide_numbers()),
    fresh_numbers=lambda generator, draw: errata.only(NAMES, errata.fresh_numbers(generator, draw)),
    draws=2,
    faults=FAULTS,
    small_numbers=lambda: [errata.only(NAMES, numbers) for numbers in errata.small_numbers()],
    made_from={
        "errata-training-col": ("x", "pool_h", "pool_w"),
        "errata-training-normalized": ("x", "scores"),
    },
)

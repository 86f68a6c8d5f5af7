"""errata-numbers: defects of the slides' library that give wrong numbers, and nobody complains; first a test that fails, then the repair."""

from __future__ import annotations

from autograder.assignment import Assignment
from autograder.assignments import errata
from autograder.assignments.errata_numbers.faults import FAULTS
from autograder.assignments.simple_convnet import LAYERS

NAMES = (
    *("x", "dout", "pool_h", "pool_w", "stride", "pad"),
    *("scores", "t", "batch_size"),
    *("FN", "C", "FH", "FW"),
    "seed",
)

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
        "errata-numbers-part": ("part", "most_and_all"),
        "errata-numbers-loss_test": ("loss_test",),
        "errata-numbers-dy": ("dy", "dy_column", "dy_one_hot", "y_after"),
    },
    slide_numbers=lambda: errata.only(NAMES, errata.slide_numbers()),
    fresh_numbers=lambda generator, draw: errata.only(NAMES, errata.fresh_numbers(generator, draw)),
    draws=2,
    faults=FAULTS,
    small_numbers=lambda: [errata.only(NAMES, numbers) for numbers in errata.small_numbers()],
    made_from={
        "errata-numbers-parameter_count": ("FN", "C", "FH", "FW"),
        "errata-numbers-relu_dx": ("x", "dout"),
        "errata-numbers-pooled": ("x", "pool_h", "pool_w", "stride", "pad"),
        "errata-numbers-part": ("scores", "t", "batch_size"),
        "errata-numbers-dy": ("scores", "t"),
    },
)

"""errata-craft: defects in how the slides' library is made; first a test that fails, then the repair."""

from __future__ import annotations

from autograder.assignment import Assignment
from autograder.assignments import errata
from autograder.assignments.errata_craft.faults import FAULTS

NAMES = ("x", "dout", "pool_h", "pool_w", "stride", "scores", "t", "batch_size", "seed")

ASSIGNMENT = Assignment(
    name="errata-craft",
    modules=("modlab.inside.backend", "modlab.im2col"),
    values={
        "errata-craft-names_test": ("names_test",),
        "errata-craft-set_up": ("set_up",),
        "errata-craft-defaults_test": ("defaults_test",),
        "errata-craft-settings": ("settings",),
        "errata-craft-file_test": ("file_test",),
        "errata-craft-unpacked": ("unpacked", "unpacked_bias", "traps"),
        "errata-craft-check_test": ("check_test",),
        "errata-craft-says": ("says",),
        "errata-craft-slip_test": ("slip_test",),
        "errata-craft-dmax": ("dmax",),
    },
    slide_numbers=lambda: errata.only(NAMES, errata.slide_numbers()),
    fresh_numbers=lambda generator, draw: errata.only(NAMES, errata.fresh_numbers(generator, draw)),
    draws=2,
    faults=FAULTS,
    small_numbers=lambda: [errata.only(NAMES, numbers) for numbers in errata.small_numbers()],
    made_from={
        "errata-craft-dmax": ("x", "dout", "pool_h", "pool_w", "stride"),
    },
)

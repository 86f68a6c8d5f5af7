"""errata-craft: defects in how the slides' library is made; first a test that fails, then the repair."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments import errata
from autograder.assignments.errata_craft import asks
from autograder.assignments.errata_craft.equivalents import EQUIVALENTS
from autograder.assignments.errata_craft.faults import FAULTS
from autograder.assignments.errata_craft.versions import VERSIONS
from autograder.assignments.modules import IM2COL

NAMES = ("x", "dout", "pool_h", "pool_w", "stride", "scores", "t", "batch_size")


def _known_numbers(numbers: Numbers, seed: int) -> Numbers:
    """Return numbers that everybody may know, with what the repairs are asked; the pictures are the same."""
    return errata.only(NAMES, numbers) | asks.asked_numbers(np.random.default_rng(seed), numbers)


ASSIGNMENT = Assignment(
    name="errata-craft",
    modules=IM2COL,
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
    slide_numbers=lambda: _known_numbers(errata.slide_numbers(), 0),
    fresh_numbers=lambda generator, draw: (
        errata.only(NAMES, errata.fresh_numbers(generator, draw)) | asks.fresh_numbers(generator, draw)
    ),
    draws=11,  # each of eight versions, and three by chance
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=lambda: [
        Small(_known_numbers(one.numbers, seed), one.changes)
        for seed, one in enumerate(errata.small_numbers(), 1)
    ],
    made_from={"errata-craft-dmax": ("x", "dout", "pool_h", "pool_w", "stride")},
    asks=asks.ASKS,
    versions=VERSIONS,
)

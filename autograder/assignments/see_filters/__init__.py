"""see-filters: the slides' `visualize_filter.py`, what the first layer has learned to look for."""

from __future__ import annotations

import functools
from importlib import resources

import numpy as np

from autograder.assignments import Assignment, Numbers
from autograder.assignments.see_filters.faults import FAULTS


@functools.cache
def _trained() -> tuple[np.ndarray, np.ndarray]:
    """Return the first layer's filters of the network that comes with modlab, and the photograph."""
    from modlab.networks import SimpleConvNet

    photo = np.load(resources.files("modlab") / "widgets" / "photograph.npy", allow_pickle=False)
    return SimpleConvNet.pretrained().params["W1"], (photo / 255).astype(np.float32)


def slide_numbers() -> Numbers:
    """Return the trained filters and the photograph."""
    W, photo = _trained()
    return {"W": W.copy(), "photo": photo.copy(), "nx": 10, "two": np.array([6, 3])}


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw filters and a picture that are not square, with a last row that is not full.

    Even draws are float64 with filters of an odd height and an even width, odd ones float32 the other way round.
    """
    dtype, FH, FW = (np.float64, 5, 4) if draw % 2 == 0 else (np.float32, 4, 3)
    FN, nx = (int(size) for size in (generator.choice([7, 8]), generator.choice([3, 5])))
    H, W = (int(size) for size in generator.permutation([9, 11, 13])[:2])
    return {
        "W": generator.normal(size=(FN, 2, FH, FW)).astype(dtype),
        "photo": generator.random((H, W)).astype(dtype),
        "nx": nx,
        "two": generator.permutation(np.arange(2, FN))[:2],
    }


ASSIGNMENT = Assignment(
    name="see-filters",
    modules=(),
    values={
        "see-filters-pictures": ("pictures", "pictures_with_a_flat_one"),
        "see-filters-grid": ("grid",),
        "see-filters-edges": ("edges",),
        "see-filters-maps": ("maps",),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    written=("see-filters-in_your_words",),
)

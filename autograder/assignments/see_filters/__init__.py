"""see-filters: the slides' `visualize_filter.py`, what the first layer has learned to look for."""

from __future__ import annotations

import functools
from importlib import resources

import numpy as np

from autograder.assignment import Assignment, Numbers, Small
from autograder.assignments.modules import IM2COL
from autograder.assignments.see_filters.equivalents import EQUIVALENTS
from autograder.assignments.see_filters.faults import FAULTS
from autograder.assignments.small import with_float32
from modlab.networks import SimpleConvNet


@functools.cache
def _trained() -> tuple[np.ndarray, np.ndarray]:
    """Return the first layer's filters of the network that comes with modlab, and the photograph."""
    with resources.as_file(resources.files("modlab") / "widgets" / "photograph.npy") as path:
        photo = np.load(path, allow_pickle=False)
    return SimpleConvNet.pretrained().params["W1"], (photo / 255).astype(np.float32)


def slide_numbers() -> Numbers:
    """Return the trained filters and the photograph."""
    W, photo = _trained()
    return {"W": W.copy(), "photo": photo.copy(), "nx": 10, "two": np.array([6, 3])}


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw filters and an image that are not square, with a last row that is not full.

    The slide's filters are 5 by 5, so that half of one is 2. Even draws are float64 with filters of 7 by 6, odd ones float32 with 6 by 3: one side has a
    middle, the other has none. The weights of one filter lie close together.
    """
    dtype, FH, FW = (np.float64, 7, 6) if draw % 2 == 0 else (np.float32, 6, 3)
    FN, nx = (int(size) for size in (generator.choice([7, 8]), generator.choice([3, 5])))
    H, W = (int(size) for size in generator.permutation([9, 11, 13])[:2])
    filters = generator.normal(size=(FN, 2, FH, FW))
    filters[1] /= 1024
    return {
        "W": filters.astype(dtype),
        "photo": generator.random((H, W)).astype(dtype),
        "nx": nx,
        "two": generator.permutation(np.arange(2, FN))[:2],
    }


# The filters, the photograph, tiles in a row, and the two filters, by what has changed
SMALL: dict[tuple[str, ...], tuple] = {
    (): ((2, 1, 2, 2), (3, 3), 2, [0, 1]),
    ("filters",): ((3, 1, 2, 2), (3, 3), 3, [0, 1]),
    ("oblong",): ((2, 1, 2, 3), (3, 3), 2, [0, 1]),
    ("channels",): ((2, 2, 2, 2), (3, 3), 2, [0, 1]),
    ("order",): ((2, 1, 2, 2), (3, 3), 2, [1, 0]),
    ("wide photo",): ((2, 1, 2, 2), (3, 4), 2, [0, 1]),
    ("several rows",): ((2, 1, 2, 2), (3, 3), 1, [0, 1]),
    ("filters", "last row"): ((3, 1, 2, 2), (3, 3), 2, [0, 1]),
    ("filters", "channels"): ((3, 2, 2, 2), (3, 3), 3, [0, 1]),
}


def small_numbers() -> list[Small]:
    """Return two filters of 2×2 in one row, then filters with one thing changed or with two, and the first ones in float32."""
    return [*_small_by_size(), _close_together()]


def _close_together() -> Small:
    simplest = _small_by_size()[0].numbers
    return Small({**simplest, "W": simplest["W"] / 1024}, ("close",))


def _small_by_size() -> list[Small]:
    return with_float32(
        [
            Small(
                {
                    "W": (np.arange(np.prod(shape)) * 3.0 % 7 - 2).reshape(shape),
                    "photo": (np.arange(np.prod(photo)) * 2.0 % 5).reshape(photo),
                    "nx": nx,
                    "two": np.array(two),
                },
                changes,
            )
            for changes, (shape, photo, nx, two) in SMALL.items()
        ]
    )


ASSIGNMENT = Assignment(
    name="see-filters",
    modules=IM2COL,
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
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "see-filters-pictures": ("W",),
        "see-filters-grid": ("W", "nx"),
        "see-filters-edges": ("W",),
        "see-filters-maps": ("photo", "W", "two"),
    },
    written=("see-filters-in_your_words",),
)

"""output-size: how often a filter fits, what to do when it does not, and how much a layer learns."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Ask, Assignment, Numbers, Small
from autograder.assignments.output_size.equivalents import EQUIVALENTS
from autograder.assignments.output_size.faults import FAULTS

THE_SLIDES_CASES = [
    *([7, 3, 1, 0], [7, 3, 2, 0], [7, 3, 3, 0], [4, 3, 1, 1], [28, 5, 3, 2], [3, 5, 1, 0]),
]

# The notebook tries both functions on `cases`; these are others of the same kinds.
SIZES = Ask(
    """
sizes = [OH, OW, *(conv_output_size(n, f, s, p) for n, f, s, p in other_cases.tolist() if f <= n + 2 * p)]
sizes = None if all(size is None for size in sizes) else np.asarray(sizes)
""",
    names=("other_cases",),
)

STRICT_SIZES = Ask(
    """
def outcome_of(*case):
    try:
        size = strict_output_size(*case)
    except ValueError:
        return -1
    except Exception:
        return -2
    return -3 if size is None else -4 if size == -1 else size


outcomes = [outcome_of(*case) for case in other_cases.tolist()]
strict_sizes = None if all(size == -3 for size in outcomes) else np.asarray(outcomes)
""",
    names=("other_cases",),
)


def slide_numbers() -> Numbers:
    """Return the slides' last example, with ten filters, and the sizes that the slides ask for."""
    return {
        "x": np.zeros((1, 3, 28, 31)),
        "W": np.zeros((10, 3, 5, 5)),
        "b": np.zeros(10),
        "stride": 3,
        "pad": 2,
        "cases": np.array(THE_SLIDES_CASES),
        "other_cases": np.array(THE_SLIDES_CASES),
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw sizes of which no two are alike and none is the slide's, odd filters, other ones for even draws than for odd ones, and cases of every kind."""
    dtype = np.float64 if draw % 2 == 0 else np.float32
    C, FN = (int(size) for size in generator.permutation([3, 4, 6])[:2])
    FH, FW = (int(size) for size in generator.permutation([3, 9, 13] if draw % 2 == 0 else [7, 11, 15])[:2])
    H, W = (int(size) for size in generator.permutation([17, 18, 20, 23])[:2])
    return {
        "x": np.zeros((2, C, H, W), dtype),
        "W": np.zeros((FN, C, FH, FW), dtype),
        "b": np.zeros(FN, dtype),
        "stride": 4 if draw % 2 == 0 else 5,
        "pad": 1 if draw % 2 == 0 else 3,
        "cases": _draw_cases(generator),
        "other_cases": _draw_cases(generator),
    }


def _draw_cases(generator: np.random.Generator) -> np.ndarray:
    """Draw some that come out whole, some that leave each possible rest, with padding and without, and some that do not fit at all.

    At the edge there are filters as large as the padded input, which fit once, and some that are larger by 1 or by 2.
    """
    cases = [[int(generator.integers(1, 4)), int(generator.integers(9, 12)), 2, pad] for pad in (0, 1)]
    for larger in (0, 1, 2):
        for pad in (0, 1, 2):
            size, step = int(generator.integers(4, 9)), int(generator.integers(1, 5))
            cases.append([size, size + 2 * pad + larger, step, pad])
    for pad in (0, 1, 2):
        for step in (1, 2, 3, 4):
            filter_size = int(generator.integers(2, 6))
            first = int(generator.integers(8, 20))
            cases += [[first + rest, filter_size, step, pad] for rest in range(step)]
    return generator.permutation(np.array(cases))


# Channels and sizes of x, the filters, stride, pad, a case, and how many images if not one, by what has changed
SMALL: dict[tuple[str, ...], tuple] = {
    (): ((1, 4, 4), (1, 1, 3, 3), 1, 0, [4, 3, 1, 0]),
    ("stride",): ((1, 5, 5), (1, 1, 3, 3), 2, 0, [5, 3, 2, 0]),
    ("pad",): ((1, 4, 4), (1, 1, 3, 3), 1, 1, [4, 3, 1, 1]),
    ("oblong",): ((1, 4, 5), (1, 1, 3, 5), 1, 0, [4, 3, 1, 0]),
    ("channels",): ((2, 4, 4), (1, 2, 3, 3), 1, 0, [4, 3, 1, 0]),
    ("filters",): ((1, 4, 4), (2, 1, 3, 3), 1, 0, [4, 3, 1, 0]),
    ("misfit",): ((1, 4, 4), (1, 1, 3, 3), 1, 0, [2, 3, 1, 0]),
    ("pad", "larger than the picture"): ((1, 4, 4), (1, 1, 3, 3), 1, 1, [2, 3, 1, 1]),
    ("images",): ((1, 4, 4), (1, 1, 3, 3), 1, 0, [4, 3, 1, 0], 2),
    ("stride", "rest", "long rest"): ((1, 5, 5), (1, 1, 3, 3), 3, 0, [5, 3, 3, 0]),
    ("stride", "rest"): ((1, 6, 6), (1, 1, 3, 3), 2, 0, [6, 3, 2, 0]),
    ("stride", "misfit"): ((1, 5, 5), (1, 1, 3, 3), 2, 0, [1, 3, 2, 0]),
    ("stride", "pad"): ((1, 5, 5), (1, 1, 3, 3), 2, 1, [5, 3, 2, 1]),
    ("filters", "channels"): ((2, 4, 4), (2, 2, 3, 3), 1, 0, [4, 3, 1, 0]),
}


def small_numbers() -> list[Small]:
    """Return a filter that fits in two places each way, then layers and cases with one thing changed, and with two."""
    return [
        Small(
            {
                "x": np.zeros((*(N or [1]), *x)),
                "W": np.zeros(W),
                "b": np.zeros(W[0]),
                "stride": stride,
                "pad": pad,
                "cases": np.array([case]),
                "other_cases": np.array([case]),
            },
            changes,
        )
        for changes, (x, W, stride, pad, case, *N) in SMALL.items()
    ]


ASSIGNMENT = Assignment(
    name="output-size",
    modules=(),
    values={
        "output-size-by_hand": ("by_hand",),
        "output-size-sizes": ("sizes",),
        "output-size-strict_sizes": ("strict_sizes",),
        "output-size-same_pad": ("same_pad",),
        "output-size-parameter_count": ("parameter_count",),
    },
    slide_numbers=slide_numbers,
    fresh_numbers=fresh_numbers,
    draws=2,
    faults=FAULTS,
    equivalents=EQUIVALENTS,
    small_numbers=small_numbers,
    made_from={
        "output-size-sizes": ("x", "W", "cases", "stride", "pad"),
        "output-size-strict_sizes": ("cases",),
        "output-size-same_pad": ("x", "W"),
        "output-size-parameter_count": ("x", "W", "b"),
    },
    asks={"output-size-sizes": SIZES, "output-size-strict_sizes": STRICT_SIZES},
    formulas=("output-size-parameter_count",),  # W.size + b.size is the answer, however it is written
)

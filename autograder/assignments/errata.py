"""What the exercises errata-numbers, errata-training and errata-craft share: the numbers, and words of hints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.assignment import Numbers, Small
from autograder.assignments.small import with_float32

# A test that is false everywhere has many causes; its hint begins with this and ends with the likeliest.
EVERYWHERE = (
    "Your test fails on every version, also on those that are right. Perhaps it stops with an error: then the notebook says so "
    "below your cell. Or it is too strict: "
)
EVERYWHERE_KO = "올바른 코드에서도 실패합니다. 오류로 멈추는지 셀 아래의 출력을 보세요. "


def only(names: Sequence[str], numbers: Numbers) -> Numbers:
    """Return of the numbers those that an exercise uses.

    Examples
    --------
    >>> only(["pad", "stride"], slide_numbers())
    {'pad': 1, 'stride': 2}
    """
    return {name: numbers[name] for name in names}


def slide_numbers() -> Numbers:
    """Return a 4×4 image with windows of 2×2, stride 2 and padding 1; ten digits of which nine are read rightly; the slide's ten filters."""
    return {
        "x": np.arange(1.0, 17.0).reshape(1, 1, 4, 4) - 8.5,
        "dout": np.arange(16.0).reshape(1, 1, 4, 4),
        "pool_h": 2,
        "pool_w": 2,
        "stride": 2,
        "pad": 1,
        "scores": np.eye(10)[[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]] * 2.0,
        "t": np.arange(10),
        "batch_size": 4,
        "FN": 10,
        "C": 3,
        "FH": 5,
        "FW": 5,
        "dropout_ratio": 0.2,
        "seed": 1,
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw images of mostly negative numbers, windows that are not square and overlap, and a number of digits that no batch divides.

    The slide's window is 2 by 2, with stride 2 and pad 1. Even draws have float64, stride 3, pad 2 and two digits in the
    last batch; odd ones float32, stride 1, no border and one digit there.
    """
    dtype, stride, pad = (np.float64, 3, 2) if draw % 2 == 0 else (np.float32, 1, 0)
    H, W = (int(size) for size in generator.permutation([7, 8, 9])[:2])
    pool_h, pool_w = (int(size) for size in generator.permutation([3, 4]))
    K, batch_size = int(generator.integers(4, 7)), int(generator.integers(3, 6))
    count = 3 * batch_size + (2 if draw % 2 == 0 else 1)
    t = generator.integers(0, K, count)
    scores = generator.normal(size=(count, K))
    scores[np.arange(count), t] += 2.0
    FN, C, FH, FW = (int(size) for size in generator.permutation([2, 3, 4, 5]))
    return {
        "x": (generator.normal(size=(2, 3, H, W)) - 1.0).astype(dtype),
        "dout": generator.normal(size=(2, 3, H, W)).astype(dtype),
        "pool_h": pool_h,
        "pool_w": pool_w,
        "stride": stride,
        "pad": pad,
        "scores": scores.astype(dtype),
        "t": t,
        "batch_size": batch_size,
        "FN": FN,
        "C": C,
        "FH": FH,
        "FW": FW,
        "dropout_ratio": float(generator.choice([0.3, 0.4, 0.6, 0.7])),
        "seed": int(generator.integers(1, 1_000_000)),
    }


SIMPLEST: Numbers = {
    "x": np.array([[[[1.0, 2.0], [4.0, 3.0]]]]),
    "dout": np.arange(1.0, 5.0).reshape(1, 1, 2, 2),
    "pool_h": 2,
    "pool_w": 2,
    "stride": 1,
    "pad": 0,
    "scores": np.array([[2.0, 0.0], [0.0, 1.0]]),
    "t": np.array([0, 1]),
    "batch_size": 1,
    "FN": 1,
    "C": 1,
    "FH": 2,
    "FW": 2,
    "dropout_ratio": 0.5,
    "seed": 1,
}


def _picture(x: list) -> Numbers:
    return {"x": np.array(x, np.float64), "dout": np.arange(1.0, np.size(x) + 1).reshape(np.shape(x))}


CHANGED: dict[tuple[str, ...], Numbers] = {
    (): {},
    ("negative",): _picture([[[[-3, -2], [-1, -4]]]]),
    ("channels",): {**_picture([[[[1, 2], [4, 3]], [[6, 5], [8, 7]]]]), "C": 2},
    ("images",): _picture([[[[1, 2], [4, 3]]], [[[6, 5], [8, 7]]]]),
    ("filters",): {"FN": 2},
    ("oblong",): {**_picture([[[[1, 4]]]]), "pool_h": 1, "FH": 1, "FW": 3},
    ("rest",): {
        "scores": np.array([[2.0, 0.0], [0.0, 1.0], [1.0, 0.0]]),
        "t": np.array([0, 1, 1]),
        "batch_size": 2,
    },
    ("classes",): {"scores": np.array([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0]]), "t": np.array([1, 2])},
    ("windows", "pad"): {"pad": 1},
    ("windows", "pad", "negative"): {**_picture([[[[-3, -2], [-1, -4]]]]), "pad": 1},
    ("windows", "stride"): {**_picture([[[[1, 7, 2, 9], [3, 5, 8, 4]]]]), "stride": 2},
    ("windows", "channels"): {**_picture([[[[1, 2, 3]], [[6, 5, 4]]]]), "pool_h": 1, "C": 2},
    ("windows", "images"): {**_picture([[[[1, 2, 3]]], [[[6, 5, 4]]]]), "pool_h": 1},
}


def small_numbers() -> list[Small]:
    """Return an image of 2×2 and two digits, then numbers with one thing changed or with two, and the first ones in float32."""
    return with_float32([Small({**SIMPLEST, **changed}, changes) for changes, changed in CHANGED.items()])

"""What the exercises errata-numbers, errata-training and errata-craft share: the numbers, and words of hints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.assignment import Numbers

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
    """Draw images of mostly negative numbers, windows that are not square and overlap, and a number of digits that no batch divides."""
    dtype = np.float64 if draw % 2 == 0 else np.float32
    stride = 2 if draw % 2 == 0 else 1
    H, W = (int(size) for size in generator.permutation([6, 8, 9])[:2])
    pool_h, pool_w = (int(size) for size in generator.permutation([2, 3]))
    K, batch_size = int(generator.integers(4, 7)), int(generator.integers(3, 6))
    count = 3 * batch_size + 2
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
        "pad": 1,
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


def small_numbers() -> list[Numbers]:
    """Return an image of 2×2 and two digits; then a border round negative numbers, a stride, more classes, and two channels."""
    return [
        {
            "x": np.array(x, np.float64),
            "dout": np.arange(1.0, np.size(x) + 1).reshape(np.shape(x)),
            "pool_h": pool_h,
            "pool_w": pool_w,
            "stride": stride,
            "pad": pad,
            "scores": np.array(scores, np.float64),
            "t": np.array(t),
            "batch_size": batch_size,
            "FN": FN,
            "C": C,
            "FH": 1,
            "FW": 3,
            "dropout_ratio": 0.5,
            "seed": 1,
        }
        for x, pool_h, pool_w, stride, pad, scores, t, batch_size, FN, C in (
            ([[[[1, -2], [-3, 4]]]], 2, 2, 1, 0, [[2, 0], [0, 1]], [0, 1], 1, 1, 1),
            ([[[[-3, -2], [-1, -4]]]], 2, 2, 1, 1, [[2, 0], [0, 1], [1, 0]], [0, 1, 1], 2, 2, 1),
            ([[[[1, -7, 2, 9]]]], 1, 2, 2, 0, [[1, 2, 0], [0, 3, 1]], [1, 2], 2, 1, 3),
            ([[[[1, 2, 5]], [[6, 5, 3]]]], 1, 2, 1, 0, [[1, 2], [0, 3]], [1, 0], 2, 2, 2),
        )
    ]

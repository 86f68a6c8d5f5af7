"""Numbers to pool, for the assignments about pooling: where two pixels are equal or all are negative, a wrong answer shows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.assignment import Numbers


def draw_numbers(
    generator: np.random.Generator,
    dtype: type,
    lengths: Sequence[int],
    stride: int,
    pad: int = 0,
    scale: float = 1 / 3,
) -> Numbers:
    """Draw images in which many pixels are equal, and in one image all are negative. No two sizes are the same.

    A window in the first corner holds the smallest number everywhere: a border that is as small must not win there.

    Parameters
    ----------
    generator : numpy.random.Generator
    dtype : float64 or float32
    lengths : sequence of int
        Height and width of a window, in an order that is drawn.
    stride : int
    pad : int
    scale : float
        What the pixels are whole multiples of: equal ones are equal in every dtype. With the default they are no short decimals.

    Where windows can leave pixels over, they do, along one direction at least, so that rounding up shows.

    Returns
    -------
    dict
        `x` (N, C, H, W), `pool_h`, `pool_w`, `stride`, `dout` (N, C, OH, OW).
    """
    N = 2
    while True:
        C = int(generator.choice([3, 5]))
        pool_h, pool_w = (int(length) for length in generator.permutation(lengths))
        H, W = (int(size) for size in generator.permutation(np.arange(6, 11) + 2 * stride)[:2])
        room_h, room_w = H + 2 * pad - pool_h, W + 2 * pad - pool_w
        out_h, out_w = room_h // stride + 1, room_w // stride + 1
        left_over = room_h % stride + room_w % stride
        if len({N, C, out_h, out_w}) == 4 and (left_over or stride == 1):
            break
    x: np.ndarray = generator.integers(-5, 3, size=(N, C, H, W)).astype(dtype)
    x[0] = -1 - np.abs(x[0])
    x[0, :, : pool_h - pad, : pool_w - pad] = x.min()
    x *= scale
    return {
        "x": x,
        "pool_h": pool_h,
        "pool_w": pool_w,
        "stride": stride,
        "dout": generator.normal(size=(N, C, out_h, out_w)).astype(dtype),
    }

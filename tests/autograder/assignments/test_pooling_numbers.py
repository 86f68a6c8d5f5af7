"""Numbers to pool: whole and small, in one image all negative, and no two sizes alike."""

import numpy as np
import pytest

from autograder.assignments.pooling_numbers import draw_numbers


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 0), (2, 1)])
@pytest.mark.parametrize("seed", range(10))
def test_shapes_fit_and_wrong_answers_show(dtype, stride, pad, seed):
    numbers = draw_numbers(np.random.default_rng(seed), dtype, (2, 3), stride, pad)
    x, dout, pool_h, pool_w = (numbers[name] for name in ("x", "dout", "pool_h", "pool_w"))
    assert x.dtype == dout.dtype == dtype
    assert {pool_h, pool_w} == {2, 3}
    # Counted by walking, not by the formula.
    walks = [
        [first for first in range(-pad, size + pad, stride) if first + pool <= size + pad]
        for size, pool in zip(x.shape[2:], (pool_h, pool_w), strict=True)
    ]
    assert dout.shape == (*x.shape[:2], len(walks[0]), len(walks[1]))
    assert len(set(dout.shape)) == 4
    assert x.shape[2] != x.shape[3]
    assert (x != np.round(x, 6)).any()  # rounding shows
    assert (x[0, :, : pool_h - pad, : pool_w - pad] == x.min()).all()
    assert (x[0] < 0).all()
    assert len(np.unique(x)) < x.size / 4  # so there are ties
    if stride > 1:
        ends = [walk[-1] + pool for walk, pool in zip(walks, (pool_h, pool_w), strict=True)]
        assert any(end < size + pad for end, size in zip(ends, x.shape[2:], strict=True))


def test_other_seeds_give_other_sizes_and_both_orders_of_the_window():
    drawn = [draw_numbers(np.random.default_rng(seed), np.float64, (2, 3), 1) for seed in range(20)]
    assert len({numbers["x"].shape for numbers in drawn}) > 3
    assert {numbers["pool_h"] for numbers in drawn} == {2, 3}

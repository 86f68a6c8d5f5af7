"""Work on several cores: the results do not change, errors arrive, and the limits are put back."""

import sys
import threading

import numpy as np
import pytest

from modlab.inside import threads
from modlab.inside.convolve import convolve


def test_results_keep_their_order(two_workers):
    together = threading.Barrier(2, timeout=20)

    def work(piece):
        together.wait()  # passes only if two pieces are worked on at the same time
        return piece * piece

    assert threads.for_each(work, [1, 2, 3, 4]) == [1, 4, 9, 16]


def test_limits_are_put_back_even_after_an_error(two_workers):
    before = [library["num_threads"] for library in two_workers.info()]
    seen = []

    def work(piece):
        seen.extend(library["num_threads"] for library in two_workers.info())
        raise KeyError(piece)

    with pytest.raises(KeyError, match="1"):
        threads.for_each(work, [1, 2])
    assert set(seen) == {1}
    assert [library["num_threads"] for library in two_workers.info()] == before


def test_work_inside_work_does_not_wait_for_itself(two_workers):
    assert threads.for_each(lambda a: threads.for_each(lambda b: a + b, [1, 2]), [10, 20]) == [
        [11, 12],
        [21, 22],
    ]


def test_without_threadpoolctl_everything_runs_in_one_thread(monkeypatch):
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    threads._tools.cache_clear()
    names = threads.for_each(lambda piece: threading.current_thread().name, [1, 2, 3])
    threads._tools.cache_clear()
    assert set(names) == {threading.current_thread().name}


def test_threads_do_not_change_the_numbers(two_workers, monkeypatch):
    rng = np.random.default_rng(0)
    x, W = rng.integers(-9, 10, (50, 8, 20, 20)), rng.integers(-9, 10, (4, 8, 3, 3))
    parallel = convolve(x, W, pad=(1, 1))
    monkeypatch.setattr(threads, "_tools", lambda: None)
    np.testing.assert_array_equal(convolve(x, W, pad=(1, 1)), parallel)


@pytest.mark.parametrize("shapes", [((7, 5), (5, 3)), ((3, 5), (5, 8)), ((1, 4), (4, 1))])
def test_matrix_product(shapes, two_workers, monkeypatch):
    monkeypatch.setattr(threads, "SMALL", 0)
    rng = np.random.default_rng(0)
    a, b = (rng.integers(-9, 10, shape) for shape in shapes)
    np.testing.assert_array_equal(threads.matmul(a, b), a @ b)


def test_the_callers_way_with_overflows_holds_in_every_thread():
    """Ignored by the caller, so ignored; raised by the caller, so raised."""
    large = np.full(4, 3e38, np.float32)
    with np.errstate(over="ignore"):
        assert all(
            np.isinf(double).all() for double in threads.for_each(lambda piece: piece * 2, [large] * 8)
        )
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        threads.for_each(lambda piece: piece * 2, [np.ones(4, np.float32)] * 7 + [large])

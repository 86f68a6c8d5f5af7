"""Use all cores for pieces of work that do not depend on each other.

NumPy works on one core, except in matrix products. While one thread copies windows, another can multiply, if the
product's own threads are held back meanwhile: threadpoolctl does that. Without it everything runs in one thread.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any, TypeVar

import numpy as np

from modlab.inside.backend import Array, array_module

Piece = TypeVar("Piece")
T = TypeVar("T")
# Numbers, or multiplications, below which sharing costs more than it saves.
SMALL = 2**18
_ONE_AT_A_TIME = threading.Lock()


@cache
def _tools() -> tuple[ThreadPoolExecutor, Any, int] | None:
    """Return the threads and what holds the matrix product's own threads back; None to work without."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    products = ThreadpoolController().select(user_api="blas")
    # As many as the product would use, so that OPENBLAS_NUM_THREADS and its like hold here too.
    workers = max((library["num_threads"] for library in products.info()), default=1)
    return (ThreadPoolExecutor(workers - 1), products, workers) if workers > 1 else None


if hasattr(os, "register_at_fork"):
    # Threads do not survive a fork: the child starts its own.
    os.register_at_fork(after_in_child=_tools.cache_clear)


def for_each(work: Callable[[Piece], T], pieces: Sequence[Piece]) -> list[T]:
    """Do `work` on every piece, on all cores if there are several pieces.

    Parameters
    ----------
    work : callable
        Takes a piece. Pieces are done at the same time, so each may write only to places of its own.
    pieces : list

    Returns
    -------
    list
        The results, in the order of the pieces.

    Examples
    --------
    >>> for_each(lambda piece: piece * 2, [1, 2, 3])
    [2, 4, 6]
    """
    # Whoever finds the threads busy works alone: a second caller must not change the limits of the first.
    tools = _tools() if len(pieces) > 1 else None
    if tools is None or not _ONE_AT_A_TIME.acquire(blocking=False):
        return [work(piece) for piece in pieces]
    threads, products, workers = tools
    # Each worker gets a run of pieces, and whoever asks works too: handing over costs as much as a small piece.
    share = -(-len(pieces) // workers)
    runs = [pieces[start : start + share] for start in range(0, len(pieces), share)]
    try:
        with products.limit(limits=1):
            others = [threads.submit(_run, work, run, np.geterr()) for run in runs[1:]]
            try:
                results = [work(piece) for piece in runs[0]]
            finally:
                wait(others)
            return results + [result for other in others for result in other.result()]
    finally:
        _ONE_AT_A_TIME.release()


def _run(work: Callable[[Piece], T], pieces: Sequence[Piece], how_errors_are_met: Any) -> list[T]:
    """Do a run of pieces with the caller's np.errstate, which threads do not inherit."""
    with np.errstate(**how_errors_are_met):
        return [work(piece) for piece in pieces]


def shares(x: Array, axis: int) -> list[Any]:
    """Cut an array into a share for each core, for work that treats the entries along an axis by themselves.

    Parameters
    ----------
    x : array
    axis : int
        Where to cut: 0 between images or rows, 1 between channels.

    Returns
    -------
    list
        Indices: `x[share]` is one core's share. A single one, of everything, if `x` is small or on a GPU.

    Examples
    --------
    >>> shares(np.zeros((1, 2)), axis=1)
    [Ellipsis]
    """
    if array_module(x) is not np or x.ndim <= axis or x.size < SMALL or (tools := _tools()) is None:
        return [...]
    many = -(-x.shape[axis] // tools[2])
    before = (slice(None),) * axis
    return [(*before, slice(start, start + many)) for start in range(0, x.shape[axis], many)]


def matmul(a: Array, b: Array) -> Array:
    """Return a @ b, on two cores if there is much to do.

    A product's own threads keep a core busy for a while after they are done, waiting for more, and would slow
    down the threads here. So large products go through these as well.

    Parameters
    ----------
    a : (N, K) array
    b : (K, M) array

    Returns
    -------
    (N, M) array

    Examples
    --------
    >>> matmul(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]))
    array([[11.]])
    """
    if array_module(a) is not np or len(a) * b.size < SMALL:
        return a @ b
    out = np.empty((len(a), b.shape[1]), np.result_type(a, b))
    if len(a) >= b.shape[1]:
        for_each(lambda rows: np.matmul(a[rows], b, out=out[rows]), _halves(len(a)))
    else:
        for_each(lambda columns: np.matmul(a, b[:, columns], out=out[:, columns]), _halves(b.shape[1]))
    return out


def _halves(count: int) -> list[slice]:
    return [slice(0, count // 2), slice(count // 2, count)]

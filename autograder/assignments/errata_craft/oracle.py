"""What is right, by definition: an optimizer's name and its steps, settings of one's own, and what arrives at the largest pixel of each window."""

from __future__ import annotations

import numpy as np

from autograder.assignments.pooling_oracle import winners

CLASSES = ("SGD", "Momentum", "RMSProp", "Adam")


def name_and_steps(letters: np.ndarray, halves: int, count: int, size: int) -> list[int]:
    """Return how many batches of `size` are in half of `halves * count` pictures, and the letters of the class that is called so.

    Parameters
    ----------
    letters : (8,) array of int
        The name in capital or small letters, filled up with zeros.

    Examples
    --------
    >>> name_and_steps([65, 68, 97, 77, 0, 0, 0, 0], 3, 10, 4)
    [3, 65, 100, 97, 109, 0, 0, 0, 0]
    """
    (spelt,) = (
        spelling
        for spelling in (list(map(ord, name)) + [0] * (8 - len(name)) for name in CLASSES)
        if all(wanted in (letter, letter ^ 32) for wanted, letter in zip(spelling, letters, strict=True))
    )
    batches = range(2 * size, halves * count + 1, 2 * size)
    return [len(batches), *spelt]


def settings(filters: np.ndarray, own: np.ndarray, changed: np.ndarray) -> np.ndarray:
    """Return number of filters, padding and stride of five settings, and of a dictionary that two of them were made from (-1: it has none).

    The padding of the first and the stride of the third were changed by whoever got them.
    """
    rows = np.array([[0, 0, 1], [0, 0, 1], [0, *own], [0, 0, 1], [0, *own], [-1, *own]])
    rows[:5, 0] = filters
    rows[0, 1], rows[2, 2] = changed
    return rows


def rows_of_winners(x: np.ndarray, dout: np.ndarray, pool_h: int, pool_w: int, stride: int) -> np.ndarray:
    """Return a row for each window of each channel: what arrives, at the place of its largest pixel.

    Examples
    --------
    >>> rows_of_winners(np.array([[[[1, 4]]]]), np.array([[[[7.0]]]]), 1, 2, 1)
    array([[0., 7.]])
    """
    found = winners(x, pool_h, pool_w, stride)
    in_order = sorted(found, key=lambda place: (place[0], place[2], place[3], place[1]))
    rows = np.zeros((len(found), pool_h * pool_w))
    for row, place in enumerate(in_order):
        rows[row, found[place][0]] = dout[place]
    return rows

"""Numbers that an answer can be held against, but that cannot be read.

Who tries all numbers finds the right one in the end, since it is a small one. So a try is made dear: scrypt takes 64 MiB and at least a tenth of a
second of one core, also on a fast one. A right answer is found right at one try, and only a wrong one is looked at number by number.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

# 64 MiB (128 * N * R bytes), gone through twice: a third of a second on a server's core of 2023, so that one three times as fast still takes a tenth.
N, R, P = 1 << 16, 8, 2
THREADS = min(4, os.cpu_count() or 1)  # each takes 64 MiB


@dataclass(frozen=True)
class Sealed:
    """An array that can be compared, but not read.

    Attributes
    ----------
    shape : tuple of int
    salt : str
        Where the array belongs: the assignment, the cell and the name. What was found out elsewhere does not help here.
    whole : str
        The digest of all numbers together.
    digests : tuple of str
        One for each number, in C order; none where nobody needs to know which of them is wrong.

    Examples
    --------
    >>> sealed = Sealed.of(np.array([9, 75]), "toy-conv a sizes")
    >>> sealed.agrees(np.array([9.0, 25.0])).tolist()
    [True, False]
    """

    shape: tuple[int, ...]
    salt: str
    whole: str
    digests: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: np.ndarray, salt: str, each: bool = True) -> Sealed:
        """Seal an array; `each` says whether each of its numbers is sealed on its own, too."""
        return cls(value.shape, salt, _of_all(value, salt), tuple(_of_each(value, salt)) if each else ())

    def is_same(self, value: np.ndarray) -> bool:
        """Return whether an array of the same shape holds the same numbers, all of them, to nine digits."""
        return _of_all(value, self.salt) == self.whole

    def agrees(self, value: np.ndarray) -> np.ndarray:
        """Return where an array of the same shape holds the same numbers, to nine digits."""
        if self.is_same(value):
            return np.ones(self.shape, bool)
        same = [one == other for one, other in zip(_of_each(value, self.salt), self.digests, strict=True)]
        return np.array(same, bool).reshape(self.shape)


def _texts(value: np.ndarray) -> list[str]:
    return [f"{number + 0.0:.9g}" for number in value.ravel().tolist()]


def _of_all(value: np.ndarray, salt: str) -> str:
    return _digest(f"{salt} all", " ".join(_texts(value)))


def _of_each(value: np.ndarray, salt: str) -> Iterable[str]:
    salts = [f"{salt} {place}" for place in range(value.size)]
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(_digest, salts, _texts(value)))


@functools.cache
def _digest(salt: str, text: str) -> str:
    memory = 128 * R * (N + P) + (1 << 20)
    return hashlib.scrypt(text.encode(), salt=salt.encode(), n=N, r=R, p=P, maxmem=memory, dklen=16).hex()

"""Numbers that an answer can be held against, but that cannot be read."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass

import numpy as np

ROUNDS = 2000  # a guess costs a millisecond


@dataclass(frozen=True)
class Sealed:
    """An array that can be compared, but not read.

    Attributes
    ----------
    shape : tuple of int
    digests : tuple of str
        One for each number, in C order.

    Examples
    --------
    >>> sealed = Sealed.of(np.array([9, 75]))
    >>> sealed.agrees(np.array([9.0, 25.0])).tolist()
    [True, False]
    """

    shape: tuple[int, ...]
    digests: tuple[str, ...]

    @classmethod
    def of(cls, value: np.ndarray) -> Sealed:
        """Seal an array."""
        return cls(value.shape, _digests(value))

    def agrees(self, value: np.ndarray) -> np.ndarray:
        """Return where an array of the same shape holds the same numbers, to nine digits."""
        same = [one == other for one, other in zip(_digests(value), self.digests, strict=True)]
        return np.array(same, bool).reshape(self.shape)


def _digests(value: np.ndarray) -> tuple[str, ...]:
    return tuple(_digest(place, f"{number + 0.0:.9g}") for place, number in enumerate(value.ravel().tolist()))


@functools.cache
def _digest(place: int, number: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", number.encode(), str(place).encode(), ROUNDS, 16).hex()

"""What the course gives a student's cells: looked at after each of them, and put back where one wrote into it."""

from __future__ import annotations

from collections.abc import Collection

from numpy import array_equal, ndarray  # by names that a student's `np.array_equal = …` does not change


class Given:
    """The notebook's own values by their names, with a copy of each array.

    Parameters
    ----------
    namespace : dict
        The student's names.

    Attributes
    ----------
    names : set of str
        What the parameters and the given cells have assigned.
    """

    def __init__(self, namespace: dict):
        self.namespace = namespace
        self.names: set[str] = set()
        self._before: dict = {}
        self._given: dict = {}
        self._copies: dict[str, ndarray] = {}

    def begin(self) -> None:
        """Remember the names as they stand before a cell of the notebook's own."""
        self._before = dict(self.namespace)

    def take(self) -> None:
        """Take in what has been assigned since `begin`."""
        for name, value in self.namespace.items():
            if name not in self._before or self._before[name] is not value:
                self.names.add(name)
                self._given[name] = value
                self._copies.pop(name, None)
                if type(value) is ndarray and value.dtype.kind in "biufc":
                    self._copies[name] = value.copy()

    def written(self, may_write: Collection[str] = ()) -> list[str]:
        """Return the names of the arrays that were written into since they were last looked at, and put back what they held."""
        found = []
        for name, copy in self._copies.items():
            array = self._given[name]
            if array.shape == copy.shape and array.dtype == copy.dtype and same_bytes(array, copy):
                continue
            if name in may_write:
                self._copies[name] = array.copy()
                continue
            found.append(name)
            self._put_back(name, array, copy)
        return found

    def _put_back(self, name: str, array: ndarray, copy: ndarray) -> None:
        try:
            if array.dtype != copy.dtype:
                raise TypeError
            array.flags.writeable = True
            array.shape = copy.shape
            array[...] = copy  # in its place, so that what looks at it sees it, too
        except (TypeError, ValueError, AttributeError):
            if self.namespace.get(name) is array:
                self.namespace[name] = copy.copy()
            self._given[name] = copy.copy()

    def assigned_anew(self) -> list[str]:
        """Return the given names, other than of functions, that stand for something else now."""
        return [
            name
            for name, value in self._given.items()
            if self.namespace.get(name) is not value and not callable(value)
        ]

    def put_back(self, names: Collection[str]) -> None:
        """Give names what the course gave them."""
        self.namespace.update({name: self._given[name] for name in names})


def same_bytes(one: ndarray, other: ndarray) -> bool:
    """Whether two arrays of a shape and a dtype hold the same, nan for nan.

    Examples
    --------
    >>> import numpy as np
    >>> same_bytes(np.array([1.0, np.nan]), np.array([1.0, np.nan])), same_bytes(np.zeros(2), np.ones(2))
    (True, False)
    """
    return array_equal(one, other) or one.tobytes() == other.tobytes()

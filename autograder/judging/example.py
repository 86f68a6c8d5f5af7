"""The smallest numbers on which an answer is wrong: what goes in, what comes out, and where that differs.

The pictures are drawn by the feedback page's template; a terminal and a notebook get the same as text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, SupportsInt

import numpy as np

from autograder.judging.cases import Case
from autograder.judging.compare import WrongAnswerError

MAX_NUMBERS = 72  # a larger array is no picture any more
TEXT_WIDTH = 76
# Of a picture's cells, in CSS pixels; a digit of 14 pixels' height is 8.5 wide.
CELL_HEIGHT, DIGIT_WIDTH, MARGIN, LABEL_HEIGHT = 28, 8.5, 2, 20


@dataclass(frozen=True)
class Panel:
    """One array, ready to be shown.

    Attributes
    ----------
    before, name : str
        What it is: in words, such as `"your "`, and then its name in the code, if it has one.
    shape : tuple of int
    texts : tuple of str
        Its numbers, in C order.
    marked : tuple of int
        The places in `texts` of the numbers that are wrong.
    """

    before: str
    name: str
    shape: tuple[int, ...]
    texts: tuple[str, ...]
    marked: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """Return what it is, as text."""
        return self.before + self.name

    def slices(self) -> Iterator[tuple[str, list[list[int]]]]:
        """Give the array's matrices: each one's index (empty if it is the only one) and, in rows, the places of its numbers."""
        *leading, rows, columns = (1, 1, *self.shape)[-max(2, len(self.shape)) :]
        places = np.arange(len(self.texts)).reshape(-1, rows, columns).tolist()
        for index, matrix in zip(np.ndindex(*leading), places, strict=True):
            yield _index(index) if len(places) > 1 else "", matrix

    def in_words(self) -> str:
        """Return the picture for who does not see it.

        Examples
        --------
        >>> Panel("your ", "db", (2,), ("4", "8"), marked=(1,)).in_words()
        'your db, shape (2,): 4, 8. Wrong: [1].'
        """
        matrices = [
            f"{index} {'; '.join(', '.join(self.texts[place] for place in row) for row in matrix)}".strip()
            for index, matrix in self.slices()
        ]
        words = f"{self.title}, shape {self.shape}: {' / '.join(matrices)}."
        if self.marked and self.shape:
            places = (np.unravel_index(place, self.shape) for place in self.marked)
            words += f" Wrong: {', '.join(_index(place) for place in places)}."
        return words

    def drawing(self) -> dict:
        """Return where everything goes in the picture: `width`, `height`, and lists of `labels` and `cells`."""
        cell_width = math.ceil(max(map(len, self.texts)) * DIGIT_WIDTH + 14)
        labels: list[dict[str, Any]] = []
        cells: list[dict[str, Any]] = []
        top, columns = MARGIN, 1
        for index, matrix in self.slices():
            if index:
                labels.append({"y": top + 13, "text": index})
                top += LABEL_HEIGHT
            for row in matrix:
                columns = max(columns, len(row))
                for column, place in enumerate(row):
                    cell = {"x": MARGIN + column * cell_width, "y": top, "text": self.texts[place]}
                    cells.append({**cell, "marked": place in self.marked})
                top += CELL_HEIGHT
            top += 4
        cells.sort(key=lambda cell: cell["marked"])  # drawn last, so that no neighbour covers a thick border
        return {
            "width": columns * cell_width + 2 * MARGIN,
            "height": top - 4 + MARGIN,
            "cell_width": cell_width,
            "cell_height": CELL_HEIGHT,
            "labels": labels,
            "cells": cells,
        }

    def lines(self) -> list[str]:
        """Return the panel as lines of text of equal length; what is wrong stands in brackets.

        Examples
        --------
        >>> Panel("your ", "out", (2, 2), ("9", "13", "21", "24"), marked=(3,)).lines()
        ['your out', '  9  13 ', ' 21 [24]']
        """
        width = max(map(len, self.texts))
        lines = [self.title]
        for index, matrix in self.slices():
            lines += [f" {index}"] if index else []
            for row in matrix:
                cells = (
                    f"[{self.texts[place]:>{width}}]"
                    if place in self.marked
                    else f" {self.texts[place]:>{width}} "
                    for place in row
                )
                lines.append("".join(cells))
        longest = max(map(len, lines))
        return [line.ljust(longest) for line in lines]


@dataclass(frozen=True)
class Example:
    """The smallest numbers on which an answer is wrong.

    Attributes
    ----------
    words : str
        Where they come from, and what goes wrong if that is not a number.
    panels : tuple of Panel
        What goes in, what the answer gave, and what it must be.
    """

    words: str
    panels: tuple[Panel, ...]

    @classmethod
    def from_fields(cls, fields: dict) -> Example:
        """Return the example that was written down as JSON."""
        panels = (
            Panel(p["before"], p["name"], tuple(p["shape"]), tuple(p["texts"]), tuple(p["marked"]))
            for p in fields["panels"]
        )
        return cls(fields["words"], tuple(panels))

    def as_text(self) -> str:
        """Return the example for a terminal: the panels side by side, as many as fit."""
        rows: list[list[list[str]]] = [[]]
        for panel in self.panels:
            block = panel.lines()
            if rows[-1] and sum(len(other[0]) + 3 for other in rows[-1]) + len(block[0]) > TEXT_WIDTH:
                rows.append([])
            rows[-1].append(block)
        marks = any(panel.marked for panel in self.panels)
        lines = [f"{self.words} Brackets mark what is wrong." if marks else self.words]
        for row in rows:
            height = max(map(len, row), default=0)
            full = [block + [" " * len(block[0])] * (height - len(block)) for block in row]
            lines += ["  " + "   ".join(parts).rstrip() for parts in zip(*full, strict=True)]
        return "\n".join(lines)


def example_of(case: Case, shown: Sequence[str], wrong: WrongAnswerError) -> Example:
    """Return the example for a check that one of the small cases does not pass.

    Parameters
    ----------
    case : Case
    shown : sequence of str
        The names of the numbers that the answer is made from.
    wrong : WrongAnswerError
        What the check says.
    """
    settings = [f"{name} {case.numbers[name]}" for name in shown if np.ndim(case.numbers[name]) == 0]
    words = "The smallest numbers on which it shows"
    if settings:
        words += f", with {' and '.join(filter(None, (', '.join(settings[:-1]), settings[-1])))}"
    words += "."
    panels = [
        Panel("", name, np.shape(case.numbers[name]), _texts(case.numbers[name], case.numbers[name])[0])
        for name in shown
        if np.ndim(case.numbers[name]) > 0
    ]
    differs = wrong.difference
    if differs is None or differs.wrong is None:
        words += f" {wrong}"
    if differs is not None and 0 < differs.value.size <= MAX_NUMBERS:
        yours, right = _texts(differs.value, differs.expected)
        marked = () if differs.wrong is None else tuple(np.flatnonzero(differs.wrong).tolist())
        panels.append(Panel("your ", differs.name, differs.value.shape, yours, marked))
        panels.append(Panel("what it must be", "", differs.expected.shape, right))
    return Example(words, tuple(panels))


def _index(index: Iterable[SupportsInt]) -> str:
    return f"[{', '.join(str(int(i)) for i in index)}]"


def _texts(value: np.ndarray, expected: np.ndarray) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return two arrays' numbers as text, with as many digits as show where they differ."""
    for digits in (4, 10):
        one, other = (
            tuple(f"{number:.{digits}g}" for number in array.ravel().tolist()) for array in (value, expected)
        )
        if value.shape != expected.shape or not np.any(
            (np.array(one) == other) & (value != expected).ravel()
        ):
            break
    return one, other

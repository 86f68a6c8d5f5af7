"""Words for rows of numbers that were asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def in_columns(columns: Sequence[str], rows: ArrayLike) -> list[str]:
    """Return for each row of numbers what they are, in words.

    Examples
    --------
    >>> in_columns(["input", "filter"], [[5, 3], [7, 5]])
    ['input 5, filter 3', 'input 7, filter 5']
    """
    return [
        ", ".join(f"{column} {number:g}" for column, number in zip(columns, row, strict=False))
        for row in np.asarray(rows).tolist()
    ]

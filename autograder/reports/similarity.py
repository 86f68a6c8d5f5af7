"""Pairs of submissions that share code which hardly anybody else has: a lead for a conversation, not a verdict.

Renaming and reformatting change nothing: what is compared is the sequence of tokens with every name replaced by one letter. Code that
many have (the released cells, the obvious answer) does not count. This follows the idea of document fingerprints by hashed k-grams.

Of a very long notebook a sample is compared, the same of all: the smallest hashes. So a class of the largest notebooks there can be takes
little memory, and nobody can hide a copy behind other code.

Source: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003.
"""

from __future__ import annotations

import keyword
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

TOKENS = 12  # in a row, to be a fingerprint
COMMON = 0.1  # what a tenth of the class has, everybody may have
SHARED = 20  # rare fingerprints in common, to be a lead
MAX_MARKS = 10_000  # fingerprints of a student; an exercise's whole solution has some 2,000
AT_ONCE = 1 << 20  # pairs that are counted in one go
# Python's own tokenizer takes hours over some texts. Here each alternative takes its text or fails at its first characters, so nothing is
# read twice. A text that is not closed goes on to the end of its line, or of the cell.
TOKEN = re.compile(
    r"""
      \#[^\n]*                                                # a comment
    | "{3}[\s\S]*?(?:"{3}|\Z) | '{3}[\s\S]*?(?:'{3}|\Z)
    | "[^"\n]*"? | '[^'\n]*'?
    | \w+(?:\.\d\w*)?                                         # a name or a number
    | \*\*=? | //=? | >>=? | <<=? | -> | \.\.\. | [-+*/%@&|^=<>!:]=
    | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Lead:
    """Two submissions to look at side by side.

    Attributes
    ----------
    students : (str, str)
    shared : int
        Rare fingerprints that both have.
    share : float
        Those, as a part of the rare fingerprints of the one that has fewer, from 0 to 1.
    """

    students: tuple[str, str]
    shared: int
    share: float


def fingerprints(sources: Iterable[str]) -> np.ndarray:
    r"""Return the hashes of the runs of tokens in a submission's own cells.

    Returns
    -------
    ndarray of uint32
        In order, each once; the smallest `MAX_MARKS` if there are more.

    Examples
    --------
    >>> one = "total = 0\nfor f in range(FN):\n    total = total + rows[:, f]"
    >>> renamed = "s = 0  # sum up\nfor  k  in range( FN ):\n        s = s + rows[ :, k ]"
    >>> len(fingerprints([one])), np.array_equal(fingerprints([one]), fingerprints([renamed]))
    (10, True)
    """
    found = []
    for source in sources:
        codes = np.fromiter(map(_code, _tokens(source)), np.uint32).tobytes()
        for start in range(0, len(codes) - 4 * TOKENS + 1, 4):
            found.append(zlib.crc32(codes[start : start + 4 * TOKENS]))
    return np.unique(np.array(found, np.uint32))[:MAX_MARKS]


def leads(of_students: Mapping[str, np.ndarray]) -> list[Lead]:
    """Return the pairs that share much that is rare, the most striking first.

    Parameters
    ----------
    of_students : mapping of str to ndarray of uint32
        Each student's fingerprints, each once.
    """
    students = sorted(of_students)
    size = len(students)
    if not size:
        return []
    marks = np.concatenate([of_students[student] for student in students])
    owners = np.repeat(np.arange(size, dtype=np.int32), [len(of_students[student]) for student in students])
    order = np.argsort(marks, kind="stable")  # of one mark, the owners stay in order
    marks, owners = marks[order], owners[order]
    starts = np.flatnonzero(np.diff(marks, prepend=marks[:1] + np.uint32(1)))
    counts = np.diff(starts, append=len(marks))
    limit = max(2, int(COMMON * size))
    rare = np.bincount(owners[np.repeat(counts <= limit, counts)], minlength=size)
    shared = np.zeros(size * size, np.int64)
    for count in range(2, limit + 1):
        first, second = np.triu_indices(count, 1)
        places = starts[counts == count]
        step = max(1, AT_ONCE // len(first))
        for i in range(0, len(places), step):
            theirs = owners[places[i : i + step, np.newaxis] + np.arange(count)].astype(np.int64)
            shared += np.bincount(
                (theirs[:, first] * size + theirs[:, second]).ravel(), minlength=size * size
            )
    found = []
    for one, other in np.argwhere(shared.reshape(size, size) >= SHARED).tolist():
        both, fewer = int(shared[one * size + other]), int(min(rare[one], rare[other]))
        found.append(Lead((students[one], students[other]), both, both / fewer))
    return sorted(found, key=lambda lead: (-lead.share, -lead.shared, lead.students))


def _tokens(source: str) -> list[str]:
    """Return a cell's tokens, comments left out and names replaced. It need not be valid Python."""
    # With escapes gone, a text ends at the next quote.
    tokens = TOKEN.findall(re.sub(r"\\[^\n]", "", source))
    return ["n" if _is_name(token) else token for token in tokens if token[0] not in "#\\"]


def _is_name(token: str) -> bool:
    return token.isidentifier() and not keyword.iskeyword(token)


def _code(token: str) -> int:
    return zlib.crc32(token.encode(errors="surrogatepass"))

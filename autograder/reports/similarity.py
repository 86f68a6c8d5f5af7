"""Pairs of submissions that share code which hardly anybody else has: a lead for a conversation, not a verdict.

Renaming and reformatting change nothing: what is compared is the sequence of tokens with every name replaced by one letter. Code that
many have (the released cells, the obvious answer) does not count. This follows the idea of document fingerprints by hashed k-grams.

Source: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003.
"""

from __future__ import annotations

import io
import keyword
import tokenize
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

TOKENS = 12  # in a row, to be a fingerprint
COMMON = 0.1  # what a tenth of the class has, everybody may have
SHARED = 20  # rare fingerprints in common, to be a lead
IGNORED = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
}


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


def fingerprints(sources: Iterable[str]) -> frozenset[int]:
    r"""Return the hashes of all runs of tokens in a submission's own cells.

    Examples
    --------
    >>> one = "total = 0\nfor f in range(FN):\n    total = total + rows[:, f]"
    >>> renamed = "s = 0  # sum up\nfor  k  in range( FN ):\n        s = s + rows[ :, k ]"
    >>> fingerprints([one]) == fingerprints([renamed]) != frozenset()
    True
    """
    found = set()
    for source in sources:
        tokens = list(_tokens(source))
        for start in range(len(tokens) - TOKENS + 1):
            found.add(zlib.crc32("\0".join(tokens[start : start + TOKENS]).encode()))
    return frozenset(found)


def leads(of_students: Mapping[str, frozenset[int]]) -> list[Lead]:
    """Return the pairs that share much that is rare, the most striking first.

    Parameters
    ----------
    of_students : mapping of str to frozenset of int
        Each student's fingerprints.
    """
    counts = Counter(mark for marks in of_students.values() for mark in marks)
    limit = max(2, int(COMMON * len(of_students)))
    owners: dict[int, list[str]] = defaultdict(list)
    rare: Counter[str] = Counter()
    for student, marks in sorted(of_students.items()):
        for mark in marks:
            if counts[mark] <= limit:
                owners[mark].append(student)
                rare[student] += 1
    shared: Counter[tuple[str, str]] = Counter()
    for students in owners.values():
        shared.update(combinations(students, 2))
    found = [
        Lead(pair, count, count / min(rare[student] for student in pair))
        for pair, count in shared.items()
        if count >= SHARED
    ]
    return sorted(found, key=lambda lead: (-lead.share, -lead.shared, lead.students))


def _tokens(source: str) -> Sequence[str]:
    """Return a cell's tokens, names replaced; those before the first error, if it is not valid Python."""
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in IGNORED:
                continue
            is_name = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            tokens.append("n" if is_name else token.string)
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return tokens

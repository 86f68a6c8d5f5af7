"""Names, texts and files that may come from anybody: what leaves here does no harm, and is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

MAX_NAME_BYTES = 200


def plain(text: str, keep: str = "") -> str:
    """Return text in which nothing is left that moves a cursor, turns the direction of writing, or cannot be stored.

    Examples
    --------
    >>> plain("kim" + chr(27) + "[2J" + chr(0x202E))
    'kim�[2J�'
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" and c not in keep else c
        for c in text
    )


def inert(text: str) -> str:
    """Return text that a spreadsheet takes for text, even if it begins like a formula.

    Examples
    --------
    >>> inert("kim"), inert("=1+1")
    ('kim', "'=1+1")
    """
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def file_name(student: str) -> str:
    """Return a file's name for a student: the same, unless that is too long.

    Examples
    --------
    >>> file_name("kim"), len(file_name("k" * 255))
    ('kim', 200)
    """
    if len(os.fsencode(student)) <= MAX_NAME_BYTES:
        return student
    digest = hashlib.sha256(os.fsencode(student)).hexdigest()[:16]
    return os.fsencode(student)[: MAX_NAME_BYTES - 17].decode(errors="ignore") + "-" + digest


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all."""
    write_whole_bytes(path, text.encode("utf-8", errors="backslashreplace"))


def write_whole_bytes(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The same name each time, so that none is left after a crash and a second run.
    temporary = path.with_name(f".{path.name}.part")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

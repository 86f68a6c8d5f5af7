"""The one reader of files that come from students: whatever lies there, it gives bytes or a sentence, and soon."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from autograder.safe import plain

PIECE = 1 << 20


class UnreadableError(Exception):
    """A submission that cannot be read; the message is a sentence for the student."""


def read_handed_in(
    path: Path, at_most: int, folders: int = 0, what: str = "file", way_out: str = "hand in a smaller one"
) -> bytes:
    """Return what is in a file that a student handed in.

    Nothing is waited for: a pipe, a device or a socket is refused before it is opened, and a file that grows is read up to the limit.

    Parameters
    ----------
    path : Path
    at_most : int
        How many bytes it may hold.
    folders : int
        How many of the folders around it are the student's as well. Like the file itself they must not be links.
    what, way_out : str
        What it should be, and what to do if it is too large, for the sentence.

    Raises
    ------
    UnreadableError
        If it is missing, a link, no file, too large, or cannot be opened.
    """
    name = plain(path.name)
    try:
        for theirs in (*path.parents[:folders], path):
            if stat.S_ISLNK(os.lstat(theirs).st_mode):
                raise UnreadableError(
                    f"{plain(theirs.name)} is a link to another place; hand in the {what} itself."
                )
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise UnreadableError(f"{name} cannot be opened: it is not a file.")
        content = _first_bytes(path, at_most + 1)
    except FileNotFoundError:
        raise UnreadableError(f"There is no {what} {name}.") from None
    except OSError as error:
        raise UnreadableError(f"{name} cannot be opened: {error.strerror}.") from None
    except ValueError:  # a name that no file can have
        raise UnreadableError(f"{name} cannot be opened: no file can have this name.") from None
    if content is None:
        raise UnreadableError(f"{name} cannot be opened: it is not a file.")
    if len(content) > at_most:
        size = f"{at_most >> 20} MB" if at_most >> 20 else f"{at_most:,} bytes"
        raise UnreadableError(f"{name} is larger than {size}; {way_out}.")
    return content


def _first_bytes(path: Path, count: int) -> bytes | None:
    """Return at most so many bytes; None if what was opened is no file after all."""
    # Between the look and the opening it may have become something else: then it is not followed, and not waited for.
    wanted = ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")  # not every system has all
    flags = sum(getattr(os, name, 0) for name in wanted) | os.O_RDONLY
    with open(os.open(path, flags), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        content = bytearray()
        while len(content) < count and (piece := file.read(min(PIECE, count - len(content)))):
            content += piece
        return bytes(content)

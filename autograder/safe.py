"""Names, texts and files that may come from anybody: what leaves here does no harm, and is there whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

MAX_NAME_BYTES = 200
CUT = re.compile(r"-[0-9a-f]{16}\Z")  # how a name ends that was cut

BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # Hangul's fillers: letters that nobody sees
DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


def plain(text: str, keep: str = "") -> str:
    """Return text in which nothing is left that moves a cursor, begins a line, turns the direction of writing, or cannot be stored.

    Examples
    --------
    >>> plain("kim" + chr(27) + "[2J" + chr(0x202E))
    'kim�[2J�'
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(c) and c not in keep else c for c in text)


def one_line(text: str) -> str:
    r"""Return text as one plain line, so that nobody can begin a line that looks like somebody else's.

    Examples
    --------
    >>> one_line("no such axis\n  ✓ all right" + chr(27) + "[1A")
    'no such axis ✓ all right�[1A'
    """
    return plain(" ".join(text.split()))


def _steers(character: str) -> bool:
    """Whether it is no letter, mark, sign or blank: a control, a mark of direction, half a character, the end of a line."""
    category = unicodedata.category(character)
    return category[0] == "C" or category in ("Zl", "Zp")


def inert(text: str) -> str:
    """Return text that a spreadsheet takes for text, even if it begins like a formula.

    What counts is the first letter or digit: before it may stand blanks, but no mathematical sign, dash, `@` or `%`, however wide or small it is
    written. A name such as `-kim` gets the `'`, too, since a spreadsheet takes it for a formula; on a platform such a student is matched by hand.

    Examples
    --------
    >>> inert("kim"), inert("O'Brien"), inert("=1+1"), inert(" ＝1")
    ('kim', "O'Brien", "'=1+1", "' ＝1")
    """
    for character in text:
        for c in unicodedata.normalize("NFKC", character):
            if c in "@%\t\r\n" or unicodedata.category(c) in ("Sm", "Pd"):
                return "'" + text
            if c.isalnum() and c not in BLANK_LETTERS:
                return text
    return text


def table(rows: Iterable[Iterable[str]]) -> str:
    r"""Return a table of comma-separated cells in which no cell does anything but be read.

    What stands after a semicolon is made inert, too: where numbers have a comma in them, a spreadsheet takes the semicolon for the end of a cell.

    Examples
    --------
    >>> table([["student", "points"], ["=kim", "3"], ["lee;=1", "4"]])
    "student,points\n'=kim,3\nlee;'=1,4\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([plain(";".join(map(inert, cell.split(";")))) for cell in row])
    return text.getvalue()


def file_name(student: str) -> str:
    """Return a file's name for a student: the same, unless that is too long. No two students get the same one.

    A long name is cut, and ends in a digest of all of it. So does a name that looks as if it had been cut.

    Examples
    --------
    >>> file_name("kim"), len(file_name("k" * 255))
    ('kim', 200)
    """
    stored = student.encode(errors="surrogatepass")
    if len(stored) <= MAX_NAME_BYTES and not CUT.search(student):
        return student
    digest = hashlib.sha256(stored).hexdigest()[:16]
    return f"{stored[: MAX_NAME_BYTES - 17].decode(errors='ignore')}-{digest}"


def folder_name(owner: str) -> str:
    """Return a folder's name for whoever a file belongs to, who has a name: the same, wherever that will do on every system.

    No two owners get the same one: what a folder's name may not hold, or what is not seen in it, is written as `%` and its bytes.

    Examples
    --------
    >>> folder_name("kim"), folder_name("O'Brien-2"), folder_name("김 민지_12345")
    ('kim', "O'Brien-2", '김 민지_12345')
    >>> folder_name(" k:im."), folder_name(".."), folder_name("con"), folder_name("100%"), folder_name("%20kim")
    ('%20k%3Aim%2E', '%2E%2E', '%63on', '100%', '%2520kim')
    """
    start = len(owner) - len(owner.lstrip(" .")) or bool(DEVICES.match(owner))
    stop = len(owner.rstrip(" ."))
    return file_name(
        "".join(
            c if start <= place < stop and not _escaped(c, owner[place + 1 : place + 3]) else _as_bytes(c)
            for place, c in enumerate(owner)
        )
    )


def _escaped(character: str, following: str) -> bool:
    if character == "%":
        return len(following) == 2 and HEXADECIMAL.issuperset(following)
    return _steers(character) or character in '<>:"/\\|?*'


def _as_bytes(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="surrogatepass"))


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

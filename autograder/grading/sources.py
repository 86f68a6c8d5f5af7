"""What is in a zip or in a folder that somebody handed over: names, and bytes up to a bound. What cannot be read is said of that file alone."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from autograder.course import CourseError

MAX_DIRECTORY = (
    16 << 20
)  # bytes; each name takes 46 and its own, so that a list of names never fills the memory
MAX_FILES = 200_000
MAX_NAME = 4096
PACKED = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # zlib gives no more at a time than it is asked for, unlike the others
BOMB = 200  # times as large as it was packed: no notebook is, above 4 MiB
BOMB_BYTES = 4 << 20
CHUNK = 1 << 20
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError, OverflowError),
)


class LeftOutError(Exception):
    """Why a file cannot be had, in a few words; `used` says how many bytes were read all the same."""

    def __init__(self, why: str, used: int = 0):
        super().__init__(why)
        self.used = used


@dataclass(frozen=True)
class Entry:
    """One file in a zip or a folder.

    Attributes
    ----------
    name : str
        Its path in there, as it stands.
    opened : callable
        Opens it.
    why_not : str
        Why it is not to be opened; empty if it is.
    """

    name: str
    opened: Callable[[], IO[bytes]]
    why_not: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the folders that it lies in, and its own name."""
        return tuple(part for part in self.name.split("/") if part not in ("", "."))

    def read(self, at_most: int) -> bytes:
        """Return what is in it.

        Raises
        ------
        LeftOutError
            If it cannot be read, or holds more.
        """
        if self.why_not:
            raise LeftOutError(self.why_not)
        content = io.BytesIO()
        try:
            with self.opened() as file:
                while chunk := file.read(CHUNK):
                    content.write(chunk)
                    if content.tell() > at_most:
                        raise LeftOutError(f"it is larger than {at_most >> 20} MB", content.tell())
        except DAMAGED as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
            raise LeftOutError(f"it cannot be read: {why}", content.tell()) from None
        return content.getvalue()


@contextlib.contextmanager
def entries_of(source: Path) -> Iterator[list[Entry]]:
    """Give the files in a zip or a folder, sorted by name.

    Raises
    ------
    CourseError
        If it is neither, or holds too many.
    """
    if source.is_dir():
        yield sorted(_in_folder(source), key=lambda entry: entry.name)
        return
    if not source.exists():
        raise CourseError(f"There is no file or folder {source}.")
    if not source.is_file():
        raise CourseError(f"{source} is neither a zip nor a folder of notebooks.")
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(_Archive(io.FileIO(source)))
            archive = stack.enter_context(zipfile.ZipFile(file))
        except UnicodeDecodeError:
            raise CourseError(
                f"{source} has a name in it that cannot be read. Unpack it, and hand over the folder."
            ) from None
        except DAMAGED:
            raise CourseError(f"{source} is neither a zip nor a folder of notebooks.") from None
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        yield sorted((_in_zip(archive, info) for info in infos), key=lambda entry: entry.name)


class _Archive(io.BufferedReader):
    """A file that does not give so much at once that a list of names would not fit into the memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise CourseError(
                f"{self.raw.name} holds too many files. Unpack it, and hand over the folder."  # type: ignore[attr-defined]  # FileIO has a name
            )
        return super().read(size)


def _in_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    kind = stat.S_IFMT(info.external_attr >> 16)
    name = info.orig_filename
    if kind == stat.S_IFLNK:
        why_not = "it is a link"
    elif kind not in (0, stat.S_IFREG):
        why_not = "it is not a file"
    elif info.flag_bits & 1:
        why_not = "it is encrypted"
    elif info.compress_type not in PACKED:
        why_not = "it is packed in a way that is not read here (ordinary zips are: deflate)"
    elif info.file_size > BOMB_BYTES and info.file_size > BOMB * info.compress_size:
        why_not = f"it would unpack to more than {BOMB} times its size"
    else:
        why_not = ""
    return Entry(name, partial(archive.open, info), _about(name) or why_not)


def _in_folder(source: Path) -> Iterator[Entry]:
    """Give the files below a folder; links are not followed, and of anything that is no file only the name is looked at."""
    found = 0
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(source / folder) as scanned:
                items = list(scanned)
        except OSError as error:
            yield Entry(folder, _nothing, f"it cannot be opened: {error.strerror}")
            continue
        for item in items:
            name = f"{folder}/{item.name}" if folder else item.name
            found += 1
            if found > MAX_FILES:
                raise CourseError(f"{source} holds more than {MAX_FILES} files. Hand over a part of it.")
            if item.is_symlink():
                yield Entry(name, _nothing, "it is a link")
            elif item.is_dir(follow_symlinks=False):
                waiting.append(name)
            elif not item.is_file(follow_symlinks=False):
                yield Entry(name, _nothing, "it is not a file")
            else:
                yield Entry(name, partial(_open, Path(item.path)), _about(name))


def _about(name: str) -> str:
    """Return what is wrong with a name; empty if nothing is."""
    if len(name) > MAX_NAME:
        return "its name is too long"
    if name.startswith("/") or ".." in name.split("/"):
        return "its path leads elsewhere"
    if "\\" in name or "\0" in name:
        return "its path has a character in it that is no part of a name"
    return ""


def _open(path: Path) -> IO[bytes]:
    """Open a file, also if it was put in the place of another one since: a pipe would wait, and a link lead elsewhere."""
    flags = sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_CLOEXEC"))
    file = open(os.open(path, os.O_RDONLY | flags), "rb")  # noqa: SIM115 - the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(None, "it is not a file")
    return file


def _nothing() -> IO[bytes]:
    return io.BytesIO()

"""Bring what a learning platform hands out into nbgrader's layout.

Three forms are known:

- a zip from Canvas: `kimminji_LATE_12345_678901_toy-conv-2.ipynb`
- a zip from Moodle: `Kim Minji_12345_assignsubmission_file_/toy-conv.ipynb` or `Kim Minji_12345_assignsubmission_file_toy-conv.ipynb`
- a folder, or a zip, of notebooks with names in them: `kim.ipynb`, `lee_toy-conv.ipynb`, or one folder for each student

Whose a file is, its outermost folder says, or what the platform wrote in front of its name. Nothing below that counts, since it is the student's own.

If all notebooks lie in one folder, that may be the only student's, or hold the students' folders. It holds them if it is called like the exercise, or
if two folders or more are in it, none called like the exercise, and all notebooks are in these. A student who is the only one in a zip can bring that
about. So all that was read off is written down beside the notebook (`.owner`), and nobody else's comes there later.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.grading.sources import Entry, LeftOutError, entries_of
from autograder.notebook.reading import MAX_NOTEBOOK_BYTES
from autograder.safe import folder_name, write_whole_bytes

ENDING = ".ipynb"
OWNER = ".owner"
MAX_OWNER_BYTES = 2 * MAX_NOTEBOOK_BYTES  # are read of one student's, tries included
MAX_TOTAL = 256 << 20  # bytes that any zip may unpack to,
MAX_TIMES = 20  # or so many times its size
ASSIGN = "_assignsubmission_"
PLUGINS = ("file", "onlinetext")
JUNK = {"__MACOSX", ".ipynb_checkpoints", ".git", ".DS_Store"}


@dataclass(frozen=True)
class Collected:
    """What became of one file.

    Attributes
    ----------
    name : str
        As it stood in the zip or folder.
    student : str
        Whose it is: the folder's name; empty if it was left out.
    why_not : str
        Why it was left out, in a few words.
    is_error : bool
        Whether it was left out because it would have come into somebody else's folder, or could not be written: the instructor has to do something.
    """

    name: str
    student: str
    why_not: str = ""
    is_error: bool = False


@dataclass(frozen=True)
class Owner:
    """Whose a file is.

    Attributes
    ----------
    key : str
        All that was read off, so that two are never taken for one.
    folder : str
        The folder's name that tells this owner from others of the same form.
    short : str
        A shorter one, without the number, that will do if nobody else is called so.
    """

    key: str
    folder: str
    short: str = ""


@dataclass(frozen=True)
class Found:
    """A file with an owner; `number` is the platform's, which grows with time."""

    entry: Entry
    owner: Owner
    number: int = 0

    def rank(self, assignment: str) -> tuple:
        """Return what the one that is taken has most of: the exercise's name in its own, then a late number, then exactly that name."""
        stem = self.entry.parts[-1][: -len(ENDING)]
        return assignment in stem, self.number, stem == assignment, self.entry.name


def collect(source: Path, assignment: str, submitted: Path) -> list[Collected]:
    """Copy each notebook to `submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`.

    Parameters
    ----------
    source : Path
        A zip or a folder.
    assignment : str
    submitted : Path
        A notebook of the same student that lies there already is replaced.

    Returns
    -------
    list of Collected
        For each file that was taken, or that could have been a hand-in, in the order of their names. If a student has two, the later one is taken. Two
        files that would come into one folder and are not surely one student's are both left out.

    Raises
    ------
    CourseError
        If the source is neither a zip nor a folder, or holds too many files.
    """
    report: list[Collected] = []
    with entries_of(source) as entries:
        owners, others = _sort_out(entries, assignment, report)
        places = _places(owners, assignment, submitted, report)
        left = max(MAX_TOTAL, MAX_TIMES * source.stat().st_size) if source.is_file() else None
        for owner, place in places.items():
            found = sorted(owners[owner], key=lambda one: one.rank(assignment), reverse=True)
            used = _take(found, place, assignment, submitted, left, report)
            left = None if left is None else left - used
    report += [_no_notebook(owner, files) for owner, files in others.items() if owner not in owners]
    return sorted(report, key=lambda entry: entry.name)


def owner_of(parts: tuple[str, ...], assignment: str) -> tuple[Owner, int] | None:
    """Return whose a file is by the parts of its path, and the platform's number of it; None if that cannot be told.

    Examples
    --------
    >>> owner_of(("kimminji_LATE_12345_678901_toy-conv-2.ipynb",), "toy-conv")
    (Owner(key='canvas:kimminji_12345', folder='kimminji_12345', short='kimminji'), 678901)
    >>> owner_of(("Kim Minji_12345_assignsubmission_file_", "Lee", "toy-conv.ipynb"), "toy-conv")[0].folder
    'Kim Minji_12345'
    >>> [owner_of((*parts, "toy-conv.ipynb"), "toy-conv")[0].folder for parts in (["kim"], ["kim", "toy-conv"], ["kim", "lee"])]
    ['kim', 'kim', 'kim']
    >>> owner_of(("lee_toy-conv.ipynb",), "toy-conv")[0].folder, owner_of(("toy-conv.ipynb",), "toy-conv")
    ('lee', None)
    """
    first = parts[0]
    head, _, tail = first.partition(ASSIGN)
    if len(parts) > 1:
        if head and tail.removesuffix("_") in PLUGINS:
            return Owner(f"moodle:{head}", _folder(head)), 0
        return (Owner(f"folder:{first}", _folder(first)), 0) if first != assignment else None
    # The student's own name of the file stands last, and may look like anything: what is found first counts.
    if head and tail.startswith(tuple(f"{plugin}_" for plugin in PLUGINS)) and not _of_canvas(f"{head}_"):
        return Owner(f"moodle:{head}", _folder(head)), 0
    if found := _of_canvas(first):
        name, user, number = found
        return Owner(f"canvas:{name}_{user}", _folder(f"{name}_{user}"), _folder(name)), int(number)
    name = _without(first.rpartition(".")[0] or first, assignment)
    return (Owner(f"file:{first}", _folder(name)), 0) if name else None


def _of_canvas(name: str) -> tuple[str, str, str] | None:
    """Return what Canvas writes in front of a file's name: a student's name and number, and the file's number.

    Where more numbers stand, the last two are taken for these, and the others for the end of a name: what could be read in two ways is nobody else's.
    """
    words = name.split("_")
    for start in range(1, len(words) - 2):
        if _is_number(words[start]) and _is_number(words[start + 1]):
            end = next(
                place
                for place in range(start, len(words))
                if not _is_number(words[place]) or place == len(words) - 1
            )
            student = "_".join(words[: end - 2]).removesuffix("_LATE")
            return (student, words[end - 2], words[end - 1]) if student else None
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 20


def _without(stem: str, assignment: str) -> str:
    """Return a file's name without the exercise's at its beginning or its end; empty if nothing is left that could be somebody's name."""
    between = (" ", "_", "-")
    if stem == assignment:
        return ""
    if stem.startswith(tuple(assignment + sign for sign in between)):
        stem = stem[len(assignment) :].lstrip("".join(between))
    if stem.endswith(tuple(sign + assignment for sign in between)):
        stem = stem[: -len(assignment)].rstrip("".join(between))
    is_copy = stem.startswith("(") and stem.endswith(")")  # a browser's second download: toy-conv (1).ipynb
    return "" if is_copy or not any(c.isalnum() for c in stem) else stem


def _folder(name: str) -> str:
    # A long name ends in a digest anyway, and to order its marks could take long.
    return folder_name(unicodedata.normalize("NFC", name) if len(name) < 256 else name)


def _alike(folder: str) -> str:
    """Return what is the same for names that are one to some system: capitals or not, a letter and its mark together or apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", folder).casefold())


def _sort_out(
    entries: Iterable[Entry], assignment: str, report: list[Collected]
) -> tuple[dict[Owner, list[Found]], dict[Owner, list[Entry]]]:
    """Return each owner's notebooks and other files; report what is nobody's."""
    entries = [entry for entry in entries if entry.parts and entry.parts[0] not in JUNK]
    outer = _outer_folder([entry.parts for entry in entries if _is_notebook(entry)], assignment)
    notebooks: dict[Owner, list[Found]] = defaultdict(list)
    others: dict[Owner, list[Entry]] = defaultdict(list)
    for entry in entries:
        parts = entry.parts[1:] if outer and entry.parts[0] == outer else entry.parts
        owner, number = (owner_of(parts, assignment) if parts else None) or (None, 0)
        if owner and len(parts) < len(entry.parts):
            owner = replace(owner, key=f"{outer}/{owner.key}")
        if not _is_notebook(entry):
            if owner:
                others[owner].append(entry)
            else:
                report.append(Collected(entry.name, "", entry.why_not or "it is no notebook"))
        elif entry.why_not:
            report.append(Collected(entry.name, "", entry.why_not))
        elif any(part.startswith(".") for part in parts):
            report.append(Collected(entry.name, "", "a name in its path begins with a dot, so it is hidden"))
        elif owner:
            notebooks[owner].append(Found(entry, owner, number))
        else:
            report.append(Collected(entry.name, "", "it does not say whose it is"))
    return notebooks, others


def _is_notebook(entry: Entry) -> bool:
    """Whether it is called like a notebook that a student has written: not by macOS, Jupyter or Git beside one."""
    *_, name = entry.parts
    return name.lower().endswith(ENDING) and not name.startswith("._") and JUNK.isdisjoint(entry.parts)


def _outer_folder(paths: Sequence[tuple[str, ...]], assignment: str) -> str:
    """Return the folder that holds all students' folders, see the top of this module; empty if there is none."""
    outer = {parts[0] for parts in paths}
    if len(outer) != 1 or min(map(len, paths)) < 2:
        return ""
    inner = {parts[1] for parts in paths}
    holds_folders = len(inner) > 1 and assignment not in inner and min(map(len, paths)) > 2
    (name,) = outer
    return name if name == assignment or (holds_folders and ASSIGN not in name) else ""


def _places(
    owners: Mapping[Owner, list[Found]], assignment: str, submitted: Path, report: list[Collected]
) -> dict[Owner, str]:
    """Return the folder of each owner; report those that would come into somebody else's."""
    there = defaultdict(list)
    for folder in sorted(os.listdir(submitted)) if submitted.is_dir() else ():
        there[_alike(folder)].append(folder)
    wanted = Counter(_alike(owner.short or owner.folder) for owner in owners)
    meeting = defaultdict(list)
    for owner in owners:
        place, alike = owner.short or owner.folder, _alike(owner.short)
        is_own = _owner_in(submitted / place / assignment) == _stored(owner.key)
        if (
            owner.short
            and not is_own
            and (wanted[alike] > 1 or alike in there or _alike(owner.folder) in there)
        ):
            place = owner.folder
        meeting[_alike(place)].append((place, owner))
    places = {}
    for alike, met in meeting.items():
        for place, owner in met:
            if len(met) > 1:
                _, other = met[0] if met[0][1] != owner else met[1]
                name = owners[other][0].entry.name
                why = f"it would come into the folder {place}, as would {name}; give one of them another name"
            else:
                why = _why_not_there(submitted, place, there[alike], owner, assignment)
            if why:
                report += [Collected(found.entry.name, "", why, is_error=True) for found in owners[owner]]
            else:
                places[owner] = place
    return places


def _why_not_there(submitted: Path, place: str, there: list[str], owner: Owner, assignment: str) -> str:
    """Return why an owner's notebook may not come into a folder; empty if it may."""
    folder = submitted / place / assignment
    if there and place not in there:
        return f"it would come into the folder {place}, but there is {there[0]}, which is the same on some systems"
    for path in (folder.parent, folder):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            return f"{path} is in the way: it is no folder"
    if not folder.exists():
        return ""
    written = _owner_in(folder)
    # Who put a folder there by hand has called it as the student is called, but not after a folder around.
    if written == _stored(owner.key) or (written is None and "/" not in owner.key):
        return ""
    whose = "put there by hand" if written is None else f"of {written.decode(errors='replace')}"
    return f"in {folder} lies a notebook {whose}; if that is the same student, remove that folder first"


def _stored(key: str) -> bytes:
    return key.encode(errors="surrogatepass")


def _owner_in(folder: Path) -> bytes | None:
    """Return whose a folder is, if that was written down."""
    try:
        return (folder / OWNER).read_bytes()
    except OSError:
        return None


def _take(
    found: list[Found],
    place: str,
    assignment: str,
    submitted: Path,
    left: int | None,
    report: list[Collected],
) -> int:
    """Copy the first of an owner's notebooks that can be read; return how many bytes were read for it."""
    used, taken = 0, ""
    folder = submitted / place / assignment
    for one in found:
        name, why, is_error = one.entry.name, "", False
        if taken:
            why = f"{place} has a later one, {taken}"
        elif used >= MAX_OWNER_BYTES:
            why = f"the other files of {place} are too large already"
        elif left is not None and used >= left:
            why = "the zip unpacks to too much"
        else:
            try:
                content = one.entry.read(MAX_NOTEBOOK_BYTES)
                used += len(content)
                write_whole_bytes(folder / OWNER, _stored(one.owner.key))
                write_whole_bytes(folder / f"{assignment}{ENDING}", content)
                taken = name
            except LeftOutError as error:
                used += error.used
                why = str(error)
            except OSError as error:
                why, is_error = f"it cannot be written to {folder}: {error.strerror}", True
        report.append(Collected(name, "" if why else place, why, is_error))
    return used


def _no_notebook(owner: Owner, files: Sequence[Entry]) -> Collected:
    """Report somebody who handed in something else."""
    first, *more = files
    also = f", and neither are the other {len(more)} of {owner.folder}" if more else ""
    return Collected(first.name, "", first.why_not or f"it is no notebook{also}")

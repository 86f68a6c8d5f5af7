"""What became of the mutants of each exercise, kept in a file: the book tells it, and a test says when it has grown old."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.assignment import Equivalent
from autograder.course import CourseError
from autograder.grading import survivors
from autograder.grading.survivors import Tally
from autograder.judging.mutants import Mutant
from autograder.notebook.reading import Cell

COMMAND = "autograder mutants --out book/data/mutants.json"


@dataclass(frozen=True)
class Score:
    """What became of an exercise's mutants.

    Attributes
    ----------
    tally : Tally
    state : str
        What was looked at; see `state_of`.
    """

    tally: Tally
    state: str


def state_of(solution: Iterable[Cell], made: Sequence[Mutant], listed: Iterable[Equivalent]) -> str:
    r"""Return what changes when there are other answers, other mutants, or others listed as equivalent.

    A comment, and the Python that this runs on, change nothing.

    Examples
    --------
    >>> one, same, other = (Cell("a-b-answer", "answer", text, 1) for text in ("y = 1", "# Why.\ny = 1", "y = 2"))
    >>> state_of([one], [], []) == state_of([same], [], []) != state_of([other], [], [])
    True
    """
    lines = [line for cell in solution if cell.kind == "answer" for line in cell.source.splitlines()]
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    counts = sorted(Counter((mutant.cell, mutant.kind) for mutant in made).items())
    entries = sorted((entry.cell, entry.kind, entry.change) for entry in listed)
    return hashlib.sha256(json.dumps([code, counts, entries]).encode()).hexdigest()[:16]


def table(scores: Mapping[str, Score]) -> str:
    """Return the scores of exercises as a table, with a last line for all of them."""
    tallies = {name: score.tally for name, score in scores.items()}
    return "\n".join(survivors.table("exercise", {**tallies, "all": sum(tallies.values(), Tally())}))


def read(path: Path) -> dict[str, Score]:
    """Return the scores in a file by exercise; none if it is not there.

    Raises
    ------
    CourseError
        If it holds something else.
    """
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
        return {row.pop("exercise"): Score(state=row.pop("state"), tally=Tally(**row)) for row in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(
            f"{path} does not hold the scores of mutants: remove it, or name another file."
        ) from None


def write(path: Path, scores: Mapping[str, Score], names: Iterable[str]) -> None:
    """Put scores into a file, beside those of other exercises that are in it; `names` says which exercises there are."""
    kept = {**read(path), **scores}
    rows = [
        {"exercise": name, **asdict(kept[name].tally), "state": kept[name].state}
        for name in sorted(names)
        if name in kept
    ]
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    card = json.dumps({"command": COMMAND})
    try:
        path.write_text(f'{{\n "card": {card},\n "rows": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    except OSError as error:
        raise CourseError(f"the scores cannot be written to {path} ({error.strerror}).") from None

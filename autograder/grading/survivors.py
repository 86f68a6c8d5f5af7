"""Judge an exercise's mutants, several at a time, and tell which of them its checks do not see."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder import catalog
from autograder.assignment import Assignment, Equivalent
from autograder.course import Course
from autograder.grading.engine import Processes, outcomes
from autograder.judging.checking import checks_of_cell, look
from autograder.judging.judge import judge
from autograder.judging.mutants import Mutant, mutants_of
from autograder.judging.runs import Runs
from autograder.judging.slide_names import names_on_the_slide
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell, blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution

SECRET = "the mutants"
# What no exercise counts as wrong, unless its text asks for more: then the check notices it, and this says nothing.
EVERYWHERE = ("wider",)  # float64 where float32 came in


@dataclass(frozen=True)
class Tally:
    """What became of the mutants of one kind.

    Attributes
    ----------
    made, killed, equivalent, survived : int
        Those that are listed as equivalent have not survived.
    """

    made: int = 0
    killed: int = 0
    equivalent: int = 0
    survived: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.made + other.made,
            self.killed + other.killed,
            self.equivalent + other.equivalent,
            self.survived + other.survived,
        )


@dataclass(frozen=True)
class Survey:
    """What became of an exercise's mutants.

    Attributes
    ----------
    kinds : dict of str to Tally
        By kind, sorted.
    survivors : list of Mutant
        Those that no check noticed and that are not listed as equivalent.
    stale : list of Equivalent
        Those listed that are no mutants any more, or that a check notices.
    """

    kinds: dict[str, Tally]
    survivors: list[Mutant] = field(default_factory=list)
    stale: list[Equivalent] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """Return what became of all kinds together."""
        return sum(self.kinds.values(), Tally())


def solution_cells(course: Course, name: str) -> tuple[Cell, ...]:
    """Return the code cells of an exercise's solution."""
    return tuple(code_cells(read_solution(course.solution(name))))


def all_mutants(course: Course, assignment: Assignment) -> list[Mutant]:
    """Return the mutants of an exercise, always the same for the same solution.

    Raises
    ------
    GraderError
        If the solution does not run.
    """
    solution = solution_cells(course, assignment.name)
    return mutants_of(solution, names_on_the_slide(assignment, solution))


def sample_of(mutants: Sequence[Mutant], count: int | None, seed: int) -> list[Mutant]:
    """Return so many of the mutants, in their order; all if there are no more, or if no count is given.

    Examples
    --------
    >>> mutants = [Mutant(f"a {i}", "a", "axis", "", "") for i in range(9)]
    >>> sample_of(mutants, 3, seed=1) == sample_of(mutants, 3, seed=1) != sample_of(mutants, 3, seed=2)
    True
    """
    if count is None or count >= len(mutants):
        return list(mutants)
    places = random.Random(seed).sample(range(len(mutants)), count)
    return [mutants[place] for place in sorted(places)]


def judged_of(
    course: Course,
    assignment: Assignment,
    mutants: Sequence[Mutant],
    jobs: int = 1,
    progress: Callable[[Iterable, int], Iterable] = lambda done, _total: done,
) -> dict[str, tuple[str, ...]]:
    """Judge mutants; return for each by name the check cells that notice it.

    Raises
    ------
    GraderError
        If a check breaks on one of them.
    """
    noticed: dict[str, tuple[str, ...]] = {}
    with Processes(max(1, min(jobs, len(mutants)))) as processes:
        tasks = ((mutant.name, (str(course.root), assignment.name, mutant)) for mutant in mutants)
        for name, outcome in progress(outcomes(tasks, _noticed_by, processes, 2 * jobs), len(mutants)):
            if isinstance(outcome, Exception):
                raise GraderError(f"{name} could not be judged: {outcome}") from outcome
            noticed[name] = outcome
    return noticed


def _noticed_by(root: str, name: str, mutant: Mutant) -> tuple[str, ...]:
    template, solution = notebooks(root, name)
    return noticed_by(catalog.load(name), template, solution, mutant)


@functools.cache
def notebooks(root: str, name: str) -> tuple[list[Cell], tuple[Cell, ...]]:
    """Return the released notebook and the solution of an exercise; read once in each process."""
    course = Course(Path(root))
    return read_notebook(course.template(name)), solution_cells(course, name)


def noticed_by(
    assignment: Assignment,
    template: Sequence[Cell],
    solution: Sequence[Cell],
    mutant: Mutant,
    secret: str = SECRET,
) -> tuple[str, ...]:
    """Return the check cells that reject the solution with a mutant in its blank; only its own, if that one sees it at once.

    Where another cell notices it and its own does not, an innocent blank pays.
    """
    runs = runs_with(assignment, template, solution, mutant, secret)
    if any(rejections_on_the_slide(runs, mutant.cell)):  # most are noticed here, and need no other run
        return (mutant.cell,)
    return tuple(cell.cell for cell in judge(runs).cells if cell.message)


def runs_with(
    assignment: Assignment, template: Sequence[Cell], solution: Sequence[Cell], mutant: Mutant, secret: str
) -> Runs:
    """Return the runs of the solution with a mutant in its blank."""
    blank = blank_of(mutant.cell)
    cells = [replace(cell, source=mutant.source) if cell.name == blank else cell for cell in solution]
    return Runs(assignment, template, cells, secret, solution=solution)


def rejections_on_the_slide(runs: Runs, cell: str) -> Iterator[bool]:
    """Give for each check of a cell whether it rejects what it sees on the slide's numbers."""
    slide = next(iter(runs.cases))
    for check in checks_of_cell(cell, runs.assignment):
        yield look(check, runs.answers(slide, cell)) is not None


def survey(
    made: Sequence[Mutant],
    judged: Sequence[Mutant],
    noticed: dict[str, tuple[str, ...]],
    assignment: Assignment,
) -> Survey:
    """Say what became of the mutants.

    Parameters
    ----------
    made, judged : sequence of Mutant
        All of them, and those that were judged.
    noticed : dict of str to tuple of str
        For each that was judged, by name, the check cells that noticed it.
    assignment : Assignment
        Knows those that are right in another way. A student's own test is right if it accepts what is right and refuses what is not, however it is
        written: that is what its check looks at, and so no change that it does not notice is a mistake.
    """
    listed = assignment.equivalents
    kinds: dict[str, Tally] = {}
    survivors: list[Mutant] = []
    used: set[int] = set()
    for mutant in judged:
        entries = [entry for entry in listed if _is_listed_in(mutant, entry)]
        tally = kinds.get(mutant.kind, Tally())
        tally = replace(tally, made=tally.made + 1)
        if mutant.cell in noticed[mutant.name]:
            tally = replace(tally, killed=tally.killed + 1)
        elif entries or mutant.kind in EVERYWHERE or mutant.cell in assignment.versions:
            used.update(map(id, entries))
            tally = replace(tally, equivalent=tally.equivalent + 1)
        else:
            tally = replace(tally, survived=tally.survived + 1)
            survivors.append(mutant)
        kinds[mutant.kind] = tally
    unused = [entry for entry in listed if id(entry) not in used]
    return Survey(dict(sorted(kinds.items())), survivors, list(_stale(unused, made, judged)))


def _is_listed_in(mutant: Mutant, entry: Equivalent) -> bool:
    same_kind = (mutant.cell, mutant.kind) == (entry.cell, entry.kind)
    return same_kind and entry.change in ("", mutant.change)


def _stale(
    unused: Iterable[Equivalent], made: Sequence[Mutant], judged: Sequence[Mutant]
) -> Iterator[Equivalent]:
    """Give those entries that stand for no survivor, as far as those that were judged can tell."""
    names = {mutant.name for mutant in judged}
    for entry in unused:
        if all(mutant.name in names for mutant in made if _is_listed_in(mutant, entry)):
            yield entry


def in_words(name: str, found: Survey, noticed: Mapping[str, Sequence[str]]) -> str:
    """Return an exercise's survey as a table by kind, with each survivor, and each listed one that is none."""
    lines = table("kind", found.kinds)
    for mutant in found.survivors:
        others = ", ".join(noticed[mutant.name])
        lines += [
            "",
            f"{mutant.name} survived{f', and {others} pays' if others else ''}:",
            f"    {mutant.change}",
        ]
    for entry in found.stale:
        lines += [
            "",
            f"listed as equivalent, and no survivor: {entry.cell} {entry.kind}",
            f"    {entry.change}",
        ]
    total = found.total
    lines += [
        "",
        f"{name}: {total.killed} of {total.made} mutants are noticed, {total.equivalent} are right in another way, {total.survived} survived.",
    ]
    return "\n".join(lines)


def table(what: str, tallies: Mapping[str, Tally]) -> list[str]:
    r"""Return the lines of a table with a tally in each; `what` says what they are by.

    Examples
    --------
    >>> print("\n".join(table("kind", {"axis": Tally(made=4, killed=3, equivalent=1)})))
    kind   made killed equivalent survived
    axis      4      3          1        0
    """
    width = max(map(len, [what, *tallies]))
    lines = [f"{what:{width}} {'made':>6} {'killed':>6} {'equivalent':>10} {'survived':>8}"]
    for name, tally in tallies.items():
        lines.append(
            f"{name:{width}} {tally.made:6} {tally.killed:6} {tally.equivalent:10} {tally.survived:8}"
        )
    return lines

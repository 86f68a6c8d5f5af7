"""Whether a verdict is luck: the same answers judged under several secrets, each with hidden numbers of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from autograder import catalog
from autograder.assignment import Assignment
from autograder.course import Course
from autograder.grading.engine import Processes, outcomes
from autograder.grading.survivors import notebooks, rejections_on_the_slide, runs_with
from autograder.judging.judge import judge
from autograder.judging.mutants import Mutant
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell, blank_of, read_notebook

# The points of each check cell.
Points = tuple[tuple[str, float], ...]


def known_wrong_answers(course: Course, assignment: Assignment) -> list[Mutant]:
    """Return the known faults of an exercise as what stands in the blank of each."""
    blanks = {cell.name: cell.source for cell in read_notebook(course.template(assignment.name))}
    return [
        Mutant(
            f"{fault.cell} {fault.name}",
            fault.cell,
            "fault",
            fault.hint,
            fault.in_blank(blanks[blank_of(fault.cell)]),
        )
        for fault in assignment.faults
    ]


def points_by_secret(
    course: Course,
    assignment: Assignment,
    answers: Sequence[Mutant],
    secrets: int,
    jobs: int = 1,
    progress: Callable[[Iterable, int], Iterable] = lambda done, _total: done,
) -> dict[str, tuple[Points, ...]]:
    """Judge answers under so many secrets; return for each by name the points that it got under each.

    What all checks of its cell reject on the slide's numbers is wrong under every secret, and is judged under one.

    Raises
    ------
    GraderError
        If a check breaks on one of them.
    """
    found: dict[str, tuple[Points, ...]] = {}
    with Processes(max(1, min(jobs, len(answers)))) as processes:
        tasks = (
            (answer.name, (str(course.root), assignment.name, answer, range(secrets))) for answer in answers
        )
        for name, outcome in progress(outcomes(tasks, _points_of, processes, 2 * jobs), len(answers)):
            if isinstance(outcome, Exception):
                raise GraderError(f"{name} could not be judged: {outcome}") from outcome
            found[name] = outcome
    return found


def _points_of(root: str, name: str, answer: Mutant, secrets: range) -> tuple[Points, ...]:
    return points_of(catalog.load(name), *notebooks(root, name), answer, [f"secret {i}" for i in secrets])


def points_of(
    assignment: Assignment,
    template: Sequence[Cell],
    solution: Sequence[Cell],
    answer: Mutant,
    secrets: Sequence[str],
) -> tuple[Points, ...]:
    """Return the points that the solution gets with an answer in its blank, under each secret."""
    found: list[Points] = []
    for secret in secrets:
        runs = runs_with(assignment, template, solution, answer, secret)
        found.append(tuple((cell.cell, cell.points) for cell in judge(runs).cells))
        if all(rejections_on_the_slide(runs, answer.cell)):
            break
    return tuple(found)


def differing(found: Mapping[str, Sequence[Points]]) -> dict[str, str]:
    """Return in words, for those answers whose points are not the same under every secret, how they fared."""
    said = {name: in_words(points) for name, points in found.items()}
    return {name: words for name, words in said.items() if words}


def in_words(points: Sequence[Points]) -> str:
    """Say how an answer fared under secrets that do not agree; empty if they do.

    Examples
    --------
    >>> in_words([(("a", 2.0),), (("a", 2.0),), (("a", 1.5),)])
    'a: 2 points under 2 of the secrets, 1.5 under 1'
    >>> in_words([(("a", 2.0),)] * 3)
    ''
    """
    cells = dict.fromkeys(cell for one in points for cell, _ in one)
    said = []
    for cell in cells:
        counts = Counter(dict(one)[cell] for one in points).most_common()
        if len(counts) > 1:
            (most, times), *others = counts
            rest = "".join(f", {value:g} under {count}" for value, count in others)
            said.append(f"{cell}: {most:g} points under {times} of the secrets{rest}")
    return "; ".join(said)

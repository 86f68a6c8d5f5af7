"""One page about a whole class: how the points are spread, which check is hardest, which mistake is most common, which pairs look alike.

And a second one on how long each blank takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from autograder.assignment import Assignment
from autograder.grading.results import GRADED, Result
from autograder.notebook.filling import own_sources
from autograder.notebook.reading import parse_notebook, read_notebook
from autograder.reports.pages import template
from autograder.reports.similarity import Lead, fingerprints, leads
from autograder.safe import write_whole

BARS = 10


@dataclass
class Summary:
    """What the page shows, counted while the results go by.

    Attributes
    ----------
    students : int
    statuses : Counter
        How many submissions have each status.
    scores : Counter
        How many students have each score, in `BARS` equal steps from 0 to the full score.
    right : Counter
        For each grade cell, how many earned all of its points.
    faults : Counter
        How often each known fault was diagnosed.
    seconds : dict of str to list of (float, str)
        For each grade cell, how long it took whom. These are measured, so they have a page of their own.
    stopped : Counter
        For each grade cell, how many had to be stopped.
    leads : sequence of Lead
    replaced : list of str
        Whose notebook lies there no longer as it was graded; these are not looked at for leads.
    """

    students: int = 0
    statuses: Counter = field(default_factory=Counter)
    scores: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    faults: Counter = field(default_factory=Counter)
    seconds: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    stopped: Counter = field(default_factory=Counter)
    leads: Sequence[Lead] = ()
    replaced: list[str] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Count one result."""
        self.students += 1
        self.statuses[result.status] += 1
        if result.score is None or not result.max_score:
            return
        self.scores[min(int(BARS * result.score / result.max_score), BARS - 1)] += 1
        self.right.update(cell.cell for cell in result.cells if cell.points == cell.max_points)
        self.faults.update(cell.fault for cell in result.cells if cell.fault)
        for cell, seconds in result.seconds.items():
            if seconds is None:
                self.stopped[cell] += 1
            else:
                self.seconds[cell].append((seconds, result.student))


def summarize(
    results: Iterable[Result],
    assignment: Assignment,
    notebook: Callable[[str], bytes | None],
    released: Path,
) -> Summary:
    """Count a class's results and look for pairs that share rare code.

    Parameters
    ----------
    notebook : callable
        Returns for a student the notebook that was graded, or None.
    released : Path
        The released notebook; its cells are nobody's own.
    """
    summary, marks, template_cells = Summary(), {}, read_notebook(released)
    for result in results:
        summary.add(result)
        if result.status != GRADED:
            continue
        content = notebook(result.student)
        if content is None:
            summary.replaced.append(result.student)
        else:
            cells = parse_notebook(content, result.student)
            marks[result.student] = fingerprints(own_sources(template_cells, cells, assignment))
    summary.leads = leads(marks)
    return summary


def write_class_report(summary: Summary, assignment: Assignment, path: Path) -> None:
    """Write the page."""
    hints = {fault.name: fault.hint for fault in assignment.faults}
    page = template("class.html").render(
        assignment=assignment,
        summary=summary,
        bars=[summary.scores[i] for i in range(BARS)],
        tallest=max([*summary.scores.values(), 1]),
        cells=sorted(assignment.values, key=lambda cell: summary.right[cell]),
        blank=lambda cell: assignment.values[cell][0],
        faults=[(name, count, hints.get(name, "")) for name, count in summary.faults.most_common(10)],
        steps=BARS,
    )
    write_whole(path, page)


def write_times(summary: Summary, assignment: Assignment, path: Path) -> None:
    """Write the page on how long each blank takes, the slowest first; unlike all the others it is not the same when a class is graded again."""
    rows: list[dict[str, Any]] = []
    for cell, (blank, *_) in assignment.values.items():
        measured = summary.seconds[cell]
        if measured or summary.stopped[cell]:
            slowest, whose = max(measured, default=(0.0, ""))
            middle = median([seconds for seconds, _ in measured] or [0.0])
            row = {"blank": blank, "median": middle, "slowest": slowest, "whose": whose}
            rows.append({**row, "stopped": summary.stopped[cell]})
    rows.sort(key=lambda row: row["median"], reverse=True)
    longest = max((row["median"] for row in rows), default=0.0) or 1.0
    write_whole(path, template("times.html").render(assignment=assignment, rows=rows, longest=longest))

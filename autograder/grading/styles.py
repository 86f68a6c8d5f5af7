"""Judge an exercise's solution in many styles: each is right, and none may lose a point."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from autograder.assignment import Assignment
from autograder.course import Course
from autograder.grading.survivors import solution_cells
from autograder.judging.judge import judge
from autograder.judging.rewritings import MAGICS, NOT_HERE, keeps_its_meaning, rewritings_of
from autograder.judging.runs import Runs
from autograder.judging.verdict import CellVerdict
from autograder.notebook.reading import read_notebook

SECRET = "the styles"


def judged_in_each_style(
    course: Course,
    assignment: Assignment,
    progress: Callable[[Iterable, int], Iterable] = lambda styles, _total: styles,
    only: Collection[str] = (),
) -> dict[str, list[CellVerdict]]:
    """Judge each rewriting of a solution; return by its style the cells that lost points.

    Parameters
    ----------
    only : collection of str, optional
        The styles to judge; all if it is empty.
    """
    template = read_notebook(course.template(assignment.name))
    solution = solution_cells(course, assignment.name)
    made = rewritings_of(solution)
    judged: dict[str, list[CellVerdict]] = {}
    for style in progress([style for style in made if not only or style in only], len(only or made)):
        cells = made[style]
        if style in (*MAGICS, *NOT_HERE) or keeps_its_meaning(cells, template):
            runs = Runs(assignment, template, cells, SECRET, solution=solution)
            judged[style] = [cell for cell in judge(runs).cells if cell.message]
    return judged

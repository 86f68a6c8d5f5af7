"""Let the checks look at what came back. They run here, in the judge's process, which never executes a line of the student's."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Assignment, Check
from autograder.judging.answers import Answers, RightAnswers
from autograder.judging.cases import Case
from autograder.judging.compare import WrongAnswerError
from autograder.judging.verdict import GraderError
from autograder.sandbox.runner import Run


def checks_of_cell(cell: str, assignment: Assignment) -> list[Check]:
    """Return the checks that are bound to a grade cell.

    Raises
    ------
    GraderError
        If there is none.
    """
    checks = [check for check in assignment.checks if check.cell == cell]
    if not checks:
        raise GraderError(f"No check is bound to the grade cell {cell}.")
    return checks


def look(check: Check, answers: Answers) -> WrongAnswerError | None:
    """Return what a check says: None if it passes.

    Raises
    ------
    GraderError
        If the check itself is broken.
    """
    try:
        check.look(answers)
    except WrongAnswerError as wrong:
        return wrong
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pytest's skip and fail, too
        raise GraderError(f"The check {check.name} is broken: {error!r}") from error
    return None


def right_values(assignment: Assignment, cell: str, case: Case) -> dict[str, np.ndarray]:
    """Return what the checks of a cell expect of the names that it looks at."""
    right = RightAnswers(case, Run(), {}, cell, assignment.values[cell][0])
    for check in checks_of_cell(cell, assignment):
        look(check, right)
    return right.found

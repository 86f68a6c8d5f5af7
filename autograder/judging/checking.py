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

    About hidden numbers it says that something is wrong, and not what: a student's code could choose any word of it, and so tell what the
    numbers are.

    Raises
    ------
    GraderError
        If the check itself is broken.
    """
    try:
        check.look(answers)
    except WrongAnswerError as wrong:
        return wrong_on_hidden_numbers(answers) if answers.case.hidden else wrong
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pytest's skip and fail, too
        raise GraderError(f"The check {check.name} is broken: {error!r}") from error
    return None


def wrong_on_hidden_numbers(answers: Answers) -> WrongAnswerError:
    """Return all that is said of an answer that is wrong where the numbers are hidden."""
    blank = answers.blank
    version = answers.case.versions.get(answers.cell)
    if version is not None and version.is_right:
        return WrongAnswerError(
            f"{blank} fails on a right version of the code that nobody has seen. A right version may be written in any way: look only at what it must do, "
            "and let your test not stop with an error.",
            "처음 보는 올바른 코드에서 테스트가 실패합니다. 코드가 해야 하는 일만 확인하고, 테스트가 오류로 멈추지 않게 하세요.",
        )
    if version is not None:
        return WrongAnswerError(
            f"{blank} passes on a faulty version of the code that nobody has seen. {version.look_at}",
            f"처음 보는 틀린 코드에서도 테스트가 통과합니다. {version.look_at_ko}",
        )
    return WrongAnswerError(
        f"{blank} is not right on numbers that nobody has seen. Look for a number that is typed in where a name belongs, and for what is true of the "
        "numbers in the notebook only: their sizes, their order, their signs. On larger numbers it may also take too long, or stop with an error.",
        "공개되지 않은 다른 수에서는 틀립니다. 이름 대신 수를 직접 쓰지 않았는지, 수가 커지면 너무 오래 걸리거나 오류가 나지 않는지 확인하세요.",
    )


def right_values(assignment: Assignment, cell: str, case: Case) -> dict[str, np.ndarray]:
    """Return what the checks of a cell expect of the names that it looks at."""
    right = RightAnswers(case, Run(), {}, cell, assignment.values[cell][0])
    for check in checks_of_cell(cell, assignment):
        look(check, right)
    return right.found

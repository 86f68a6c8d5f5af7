"""Judge one submission: let the checks look at its runs, and put the outcome into words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder.assignment import Check
from autograder.judging.answers import BLANK_IS_EMPTY
from autograder.judging.cases import AGAIN, PRACTICE, SLIDE
from autograder.judging.checking import checks_of_cell, look, right_values, wrong_on_hidden_numbers
from autograder.judging.compare import WrongAnswerError, same
from autograder.judging.diagnosis import KnownFaults, values_of
from autograder.judging.example import example_of
from autograder.judging.experiments import experiment
from autograder.judging.runs import Runs
from autograder.judging.verdict import CellVerdict, Verdict
from autograder.notebook.reading import blank_of


def judge(runs: Runs, known: KnownFaults | None = None) -> Verdict:
    """Run the checks of an assignment on a submission.

    A check earns its points if it passes on all numbers: the slide's, and those nobody has seen. All that explains comes from runs on numbers
    that everybody may know.

    Parameters
    ----------
    runs : Runs
    known : KnownFaults, optional
        What the known wrong answers give; by default those that the assignment says the values of.

    Returns
    -------
    Verdict

    Raises
    ------
    GraderError
        If a check is broken or there is none for a grade cell.
    """
    known = known or KnownFaults(runs.assignment)
    verdicts: list[CellVerdict] = []
    wrong: set[str] = set()  # and not only because of an earlier one
    for cell in runs.assignment.values:
        verdict = _or_where_it_went(_look_at_cell(cell, runs, wrong, known), runs)
        if verdict.message:
            wrong.add(cell)
        verdicts.append(verdict)
    return Verdict(tuple(verdicts), runs.log(), runs.seconds())


def _or_where_it_went(verdict: CellVerdict, runs: Runs) -> CellVerdict:
    """Say of a blank with nothing in it where the answer is, if it is elsewhere."""
    values = values_of(runs, SLIDE, verdict.cell).values()
    is_empty = any(isinstance(value, str) and value in ("absent", "None") for value in values)
    is_lost = verdict.cell in runs.whereabouts and (is_empty or runs.is_of_another_exercise)
    if not verdict.message or not is_lost:
        return verdict
    message, message_ko = runs.whereabouts[verdict.cell]
    return CellVerdict(
        verdict.cell, verdict.points, verdict.max_points, message=message, message_ko=message_ko
    )


def _look_at_cell(cell: str, runs: Runs, wrong: set[str], known: KnownFaults) -> CellVerdict:
    """Return what a grade cell earned, with an explanation of what is wrong.

    An earlier blank's mistake costs its own points and no others: what comes after it is looked at with a right answer in its place.
    """
    verdict = _cell_verdict(cell, runs)
    if not verdict.message or verdict.message.endswith(BLANK_IS_EMPTY):
        return verdict
    earlier = [c for c in runs.assignment.values if c in wrong]
    functions: list[str] = []
    if not runs.right_cells:  # only values can be set right
        earlier = [c for c in runs.assignment.follows.get(cell, ()) if c in wrong]
        functions = [c for c in earlier if blank_of(c) in runs.functions]
    if earlier or runs.run_on(SLIDE).anew:
        mended = runs.mended(frozenset(earlier))
        again = _cell_verdict(cell, mended)
        if not again.message:
            return replace(again, note=_builds_on(earlier, runs))
        if again.points >= verdict.points and len(functions) < len(earlier):
            names = _blanks([c for c in earlier if c not in functions], runs)
            builds_on = {*runs.assignment.follows.get(cell, ())} & {*earlier}
            if builds_on or again.message != verdict.message:
                again = replace(again, message=f"{again.message} (With the right {names} in place of yours.)")
            runs, verdict = mended, again
    kept_by = _what_keeps_for(cell, runs, wrong)
    if kept_by:
        names = _blanks(kept_by, runs)
        return replace(
            verdict,
            message=f"{verdict.message} With the right {names} in place of yours it is right: look at what your function for {names} keeps for this one.",
        )
    if functions:
        names = _blanks(functions, runs)
        return replace(
            verdict,
            message=f"{verdict.message} This may come from {names}, which it builds on: mend that first.",
        )
    if _does_not_change(cell, runs):
        blank = runs.assignment.values[cell][0]
        return replace(
            verdict,
            message=f"{blank} does not change when its numbers do. Do not type a result in: compute it from the names, so that it is right on other numbers, too.",
            message_ko=f"주어진 수가 바뀌어도 {blank}의 값이 바뀌지 않습니다. 결과를 직접 쓰지 말고 주어진 이름으로 계산하세요.",
        )
    fault = known.diagnose(cell, runs)
    if fault is not None:
        return replace(verdict, fault=fault.name, hint=fault.hint, hint_ko=fault.hint_ko)
    return _explained(verdict, runs)


def _what_keeps_for(cell: str, runs: Runs, wrong: set[str]) -> list[str]:
    """Return the earlier functions that are right, but keep what makes this cell wrong; for instance in `self`."""
    before = runs.assignment.follows.get(cell, ())
    if not runs.right_cells or wrong & {*before} or _is_right(cell, runs, PRACTICE):
        return []
    functions = [c for c in before if blank_of(c) in runs.functions]
    return functions if functions and _is_right(cell, runs.mended(frozenset(functions)), PRACTICE) else []


def _is_right(cell: str, runs: Runs, *cases: str) -> bool:
    checks = checks_of_cell(cell, runs.assignment)
    return not any(look(check, runs.answers(case, cell)) for case in cases for check in checks)


def _does_not_change(cell: str, runs: Runs) -> bool:
    """Whether an answer that is right on the slide's numbers is the same on the practice numbers, where right ones differ."""
    if not _is_right(cell, runs, SLIDE):
        return False
    slide, practice = (values_of(runs, case, cell) for case in (SLIDE, PRACTICE))
    right, others = (right_values(runs.assignment, cell, runs.cases[case]) for case in (SLIDE, PRACTICE))
    blank = runs.assignment.values[cell][0]
    if blank not in right or blank not in others or same(right[blank], others[blank]):
        return False
    return _is_repeated(slide[blank], practice[blank])


def _is_repeated(one: np.ndarray | str, other: np.ndarray | str) -> bool:
    """Whether an array is another one, or that one's only row again and again."""
    if isinstance(one, str) or isinstance(other, str):
        return False
    if one.ndim == other.ndim >= 1 and len(one) == 1 < len(other):
        return one.shape[1:] == other.shape[1:] and bool((one == other).all())
    return same(one, other)


def _builds_on(earlier: list[str], runs: Runs) -> str:
    """Return what to know of an answer that is right with what comes before it set right."""
    if earlier:
        names = _blanks(earlier, runs)
        return f"This builds on {names}. With the right {names} in place of yours, it is right."
    names = " and ".join(sorted(runs.run_on(SLIDE).anew))
    return f"An earlier cell of yours gives {names} to something else, which the notebook needs. With {names} as given, this is right."


def _blanks(cells: list[str], runs: Runs) -> str:
    return " and ".join(runs.assignment.values[cell][0] for cell in cells)


def _explained(verdict: CellVerdict, runs: Runs) -> CellVerdict:
    """Add what experiments show, with a picture of the smallest numbers that show it.

    Nothing is added if there are no such numbers, or if they would not show what is wrong: an error that comes on the slide's numbers, too.
    """
    cell = verdict.cell
    shown = runs.assignment.made_from.get(cell, ())
    blank = blank_of(cell)
    stopped = {blank, cell} & {*runs.public.stopped, *runs.run_on(SLIDE).errors}  # the blank, or the question
    found = None if not shown or stopped else experiment(cell, runs)
    if found is None:
        return verdict
    differs, errors = found.wrong.difference, runs.run_on(found.case.name).errors
    message, message_ko = verdict.message, verdict.message_ko
    if (
        _is_right(cell, runs, SLIDE, PRACTICE) and not found.words
    ):  # what was said of hidden numbers says less
        message, message_ko = (
            "Right on the notebook's numbers, and wrong on smaller ones.",
            "노트북의 수에서는 맞지만 더 작은 수에서는 틀립니다.",
        )
    return replace(
        verdict,
        message=f"{found.words} {message}".strip(),
        message_ko=f"{found.korean} {message_ko}".strip(),
        example=example_of(found.case, shown, found.wrong) if differs is not None or errors else None,
    )


def _cell_verdict(cell: str, runs: Runs) -> CellVerdict:
    """Add up the checks of one grade cell; the first numbers on which one is wrong say what to show."""
    checks = checks_of_cell(cell, runs.assignment)
    points, first = 0.0, None
    for check in checks:
        wrong = _first_wrong(check, runs)
        if wrong is None:
            points += check.points
        first = first or wrong
    written = _written_into(cell, runs)
    if written is not None:
        points = 0.0
        if first is None or _is_right(cell, runs, SLIDE, PRACTICE):
            first = written
        else:
            first = WrongAnswerError(f"{first} {written}", f"{first.korean} {written.korean}")
    verdict = CellVerdict(cell, points, sum(check.points for check in checks))
    return verdict if first is None else replace(verdict, message=str(first), message_ko=first.korean)


def _first_wrong(check: Check, runs: Runs) -> WrongAnswerError | None:
    """Return what a check says on the first numbers on which it does not pass, or None if it passes on all.

    Where there are hidden numbers, the practice numbers are only for showing what is wrong: a right answer is not run on them.
    """
    cell = check.cell
    hidden = [name for name, case in runs.cases.items() if case.hidden]
    if cell in runs.assignment.versions:  # which of them come first is chance; what is said must not be
        hidden.sort(key=lambda name: runs.cases[name].versions[cell].is_right)
    order = [SLIDE, *([AGAIN] if runs.is_called_again(cell) else []), *(hidden or [PRACTICE])]
    for name in order:
        wrong = look(check, runs.answers(name, cell))
        if wrong is None:
            continue
        if name == SLIDE or wrong.is_cause or not hidden:
            return wrong
        return look(check, runs.answers(PRACTICE, cell)) or wrong
    return None


def _written_into(cell: str, runs: Runs) -> WrongAnswerError | None:
    """Return what to say of a blank that writes into what it was given; None if it does not."""
    hidden = [name for name, case in runs.cases.items() if case.hidden]
    if not any(cell in runs.run_on(name).written for name in [SLIDE, *(hidden or [PRACTICE])]):
        return None
    names = [name for case in (SLIDE, PRACTICE) for name in runs.run_on(case).written.get(cell, ())]
    if not names:
        return wrong_on_hidden_numbers(runs.answers(hidden[0], cell))
    own = [name for name in dict.fromkeys(names) if name in runs.own_names]
    if not own:  # what a question hands over has names that no student knows
        return WrongAnswerError(
            "Your function changes an array that it is given and that others need, too. Work on a copy (x.copy()).",
            "함수가 받은 배열의 값을 바꾸었습니다. 복사본(x.copy())으로 계산하세요.",
        )
    said, each = ", ".join(own), ", ".join(f"{name}.copy()" for name in own)
    return WrongAnswerError(
        f"Your cell changes {said}, which it was given and others need, too. Work on a copy ({each}). What comes after your cell got it back as it was.",
        f"주어진 {said}의 값을 바꾸었습니다. 복사본({each})으로 계산하세요. 뒤의 셀에는 원래 값을 돌려주었습니다.",
    )

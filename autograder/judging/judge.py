"""Judge one submission: let the checks look at its runs, and put the outcome into words."""

from __future__ import annotations

from dataclasses import replace

from autograder.judging.answers import BLANK_IS_EMPTY
from autograder.judging.cases import PRACTICE, SLIDE
from autograder.judging.checking import checks_of_cell, look
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.example import Example, example_of
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
        earlier = [c for c in runs.assignment.follows.get(cell, ()) if c in wrong]
        verdict = _look_at_cell(cell, runs, earlier, known)
        if verdict.message:
            wrong.add(cell)
        verdicts.append(verdict)
    return Verdict(tuple(verdicts), runs.log(), runs.seconds())


def _look_at_cell(cell: str, runs: Runs, earlier: list[str], known: KnownFaults) -> CellVerdict:
    """Return what a grade cell earned, with an explanation of what is wrong.

    An earlier blank's mistake costs its own points and no others: what builds on it is looked at with right values in its place.
    """
    verdict = _cell_verdict(cell, runs)
    if not verdict.message or verdict.message.endswith(BLANK_IS_EMPTY):
        return verdict
    functions = [c for c in earlier if blank_of(c) in runs.functions]
    if earlier:
        mended = runs.mended(frozenset(earlier))
        again = _cell_verdict(cell, mended)
        names = _blanks(earlier, runs)
        if not again.message:
            return replace(
                again, note=f"This builds on {names}. With the right {names} in place of yours, it is right."
            )
        if again.points >= verdict.points and len(functions) < len(earlier):
            runs, verdict = mended, again
            names = _blanks([c for c in earlier if c not in functions], runs)
            verdict = replace(
                verdict, message=f"{verdict.message} (With the right {names} in place of yours.)"
            )
    if functions:
        names = _blanks(functions, runs)
        return replace(
            verdict,
            message=f"{verdict.message} This may come from {names}, which it builds on: mend that first.",
        )
    values = runs.run_on(PRACTICE).values
    fault = known.diagnose(
        cell, [values.get((cell, name), "absent") for name in runs.assignment.values[cell]]
    )
    if fault is not None:
        return replace(verdict, fault=fault.name, hint=fault.hint, hint_ko=fault.hint_ko)
    return replace(verdict, example=_example(cell, runs))


def _blanks(cells: list[str], runs: Runs) -> str:
    return " and ".join(runs.assignment.values[cell][0] for cell in cells)


def _example(cell: str, runs: Runs) -> Example | None:
    """Return the smallest of the assignment's small numbers on which a wrong answer is wrong.

    None if there are none, or if numbers would not show what is wrong: a dtype, or an error that comes on the slide's numbers, too.
    """
    shown = runs.assignment.made_from.get(cell, ())
    blank = blank_of(cell)
    stopped = {blank, cell} & {*runs.public.stopped, *runs.run_on(SLIDE).errors}  # the blank, or the question
    if not shown or stopped:
        return None
    for name, case in runs.small.items():
        if runs.run_on(name).stopped_at is not None:
            return None
        for check in checks_of_cell(cell, runs.assignment):
            wrong = look(check, runs.answers(name, cell))
            if wrong is not None:
                worth_seeing = wrong.difference is not None or runs.run_on(name).errors
                return example_of(case, shown, wrong) if worth_seeing else None
    return None


def _cell_verdict(cell: str, runs: Runs) -> CellVerdict:
    """Add up the checks of one grade cell; the first message in the order of the cases is the one to show."""
    checks = checks_of_cell(cell, runs.assignment)
    # Where there are hidden numbers, the practice numbers are only for showing what is wrong: a right answer is not run on them.
    shown_only = PRACTICE if any(case.hidden for case in runs.cases.values()) else ""
    points, first = 0.0, None
    for check in checks:
        said = {case: look(check, runs.answers(case, cell)) for case in runs.cases if case != shown_only}
        if not any(said.values()):
            points += check.points
            continue
        if shown_only:
            said[shown_only] = look(check, runs.answers(shown_only, cell))
        first = first or next(said[case] for case in runs.cases if said[case])
    verdict = CellVerdict(cell, points, sum(check.points for check in checks))
    return verdict if first is None else replace(verdict, message=str(first), message_ko=first.korean)

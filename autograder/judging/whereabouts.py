"""Where an answer went that is not in its blank: into a text cell, to the end of the notebook, or into another exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.notebook.reading import ANSWER, TEXT, Cell, blank_of
from autograder.notebook.rebuilding import Step, assigned_names


def whereabouts(
    template: Sequence[Cell],
    submission: Sequence[Cell],
    steps: Sequence[Step],
    values: Mapping[str, Sequence[str]],
) -> dict[str, tuple[str, str]]:
    """Return for each check cell whose blank is not where it belongs a sentence in English and one in Korean.

    Parameters
    ----------
    template, submission : sequence of Cell
        The released notebook and what was handed in.
    steps : sequence of Step
        What the two give together.
    values : mapping of str to sequence of str
        For each check cell, the names it looks at. The first one is the blank.
    """
    other = other_exercise(template, submission)
    if other:
        said = (
            f"This is the notebook of another exercise: the names of its cells begin with {other}. Hand in the notebook of this one.",
            f"다른 과제의 노트북입니다. 셀 이름이 {other}로 시작합니다. 이 과제의 노트북을 제출하세요.",
        )
        return dict.fromkeys(values, said)
    texts = {cell.name for cell in submission if cell.kind == TEXT}
    there = {step.name for step in steps if step.kind == "answer"}
    found = {}
    for cell, (blank, *_) in values.items():
        later = _given_further_down(cell, blank, template, steps)
        if blank_of(cell) in texts:
            found[cell] = (
                f"The cell of {blank} has become a text cell, and no text is run. Make it a code cell again: click beside it and press Y.",
                f"{blank}의 셀이 텍스트 셀로 바뀌어 실행되지 않았습니다. 셀 옆을 누르고 Y 키를 눌러 코드 셀로 되돌리세요.",
            )
        elif later:
            found[cell] = (
                f"The blank of {blank} is empty; a cell further down ({later}) fills it in. What comes after the blank needs it before: move your code into the blank.",
                f"{blank}의 빈칸은 비어 있고, 더 아래의 셀({later})에 답이 있습니다. 코드를 빈칸으로 옮기세요.",
            )
        elif blank_of(cell) not in there:
            found[cell] = (
                f"The cell of {blank} is gone. Take it from the exercise's own notebook again, and write your answer there.",
                f"{blank}의 셀이 없습니다. 원래 노트북에서 셀을 다시 가져와 답을 쓰세요.",
            )
    return found


def other_exercise(template: Sequence[Cell], submission: Sequence[Cell]) -> str:
    """Return how the names of another exercise's cells begin; empty if this is no other exercise."""
    own = {cell.name for cell in template}
    blanks = [cell.name for cell in submission if cell.name.endswith(ANSWER)]
    if len(blanks) < 2 or any(cell.name in own for cell in submission if cell.name):
        return ""
    exercise, _, _ = blanks[0].removesuffix(ANSWER).rpartition("-")
    return f"{exercise}-"


def _given_further_down(cell: str, blank: str, template: Sequence[Cell], steps: Sequence[Step]) -> str:
    """Return the student's own cell, behind the one that is looked at, in which the blank's name or function is given."""
    source = next((one.source for one in template if one.name == blank_of(cell)), "")
    wanted = {blank} if blank in assigned_names(source) else assigned_names(source)
    begin = next((i for i, step in enumerate(steps) if step.name == blank_of(cell)), 0)
    ends = (i for i, step in enumerate(steps) if i > begin and step.kind in ("given", "read", "answer"))
    later = (step for step in steps[next(ends, len(steps)) :] if step.kind == "helper")
    return next((step.name for step in later if wanted & assigned_names(step.source)), "")

"""Experiments: a wrong answer is run again on small numbers in which one thing is changed at a time, and what came out is told.

No cause is guessed. What is said is what was seen: "Right while the stride is 1. With stride 2, it is wrong."
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autograder.judging.cases import Case
from autograder.judging.checking import checks_of_cell, look
from autograder.judging.compare import WrongAnswerError
from autograder.judging.runs import Runs


@dataclass(frozen=True)
class Words:
    """What one change is called.

    Attributes
    ----------
    before, after : str
        Without the change and with it, in English: the end of "Right while …", and "With …".
    before_ko, after_ko : str
        The same in Korean: "… 맞습니다", and "… 틀립니다".
    """

    before: str
    after: str
    before_ko: str
    after_ko: str


CHANGES = {
    "images": Words("there is one image", "two images", "이미지가 한 장일 때는", "이미지가 두 장이면"),
    "channels": Words("there is one channel", "two channels", "채널이 하나일 때는", "채널이 둘이면"),
    "filters": Words("there is one filter", "two filters", "필터가 하나일 때는", "필터가 둘이면"),
    "windows": Words("one window covers all", "several windows", "윈도우가 하나일 때는", "윈도우가 여럿이면"),
    "overlap": Words(
        "no windows overlap", "windows that overlap", "윈도우가 겹치지 않을 때는", "윈도우가 겹치면"
    ),
    "oblong": Words(
        "height and width are the same",
        "another height than width",
        "높이와 너비가 같을 때는",
        "높이와 너비가 다르면",
    ),
    "stride": Words("the stride is 1", "stride 2", "스트라이드가 1일 때는", "스트라이드가 2이면"),
    "rest": Words(
        "nothing is left over",
        "something left over at the end",
        "나누어떨어질 때는",
        "끝에 남는 것이 있으면",
    ),
    "pad": Words("there is no border", "a border", "패딩이 없을 때는", "패딩이 있으면"),
    "negative": Words("no number is negative", "negative numbers", "음수가 없을 때는", "음수가 있으면"),
    "deep": Words(
        "no number is far below zero",
        "numbers far below zero",
        "아주 작은 음수가 없을 때는",
        "아주 작은 음수가 있으면",
    ),
    "equal": Words("no two numbers are equal", "equal numbers", "같은 수가 없을 때는", "같은 수가 있으면"),
    "fractions": Words("the numbers are whole", "fractions", "수가 정수일 때는", "소수가 있으면"),
    "float32": Words("the numbers are float64", "float32", "수가 float64일 때는", "수가 float32이면"),
    "layers": Words("there is one layer", "several layers", "층이 하나일 때는", "층이 여럿이면"),
    "classes": Words("there are two classes", "three classes", "클래스가 둘일 때는", "클래스가 셋이면"),
    "idle class": Words(
        "every class occurs",
        "a class that no digit has",
        "모든 클래스가 나올 때는",
        "나오지 않는 클래스가 있으면",
    ),
    "rows": Words("there are two rows", "more rows", "행이 둘일 때는", "행이 더 많으면"),
    "larger than the picture": Words(
        "the filter is no larger than the picture",
        "a filter that fits only together with the border",
        "필터가 그림보다 크지 않을 때는",
        "패딩을 더해야 필터가 들어가면",
    ),
    "long rest": Words(
        "at most half a step is left over",
        "more than half a step left over",
        "남는 것이 반 걸음 이하일 때는",
        "반 걸음보다 많이 남으면",
    ),
    "zeros": Words("no number is 0", "a 0 among the numbers", "0이 없을 때는", "0이 있으면"),
    "falling": Words(
        "no gradient that arrives is negative",
        "negative gradients",
        "도착하는 기울기에 음수가 없을 때는",
        "음수인 기울기가 있으면",
    ),
    "close": Words(
        "the numbers of a filter lie far apart",
        "a filter whose numbers lie close together",
        "필터의 수가 서로 많이 다를 때는",
        "필터의 수가 서로 비슷하면",
    ),
    "misfit": Words(
        "the filter fits", "a filter that is too large", "필터가 들어갈 때는", "필터가 너무 크면"
    ),
    "flat": Words(
        "the numbers of a filter differ",
        "a filter whose numbers are all equal",
        "필터의 수가 서로 다를 때는",
        "필터의 수가 모두 같으면",
    ),
    "order": Words(
        "the two filters are taken in order",
        "the second one first",
        "두 필터를 순서대로 고를 때는",
        "두 번째 필터를 먼저 고르면",
    ),
    "wide photo": Words(
        "the photograph is square",
        "a photograph that is wider than high",
        "사진이 정사각형일 때는",
        "사진이 정사각형이 아니면",
    ),
    "several rows": Words(
        "there is one row of tiles", "several rows of tiles", "타일이 한 줄일 때는", "타일이 여러 줄이면"
    ),
    "last row": Words(
        "the last row of tiles is full",
        "a last row that is not full",
        "마지막 줄이 꽉 찼을 때는",
        "마지막 줄이 다 차지 않으면",
    ),
    "fewer bits": Words(
        "a number has 64 bits", "numbers of 16 bits", "수 하나가 64비트일 때는", "16비트이면"
    ),
    "one bit": Words("a number has 64 bits", "numbers of one bit", "수 하나가 64비트일 때는", "1비트이면"),
    "part of a byte": Words(
        "the bits fill whole bytes",
        "a last byte that is not full",
        "비트가 바이트를 꽉 채울 때는",
        "마지막 바이트가 다 차지 않으면",
    ),
    "both ways": Words(
        "it moves one way", "moves both ways", "한 방향으로 움직일 때는", "두 방향으로 움직이면"
    ),
    "bias": Words("every bias is 0", "biases", "편향이 0일 때는", "편향이 있으면"),
}


@dataclass(frozen=True)
class Finding:
    """What an experiment has shown.

    Attributes
    ----------
    words, korean : str
        In a sentence or two, in English and in Korean; nothing if it is wrong on the simplest numbers already.
    case : Case
        The numbers that show it.
    wrong : WrongAnswerError
        What a check says of the answer on them.
    """

    words: str
    korean: str
    case: Case
    wrong: WrongAnswerError


def experiment(cell: str, runs: Runs) -> Finding | None:
    """Run an answer on small numbers, from the simplest on, until it is wrong.

    Parameters
    ----------
    cell : str
        The check cell.
    runs : Runs

    Returns
    -------
    Finding or None
        None if it is right on all of them, or if they do not tell.
    """
    right: list[Collection[str]] = []
    for case in runs.small.values():
        if runs.run_on(case.name).stopped_at is not None:
            return None
        wrong = _first_wrong(cell, case, runs)
        if wrong is None:
            right.append(frozenset(case.changes))
        elif not right:
            return Finding("", "", case, wrong)
        else:
            words, korean = _in_words(frozenset(case.changes), right)
            return Finding(words, korean, case, wrong)
    return None


def _first_wrong(cell: str, case: Case, runs: Runs) -> WrongAnswerError | None:
    answers = runs.answers(case.name, cell)
    said = (look(check, answers) for check in checks_of_cell(cell, runs.assignment))
    return next((wrong for wrong in said if wrong is not None), None)


def _in_words(changes: frozenset[str], right: list[Collection[str]]) -> tuple[str, str]:
    """Return what to say where an answer is wrong with some changes and right with those of each other case.

    Examples
    --------
    >>> _in_words(frozenset({"stride"}), [frozenset()])
    ('Right while the stride is 1. With stride 2, it is wrong.', '스트라이드가 1일 때는 맞고, 스트라이드가 2이면 틀립니다.')
    >>> _in_words(frozenset({"stride", "pad"}), [frozenset(), frozenset({"stride"}), frozenset({"pad"})])[0]
    'Right with a border alone, and with stride 2 alone. With both, it is wrong.'
    """
    new = sorted(_added(changes, right), key=list(CHANGES).index)
    words = [CHANGES[name] for name in new]
    if len(words) == 1:
        (one,) = words
        return (
            f"Right while {one.before}. With {one.after}, it is wrong.",
            f"{one.before_ko} 맞고, {one.after_ko} 틀립니다.",
        )
    each = sorted(f"with {one.after} alone" for one in words)
    return (
        f"Right {', and '.join(each)}. With {'both' if len(each) == 2 else 'all of them'}, it is wrong.",
        f"하나씩 바꾸면({', '.join(one.after_ko for one in words)}) 맞지만 함께 바꾸면 틀립니다.",
    )


def _added(changes: frozenset[str], right: list[Collection[str]]) -> Iterator[str]:
    """Give each of the changes without which the answer is right; all of them if there is none such."""
    single = [name for name in changes if changes - {name} in right]
    largest = max(
        (frozenset(one) for one in right if frozenset(one) <= changes), key=len, default=frozenset()
    )
    yield from single or changes - largest

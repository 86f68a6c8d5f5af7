"""Compare what came back with what is expected, and say what is wrong in words a student can use.

The order is: is it there, is it an array, has it the right shape, dtype, only finite numbers, and then the values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from autograder.assignment import Numbers
from autograder.judging.cases import AGAIN, Case
from autograder.judging.compare import TOLERANCE, Difference, WrongAnswerError, close
from autograder.judging.sealed import Sealed
from autograder.notebook.reading import blank_of
from autograder.sandbox.runner import Run

BLANK_IS_EMPTY = "the blank is empty."
MAY_IMPORT = "Here you may import NumPy, matplotlib, which draws nothing here, and what the notebook imports, besides Python's own modules; nothing else is there to be read."
REUSED = "Reused"  # what the worker says of an array that was given out before
NOT_DEFINED = re.compile(r"name '(\w+)' is not defined.*")
ARRAY_OF = "ndarray of "  # what the worker says of an array that is not sent
MAY_REACH = "A submission reads no files but Python's own, writes in a folder of its own, and has no network and no other processes."
ARRAY_KO = "NumPy 배열이어야 합니다."
DTYPE_KO = "자료형이 다릅니다."
MISSING_KO = "앞의 값이 없거나 틀려서 계산되지 않았습니다."
STOPPED_KO = "셀이 오류로 멈췄습니다. 그 줄을 보세요."
WIDER = {"float32": ("float32", "float64"), "float64": ("float64",)}


@dataclass(frozen=True)
class Answers:
    """What one submission answered in one case; what the checks get. What they say of hidden numbers is not told, see `checking.look`.

    Attributes
    ----------
    case : Case
    run : Run
        What came back.
    stopped : mapping of str to str
        The cells that ended the process, and why.
    cell : str
        The grade cell that is looked at.
    blank : str
        What its blank is called.
    budget : float
        How many seconds the submission has for all its runs of this kind.
    own_names : collection of str
        What the notebook itself gives a name to.
    """

    case: Case
    run: Run
    stopped: Mapping[str, str]
    cell: str
    blank: str
    budget: float = 0.0
    own_names: Collection[str] = ()

    @property
    def numbers(self) -> Numbers:
        """Return the numbers this run started from, as copies of their own."""
        return {
            name: value.copy() if isinstance(value, np.ndarray) else value
            for name, value in self.case.numbers.items()
        }

    def expect(
        self,
        name: str,
        expected: np.ndarray,
        layout: str,
        asked: Sequence[str] = (),
        dtype: np.dtype | str | None = None,
    ) -> None:
        """Hold the student's value of a name against the expected one.

        Parameters
        ----------
        name : str
            A name that the assignment lists for this check cell.
        expected : float64 ndarray
            The value, from an oracle. It is wanted in the dtype of the numbers that the run started from, or a wider one.
        layout : str
            What its axes are, in words, for the message about a wrong shape.
        asked : sequence of str, optional
            For each place along the first axis, what was asked there, such as `"input 5, filter 3"`.
        dtype : dtype, optional
            That of what it is made from, where other numbers of the run have another one.

        Raises
        ------
        WrongAnswerError
            With a sentence that says what is wrong.
        """
        __tracebackhide__ = True  # pytest then points at the check, not in here
        made_from = None if dtype is None else np.dtype(dtype)
        self._hold(name, np.asarray(expected, np.float64), layout, "number", asked=asked, dtype=made_from)

    def expect_whole(
        self,
        name: str,
        expected: np.ndarray,
        layout: str,
        asked: Sequence[str] = (),
        words: Mapping[str, str] | None = None,
    ) -> None:
        """Hold an array of whole numbers (a count, a size, an index) against the expected one.

        Parameters
        ----------
        name, layout, asked
            As for `expect`.
        expected : array_like of int
        words : mapping of str to str, optional
            What numbers mean that stand for something else, such as `{"-1": "a ValueError"}`.

        Raises
        ------
        WrongAnswerError
            Also if the numbers are right but are floats, with which nothing can be indexed or shaped.
        """
        __tracebackhide__ = True
        self._hold(name, np.asarray(expected, np.float64), layout, "whole", asked=asked, words=words)

    def expect_prediction(self, name: str, expected: np.ndarray, layout: str) -> None:
        """Hold numbers that were typed in against the expected ones, without saying those.

        Raises
        ------
        WrongAnswerError
            Says how many of the numbers are wrong, and no more.
        """
        __tracebackhide__ = True
        if not isinstance(expected, Sealed):
            expected = np.asarray(expected, np.float64)
        self._hold(name, expected, layout, "prediction")

    def expect_near(
        self, name: str, expected: np.ndarray, layout: str, tolerance: float | np.ndarray
    ) -> None:
        """Expect as `expect` does, but let measured numbers be off a little.

        Parameters
        ----------
        tolerance : float or ndarray
            Largest difference allowed, as a part of the largest expected number; an array has one for each number.

        Raises
        ------
        WrongAnswerError
        """
        __tracebackhide__ = True
        value = self._value(name)
        is_near = (
            isinstance(value, np.ndarray)
            and value.shape == expected.shape
            and value.dtype.kind == "f"
            and close(value, expected, tolerance).all()
        )
        if not is_near:
            self._hold(name, expected, layout, "number", tolerance)

    def expect_ranked(self, name: str, ranks: ArrayLike, layout: str) -> None:
        """Expect places in order: first the one that ranks highest. Places that rank the same may stand in either order.

        Parameters
        ----------
        ranks : array_like of float
            What each place ranks by; those that rank 0 or less are to be left out.

        Raises
        ------
        WrongAnswerError
        """
        __tracebackhide__ = True
        value = self._value(name)
        theirs = (
            np.ravel(value).tolist() if isinstance(value, np.ndarray) and value.dtype.kind in "iu" else []
        )
        stands = {place: i for i, place in enumerate(theirs)}
        rank = np.asarray(ranks, np.float64)
        wanted = sorted(
            np.flatnonzero(rank > 0).tolist(),
            key=lambda place: (-rank[place], stands.get(place, len(theirs)), place),
        )
        self._hold(name, np.array(wanted, np.float64), layout, "whole")

    def expect_between(self, name: str, least: ArrayLike, most: ArrayLike, layout: str) -> None:
        """Expect whole numbers, each of which may lie anywhere between two.

        Parameters
        ----------
        least, most : array_like of int
            The smallest and the largest that are right, place by place.

        Raises
        ------
        WrongAnswerError
        """
        __tracebackhide__ = True
        value, wanted = self._value(name), np.asarray(most, np.float64)
        if isinstance(value, np.ndarray) and value.shape == wanted.shape and value.dtype.kind in "iuf":
            wanted = np.where((least <= value) & (value <= wanted), value, wanted)
        self._hold(name, wanted, layout, "whole")

    def expect_mixed(self, name: str, expected: ArrayLike, layout: str, unlike: str = "") -> None:
        """Expect whole numbers in rows, each row once and in an order by chance.

        Parameters
        ----------
        expected : (rows, columns) array_like of int
            The rows, in an order that would not be by chance.
        unlike : str, optional
            Another name of the student's, which must have another order.

        Raises
        ------
        WrongAnswerError
            Also if half of the rows or more stand where they stand in `expected` or in the other array.
        """
        __tracebackhide__ = True
        value, wanted = self._value(name), np.asarray(expected, np.float64)
        if isinstance(value, np.ndarray) and value.shape == wanted.shape and value.dtype.kind in "iu":
            for other in (wanted, self._value(unlike)):
                if np.shape(other) == value.shape and 2 * np.sum((value == other).all(axis=1)) >= len(value):
                    raise WrongAnswerError(
                        f"{self.case.in_words()}, {name} is not mixed: its rows are in the order in which they went in, or in that of {unlike or name}.",
                        "순서가 섞이지 않았습니다.",
                    )
            pictures = [np.sort(rows[:, 0]).tolist() for rows in (value, wanted)]
            astray = [row not in wanted.tolist() for row in value.tolist()]
            if wanted.shape[1] == 2 and pictures[0] == pictures[1] and any(astray):
                raise WrongAnswerError(
                    f"{self.case.in_words()}, each picture comes once, but {sum(astray)} of {len(value)} have the label of another one. Mix pictures and labels in the same order.",
                    "이미지마다 한 번씩 나오지만 다른 이미지의 레이블이 붙었습니다. 이미지와 레이블을 같은 순서로 섞으세요.",
                )
            in_order = wanted.copy()
            wanted[np.lexsort(value.T)] = in_order[np.lexsort(in_order.T)]
        self._hold(name, wanted, layout, "whole")

    def expect_test(self, name: str, faulty: int, right: int) -> None:
        """Expect a student's own test to pass on each right version of some code, and on no faulty one.

        In the notebook it is tried on versions that everybody can see, the faulty ones first. Each run on hidden numbers asks about one version
        that nobody has seen.

        Parameters
        ----------
        name : str
            Holds what the test said of each version: 1 if it passes, else 0.
        faulty, right : int
            How many versions of each kind the notebook has.

        Raises
        ------
        WrongAnswerError
        """
        __tracebackhide__ = True
        hidden = self.case.versions.get(self.cell)
        is_right = np.array([0] * faulty + [1] * right if hidden is None else [int(hidden.is_right)])
        said = self._value(name)
        if isinstance(said, np.ndarray) and said.shape == is_right.shape and said.dtype.kind in "iu":
            if (said[is_right == 0] > 0).any():
                raise WrongAnswerError(
                    "Your test passes on a faulty version. It must fail there.",
                    "틀린 코드에서도 테스트가 통과합니다.",
                )
            if (said[is_right == 1] == 0).any():
                raise WrongAnswerError(
                    "Your test fails on a version that is right. It must pass there. If it stops with an error, the notebook says so below your cell.",
                    "맞는 코드에서 테스트가 실패합니다. 오류로 멈추는지 셀 아래의 출력을 보세요.",
                )
        self.expect_whole(name, is_right, "one for each version of the code, 1 if your test passes, else 0")

    def expect_dtype(self, name: str, dtype: np.dtype) -> None:
        """Ask for this dtype and no wider one.

        Raises
        ------
        WrongAnswerError
        """
        __tracebackhide__ = True
        value = self._value(name)
        if isinstance(value, np.ndarray) and value.dtype != dtype:
            raise WrongAnswerError(
                f"{self.case.in_words()}, {name} holds {value.dtype.name} numbers; what goes in is {np.dtype(dtype).name}, "
                "and so must be what comes out.",
                DTYPE_KO,
            )

    def _value(self, name: str) -> np.ndarray | str:
        return self.run.values.get((self.cell, name), "absent")

    def _hold(
        self,
        name: str,
        expected: np.ndarray | Sealed,
        layout: str,
        kind: str,
        tolerance: float | np.ndarray | None = None,
        asked: Sequence[str] = (),
        words: Mapping[str, str] | None = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Compare: is it there, then shape, dtype, finiteness and values; `kind` is "number", "whole" or "prediction"."""
        __tracebackhide__ = True
        value, where = self._value(name), self.case.in_words()
        if not isinstance(value, np.ndarray):
            if self.case.name == AGAIN and value in ("absent", "None", REUSED):
                said = self._why_nothing_again(name, value)
                raise WrongAnswerError(*said, is_cause=value == REUSED or self._name_that_is_gone() != "")
            raise WrongAnswerError(*self._why_no_array(name, value, expected.shape))
        # What is to be predicted is not told.
        told = None if kind == "prediction" or isinstance(expected, Sealed) else expected

        def differs(wrong: np.ndarray | None) -> Difference | None:
            return None if told is None else Difference(name, value, told, wrong)

        if value.shape != expected.shape:
            raise WrongAnswerError(
                f"{where}, {name} has shape {value.shape}; it must have {expected.shape}: {layout}.",
                "형상이 다릅니다.",
                differs(None),
            )
        if kind == "whole" and value.dtype.kind not in "iu":
            raise WrongAnswerError(
                f"{where}, {name} holds {value.dtype.name} numbers; sizes, counts and places must be whole numbers (int).",
                "정수여야 합니다.",
            )
        wanted = self._dtype() if dtype is None else dtype.name
        typed_in = kind == "prediction" and value.dtype.kind in "iuf"
        if kind != "whole" and not typed_in and value.dtype.name not in WIDER[wanted]:
            raise WrongAnswerError(
                f"{where}, {name} holds {value.dtype.name} numbers; they must be {wanted}, as the numbers it is made from.",
                DTYPE_KO,
            )
        if not np.isfinite(value).all():
            raise WrongAnswerError(
                f"{where}, {np.count_nonzero(~np.isfinite(value))} of the {value.size} numbers of {name} are not finite (nan or inf).",
                "nan 또는 inf가 들어 있습니다.",
                differs(~np.isfinite(value)),
            )
        if isinstance(expected, Sealed):
            wrong = ~expected.agrees(value)
        elif kind == "whole":
            wrong = value != expected
        else:
            wrong = ~close(value, expected, TOLERANCE[wanted] if tolerance is None else tolerance)
        if wrong.any():
            raise WrongAnswerError(
                self._which_differ(name, value, wrong, told, asked, words or {}),
                "형상은 맞지만 값이 다릅니다.",
                differs(wrong),
            )

    def _dtype(self) -> str:
        """Return the dtype that a computation in floats on these numbers has."""
        floats = [
            v.dtype for v in self.case.numbers.values() if isinstance(v, np.ndarray) and v.dtype.kind == "f"
        ]
        return np.result_type(*floats).name if floats else "float64"

    def _why_no_array(self, name: str, value: str, shape: tuple[int, ...]) -> tuple[str, str]:
        """Return why there is no array to look at, in English and in Korean."""
        where = self.case.in_words()
        blank_cell = blank_of(self.cell)
        if blank_cell in self.stopped:
            return f"Your cell {self.stopped[blank_cell]}.", "셀이 끝까지 실행되지 않아 중단되었습니다."
        error = self.run.errors.get(blank_cell)
        if error:
            return self._why_it_stopped(error)
        of_blank = self._value(self.blank)
        if isinstance(of_blank, str) and of_blank == "None":
            return f"{self.blank} is still None: {BLANK_IS_EMPTY}", "빈칸이 비어 있습니다."
        if value == "None":
            return f"{where}, {name} is still None; it must be an array of shape {shape}.", ARRAY_KO
        if value == "absent":
            if self.run.out_of_time:
                return (
                    f"{name} was not looked at: the cells of this notebook have used up the {self.budget:g} seconds that all its runs have together. "
                    "Look for what takes so long.",
                    "이 노트북에 주어진 시간을 모두 써서 확인하지 못했습니다. 오래 걸리는 셀을 찾으세요.",
                )
            if self.run.stopped_at is not None:
                return (
                    f"{where}, {name} was not reached: a cell before it {self.run.stopped_why}.",
                    MISSING_KO,
                )
            asked = self.run.errors.get(self.cell)
            if asked and asked["inside"] == "None":
                return self._why_no_reply(name, asked)
            called = next((e for e in self.run.errors.values() if e["inside"] == blank_cell), None)
            if called:
                return self._why_it_stopped(
                    {**called, "line": called["line_inside"]}, "your function, called further down,"
                )
            errors = [e["message"] for e in self.run.errors.values()]
            if name == self.blank and (not errors or f"name '{name}' is not defined" in errors):
                return (
                    f"{where}, there is no {name}: your cell ends and has given nothing this name. Keep the cell, its last lines, and the names in them.",
                    "셀이 이 이름에 값을 넣지 않았습니다. 셀의 마지막 줄과 이름을 그대로 두세요.",
                )
            return (
                f"{where}, {name} was not computed, because something before it is missing or wrong.",
                MISSING_KO,
            )
        if value.startswith(ARRAY_OF):
            return (
                f"{where}, {name} holds {_kind(value.removeprefix(ARRAY_OF))}, which is not looked at; it must be an array of numbers of shape {shape}.",
                ARRAY_KO,
            )
        return (
            f"{where}, {name} is not a NumPy array but {value}; it must be an array of shape {shape}.",
            ARRAY_KO,
        )

    def _why_nothing_again(self, name: str, value: str) -> tuple[str, str]:
        """Return why a function gave no array when it was called again."""
        if value == REUSED:
            return (
                f"The {name} of the first call changes when your function is called again: both calls give out the same array. Make a new one in each call.",
                "함수를 다시 호출하면 첫 번째 결과도 바뀝니다. 호출할 때마다 새 배열을 만드세요.",
            )
        error = self.run.errors.get(self.cell)
        if error is None:
            return (
                f"{self.case.in_words()}, it gives no {name}. Look for something that it does at the first call only.",
                "함수를 다시 호출하면 결과가 없습니다. 첫 번째 호출에서만 하는 일이 있는지 보세요.",
            )
        gone = self._name_that_is_gone()
        if gone:
            return (
                f"Your function reads {gone}, a name of the notebook. It is called with other numbers, too: let it use what it is given, its parameters or self.",
                f"함수가 노트북의 이름 {gone}을(를) 읽습니다. 다른 수로도 호출되니 매개변수나 self에 있는 것을 쓰세요.",
            )
        return self._why_it_stopped({**error, "line": error["line_inside"] or error["line"]}, "it")

    def _name_that_is_gone(self) -> str:
        """Return the notebook's own name that a function asked for when it was called again; empty if it asked for none."""
        error = self.run.errors.get(self.cell)
        gone = NOT_DEFINED.fullmatch(error["message"]) if error and error["type"] == "NameError" else None
        return gone[1] if gone and gone[1] in self.own_names else ""

    def _why_no_reply(self, name: str, error: dict) -> tuple[str, str]:
        """Return why the judge's own call of the student's function gave nothing."""
        if error["type"] == "NameError":
            return (
                f"{name} comes from a function that the judge calls itself, and that is no longer there ({error['message']}): keep the lines that "
                "the blank begins with, and write inside them.",
                "채점기가 직접 부르는 함수가 없습니다. 빈칸의 첫 줄(def나 class)을 그대로 두고 그 안에 쓰세요.",
            )
        return (
            f"{self.case.in_words()}, {name} was not computed: it comes from calling your function again, and that stopped with "
            f"{error['type']}: {error['message']}.",
            STOPPED_KO,
        )

    def _why_it_stopped(self, error: dict, what: str = "your cell") -> tuple[str, str]:
        line = f" in line {error['line']}" if error["line"] else ""
        if error["inside"] not in ("None", blank_of(self.cell)):
            line += ", inside a function that you wrote further up"
        if error["type"] == "SyntaxError":
            return (
                f"Your cell is not valid Python{line}: {error['message']}.",
                "파이썬 문법 오류입니다. 그 줄을 보세요.",
            )
        if error["type"] in ("ModuleNotFoundError", "ImportError"):
            return (
                f"Your cell stopped: {error['message']}. {MAY_IMPORT}",
                "여기서는 불러올 수 없는 모듈입니다.",
            )
        message = f": {error['message'].rstrip('.')}" if error["message"] else ""
        said = f"{self.case.in_words()}, {what} stopped with {error['type']}{line}{message}."
        return (f"{said} {MAY_REACH}" if error["type"] == "PermissionError" else said), STOPPED_KO

    def _which_differ(
        self,
        name: str,
        value: np.ndarray,
        wrong: np.ndarray,
        told: np.ndarray | None,
        asked: Sequence[str],
        words: Mapping[str, str],
    ) -> str:
        count = np.count_nonzero(wrong)
        message = f"{self.case.in_words()}, {name} has the right shape, but {count} of its {value.size} numbers {'is' if count == 1 else 'are'} wrong"
        if told is None:
            return message + "."

        def said(number: np.generic) -> str:
            digits = f"{number:.6g}"
            return f"{digits} ({words[digits]})" if digits in words else digits

        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        which = f"The first one is {name}[{', '.join(map(str, place))}]" if place else f"{name} is one number"
        if place and place[0] < len(asked):
            which += f", for {asked[place[0]]}"
        return f"{message}. {which}: it is {said(value[place])} and must be {said(told[place])}."


def _kind(dtype: str) -> str:
    """Return in words what an array holds that is no array of the usual numbers.

    Examples
    --------
    >>> _kind("str192"), _kind("object"), _kind("float128"), _kind("more than 16 MB")
    ('texts', 'objects', 'float128 numbers', 'more than 16 MB')
    """
    if dtype.startswith("more"):
        return dtype
    return {"str": "texts", "object": "objects"}.get(dtype.rstrip("0123456789"), f"{dtype} numbers")


@dataclass(frozen=True)
class RightAnswers(Answers):
    """Looks like a submission's answers to the checks, and gathers what they expect, instead of comparing it.

    Numbers that a student is to type in are left out: nothing is made from them.

    Attributes
    ----------
    found : dict of str to ndarray
    """

    found: dict[str, np.ndarray] = field(default_factory=dict)

    def _hold(
        self,
        name: str,
        expected: np.ndarray | Sealed,
        layout: str,
        kind: str,
        tolerance: float | np.ndarray | None = None,
        asked: Sequence[str] = (),
        words: Mapping[str, str] | None = None,
        dtype: np.dtype | None = None,
    ) -> None:
        del layout, tolerance, asked, words  # here nothing is compared
        if kind != "prediction" and isinstance(expected, np.ndarray):
            self.found.setdefault(
                name, expected.astype(np.int64 if kind == "whole" else dtype or self._dtype())
            )

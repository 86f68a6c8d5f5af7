"""An assignment as data: what the judge needs on the numbers that everybody may know, and no line of code that computes an answer.

The students' package holds two files for each assignment in place of its checks, oracles and faults:

NAME.json    the texts: which names are looked at, what each check expects of them, the hints
NAME.npz     the arrays: the numbers to run on, what is expected, what the known wrong answers give

Numbers that a student is to predict are answers themselves. They are sealed: a guess can be held against them, but they cannot be read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.assignment import Ask, Assignment, Check, Fault, Small
from autograder.judging.answers import Answers
from autograder.judging.sealed import Sealed


@dataclass(frozen=True)
class RecordedCheck:
    """What a check expects, case by case; called as the check itself would be.

    Attributes
    ----------
    looks : mapping of str to list
        For each case what the check asks `Answers` for, in order: the method, the name, and the method's other arguments.
    """

    looks: Mapping[str, list[tuple[str, str, list[Any]]]]

    def __call__(self, answers: Answers) -> None:
        """Look at the answers; raise `WrongAnswerError` if something is wrong."""
        __tracebackhide__ = True
        for method, name, arguments in self.looks[answers.case.name]:
            getattr(answers, method)(name, *arguments)


@dataclass(frozen=True)
class Recording:
    """An assignment as data.

    Attributes
    ----------
    about : dict
        Everything but the arrays, ready to be written as JSON. Where an array belongs stands its name.
    arrays : dict of str to ndarray
    """

    about: dict
    arrays: dict[str, np.ndarray]

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a recording.

        Parameters
        ----------
        path : Path
            The JSON file; the arrays lie beside it.
        """
        about = json.loads(path.read_text(encoding="utf-8"))
        with np.load(path.with_suffix(".npz"), allow_pickle=False) as arrays:
            return cls(about, dict(arrays))

    def text(self) -> str:
        """Return what belongs into the JSON file."""
        return json.dumps(self.about, ensure_ascii=False, indent=1) + "\n"

    def arrays_as_bytes(self) -> bytes:
        """Return what belongs into the file of arrays."""
        buffer = io.BytesIO()
        np.savez(buffer, **dict(sorted(self.arrays.items())))  # type: ignore[arg-type]  # no array is called allow_pickle
        return buffer.getvalue()

    def assignment(self) -> Assignment:
        """Return the assignment, as the judge wants it."""
        about, read = self.about, self._read
        numbers = {
            case: {name: read(value) for name, value in of.items()} for case, of in about["numbers"].items()
        }
        checks = [
            Check(
                check["name"],
                check["cell"],
                check["points"],
                RecordedCheck(
                    {
                        case: [
                            (method, name, [read(argument) for argument in arguments])
                            for method, name, arguments in looks
                        ]
                        for case, looks in check["looks"].items()
                    }
                ),
            )
            for check in about["checks"]
        ]
        faults = [
            Fault(
                **{
                    **fault,
                    "values": {
                        case: {name: read(value) for name, value in of.items()}
                        for case, of in fault["values"].items()
                    },
                },
                source="",
            )
            for fault in about["faults"]
        ]
        slide, practice = numbers.pop("slide"), numbers.pop("practice")
        return Assignment(
            name=about["name"],
            modules=about["modules"],
            values=about["values"],
            follows=about["follows"],
            slide_numbers=lambda: slide,
            fresh_numbers=lambda _generator, _draw: practice,
            draws=0,
            small_numbers=lambda: [Small(of, tuple(about["changes"][name])) for name, of in numbers.items()],
            made_from=about["made_from"],
            tools=about["tools"],
            writes=about["writes"],
            asks={cell: Ask(**ask) for cell, ask in about["asks"].items()},
            seconds=about["seconds"],
            checks=checks,
            faults=faults,
        )

    def _read(self, value: Any) -> Any:
        """Return what was written down: an array by its name, what is sealed, or the value itself."""
        if isinstance(value, dict) and "array" in value:
            return self.arrays[value["array"]]
        if isinstance(value, dict) and "sealed" in value:
            return Sealed(tuple(value["shape"]), value["salt"], value["sealed"], tuple(value["each"]))
        return value

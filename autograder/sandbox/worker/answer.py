"""Run one notebook's cells, and answer with the arrays they made.

The answer is frames: `begin` for each cell, `end` if there is something to say of it, `values` where a check wants to look, and `done`. They
hold values, never verdicts: there is no expected value, no answer and no check in this process.

What a cell must not know while it runs is not here yet: the right values that take the place of wrong ones, and what a function is asked. Each
comes in a frame of its own, when this process says that it has come so far.
"""

from __future__ import annotations

import ast
import builtins
import io
import os
import re
import sys
import time
from collections.abc import Callable, Collection
from typing import Any, BinaryIO

from again import Again, is_tool
from given import Given, same_bytes
from numpy import ndarray  # by a name that a student's `np.ndarray = …` does not change
from protocol import DTYPES, MAX_ARRAY_BYTES, read_frame, write_frame
from stand_ins import without_missing_imports

MAX_OUTPUT_CHARACTERS = 10_000
MAX_MESSAGE_CHARACTERS = 500


class CappedText(io.TextIOBase):
    """Keep the first characters that are printed, and forget the rest."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.pieces: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        """Take text as a file would; return its length."""
        room = self.limit - self.size
        if room > 0:
            self.pieces.append(text[:room])
            self.size += min(len(text), room)
        return len(text)

    def take(self) -> str:
        """Return what was kept, and begin again."""
        text = "".join(self.pieces)
        self.pieces, self.size = [], 0
        return text


def answer(requests: BinaryIO, replies: BinaryIO, shut_off: Callable) -> None:
    """Read one request, run its steps, reply on the way, and end the process.

    Parameters
    ----------
    requests, replies : binary files
    shut_off : callable
        Takes away from the process what a student's code must not have.
    """
    request, parameters = read_frame(requests)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    output = CappedText(MAX_OUTPUT_CHARACTERS)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), output, output
    shut_off(request["scratch"], request["limits"])
    for module in [
        name
        for name in ("again", "answer", "drawings", "given", "isolate", "protocol", "serve", "stand_ins")
        if name in sys.modules
    ]:
        del sys.modules[module]

    def reply(header: dict, arrays: dict | None = None) -> None:
        write_frame(replies, {"nonce": request["nonce"], **header}, arrays)

    # This one, whatever a student's code makes of `time`. A process's own clock is coarse where its processor time is limited.
    clock = time.thread_time
    reply({"started": True})
    _Notebook(request, parameters, requests, reply, output).run(clock)
    reply({"done": True, "seconds": clock()})
    replies.close()
    os._exit(0)  # threads the student left running must not keep the process alive


class _Notebook:
    """The steps of one request, and the names that they make."""

    def __init__(
        self, request: dict, parameters: dict, requests: BinaryIO, reply: Callable, output: CappedText
    ) -> None:
        self.steps, self.requests, self.reply, self.output = request["steps"], requests, reply, output
        self.numbers = {**parameters, **request["scalars"]}
        self.own_names, self.puts_back = request["own_names"], request["puts_back"]
        self.students = {step["name"] for step in self.steps if step["kind"] in ("answer", "helper")}
        self.names: dict = {"__name__": "__main__", "__builtins__": builtins, "display": print}
        self.asked: dict | None = None  # the names as they stand when a function has been asked
        self.given = Given(self.names)
        self.again = Again(self.students, request["limits"]["cpu_seconds"], describe, without_magics)
        self.may_write: list[str] = []  # what the last blank may write into
        self.written: list[str] = []  # among the numbers of the last question

    def run(self, clock: Callable[[], float]) -> None:
        """Run the steps one after the other, and say of each what there is to say."""
        for position, step in enumerate(self.steps):
            if step["kind"] == "read":
                # One frame for each, so that the judge never holds more than one array that it has not looked at.
                self._tell(step, self.names if self.asked is None else self.asked)
                self.asked = None
                self.again.end_part(step["name"], self.names, self.own_names)
                continue
            self.reply({"begin": position, "seconds": clock()})
            said: dict[str, Any] = {"error": self._do(step), **self._look_at_given(step)}
            printed = self.output.take()
            if any(said.values()) or (printed and step["name"] in self.students):
                self.reply({"end": position, "output": printed, **said})

    def _tell(self, step: dict, names: dict) -> None:
        for name in step["names"]:
            what, array = look_at(names, name)
            self.reply({"values": what, "kind": step["kind"], "cell": step["name"], "name": name}, array)

    def _do(self, step: dict) -> dict | None:
        """Do what a step says; return what stopped it, or None."""
        kind = step["kind"]
        if kind == "ask":
            question, numbers = read_frame(self.requests)
            before = {name: array.copy() for name, array in numbers.items()}
            self.asked, error = put_question(question, numbers, step, self.names, self.students)
            self.written = [name for name, array in numbers.items() if not same_bytes(array, before[name])]
            return error
        if kind == "again":
            return self._call_again(step)
        source = step.get("source", "")
        is_given = kind in ("parameters", "given")
        if is_given:
            self.given.begin()
        if kind == "parameters":
            self.names.update(self.numbers)
            source = ""  # which would make the slide's
        elif kind == "mend":
            header, right = read_frame(self.requests)
            self.names.update(right)
            source = header["source"]
        if kind == "answer":
            self.may_write = step["names"]
        self.again.note(step["name"], source)
        error = run(source, step["name"], self.names, self.students) if source else None
        if is_given:
            self.given.take()
        return error

    def _look_at_given(self, step: dict) -> dict[str, list[str]]:
        """Return which given arrays a step, or a function of the student's that it called, wrote into, and what else was assigned anew."""
        if step["kind"] in ("again", "parameters"):
            return {"written": self.written} if step["kind"] == "again" else {}
        anew = self.given.assigned_anew() if step["name"] in self.students else []
        if self.puts_back:
            self.given.put_back(anew)
        asked = self.written if step["kind"] == "ask" else []
        return {"written": [*asked, *self.given.written(self.may_write)], "anew": anew}

    def _call_again(self, step: dict) -> dict | None:
        question, numbers = read_frame(self.requests)
        for name in self.own_names:
            if not is_tool(self.names.get(name)):
                self.names.pop(name, None)
        numbers = {**numbers, **question["scalars"]}
        found, written, error = self.again.call(step["name"], step["names"], numbers, question["source"])
        self._tell(step, found)
        self.written = [name for name in written if name not in question["may_write"]]
        return error


def put_question(
    question: dict, numbers: dict, step: dict, namespace: dict, students: Collection[str]
) -> tuple[dict, dict | None]:
    """Ask the student's function, in names beside the student's; return these, and what stopped it, or None.

    What the student's cell says of the names that are looked at does not count, and half an answer is none.
    """
    asked = {**namespace, **numbers, **question["scalars"]}
    for name in step["names"]:
        asked.pop(name, None)
    error = run(question["source"], step["name"], asked, students)
    return ({} if error else asked), error


def run(source: str, name: str, namespace: dict, students: Collection[str]) -> dict | None:
    """Run one cell; return what stopped it, or None. `students` names the cells that the student wrote."""
    try:
        try:
            code = compile(source, name, "exec")
        except SyntaxError:
            plain = without_magics(source)
            if plain == source:
                raise
            source, code = plain, compile(plain, name, "exec")
        if "import" in source:
            code = compile(without_missing_imports(ast.parse(source), namespace), name, "exec")
        exec(code, namespace)
    except BaseException as error:  # SystemExit and KeyboardInterrupt end a cell, too, and no more than that
        return describe(error, name, students)
    return None


def without_magics(source: str) -> str:
    r"""Blank out IPython's %, ! and ? lines, which plain Python does not know; a name that is given what one of them says is None.

    What is timed is done all the same.

    Examples
    --------
    >>> without_magics("%matplotlib inline\n!pip install numpy\nimport math\nnp.dot?")
    'pass\npass\nimport math\npass'
    >>> without_magics("?np.dot\nfiles = !ls")
    'pass\nfiles = None'
    >>> without_magics("%%time\n%time y = f(x)")
    'pass\ny = f(x)'
    """
    source = re.sub(r"^(\s*)%time\s+(?=\S)", r"\1", source, flags=re.MULTILINE)
    source = re.sub(r"^(\s*[\w, ]+=)\s*[%!].*$", r"\1 None", source, flags=re.MULTILINE)
    return re.sub(r"^(\s*)(?:[%!?].*|.*\?\??\s*)$", r"\1pass", source, flags=re.MULTILINE)


def describe(error: BaseException, name: str, students: Collection[str]) -> dict:
    """Return type and message of an exception as plain text, and where it was raised.

    `line` is the one in the cell that ran; `inside` and `line_inside` are the last of the student's cells that it went through, such as
    the one that defines the function which a given cell calls.
    """
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    inside, line_inside = None, None
    traceback = error.__traceback__
    while traceback is not None:
        where = traceback.tb_frame.f_code.co_filename
        if where == name:
            line = traceback.tb_lineno
        if where in students:
            inside, line_inside = where, traceback.tb_lineno
        traceback = traceback.tb_next
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception:
        message = ""
    return {
        "type": str(type(error).__name__)[:100],
        "message": message[:MAX_MESSAGE_CHARACTERS],
        "line": line if isinstance(line, int) else None,
        "inside": inside,
        "line_inside": line_inside,
    }


def look_at(namespace: dict, name: str) -> tuple[str, dict[str, ndarray]]:
    """Return what a name holds, in a word, and, if that is `"array"`, the array itself."""
    if name not in namespace:
        return "absent", {}
    value = namespace[name]
    if type(value) is not ndarray:
        return "None" if value is None else str(type(value).__name__)[:100], {}
    if value.dtype.name not in DTYPES:
        return f"ndarray of {value.dtype.name}"[:100], {}
    if value.nbytes > MAX_ARRAY_BYTES:
        return "ndarray of more than 16 MB", {}
    return "array", {name: value}

"""No blank that asks for code is filled by what is known before: recorded values, tables of them, or what follows from the parameters alone.

A cheat's process may report whatever it likes. So most of this needs no process: what it could report is held against what the checks expect on
hidden numbers. Blanks that are functions are replayed in processes besides, since there the judge calls what the student wrote.
"""

import ast
import base64
import contextlib
import functools
import itertools
import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from autograder import catalog
from autograder.judging.answers import Answers, RightAnswers
from autograder.judging.cases import cases
from autograder.judging.checking import look
from autograder.judging.compare import WrongAnswerError
from autograder.judging.runs import Runs
from autograder.notebook.reading import blank_of, code_cells, read_notebook
from autograder.notebook.rebuilding import Step
from autograder.notebook.sources import read_solution
from autograder.sandbox.runner import Run

SECRETS = ("a secret", "another one")
CELLS = [(name, cell) for name in catalog.names() for cell in catalog.load(name).values]


@dataclass(frozen=True)
class Spy(RightAnswers):
    """Notes what each check expects, and how."""

    held: list = field(default_factory=list)

    def _hold(self, name, expected, layout, kind, tolerance=None, asked=(), words=None, dtype=None):
        del asked, words, dtype  # for a sentence
        self.held.append((name, expected, layout, kind, tolerance))


def expected_by(check, case, blank):
    """Return what a check holds each name against in a case."""
    spy = Spy(case, Run(), {}, check.cell, blank)
    with contextlib.suppress(WrongAnswerError):
        check.look(spy)
    return spy.held


def is_typed_in(assignment, cell):
    """Whether the blank is a prediction: numbers that are found by thinking, and typed in; no two people's differ."""
    case = cases(assignment, None)[0]
    held = [
        row for check in assignment.checks if check.cell == cell for row in expected_by(check, case, cell)
    ]
    return all(kind == "prediction" for _, _, _, kind, _ in held)


CODE = [(name, cell) for name, cell in CELLS if not is_typed_in(catalog.load(name), cell)]


@functools.cache
def recorded(course, name):
    """Return the known cases of an assignment, each with the values that the solution has there."""
    assignment = catalog.load(name)
    solution = code_cells(read_solution(course.solution(name)))
    runs = Runs(assignment, read_notebook(course.template(name)), solution)
    return [
        (case, runs.run_on(label).values)
        for label, case in itertools.chain(runs.cases.items(), runs.small.items())
    ]


def keys_of(numbers):
    """Give what a table could be keyed by: each number, its shape, its dtype; all shapes; all plain numbers."""
    for name, value in numbers.items():
        array = np.asarray(value)
        yield f"value of {name}", (array.dtype.str, array.shape, array.tobytes())
        yield f"shape of {name}", array.shape
        yield f"dtype of {name}", array.dtype.str
    yield "all shapes", tuple(np.shape(value) for value in numbers.values())
    yield "all plain numbers", tuple(value for value in numbers.values() if not isinstance(value, np.ndarray))
    yield "everything", tuple((np.shape(value), np.asarray(value).tobytes()) for value in numbers.values())


def worked_out(numbers, shape, is_formula) -> Iterator[tuple[str, np.ndarray]]:
    """Give what follows from the numbers of a case without any idea of what is asked."""
    plain: dict[str, float] = {str(n): n for n in range(-1, 12)}
    for name, value in numbers.items():
        array = np.asarray(value)
        yield name, array
        yield f"minus {name}", -array if array.dtype.kind in "if" else array
        yield f"zeros like {name}", np.zeros_like(array)
        yield f"ones like {name}", np.ones_like(array)
        yield f"shape of {name}", np.array(array.shape, int)
        yield f"last sizes of {name}", np.array(array.shape[2:], int)
        yield f"first sizes of {name}", np.array(array.shape[:2], int)
        plain[f"size of {name}"] = array.size
        plain |= {f"{name}.shape[{axis}]": size for axis, size in enumerate(array.shape)}
        if array.ndim == 0 and array.dtype.kind in "if":
            plain[name] = array.item()
    for name, value in plain.items():
        yield f"filled with {name}", np.full(shape, value)
    if not is_formula:
        for (one, a), (other, b) in itertools.combinations_with_replacement(plain.items(), 2):
            yield f"filled with {one} + {other}", np.full(shape, a + b)
            yield f"filled with {one} - {other}", np.full(shape, a - b)
            yield f"filled with {one} * {other}", np.full(shape, a * b)
    count = int(np.prod(shape))
    yield "counting", np.arange(count).reshape(shape)
    for name, seed in plain.items():
        if isinstance(seed, int) and seed >= 0:
            order = np.random.default_rng(seed).permutation(count)
            yield f"order by {name}", order.reshape(shape)
            for split in range(1, min(count, 10)):
                yield f"order by {name}, below {split}", (order < split).astype(int).reshape(shape)
                yield f"order by {name}, from {split}", (order >= split).astype(int).reshape(shape)


def reports(known, case, cell, name, shape, is_formula) -> Iterator[tuple[str, np.ndarray]]:
    """Give all that a cheat's process could report of a name in a case, each with a word for how it was had."""
    tables: dict[str, dict] = {}
    for one, values in known:
        value = values.get((cell, name))
        if isinstance(value, np.ndarray):
            yield f"the value in {one.name}", value
            yield f"the value in {one.name}, cut to size", np.resize(value, shape)
            for by, key in keys_of(one.numbers):
                tables.setdefault(by, {})[key] = value
    for by, key in keys_of(case.numbers):
        yield f"a table by {by}", tables.get(by, {}).get(key, np.zeros(shape))
    yield from worked_out(case.numbers, shape, is_formula)


def passes(case, cell, blank, row, value):
    name, expected, layout, kind, tolerance = row
    if value.shape != expected.shape:
        return False
    wanted = np.asarray(expected, np.float64)
    with np.errstate(all="ignore"):
        if not np.allclose(value, wanted, rtol=0.1, atol=0.1 * np.abs(wanted).max(initial=0)):
            return False  # far off: most are
    for dtype in (value.dtype, np.dtype(int), np.dtype(np.float64)):  # a cheat would mend the dtype, too
        with np.errstate(all="ignore"):
            given = value if value.dtype == dtype else value.astype(dtype)
        answers = Answers(case, Run(values={(cell, name): given}), {}, cell, blank)
        try:
            answers._hold(name, expected, layout, kind, tolerance)
        except WrongAnswerError:
            continue
        return True
    return False


@pytest.mark.parametrize(("name", "cell"), CODE, ids=[cell for _, cell in CODE])
def test_nothing_that_is_known_before_earns_a_point_on_hidden_numbers(course, name, cell):
    assignment, known = catalog.load(name), recorded(course, name)
    blank, forged = assignment.values[cell][0], {}
    for check in (check for check in assignment.checks if check.cell == cell):
        for secret in SECRETS:
            ways: dict[str, set[str]] = {}  # for each name, how it could be had in all hidden cases
            for case in (case for case in cases(assignment, secret, "kim", "content") if case.hidden):
                for row in expected_by(check, case, blank):
                    tried = reports(known, case, cell, row[0], row[1].shape, cell in assignment.formulas)
                    left = ways.get(row[0])
                    ways[row[0]] = {
                        way
                        for way, value in tried
                        if (left is None or way in left) and passes(case, cell, blank, row, value)
                    }
                if not all(ways.values()):
                    break
            if all(ways.values()):
                forged[check.name, secret] = {name: sorted(how)[:3] for name, how in ways.items()}
    assert forged == {}


# Blanks that are functions, replayed in processes: the judge calls what the student wrote.

RECORDER = """
import pickle, zlib
_seen, _first = {}, {}

def _key(arguments, shapes_only=False):
    def one(a):
        if isinstance(a, np.ndarray):
            return (a.shape,) if shapes_only else (a.dtype.str, a.shape, a.tobytes())
        if isinstance(a, (list, tuple)):
            return tuple(one(b) for b in a)
        return a if isinstance(a, (int, float, str, bool)) else type(a).__name__
    return repr([one(a) for a in arguments])

def _plain(value):
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(v) for v in value)
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if value is None or isinstance(value, (int, float, str, bool, np.generic)):
        return value
    raise TypeError

def _recorded(function, name):
    def call(*arguments, **others):
        keys = [_key(arguments), _key(arguments, True)]
        result = function(*arguments, **others)
        try:
            plain = _plain(result)
        except TypeError:
            return result
        _first.setdefault(name, plain)
        for key in keys:
            _seen[name, key] = plain
        return result
    return call
"""
REPLAYER = """
import pickle, zlib, base64
_known, _first = pickle.loads(zlib.decompress(base64.b64decode("{data}")))
"""
CHUNK = 60_000


def functions_of(source):
    """Return the functions and classes that a cell defines, and the line on which each ends."""
    return {
        node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


FUNCTIONS = [
    (name, cell)
    for name, cell in CODE
    for source in [
        next(
            c.source
            for c in read_notebook(catalog.ASSIGNMENTS.parents[1] / "exercises" / name / f"{name}.ipynb")
            if c.name == blank_of(cell)
        )
    ]
    if any(isinstance(node, ast.FunctionDef) for node in ast.parse(source).body)
]


def with_recorder(source):
    """Return a cell in which each function notes what it is asked and what it answers."""
    lines = source.splitlines()
    for function in sorted(functions_of(source).values(), key=lambda node: -node.end_lineno):
        if isinstance(function, ast.FunctionDef):
            lines.insert(
                function.end_lineno, f"{function.name} = _recorded({function.name}, {function.name!r})"
            )
    return RECORDER + "\n".join(lines)


def with_bodies(source, body):
    """Return a cell with another body in each of its functions; `body` takes the function's name and its arguments' names."""
    lines = source.splitlines()
    for function in sorted(functions_of(source).values(), key=lambda node: -node.end_lineno):
        if isinstance(function, ast.FunctionDef):
            arguments = ", ".join(argument.arg for argument in function.args.args)
            start = function.body[0].lineno - 1
            lines[start : function.end_lineno] = [
                f"    {line}" for line in body(function.name, arguments).splitlines()
            ]
    return "\n".join(lines)


def runs_with(course, assignment, cell, source, secret=None):
    solution = code_cells(read_solution(course.solution(assignment.name)))
    cells = [replace(one, source=source) if one.name == blank_of(cell) else one for one in solution]
    return Runs(assignment, read_notebook(course.template(assignment.name)), cells, secret, "kim")


def calls_of(course, assignment, cell, source):
    """Return what the right functions of a blank answered, wherever they were called on known numbers; and what each answered first."""
    seen, first = {}, {}
    runs = runs_with(course, assignment, cell, with_recorder(source))
    pack = "_packed = np.frombuffer(zlib.compress(pickle.dumps((_seen, _first))), np.uint8)\n"
    names = tuple(f"_part_{i}" for i in range(40))
    pack += "\n".join(f"{name} = _packed[{i} * {CHUNK} : {i + 1} * {CHUNK}]" for i, name in enumerate(names))
    runs.steps += [Step("given", "pack", pack), Step("read", "recorded", names=names)]
    for case in [*runs.cases, *runs.small]:
        parts = [runs.run_on(case).values.get(("recorded", name)) for name in names]
        if not all(isinstance(part, np.ndarray) for part in parts):
            continue
        there, firsts = pickle.loads(zlib.decompress(b"".join(part.tobytes() for part in parts)))
        seen |= there
        first = first or firsts
    return seen, first


def earns(runs, cell):
    """Return the checks of a cell that pass on all hidden numbers."""
    checks = {check.name for check in runs.assignment.checks if check.cell == cell}
    for name in (name for name, case in runs.cases.items() if case.hidden):
        for check in runs.assignment.checks:
            if check.name in checks and look(check, runs.answers(name, cell)) is not None:
                checks.discard(check.name)
        if not checks:
            break
    return checks


@pytest.mark.slow
@pytest.mark.parametrize(("name", "cell"), FUNCTIONS, ids=[cell for _, cell in FUNCTIONS])
def test_a_function_that_replays_what_it_answered_earns_nothing(course, name, cell):
    assignment = catalog.load(name)
    right = next(
        one.source for one in code_cells(read_solution(course.solution(name))) if one.name == blank_of(cell)
    )
    seen, first = calls_of(course, assignment, cell, right)
    data = base64.b64encode(zlib.compress(pickle.dumps((seen, first)))).decode()
    known = RECORDER + REPLAYER.format(data=data)
    typed_in = [
        f"{of} = np.array({values[cell, of].tolist()!r}, {values[cell, of].dtype.name!r})"
        for _, values in recorded(course, name)[:1]
        for of in assignment.values[cell]
    ]
    ways = {
        "typed in, without the function": "\n".join(typed_in),
        "a constant": known + with_bodies(right, lambda function, _: f"return _first.get({function!r})"),
        "what it answered then, else zeros": known
        + with_bodies(
            right,
            lambda function, arguments: (
                f"a = ({arguments},)\n"
                f"zeros = np.asarray(_first.get({function!r}, 0)) * 0\n"
                f"found = _known.get(({function!r}, _key(a)), _known.get(({function!r}, _key(a, True)), zeros))\n"
                "return found"
            ),
        ),
    }
    forged = {
        way: earns(runs_with(course, assignment, cell, source, SECRETS[0]), cell)
        for way, source in ways.items()
    }
    assert {way: checks for way, checks in forged.items() if checks} == {}


def test_what_is_replayed_is_what_was_answered(course):
    """The replay itself works: on known numbers it gives what the right answer gives."""
    assignment, cell = catalog.load("output-size"), "output-size-sizes"
    right = next(
        one.source
        for one in code_cells(read_solution(course.solution("output-size")))
        if one.name == blank_of(cell)
    )
    seen, first = calls_of(course, assignment, cell, right)
    assert seen["conv_output_size", "[7, 3, 1, 0]"] == 5
    assert first["conv_output_size"] == 10

"""What must not be in the students' package, and what must: each violation is a sentence.

Copies are found, whatever their spaces, quotes and comments. A reworded answer is not found. `modlab` is not searched for answers:
it is the course's library, and a layer's code is in it and in the book.
"""

from __future__ import annotations

import ast
import fnmatch
import functools
import importlib.metadata
import io
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder import catalog, closure
from autograder.course import Course
from autograder.notebook.sources import read_solution
from autograder.sandbox.launcher import WORKER

Files = Mapping[str, bytes]

# Each of these belongs into the package, and nothing else does.
KNOWN_FILES = (
    *("README.md", "LICENSE", "pyproject.toml", "requirements.txt", "autograder/__main__.py"),
    *("exercises/*/*.ipynb", "autograder/assignments/*.json", "autograder/assignments/*.npz"),
    *(
        "modlab/*.py",
        "modlab/py.typed",
        "modlab/widgets/*.js",
        "modlab/widgets/*.css",
        "modlab/widgets/photograph.npy",
    ),
    *("modlab/weights/*.json", "modlab/weights/*.npz", "modlab/weights/README.md"),
)
MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "pytest.mark.cell")
TOO_SHORT = 12  # characters: `out = x` stands in many a line that gives nothing away
COMMENT = re.compile(r"(?<!\S)#\s.*")


def student_modules() -> dict[str, Path]:
    """Return the judge's modules that students get, each file by its path in the package: what `autograder check` depends on."""
    files = closure.files_behind(["autograder.check"], WORKER.rglob("*.py"))
    return {
        path.relative_to(closure.ROOT).as_posix(): path
        for path in files
        if path.suffix == ".py" and path.is_relative_to(closure.ROOT / "autograder")
    }


@dataclass
class Guarded:
    """What one assignment must not give away, squeezed.

    Attributes
    ----------
    answers : list of str
        The solution's answers, whole.
    lines : dict of str to str
        Their lines, and how these look in the solution.
    faults : dict of str to str
        The known wrong answers, and their names.
    checks : dict of str to str
        What the functions of checks and oracles do, and what these are called.
    """

    answers: list[str] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)


def squeeze(text: str) -> str:
    """Return a text without spaces, and with one kind of quotes.

    Examples
    --------
    >>> squeeze("x = ['a',  'b']")
    'x=["a","b"]'
    """
    return "".join(text.replace("'", '"').split())


def without_comments(text: str) -> str:
    """Return a text without Python's comments.

    Examples
    --------
    >>> without_comments("x = 1  # one")
    'x = 1  '
    """
    return COMMENT.sub("", text)


def find_leaks(files: Files, course: Course) -> list[str]:
    """Return what is in the package and must not be there.

    Parameters
    ----------
    files : mapping of str to bytes
        The package: what is in each file, by its path.
    course : Course
        The instructor's course, with its solutions.
    """
    texts = {path: text for path, content in sorted(files.items()) if (text := _text(path, content))}
    found = [
        *_unknown_files(files),
        *(
            f"{path} holds {mark!r}, as instructors' files do."
            for path in texts
            for mark in MARKS
            if mark in texts[path]
        ),
        *_answers_in(texts, course),
        *_strange_numbers(files),
        *_secret_in(files, course),
    ]
    return list(dict.fromkeys(found))  # an oracle may serve several assignments


def _unknown_files(files: Files) -> Iterator[str]:
    known = (*KNOWN_FILES, *student_modules())
    for path in sorted(files):
        if not any(fnmatch.fnmatchcase(path, pattern) for pattern in known):
            yield f"{path} is none of the files that students get."


def _answers_in(texts: Mapping[str, str], course: Course) -> Iterator[str]:
    # With comments, since an answer in a comment is an answer; and without, since one in between hides none.
    squeezed = {
        path: f"{squeeze(text)}\n{squeeze(without_comments(text))}"
        for path, text in texts.items()
        if not path.startswith("modlab/")
    }
    for name in catalog.names():
        guarded = guard(course, name)
        for path, text in squeezed.items():
            yield from _leaks_of(name, guarded, path, text)


def _strange_numbers(files: Files) -> Iterator[str]:
    for path, content in sorted(files.items()):
        if path.endswith(".npz") and path.startswith("autograder/"):
            for dtype in sorted(_strange_dtypes(content)):
                yield f"{path} holds {dtype} numbers, where only plain ones belong."


def _secret_in(files: Files, course: Course) -> Iterator[str]:
    secret = course.grading / "secret"
    value = secret.read_bytes().strip() if secret.is_file() else b""
    for path, content in sorted(files.items()):
        if value and value in content:
            yield f"{path} holds the course's secret."


def _leaks_of(name: str, guarded: Guarded, path: str, text: str) -> Iterator[str]:
    """Give the sentences about what one file gives away of one assignment."""
    is_notebook = path.endswith(".ipynb")
    if not is_notebook or path == f"exercises/{name}/{name}.ipynb":
        for line, original in guarded.lines.items():
            if line in text:
                yield f"{path} holds a line of the solution of {name}: {original}"
                return
    elif any(answer in text for answer in guarded.answers):
        yield f"{path} holds an answer to {name}."
    if not is_notebook:  # a notebook may show what is wrong
        yield from (
            f"{path} holds the wrong answer {fault!r}, which is nearly the right one."
            for source, fault in guarded.faults.items()
            if source in text
        )
    yield from (
        f"{path} holds the check or oracle {check}."
        for source, check in guarded.checks.items()
        if source in text
    )


@functools.cache
def guard(course: Course, name: str) -> Guarded:
    """Return what an assignment must not give away."""
    guarded = Guarded()
    for cell in read_solution(course.solution(name)).cells:
        marks = cell.metadata.get("nbgrader", {})
        if not marks.get("solution"):
            continue
        answers = (
            [cell.source]
            if cell.cell_type == "markdown"
            else re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.DOTALL)
        )
        for answer in answers:
            guarded.answers.append(squeeze(without_comments(answer)))
            guarded.lines |= {squeeze(without_comments(line)): line.strip() for line in answer.splitlines()}
    guarded.answers = [answer for answer in guarded.answers if len(answer) >= TOO_SHORT]
    guarded.lines = {line: original for line, original in guarded.lines.items() if len(line) >= TOO_SHORT}
    assignment = catalog.load(name)
    guarded.faults = {squeeze(without_comments(fault.source)): fault.name for fault in assignment.faults}
    for path in closure.files_behind([], catalog.files(name)):
        if path.is_relative_to(catalog.ASSIGNMENTS) and path.name not in ("__init__.py", "faults.py"):
            guarded.checks |= {body: f"{name} of {path.name}" for name, body in _functions(path)}
    return guarded


def _functions(path: Path) -> Iterator[tuple[str, str]]:
    """Give the functions of a file: the name, and what it does, squeezed."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                text = squeeze(without_comments("\n".join(lines[body[0].lineno - 1 : body[-1].end_lineno])))
                if len(text) > TOO_SHORT * 2:
                    yield node.name, text


def find_lacks(files: Files) -> list[str]:
    """Return what notebooks and the judge import, and the package neither holds nor asks for.

    Parameters
    ----------
    files : mapping of str to bytes
    """
    held = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in files
        if path.endswith(".py")
    }
    requirements = tomllib.loads(files["pyproject.toml"].decode())["project"]["dependencies"]
    requirements += [
        line for line in files["requirements.txt"].decode().splitlines() if re.match(r"\w", line)
    ]
    asked_for = {_plain(name[0]) for line in requirements if (name := re.match(r"[\w.-]+", line))}
    providers = importlib.metadata.packages_distributions()
    found = []
    for path, content in sorted(files.items()):
        if path.startswith("modlab/"):
            continue  # it imports what is optional where it is used, and says so if that is missing
        for module in sorted(set(_imports(path, content))):
            top = module.partition(".")[0]
            if top in ("modlab", "autograder"):
                there = module in held
            elif (
                path.startswith("autograder/sandbox/worker/")
                and f"autograder.sandbox.worker.{module}" in held
            ):
                there = True  # the worker's modules import each other by their bare names
            else:
                there = top in sys.stdlib_module_names or any(
                    _plain(name) in asked_for for name in providers.get(top, ())
                )
            if not there:
                found.append(f"{path} imports {module}, which the package neither holds nor asks for.")
    return found


def _imports(path: str, content: bytes) -> Iterator[str]:
    """Give the modules that a file's code imports."""
    if path.endswith(".ipynb"):
        sources = [
            "".join(cell["source"]) for cell in json.loads(content)["cells"] if cell["cell_type"] == "code"
        ]
    else:
        sources = [content.decode()] if path.endswith(".py") else []
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue  # that the cells run is tried out, too
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _text(path: str, content: bytes) -> str:
    """Return all text in a file, a notebook's cells as they are read; empty for arrays."""
    if path.endswith((".npz", ".npy")):
        return ""
    text = content.decode("utf-8", errors="replace")
    if not path.endswith((".ipynb", ".json")):
        return text
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return text


def _strings(value: object) -> Iterator[str]:
    """Give all texts in a JSON value; a list of lines is one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(line, str) for line in value):
        yield "".join(value)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)


def _strange_dtypes(content: bytes) -> set[str]:
    """Return the dtypes in an npz file that are neither numbers nor bools."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {arrays[name].dtype.name for name in arrays.files if arrays[name].dtype.kind not in "biuf"}
    except ValueError:
        return {"pickled"}

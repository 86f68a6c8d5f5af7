"""`autograder check NOTEBOOK`: what a student runs on their own machine. In the students' package it is the only command."""

from __future__ import annotations

import argparse
import io
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder import catalog
from autograder.catalog import UnknownAssignmentError
from autograder.course import Course, CourseError
from autograder.judging.answers import BLANK_IS_EMPTY
from autograder.judging.diagnosis import KnownFaults
from autograder.judging.judge import judge
from autograder.judging.runs import Runs
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell, UnreadableError, read_notebook
from autograder.sandbox import probe, runner


def main(argv: list[str] | None = None) -> int:
    """Run the command; return its exit code, as `run` does."""
    parser = argparse.ArgumentParser(
        prog="autograder", description="Look at a notebook, and say in words what is right and what is wrong."
    )
    add_command(parser.add_subparsers(required=True, metavar="COMMAND"))
    return run(parser.parse_args(argv))


def run(arguments: argparse.Namespace) -> int:
    """Do what a command line asks for; say in one sentence why, if it cannot be done.

    Returns
    -------
    int
        What the command returns; 2 if it could not be done, 130 if it was stopped.
    """
    command: Callable[[argparse.Namespace], int] = arguments.command
    if isinstance(
        sys.stdout, io.TextIOWrapper
    ):  # where there is no ✓, as in a file on Korean Windows, its number is written
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return command(arguments)
    except (CourseError, GraderError, UnreadableError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"autograder: {error.filename or 'a file'} cannot be used: {error.strerror or error}.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("autograder: stopped.", file=sys.stderr)
        return 130


def no_solution(_course: Course, _assignment: str) -> Sequence[Cell]:
    """Return no cells: a student's copy of the course has no solution."""
    return ()


def add_command(
    commands: argparse._SubParsersAction, solution: Callable[[Course, str], Sequence[Cell]] = no_solution
) -> None:
    """Add `check` to a parser's commands.

    Parameters
    ----------
    solution : callable
        Returns the cells of the course's own solution, in which known wrong answers are tried; none if there is no solution here.
    """
    parser = commands.add_parser("check", help="look at one notebook, as a student does on their own machine")
    parser.add_argument("notebook", type=Path, help="such as toy-conv.ipynb")
    parser.add_argument("--assignment", help="its assignment, if the file has another name")
    parser.add_argument(
        "--time-limit", type=seconds, metavar="SECONDS", help="for one run (the assignment's own)"
    )
    parser.set_defaults(command=_check, solution=solution)


def _check(arguments: argparse.Namespace) -> int:
    assignment = catalog.load(arguments.assignment or assignment_of(arguments.notebook))
    course = Course.find(arguments.notebook.parent)
    submission = read_notebook(arguments.notebook)
    template = read_notebook(course.template(assignment.name))
    limits = runner.Limits(seconds=arguments.time_limit or assignment.seconds)
    said_first = probe.warning(assignment.modules)
    if said_first:
        print(f"{said_first}\n", flush=True)
    known = KnownFaults(assignment, template, arguments.solution(course, assignment.name))
    verdict = judge(Runs(assignment, template, submission, limits=limits, solution=known.solution), known)
    empty = [cell for cell in verdict.cells if cell.message.endswith(BLANK_IS_EMPTY)]
    for cell in verdict.cells:
        blank = assignment.values[cell.cell][0]
        if cell in empty:
            continue
        if not cell.message:
            print(f"✓ {blank} is right." + (f" {cell.note}" if cell.note else ""))
            continue
        print(f"✗ {blank}: {cell.message}")
        for more in (cell.hint, cell.hint_ko or cell.message_ko, cell.example and cell.example.as_text()):
            if more:
                print(textwrap.indent(more, "    "))
    if empty:  # somebody who stops half-way wants to read about the first half
        print("… Still empty (빈칸):", ", ".join(assignment.values[cell.cell][0] for cell in empty))
    print(
        f"\n{verdict.points:g} of {verdict.max_points:g} points, on these numbers. Grading uses yet others."
    )
    return 0 if verdict.points == verdict.max_points else 1


def assignment_of(notebook: Path) -> str:
    """Return the assignment whose name the file's name begins with, as in `toy-conv (1).ipynb`."""
    stem = notebook.stem.replace("_", "-")
    matching = [name for name in catalog.names() if stem.startswith(name)]
    if not matching:
        raise UnknownAssignmentError(
            f"{notebook.name} is not named after an assignment; say which with --assignment. "
            f"There is: {', '.join(catalog.names())}."
        )
    return max(matching, key=len)


def seconds(text: str) -> float:
    """Return what an option says; the parser says what is wrong with it."""
    value = float(text)
    if not 0 < value < 3600:
        raise argparse.ArgumentTypeError("must lie between 0 and 3600 seconds")
    return value

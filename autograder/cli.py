"""The command `autograder`."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import catalog, check
from autograder.assignment import Assignment
from autograder.course import Course, CourseError
from autograder.notebook.reading import Cell, code_cells
from autograder.safe import plain
from autograder.sandbox import probe, runner

if TYPE_CHECKING:  # each command imports what it needs, when it is called
    from concurrent.futures import Executor

    from autograder.grading.grade import Results
    from autograder.grading.results import Result


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code.

    The code is 0 when the command could do its work, 1 when `check` finds a wrong answer, `faults` or `mutants` a survivor, `rewrites` a style that loses points or `isolation` a gap, and
    2 when the work could not be done; then one sentence says why.
    """
    return check.run(_parser().parse_args(argv))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder",
        description="Judge notebooks: run them in a process of their own, on the slide's numbers and on others, "
        "and say what is wrong in words.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check.add_command(commands, _solution)

    grade = commands.add_parser("grade", help="grade a class")
    grade.add_argument("assignment", help=f"one of: {', '.join(catalog.names())}")
    grade.add_argument(
        "--submitted",
        type=Path,
        metavar="DIR",
        help="holds STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb (grading/submitted)",
    )
    grade.add_argument(
        "--out", type=Path, metavar="DIR", help="where the results go (grading/results/ASSIGNMENT)"
    )
    grade.add_argument(
        "--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="how many at a time (all cores)"
    )
    grade.add_argument(
        "--time-limit", type=check.seconds, metavar="SECONDS", help="for one run (the assignment's own)"
    )
    grade.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="grade on the Dask cluster at this address, such as tcp://10.0.0.1:8786",
    )
    grade.add_argument(
        probe.TRUST,
        dest="trusted",
        action="store_true",
        help="go on where submissions cannot be shut off from the computer; every report then says UNISOLATED",
    )
    grade.add_argument(
        "--export",
        action="append",
        choices=["canvas", "moodle", "gradescope"],
        default=[],
        help="also write the grades in a form that this platform reads; may be given more than once",
    )
    grade.add_argument(
        "--times",
        action="store_true",
        help="also write times.html: how long each blank takes. It is measured, so it is not the same twice",
    )
    grade.add_argument(
        "--gradebook",
        action=argparse.BooleanOptionalAction,
        help="also fill nbgrader's gradebook (done for grading/submitted, not for another folder)",
    )
    grade.set_defaults(command=_grade)

    collect = commands.add_parser(
        "collect", help="bring a zip from Canvas or Moodle, or a folder of notebooks, into place"
    )
    collect.add_argument("assignment", help=f"one of: {', '.join(catalog.names())}")
    collect.add_argument("source", type=Path, metavar="ZIP", help="a zip or a folder")
    collect.add_argument("--submitted", type=Path, metavar="DIR", help="where they go (grading/submitted)")
    collect.set_defaults(command=_collect)

    isolated = commands.add_parser("isolation", help="try what shuts submissions off from this computer")
    isolated.set_defaults(command=_isolation)

    faults = commands.add_parser("faults", help="show which check notices which wrong answer")
    faults.add_argument("assignment")
    faults.set_defaults(command=_faults)

    mutants = commands.add_parser(
        "mutants", help="change the solution in every small way, and show which changes no check notices"
    )
    mutants.add_argument(
        "assignments",
        nargs="*",
        metavar="ASSIGNMENT",
        help=f"one or more of: {', '.join(catalog.names())} (all)",
    )
    mutants.add_argument("--sample", type=_count, metavar="N", help="judge so many of each (all)")
    mutants.add_argument("--seed", type=int, default=0, metavar="S", help="which sample (0)")
    others = mutants.add_mutually_exclusive_group()
    others.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="put the counts there, too, as book/data/mutants.json has them",
    )
    others.add_argument(
        "--secrets",
        type=_count,
        metavar="N",
        help="instead, judge the known faults and the mutants under so many secrets, and show whose points differ",
    )
    mutants.add_argument(
        "--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="how many at a time (all cores)"
    )
    mutants.set_defaults(command=_mutants)

    rewrites = commands.add_parser(
        "rewrites", help="write each solution anew in many styles, and show which of them lose points"
    )
    rewrites.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="whose solutions (all)")
    rewrites.set_defaults(command=_rewrites)

    benchmark = commands.add_parser(
        "benchmark", help="measure this grader and nbgrader's own, side by side on the same class"
    )
    benchmark.add_argument("--students", type=_count, default=30, metavar="N", help="in the class (30)")
    benchmark.add_argument(
        "--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="how many at a time (all cores)"
    )
    benchmark.add_argument("--without-nbgrader", action="store_true", help="measure this grader alone")
    benchmark.set_defaults(command=_benchmark)

    released = commands.add_parser(
        "release", help="make the students' package: exercises, modlab and the judge, no answers"
    )
    released.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="what to put in (everything)")
    released.add_argument("--out", type=Path, metavar="ZIP", help="(_build/convolution-by-hand-students.zip)")
    released.set_defaults(command=_release)

    sample = commands.add_parser("sample", help="make a small class to try the grader on")
    sample.add_argument("--out", type=Path, metavar="DIR", help="where it goes (grading/sample)")
    sample.set_defaults(command=_sample)
    return parser


def _solution(course: Course, assignment: str) -> Sequence[Cell]:
    from autograder.notebook.sources import read_solution

    path = course.solution(assignment)
    return code_cells(read_solution(path)) if path.exists() else ()


def _grade(arguments: argparse.Namespace) -> int:
    with _stopping_in_order() as received:
        try:
            return _grade_class(arguments)
        except KeyboardInterrupt:
            if threading.current_thread() is threading.main_thread():
                signal.signal(
                    signal.SIGINT, signal.SIG_IGN
                )  # it ends now; a second Ctrl-C has nothing to add
            with contextlib.suppress(OSError):  # the terminal may be gone
                _say("stopped. What has been graded so far is kept; the same command goes on from there.")
            return 128 + (received[0] if received else signal.SIGINT)


@contextlib.contextmanager
def _stopping_in_order() -> Iterator[list[int]]:
    """Have SIGTERM and the end of the terminal stop this as Ctrl-C does; give the list of those that came.

    What was switched off, as `nohup` does, stays so.
    """
    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        received.append(number)
        raise KeyboardInterrupt

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        signals = []
    ours = [number for number in signals if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, stop)
    try:
        yield received
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _say(sentence: str) -> None:
    print(f"autograder: {sentence}", file=sys.stderr, flush=True)


def _grade_class(arguments: argparse.Namespace) -> int:
    from autograder.grading.grade import grade_class
    from autograder.grading.journal import Journal, lock
    from autograder.reports import feedback

    assignment = catalog.load(arguments.assignment)
    course = Course.find(Path.cwd())
    submitted = arguments.submitted or course.grading / "submitted"
    out = arguments.out or course.grading / "results" / assignment.name

    def progress(graded: Iterable, total: int) -> Iterable:
        print(probe.require(arguments.trusted), flush=True)
        return _bar(assignment.name)(graded, total)

    # Always in this order, so that no two ever wait for each other.
    with (
        lock(course.grading / "locks" / assignment.name, assignment.name, _say),
        lock(out / ".lock", str(out), _say),
        Journal(out / "journal.jsonl") as journal,
        _executor(arguments.scheduler) as executor,
    ):
        results = grade_class(
            course,
            assignment.name,
            submitted,
            journal,
            runner.Limits(seconds=arguments.time_limit or assignment.seconds),
            jobs=arguments.jobs,
            trusted=arguments.trusted,
            progress=progress,
            executor=executor,
        )
        try:
            removed = _make_way(results, out, arguments)
            feedback.write_results(results, assignment, out)
            _about_the_class(course, assignment, submitted, results, out, arguments)
        except OSError as error:
            raise CourseError(
                f"the results cannot be written to {out} ({error.strerror}). Make room, or make it yours to write in, and run the same command "
                "again; what has been graded so far is kept."
            ) from None
        failed = _print_table(results)
    print(f"\n{feedback.ISOLATED if results.isolation.complete else feedback.NOT_ISOLATED}")
    print(f"Grades:   {out / 'grades.csv'}\nFeedback: {out / 'feedback'}\nClass:    {out / 'class.html'}")
    if arguments.times:
        print(f"Times:    {out / 'times.html'}")
    if removed:
        more = f" and {len(removed) - 3} more" if len(removed) > 3 else ""
        print(f"Removed:  {plain(', '.join(removed[:3]))}{more}: of an earlier grading, and not of this one.")
    for result in failed:
        print(
            f"autograder: {plain(result.student)}: {plain(result.note)} See {out / 'logs'}.",
            file=sys.stderr,
        )
    return 2 if failed else 0


def _make_way(results: Results, out: Path, arguments: argparse.Namespace) -> list[str]:
    """Remove what an earlier grading wrote and this one will not; return what that was."""
    from autograder.reports import exports, feedback, written

    names = [*feedback.files(results), "class.html", *(["times.html"] if arguments.times else [])]
    for form in arguments.export:
        names += exports.files(results, form)
    return written.make_way(out, names)


def _about_the_class(
    course: Course,
    assignment: Assignment,
    submitted: Path,
    results: Results,
    out: Path,
    arguments: argparse.Namespace,
) -> None:
    """Write the class's page, the exports, and nbgrader's gradebook."""
    from autograder.reports import class_report, exports

    released = course.template(assignment.name)
    summary = class_report.summarize(results, assignment, results.notebook, released)
    class_report.write_class_report(summary, assignment, out / "class.html")
    if arguments.times:
        class_report.write_times(summary, assignment, out / "times.html")
    for form in arguments.export:
        exports.export(results, assignment, form, out)
    if arguments.gradebook or (arguments.gradebook is None and arguments.submitted is None):
        from sqlalchemy.exc import SQLAlchemyError

        from autograder.grading.journal import lock
        from autograder.reports import gradebook

        try:
            with lock(
                course.grading / "locks" / "gradebook", "the gradebook", _say
            ):  # one for all assignments
                shown = _bar("gradebook")(results, len(results))
                gradebook.fill(course, assignment, submitted, shown, results.notebook)
        except CourseError as error:
            if arguments.gradebook:
                raise
            # The class is graded all the same; who does not use nbgrader needs no gradebook.
            print(f"The gradebook was left as it is: {error}", file=sys.stderr)
        except (OSError, SQLAlchemyError) as error:
            why = getattr(error, "strerror", None) or str(getattr(error, "orig", error)).partition("\n")[0]
            raise CourseError(
                f"the gradebook cannot be filled ({plain(why)}). The grades stand in {out / 'grades.csv'}. Close what else uses the gradebook, such "
                "as formgrader, see that there is room, and run the same command again."
            ) from None


def _collect(arguments: argparse.Namespace) -> int:
    from autograder.grading.collect import collect

    catalog.load(arguments.assignment)
    submitted = arguments.submitted or Course.find(Path.cwd()).grading / "submitted"
    entries = collect(arguments.source, arguments.assignment, submitted)
    for entry in entries:
        if not entry.student:
            said = f"{plain(entry.name)}: {plain(entry.why_not)}"
            if entry.is_error:
                print(f"autograder: {said}", file=sys.stderr)
            else:
                print(f"left out {said}")
    print(f"{sum(bool(entry.student) for entry in entries)} notebooks in {submitted}")
    return 2 if any(entry.is_error for entry in entries) else 0


@contextlib.contextmanager
def _executor(scheduler: str | None) -> Iterator[Executor | None]:
    """Give the executor of a Dask cluster, or None."""
    if scheduler is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("--scheduler needs Dask: pip install 'convolution-by-hand[dask]'.") from None
    try:
        client = Client(scheduler, timeout=20)
    except (OSError, ValueError) as error:
        raise CourseError(f"there is no Dask scheduler at {scheduler}: {error}") from None
    with client, client.get_executor() as executor:
        yield executor


def _print_table(results: Results) -> list[Result]:
    """Print a line for each student; return the results of those on whom the grader failed."""
    from autograder.grading.results import ERROR

    width = max(len(plain(result.student)[:40]) for result in results)
    failed = []
    for result in results:
        if result.status == ERROR:
            failed.append(result)
        score = "  ?" if result.score is None else f"{result.score:3g}"
        wrong = ", ".join(cell.cell for cell in result.cells if cell.message)
        remark = plain(result.note or (f"to mend: {wrong}" if wrong else ""))
        student = plain(result.student)[:40]
        print(f"{student:{width}}  {score} of {result.max_score:g}  {result.status:10}  {remark}".rstrip())
    return failed


def _isolation(_arguments: argparse.Namespace) -> int:
    found = probe.probe()
    print(found)
    if found.complete:
        print("Submissions are shut off from this computer.")
        return 0
    print(f"Submissions are NOT shut off from this computer. {found.missing}")
    return 1


def _faults(arguments: argparse.Namespace) -> int:
    from autograder.judging.kill_matrix import kill_matrix

    survivors = 0
    assignment = catalog.load(arguments.assignment)
    rows = kill_matrix(Course.find(Path.cwd()), assignment)
    print(f"{'fault':42} {'noticed by':28} diagnosed as")
    for row in rows:
        survivors += not row.killed
        noticed = ", ".join(row.noticed_by) if row.killed else "NOBODY"
        print(f"{row.fault:42} {noticed:28} {row.diagnosed_as or '-'}")
    print(f"\n{len(rows) - survivors} of {len(rows)} faults are noticed.")
    return 1 if survivors else 0


def _mutants(arguments: argparse.Namespace) -> int:
    from autograder.grading import mutation_score, survivors

    if arguments.out and arguments.sample:
        raise CourseError("--out counts all mutants: leave --sample out.")
    course, failed, scores = Course.find(Path.cwd()), False, {}
    names = sorted(set(arguments.assignments)) or catalog.names()
    assignments = [catalog.load(name) for name in names]
    for assignment in assignments:
        if arguments.secrets:
            failed |= _differ_by_luck(course, assignment, arguments)
            continue
        made = survivors.all_mutants(course, assignment)
        judged = survivors.sample_of(made, arguments.sample, arguments.seed)
        bar = _bar(assignment.name, "mutant")
        noticed = survivors.judged_of(course, assignment, judged, arguments.jobs, bar)
        found = survivors.survey(made, judged, noticed, assignment)
        print(survivors.in_words(assignment.name, found, noticed), flush=True)
        failed |= bool(found.survivors or found.stale)
        solution = survivors.solution_cells(course, assignment.name)
        state = mutation_score.state_of(solution, made, assignment.equivalents)
        scores[assignment.name] = mutation_score.Score(found.total, state)
        if arguments.out:  # after each: the whole takes long
            mutation_score.write(arguments.out, scores, catalog.names())
    if len(scores) > 1:
        print(mutation_score.table(scores))
    return 1 if failed else 0


def _differ_by_luck(course: Course, assignment: Assignment, arguments: argparse.Namespace) -> bool:
    """Say whose points differ under several secrets; return whether anybody's do."""
    from autograder.grading import luck, survivors

    made = survivors.all_mutants(course, assignment)
    answers = luck.known_wrong_answers(course, assignment)
    answers += survivors.sample_of(made, arguments.sample, arguments.seed)
    bar = _bar(assignment.name, "answer")
    found = luck.points_by_secret(course, assignment, answers, arguments.secrets, arguments.jobs, bar)
    lucky = luck.differing(found)
    for answer in answers:
        if answer.name in lucky:
            print(f"{answer.name}: {lucky[answer.name]}\n    {answer.change}")
    same = len(found) - len(lucky)
    print(
        f"{assignment.name}: {same} of {len(found)} wrong answers get the same points under {arguments.secrets} secrets.",
        flush=True,
    )
    return bool(lucky)


def _rewrites(arguments: argparse.Namespace) -> int:
    from autograder.grading import styles

    course, code = Course.find(Path.cwd()), 0
    for name in arguments.assignments or catalog.names():
        judged = styles.judged_in_each_style(course, catalog.load(name), _bar(name, "style"))
        for style, lost in judged.items():
            for cell in lost:
                print(f"{name}, {style}: {cell.cell} loses its points: {cell.message}")
        wrong = sum(map(bool, judged.values()))
        print(f"{name}: {len(judged)} rewritings of the solution, {wrong} of them lose points.")
        code |= bool(wrong)
    return code


def _benchmark(arguments: argparse.Namespace) -> int:
    from autograder.grading import benchmark
    from autograder.reports.feedback import write_results

    course = Course.find(Path.cwd())
    print(probe.require(False))
    ours = {}
    for jobs in sorted({1, arguments.jobs}):
        bar = _bar(f"{jobs} at a time")
        ours[jobs] = benchmark.measure_ours(course, arguments.students, jobs, bar, write_results)
        print(f"autograder, {jobs} at a time  {ours[jobs]}", flush=True)
    if not arguments.without_nbgrader:
        print("nbgrader autograde …", file=sys.stderr)
        theirs = benchmark.measure_nbgrader(course, arguments.students)
        print(f"nbgrader autograde       {theirs}")
        for jobs, measured in ours.items():
            print(
                f"autograder, {jobs} at a time, grades {theirs.seconds / measured.seconds:.1f} times as many a second."
            )
    return 0


def _release(arguments: argparse.Namespace) -> int:
    from autograder.releasing.release import release

    names = arguments.assignments or catalog.names()
    for name in names:
        catalog.load(name)
    course = Course.find(Path.cwd())
    out = arguments.out or course.root / "_build" / "convolution-by-hand-students.zip"
    release(course, sorted(set(names)), out, lambda what: _bar(what, "step"))
    print(f"{out} holds {', '.join(names)}; it was unpacked and tried out.")
    return 0


def _bar(name: str, unit: str = "student") -> Callable[[Iterable, int], Any]:
    """Return a function that shows how far an iterator is; it is quiet when nobody looks on."""
    from tqdm import tqdm

    return lambda graded, total: tqdm(graded, total=total, desc=name, unit=unit, disable=None)


def _sample(arguments: argparse.Namespace) -> int:
    from autograder.grading.sample_class import write_sample_class

    course = Course.find(Path.cwd())
    folder = arguments.out or course.grading / "sample"
    print(f"{len(write_sample_class(course, folder))} notebooks in {folder}")
    return 0


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value

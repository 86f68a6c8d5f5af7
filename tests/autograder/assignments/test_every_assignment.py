"""What holds for every assignment: nothing for an empty notebook, all for what is right in any style, no wrong answer passes.

The right and the wrong answers lie in `tests/autograder/answers/`, a module for each assignment.
"""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

from autograder import catalog, closure
from autograder.judging.answers import BLANK_IS_EMPTY
from autograder.judging.cases import cases
from autograder.judging.experiments import CHANGES
from autograder.judging.kill_matrix import kill_matrix
from autograder.judging.runs import Runs
from autograder.notebook.reading import code_cells, read_notebook
from autograder.notebook.sources import read_solution
from autograder.releasing.leaks import guard, squeeze, without_comments

NAMES = catalog.names()
ANSWERS = {
    path.stem.replace("_", "-"): importlib.import_module(f"answers.{path.stem}")
    for path in sorted(Path(__file__).parents[1].glob("answers/*.py"))
}
RIGHT = [(name, style) for name, answers in ANSWERS.items() for style in answers.RIGHT]
WRONG = [(name, *row) for name, answers in ANSWERS.items() for row in answers.WRONG]


@pytest.fixture(params=NAMES)
def assignment(request):
    return catalog.load(request.param)


def released_cells(course, assignment):
    return read_notebook(course.template(assignment.name))


def test_every_assignment_has_a_solution_and_answers_to_try(course):
    assert all(course.solution(name).is_file() for name in NAMES)
    assert set(ANSWERS) == set(NAMES)


@pytest.mark.parametrize("name", ANSWERS)
def test_there_are_five_styles_and_answers_to_each_blank_that_are_not_the_solutions(name):
    right = ANSWERS[name].RIGHT.values()
    assert len(right) >= 5
    for cell in catalog.load(name).values:
        blank = cell.removeprefix(f"{name}-")
        different = {blanks[blank] for blanks in right if blank in blanks}
        assert len(different) >= getattr(ANSWERS[name], "EACH_BLANK", 1), blank


@pytest.fixture
def judge(judge_answers_to, judge_bodies_to):
    """Judge answers as they stand in an exercise's module: whole blanks, or the bodies of their functions."""

    def judge_them(name, blanks):
        judge_it = judge_bodies_to if getattr(ANSWERS[name], "BODIES", False) else judge_answers_to
        return judge_it(name, blanks)

    return judge_them


@pytest.mark.parametrize(("name", "style"), RIGHT)
def test_a_right_answer_of_any_style_earns_everything(judge, full_points_of, name, style):
    points, cells = judge(name, ANSWERS[name].RIGHT[style])
    assert {blank: cell.message for blank, cell in cells.items() if cell.message} == {}
    assert points == full_points_of(name)


@pytest.mark.parametrize("row", WRONG, ids=[f"{name}-{blank}" for name, blank, *_ in WRONG])
def test_a_wrong_answer_loses_its_own_points_and_is_told_why(judge, full_points_of, row):
    name, blank, source, sentence, *left = row
    points, cells = judge(name, {blank: source})
    assert points == {**full_points_of(name), blank: sum(left)}
    assert sentence in cells[blank].message


def test_an_untouched_notebook_earns_nothing_and_is_told_so(course, judge_answers_to, assignment):
    prefix = f"{assignment.name}-"
    blanks = {
        cell.name.removeprefix(prefix).removesuffix("-answer"): cell.source
        for cell in released_cells(course, assignment)
        if cell.kind == "answer"
    }
    points, cells = judge_answers_to(assignment.name, blanks)
    assert set(points) == set(blanks)
    assert set(points.values()) == {0}
    assert [cell.message for cell in cells.values() if not cell.message.endswith(BLANK_IS_EMPTY)] == []


def test_the_solution_earns_everything_and_gets_no_hint(judge_answers_to, full_points_of, assignment):
    points, cells = judge_answers_to(assignment.name, {})
    assert {(cell.message, cell.hint, cell.fault) for cell in cells.values()} == {("", "", "")}
    assert points == full_points_of(assignment.name)
    assert sum(points.values()) > 0


@pytest.mark.slow
def test_every_fault_is_noticed_by_its_check_and_named(course, assignment):
    rows = kill_matrix(course, assignment)
    assert len(rows) >= 8
    assert [(row.fault, row.noticed_by, row.diagnosed_as) for row in rows if not row.killed] == []


def test_every_fault_has_a_name_of_its_own_and_words_in_both_languages(assignment):
    names = [fault.name for fault in assignment.faults]
    assert len(set(names)) == len(names)
    for fault in assignment.faults:
        assert fault.cell in assignment.values
        assert re.fullmatch(r"[^가-힣]+[.?]", fault.hint), fault.name
        assert re.search(r"[가-힣]", fault.hint_ko), fault.name


# Names of Python's own that the notebook itself does not need after that blank.
TAKEN = {
    ("conv-layer", "numeric"): "float = np.float32",
    ("conv-layer", "verdicts"): "zip = int = bool = 3",
    ("errata-training", "dropped"): "round = 3",
    ("errata-training", "channel_test"): "tuple = range = 3",
    ("errata-training", "visits"): "max = zip = 3",
    ("errata-craft", "slip_test"): "list = enumerate = 3",
    ("faster", "seconds"): "iter = next = float = zip = set = 3",
    ("faster", "sizes"): "zip = int = 3",
    ("im2col", "col_shape"): "any = zip = 3",
    ("pooling-layer", "out_size"): "any = zip = 3",
    ("simple-convnet", "start"): "float = 3",
    ("simple-convnet", "order"): "hasattr = 3",
}


NUMPYS = ("abs", "all", "any", "bool", "divmod", "max", "min", "pow", "round", "sum")


@pytest.mark.parametrize(("name", "blank"), TAKEN)
def test_a_question_needs_no_name_that_a_student_took(course, judge_answers_to, full_points_of, name, blank):
    solution = {cell.name: cell.source for cell in code_cells(read_solution(course.solution(name)))}
    points, cells = judge_answers_to(
        name, {blank: f"{solution[f'{name}-{blank}-answer']}\n{TAKEN[name, blank]}"}
    )
    assert points[blank] == full_points_of(name)[blank], cells[blank].message


def test_numpys_names_in_the_place_of_pythons_cost_nothing(
    course, judge_answers_to, full_points_of, assignment
):
    """As `from numpy import *` makes them, from the first blank on; what the notebook and the judge do with the answers is as ever."""
    solution = {
        cell.name: cell.source for cell in code_cells(read_solution(course.solution(assignment.name)))
    }
    first, *_ = (cell.removeprefix(f"{assignment.name}-") for cell in assignment.values)
    blanks = {
        first: f"from numpy import {', '.join(NUMPYS)}\n{solution[f'{assignment.name}-{first}-answer']}"
    }
    if assignment.name == "deeper":  # the solution adds up with Python's own `sum`, which NumPy's is not
        blanks["weight_counts"] = f"from builtins import sum\n{solution['deeper-weight_counts-answer']}"
    points, cells = judge_answers_to(assignment.name, blanks)
    assert points == full_points_of(assignment.name), [cell.message for cell in cells.values()]


def test_points_on_the_checks_agree_with_the_notebook(judge_answers_to, full_points_of, assignment):
    _, cells = judge_answers_to(assignment.name, {})
    assert {blank: cell.max_points for blank, cell in cells.items()} == full_points_of(assignment.name)


def test_the_slides_numbers_are_those_of_the_parameters_cell(course, assignment):
    source = next(cell.source for cell in released_cells(course, assignment) if cell.kind == "parameters")
    namespace = {"np": np}
    exec(source, namespace)
    numbers = assignment.slide_numbers()
    shown = set(namespace) - {"np", "__builtins__"}
    assert set(numbers) == shown | assignment.asked_names
    assert not shown & assignment.asked_names
    for name in shown:
        assert np.array_equal(numbers[name], namespace[name])
        assert np.asarray(numbers[name]).dtype == np.asarray(namespace[name]).dtype


def test_some_fresh_numbers_are_float32_and_some_float64(assignment):
    dtypes = {
        value.dtype.name
        for case in cases(assignment, "a secret of the tests", "kim")[1:]
        for value in case.numbers.values()
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }
    assert dtypes == {"float32", "float64"}


def test_the_solution_is_right_on_all_small_numbers(course, assignment):
    small = assignment.small_numbers()
    assert bool(small) == bool(assignment.made_from)
    assert set(assignment.made_from) <= set(assignment.values)
    solution = code_cells(read_solution(course.solution(assignment.name)))
    runs = Runs(assignment, released_cells(course, assignment), solution)
    assert [one.changes for one in small[:1]] == [()][: len(small)]
    assert len({one.changes for one in small}) == len(small)
    assert {name for one in small for name in one.changes} <= set(CHANGES)
    for case, one in zip(runs.small, small, strict=True):
        numbers = one.numbers
        assert set(numbers) == set(assignment.slide_numbers())
        dtypes = {v.dtype.name for v in numbers.values() if isinstance(v, np.ndarray)} - {"int64"}
        assert dtypes <= {"float32" if "float32" in one.changes else "float64"}
        shown = [value for name, value in numbers.items() if name not in assignment.asked_names]
        assert max(np.size(value) for value in shown) <= 36
        for check in assignment.checks:
            if check.cell in assignment.made_from:
                check.look(runs.answers(case, check.cell))
    for made_from in assignment.made_from.values():
        assert set(made_from) <= set(assignment.slide_numbers())


def test_checks_and_oracle_share_no_line_with_the_solution(course, assignment):
    """What an answer is held against is another way to the same numbers: a slip in the one is no slip in the other."""
    lines = {
        line for line in guard(course, assignment.name).lines if not line.endswith(".shape")
    }  # no formula
    assert lines
    shared = []
    for path in closure.files_behind([], catalog.files(assignment.name)):
        if path.is_relative_to(catalog.ASSIGNMENTS) and path.name not in ("faults.py", "equivalent.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if squeeze(without_comments(line)) in lines:
                    shared.append(f"{path.name}: {line.strip()}")
    assert shared == []


# What a student takes for the answer at first sight, since it says "it is": the answer that was given must be told as something that was done.
READS_AS_THE_ANSWER = re.compile(r"^(합|평균|최댓값|비율|개수|확률|손실|위치|시간)입니다\.")


def test_what_is_said_in_korean_reads_as_korean(assignment):
    for fault in assignment.faults:
        said = fault.hint_ko
        assert not re.search(r"(?<!서로 )바뀌었습니다", said), said  # two things changed places: 서로
        assert not READS_AS_THE_ANSWER.search(said), said
        assert not re.search(r"가 모두 (받|넣|금지)", said), said  # the whole of one thing: 전부
        assert re.search("[가-힣]", said), fault.name
        assert said.endswith((".", "요", "다")), said

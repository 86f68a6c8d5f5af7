"""Which mutants die and which live, in an exercise of the tests' own whose check is blind on purpose, and what is said of them."""

import datetime
import json
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from autograder import catalog
from autograder.assignment import Assignment, Check, Equivalent, Versions
from autograder.grading import survivors
from autograder.grading.survivors import Tally, noticed_by, sample_of, survey
from autograder.judging.mutants import Mutant, mutants_of
from autograder.judging.slide_names import names_on_the_slide
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell, blank_of, read_notebook

FUNCTION = "def area(h, w):\n    return h * w\n\n\nout = np.array(area(height, width))"
NOTEBOOK = [
    Cell("tiny-given", "given", "import numpy as np", 1),
    Cell("tiny-parameters", "parameters", "height, width = 2, 3", 2),
    Cell("tiny-out-answer", "answer", FUNCTION, 3),
    Cell("tiny-out", "check", "", 4, 2),
]


SLIDE = {"height": 2, "width": 3}


def tiny(*, blind):
    """Return an exercise that asks for an area; a blind one draws the slide's numbers again and again."""
    return Assignment(
        name="tiny",
        modules=(),
        values={"tiny-out": ("out",)},
        slide_numbers=lambda: SLIDE,
        fresh_numbers=lambda *_: SLIDE if blind else {"height": 7, "width": 11},
        draws=1,
        checks=(
            Check(
                "test_out",
                "tiny-out",
                2,
                lambda answers: answers.expect_whole(
                    "out", np.array(answers.numbers["height"] * answers.numbers["width"]), "one number"
                ),
            ),
        ),
    )


def mutant(source, change="", name="m"):
    return Mutant(name, "tiny-out", "number", change, source)


@pytest.mark.parametrize(
    ("source", "by_the_blind", "by_the_other"),
    [
        ("out = np.array(height * width)", False, False),
        ("out = np.array(height + width)", True, True),
        ("out = np.array(6)", False, True),
        ("out = np.array(height * 3)", False, True),
        ("out = None", True, True),
        ("import os; os._exit(0)", True, True),
    ],
)
def test_a_mutant_is_noticed_where_its_own_check_can_see_it(source, by_the_blind, by_the_other):
    assert bool(noticed_by(tiny(blind=True), NOTEBOOK, NOTEBOOK, mutant(source))) is by_the_blind
    assert bool(noticed_by(tiny(blind=False), NOTEBOOK, NOTEBOOK, mutant(source))) is by_the_other


def test_of_made_mutants_those_live_that_the_check_cannot_see():
    made = mutants_of(NOTEBOOK)
    living = {one.change for one in made if not noticed_by(tiny(blind=True), NOTEBOOK, NOTEBOOK, one)}
    assert "return h * w  ->  return h + w" not in living
    assert "out = np.array(area(height, width))  ->  out = np.array(area(width, height))" in living


def test_a_function_that_ignores_its_arguments_or_remembers_its_first_result_is_noticed():
    source = "def area(height, width):\n    return np.array(height * width)\n\n\nout = area(height, width)"
    notebook = [replace(cell, source=source) if cell.kind == "answer" else cell for cell in NOTEBOOK]
    exercise = tiny(blind=False)
    made = mutants_of(notebook, names_on_the_slide(exercise, notebook))
    living = {one.kind: one.change for one in made if not noticed_by(exercise, notebook, notebook, one)}
    function = "def area(height, width):"
    assert living == {
        "buffer": f"{function}  ->  @uses_one_buffer | {function}",
        "argument": "out = area(height, width)  ->  out = area(width, height)",  # the same area
        "view": "return np.array(height * width)  ->  return np.asarray(height * width)",
    }


MADE = [mutant(f"out = {i}", f"a  ->  {i}", f"tiny-out number {i}") for i in range(4)]
BY = [("tiny-out",), (), ("tiny-later",), ("tiny-out", "tiny-later")]  # its own check is tiny-out
NOTICED = dict(zip([one.name for one in MADE], BY, strict=True))


def listed(change, kind="number"):
    return Equivalent("tiny-out", kind, change, "It is the same.")


def knowing(entries, versions=()):
    """The exercise of the tests' own, which knows of some mutants that they are right."""
    tests = {cell: Versions("test", ["def version(): pass"], []) for cell in versions}
    return replace(tiny(blind=False), equivalents=entries, versions=tests)


def test_what_an_exercise_never_counts_as_wrong_needs_no_entry():
    wider = [replace(one, kind="wider") for one in MADE]
    assert survey(wider, wider, NOTICED, knowing([])).survivors == []


def test_a_test_of_the_students_own_may_be_written_in_any_way_that_tells_right_from_wrong():
    assert survey(MADE, MADE, NOTICED, knowing([], ["tiny-out"])).survivors == []


def test_a_survivor_that_is_not_listed_is_told():
    found = survey(MADE, MADE, NOTICED, knowing([]))
    assert found.kinds == {"number": Tally(made=4, killed=2, equivalent=0, survived=2)}
    assert found.survivors == MADE[1:3]
    assert found.stale == []


def test_a_listed_one_is_explained_and_one_entry_may_stand_for_a_whole_kind():
    found = survey(MADE, MADE, NOTICED, knowing([listed("a  ->  1")]))
    assert found.kinds == {"number": Tally(made=4, killed=2, equivalent=1, survived=1)}
    assert found.survivors == [MADE[2]]
    assert survey(MADE, MADE, NOTICED, knowing([listed("")])).survivors == []
    assert survey(MADE, MADE, NOTICED, knowing([listed("", "axis")])).survivors == MADE[1:3]


def test_a_listed_one_that_is_killed_or_not_made_is_stale():
    killed, gone = listed("a  ->  0"), listed("a  ->  9")
    whole, nothing = listed(""), listed("", "axis")
    assert survey(MADE, MADE, NOTICED, knowing([killed, gone, whole, nothing])).stale == [
        killed,
        gone,
        nothing,
    ]


def test_a_sample_says_nothing_of_entries_whose_mutants_are_not_in_it():
    entries = [listed("a  ->  0"), listed("a  ->  1"), listed("a  ->  9"), listed("")]
    found = survey(MADE, MADE[2:], NOTICED, knowing(entries))
    assert found.stale == [entries[2]]
    assert found.kinds == {"number": Tally(made=2, killed=1, equivalent=1, survived=0)}


def test_a_slip_that_shows_only_in_a_later_cell_survives_and_that_cell_is_told():
    """The first blank leaves `kept` behind, which no check looks at; the second one needs it."""
    answers = ("out = np.array(height * width)\nkept = width", "later = np.array(kept)")
    notebook = [
        *NOTEBOOK[:2],
        Cell("tiny-out-answer", "answer", answers[0], 3),
        Cell("tiny-out", "check", "", 4, 2),
        Cell("tiny-later-answer", "answer", answers[1], 5),
        Cell("tiny-later", "check", "", 6, 1),
    ]
    simple = tiny(blind=False)

    def look(answers):
        answers.expect_whole("later", np.array(answers.numbers["width"]), "one number")

    both = replace(
        simple,
        values={"tiny-out": ("out",), "tiny-later": ("later",)},
        checks=(*simple.checks, Check("test_later", "tiny-later", 1, look)),
    )
    slip = mutant("out = np.array(height * width)\nkept = height")
    assert noticed_by(both, notebook, notebook, mutant(answers[0])) == ()
    assert noticed_by(both, notebook, notebook, slip) == ("tiny-later",)


def test_kinds_add_up():
    kinds = {"axis": Tally(4, 2, 1, 1), "call": Tally(3, 3, 0, 0)}
    assert survivors.Survey(kinds).total == Tally(7, 5, 1, 1)
    assert survivors.Survey({}).total == Tally()


def test_a_survey_is_said_with_each_survivor_and_whoever_pays_for_it():
    found = survey(MADE, MADE, NOTICED, knowing([listed("a  ->  0")]))
    assert survivors.in_words("tiny", found, NOTICED) == "\n".join(
        [
            "kind     made killed equivalent survived",
            "number      4      2          0        2",
            "\ntiny-out number 1 survived:\n    a  ->  1",
            "\ntiny-out number 2 survived, and tiny-later pays:\n    a  ->  2",
            "\nlisted as equivalent, and no survivor: tiny-out number\n    a  ->  0",
            "\ntiny: 2 of 4 mutants are noticed, 0 are right in another way, 2 survived.",
        ]
    )


def test_samples_are_drawn_by_their_seed_in_order():
    for seed in range(5):
        drawn = sample_of(MADE, 2, seed)
        assert len(drawn) == 2
        assert drawn == sorted(drawn, key=MADE.index) == sample_of(MADE, 2, seed)
    assert sample_of(MADE, 9, 0) == sample_of(MADE, None, 0) == MADE
    drawn_by_all = Counter(one.name for seed in range(40) for one in sample_of(MADE, 2, seed))
    assert set(drawn_by_all) == {one.name for one in MADE}


def test_several_at_a_time_say_what_one_says(course, toy_conv):
    everything = survivors.all_mutants(course, toy_conv)
    assert everything == survivors.all_mutants(course, toy_conv)
    made = sample_of(everything, 6, seed=3)
    template, solution = survivors.notebooks(str(course.root), "toy-conv")
    alone = {one.name: noticed_by(toy_conv, template, solution, one) for one in made}
    assert survivors.judged_of(course, toy_conv, made, jobs=2) == alone


def test_a_mutant_that_cannot_be_judged_ends_the_run_by_its_name(course, toy_conv):
    broken = Mutant("broken 1", "toy-conv-no-such", "axis", "", "col_W = 1")
    with pytest.raises(GraderError, match=r"broken 1 could not be judged: No check is bound"):
        survivors.judged_of(course, toy_conv, [broken])


@pytest.mark.parametrize("name", catalog.names())
def test_each_exercise_has_mutants_in_each_blank_of_code(course, mutants_of_exercise, name):
    assignment = catalog.load(name)
    cells = json.loads(course.template(name).read_text(encoding="utf-8"))["cells"]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells if cell["cell_type"] == "code"]
    blanks = {mark["grade_id"].removesuffix("-answer") for mark in marks if mark.get("solution")}
    made = mutants_of_exercise(name)
    assert {one.cell for one in made} == blanks
    assert len({one.name for one in made}) == len(made)
    assert all(entry.reason.endswith(".") for entry in assignment.equivalents)


TODAY = datetime.date.today().toordinal()


@pytest.mark.parametrize("name", catalog.names())
def test_a_mistake_is_seen_whatever_the_secret_is(course, name):
    """A mutant and a known wrong answer, other ones every day, in five courses; under ten secrets the workflow `nightly` judges more."""
    assignment = catalog.load(name)
    template, solution = read_notebook(course.template(name)), survivors.solution_cells(course, name)
    blanks = {cell.name: cell.source for cell in template}
    chosen = random.Random(TODAY)
    made = [one for one in survivors.all_mutants(course, assignment) if one.cell not in assignment.versions]
    fault = chosen.choice([one for one in assignment.faults if one.cell not in assignment.versions])
    known = Mutant(fault.name, fault.cell, "fault", "", fault.in_blank(blanks[blank_of(fault.cell)]))
    for one in (known, chosen.choice(made)):
        verdicts = {
            one.cell in noticed_by(assignment, template, solution, one, f"course {secret}")
            for secret in range(5)
        }
        assert len(verdicts) == 1, f"{one.name}: {one.change or one.source}"

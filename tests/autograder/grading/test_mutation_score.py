"""The file with what became of the mutants: what goes in comes out, and the one that the book reads speaks of the course as it is."""

import json
from dataclasses import replace

import pytest

from autograder import catalog
from autograder.assignment import Equivalent
from autograder.course import CourseError
from autograder.grading import mutation_score, survivors
from autograder.grading.mutation_score import Score, state_of
from autograder.grading.survivors import Tally
from autograder.judging.mutants import Mutant
from autograder.notebook.reading import Cell

ONE, OTHER = Score(Tally(9, 7, 1, 1), "abc"), Score(Tally(4, 4, 0, 0), "def")
ANSWER = Cell("a-b-answer", "answer", "y = 1", 1)
MUTANT = Mutant("a-b constant 1", "a-b", "constant", "y = 1  ->  y = 2", "y = 2")
ENTRY = Equivalent("a-b", "constant", "y = 1  ->  y = 2", "It is the same.")


def test_what_is_written_is_read_and_an_exercise_alone_leaves_the_others_as_they_are(tmp_path):
    path = tmp_path / "mutants.json"
    assert mutation_score.read(path) == {}
    mutation_score.write(path, {"b": ONE}, ["a", "b"])
    mutation_score.write(path, {"a": OTHER}, ["a", "b"])
    assert mutation_score.read(path) == {"a": OTHER, "b": ONE}
    first, second = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert first["exercise"] == "a"
    assert second == {
        "exercise": "b",
        "made": 9,
        "killed": 7,
        "equivalent": 1,
        "survived": 1,
        "state": "abc",
    }
    mutation_score.write(path, {}, ["b"])  # an exercise that is no more
    assert mutation_score.read(path) == {"b": ONE}


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"rows": [{"exercise": "a", "state": ""}, 3]}'])
def test_another_file_is_refused(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(CourseError, match=r"other\.json does not hold the scores of mutants"):
        mutation_score.read(path)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CourseError, match="cannot be written"):
        mutation_score.write(tmp_path / "no" / "mutants.json", {"a": ONE}, ["a"])


def test_the_table_ends_with_the_sum():
    assert mutation_score.table({"a": OTHER, "b": ONE}).splitlines() == [
        "exercise   made killed equivalent survived",
        "a             4      4          0        0",
        "b             9      7          1        1",
        "all          13     11          1        1",
    ]


@pytest.mark.parametrize(
    "what",
    [
        ([replace(ANSWER, source="y = 3 - 2")], [MUTANT], [ENTRY]),
        ([ANSWER], [], [ENTRY]),
        ([ANSWER], [MUTANT, MUTANT], [ENTRY]),
        ([ANSWER], [replace(MUTANT, kind="number")], [ENTRY]),
        ([ANSWER], [MUTANT], []),
        ([ANSWER], [MUTANT], [replace(ENTRY, change="")]),
    ],
)
def test_another_answer_mutant_or_entry_is_another_state(what):
    assert state_of(*what) != state_of([ANSWER], [MUTANT], [ENTRY])


def test_a_comment_a_given_cell_and_a_reason_leave_the_state_as_it_is():
    cells = [replace(ANSWER, source="# Why.\ny = 1\n\n"), Cell("a-given", "given", "z = 1", 2)]
    entry = replace(ENTRY, reason="Both are one.")
    assert state_of(cells, [MUTANT], [entry]) == state_of([ANSWER], [MUTANT], [ENTRY])


@pytest.mark.parametrize("name", catalog.names())
def test_the_file_that_the_book_reads_is_not_older_than_the_course(course, mutants_of_exercise, name):
    """`autograder mutants NAME --out book/data/mutants.json` counts this exercise anew."""
    score = mutation_score.read(course.root / "book" / "data" / "mutants.json").get(name)
    made = mutants_of_exercise(name)
    solution = survivors.solution_cells(course, name)
    again = f"autograder mutants {name} --out book/data/mutants.json"
    assert score is not None, again
    assert score.tally.made == len(made), again
    assert score.state == state_of(solution, made, catalog.load(name).equivalents), again
    assert score.tally.killed + score.tally.equivalent == score.tally.made, "Not every mutant is explained."

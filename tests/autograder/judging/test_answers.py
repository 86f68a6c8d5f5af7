"""What came back is held against what is expected: the order of the looks, the words, and what hidden numbers keep to themselves."""

import numpy as np
import pytest

from autograder.judging.answers import Answers, RightAnswers
from autograder.judging.cases import Case, Version
from autograder.judging.compare import WrongAnswerError
from autograder.sandbox.runner import Run


def test_numbers_without_a_float_are_computed_in_float64():
    answers = Answers(
        Case("slide", {"n": np.array([1, 2])}), Run(values={("a", "b"): np.array([0.5])}), {}, "a", "b"
    )
    answers.expect("b", np.array([0.5]), "one number")
    with pytest.raises(WrongAnswerError, match="1 of its 1 numbers is wrong"):
        answers.expect("b", np.array([0.25]), "one number")


def answers(value, *, hidden=False, dtype="float64", stopped=None, errors=None):
    """What a check of the cell `cell` sees where the name `db` holds a value; None if the name is not there."""
    values = {} if value is None else {("cell", "db"): value}
    case = Case("fresh-1" if hidden else "slide", {"x": np.zeros(2, dtype)}, hidden)
    return Answers(case, Run(values=values, errors=errors or {}), stopped or {}, "cell", "db")


TWO = np.array([1.0, 2.0])
NAME_ERROR = {"type": "NameError", "message": "no y", "line": 3, "inside": "cell-answer", "line_inside": 3}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (answers("None"), "db is still None: the blank is empty."),
        (
            answers(
                None, errors={"cell": NAME_ERROR | {"message": "name 'f' is not defined", "inside": "None"}}
            ),
            "db comes from a function that the judge calls itself, and that is no longer there (name 'f' is not defined): keep the lines",
        ),
        (
            answers(None),
            "On the slide's numbers, there is no db: your cell ends and has given nothing this name.",
        ),
        (
            answers(
                None, errors={"given": NAME_ERROR | {"message": "name 'db' is not defined", "inside": "None"}}
            ),
            "On the slide's numbers, there is no db: your cell ends and has given nothing this name.",
        ),
        (
            answers(None, errors={"given": NAME_ERROR | {"inside": "another-answer"}}),
            "On the slide's numbers, db was not computed, because something before it is",
        ),
        (answers("list"), "On the slide's numbers, db is not a NumPy array but list; it must be an array of"),
        (
            answers("ndarray of str64"),
            "db holds texts, which is not looked at; it must be an array of numbers of shape",
        ),
        (answers("ndarray of float128"), "db holds float128 numbers, which is not looked at"),
        (answers("ndarray of more than 16 MB"), "db holds more than 16 MB, which is not looked at"),
        (
            answers(None, errors={"cell-answer": NAME_ERROR | {"message": "It has an end."}}),
            "your cell stopped with NameError in line 3: It has an end.",
        ),
        (answers(None, stopped={"cell-answer": "ended it all"}), "Your cell ended it all."),
        (
            answers(None, errors={"cell-answer": NAME_ERROR}),
            "your cell stopped with NameError in line 3: no y.",
        ),
        (answers(np.zeros((2, 1))), "db has shape (2, 1); it must have (2,): two numbers."),
        (
            answers(np.zeros(2, int)),
            "db holds int64 numbers; they must be float64, as the numbers it is made",
        ),
        (answers(np.array([1, np.nan])), "1 of the 2 numbers of db are not finite (nan or inf)."),
        (
            answers(np.array([1.0, 3.0])),
            "1 of its 2 numbers is wrong. The first one is db[1]: it is 3 and must be 2.",
        ),
    ],
)
def test_the_first_thing_that_is_wrong_is_told(given, sentence):
    with pytest.raises(WrongAnswerError) as wrong:
        given.expect("db", TWO, "two numbers")
    assert sentence in str(wrong.value)
    assert wrong.value.korean


def test_what_is_right_to_rounding_passes_in_the_dtype_of_the_numbers_or_a_wider_one():
    answers(TWO * (1 + 1e-12)).expect("db", TWO, "two numbers")
    answers(TWO.astype(np.float32), dtype="float32").expect("db", TWO, "two numbers")
    answers(TWO, dtype="float32").expect("db", TWO, "two numbers")
    with pytest.raises(WrongAnswerError, match="float32 numbers; they must be float64"):
        answers(TWO.astype(np.float32)).expect("db", TWO, "two numbers")
    with pytest.raises(WrongAnswerError, match="holds float64 numbers; what goes in is float32"):
        answers(TWO, dtype="float32").expect_dtype("db", np.float32)


def test_whole_numbers_predictions_measured_numbers_and_ranges():
    whole = answers(np.array([1, 2]))
    whole.expect_whole("db", [1, 2], "two")
    with pytest.raises(WrongAnswerError, match=r"must be whole numbers \(int\)"):
        answers(TWO).expect_whole("db", [1, 2], "two")
    with pytest.raises(WrongAnswerError, match=r"1 of its 2 numbers is wrong\.$"):  # and not which
        whole.expect_prediction("db", [1, 3], "two")
    answers(TWO + 0.1).expect_near("db", TWO, "two", 0.06)  # of the largest, so 0.12
    with pytest.raises(WrongAnswerError):
        answers(TWO + 0.1).expect_near("db", TWO, "two", 0.04)
    whole.expect_between("db", [0, 2], [1, 2], "two")
    with pytest.raises(WrongAnswerError, match=r"db\[1\]: it is 2 and must be 4"):
        whole.expect_between("db", [0, 3], [1, 4], "two")


def test_rows_by_chance_are_all_there_once_and_in_another_order():
    rows = [[5, 1], [3, 1], [4, 0], [9, 2]]
    in_turn = [rows[i] for i in (1, 2, 3, 0)]
    answers(np.array(in_turn)).expect_mixed("db", rows, "pairs")
    answers(np.array(in_turn)).expect_mixed("db", rows, "pairs", "another")  # which is not there
    for wrong, sentence in [
        (rows, "not mixed"),
        ([rows[i] for i in (0, 1, 3, 2)], "not mixed"),
        ([rows[i] for i in (1, 2, 3, 3)], "has the right shape, but"),
        (in_turn[:3], r"has shape \(3, 2\)"),
        (np.array(in_turn, float), "must be whole numbers"),
        ([[3, 0], [4, 1], [9, 2], [5, 1]], "2 of 4 have the label of another one"),  # a row is one thing
    ]:
        with pytest.raises(WrongAnswerError, match=sentence):
            answers(np.array(wrong)).expect_mixed("db", rows, "pairs")
    with pytest.raises(WrongAnswerError, match="or in that of db"):
        answers(np.array(in_turn)).expect_mixed("db", rows, "pairs", "db")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([0, 1, 1], None),
        ([1, 1, 1], "passes on a faulty version"),
        ([0, 1, 0], "fails on a version that is right"),
    ],
)
def test_a_students_test_must_pass_where_it_is_right_and_nowhere_else(said, sentence):
    given = answers(np.array(said))
    if sentence is None:
        given.expect_test("db", faulty=1, right=2)
    else:
        with pytest.raises(WrongAnswerError, match=sentence):
            given.expect_test("db", faulty=1, right=2)


@pytest.mark.parametrize("is_right", [True, False])
def test_on_hidden_numbers_a_students_test_is_held_against_the_version_of_that_run(is_right):
    case = Case("fresh-1", {}, True, {"cell": Version("", is_right)})
    for said in (0, 1):
        given = Answers(case, Run(values={("cell", "db"): np.array([said])}), {}, "cell", "db")
        if said == is_right:
            given.expect_test("db", faulty=1, right=2)
        else:
            with pytest.raises(WrongAnswerError):
                given.expect_test("db", faulty=1, right=2)


def test_a_check_gets_numbers_of_its_own():
    given = answers(TWO)
    given.numbers["x"][:] = 9
    assert given.numbers["x"].tolist() == [0, 0]


def test_what_is_expected_can_be_gathered_but_for_what_is_to_be_predicted():
    case = Case("slide", {"x": np.zeros(2, np.float32)})
    right = RightAnswers(case, Run(), {}, "cell", "db")
    right.expect("db", TWO, "two")
    right.expect_whole("count", 3, "one")
    right.expect_prediction("guess", [7], "one")
    assert {name: (value.tolist(), value.dtype.name) for name, value in right.found.items()} == {
        "db": ([1, 2], "float32"),
        "count": (3, "int64"),
    }


def test_places_that_rank_the_same_may_stand_in_either_order():
    ranks = [0.0, 3.0, 5.0, 3.0, -1.0]
    for order in ([2, 1, 3], [2, 3, 1]):
        answers(np.array(order)).expect_ranked("db", ranks, "places")
    for wrong in ([1, 2, 3], [2, 3, 3], [2, 1, 4]):
        with pytest.raises(WrongAnswerError, match=r"numbers (is|are) wrong"):
            answers(np.array(wrong)).expect_ranked("db", ranks, "places")
    with pytest.raises(WrongAnswerError, match=r"has shape \(2,\)"):
        answers(np.array([2, 1])).expect_ranked("db", ranks, "places")


def test_a_value_may_be_wanted_in_the_dtype_of_one_of_the_numbers():
    single = np.ones(2, np.float32)
    answers(single).expect("db", single, "two", dtype="float32")
    with pytest.raises(WrongAnswerError, match="they must be float64"):
        answers(single).expect("db", single, "two", dtype=np.dtype("float64"))

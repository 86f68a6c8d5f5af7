"""An assignment as data: what is read from two files judges as the assignment does that was written."""

import numpy as np
import pytest

from autograder.assignment import Ask
from autograder.judging.answers import Answers
from autograder.judging.cases import Case
from autograder.judging.compare import WrongAnswerError
from autograder.judging.recording import Recording
from autograder.judging.sealed import Sealed
from autograder.sandbox.runner import Run

SEALED = Sealed.of(np.array([7.0, 8.0]), "here")
ABOUT = {
    "name": "by-hand",
    "modules": ["modlab.im2col"],
    "values": {"c": ["out", "guess"]},
    "follows": {},
    "made_from": {"c": ["x"]},
    "tools": ["network"],
    "writes": {"c": ["x"]},
    "asks": {"c": {"source": "out = f(n)", "names": ["n"]}},
    "seconds": 2.0,
    "numbers": {
        "slide": {"x": {"array": "a"}, "pad": 1},
        "practice": {"x": {"array": "b"}, "pad": 2},
        "small-1": {"x": {"array": "b"}, "pad": 0},
    },
    "changes": {"small-1": ["pad"]},
    "checks": [
        {
            "name": "test_out",
            "cell": "c",
            "points": 2,
            "looks": {
                "slide": [["expect", "out", [{"array": "b"}, "one number"]]],
                "practice": [
                    [
                        "expect_prediction",
                        "guess",
                        [
                            {
                                "sealed": SEALED.whole,
                                "each": list(SEALED.digests),
                                "salt": "here",
                                "shape": [2],
                            },
                            "two",
                        ],
                    ]
                ],
            },
        }
    ],
    "faults": [
        {
            "name": "f",
            "cell": "c",
            "hint": "Look.",
            "hint_ko": "보세요.",
            "values": {"slide": {"out": {"array": "a"}, "guess": "None"}},
        }
    ],
}


@pytest.fixture
def assignment(tmp_path):
    written = Recording(ABOUT, {"a": np.arange(3.0), "b": np.array([5.0])})
    (tmp_path / "by-hand.json").write_text(written.text(), encoding="utf-8")
    (tmp_path / "by-hand.npz").write_bytes(written.arrays_as_bytes())
    return Recording.load(tmp_path / "by-hand.json").assignment()


def look(assignment, case, **values):
    run = Run(values={("c", name): value for name, value in values.items()})
    assignment.checks[0].look(Answers(Case(case, {"x": np.zeros(1)}), run, {}, "c", "out"))


def test_numbers_and_faults_come_back(assignment):
    assert assignment.slide_numbers()["x"].tolist() == [0, 1, 2]
    assert assignment.fresh_numbers(None, 0) == {"x": np.array([5.0]), "pad": 2}
    assert [(small.numbers["pad"], small.changes) for small in assignment.small_numbers()] == [(0, ("pad",))]
    assert (assignment.tools, assignment.writes) == (["network"], {"c": ["x"]})
    assert (assignment.draws, assignment.seconds) == (0, 2.0)  # there are no hidden numbers
    assert assignment.asks == {"c": Ask("out = f(n)", ["n"])}
    (fault,) = assignment.faults
    assert (
        fault.name,
        fault.source,
        fault.values["slide"]["out"].tolist(),
        fault.values["slide"]["guess"],
    ) == (
        "f",
        "",
        [0, 1, 2],
        "None",
    )


def test_a_check_asks_what_was_written_down_case_by_case(assignment):
    look(assignment, "slide", out=np.array([5.0]))
    with pytest.raises(WrongAnswerError, match="it is 4 and must be 5"):
        look(assignment, "slide", out=np.array([4.0]))
    look(assignment, "practice", guess=np.array([7, 8]))
    with pytest.raises(WrongAnswerError, match="1 of its 2 numbers is wrong"):
        look(assignment, "practice", guess=np.array([7, 9]))


def test_the_same_arrays_give_the_same_bytes_in_any_order():
    arrays = {"a": np.arange(3.0), "b": np.array([5.0])}
    other_way_round = dict(reversed(arrays.items()))
    assert Recording({}, arrays).arrays_as_bytes() == Recording({}, other_way_round).arrays_as_bytes()


def test_an_array_of_objects_is_not_read(tmp_path):
    np.savez(tmp_path / "x.npz", a=np.array([{"b": 1}], dtype=object))
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(ValueError, match="allow_pickle"):
        Recording.load(tmp_path / "x.json")

"""Cells run in the worker: what they print is capped, what they break is theirs, and what they hold comes back."""

import answer
import numpy as np
import pytest


def test_what_is_printed_is_capped_and_costs_nothing(judge_blanks, full_points):
    noise = "import sys, warnings\nprint('x' * 20_000_000)\nprint('oops', file=sys.stderr)\nwarnings.warn('careful')\n"
    points, verdict = judge_blanks({"db": noise + "db = dout_rows.sum(axis=0)"})
    assert points == full_points
    assert len(verdict.log) < 100_000


def test_printing_past_python_costs_nothing(judge_blanks, full_points):
    noise = "import os\nos.write(1, b'x' * 100_000)\nos.write(2, b'x' * 100_000)\nprint('<script>')\n"
    points, _ = judge_blanks({"db": noise + "db = dout_rows.sum(axis=0)"})
    assert points == full_points


def test_patched_numpy_and_builtins_cannot_make_a_wrong_answer_right(judge_blanks):
    patches = (
        "import builtins, numpy\n"
        "numpy.allclose = numpy.array_equal = builtins.all = lambda *a, **k: True\n"
        "numpy.ndarray = numpy.float64\n"
        "db = np.zeros(FN)"
    )
    points, _ = judge_blanks({"db": patches})
    assert points["db"] == 0


def test_magics_are_blanked_out_and_python_is_not():
    source = "%time x = 1\n    !ls\nnp.dot?\ny = 7 % 2\nprint('!')"
    assert answer.without_magics(source).splitlines() == [
        "x = 1",  # what is timed is done
        "    pass",
        "pass",
        "y = 7 % 2",
        "print('!')",
    ]
    source = "?np.pad\n??np\nfiles = !ls -l\n    a, b = %who\nx = y[!z]"
    assert answer.without_magics(source).splitlines() == [
        *("pass", "pass", "files = None", "    a, b = None", "x = y[!z]"),
    ]


def test_the_first_characters_are_kept_and_the_rest_forgotten():
    text = answer.CappedText(5)
    assert [text.write("abc"), text.write("defg"), text.write("h")] == [3, 4, 1]
    assert text.take() == "abcde"
    text.write("again")
    assert text.take() == "again"


def run(source, **namespace):
    namespace = {"__builtins__": __builtins__, **namespace}
    return answer.run(source, "mine", namespace, {"mine"}), namespace


def test_a_cell_runs_and_what_stops_it_is_told():
    assert run("x = 1 + 1")[1]["x"] == 2
    error, namespace = run("x = 3\n\ny = x / 0")
    assert namespace["x"] == 3
    assert (error["type"], error["message"], error["line"]) == ("ZeroDivisionError", "division by zero", 3)
    assert (error["inside"], error["line_inside"]) == ("mine", 3)
    assert run("x = (")[0]["type"] == "SyntaxError"
    for end in ("raise SystemExit", "raise KeyboardInterrupt"):
        assert run(end)[0]["type"] == end.split()[1]


def test_an_error_that_cannot_be_printed_is_no_error_of_ours():
    error, _ = run("class Sly(Exception):\n    def __str__(self): raise ValueError\nraise Sly")
    assert (error["type"], error["message"]) == ("Sly", "")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (None, "None"),
        (3.0, "float"),
        ([1], "list"),
        (np.float64(3), "float64"),
        (np.ma.zeros(1), "MaskedArray"),
        (np.array(["a"]), "ndarray of str32"),
        (np.array([print]), "ndarray of object"),
        (np.zeros((1 << 21) + 1), "ndarray of more than 16 MB"),
    ],
)
def test_what_is_no_array_of_numbers_is_said_in_a_word(value, what):
    assert answer.look_at({"db": value}, "db") == (what, {})
    assert answer.look_at({"db": value}, "dW") == ("absent", {})


def test_an_array_comes_back_as_it_is():
    value = np.arange(3)
    what, arrays = answer.look_at({"db": value}, "db")
    assert what == "array"
    assert arrays["db"] is value

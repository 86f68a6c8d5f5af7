"""What a notebook defines is called once more, with other numbers and without the notebook's own."""

import numpy as np
import pytest

from autograder.notebook.rebuilding import Step
from autograder.sandbox.runner import Limits, Terms, run

GIVEN = """
class Scale:
    def __init__(self, factor):
        self.factor = factor

layer = Scale(factor)
helper = [1.0]

def twice(numbers):
    return numbers * len(helper) * 2
"""
OWN = {"x", "factor", "layer", "helper", "y", "Scale", "twice"}
METHOD = """
def forward(self, x):
    {body}

Scale.forward = forward
y = layer.forward(x)
"""


def called(body, before="", tools=(), question=""):
    """The run of a notebook with one method in it, called with x = [1, 2] and factor 3, and again with [5, 6, 7] and 10."""
    steps = [
        Step("parameters", "numbers", "x = None"),
        Step("given", "class", GIVEN),
        Step("read", "first"),
        Step("answer", "y-answer", before + METHOD.format(body=body)),
        Step("read", "y", names=("y",)),
        Step("again", "first"),
        Step("again", "y", names=("y",)),
    ]
    about = {"source": question, "scalars": {"factor": 10.0}, "may_write": []}
    later = {("again", cell): (about, {"x": np.array([5.0, 6.0, 7.0])}) for cell in ("first", "y")}
    first = {"x": np.array([1.0, 2.0]), "factor": 3.0}
    return run(steps, first, (), Limits(), Terms(later, OWN - {*tools}))


def again(*arguments, **named):
    value = called(*arguments, **named).again["y", "y"]
    return value.tolist() if isinstance(value, np.ndarray) else value


def test_a_right_function_gives_the_right_numbers_both_times():
    made = called("return x * self.factor")
    assert made.values["y", "y"].tolist() == [3, 6]
    assert made.again["y", "y"].tolist() == [50, 60, 70]
    assert made.errors_again == made.written == {}


@pytest.mark.parametrize(
    "body",
    [
        "return x * factor",
        "return x * layer.factor",
        "return globals()['x'] * self.factor",
        "return x + 0 * len(y) if 'y' in globals() else 1 / 0",
    ],
)
def test_the_notebooks_own_names_are_gone(body):
    made = called(body)
    assert made.again["y", "y"] == "absent"
    assert made.errors_again["y"]["type"] in ("NameError", "KeyError", "ZeroDivisionError")


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("", "return x * 3.0"),
        ("kept = []\n", "if not kept: kept.append(x * self.factor)\n    return kept[0]"),
        ("kept = {}\n", "return kept.setdefault(id(self), x * self.factor)"),
        ("factor_then = factor\n", "return x * factor_then"),
    ],
)
def test_what_hangs_on_the_first_call_gives_wrong_numbers(before, body):
    assert again(body, before) != [50, 60, 70]


def test_an_array_that_is_given_out_each_time_is_seen():
    reused = (
        "out = kept.setdefault(x.shape, np.empty_like(x))\n    out[...] = x * self.factor\n    return out"
    )
    assert again(reused, "import numpy as np\nkept = {}\n") == "Reused"
    assert again("self.out = x * self.factor\n    return self.out") == [50, 60, 70]


def test_what_is_written_into_is_told():
    assert called("x *= self.factor\n    return x.copy()").written == {"y": ["x"]}
    hidden = "out = x * self.factor\n    if len(x) > 2: x[2] = 0\n    return out"
    assert called(hidden).written == {"y": ["x"]}


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("import numpy as np\n", "return np.multiply(x, self.factor)"),
        ("SHIFT = 0.0\n", "return x * self.factor + SHIFT"),
        ("def scaled(x, by):\n    return x * by\n", "return scaled(x, self.factor)"),
        (
            "import functools\n@functools.lru_cache\ndef one():\n    return 1\n",
            "return x * self.factor * one()",
        ),
        ("scaled = lambda x, by: x * by\n", "return scaled(x, self.factor)"),
        ("%matplotlib inline\n", "return x * self.factor"),
    ],
)
def test_what_is_the_students_own_stays(before, body):
    assert again(body, before) == [50, 60, 70]


def test_a_tool_may_be_used():
    assert again("return x * self.factor * helper[0]") == "absent"
    assert again("return x * self.factor * helper[0]", tools=["helper"]) == [50, 60, 70]


def test_a_question_is_asked_with_the_other_numbers():
    assert again("return x * self.factor", question="y = Scale(2.0).forward(x)") == [10, 12, 14]
    assert again("return 1 / 0", question="y = Scale(2.0).forward(x)") == "absent"


def test_a_function_that_is_slow_is_not_called_again():
    """It would not have the time: with 2 seconds for all, a call that takes 0.8 cannot be made three times."""
    body = "import time\n    end = time.process_time() + 0.8\n    while time.process_time() < end: pass\n    return x * self.factor"
    steps_limits = Limits(seconds=2.0)
    steps = [
        Step("parameters", "numbers", "x = None"),
        Step("given", "class", GIVEN),
        Step("answer", "y-answer", METHOD.format(body=body)),
        Step("read", "y", names=("y",)),
        Step("again", "y", names=("y",)),
    ]
    later = {("again", "y"): ({"source": "", "scalars": {}, "may_write": []}, {})}
    made = run(steps, {"x": np.ones(2), "factor": 3.0}, (), steps_limits, Terms(later, OWN))
    assert made.stopped_at is None
    assert made.values["y", "y"].tolist() == [3, 3]
    assert made.again == {("y", "y"): "absent"}

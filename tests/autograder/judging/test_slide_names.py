"""What the names of a notebook are on the slide's numbers, of a notebook that is small enough to know it."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.assignment import Assignment
from autograder.judging.slide_names import names_on_the_slide, notebooks_arguments
from autograder.judging.verdict import GraderError
from autograder.notebook.reading import Cell

NOTEBOOK = """
import numpy as np
from fractions import Fraction

class Layer:
    def __init__(self, stride, flag=True):
        self.stride = stride
    def forward(self, x):
        height = len(x)
        return x * self.stride

layer = Layer(step, flag=False)
y = layer.forward(x)
again = layer.forward(np.ones(7))

def draw(rng):
    def inner(k):
        return k
    return inner(5)

places = x.argsort()
drawn = draw(np.random.default_rng(1))
"""
TINY = Assignment(
    name="tiny",
    modules=(),
    values={},
    slide_numbers=lambda: {"x": np.arange(4.0), "step": 3},
    fresh_numbers=lambda _generator, _draw: {},
    draws=0,
)


def test_numbers_arrays_and_objects_of_a_small_notebook():
    seen = names_on_the_slide(TINY, [Cell("given", "given", NOTEBOOK, 1)])
    assert seen.numbers["", "step"] == 3
    assert seen.numbers["", "drawn"] == 5
    assert seen.numbers["Layer.forward", "self.stride"] == 3
    assert seen.numbers["Layer.forward", "height"] == 4  # at the first call, not the second
    assert seen.numbers["draw.<locals>.inner", "k"] == 5
    assert ("Layer.__init__", "flag") not in seen.numbers
    assert seen.kinds["", "y"] == seen.kinds["Layer.forward", "return"] == "array"
    assert seen.kinds["draw", "rng"] == "generator"
    assert seen.kinds["", "places"] == "array"
    assert seen.whole == {("", "places")}
    assert seen.owners == {"stride": ("layer",)}
    assert {"x", "step", "layer", "y", "Layer"} <= seen.names
    assert not {"names_seen", "json", "sys", "owners", "found"} & seen.names
    assert seen.arguments["Layer.__init__", "stride"] == ("step",)


def test_calls_inside_functions_say_nothing_of_the_notebook():
    source = "def f(a):\n    return a\n\ndef g(b):\n    return f(b)\n\nf(x.T)\nf(layer.W)\nf(-1)\nf(*many)"
    assert notebooks_arguments([source]) == {("f", "a"): ("x.T", "layer.W")}


def test_a_solution_that_ends_the_process_is_told_so():
    with pytest.raises(GraderError, match="tiny does not run to its end"):
        names_on_the_slide(replace(TINY, seconds=5), [Cell("given", "given", "import os; os._exit(0)", 1)])

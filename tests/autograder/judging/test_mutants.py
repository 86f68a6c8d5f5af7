"""Mutants of small blanks, held against what must be among them."""

import ast

import numpy as np
import pytest

from autograder.judging.mutants import change_between, mutants_of
from autograder.judging.small_changes import Seen
from autograder.notebook.reading import Cell

DOUBLE = """def size(n, f):
    size = None  # instead of None
    ### BEGIN SOLUTION
    # What fits.
    if n < f:
        raise ValueError(f"{n + 1} is too small")
    size = n - f + 1
    ### END SOLUTION
    return size


OH = size(5, 3)
"""


def mutants(source, **seen):
    return mutants_of([Cell("a-b-answer", "answer", source, 1)], Seen(**seen))


def changes_of(source, **seen):
    return {(mutant.kind, mutant.change) for mutant in mutants(source, **seen)}


def test_only_what_stands_between_the_marks_is_changed():
    made = mutants(DOUBLE)
    inside = [mutant for mutant in made if mutant.kind != "remembered"]
    assert {mutant.change for mutant in inside if "if n < f" in mutant.change} == {
        "if n < f:  ->  if n <= f:",
        "if n < f:  ->  if n >= f:",
        "if n < f:  ->  if True:",
        "if n < f:  ->  if False:",
        "if n < f: | raise ValueError(f'{n + 1} is too small')  ->  pass",
    }
    for mutant in inside:
        assert "size = None" in mutant.source
        assert mutant.source.endswith("return size\nOH = size(5, 3)")
    assert ("dropped", "size = n - f + 1  ->  pass") in changes_of(DOUBLE)
    assert not any("+ 2} is" in mutant.source for mutant in made)  # a message is no answer


def test_all_mutants_of_a_line():
    assert changes_of("y = a + 1") == {
        ("dropped", "y = a + 1  ->  pass"),
        ("operator", "y = a + 1  ->  y = a - 1"),
        ("term", "y = a + 1  ->  y = a"),
        ("term", "y = a + 1  ->  y = 1"),
        ("constant", "y = a + 1  ->  y = a + 2"),
        ("constant", "y = a + 1  ->  y = a + 0"),
    }


def test_statements_add_where_they_set_and_set_where_they_add():
    assert {
        ("increment", "big[i] += b  ->  big[i] = b"),
        ("operator", "big[i] += b  ->  big[i] -= b"),
        ("dropped", "big[i] += b  ->  pass"),
    } <= changes_of("big[i] += b")
    assert ("increment", "big[i] = b  ->  big[i] += b") in changes_of("big[i] = b")
    assert ("dropped", "x, t = (x[i], t[i])  ->  x, t = (x[i], t)") in changes_of("x, t = x[i], t[i]")


def test_given_arrays_are_written_into_when_the_blank_has_ended():
    changed = changes_of("y = x * 2\nn = len(x)", kinds={("", "x"): "array", ("", "y"): "array"})
    assert {change for kind, change in changed if kind == "overwritten"} == {
        "n = len(x)  ->  n = len(x) | x[...] = 0"
    }


def test_the_size_that_is_left_stays_and_other_numbers_do_not():
    constants = {change for kind, change in changes_of("y = x.reshape((-1, 2))[-1]") if kind == "constant"}
    assert constants == {
        f"y = x.reshape((-1, 2))[-1]  ->  y = {new}"
        for new in (
            "x.reshape((-1, 3))[-1]",
            "x.reshape((-1, 1))[-1]",
            "x.reshape((-1, 2))[-2]",
            "x.reshape((-1, 2))[-0]",
        )
    }


def test_a_lambda_is_changed_inside():
    assert ("operator", "f = lambda a: a + b  ->  f = lambda a: a - b") in changes_of("f = lambda a: a + b")


def test_a_dtype_is_forced_on_what_comes_out():
    source = "def f(x):\n    y = x * 2\n    z = y + 1\n    return z"
    array = {("f", name): "array" for name in ("x", "y", "z", "return")}
    kinds = ("dtype", "wider", "digits")
    forced = [change for change in sorted(changes_of(source, kinds=array)) if change[0] in kinds]
    assert forced == [
        ("digits", "return z  ->  return np.round(z)"),
        ("digits", "return z  ->  return np.round(z, 6)"),
        ("digits", "z = y + 1  ->  z = np.round(y + 1)"),
        ("digits", "z = y + 1  ->  z = np.round(y + 1, 6)"),
        ("dtype", "return z  ->  return np.asarray(z, np.float32)"),
        ("dtype", "z = y + 1  ->  z = np.asarray(y + 1, np.float32)"),
        ("wider", "return z  ->  return np.asarray(z, np.float64)"),
        ("wider", "z = y + 1  ->  z = np.asarray(y + 1, np.float64)"),
    ]


def test_numbers_that_are_typed_in_get_no_other_dtype():
    kinds = {("", "y"): "array"}
    assert "dtype" not in {kind for kind, _ in changes_of("y = [[1, 2], [3, 4]]", kinds=kinds)}
    assert "dtype" in {kind for kind, _ in changes_of("y = np.array([1, 2])", kinds=kinds)}


def test_a_result_is_rounded_where_that_can_make_a_difference():
    def rounded(source, **more):
        changed = changes_of(source, kinds={("", "y"): "array"}, **more)
        return {change.partition("  ->  ")[2] for kind, change in changed if kind == "digits"}

    assert rounded("y = x * 2") == {"y = np.round(x * 2, 6)", "y = np.round(x * 2)"}
    assert rounded("y = x * 2", whole={("", "y")}) == {"y = np.round(x * 2, 6)"}
    assert rounded("y = np.zeros_like(x)") == {"y = np.round(np.zeros_like(x), 6)"}


MOMENTUM = "def update(W, v, g):\n    v *= 0.9\n    v -= g\n    W += v\n    print(W)\n    return W"


def test_statements_change_places_where_their_order_matters():
    swapped = {change for kind, change in changes_of(MOMENTUM) if kind == "swapped"}
    assert swapped == {"v *= 0.9 | v -= g  ->  v -= g | v *= 0.9", "v -= g | W += v  ->  W += v | v -= g"}


@pytest.mark.parametrize(
    "pair",
    [
        "a = 1\nb = 2",  # neither knows the other
        "a = x + 1\nb = a * 2",  # the name would be missing
        "x += 1\ndef f():\n    return x",
        "x += 1\nprint(x)",
        "x = x + 1",
    ],
)
def test_statements_stay_where_another_order_is_the_same_or_no_program(pair):
    assert "swapped" not in {mutant.kind for mutant in mutants(f"x = 0\n{pair}")}


def test_an_array_is_changed_where_a_part_of_it_is():
    changed = changes_of("x = given\nx[0] = 5\ny = x.sum()\nself.n = 1\nself.m = self.n")
    swapped = {change for kind, change in changed if kind == "swapped"}
    assert swapped == {
        "x[0] = 5 | y = x.sum()  ->  y = x.sum() | x[0] = 5",
        "self.n = 1 | self.m = self.n  ->  self.m = self.n | self.n = 1",
    }


def test_a_parameter_is_the_notebooks_in_the_whole_function_if_it_is_used_more_than_once():
    source = "def f(x, k, once):\n    y = x * k\n    return x + y * k * once"
    seen = {
        "names": frozenset({"x", "once"}),
        "numbers": {("f", "k"): 3},
        "arguments": {("f", "x"): ("big",)},
    }
    everywhere = {one for one in changes_of(source, **seen) if one[0].endswith("everywhere")}
    assert {(kind, change.partition("  ->  ")[2]) for kind, change in everywhere} == {
        ("global everywhere", "x = globals()['x'] | y = x * k"),
        ("global everywhere", "x = big | y = x * k"),
        ("number everywhere", "k = 3 | y = x * k"),
    }


def test_an_attribute_is_the_notebooks_in_all_methods_if_it_is_used_more_than_once():
    source = (
        "class A:\n\n    def f(self):\n        self.k = 1\n        return self.k + self.m\n\n"
        "    def g(self):\n        return 2 * self.k"
    )
    numbers = {("A.f", "self.k"): 3, ("A.g", "self.k"): 3, ("B.g", "self.k"): 4, ("A.f", "self.m"): 5}
    made = mutants(source, numbers=numbers, names=frozenset({"k", "m"}))
    everywhere = {one.kind: one.source for one in made if one.kind.endswith("everywhere")}
    assert everywhere == {
        "global everywhere": source.replace("return self.k", "return k").replace("2 * self.k", "2 * k"),
        "number everywhere": source.replace("return self.k", "return 3").replace("2 * self.k", "2 * 3"),
    }
    differing = mutants(source, numbers={**numbers, ("A.g", "self.k"): 7})
    assert "number everywhere" not in {one.kind for one in differing}


def test_a_whole_number_becomes_a_float_and_a_float_whole():
    for number, other in ((3, "float"), (0.5, "int")):
        known = {"numbers": {("", "n"): number}, "kinds": {("", "n"): "number"}}
        forced = {change for kind, change in changes_of("n = a", **known) if kind == "dtype"}
        assert forced == {f"n = a  ->  n = {other}(a)"}


@pytest.mark.parametrize("kind", ["remembered", "buffer", "overwritten"])
def test_whole_functions_do_what_their_kind_says(kind):
    source = "class A:\n    def f(self, x):\n        return x + 1"
    kinds = {("A.f", "x"): "array", ("A.f", "return"): "array"}
    made = [mutant.source for mutant in mutants(source, kinds=kinds) if mutant.kind == kind]
    assert len(made) == (2 if kind == "remembered" else 1)
    for code in made:
        names = {}
        exec(code, names)
        one, two = np.zeros(2), np.ones(2)
        layer = names["A"]()
        first = layer.f(one)
        second = layer.f(x=two)
        if kind == "overwritten":
            assert two.tolist() == [0, 0]
        if kind == "remembered":
            assert second is first
        if kind == "buffer":
            assert second is first
            assert second.tolist() == [2, 2]


def test_of_those_that_remember_one_begins_anew_for_each_object():
    source = "class A:\n    def f(self, x):\n        return x + 1"
    said = []
    for mutant in mutants(source):
        if mutant.kind == "remembered":
            names = {}
            exec(mutant.source, names)
            said.append([names["A"]().f(1), names["A"]().f(5)])
    assert said == [[2, 2], [2, 6]]


def test_the_same_source_gives_the_same_mutants_under_names_of_their_own():
    made = mutants(DOUBLE)
    assert made == mutants(DOUBLE)
    assert len({mutant.name for mutant in made}) == len({mutant.source for mutant in made}) == len(made)
    assert made[1].name == "a-b dropped 1"


def test_every_mutant_is_other_code_that_compiles():
    same = ast.unparse(ast.parse(DOUBLE))
    for mutant in mutants(DOUBLE):
        compile(mutant.source, "mutant", "exec")
        assert ast.unparse(ast.parse(mutant.source)) != same


def test_other_cells_are_no_blanks():
    assert mutants_of([Cell("a-given-b", "given", "y = a + 1", 1), Cell("", "", "y = 1", 2)]) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a b c", "a d c", "b  ->  d"),
        ("a b", "a b c", "b  ->  b | c"),
        ("a b", "c a b", "a  ->  c | a"),
        ("a b c", "a c", "b | c  ->  c"),
        ("a a", "a a a", "a  ->  a | a"),
    ],
)
def test_changes_are_said_with_a_line_on_both_sides(before, after, said):
    assert change_between(before.split(), after.split()) == said

"""The small changes of an expression, held against lists that were written by hand."""

import ast

import pytest

from autograder.judging.small_changes import Place, Seen, changes

SEEN = Seen(
    numbers={("", "stride"): 2, ("f", "n"): 3, ("Pooling.forward", "self.pad"): 1},
    kinds={("f", "rng"): "generator"},
    names=frozenset({"x", "stride", "pad", "n"}),
    owners={"pad": ("layer",)},
    arguments={("f", "x"): ("x",), ("f", "g"): ("height",)},
)
IN_F = Place("f", frozenset({"x", "g", "n", "rng"}), frozenset({"x", "g", "n", "rng", "H"}), seen=SEEN)
IN_METHOD = Place("Pooling.forward", frozenset({"x"}), frozenset({"x"}), seen=SEEN)


def made(code, place=None):
    node = ast.parse(code, mode="eval").body
    return [
        (kind, ast.unparse(ast.fix_missing_locations(new))) for kind, new in changes(node, place or Place())
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a + b", {("operator", "a - b"), ("term", "a"), ("term", "b")}),
        ("a - b", {("operator", "a + b"), ("operator", "b - a"), ("term", "a"), ("term", "b")}),
        ("a @ b", {("operator", "a * b"), ("operator", "b @ a"), ("term", "a"), ("term", "b")}),
        ("a >= 0", {("comparison", "a > 0"), ("comparison", "a < 0")}),
        ("a == b", {("comparison", "a <= b"), ("comparison", "a >= b"), ("comparison", "a != b")}),
        ("a in b", {("comparison", "a not in b")}),
        ("a and b", {("condition", "a or b"), ("condition", "a"), ("condition", "b")}),
        ("2", {("constant", "3"), ("constant", "1")}),
        ("True", {("constant", "False")}),
        ("1e-4", {("constant", "1.0001"), ("constant", "0.0002"), ("constant", "0.1")}),
        ("'name'", set()),
        ("a[i]", {("index", "a")}),
        ("a['name']", set()),
        ("a.T", {("order", "a")}),
        ("np.inf", {("sentinel", "100"), ("sentinel", "1000000000.0")}),
        ("np.finfo(x.dtype).min", {("sentinel", "-100"), ("sentinel", "-1000000000.0")}),
        ("x.copy()", {("view", "x"), ("call", "x")}),
        ("x.flatten()", {("view", "x.ravel()"), ("call", "x")}),
        ("np.random.default_rng(seed)", {("seed", "np.random.default_rng(0)"), ("call", "seed")}),
        (
            "range(n)",
            {("slice", "range(1, n)"), ("slice", "range(n + 1)"), ("slice", "range(n - 1)"), ("call", "n")},
        ),
        ("x.max()", {("function", "x.min()"), ("call", "x")}),
    ],
)
def test_all_changes_of_a_small_expression(code, expected):
    assert set(made(code)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a // b", {("rounding", "-(-a // b)"), ("rounding", "round(a / b)"), ("operator", "a / b")}),
        ("x.sum(axis=1)", {("axis", "x.sum()"), ("axis", "x.sum(axis=0)"), ("axis", "x.sum(axis=2)")}),
        ("x.max(axis=(2, 3))", {("axis", "x.max(axis=2)"), ("axis", "x.max(axis=3)")}),
        ("x.transpose(0, 2, 1)", {("axis", "x.transpose(2, 0, 1)"), ("axis", "x.transpose(0, 1, 2)")}),
        ("np.transpose(x, (1, 0))", {("axis", "np.transpose(x, (0, 1))")}),
        ("x.reshape(a, b)", {("order", "x.reshape(b, a)"), ("order", "x.reshape(a, b, order='F')")}),
        ("x.transpose(1, 0).reshape(a, b)", {("order", "x.reshape(a, b).transpose(1, 0)")}),
        ("x.reshape(a, b).transpose(1, 0)", {("order", "x.transpose(1, 0).reshape(a, b)")}),
        ("W.reshape(n, -1).T", {("order", "W.reshape(-1, n)")}),
        ("np.zeros_like(x)", {("wider", "np.zeros(x.shape)")}),
        (
            "np.zeros(n, dtype=x.dtype)",
            {("wider", "np.zeros(n)"), ("wider", "np.zeros(n, dtype=np.float64)")},
        ),
        ("x.astype(np.float32)", {("dtype", "x"), ("view", "x.astype(np.float32, copy=False)")}),
        ("f(a, b, c=d)", {("argument", "f(b, a, c=d)"), ("argument", "f(a, c=d)"), ("argument", "f(a, b)")}),
    ],
)
def test_among_the_changes_are_those_that_people_make(code, expected):
    assert expected <= set(made(code))


def test_slices_lose_and_move_their_bounds():
    (start,) = (node for node in ast.walk(ast.parse("x[a:b:2]")) if isinstance(node, ast.Slice))
    assert [ast.unparse(new) for _, new in changes(start, Place())] == [
        *(":b:2", "a + 1:b:2", "a - 1:b:2"),
        *("a::2", "a:b + 1:2", "a:b - 1:2"),
        "a:b",
    ]


def test_a_parameter_becomes_what_the_notebook_has():
    assert made("x", IN_F) == [("global", "globals()['x']")]
    assert made("g", IN_F) == [("global", "height")]
    assert made("n", IN_F) == [("global", "globals()['n']"), ("number", "3")]
    assert made("rng", IN_F) == [("seed", "np.random.default_rng(0)")]
    assert made("stride", Place(seen=SEEN)) == [("number", "2")]
    assert made("x", Place(seen=SEEN)) == []  # there it is the notebook's own already


def test_an_attribute_becomes_a_global_another_objects_or_a_number():
    assert made("self.pad", IN_METHOD) == [("global", "pad"), ("global", "layer.pad"), ("number", "1")]
    assert made("other.pad", IN_METHOD) == []


def test_height_and_width_are_swapped_only_where_the_cell_has_both():
    both = Place(used=frozenset({"pool_h", "pool_w", "FH"}))
    assert made("pool_h", both) == [("direction", "pool_w")]
    assert made("FH", both) == []

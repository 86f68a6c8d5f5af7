"""The small changes of an expression, held against lists that were written by hand."""

import ast

import pytest

from autograder.judging.small_changes import Place, Seen, changes

SEEN = Seen(
    numbers={("", "stride"): 2, ("f", "n"): 3, ("Pooling.forward", "self.pad"): 1},
    kinds={("f", "rng"): "generator", ("Dropout.forward", "self.rng"): "generator"},
    names=frozenset({"x", "stride", "pad", "n"}),
    owners={"pad": ("layer",)},
    arguments={("f", "x"): ("x",), ("f", "g"): ("height",)},
)
IN_F = Place("f", frozenset({"x", "g", "n", "rng"}), frozenset({"x", "g", "n", "rng", "H"}), seen=SEEN)
IN_METHOD = Place("Pooling.forward", frozenset({"x"}), frozenset({"x"}), seen=SEEN)


OTHER_GENERATORS = [("seed", "np.random.default_rng(0)"), ("seed", "np.random")]


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
        (
            "range(a, n + 1, step)",  # the 1 is changed by itself
            {
                *(("slice", "range(a + 1, n + 1, step)"), ("slice", "range(a - 1, n + 1, step)")),
                *(("argument", "range(n + 1, a, step)"), ("argument", "range(a, step, n + 1)")),
                *(("argument", "range(a, n + 1)"), ("call", "a")),
            },
        ),
        ("[a, 1]", {("element", "[1]"), ("element", "[a]"), ("element", "[1, a]")}),
        ("[[1, 2], [-3, 4]]", set()),  # typed in: its numbers are changed themselves
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
        ("rng.random(x.shape)", {("shape", "rng.random(x.shape[1:])")}),
        ("rng.normal(size=(n, 3))", {("shape", "rng.normal(size=(n, 3)[1:])")}),
        (
            "np.pad(x, 1, constant_values=-np.inf)",
            {("sentinel", "np.pad(x, 1, constant_values=x.min())")},
        ),
        ("np.arange(a, b)", {("slice", "np.arange(a, b + 1)"), ("slice", "np.arange(a - 1, b)")}),
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


def test_a_border_of_zeros_is_no_stand_in_for_the_smallest_number():
    assert "sentinel" not in {kind for kind, _ in made("np.pad(x, 1, constant_values=0)")}


def test_a_draw_of_one_size_has_no_smaller_one():
    assert "shape" not in {kind for kind, _ in made("rng.normal(size=3)") + made("np.zeros(x.shape)")}


def test_a_parameter_becomes_what_the_notebook_has():
    assert made("x", IN_F) == [("global", "globals()['x']")]
    assert made("g", IN_F) == [("global", "height")]
    assert made("n", IN_F) == [("global", "globals()['n']"), ("number", "3")]
    assert made("rng", IN_F) == OTHER_GENERATORS
    assert made("stride", Place(seen=SEEN)) == [("number", "2")]
    assert made("x", Place(seen=SEEN)) == []  # there it is the notebook's own already


def test_an_attribute_becomes_a_global_another_objects_or_a_number():
    assert made("self.pad", IN_METHOD) == [("global", "pad"), ("global", "layer.pad"), ("number", "1")]
    assert made("other.pad", IN_METHOD) == []
    assert made("self.rng", Place("Dropout.forward", seen=SEEN)) == OTHER_GENERATORS


def test_height_and_width_are_swapped_only_where_the_cell_has_both():
    both = Place(used=frozenset({"pool_h", "pool_w", "FH"}))
    assert made("pool_h", both) == [("direction", "pool_w")]
    assert made("FH", both) == []

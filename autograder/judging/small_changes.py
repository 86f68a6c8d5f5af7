"""The small ways in which an expression of a solution can be wrong, each with its kind: what a check must notice."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

# What a change is called, and what stands there instead.
Change = tuple[str, ast.expr]

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
ONE_WAY = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)  # a - b is not b - a
# The edge first, then the opposite.
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.LtE, ast.GtE, ast.NotEq),
    ast.NotEq: (ast.Lt, ast.Gt, ast.Eq),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
FUNCTIONS = {
    "max": "min",
    "maximum": "minimum",
    "argmax": "argmin",
    "amax": "amin",
    "sum": "mean",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "floor": "ceil",
}
FUNCTIONS |= {other: name for name, other in FUNCTIONS.items()}
SENTINELS = (100, 1e9)
DRAWS = ("random", "standard_normal", "normal", "uniform")  # of a generator, with the shape that comes out
MADE_OF_ONES_OWN = ("zeros", "ones", "empty", "full", "arange", "linspace", "array", "asarray")
OTHER_DIRECTION = str.maketrans("hwHW", "whWH")


@dataclass(frozen=True)
class Seen:
    """What the names of a notebook are on the slide's numbers, as far as a wrong answer could lean on it.

    A scope is a function's name with its class, such as `Pooling.forward`, and empty for the notebook itself. An attribute of an object's own
    stands in the scope of a method under `self.stride`, and what a function returns under `return`.

    Attributes
    ----------
    numbers : mapping of (str, str) to int or float
        By scope and name.
    kinds : mapping of (str, str) to str
        `"array"`, `"number"` or `"generator"`.
    names : frozenset of str
        The notebook's own names.
    whole : frozenset of (str, str)
        The arrays of whole numbers among them: to round these changes nothing.
    owners : mapping of str to tuple of str
        For an attribute, the notebook's own objects that have it.
    arguments : mapping of (str, str) to tuple of str
        For a function and its parameter, what the notebook's own calls put there, as code.
    """

    numbers: Mapping[tuple[str, str], int | float] = field(default_factory=dict)
    kinds: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    whole: frozenset[tuple[str, str]] = frozenset()
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    arguments: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where an expression stands.

    Attributes
    ----------
    scope : str
        As in `Seen`.
    parameters, local : frozenset of str
        The names that belong to the function around it; the parameters are among the local ones.
    results : frozenset of str
        The names that the function returns.
    used : frozenset of str
        All names and attributes of the cell.
    in_reshape : bool
        Whether it is an argument of `reshape`, where every negative number means the same.
    seen : Seen
    """

    scope: str = ""
    parameters: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    in_reshape: bool = False
    seen: Seen = field(default_factory=Seen)


def changes(node: ast.AST, place: Place) -> Iterator[Change]:
    """Give what may stand in the place of an expression; most telling kinds first, since the same code is made only once.

    Examples
    --------
    >>> [(kind, ast.unparse(new)) for kind, new in changes(ast.parse("a < 3", mode="eval").body, Place())]
    [('comparison', 'a <= 3'), ('comparison', 'a >= 3')]
    """
    for make in MAKERS.get(type(node), ()):
        yield from make(node, place)


def name_of_call(node: ast.AST) -> str:
    """Return the last name of what is called, such as `reshape`; empty if it has none."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _code(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _call(text: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_code(text), list(arguments), [])


def _with(node: ast.Call, arguments: list[ast.expr], keywords: list[ast.keyword] | None = None) -> ast.Call:
    return ast.Call(node.func, arguments, node.keywords if keywords is None else keywords)


def _is_method(node: ast.Call) -> bool:
    """Whether this is the method of a value, and not a function of a module."""
    root = node.func
    while isinstance(root, ast.Attribute):
        root = root.value
    of_module = isinstance(root, ast.Name) and root.id in ("np", "math", "random")
    return isinstance(node.func, ast.Attribute) and not of_module


def _value(node: ast.Call) -> ast.expr | None:
    """Return what a call is about: a method's object, else the first argument."""
    if _is_method(node) and isinstance(node.func, ast.Attribute):
        return node.func.value
    return node.args[0] if node.args else None


def _operators(node: ast.BinOp, _place: Place) -> Iterator[Change]:
    for other in OPERATORS.get(type(node.op), ()):
        yield "operator", ast.BinOp(node.left, other(), node.right)
    if isinstance(node.op, ONE_WAY):
        yield "operator", ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.FloorDiv):
        up = ast.BinOp(ast.UnaryOp(ast.USub(), node.left), node.op, node.right)
        yield "rounding", ast.UnaryOp(ast.USub(), up)
        yield "rounding", _call("round", ast.BinOp(node.left, ast.Div(), node.right))
    yield "term", node.left
    yield "term", node.right


def _without_sign(node: ast.UnaryOp, _place: Place) -> Iterator[Change]:
    if not isinstance(node.operand, ast.Constant):
        yield "operator", node.operand


def _conditions(node: ast.BoolOp, _place: Place) -> Iterator[Change]:
    yield "condition", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for i in range(len(node.values)):
        rest = [*node.values[:i], *node.values[i + 1 :]]
        yield "condition", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _comparisons(node: ast.Compare, _place: Place) -> Iterator[Change]:
    for i, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            yield (
                "comparison",
                ast.Compare(node.left, [*node.ops[:i], other(), *node.ops[i + 1 :]], node.comparators),
            )


def _constants(node: ast.Constant, _place: Place) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, int):
        for other in (value + 1, value - 1):
            yield "constant", ast.Constant(other)
    elif isinstance(value, float):
        for number in (value + 1, value * 2, 0.1):
            yield "constant", ast.Constant(number)


def _bounds(node: ast.Slice, _place: Place) -> Iterator[Change]:
    lower, upper, step = node.lower, node.upper, node.step

    def moved(bound: ast.expr) -> Iterator[ast.expr]:
        if not isinstance(bound, ast.Constant):
            for op in (ast.Add(), ast.Sub()):
                yield ast.BinOp(bound, op, ast.Constant(1))

    for other in [None, *moved(lower)] if lower else [ast.Constant(1)]:
        yield "slice", ast.Slice(other, upper, step)
    for other in [None, *moved(upper)] if upper else [_code("-1")]:
        yield "slice", ast.Slice(lower, other, step)
    if step:
        yield "slice", ast.Slice(lower, upper, None)


def _without_index(node: ast.Subscript, _place: Place) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load) and not (
        isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    ):
        yield "index", node.value


def _swapped(elements: list[ast.expr], *, neighbours: bool = False) -> Iterator[list[ast.expr]]:
    for i, j in combinations(range(len(elements)), 2):
        if not neighbours or j == i + 1:
            swapped = list(elements)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield swapped


def _list_of_sizes(node: ast.Call) -> tuple[list[ast.expr], Callable[[list[ast.expr]], ast.expr]]:
    """Return the sizes or axes in the arguments of `reshape` and `transpose`, and what makes the call with others."""
    first = 0 if _is_method(node) else 1
    before, arguments = node.args[:first], node.args[first:]
    if len(arguments) == 1 and isinstance(arguments[0], ast.Tuple):
        return arguments[0].elts, lambda new: _with(node, [*before, ast.Tuple(new, ast.Load())])
    return arguments, lambda new: _with(node, [*before, *new])


def _orders(node: ast.Call, _place: Place) -> Iterator[Change]:
    name = name_of_call(node)
    if name not in ("reshape", "transpose"):
        return
    sizes, made = _list_of_sizes(node)
    for other in _swapped(sizes):
        yield "axis" if name == "transpose" else "order", made(other)
    if name == "reshape" and len(sizes) > 1:
        order = ast.keyword("order", ast.Constant("F"))
        yield "order", _with(node, node.args, [*node.keywords, order])
    inside = _value(node)
    if _is_method(node) and isinstance(inside, ast.Call) and _is_method(inside):
        name_inside = name_of_call(inside)
        if {name, name_inside} == {"reshape", "transpose"}:
            assert isinstance(inside.func, ast.Attribute)
            first = ast.Call(ast.Attribute(inside.func.value, name, ast.Load()), node.args, node.keywords)
            yield (
                "order",
                ast.Call(ast.Attribute(first, name_inside, ast.Load()), inside.args, inside.keywords),
            )


def _transposed(node: ast.Attribute, _place: Place) -> Iterator[Change]:
    if node.attr != "T":
        return
    yield "order", node.value
    inside = node.value
    if name_of_call(inside) == "reshape":
        assert isinstance(inside, ast.Call)
        sizes, made = _list_of_sizes(inside)
        yield "order", made(sizes[::-1])


def _axes(node: ast.Call, _place: Place) -> Iterator[Change]:
    for i, keyword in enumerate(node.keywords):
        if keyword.arg != "axis":
            continue

        def with_axis(axis: list[ast.expr], i: int = i) -> ast.Call:
            keywords = [ast.keyword("axis", value) for value in axis]
            return _with(node, node.args, [*node.keywords[:i], *keywords, *node.keywords[i + 1 :]])

        yield "axis", with_axis([])
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, int):
            for other in sorted({0, 1, keyword.value.value + 1} - {keyword.value.value}):
                yield "axis", with_axis([ast.Constant(other)])
        if isinstance(keyword.value, ast.Tuple):
            for element in keyword.value.elts:
                yield "axis", with_axis([element])


def _copies(node: ast.Call, _place: Place) -> Iterator[Change]:
    name, value = name_of_call(node), _value(node)
    if value is None:
        return
    if name == "copy":
        yield "view", value
    elif name == "flatten" and _is_method(node):
        yield "view", ast.Call(ast.Attribute(value, "ravel", ast.Load()), [], [])
    elif name == "array" and not isinstance(value, ast.List | ast.Tuple | ast.ListComp):
        yield "view", ast.Call(_code("np.asarray"), node.args, node.keywords)
    elif name == "astype":
        yield "view", _with(node, node.args, [*node.keywords, ast.keyword("copy", ast.Constant(False))])


def _dtypes(node: ast.Call, _place: Place) -> Iterator[Change]:
    name, value = name_of_call(node), _value(node)
    if name == "astype" and value is not None:
        yield "dtype", value
    if name in ("zeros_like", "ones_like", "empty_like", "full_like") and len(node.args) >= 1:
        shape = ast.Attribute(node.args[0], "shape", ast.Load())
        yield (
            "wider",
            ast.Call(_code(f"np.{name.removesuffix('_like')}"), [shape, *node.args[1:]], node.keywords),
        )
    others = [keyword for keyword in node.keywords if keyword.arg != "dtype"]
    if len(others) < len(node.keywords):
        yield "wider", _with(node, node.args, others)
    if len(others) < len(node.keywords) or (name in MADE_OF_ONES_OWN and not _is_method(node)):
        for kind, dtype in (("wider", "np.float64"), ("dtype", "np.float32")):
            yield kind, _with(node, node.args, [*others, ast.keyword("dtype", _code(dtype))])


def _seeds(node: ast.Call, _place: Place) -> Iterator[Change]:
    if name_of_call(node) in ("default_rng", "RandomState", "seed"):
        yield "seed", _with(node, [ast.Constant(0)], [])


def _shapes(node: ast.Call, _place: Place) -> Iterator[Change]:
    """Draw once for all images, where each has numbers of its own."""
    if name_of_call(node) not in DRAWS:
        return
    for i, shape in enumerate(node.args):
        if isinstance(shape, ast.Attribute) and shape.attr == "shape":
            yield "shape", _with(node, [*node.args[:i], _of_one(shape), *node.args[i + 1 :]])
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "size" and not isinstance(keyword.value, ast.Constant):
            size = ast.keyword("size", _of_one(keyword.value))
            yield "shape", _with(node, node.args, [*node.keywords[:i], size, *node.keywords[i + 1 :]])


def _of_one(shape: ast.expr) -> ast.expr:
    return ast.Subscript(shape, ast.Slice(ast.Constant(1)), ast.Load())


def _infinity(node: ast.expr, _place: Place) -> Iterator[Change]:
    code = ast.unparse(node)
    sign = "-" if code.startswith(("float('-", "np.finfo")) and "max" not in code else ""
    if code in ("np.inf", "math.inf", "float('inf')", "float('-inf')") or (
        code.startswith("np.finfo(") and code.endswith((".min", ".max"))
    ):
        for number in SENTINELS:
            yield "sentinel", _code(f"{sign}{number}")


def _borders(node: ast.Call, _place: Place) -> Iterator[Change]:
    """Put the smallest number around a picture, where -inf belongs."""
    value = _value(node)
    for i, keyword in enumerate(node.keywords):
        is_least = re.search(r"\binf\b|\bfinfo\b", ast.unparse(keyword.value))
        if keyword.arg == "constant_values" and is_least and value is not None:
            least = ast.Call(ast.Attribute(value, "min", ast.Load()), [], [])
            others = [*node.keywords[:i], ast.keyword(keyword.arg, least), *node.keywords[i + 1 :]]
            yield "sentinel", _with(node, node.args, others)


def _ranges(node: ast.Call, _place: Place) -> Iterator[Change]:
    if name_of_call(node) not in ("range", "arange") or node.keywords:
        return
    if len(node.args) == 1:
        (end,) = node.args
        yield "slice", _with(node, [ast.Constant(1), end])
        for op in (ast.Add(), ast.Sub()):
            yield "slice", _with(node, [ast.BinOp(end, op, ast.Constant(1))])
    for i, bound in enumerate(node.args[:2] if len(node.args) > 1 else ()):
        if not _holds_a_constant(bound):
            for op in (ast.Add(), ast.Sub()):
                moved = ast.BinOp(bound, op, ast.Constant(1))
                yield "slice", _with(node, [*node.args[:i], moved, *node.args[i + 1 :]])


def _holds_a_constant(bound: ast.expr) -> bool:
    """Whether a bound is a number, or has one added to it, that is changed by itself."""
    if isinstance(bound, ast.BinOp):
        return isinstance(bound.op, ast.Add | ast.Sub) and isinstance(bound.right, ast.Constant)
    return isinstance(bound, ast.Constant)


def _elements(node: ast.List, _place: Place) -> Iterator[Change]:
    """Leave one thing out of a list, or have two come in the other order; numbers that are typed in are changed themselves."""
    if isinstance(node.ctx, ast.Load) and any(isinstance(one, ast.Name) for one in ast.walk(node)):
        for i in range(len(node.elts)):
            yield "element", ast.List([*node.elts[:i], *node.elts[i + 1 :]], ast.Load())
        for other in _swapped(node.elts, neighbours=True):
            yield "element", ast.List(other, ast.Load())


def _functions(node: ast.Call, _place: Place) -> Iterator[Change]:
    other = FUNCTIONS.get(name_of_call(node))
    if other and isinstance(node.func, ast.Attribute):
        yield (
            "function",
            ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, node.keywords),
        )
    elif other in ("max", "min"):
        yield "function", ast.Call(_code(other), node.args, node.keywords)


def _arguments(node: ast.Call, _place: Place) -> Iterator[Change]:
    for i, keyword in enumerate(node.keywords):
        if keyword.arg not in ("axis", "dtype", "keepdims"):
            yield "argument", _with(node, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
    if name_of_call(node) not in ("reshape", "transpose"):
        for other in _swapped(node.args, neighbours=True):
            yield "argument", _with(node, other)
        if len(node.args) > 1:
            yield "argument", _with(node, node.args[:-1])


def _without_call(node: ast.Call, _place: Place) -> Iterator[Change]:
    value = _value(node)
    if value is not None and not isinstance(value, ast.Starred):
        yield "call", value


def known_for(node: ast.Name, place: Place) -> Iterator[Change]:
    """Give what a name could be mistaken for, where it is a function's own: the notebook's of that name, what is handed in, the slide's number."""
    scope = place.scope if node.id in place.local else ""
    if scope and node.id in place.seen.names:
        yield "global", _code(f"globals()[{node.id!r}]")
    if scope and node.id in place.parameters:
        for argument in place.seen.arguments.get((scope, node.id), ()):
            if argument != node.id:
                yield "global", _code(argument)
    yield from _as_known(node.id, scope, place)


def _name_as_known(node: ast.Name, place: Place) -> Iterator[Change]:
    if not isinstance(node.ctx, ast.Load):
        return
    scope = place.scope if node.id in place.local else ""
    yield from known_for(node, place)
    if place.seen.kinds.get((scope, node.id)) == "generator":
        yield from _other_generators()
    other = node.id[:-1] + node.id[-1].translate(OTHER_DIRECTION)
    if other != node.id and other in place.used:
        yield "direction", ast.Name(other, ast.Load())


def _attribute_as_known(node: ast.Attribute, place: Place) -> Iterator[Change]:
    if not isinstance(node.ctx, ast.Load) or ast.unparse(node.value) != "self":
        return
    if node.attr in place.seen.names:
        # Where the function has a name of its own like that, the student's slip reads that one.
        yield "global", ast.Name(node.attr, ast.Load())
    for owner in place.seen.owners.get(node.attr, ()):
        yield "global", _code(f"{owner}.{node.attr}")
    yield from _as_known(f"self.{node.attr}", place.scope, place)
    if place.seen.kinds.get((place.scope, f"self.{node.attr}")) == "generator":
        yield from _other_generators()
    other = node.attr[:-1] + node.attr[-1].translate(OTHER_DIRECTION)
    if other != node.attr and other in place.used:
        yield "direction", ast.Attribute(node.value, other, ast.Load())


def _other_generators() -> Iterator[Change]:
    yield "seed", _code("np.random.default_rng(0)")
    yield "seed", _code("np.random")


def _as_known(name: str, scope: str, place: Place) -> Iterator[Change]:
    number = place.seen.numbers.get((scope, name))
    if number is not None:
        yield "number", _code(repr(number))


MAKERS: dict[type[ast.AST], tuple[Callable[..., Iterator[Change]], ...]] = {
    ast.BinOp: (_operators,),
    ast.UnaryOp: (_without_sign,),
    ast.BoolOp: (_conditions,),
    ast.Compare: (_comparisons,),
    ast.Constant: (_constants,),
    ast.List: (_elements,),
    ast.Slice: (_bounds,),
    ast.Subscript: (_without_index,),
    ast.Call: (
        *(_orders, _axes, _copies, _dtypes, _seeds, _shapes, _infinity, _borders),
        *(_ranges, _functions, _arguments, _without_call),
    ),
    ast.Name: (_name_as_known,),
    ast.Attribute: (_infinity, _transposed, _attribute_as_known),
}

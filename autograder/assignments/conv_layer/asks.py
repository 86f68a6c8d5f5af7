"""What the judge asks conv-layer's functions: the slope of surfaces that nobody has seen, and whether pairs of gradients agree."""

from __future__ import annotations

import numpy as np

from autograder.assignment import Ask, Numbers

# A layer that learns: its filters are other ones at each call, once as a new array and once in the same one.
OUT = Ask(
    """
out = layer.forward(x)
learning = Convolution(W + W + W, b, stride, pad)
learning.forward(x)
learning.W = W + W
learning.forward(x)
learning.W -= W
out_learned = learning.forward(x)
"""
)

# Two layers at once, as in every network; and a gradient of one channel, of which a transpose is no copy.
DX = Ask(
    """
layer.forward(x)
beside = Convolution(W[:1], b[:1], stride, pad)
beside.forward(x[:1, :, ::-1])
dout = dout_before.copy()
dx = layer.backward(dout)
dW, db = layer.dW, layer.db
layer.backward(dout)
dW_again = layer.dW
dout_of_one = dout_before[:, :1].copy()
alone = Convolution(W[:1], b[:1], stride, pad)
alone.forward(x)
alone.backward(dout_of_one)
""",
)

# A surface whose height is a'Sa + t'a + the sum of a³, so that each slope takes part in the others, and a step that is too wide shows: on a
# parabola the difference across a place is exact for any step.
NUMERIC = Ask(
    """
def measure(at):
    return numerical_gradient(lambda: float(at.ravel() @ steepness @ at.ravel() + tilt @ at.ravel() + np.sum(at**3)), at)


bowl = place.astype(float)
numeric = measure(bowl)
numeric_flat = measure(place.astype(float).ravel())
numeric_deep = measure(place.astype(float).reshape(1, *place.shape))
""",
    names=("place", "steepness", "tilt"),
)

VERDICTS = Ask(
    """
import math


def say(one, other):
    try:
        answer = agree(one, other)
        return None if answer is None else int(bool(answer))
    except Exception:
        return 2


said = []
for pair, pair_shapes in zip(pairs.view(float), shapes.tolist()):
    said.append(say(*(row[: math.prod(shape)].reshape(shape) for row, shape in zip(pair, pair_shapes))))
verdicts = None if None in said else np.array(said)
""",
    names=("pairs", "shapes"),
)

SHAPE, FLAT, ROUNDING = (3, 4), (3, 1), 1e-9


def slide_bowl(W: np.ndarray) -> Numbers:
    """Return the bowl of the notebook, 2 · a + 3, at the first filter."""
    return {"place": W[0].copy(), "steepness": np.eye(W[0].size), "tilt": np.full(W[0].size, 3.0)}


def draw_surface(generator: np.random.Generator, dtype: type) -> Numbers:
    """Draw a surface over six or more numbers, and the place where it is measured."""
    shape = tuple(int(size) for size in generator.permutation([2, 3, int(generator.integers(1, 3))]))
    count = int(np.prod(shape))
    place = generator.normal(size=shape)
    place.flat[1] = 0.0  # a nudge that is a part of the number would be none
    return {
        "place": place.astype(dtype),
        "steepness": generator.normal(size=(count, count)).astype(dtype),
        "tilt": generator.normal(size=count).astype(dtype),
    }


def slide_pairs() -> Numbers:
    """Return the seven pairs of the notebook."""
    g = np.linspace(-2, 3, 12)
    rows = [
        (g, np.full(12, ROUNDING)),
        (1e6 * g, 1e-3 / (1e6 * g)),
        (g, _in_one_place(6, 0.1)),
        (g, np.full(12, -2.0)),
        (g, g.reshape(SHAPE)[::-1].ravel() / g - 1),
        (g, _in_one_place(0, np.nan)),
        (np.ones(12), np.zeros(12)),
    ]
    return _numbers(rows)


def draw_pairs(generator: np.random.Generator) -> Numbers:
    """Draw pairs of gradients of all kinds, more than half of them wrong, in an order by chance: which agree differs from case to case."""
    signs = generator.choice([-1.0, 1.0], 12)
    g = [generator.uniform(1, 4, 12) * generator.permutation(signs) for _ in range(12)]
    place = int(generator.integers(12))
    alike = generator.normal(size=(3, 12)) * ROUNDING
    right = [(1e9 * g[1], alike[1]), (g[0], alike[0]), (1e-3 * g[2], alike[2]), (g[3], np.zeros(12))]
    wrong = [
        (g[4], _in_one_place(place, float(generator.choice([-0.1, 0.1])))),
        (g[5], np.full(12, -2.0)),
        (g[6], g[6].reshape(SHAPE)[::-1].ravel() / g[6] - 1),
        (g[7], _in_one_place(place, np.nan)),
        (np.full(12, g[8][0]), np.zeros(12)),  # the one with another shape; in two ways, see `_numbers`
        (np.full(12, g[9][0]), np.zeros(12)),
        (g[4], _in_one_place(place, 0.05)),
        (1e-3 * g[10], np.full(12, 0.5)),
        (1e6 * g[11], _in_one_place(place, -0.2)),
    ]
    chosen = [*right[: int(generator.integers(2, 5))], *wrong]
    chosen += [wrong[0]] * (13 - len(chosen))
    return _numbers([chosen[i] for i in generator.permutation(13)])


def _in_one_place(place: int, part: float) -> np.ndarray:
    return np.where(np.arange(12) == place, part, 0.0)


def _numbers(rows: list[tuple[np.ndarray, np.ndarray]]) -> Numbers:
    """Return the pairs as arrays, and nothing of what they were made from: who looks into the question must compare them, too.

    The numbers travel as their bits: a gradient is measured in float64, whatever the dtype of a case's other numbers is.
    """
    flat = [np.ptp(one) == 0 for one, _ in rows]
    orders = {
        place: [FLAT, SHAPE][:: 1 if i % 2 == 0 else -1]
        for i, place in enumerate(np.flatnonzero(flat).tolist())
    }
    return {
        "pairs": np.array([[one, one * (1 + apart)] for one, apart in rows]).view(np.int64),
        "shapes": np.array([orders.get(place, [SHAPE, SHAPE]) for place in range(len(rows))]),
    }

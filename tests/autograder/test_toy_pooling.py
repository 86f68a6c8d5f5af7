"""toy-pooling: right answers of any style earn all points; the oracle is held to PyTorch."""

import numpy as np
import pytest

from autograder import catalog
from autograder.assignments import pooling_oracle
from autograder.judging.cases import cases

ASSIGNMENT = "toy-pooling"
FULL = {"col": 2, "arg_max": 1, "out": 1, "dmax": 2, "dcol": 2, "ties": 1, "peak": 1}

RIGHT_ANSWERS = {
    "as on the slides": {
        "col": "col = col_old.reshape(-1, pool_h*pool_w)",
        "dmax": "rows = dout.transpose(0, 2, 3, 1)\ndmax = np.zeros((rows.size, pool_size), dout.dtype)\n"
        "dmax[np.arange(arg_max.size), arg_max.flatten()] = rows.flatten()",
        "dcol": "dmax = dmax.reshape(dout.transpose(0, 2, 3, 1).shape + (pool_size,))\n"
        "dcol = dmax.reshape(dmax.shape[0] * dmax.shape[1] * dmax.shape[2], -1)",
    },
    "loops": {
        "col": "col = np.array([row[c * pool_size:(c + 1) * pool_size] for row in col_old for c in range(C_)])",
        "arg_max": "arg_max = np.zeros(len(col), dtype=int)\nfor r, row in enumerate(col):\n"
        "    for p in range(pool_size):\n        if row[p] > row[arg_max[r]]:\n            arg_max[r] = p",
        "out": "out = np.array([max(row) for row in col])",
        "dmax": "dmax = np.zeros((len(col), pool_size))\nr = 0\nfor n in range(N_):\n    for i in range(out_h):\n"
        "        for j in range(out_w):\n            for c in range(C_):\n"
        "                dmax[r, arg_max[r]] = dout[n, c, i, j]\n                r += 1",
        "dcol": "dcol = np.stack([np.concatenate(dmax[r:r + C_]) for r in range(0, len(dmax), C_)])",
        "ties": "ties = np.zeros((3, 3))\nties[:2, :2] = 1",
        "peak": "peak = np.zeros((3, 3), int)\npeak[1, 1] = 4",
    },
    "fetched by the place": {
        "arg_max": "arg_max = np.array([row.tolist().index(max(row)) for row in col])",
        "out": "out = col[range(len(col)), arg_max]",
        "dmax": "dmax = np.zeros_like(col)\nnp.put_along_axis(dmax, arg_max[:, None], np.moveaxis(dout, 1, -1).reshape(-1, 1), axis=1)",
        "dcol": "dcol = dmax.ravel().reshape(col_old.shape)",
    },
    "one-hot, strides, einsum": {
        "col": "every = np.lib.stride_tricks.sliding_window_view(x, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]\n"
        "col = every.transpose(0, 2, 3, 1, 4, 5).reshape(-1, pool_size)",
        "arg_max": "arg_max = (col == col.max(axis=1)[:, None]).argmax(axis=1)",
        "out": "out = np.sort(col, axis=1)[:, -1]",
        "dmax": "dmax = np.einsum('rp,r->rp', np.eye(pool_size, dtype=dout.dtype)[arg_max], np.einsum('ncij->nijc', dout).ravel())",
        "dcol": "dcol = np.hstack([dmax[c::C_] for c in range(C_)])",
    },
    "in place, names of one's own": {
        "col": "mine = col_old.copy()\nmine.shape = (col_old.size // pool_size, pool_size)\ncol = mine",
        "arg_max": "arg_max = np.argsort(-col, axis=1, kind='stable')[:, 0].astype(np.int32)",
        "out": "out = np.maximum.reduce(col, axis=1)",
        "dmax": "gradients = np.rollaxis(dout, 1, 4).flatten()\ndmax = np.arange(pool_size) == arg_max[:, None]\n"
        "dmax = dmax.astype(dout.dtype)\ndmax *= gradients[:, None]",
        "ties": "ties = np.array([[1.0, 1, 0], [1, 1, 0], [0, 0, 0]])",
    },
}


@pytest.mark.parametrize("style", RIGHT_ANSWERS)
def test_a_right_answer_of_any_style_earns_everything(judge_answers, style):
    points, cells = judge_answers(RIGHT_ANSWERS[style])
    assert [cell.message for cell in cells.values()] == [""] * 7
    assert points == FULL


@pytest.mark.parametrize(
    ("blank", "source", "sentence"),
    [
        ("out", "out = np.zeros(len(col), col.dtype)", "numbers are wrong"),
        ("out", "out = list(col.max(axis=1))", "not a NumPy array but list"),
        ("ties", "ties = [[1, 1, 0], [1, 0, 0], [0, 0, 0]]", "1 of its 9 numbers is wrong."),
        ("ties", "ties = [1, 1, 0]", "ties has shape (3,); it must have (3, 3)"),
        ("peak", "peak = [[0, 0, 0], [0, 3, 0], [0, 0, 0]]", "1 of its 9 numbers is wrong."),
    ],
)
def test_a_wrong_answer_loses_its_own_points_and_is_told_why(judge_answers, blank, source, sentence):
    points, cells = judge_answers({blank: source})
    assert points == {**FULL, blank: 0}
    assert sentence in cells[blank].message


def test_places_must_be_whole_numbers(judge_answers):
    points, cells = judge_answers({"arg_max": "arg_max = np.argmax(col, axis=1).astype(float)"})
    assert points["arg_max"] == 0
    assert "must be whole numbers" in cells["arg_max"].message


X = np.array(
    [
        -3.0,
        1,
        1,
        -2,
        0,
        4,
        -1,
        2,
        2,
        -5,
        4,
        3,
        0,
        -4,
        -6,
        -7,
        -2,
        -1,
        -1,
        -3,
        -2,
        -8,
        -9,
        -2,
        -4,
        -5,
        -4,
        -6,
        -3,
        -1,
    ]
).reshape(1, 2, 3, 5)
DOUT = np.arange(1.0, 17).reshape(1, 2, 2, 4)

MAXIMA = [1.0, 1.0, 0.0, 4.0, 3.0, 2.0, -2.0, -1.0, -1.0, -2.0, -2.0, -1.0]
GRADIENT_TO_WINNERS = [
    0.0,
    3.0,
    0.0,
    0.0,
    3.0,
    4.0,
    0.0,
    0.0,
    6.0,
    0.0,
    0.0,
    5.0,
    0.0,
    0.0,
    0.0,
    0.0,
    7.0,
    8.0,
    9.0,
    0.0,
    10.0,
    0.0,
    0.0,
    11.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    12.0,
]
MEANS = [
    -0.3333333333333333,
    0.0,
    -0.3333333333333333,
    1.6666666666666667,
    0.3333333333333333,
    -2.1666666666666665,
    -1.5,
    -0.6666666666666666,
    -0.6666666666666666,
    -3.1666666666666665,
    -5.333333333333333,
    -1.6666666666666667,
]
GRADIENT_TO_ALL = [
    0.16666666666666666,
    0.5,
    0.3333333333333333,
    0.8333333333333333,
    0.5,
    0.6666666666666666,
    1.5,
    0.8333333333333334,
    1.8333333333333335,
    1.0,
    0.6666666666666666,
    1.5,
    0.8333333333333334,
    1.8333333333333335,
    1.0,
    1.1666666666666667,
    2.5,
    1.3333333333333333,
    2.833333333333333,
    1.5,
    1.6666666666666667,
    3.5,
    1.8333333333333333,
    3.833333333333333,
    2.0,
    1.6666666666666667,
    3.5,
    1.8333333333333333,
    3.833333333333333,
    2.0,
]


def test_the_oracle_agrees_with_pytorch_on_maxima():
    """F.max_pool2d(X, (2, 3), stride=2, padding=1), as PyTorch gives it."""
    assert pooling_oracle.maxima(X, 2, 3, 2, 1).ravel().tolist() == MAXIMA
    dout = DOUT.ravel()[: len(MAXIMA)].reshape(1, 2, 2, 3)
    assert pooling_oracle.gradient_to_winners(X, dout, 2, 3, 2, 1).ravel().tolist() == GRADIENT_TO_WINNERS


def test_the_oracle_agrees_with_pytorch_on_means():
    """F.avg_pool2d(X, (2, 3), stride=2, padding=1), as PyTorch gives it."""
    assert np.allclose(pooling_oracle.means(X, 2, 3, 2, 1).ravel(), MEANS, rtol=1e-12)
    dout = DOUT.ravel()[: len(MEANS)].reshape(1, 2, 2, 3)
    assert np.allclose(
        pooling_oracle.gradient_to_all(X, dout, 2, 3, 2, 1).ravel(), GRADIENT_TO_ALL, rtol=1e-12
    )


def test_fresh_numbers_have_ties_negative_windows_and_no_two_sizes_alike():
    for seed in range(20):
        for case in cases(catalog.load(ASSIGNMENT), f"secret {seed}", "lee")[1:]:
            numbers = case.numbers
            x, dout = numbers["x"], numbers["dout"]
            window = numbers["pool_h"], numbers["pool_w"], numbers["stride"]
            assert len(set(dout.shape)) == 4
            assert len({*x.shape}) == 4
            assert window[0] != window[1]
            assert (pooling_oracle.maxima(x, *window) < 0).any()
            first = pooling_oracle.winners(x, *window)
            every = [
                sum(x[p[0], p[1], y, z] == x[p[0], p[1], first[p][1], first[p][2]] for _, y, z in pixels)
                for p, pixels in pooling_oracle.windows(x, *window, 0)
            ]
            assert max(every) > 1

"""errata: right tests and repairs of any style earn all points; a test that cannot tell earns none."""

import numpy as np
import pytest

from autograder import assignments
from autograder.assignments.errata.test_errata import largest_inside, slope_of_loss
from autograder.faults import judge_of
from autograder.judge import cases

FULL = {
    **{"relu_test": 1, "relu_dx": 1, "pooling_test": 1, "pooled": 2},
    **{"accuracy_test": 1, "part": 1, "loss_test": 1, "dy": 2},
}

RELU = """
class MendedRelu:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        {body}
"""
POOLING = "def mended_pooling(x, pool_h, pool_w, stride, pad):\n"
ACCURACY = "def mended_accuracy(predict, x, t, batch_size):\n"
LOSS = "def mended_loss_gradient(y, t):\n"

RIGHT_ANSWERS = {
    "asserts": {
        "relu_test": """
def test_relu(Relu):
    relu = Relu()
    relu.forward(np.array([[-1.0, 0.0, 3.0]]))
    dout = np.ones((1, 3))
    relu.backward(dout)
    assert np.array_equal(dout, np.ones((1, 3))), "dout was changed"
    return True
""",
        "relu_dx": RELU.format(body="return dout * (self.x > 0)"),
        "pooling_test": """
def test_pooling(pooling):
    out = pooling(np.zeros((2, 1, 4, 4)), 2, 2, 2, 1)
    assert out.shape[2:] == (3, 3)
    return True
""",
        "accuracy_test": """
def test_accuracy(accuracy):
    def predict(x):
        return np.tile([0.0, 1.0], (len(x), 1))
    assert np.isclose(accuracy(predict, np.zeros((250, 1)), np.ones(250, int), 100), 1.0)
    return True
""",
        "loss_test": """
def test_loss_gradient(loss_gradient):
    rng = np.random.default_rng(0)
    y = rng.random((5, 3))
    y /= y.sum(axis=1, keepdims=True)
    t = np.array([0, 1, 2, 1, 0])
    assert np.allclose(loss_gradient(y, t), loss_gradient(y, t[:, None]))
    return True
""",
    },
    "one line each": {
        "relu_test": """
def test_relu(Relu):
    a, layer = np.full(2, 7.0), Relu()
    layer.forward(-np.ones(2)), layer.backward(a)
    return a.sum() == 14
""",
        "relu_dx": RELU.format(body="return np.where(self.x > 0, dout, np.zeros_like(dout))"),
        "pooling_test": "def test_pooling(pooling):\n    return pooling(-np.ones((1, 1, 2, 2)), 2, 2, 1, 1).max() == -1\n",
        "pooled": POOLING
        + """
    padded = np.full((*x.shape[:2], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), x.min(), x.dtype)
    padded[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]] = x
    return np.lib.stride_tricks.sliding_window_view(padded, (pool_h, pool_w), (2, 3))[:, :, ::stride, ::stride].max((4, 5))
""",
        "accuracy_test": "def test_accuracy(accuracy):\n    return accuracy(lambda s: s, np.eye(3), np.arange(3), 2) > 0.9\n",
        "part": ACCURACY
        + "    return sum((predict(x[i:i + batch_size]).argmax(1) == t[i:i + batch_size]).sum() for i in range(0, len(x), batch_size)) / len(t)\n",
        "loss_test": """
def test_loss_gradient(loss_gradient):
    g = loss_gradient(np.full((3, 3), 1 / 3), np.array([[0], [1], [2]]))
    return bool((np.sign(g) == 1 - 2 * np.eye(3)).all())
""",
        "dy": LOSS
        + "    t = t if t.shape == y.shape else np.eye(y.shape[1], dtype=y.dtype)[t.ravel()]\n    return (y - t) / len(y)\n",
    },
    "loops": {
        "relu_dx": RELU.format(
            body="dx = dout.copy()\n        for i in np.ndindex(dx.shape):\n            if self.x[i] <= 0:\n                dx[i] = 0\n        return dx"
        ),
        "pooled": POOLING
        + """
    N, C, H, W = x.shape
    rows = []
    for top in range(-pad, H + pad - pool_h + 1, stride):
        row = []
        for left in range(-pad, W + pad - pool_w + 1, stride):
            row.append(x[:, :, max(top, 0):top + pool_h, max(left, 0):left + pool_w].max(axis=(2, 3)))
        rows.append(row)
    return np.array(rows).transpose(2, 3, 0, 1)
""",
        "part": ACCURACY
        + """
    right, first = 0, 0
    while first < len(x):
        for row, answer in zip(predict(x[first:first + batch_size]), t[first:first + batch_size]):
            right += int(np.argmax(row) == answer)
        first += batch_size
    return right / len(x)
""",
        "dy": LOSS
        + """
    dy = np.array(y)
    for i in range(len(y)):
        if t.size == y.size:
            dy[i] -= t[i]
        else:
            dy[i, int(np.ravel(t)[i])] -= 1
    return dy / len(y)
""",
    },
    "in place on copies": {
        "relu_dx": RELU.format(body="dx = np.array(dout)\n        dx[self.x <= 0] = 0\n        return dx"),
        "pooled": POOLING
        + """
    N, C, H, W = x.shape
    out_h, out_w = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
    img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=np.finfo(x.dtype).min)
    out = np.full((N, C, out_h, out_w), -np.inf, x.dtype)
    for i in range(pool_h):
        for j in range(pool_w):
            np.maximum(out, img[:, :, i:i + stride * out_h:stride, j:j + stride * out_w:stride][:, :, :out_h, :out_w], out=out)
    return out
""",
        "dy": LOSS
        + """
    if t.shape == y.shape:
        labels = t.argmax(axis=1)
    else:
        labels = t.reshape(-1)
    dy = y.copy()
    np.subtract.at(dy, (np.arange(len(y)), labels), 1)
    dy /= len(y)
    return dy
""",
    },
    "helpers": {
        "relu_test": """
def unchanged(layer, x):
    dout = np.random.default_rng(1).standard_normal(x.shape)
    kept = dout.copy()
    layer.forward(x)
    layer.backward(dout)
    return np.array_equal(dout, kept)

def test_relu(Relu):
    return unchanged(Relu(), -np.arange(1.0, 5.0).reshape(2, 2))
""",
        "pooling_test": """
def test_pooling(pooling):
    picture = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    return np.array_equal(pooling(picture, 2, 2, 2, 1)[0, 0], [[1, 3, 4], [9, 11, 12], [13, 15, 16]])
""",
        "part": """
def batches(count, size):
    return [np.arange(first, min(first + size, count)) for first in range(0, count, size)]

def mended_accuracy(predict, x, t, batch_size):
    scores = np.concatenate([predict(x[rows]) for rows in batches(len(x), batch_size)])
    return (scores.argmax(axis=1) == t).mean()
""",
    },
}


@pytest.fixture(scope="module")
def judge_blanks(course):
    with judge_of(course, assignments.load("errata")) as judge_with:

        def judge_them(blanks):
            verdict = judge_with({f"errata-{name}-answer": source for name, source in blanks.items()})
            cells = {cell.cell.removeprefix("errata-"): cell for cell in verdict.cells}
            return {name: cell.points for name, cell in cells.items()}, cells

        yield judge_them


@pytest.mark.parametrize("style", RIGHT_ANSWERS)
def test_a_right_answer_of_any_style_earns_everything(judge_blanks, style):
    points, cells = judge_blanks(RIGHT_ANSWERS[style])
    assert [cell.message for cell in cells.values()] == [""] * len(FULL)
    assert points == FULL


@pytest.mark.parametrize(
    ("blank", "source", "sentence"),
    [
        ("relu_test", "def test_relu(Relu):\n    return True", "1 of its 2 numbers are wrong"),
        ("accuracy_test", "def test_accuracy(accuracy):\n    return False", "1 of its 2 numbers are wrong"),
        ("pooling_test", "def test_pooling(pooling):\n    return pooling()", "2 of its 2 numbers are wrong"),
        (
            "part",
            ACCURACY + "    predict(x[:batch_size])\n    return 0.9",
            "largest_and_all has the right shape",
        ),
        ("dy", LOSS + "    pass", "dy is still None"),
    ],
)
def test_a_wrong_answer_loses_its_own_points_and_is_told_why(judge_blanks, blank, source, sentence):
    points, cells = judge_blanks({blank: source})
    assert points == {**FULL, blank: 0}
    assert sentence in cells[blank].message


def test_the_oracle_gives_published_numbers():
    """What PyTorch's max_pool2d gives for 1 to 16 under 2×2 windows, stride 2, padding 1, and their negatives; and (y - t) / N."""
    picture = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    assert largest_inside(picture, 2, 2, 2, 1)[0, 0].tolist() == [[1, 3, 4], [9, 11, 12], [13, 15, 16]]
    assert largest_inside(-picture, 2, 2, 2, 1)[0, 0].tolist() == [
        [-1, -2, -4],
        [-5, -6, -8],
        [-13, -14, -16],
    ]
    slopes = slope_of_loss(np.zeros((2, 4)), np.array([3, 0]))
    np.testing.assert_allclose(
        slopes, [[0.125, 0.125, 0.125, -0.375], [-0.375, 0.125, 0.125, 0.125]], atol=1e-15
    )


def test_fresh_numbers_show_every_defect():
    for seed in range(20):
        for case in cases(assignments.load("errata"), f"secret {seed}", "lee")[1:]:
            n = case.numbers
            assert len(n["t"]) % n["batch_size"] > 0
            assert n["pad"] > 0
            assert n["pool_h"] != n["pool_w"]
            assert (n["x"][:, :, 0, :2] < 0).all(axis=-1).any()
            assert (n["x"] > 0).any()

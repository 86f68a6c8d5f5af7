"""errata-numbers: right tests and repairs in five styles, and wrong ones with what their author is told."""

# The answer to a blank that is one function is that function's body alone.
BODIES = True
# How many answers to each blank there are at least, besides the solution's.
EACH_BLANK = 4

RELU = """
class MendedRelu:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        {body}


relu_dx, dout_after = try_relu(MendedRelu)
"""

# What a student may well write that is not the solution, in five styles; what a style leaves out is the solution's.
RIGHT = {
    "asserts": {
        "count_test": "assert parameter_count(2, 1, 1, 1) == 4\nreturn True",
        "relu_test": """
relu = Relu()
relu.forward(np.array([[-1.0, 0.0, 3.0]]))
dout = np.ones((1, 3))
relu.backward(dout)
assert np.array_equal(dout, np.ones((1, 3))), "dout was changed"
return True
""",
        "relu_dx": RELU.format(body="return dout * (self.x > 0)"),
        "pooling_test": """
out = pooling(np.zeros((2, 1, 4, 4)), 2, 2, 2, 1)
assert out.shape[2:] == (3, 3)
return True
""",
        "accuracy_test": """
def predict(x):
    return np.tile([0.0, 1.0], (len(x), 1))
assert np.isclose(accuracy(predict, np.zeros((250, 1)), np.ones(250, int), 100), 1.0)
return True
""",
        "loss_test": """
rng = np.random.default_rng(0)
y = rng.random((5, 3))
y /= y.sum(axis=1, keepdims=True)
t = np.array([0, 1, 2, 1, 0])
assert np.allclose(loss_gradient(y, t), loss_gradient(y, t[:, None]))
return True
""",
    },
    "one line each": {
        "count_test": "return parameter_count(FN=3, C=2, FH=1, FW=4) == 27",
        "parameter_count": "return FN * C * FH * FW + FN",
        "relu_test": "a, layer = np.full(2, 7.0), Relu()\nlayer.forward(-np.ones(2)), layer.backward(a)\nreturn a.sum() == 14",
        "relu_dx": RELU.format(body="return np.where(self.x > 0, dout, np.zeros_like(dout))"),
        "pooling_test": "return pooling(-np.ones((1, 1, 2, 2)), 2, 2, 1, 1).max() == -1",
        "pooled": """
padded = np.full((*x.shape[:2], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), x.min(), x.dtype)
padded[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]] = x
return np.lib.stride_tricks.sliding_window_view(padded, (pool_h, pool_w), (2, 3))[:, :, ::stride, ::stride].max((4, 5))
""",
        "accuracy_test": "return accuracy(lambda s: s, np.eye(3), np.arange(3), 2) > 0.9",
        "part": "return sum((predict(x[i:i + batch_size]).argmax(1) == t[i:i + batch_size]).sum() for i in range(0, len(x), batch_size)) / len(t)",
        "loss_test": """
g = loss_gradient(np.full((3, 3), 1 / 3), np.array([[0], [1], [2]]))
return bool((np.sign(g) == 1 - 2 * np.eye(3)).all())
""",
        "dy": "t = t if t.shape == y.shape else np.eye(y.shape[1], dtype=y.dtype)[t.ravel()]\nreturn (y - t) / len(y)",
    },
    "loops": {
        "count_test": """
for FN in range(1, 5):
    if parameter_count(FN, 2, 3, 1) != FN * 7:
        return False
return True
""",
        "parameter_count": """
count = 0
for filter in range(FN):
    count += 1
    for channel in range(C):
        count += FH * FW
return count
""",
        "relu_test": """
relu = Relu()
relu.forward(np.array([1.0, -1.0, 0.0]))
dout = np.array([4.0, 4.0, 4.0])
relu.backward(dout)
for number in dout:
    if number != 4:
        return False
return True
""",
        "relu_dx": RELU.format(
            body="dx = dout.copy()\n        for i in np.ndindex(dx.shape):\n            if self.x[i] <= 0:\n                dx[i] = 0\n        return dx"
        ),
        "pooling_test": "for pad in (0, 1, 2):\n    if pooling(np.ones((1, 1, 6, 6)), 3, 3, 1, pad).shape[3] != 4 + 2 * pad:\n        return False\nreturn True",
        "pooled": """
N, C, H, W = x.shape
rows = []
for top in range(-pad, H + pad - pool_h + 1, stride):
    row = []
    for left in range(-pad, W + pad - pool_w + 1, stride):
        row.append(x[:, :, max(top, 0):top + pool_h, max(left, 0):left + pool_w].max(axis=(2, 3)))
    rows.append(row)
return np.array(rows).transpose(2, 3, 0, 1)
""",
        "accuracy_test": """
for count in range(1, 9):
    if accuracy(lambda s: s, np.eye(8)[:count], np.arange(count), 3) != 1:
        return False
return True
""",
        "part": """
right, first = 0, 0
while first < len(x):
    for row, answer in zip(predict(x[first:first + batch_size]), t[first:first + batch_size]):
        right += int(np.argmax(row) == answer)
    first += batch_size
return right / len(x)
""",
        "loss_test": """
y, t = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]]), [1, 2]
dy = loss_gradient(y, np.array(t).reshape(2, 1))
for row in range(2):
    for column in range(3):
        if abs(dy[row, column] - (y[row, column] - (column == t[row])) / 2) > 1e-9:
            return False
return True
""",
        "dy": """
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
        "count_test": "FN = np.int64(6)\nreturn parameter_count(FN, 1, 2, 2) - parameter_count(FN - 1, 1, 2, 2) == 5",
        "parameter_count": "count = FH\ncount *= FW\ncount *= C\ncount += 1\ncount *= FN\nreturn count",
        "relu_dx": RELU.format(body="dx = np.array(dout)\n        dx[self.x <= 0] = 0\n        return dx"),
        "pooled": """
N, C, H, W = x.shape
out_h, out_w = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=np.finfo(x.dtype).min)
out = np.full((N, C, out_h, out_w), -np.inf, x.dtype)
for i in range(pool_h):
    for j in range(pool_w):
        np.maximum(out, img[:, :, i:i + stride * out_h:stride, j:j + stride * out_w:stride][:, :, :out_h, :out_w], out=out)
return out
""",
        "accuracy_test": """
scores = np.eye(4)[[0, 1, 2, 3, 0, 1, 2]]
scores[6] = 0
scores[6, 0] = 1
return abs(accuracy(lambda some: some.copy(), scores, np.array([0, 1, 2, 3, 0, 1, 2]), 4) - 6 / 7) < 1e-12
""",
        "part": """
x, t, count = x.copy(), t.copy(), len(x)
hits = 0
while len(x):
    hits += np.count_nonzero(np.argmax(predict(x[:batch_size]), axis=-1) == t[:batch_size])
    x, t = x[batch_size:], t[batch_size:]
return hits / count
""",
        "dy": """
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
        "parameter_count": """
def of_one_filter():
    return len(np.zeros((C, FH, FW)).ravel()) + 1

return FN * of_one_filter()
""",
        "relu_test": """
def unchanged(layer, x):
    dout = np.random.default_rng(1).standard_normal(x.shape)
    kept = dout.copy()
    layer.forward(x)
    layer.backward(dout)
    return np.array_equal(dout, kept)

return unchanged(Relu(), -np.arange(1.0, 5.0).reshape(2, 2))
""",
        "pooling_test": """
picture = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
return np.array_equal(pooling(picture, 2, 2, 2, 1)[0, 0], [[1, 3, 4], [9, 11, 12], [13, 15, 16]])
""",
        "pooled": """
def shifted(i, j):
    return bordered[:, :, i:i + stride * (out_h - 1) + 1:stride, j:j + stride * (out_w - 1) + 1:stride]

out_h, out_w = ((size + 2 * pad - length) // stride + 1 for size, length in zip(x.shape[2:], (pool_h, pool_w)))
bordered = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=x.min() - 1)
return np.stack([shifted(i, j) for i in range(pool_h) for j in range(pool_w)]).max(axis=0)
""",
        "part": """
def batches(count, size):
    return [np.arange(first, min(first + size, count)) for first in range(0, count, size)]

scores = np.concatenate([predict(x[rows]) for rows in batches(len(x), batch_size)])
return (scores.argmax(axis=1) == t).mean()
""",
        "loss_test": """
def column(labels):
    return np.array(labels)[:, np.newaxis]

y = np.full((4, 5), 0.2)
return np.allclose(loss_gradient(y, column([4, 3, 0, 3])).sum(axis=1), 0)
""",
        "dy": """
def labels():
    return t.argmax(axis=-1) if t.shape == y.shape else t[:, 0] if t.ndim == 2 else t

return np.array([(row - (np.arange(len(row)) == answer)) / len(y) for row, answer in zip(y, labels())], y.dtype)
""",
    },
}

FINDS_NOTHING = "Your test passes on a faulty version"

TOO_STRICT = "Your test fails on a version that is right"

WRONG = [
    ("relu_test", "return True", FINDS_NOTHING),
    (
        "relu_test",
        "r, d = Relu(), np.full(2, 5.0)\nr.forward(np.array([-1.0, 1.0]))\nreturn r.backward(d) is not d",
        "that nobody has seen",
    ),
    ("count_test", "return parameter_count(10, 3, 5, 5) != 85", "that nobody has seen"),
    ("accuracy_test", "return False", TOO_STRICT),
    ("pooling_test", "return pooling()", TOO_STRICT),
    ("part", "predict(x[:batch_size])\nreturn 0.9", "times has the right shape"),
    ("dy", "pass", "dy is still None"),
]

# More tests that a student may well write, as the bodies of the functions; each is right.
MORE_TESTS = {
    "count_test": [
        "return parameter_count(30, 1, 5, 5) == 780",
        "return parameter_count(2, 3, 1, 1) - parameter_count(1, 3, 1, 1) == 4",
        "return all(parameter_count(n, 3, 2, 2) == n * parameter_count(1, 3, 2, 2) for n in (1, 2, 7))",
        "W, b = np.zeros((6, 2, 3, 3)), np.zeros(6)\nreturn parameter_count(*W.shape) == W.size + b.size",
        "count = parameter_count(4, 1, 2, 3)\nreturn isinstance(count, int) and count == 28",
        "return isinstance(parameter_count(np.int64(3), 1, 1, 1), (int, np.integer)) and parameter_count(3, 1, 1, 1) == 6",
        "np.testing.assert_equal(parameter_count(16, 8, 3, 3), 1168)\nreturn True",
        "return abs(parameter_count(100, 1, 1, 1) - 200) < 0.5",
        "return parameter_count(0, 3, 5, 5) == 0 and parameter_count(5, 0, 1, 1) == 5",
        "rng = np.random.default_rng(4)\nfor sizes in rng.integers(2, 6, (20, 4)):\n    assert parameter_count(*sizes) == sizes[0] * (sizes[1:].prod() + 1)\nreturn True",
        "return str(parameter_count(10, 3, 5, 5)) == '760'",
    ],
    "relu_test": [
        "a = np.array([1, -1, 2])\nd = np.array([3, 3, 3])\nr = Relu()\nr.forward(a)\nr.backward(d)\nreturn list(d) == [3, 3, 3]",
        "r, d = Relu(), np.ones((2, 3, 4, 4))\nr.forward(np.random.default_rng(0).normal(size=d.shape))\nr.backward(d)\nreturn bool(d.all())",
        "r, d = Relu(), np.array([4.0, 4.0])\nr.forward(np.array([-3.0, 3.0]))\nfirst = r.backward(d).copy()\nassert np.array_equal(first, [0, 4])\nreturn d[0] == 4",
        "r, d = Relu(), np.array([4.0, 4.0])\nd.flags.writeable = False\nr.forward(np.array([-3.0, 3.0]))\nreturn r.backward(d).tolist() == [0.0, 4.0]",
        "a, b, d = Relu(), Relu(), np.ones(2)\na.forward(np.array([-1.0, 1.0]))\nb.forward(np.array([1.0, -1.0]))\nreturn (a.backward(d) + b.backward(d)).tolist() == [1, 1]",
        "x = np.array([-1.0, 2.0])\nr = Relu()\nr.forward(x)\nr.backward(x)\nreturn x.tolist() == [-1, 2]",
        "x = np.array([-1.0, 2.0], np.float32)\nd = x.copy()\nr = Relu()\nout = r.forward(x)\ndx = r.backward(d)\nreturn dx.dtype == d.dtype and out.dtype == x.dtype and (d == x).all()",
        "r, big = Relu(), np.arange(12.0).reshape(3, 4)\nr.forward(big.T - 5)\nr.backward(big.T)\nreturn big.sum() == 66",
        "r, d = Relu(), np.ones(3)\nr.forward(np.array([-1.0, 0.0, 1.0]))\nbefore = d.tobytes()\nr.backward(d)\nreturn before == d.tobytes()",
        "r, d = Relu(), np.array([7.0, 8.0])\nx = np.array([-1.0, 1.0])\nassert r.forward(x).tolist() == [0, 1]\nassert x.tolist() == [-1, 1]\nr.backward(dout=d)\nreturn d.sum() == 15",
    ],
    "pooling_test": [
        "return pooling(np.ones((1, 1, 4, 4)), 2, 2, 2, 1).shape == (1, 1, 3, 3)",
        "return pooling(-np.ones((1, 1, 4, 4)), 2, 2, 2, 1).max() < 0",
        "return (pooling(np.full((2, 3, 5, 5), -2.0), 3, 3, 1, 1) == -2).all()",
        "x = np.arange(16).reshape(1, 1, 4, 4)\nreturn pooling(x, 2, 2, 2, 1)[0, 0].tolist() == [[0, 2, 3], [8, 10, 11], [12, 14, 15]]",
        "x = -np.arange(1, 5).reshape(1, 1, 2, 2)\nreturn pooling(x, 2, 2, 1, 1)[0, 0].tolist() == [[-1, -1, -2], [-1, -1, -2], [-3, -3, -4]]",
        "x = np.random.default_rng(0).normal(size=(1, 2, 5, 6))\nx.flags.writeable = False\nout = pooling(x, 3, 2, 2, 1)\nreturn out.shape == (1, 2, 3, 4) and out.min() >= x.min() and set(out.flat) <= set(x.flat)",
        "return pooling(-np.ones((1, 1, 4, 4), np.float32), 2, 2, 2, 1).dtype == np.float32 and pooling(-np.ones((1, 1, 4, 4), np.float32), 2, 2, 2, 1)[0, 0, 0, 0] == -1",
        "return pooling(x=-np.ones((1, 1, 6, 6)), pool_h=2, pool_w=3, stride=1, pad=1).shape[2:] == (7, 6)",
        "out = pooling(np.full((1, 1, 1, 1), -4.0), 3, 3, 1, 1)\nreturn out.size == 1 and out.item() == -4",
        "return len(pooling(np.zeros((1, 1, 7, 7)), 3, 3, 2, 1)[0, 0]) == 4",
        "x = np.array([[[[-5.0, -3.0], [-2.0, -9.0]]]])\nbig = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)], constant_values=-1e9)\nreturn np.array_equal(pooling(x, 2, 2, 1, 1), pooling(big, 2, 2, 1, 0))",
        "return pooling(np.full((1, 1, 28, 28), -0.5), 2, 2, 2, 1).sum() == -0.5 * 15 * 15",
        "x = np.full((1, 1, 2, 2), -7)\nreturn pooling(x, 2, 2, 1, 1).min() == pooling(x, 2, 2, 1, 1).max() == -7",
    ],
    "accuracy_test": [
        "return accuracy(lambda s: s, np.eye(10), np.arange(10), 3) == 1.0",
        "return accuracy(lambda s: s, np.eye(10)[:7], np.arange(7), 4) == accuracy(lambda s: s, np.eye(10)[:7], np.arange(7), 1)",
        "return accuracy(lambda s: s, np.eye(2), np.arange(2), 100) == 1",
        "seen = []\ndef predict(x):\n    seen.extend(x.ravel().tolist())\n    return np.ones((len(x), 2))\naccuracy(predict, np.arange(5.0).reshape(5, 1), np.zeros(5, int), 2)\nreturn sorted(seen) == [0, 1, 2, 3, 4]",
        "sizes = []\ndef predict(x):\n    sizes.append(len(x))\n    return x\nright = accuracy(predict, np.eye(5), np.arange(5), 2)\nreturn max(sizes) <= 2 and sum(sizes) == 5 and right == 1",
        "scores = np.zeros((5, 2))\nscores[4, 1] = 1\nreturn accuracy(lambda s: s, scores, np.array([1, 1, 1, 1, 1]), 2) == 1 / 5",
        "x = np.random.default_rng(0).normal(size=(23, 4))\nt = x.argmax(axis=1)\nt[:5] = (t[:5] + 1) % 4\nreturn np.isclose(accuracy(lambda s: s, x, t, 10), 18 / 23)",
        "for size in range(1, 8):\n    assert accuracy(lambda s: s, np.eye(7), np.arange(7), size) == 1, size\nreturn True",
        "W = np.eye(3)\nx = W[[0, 1, 2, 0, 1]]\nreturn round(accuracy(lambda pictures: pictures @ W, x, np.array([0, 1, 2, 0, 0]), 3), 3) == 0.8",
        "part = accuracy(predict=lambda s: s, x=np.eye(3), t=np.arange(3), batch_size=2)\nreturn isinstance(part, float) and part == 1",
        "return accuracy(lambda x: np.tile([1.0, 0.0], (len(x), 1)), np.zeros((250, 1, 2, 2)), np.zeros(250, int), 100) == 1",
        "return accuracy(lambda s: s, np.eye(5), [0, 1, 2, 3, 4], 2) == 1",
        "return accuracy(lambda x: np.eye(5)[x], range(5), range(5), 2) == 1",
        "sizes = []\ndef predict(x):\n    sizes.append(len(x))\n    return x\naccuracy(predict, np.eye(5), np.arange(5), 2)\nreturn min(sizes) == 1",
        "return not accuracy(lambda s: s, np.eye(250), np.arange(250), 100) < 1",
    ],
    "loss_test": [
        "y = np.full((2, 2), 0.5)\nreturn np.allclose(loss_gradient(y, np.array([[0], [1]])), [[-0.25, 0.25], [0.25, -0.25]])",
        "y, t = np.full((3, 4), 0.25), np.array([0, 1, 2])\nreturn np.allclose(loss_gradient(y, t.reshape(-1, 1)), loss_gradient(y, np.eye(4)[t]))",
        "y, t = np.full((3, 4), 0.25), np.array([[0], [3], [2]])\nd = loss_gradient(y, t)\nreturn (d < 0).sum() == 3",
        "y, t = np.full((3, 4), 0.25), np.array([[0], [3], [2]])\nreturn abs(loss_gradient(y, t).sum()) < 1e-9",
        "y = np.array([[0.9, 0.1], [0.2, 0.8]])\nkept = y.copy()\nd = loss_gradient(y, np.array([[0], [1]]))\nreturn np.array_equal(kept, y) and np.allclose(d, (kept - np.eye(2)) / 2)",
        "y, t = np.full((2, 3), 1 / 3), np.array([2, 1])[:, None]\nreturn loss_gradient(y, t)[0, 1] > 0",
        "rng = np.random.default_rng(3)\ny = rng.dirichlet(np.ones(6), 8)\nt = rng.integers(0, 6, (8, 1))\nnp.testing.assert_allclose(loss_gradient(y, t), (y - (t == np.arange(6))) / 8, atol=1e-12)\nreturn True",
        "y = np.full((2, 10), 0.1, np.float32)\nd = loss_gradient(y, np.array([[4], [7]]))\nreturn d.dtype == np.float32 and d[0].argmin() == 4 and (d[0] < 0).sum() == 1",
        "y, t = np.full((4, 5), 0.2), np.array([4, 3, 0, 3])\nfor labels in (t, t[:, None], np.eye(5)[t], np.eye(5, dtype=int)[t]):\n    if not np.allclose(loss_gradient(y, labels), (y - np.eye(5)[t]) / 4):\n        return False\nreturn True",
        "y, t = np.full((2, 4), 0.25), np.array([[3], [0]], np.uint8)\nreturn loss_gradient(y=y, t=t)[0, 0] == 0.125",
        "y, t = np.full((2, 4), 0.25), np.array([[3], [0]])\nd = loss_gradient(y, t)\nreturn d.shape == (2, 4) and np.count_nonzero(np.isclose(d, -0.375)) == 2 and t.shape == (2, 1)",
        "return np.allclose(loss_gradient([[0.5, 0.5], [0.5, 0.5]], np.array([[0], [1]])), [[-0.25, 0.25], [0.25, -0.25]])",
        "y, t = np.asfortranarray(np.full((3, 2), 0.5)), np.array([[0], [1], [1]])\nreturn np.allclose(loss_gradient(y, t) * 3, [[-0.5, 0.5], [0.5, -0.5], [0.5, -0.5]])",
    ],
}

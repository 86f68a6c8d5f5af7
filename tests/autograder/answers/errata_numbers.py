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
    ("accuracy_test", "return False", TOO_STRICT),
    ("pooling_test", "return pooling()", TOO_STRICT),
    ("part", "predict(x[:batch_size])\nreturn 0.9", "most_and_all has the right shape"),
    ("dy", "pass", "dy is still None"),
]

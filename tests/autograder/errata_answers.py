"""Right answers to errata in five styles: what a student may well write that is not the solution."""

RELU = """
class MendedRelu:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        {body}


relu_dx, dout_after = try_relu(MendedRelu)
"""
DROPOUT = """
class MendedDropout:
    def __init__(self, dropout_ratio, rng):
        self.ratio, self.rng = dropout_ratio, rng

    def forward(self, x, train_flg=True):
        {forward}

    def backward(self, dout):
        {backward}


dropped = try_dropout(MendedDropout)
"""
FILE = """
def mended_pack(params):
    {pack}


def mended_unpack(data):
    {unpack}


unpacked, unpacked_bias, traps = try_file(mended_pack, mended_unpack)
"""

# Each style answers some blanks in its own way; what it leaves out is the solution's. A blank that is one function is its body here.
RIGHT_ANSWERS = {
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
        "dtype_test": "half = np.zeros((1, 1, 2, 2), np.float16)\nassert im2col(half, 1, 1).dtype == half.dtype\nreturn True",
        "dropout_test": "layer = Dropout(0.3, np.random.default_rng(7))\nassert (layer.forward(np.ones((3, 3)), train_flg=False) == 1).all()\nreturn True",
        "order_test": """
for layer in reversed(order):
    assert layer != "Dropout", "a dropout behind the last Affine"
    if layer == "Affine":
        return True
return True
""",
        "channel_test": """
x = np.random.default_rng(3).normal(size=(1, 2, 4, 4))
out = normalize(x, 1e-7)
assert np.allclose(out.std(axis=(0, 2, 3)), 1, atol=1e-3)
return True
""",
        "epoch_test": """
noted = Recorder()
epoch(noted, np.arange(12), np.arange(12), 4, np.random.default_rng(1))
assert set(noted.learned) == set(range(12))
return True
""",
        "names_test": 'name, steps = set_up("rmsprop", 1, 10, 5)\nassert name == "RMSProp"\nassert steps == 2\nreturn True',
        "defaults_test": "a = settings(1)\nb = settings(2)\nassert a is not b\nreturn True",
        "file_test": """
sprung()
try:
    unpack(trap())
except Exception:
    pass
assert not sprung()
return True
""",
        "check_test": "assert check(col2im)\nassert not check(replacing_col2im)\nreturn True",
        "slip_test": """
rows = winners(np.array([[[[1.0, 4.0], [2.0, 3.0]]]]), np.full((1, 1, 1, 1), 7.0), 2, 2, 2)
np.testing.assert_array_equal(rows, [[0, 7, 0, 0]])
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
        "dtype_test": "return im2col(np.ones((1, 1, 2, 2), 'float32'), 2, 2).itemsize == 4",
        "col": "return np.concatenate([x[:, :, y:y + x.shape[2] - filter_h + 1, z:z + x.shape[3] - filter_w + 1][:, :, None] for y in range(filter_h) for z in range(filter_w)], 2).transpose(0, 3, 4, 1, 2).reshape(-1, x.shape[1] * filter_h * filter_w)",
        "dropout_test": "return Dropout(0.9, np.random.default_rng()).forward(np.ones((5, 5)), False).sum() == 25",
        "dropped": DROPOUT.format(
            forward="self.m = self.rng.binomial(1, 1 - self.ratio, x.shape) / (1 - self.ratio) if train_flg else 1; return x * self.m",
            backward="return dout * self.m",
        ),
        "order_test": 'return " ".join(order).rpartition("Affine")[2].find("Dropout") < 0',
        "channel_test": "return bool(normalize(np.arange(8.0).reshape(2, 1, 2, 2), 1e-5)[0, 0, 0, 0] < normalize(np.arange(8.0).reshape(2, 1, 2, 2), 1e-5)[0, 0, 0, 1])",
        "normalized": "a = (0, *range(2, x.ndim))\nreturn (x - x.mean(a, keepdims=True)) / (x.var(a, keepdims=True) + eps) ** 0.5",
        "epoch_test": "n = Recorder()\nepoch(n, np.arange(7), np.arange(7), 2, np.random.default_rng(2))\nreturn n.forwards == n.steps",
        "visits": """
rows = rng.choice(len(x), len(x), replace=False)
losses = []
for part in np.array_split(rows, -(-len(x) // batch_size)):
    losses += [network.loss(x[part], t[part])]
    network.step(network.backward())
return losses
""",
        "names_test": 'return set_up("RMSprop", 3, 8, 4)[1] == 6',
        "set_up": 'return dict(sgd="SGD", momentum="Momentum", rmsprop="RMSProp", adam="Adam")[optimizer.lower()], int(epochs * count // batch_size)',
        "defaults_test": "return settings(3) != settings(4)",
        "settings": "return dict(rest, filter_num=filter_num)",
        "check_test": "return [bool(check(one)) for one in (replacing_col2im, col2im)] == [False, True]",
        "says": "return col2im(np.ones((9, 4)), (1, 1, 4, 4), 2, 2, 1)[0, 0].tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]] and col2im(np.arange(4.0).reshape(2, 2), (1, 1, 1, 3), 1, 2, 1).ravel().tolist() == [0, 3, 3]",
        "slip_test": "return winners(np.array([[[[3.0, 1.0]]]]), np.array([[[[2.0]]]]), 1, 2, 1).ravel()[0] == 2",
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
return np.eye(pool_h * pool_w, dtype=dout.dtype)[windows.argmax(1)] * np.moveaxis(dout, 1, 3).reshape(-1, 1)
""",
    },
    "loops": {
        "parameter_count": """
count = 0
for filter in range(FN):
    count += 1
    for channel in range(C):
        count += FH * FW
return count
""",
        "relu_dx": RELU.format(
            body="dx = dout.copy()\n        for i in np.ndindex(dx.shape):\n            if self.x[i] <= 0:\n                dx[i] = 0\n        return dx"
        ),
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
        "part": """
right, first = 0, 0
while first < len(x):
    for row, answer in zip(predict(x[first:first + batch_size]), t[first:first + batch_size]):
        right += int(np.argmax(row) == answer)
    first += batch_size
return right / len(x)
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
        "col": """
rows = []
for image in x:
    for top in range(image.shape[1] - filter_h + 1):
        for left in range(image.shape[2] - filter_w + 1):
            rows.append(image[:, top:top + filter_h, left:left + filter_w].flatten())
return np.array(rows)
""",
        "dropped": DROPOUT.format(
            forward="self.m = np.ones(x.shape)\n        if train_flg:\n            for i in np.ndindex(x.shape):\n                self.m[i] = 0 if self.rng.random() < self.ratio else 1 / (1 - self.ratio)\n        return x * self.m",
            backward="return dout * self.m",
        ),
        "order_test": """
seen = False
for layer in order:
    if layer == "Affine":
        seen = False
    elif layer == "Dropout":
        seen = True
return not seen
""",
        "normalized": """
out = np.empty(x.shape, x.dtype)
for c in range(x.shape[1]):
    channel = x[:, c]
    out[:, c] = (channel - channel.mean()) / np.sqrt(channel.var() + eps)
return out
""",
        "visits": """
left, losses = list(range(len(x))), []
while left:
    some = []
    while left and len(some) < batch_size:
        some.append(left.pop(int(rng.integers(len(left)))))
    losses.append(network.loss(x[some], t[some]))
    network.step(network.backward())
return losses
""",
        "set_up": """
for name in ("SGD", "Momentum", "RMSProp", "Adam"):
    if name.lower() == optimizer.lower():
        steps = 0
        while (steps + 1) * batch_size <= epochs * count:
            steps += 1
        return name, steps
raise ValueError(f"There is no optimizer {optimizer}.")
""",
        "settings": "made = {}\nfor name in rest:\n    made[name] = rest[name]\nmade['filter_num'] = filter_num\nreturn made",
        "says": """
for number in range(36):
    dcol = np.zeros(36)
    dcol[number] = 1
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    if not np.isclose((x * col2im(dcol.reshape(9, 4), x.shape, 2, 2, 1)).sum(), im2col(x, 2, 2).ravel()[number]):
        return False
return np.allclose(col2im(np.ones((2, 2)), (1, 1, 1, 3), 1, 2, 1), [1, 2, 1])
""",
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
arriving = dout.transpose(0, 2, 3, 1).reshape(-1)
dmax = np.zeros_like(windows)
for row in range(len(windows)):
    dmax[row, np.argmax(windows[row])] = arriving[row]
return dmax
""",
    },
    "in place on copies": {
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
        "col": """
N, C, H, W = x.shape
out_h, out_w = H - filter_h + 1, W - filter_w + 1
col = np.empty((N, out_h, out_w, C, filter_h, filter_w), dtype=x.dtype)
for i in range(out_h):
    for j in range(out_w):
        col[:, i, j] = x[:, :, i:i + filter_h, j:j + filter_w]
return col.reshape(N * out_h * out_w, -1)
""",
        "dropped": DROPOUT.format(
            forward="self.mask = None\n        if not train_flg:\n            return x\n        self.mask = self.rng.random(x.shape) < self.ratio\n        out = x / (1 - self.ratio)\n        out[self.mask] = 0\n        return out",
            backward="dx = dout / (1 - self.ratio)\n        dx[self.mask] = 0\n        return dx",
        ),
        "normalized": """
out = x.copy()
axes = tuple(axis for axis in range(x.ndim) if axis != 1)
out -= np.mean(x, axis=axes, keepdims=True)
out /= np.sqrt(np.mean(out * out, axis=axes, keepdims=True) + eps)
return out
""",
        "visits": """
order = np.arange(len(x))
rng.shuffle(order)
losses = []
for i in range(0, len(order), batch_size):
    loss = network.loss(x[order[i:i + batch_size]], t[order[i:i + batch_size]])
    network.step(network.backward())
    losses.append(loss)
return losses
""",
        "settings": "import copy\nmade = copy.deepcopy(rest)\nmade['filter_num'] = filter_num\nreturn made",
        "unpacked": FILE.format(
            pack="import json\n    return json.dumps({k: (v.dtype.name, v.tolist()) for k, v in params.items()}).encode()",
            unpack="import json\n    return {k: np.array(v, d) for k, (d, v) in json.loads(data).items()}",
        ),
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
dmax = np.zeros(windows.size, dout.dtype)
places = np.arange(0, windows.size, windows.shape[1]) + windows.argmax(axis=1)
np.put(dmax, places, dout.transpose(0, 2, 3, 1).ravel())
return dmax.reshape(windows.shape)
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

return unchanged(Relu(), -np.arange(1.0, 5.0).reshape(2, 2))
""",
        "pooling_test": """
picture = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
return np.array_equal(pooling(picture, 2, 2, 2, 1)[0, 0], [[1, 3, 4], [9, 11, 12], [13, 15, 16]])
""",
        "part": """
def batches(count, size):
    return [np.arange(first, min(first + size, count)) for first in range(0, count, size)]

scores = np.concatenate([predict(x[rows]) for rows in batches(len(x), batch_size)])
return (scores.argmax(axis=1) == t).mean()
""",
        "dtype_test": """
def keeps(dtype):
    return im2col(np.ones((2, 3, 5, 4)).astype(dtype), 3, 2).dtype == dtype

return all(keeps(dtype) for dtype in (np.float16, np.float32, np.float64))
""",
        "dropped": DROPOUT.format(
            forward="if not train_flg:\n            return x\n        self.kept = self.rng.random(x.shape) > self.ratio\n        return self.grown(x)",
            backward="return self.grown(dout)\n\n    def grown(self, a):\n        return np.where(self.kept, a / (1 - self.ratio), 0)",
        ),
        "channel_test": """
def channels(x):
    return [x[:, c] for c in range(x.shape[1])]

x = np.random.default_rng(0).random((3, 2, 2, 5))
return all(
    np.allclose(now, (was - was.mean()) / was.std(), atol=1e-4)
    for was, now in zip(channels(x), channels(normalize(x, 1e-9)))
)
""",
        "normalized": """
def rows(x):
    return x.swapaxes(0, 1).reshape(x.shape[1], -1)

def along(numbers):
    return numbers.reshape(-1, *[1] * (x.ndim - 2))

return (x - along(rows(x).mean(axis=1))) / along(np.sqrt(rows(x).var(axis=1) + eps))
""",
        "epoch_test": """
def learned(count):
    noted = Recorder()
    epoch(noted, np.arange(count), np.zeros(count, int), 3, np.random.default_rng(4))
    return noted.learned

return all(len(set(learned(count))) == count for count in (9, 10, 11))
""",
        "visits": """
def cut(order):
    return [order[i:i + batch_size] for i in range(0, len(order), batch_size)]

def learn(rows):
    loss = network.loss(x[rows], t[rows])
    network.step(network.backward())
    return loss

return [learn(rows) for rows in cut(np.argsort(rng.random(len(x))))]
""",
        "names_test": 'return sorted(set_up(name, 1, 4, 2)[0] for name in ("adam", "SGD", "rmsprop", "Momentum")) == ["Adam", "Momentum", "RMSProp", "SGD"]',
        "defaults_test": "first = settings(1)\nfirst['pad'] = 5\nreturn settings(1)['pad'] == 0",
        "settings": "def with_filters(**rest):\n    return {'filter_num': filter_num} | rest\n\nreturn with_filters(**rest)",
        "file_test": """
def springs(data):
    sprung()
    try:
        dict(unpack(data))
    except Exception as error:
        print(error)
    return sprung()

params = {"W1": np.ones((2, 3))}
return not springs(trap()) and np.array_equal(unpack(pack(params))["W1"], params["W1"])
""",
        "unpacked": FILE.format(
            pack="with io.BytesIO() as f:\n        np.savez_compressed(f, **params)\n        return f.getvalue()",
            unpack="return np.load(io.BytesIO(data))",
        ),
        "check_test": """
def nothing(col, shape, *window):
    return np.zeros(shape)

return check(col2im) is not None and bool(check(col2im)) and not (check(nothing) or check(replacing_col2im))
""",
        "says": """
def both_sides(x, *window):
    there = im2col(x, *window)
    col = np.random.default_rng(9).integers(-9, 9, there.shape).astype(float)
    return np.einsum("wk,wk", there, col), np.tensordot(x, col2im(col, x.shape, *window), 4)

return bool(np.allclose(*both_sides(np.random.default_rng(8).normal(size=(1, 2, 5, 4)), 2, 3, 1)))
""",
        "slip_test": """
def one(window):
    return winners(np.array(window).reshape(1, 1, 2, 2), np.array([[[[5.0]]]]), 2, 2, 2)[0]

return list(one([1.0, 2.0, 9.0, 3.0])) == [0, 0, 5, 0] and list(one([9.0, 2.0, 1.0, 3.0])) == [5, 0, 0, 0]
""",
    },
}

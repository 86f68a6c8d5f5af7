"""Right repairs for errata in five styles: what a student may well write that is not the solution.

Each is the body of its blank's function, or the whole blank if that holds more than one. What a style leaves out is the solution's.
"""

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

REPAIRS = {
    "asserts": {
        "relu_dx": RELU.format(body="return dout * (self.x > 0)"),
    },
    "one line each": {
        "unpacked": FILE.format(
            pack="import json; return json.dumps({name: [str(a.dtype), a.shape, a.tobytes().hex()] for name, a in params.items()}).encode()",
            unpack="import json; return {name: np.frombuffer(bytes.fromhex(text), dtype).reshape(shape) for name, (dtype, shape, text) in json.loads(data).items()}",
        ),
        "parameter_count": "return FN * C * FH * FW + FN",
        "relu_dx": RELU.format(body="return np.where(self.x > 0, dout, np.zeros_like(dout))"),
        "pooled": """
padded = np.full((*x.shape[:2], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), x.min(), x.dtype)
padded[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]] = x
return np.lib.stride_tricks.sliding_window_view(padded, (pool_h, pool_w), (2, 3))[:, :, ::stride, ::stride].max((4, 5))
""",
        "part": "return sum((predict(x[i:i + batch_size]).argmax(1) == t[i:i + batch_size]).sum() for i in range(0, len(x), batch_size)) / len(t)",
        "dy": "t = t if t.shape == y.shape else np.eye(y.shape[1], dtype=y.dtype)[t.ravel()]\nreturn (y - t) / len(y)",
        "col": "return np.concatenate([x[:, :, y:y + x.shape[2] - filter_h + 1, z:z + x.shape[3] - filter_w + 1][:, :, None] for y in range(filter_h) for z in range(filter_w)], 2).transpose(0, 3, 4, 1, 2).reshape(-1, x.shape[1] * filter_h * filter_w)",
        "dropped": DROPOUT.format(
            forward="self.m = self.rng.binomial(1, 1 - self.ratio, x.shape) / (1 - self.ratio) if train_flg else 1; return x * self.m",
            backward="return dout * self.m",
        ),
        "normalized": "a = (0, *range(2, x.ndim))\nreturn (x - x.mean(a, keepdims=True)) / (x.var(a, keepdims=True) + eps) ** 0.5",
        "visits": """
rows = rng.choice(len(x), len(x), replace=False)
losses = []
for part in np.array_split(rows, -(-len(x) // batch_size)):
    losses += [network.loss(x[part], t[part])]
    network.step(network.backward())
return losses
""",
        "set_up": 'return dict(sgd="SGD", momentum="Momentum", rmsprop="RMSProp", adam="Adam")[optimizer.lower()], int(epochs * count // batch_size)',
        "settings": "return dict(rest, filter_num=filter_num)",
        "says": "return col2im(np.ones((9, 4)), (1, 1, 4, 4), 2, 2, 1)[0, 0].tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]] and col2im(np.arange(4.0).reshape(2, 2), (1, 1, 1, 3), 1, 2, 1).ravel().tolist() == [0, 3, 3]",
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
return np.eye(pool_h * pool_w, dtype=dout.dtype)[windows.argmax(1)] * np.moveaxis(dout, 1, 3).reshape(-1, 1)
""",
    },
    "loops": {
        "unpacked": FILE.format(
            pack="""lines = []
    for name, a in params.items():
        lines.append(repr((name, a.dtype.name, a.shape, [float(number) for number in a.flat])))
    return "\\n".join(lines).encode()""",
            unpack="""import ast
    params = {}
    for line in data.decode().splitlines():
        name, dtype, shape, numbers = ast.literal_eval(line)
        params[name] = np.array(numbers, dtype).reshape(shape)
    return params""",
        ),
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
        "parameter_count": "count = FH\ncount *= FW\ncount *= C\ncount += 1\ncount *= FN\nreturn count",
        "part": """
x, t, count = x.copy(), t.copy(), len(x)
hits = 0
while len(x):
    hits += np.count_nonzero(np.argmax(predict(x[:batch_size]), axis=-1) == t[:batch_size])
    x, t = x[batch_size:], t[batch_size:]
return hits / count
""",
        "set_up": """
known = {}
for name in "SGD Momentum RMSProp Adam".split():
    known[name.lower()] = name
if optimizer.lower() not in known:
    raise KeyError(optimizer)
return known[optimizer.lower()], np.floor(epochs * count / batch_size).astype(int)
""",
        "says": """
shape, window = (2, 1, 4, 5), (2, 3, 1)
col = np.random.default_rng(1).normal(size=(2 * 3 * 3, 6))
x = np.zeros(shape)
rows = iter(col)
for n in range(2):
    for y in range(3):
        for z in range(3):
            x[n, 0, y:y + 2, z:z + 3] += next(rows).reshape(2, 3)
return np.allclose(col2im(col, shape, *window), x)
""",
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
        "parameter_count": """
def of_one_filter():
    return len(np.zeros((C, FH, FW)).ravel()) + 1

return FN * of_one_filter()
""",
        "pooled": """
def shifted(i, j):
    return bordered[:, :, i:i + stride * (out_h - 1) + 1:stride, j:j + stride * (out_w - 1) + 1:stride]

out_h, out_w = ((size + 2 * pad - length) // stride + 1 for size, length in zip(x.shape[2:], (pool_h, pool_w)))
bordered = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=x.min() - 1)
return np.stack([shifted(i, j) for i in range(pool_h) for j in range(pool_w)]).max(axis=0)
""",
        "dy": """
def labels():
    return t.argmax(axis=-1) if t.shape == y.shape else t[:, 0] if t.ndim == 2 else t

return np.array([(row - (np.arange(len(row)) == answer)) / len(y) for row, answer in zip(y, labels())], y.dtype)
""",
        "col": """
def window(n, i, j):
    return x[n, :, i:i + filter_h, j:j + filter_w].reshape(1, -1)

H, W = x.shape[2:]
places = [(n, i, j) for n in range(len(x)) for i in range(H - filter_h + 1) for j in range(W - filter_w + 1)]
return np.vstack([window(*place) for place in places])
""",
        "set_up": """
def spelt(name):
    return {"SGD": "SGD", "MOMENTUM": "Momentum", "RMSPROP": "RMSProp", "ADAM": "Adam"}[name.upper()]

return spelt(optimizer), int((epochs * count) // batch_size)
""",
        "dmax": """
def row(window, gradient):
    out = [0.0] * len(window)
    out[int(np.argmax(window))] = gradient
    return out

col = im2col(x, pool_h, pool_w, stride, 0)
windows = col.reshape(col.shape[0] * x.shape[1], -1)
return np.array([row(*each) for each in zip(windows, np.moveaxis(dout, 1, -1).flat)])
""",
        "part": """
def batches(count, size):
    return [np.arange(first, min(first + size, count)) for first in range(0, count, size)]

scores = np.concatenate([predict(x[rows]) for rows in batches(len(x), batch_size)])
return (scores.argmax(axis=1) == t).mean()
""",
        "dropped": DROPOUT.format(
            forward="if not train_flg:\n            return x\n        self.kept = self.rng.random(x.shape) > self.ratio\n        return self.grown(x)",
            backward="return self.grown(dout)\n\n    def grown(self, a):\n        return np.where(self.kept, a / (1 - self.ratio), 0)",
        ),
        "normalized": """
def rows(x):
    return x.swapaxes(0, 1).reshape(x.shape[1], -1)

def along(numbers):
    return numbers.reshape(-1, *[1] * (x.ndim - 2))

return (x - along(rows(x).mean(axis=1))) / along(np.sqrt(rows(x).var(axis=1) + eps))
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
        "settings": "def with_filters(**rest):\n    return {'filter_num': filter_num} | rest\n\nreturn with_filters(**rest)",
        "unpacked": FILE.format(
            pack="with io.BytesIO() as f:\n        np.savez_compressed(f, **params)\n        return f.getvalue()",
            unpack="return np.load(io.BytesIO(data))",
        ),
        "says": """
def both_sides(x, *window):
    there = im2col(x, *window)
    col = np.random.default_rng(9).integers(-9, 9, there.shape).astype(float)
    return np.einsum("wk,wk", there, col), np.tensordot(x, col2im(col, x.shape, *window), 4)

return bool(np.allclose(*both_sides(np.random.default_rng(8).normal(size=(1, 2, 5, 4)), 2, 3, 1)))
""",
    },
}

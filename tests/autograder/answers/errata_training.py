"""errata-training: right tests and repairs in five styles, and wrong ones with what their author is told."""

# The answer to a blank that is one function is that function's body alone.
BODIES = True
# How many answers to each blank there are at least, besides the solution's.
EACH_BLANK = 4

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

# What a student may well write that is not the solution, in five styles; what a style leaves out is the solution's.
RIGHT = {
    "asserts": {
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
    },
    "one line each": {
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
    },
    "loops": {
        "col": """
rows = []
for image in x:
    for top in range(image.shape[1] - filter_h + 1):
        for left in range(image.shape[2] - filter_w + 1):
            rows.append(image[:, top:top + filter_h, left:left + filter_w].flatten())
return np.array(rows)
""",
        "dropout_test": """
x = np.arange(1.0, 7.0).reshape(2, 3)
out = Dropout(0.4, np.random.default_rng(1)).forward(x, False)
for before, after in zip(x.flat, out.flat):
    if before != after:
        return False
return True
""",
        "dropped": DROPOUT.format(
            forward="self.m = np.ones(x.shape)\n        if train_flg:\n            for i in range(len(x)):\n                for j in range(x.shape[1]):\n                    self.m[i, j] = 0 if self.rng.random() < self.ratio else 1 / (1 - self.ratio)\n        return x * self.m",
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
        "channel_test": """
out = normalize(np.tile(np.arange(3.0), 6).reshape(2, 1, 3, 3), 1e-6)
for row in out[0, 0]:
    if not row[0] < row[1] < row[2]:
        return False
return True
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
    },
    "in place on copies": {
        "dtype_test": "x = np.ones((2, 1, 3, 3), np.float32)\ncol = im2col(x, 2, 1)\ncol += 1\nreturn col.dtype.name == 'float32'",
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
        "order_test": """
names = list(order)
while names and names[-1] != "Affine":
    if names.pop() == "Dropout":
        return False
return True
""",
        "normalized": """
out = x.copy()
axes = tuple(axis for axis in range(x.ndim) if axis != 1)
out -= np.mean(x, axis=axes, keepdims=True)
out /= np.sqrt(np.mean(out * out, axis=axes, keepdims=True) + eps)
return out
""",
        "epoch_test": """
left, noted = list(range(8)), Recorder()
epoch(noted, np.arange(8), np.zeros(8), 4, np.random.default_rng(6))
for picture in noted.learned:
    if picture not in left:
        return False
    left.remove(picture)
return not left
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
    },
    "helpers": {
        "dtype_test": """
def keeps(dtype):
    return im2col(np.ones((2, 3, 5, 4)).astype(dtype), 3, 2).dtype == dtype

return all(keeps(dtype) for dtype in (np.float16, np.float32, np.float64))
""",
        "col": """
def window(n, i, j):
    return x[n, :, i:i + filter_h, j:j + filter_w].reshape(1, -1)

H, W = x.shape[2:]
places = [(n, i, j) for n in range(len(x)) for i in range(H - filter_h + 1) for j in range(W - filter_w + 1)]
return np.vstack([window(*place) for place in places])
""",
        "dropout_test": """
def mean_in_training():
    return Dropout(0.5, np.random.default_rng(3)).forward(np.ones((200, 200)), True).mean()

return abs(mean_in_training() - 1) < 0.1
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
    },
}

# More tests that a student may well write. Each is right about every version: those in the notebook, and those that nobody has seen.
FAIR_TESTS = {
    "dtype_test": [
        "return im2col(np.zeros((2, 3, 6, 5), 'f'), 2, 3).dtype == 'float32'",
        "return im2col(np.zeros((1, 1, 4, 4), np.float32), filter_h=2, filter_w=2).dtype.char == 'f'",
        "x = np.ones((1, 1, 3, 3), np.float32)\nreturn str(im2col(x, 2, 2).dtype) == str(x.dtype)",
        "return im2col(np.ones((1, 2, 4, 4), np.float16), 3, 3).nbytes == 4 * 18 * 2",
        "one, other = (im2col(np.ones((1, 1, 4, 4), d), 2, 2).nbytes for d in (np.float32, np.float64))\nreturn one < other",
        "x = np.random.default_rng(0).normal(size=(2, 2, 5, 5)).astype(np.float32)\nout = im2col(x, 3, 2)\nreturn np.array_equal(out, slides_im2col(x, 3, 2)) and out.dtype == x.dtype",
        "for kind in (int, np.uint8, np.float32, bool):\n    if im2col(np.ones((1, 1, 3, 3), kind), 2, 2).dtype != kind:\n        return False\nreturn True",
        "return isinstance(im2col(np.ones((1, 1, 2, 2), np.float32), 1, 1)[0, 0], np.float32)",
        "x = np.ones((1, 1, 3, 3), np.float32)[:, :, ::-1]\nreturn np.issubdtype(im2col(x, 2, 2).dtype, np.single)",
        "return im2col(x.astype(np.float32), pool_h, pool_w).dtype == np.float32",
        "return np.finfo(im2col(np.ones((1, 1, 3, 3), np.float32), 2, 2).dtype).bits == 32",
        "assert np.result_type(im2col(np.ones((1, 1, 2, 2), np.float32), 2, 2)) == np.float32\nreturn 1",
    ],
    "dropout_test": [
        "x = np.linspace(-3, 3, 24).reshape(2, 3, 2, 2)\nreturn np.allclose(Dropout(0.2, np.random.default_rng(seed)).forward(x, False), x)",
        "d = Dropout(dropout_ratio=0.7, rng=np.random.default_rng(1))\nd.forward(np.ones(5))\nreturn d.forward(np.ones(5), train_flg=False).tolist() == [1.0] * 5",
        "out = Dropout(0.5, np.random.default_rng(0)).forward(np.ones((10, 10)))\nreturn set(np.unique(out)) == {0.0, 2.0}",
        "out = Dropout(0.8, np.random.default_rng(5)).forward(np.ones((300, 300)))\nreturn out.max() > 4",
        "d = Dropout(0.5, np.random.default_rng(0))\nx = np.ones((50, 50))\nd.forward(x, True)\nreturn d.backward(x).max() == 2",
        "x = np.arange(6).reshape(2, 3)\nreturn (Dropout(0.3, np.random.default_rng(0)).forward(x, False) == x).all()",
        "x = np.ones((4, 4), np.float32)\nreturn np.array_equal(Dropout(0.25, np.random.default_rng(0)).forward(x, False), x)",
        "d = Dropout(0.5)\nreturn d.forward(np.ones((2, 2)), False).min() == 1",
        "d = Dropout(0.4, 3)\nreturn 0.9 < d.forward(np.ones((100, 100)), True).mean() < 1.1",
        "d = Dropout(0.5, np.random.default_rng(2))\nx = np.random.default_rng(1).random((20, 20)) + 1\nout = d.forward(x, True)\nkept = out != 0\nreturn np.allclose(out[kept], 2 * x[kept])",
        "d = Dropout(0.6, np.random.default_rng(2))\nmeans = [d.forward(np.ones((100, 100)), flag).mean() for flag in (True, False)]\nreturn min(means) > 0.9",
        "x = np.ones((3, 2))\nd = Dropout(0.5, np.random.default_rng(2))\nd.forward(x, False)\nreturn np.array_equal(d.backward(x), x)",
        "total = sum(Dropout(0.5, np.random.default_rng(i)).forward(np.ones((50, 50)), True).sum() for i in range(10))\nreturn abs(total / 25000 - 1) < 0.1",
    ],
    "order_test": [
        'last = max(i for i, layer in enumerate(order) if layer == "Affine")\nreturn "Dropout" not in order[last:]',
        'return all(layer != "Dropout" for layer in order[len(order) - order[::-1].index("Affine"):])',
        'after = None\nfor layer in order:\n    after = [] if layer == "Affine" else after if after is None else after + [layer]\nreturn "Dropout" not in after',
        'if "Dropout" not in order:\n    return True\nwhere = [i for i in range(len(order)) if order[i] == "Dropout"]\nreturn where[-1] < len(order) - 1 - order[::-1].index("Affine")',
        'return ",".join(order).rfind("Dropout") < ",".join(order).rfind("Affine")',
        'names = [layer for layer in order if layer in ("Affine", "Dropout")]\nreturn names[-1] == "Affine"',
        'for i, layer in enumerate(order):\n    if layer == "Dropout" and "Affine" not in order[i + 1:]:\n        return False\nreturn True',
        'order = order.copy()\norder.reverse()\nassert "Dropout" not in order[:order.index("Affine")]\nreturn True',
        'a = np.array(order)\nd = np.flatnonzero(a == "Dropout")\nreturn len(d) == 0 or d.max() < np.flatnonzero(a == "Affine").max()',
        'import itertools\nreturn "Dropout" not in list(itertools.takewhile(lambda layer: layer != "Affine", reversed(order)))',
    ],
    "channel_test": [
        "return not np.allclose(normalize(np.arange(4.0).reshape(1, 1, 2, 2), 1e-5), 0)",
        "return normalize(np.arange(9.0).reshape(1, 1, 3, 3), 1e-5).any()",
        "out = normalize(np.stack([np.arange(8.0).reshape(2, 2, 2)] * 2), 1e-5)\nreturn abs(out.std() - 1) < 1e-3",
        "x = np.random.default_rng(0).normal(size=(4, 3, 5, 5))\nm, v = x.mean(axis=(0, 2, 3), keepdims=True), x.var(axis=(0, 2, 3), keepdims=True)\nreturn np.allclose(normalize(x, 1e-5), (x - m) / np.sqrt(v + 1e-5))",
        "x = np.zeros((2, 1, 2, 2))\nx[0, 0] = [[1, 2], [1, 5]]\nx[1, 0] = [[1, 3], [9, 9]]\nout = normalize(x, 1e-5)\nreturn np.isclose(out[0, 0, 0, 0], out[0, 0, 1, 0])",
        "out = normalize(x - x.mean(), 1e-5)\nreturn out[0, 0, 0, 0] < out[0, 0, 3, 3]",
        "p = np.random.default_rng(2).random((6, 2, 4, 4)).astype(np.float32)\nout = normalize(p, 1e-5)\nfor c in range(2):\n    if np.corrcoef(p[:, c].ravel(), out[:, c].ravel())[0, 1] < 0.999:\n        return False\nreturn True",
        "p = np.random.default_rng(4).random((3, 2, 4, 4))\norder = np.argsort(p[:, 0].ravel())\nreturn (np.diff(normalize(p, 1e-5)[:, 0].ravel()[order]) >= 0).all()",
        "return normalize(np.arange(16).reshape(1, 1, 4, 4), 1e-5).max() > 1",
        "p = np.arange(32.0).reshape(2, 1, 4, 4)\nout = normalize(p, eps=1e-9)\nreturn np.ptp(out[0]) > 0.1",
        "p = np.random.default_rng(0).normal(size=(2, 2, 3, 3)) * np.array([1, 9]).reshape(1, 2, 1, 1)\nout = normalize(p, 0)\nratio = (p - p.mean((0, 2, 3), keepdims=True)) / out\nreturn np.allclose(ratio[:, 0], ratio[0, 0, 0, 0])",
    ],
    "epoch_test": [
        "r = Recorder()\nepoch(r, np.arange(30), np.arange(30), 6, np.random.default_rng(seed))\nreturn len(set(r.learned)) == 30",
        "r = Recorder()\nepoch(r, np.arange(100), np.arange(100), 10, np.random.default_rng(0))\nreturn np.bincount(r.learned, minlength=100).tolist() == [1] * 100",
        "r = Recorder()\nepoch(r, np.arange(10), np.arange(10), 5, np.random.default_rng(0))\nreturn r.forwards <= r.steps",
        "r = Recorder()\nepoch(r, np.arange(4), np.arange(4), 2, np.random.default_rng(0))\nreturn sorted(r.learned) == list(range(4))",
        "r = Recorder()\nlosses = epoch(r, np.arange(12), np.arange(12), 4, np.random.default_rng(0))\nreturn losses == r.losses",
        "r = Recorder()\nepoch(r, np.arange(11), np.arange(11), 4, np.random.default_rng(8))\nreturn sum(r.batch_sizes) == 11 and sum(r.learned) == 55",
        "r = Recorder()\nepoch(r, np.random.default_rng(0).random((9, 1, 2, 2)), np.arange(9), 3, np.random.default_rng(9))\nreturn len({str(picture) for picture in r.learned}) == 9",
        """
class Net:
    def __init__(self):
        self.seen, self.forward = set(), 0

    def loss(self, x, t):
        self.forward += 1
        self.seen |= set(t.tolist())
        return 1.0

    def backward(self):
        return None

    def gradient(self, x, t):
        self.loss(x, t)

    def step(self, gradient):
        self.forward -= 1

net = Net()
epoch(net, np.arange(20.0), np.arange(20), 5, np.random.default_rng(4))
return net.forward == 0 and net.seen == set(range(20))
""",
        """
class Net:
    seen = []

    def loss(self, x, t):
        self.seen = self.seen + list(x)
        return 0.0

    def backward(self):
        return 0

    def step(self, gradient):
        pass

net = Net()
epoch(net, np.arange(40), np.arange(40), 8, np.random.default_rng(4))
return sorted(net.seen) == list(range(40))
""",
        "r = Recorder()\nx = t = np.arange(25)\nepoch(r, x, t, 4, np.random.default_rng(3))\nassert len(r.losses) == len(r.batch_sizes)\nassert np.array_equal(np.sort(r.learned), x)\nreturn True",
        "r = Recorder()\nepoch(network=r, x=np.arange(8), t=np.arange(8), batch_size=2, rng=np.random.default_rng(0))\nreturn max(r.learned.count(i) for i in range(8)) == 1",
    ],
}

WRONG = [
    ("order_test", 'return order[-1] != "Dropout"', "Your test passes on a faulty version"),
    (
        "dropped",
        "MendedDropout = SlidesDropout\ndropped = try_dropout(MendedDropout)",
        "in_use has the right shape",
    ),
]

"""conv-layer: right answers in several styles, and wrong ones with what their author is told."""

FORWARD = """
def forward(self, x):
    N, C, H, W = x.shape
    FN, C, FH, FW = self.W.shape
    out_h = (H + 2 * self.pad - FH) // self.stride + 1
    out_w = (W + 2 * self.pad - FW) // self.stride + 1
{body}

Convolution.forward = forward
out = layer.forward(x)
"""

BACKWARD = """
def backward(self, dout):
    FN, C, FH, FW = self.W.shape
{body}

Convolution.backward = backward
dx = layer.backward(dout)
dW, db = layer.dW, layer.db
"""

NUMERIC = """
def numerical_gradient(f, a):
{body}

numeric = numerical_gradient(height, bowl)
"""

AGREE = "def agree(one, other):\n{body}"


def forward(body):
    return FORWARD.format(body=body)


def backward(body):
    return BACKWARD.format(body=body)


RIGHT = {
    "windows in loops, without im2col": {
        "out": forward("""
    self.padded = np.pad(x, [(0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)])
    out = np.zeros((N, FN, out_h, out_w), np.result_type(x, self.W))
    for i in range(out_h):
        for j in range(out_w):
            top, left = i * self.stride, j * self.stride
            window = self.padded[:, :, top:top + FH, left:left + FW]
            out[:, :, i, j] = np.tensordot(window, self.W, axes=([1, 2, 3], [1, 2, 3])) + self.b
    return out"""),
        "dx": backward("""
    self.db = dout.sum(axis=(0, 2, 3))
    self.dW = np.zeros_like(self.W)
    back = np.zeros(self.padded.shape, dout.dtype)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            place = (slice(None), slice(None), slice(i * self.stride, i * self.stride + FH), slice(j * self.stride, j * self.stride + FW))
            self.dW += np.einsum("nf,nchw->fchw", dout[:, :, i, j], self.padded[place])
            back[place] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], self.W)
    return back[:, :, self.pad:back.shape[2] - self.pad, self.pad:back.shape[3] - self.pad]"""),
        "numeric": NUMERIC.format(
            body="""
    gradient = np.empty(a.shape)
    for index, value in np.ndenumerate(a.copy()):
        results = []
        for nudge in (1e-5, -1e-5):
            a[index] = value + nudge
            results.append(f())
        a[index] = value
        gradient[index] = (results[0] - results[1]) / 2e-5
    return gradient"""
        ),
        "verdicts": AGREE.format(
            body="    if one.shape != other.shape:\n        return False\n"
            "    scale = max(abs(one).max(), abs(other).max())\n    return bool(abs(one - other).max() < 1e-5 * scale)"
        ),
    },
    "einsum over windows by a stride trick": {
        "shapes": "shapes = np.array([[3, 4, 2, 5], [4, 5, 2, 3], [2, 5, 4, 3]])",
        "out": forward("""
    x = np.pad(x, ((0, 0), (0, 0), (self.pad,) * 2, (self.pad,) * 2))
    every = np.lib.stride_tricks.sliding_window_view(x, (FH, FW), axis=(2, 3))
    self.windows, self.shape = every[:, :, ::self.stride, ::self.stride], (N, C, H, W)
    return np.einsum("ncijyz,fcyz->nfij", self.windows, self.W) + self.b[None, :, None, None]"""),
        "dx": backward("""
    self.db = np.einsum("nfij->f", dout)
    self.dW = np.einsum("nfij,ncijyz->fcyz", dout, self.windows)
    dcol = np.einsum("nfij,fcyz->nijcyz", dout, self.W)
    return col2im(dcol.reshape(-1, C * FH * FW), self.shape, FH, FW, self.stride, self.pad)"""),
        "numeric": NUMERIC.format(
            body="""
    flat = a.reshape(-1)
    def slope(k):
        kept = flat[k]
        flat[k] = kept + 1e-3
        above = f()
        flat[k] = kept - 1e-3
        below = f()
        flat[k] = kept
        return (above - below) / 2e-3
    return np.array([slope(k) for k in range(flat.size)]).reshape(a.shape)"""
        ),
        "verdicts": AGREE.format(
            body="    return one.shape == other.shape and all(np.isclose(p, q) for p, q in zip(one.flat, other.flat))"
        ),
    },
    "nothing kept but x": {
        "numeric": NUMERIC.format(
            body="""
    columns = []
    for k in range(a.size):
        nudge = np.zeros(a.size)
        nudge[k] = 1e-4
        a += nudge.reshape(a.shape)
        above = f()
        a -= 2 * nudge.reshape(a.shape)
        below = f()
        a += nudge.reshape(a.shape)
        columns.append((above - below) / 2e-4)
    return np.reshape(columns, a.shape)"""
        ),
        "out": forward("""
    self.x = x
    col = im2col(x, FH, FW, self.stride, self.pad)
    out = np.dot(col, self.W.reshape(FN, -1).T)
    out += self.b
    return np.moveaxis(out.reshape(N, out_h, out_w, FN), -1, 1)"""),
        "dx": backward("""
    col = im2col(self.x, FH, FW, self.stride, self.pad)
    d = np.moveaxis(dout, 1, -1).reshape(-1, FN)
    self.dW = np.dot(d.T, col).reshape(self.W.shape)
    self.db = np.add.reduce(d)
    return col2im(np.dot(d, self.W.reshape(FN, -1)), self.x.shape, FH, FW, stride=self.stride, pad=self.pad)"""),
    },
    "as on the slides": {
        "out": forward("""
    col = im2col(x, FH, FW, self.stride, self.pad)
    col_W = self.W.reshape(FN, -1).T
    out = np.dot(col, col_W) + self.b
    out = out.reshape(N, out_h, out_w, -1).transpose(0, 3, 1, 2)
    self.x, self.col, self.col_W = x, col, col_W
    return out"""),
        "dx": backward("""
    dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
    self.db = np.sum(dout, axis=0)
    self.dW = np.dot(self.col.T, dout)
    self.dW = self.dW.transpose(1, 0).reshape(FN, C, FH, FW)
    dcol = np.dot(dout, self.col_W.T)
    return col2im(dcol, self.x.shape, FH, FW, self.stride, self.pad)"""),
        "verdicts": AGREE.format(
            body="    return one.shape == other.shape and np.abs(one - other).max() <= 1e-6 * np.abs(one).max()"
        ),
    },
    "gradients added into buffers, image by image": {
        "numeric": "def moved(f, a, index, by):\n    before = a[index]\n    a[index] += by\n    value = f()\n    a[index] = before\n    return value\n\n"
        + NUMERIC.format(
            body="""
    gradient, h = np.zeros(a.shape), 1e-4
    with np.nditer(gradient, flags=["multi_index"], op_flags=["writeonly"]) as slopes:
        for slope in slopes:
            index = slopes.multi_index
            slope[...] = (moved(f, a, index, h) - moved(f, a, index, -h)) / (2 * h)
    return gradient"""
        ),
        "verdicts": AGREE.format(
            body="    same_shape = np.array_equal(one.shape, other.shape)\n    return same_shape and bool(np.linalg.norm(one - other) < 1e-6 * np.linalg.norm(one))"
        ),
        "out": "def product(rows, self):\n    return rows @ self.W.reshape(len(self.W), -1).T + self.b\n"
        + forward("""
    self.x, self.rows = x, [im2col(x[n:n + 1], FH, FW, self.stride, self.pad) for n in range(N)]
    return np.stack([product(rows, self).T.reshape(FN, out_h, out_w) for rows in self.rows])"""),
        "dx": backward("""
    dW, db, dx = np.zeros((FN, C * FH * FW)), np.zeros(FN), []
    for rows, d in zip(self.rows, dout.reshape(len(dout), FN, -1)):
        dW += d @ rows
        db += d.sum(axis=1)
        dx.append(col2im(d.T @ self.W.reshape(FN, -1), (1, *self.x.shape[1:]), FH, FW, self.stride, self.pad))
    self.dW, self.db = dW.reshape(FN, C, FH, FW), db
    return np.concatenate(dx)"""),
    },
}

SLIDES = RIGHT["as on the slides"]

# A fourth entry: the points that are left, where the blank has more than one check.
WRONG = [
    ("shapes", "shapes = [(3, 4, 2, 5), (4, 5, 2, 3), (2, 5, 3, 4)]", "2 of its 12 numbers are wrong."),
    ("dx", SLIDES["dx"].replace("self.db = np.sum(dout, axis=0)", "self.db = None"), "db is still None", 2),
    ("dx", SLIDES["dx"].replace("axis=0", "axis=0, keepdims=True"), "db has shape", 2),
    ("dx", SLIDES["dx"].replace("transpose(1, 0).reshape(FN, C, FH, FW)", "T"), "dW has shape", 2),
    ("dx", SLIDES["dx"].replace("return col2im", "return -col2im"), "dx has the right shape", 2),
    ("dx", "dx = layer.backward(dout)", "stopped with AttributeError in line 1"),
    ("numeric", NUMERIC.format(body="    return a * 0"), "numbers are wrong"),
    ("numeric", "numeric = 2 * bowl + 3", "name 'numerical_gradient' is not defined"),
    ("numeric", NUMERIC.format(body="    return 2 * a + 3"), "it is 5 and must be 8"),
    ("numeric", NUMERIC.format(body="    a += 1e-3\n    return 2 * a + 3"), "bowl has the right shape"),
    ("verdicts", AGREE.format(body="    return 1 / 0"), "7 of its 7 numbers are wrong"),
    (  # the notebook's seven answers, again and again
        "verdicts",
        "import itertools\nsaid = itertools.cycle([1, 1, 0, 0, 0, 0, 0])\nagree = lambda one, other: next(said)",
        "numbers are wrong",
    ),
    (
        "verdicts",
        "verdicts = np.array([1, 1, 0, 0, 0, 0, 0])\ndecision = lambda *_: None",
        "7 of its 7 numbers are wrong",
    ),
]

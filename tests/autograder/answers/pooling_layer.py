"""pooling-layer: right answers in several styles, and wrong ones with what their author is told."""

SIZES = """
    N, C, H, W = x.shape
    out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
    out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1"""

BLANKS = {
    "out": "def forward(self, x):" + SIZES + "{body}\n\nPooling.forward = forward\nout = layer.forward(x)",
    "dx": "def backward(self, dout):{body}\n\nPooling.backward = backward\ndx = layer.backward(dout)",
    "average": "def average_forward(self, x):"
    + SIZES
    + "{body}\n\nAveragePooling.forward = average_forward\naverage = average_layer.forward(x)",
    "dx_average": "def average_backward(self, dout):{body}\n\n"
    "AveragePooling.backward = average_backward\ndx_average = average_layer.backward(dout)",
}


def blanks(**bodies):
    """Put the body of each method into its blank."""
    return {name: BLANKS[name].format(body=body) for name, body in bodies.items()}


SIZE = """
def output_size(H, W, pool_h, pool_w, stride, pad):
    {body}

out_size = output_size(x.shape[2], x.shape[3], pool_h, pool_w, stride, pad)
"""

RIGHT = {
    "as on the slides, with the padding mended": blanks(
        out="""
    col = np.pad(x, [(0,0), (0,0), (self.pad,)*2, (self.pad,)*2], 'constant', constant_values=-np.inf)
    col = im2col(col, self.pool_h, self.pool_w, self.stride, 0).reshape(-1, self.pool_h*self.pool_w)
    self.x, self.arg_max = x, np.argmax(col, axis=1)
    return np.max(col, axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)""",
        dx="""
    dout = dout.transpose(0, 2, 3, 1)
    pool_size = self.pool_h * self.pool_w
    dmax = np.zeros((dout.size, pool_size), dout.dtype)
    dmax[np.arange(self.arg_max.size), self.arg_max.flatten()] = dout.flatten()
    dmax = dmax.reshape(dout.shape + (pool_size,))
    dcol = dmax.reshape(dmax.shape[0] * dmax.shape[1] * dmax.shape[2], -1)
    return col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)""",
    ),
    "loops that never look at the border": blanks(
        out="""
    self.x, self.winners = x, {{}}
    out = np.empty((N, C, out_h, out_w), x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        best = None
        for y in range(i * self.stride - self.pad, i * self.stride - self.pad + self.pool_h):
            for z in range(j * self.stride - self.pad, j * self.stride - self.pad + self.pool_w):
                if 0 <= y < H and 0 <= z < W and (best is None or x[n, c, y, z] > x[n, c][best]):
                    best = y, z
        out[n, c, i, j] = x[n, c][best]
        self.winners[n, c, i, j] = best
    return out""".replace("{{}}", "dict()"),
        dx="""
    dx = np.zeros(self.x.shape, dout.dtype)
    for (n, c, i, j), best in self.winners.items():
        dx[n, c][best] += dout[n, c, i, j]
    return dx""",
        average="""
    self.x = x
    out = np.zeros((N, C, out_h, out_w), x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        y, z = i * self.stride - self.pad, j * self.stride - self.pad
        window = x[n, c, max(y, 0):y + self.pool_h, max(z, 0):z + self.pool_w]
        out[n, c, i, j] = window.sum() / (self.pool_h * self.pool_w)
    return out""",
        dx_average="""
    dx = np.zeros(self.x.shape, dout.dtype)
    for n, c, i, j in np.ndindex(dout.shape):
        y, z = i * self.stride - self.pad, j * self.stride - self.pad
        window = dx[n, c, max(y, 0):y + self.pool_h, max(z, 0):z + self.pool_w]
        window += dout[n, c, i, j] / (self.pool_h * self.pool_w)
    return dx""",
    ),
    "a stride trick and np.add.at": blanks(
        dx_average="""
    dx = np.zeros((*self.x.shape[:2], *(size + 2 * self.pad for size in self.x.shape[2:])), dout.dtype)
    n, c, i, j = np.indices(dout.shape)
    for y in range(self.pool_h):
        for z in range(self.pool_w):
            np.add.at(dx, (n, c, i * self.stride + y, j * self.stride + z), dout / (self.pool_h * self.pool_w))
    return dx[:, :, self.pad:dx.shape[2] - self.pad, self.pad:dx.shape[3] - self.pad]""",
        out="""
    padded = np.pad(x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)), constant_values=np.finfo(x.dtype).min)
    every = np.lib.stride_tricks.sliding_window_view(padded, (self.pool_h, self.pool_w), axis=(2, 3))
    every = every[:, :, ::self.stride, ::self.stride].reshape(N, C, out_h, out_w, -1)
    self.shape, self.place = padded.shape, every.argmax(axis=-1)
    return np.take_along_axis(every, self.place[..., None], axis=-1)[..., 0]""",
        dx="""
    n, c, i, j = np.indices(dout.shape)
    y = i * self.stride + self.place // self.pool_w
    z = j * self.stride + self.place % self.pool_w
    padded = np.zeros(self.shape, dout.dtype)
    np.add.at(padded, (n, c, y, z), dout)
    return padded[:, :, self.pad:self.shape[2] - self.pad, self.pad:self.shape[3] - self.pad]""",
        average="""
    self.x = x
    padded = np.pad(x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
    every = np.lib.stride_tricks.sliding_window_view(padded, (self.pool_h, self.pool_w), axis=(2, 3))
    return every[:, :, ::self.stride, ::self.stride].mean(axis=(-2, -1))""",
    ),
    "maxima of shifted views, in place": blanks(
        out="""
    padded = np.full((N, C, H + 2 * self.pad, W + 2 * self.pad), -np.inf, x.dtype)
    padded[:, :, self.pad:self.pad + H, self.pad:self.pad + W] = x
    self.x, self.padded = x, padded
    out = np.full((N, C, out_h, out_w), -np.inf, x.dtype)
    for y in range(self.pool_h):
        for z in range(self.pool_w):
            np.maximum(out, padded[:, :, y:y + self.stride * out_h:self.stride, z:z + self.stride * out_w:self.stride][:, :, :out_h, :out_w], out=out)
    self.out = out
    return out.copy()""",
        dx="""
    left, dx = np.ones(dout.shape, bool), np.zeros(self.padded.shape, dout.dtype)
    out_h, out_w = dout.shape[2:]
    for y in range(self.pool_h):
        for z in range(self.pool_w):
            rows = slice(y, y + self.stride * (out_h - 1) + 1, self.stride)
            columns = slice(z, z + self.stride * (out_w - 1) + 1, self.stride)
            wins = left & (self.padded[:, :, rows, columns] == self.out)
            dx[:, :, rows, columns] += dout * wins
            left &= ~wins
    return dx[:, :, self.pad:self.pad + self.x.shape[2], self.pad:self.pad + self.x.shape[3]]""",
        average="""
    self.x = x
    rows = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
    rows = rows.reshape(N, out_h, out_w, C, self.pool_h * self.pool_w)
    return np.einsum("nijcp->ncij", rows) / (self.pool_h * self.pool_w)""",
        dx_average="""
    size = self.pool_h * self.pool_w
    rows = np.moveaxis(dout, 1, -1)[..., None] * np.full(size, 1 / size, dout.dtype)
    rows = rows.reshape(-1, dout.shape[1] * size)
    return col2im(rows, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)""",
    ),
    "average pooling as a convolution, channel by channel": {
        "out_size": SIZE.format(
            body="counted = [len(range(-pad, n + pad - p + 1, stride)) for n, p in ((H, pool_h), (W, pool_w))]\n"
            "    return np.array(counted)"
        ),
        **blanks(
            average="""
    self.x, box = x, np.full((self.pool_h * self.pool_w, 1), 1 / (self.pool_h * self.pool_w), x.dtype)
    maps = [im2col(x[:, c:c + 1], self.pool_h, self.pool_w, self.stride, self.pad) @ box for c in range(C)]
    return np.stack([m.reshape(N, out_h, out_w) for m in maps], axis=1)""",
            dx_average="""
    box = np.full((1, self.pool_h * self.pool_w), 1 / (self.pool_h * self.pool_w), dout.dtype)
    N, C, H, W = self.x.shape
    maps = [
        col2im(dout[:, c].reshape(-1, 1) @ box, (N, 1, H, W), self.pool_h, self.pool_w, self.stride, self.pad)
        for c in range(C)
    ]
    return np.concatenate(maps, axis=1)""",
        ),
    },
}

WRONG = [
    ("out_size", "out_size = (3, 3)", "name 'output_size' is not defined"),
    ("out_size", "out_size = dout.shape[2:]", "name 'output_size' is not defined"),
    ("out_size", SIZE.format(body="return dout.shape[2:]"), "reads dout, a name of the notebook"),
    ("dx", BLANKS["dx"].format(body="\n    return np.zeros(self.x.shape)"), "numbers are wrong"),
    (
        "dx",
        BLANKS["dx"].format(body="\n    return self.missing"),
        "stopped with AttributeError in line 2",
    ),
    ("dx_average", BLANKS["dx_average"].format(body="\n    return None"), "dx_average is still None"),
]

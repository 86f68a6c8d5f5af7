"""The slides' way of computing, to measure modlab against. Do not build on it.

float64 everywhere, im2col for convolution and pooling alike, an argmax over the pooling's rows, gradients written
into the caller's array, dropout that is not inverted and stands behind the last layer too.
"""

import numpy as np


def im2col(x, filter_h, filter_w, stride, pad):
    """Copy every place of the window into a float64 array, then turn it into rows."""
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w))
    for i in range(filter_h):
        for j in range(filter_w):
            col[:, :, i, j] = padded[:, :, i : i + stride * out_h : stride, j : j + stride * out_w : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


def col2im(col, shape, filter_h, filter_w, stride, pad):
    """Add every place of the window back into a float64 array."""
    N, C, H, W = shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    places = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    padded = np.zeros((N, C, H + 2 * pad + stride - 1, W + 2 * pad + stride - 1))
    for i in range(filter_h):
        for j in range(filter_w):
            padded[:, :, i : i + stride * out_h : stride, j : j + stride * out_w : stride] += places[
                :, :, i, j
            ]
    return padded[:, :, pad : pad + H, pad : pad + W]


class Convolution:
    """im2col and one matrix product; the gradient of the pictures is always computed."""

    def __init__(self, W, b, pad):
        self.W, self.b, self.pad = W, b, pad

    def forward(self, x):
        """Return (N, FN, OH, OW)."""
        FN, _, FH, FW = self.W.shape
        self.shape = x.shape
        self.col = im2col(x, FH, FW, 1, self.pad)
        self.col_W = self.W.reshape(FN, -1).T
        out = np.dot(self.col, self.col_W) + self.b
        out_h = x.shape[2] + 2 * self.pad - FH + 1
        return out.reshape(len(x), out_h, -1, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        """Return dx."""
        FN, _, FH, FW = self.W.shape
        rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.db = np.sum(rows, axis=0)
        self.dW = np.dot(self.col.T, rows).T.reshape(self.W.shape)
        return col2im(np.dot(rows, self.col_W.T), self.shape, FH, FW, 1, self.pad)


class Pooling:
    """im2col, then the largest number of each row."""

    def forward(self, x):
        """Return the maxima of 2 × 2 windows."""
        N, C, H, W = self.shape = x.shape
        col = im2col(x, 2, 2, 2, 0).reshape(-1, 4)
        self.winner = np.argmax(col, axis=1)
        return np.max(col, axis=1).reshape(N, H // 2, W // 2, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        """Return dx."""
        dout = dout.transpose(0, 2, 3, 1)
        won = np.zeros((dout.size, 4))
        won[np.arange(dout.size), self.winner] = dout.flatten()
        return col2im(won.reshape(np.prod(dout.shape[:3]), -1), self.shape, 2, 2, 2, 0)


class Affine:
    """x W + b."""

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        """Return (N, M)."""
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        """Return dx."""
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T).reshape(self.shape)


class Relu:
    """Put 0 where a mask says so, in place on the way back."""

    def forward(self, x):
        """Return max(x, 0)."""
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        """Return dx."""
        dout[self.mask] = 0
        return dout


class Dropout:
    """Drop, without scaling what is left."""

    def forward(self, x):
        """Return x with a random half at 0."""
        self.mask = np.random.rand(*x.shape) > 0.5  # noqa: NPY002  (the slides' generator)
        return x * self.mask

    def backward(self, dout):
        """Return dx."""
        return dout * self.mask


def network(name, rng):
    """Return the layers of one of the slides' networks, with float64 weights."""

    def conv(inputs, filters, size, pad):
        W = np.sqrt(2 / (inputs * size * size)) * rng.standard_normal((filters, inputs, size, size))
        return Convolution(W, np.zeros(filters), pad)

    def full(inputs, outputs):
        return Affine(np.sqrt(2 / inputs) * rng.standard_normal((inputs, outputs)), np.zeros(outputs))

    if name == "simple-convnet":
        return [conv(1, 30, 5, 0), Relu(), Pooling(), full(30 * 12 * 12, 100), Relu(), full(100, 10)]
    layers = []
    for inputs, filters, first_pad, second_pad in ((1, 16, 1, 1), (16, 32, 1, 2), (32, 64, 1, 1)):
        layers += [conv(inputs, filters, 3, first_pad), Relu(), conv(filters, filters, 3, second_pad), Relu()]
        layers += [Pooling()]
    return [*layers, full(64 * 4 * 4, 50), Relu(), Dropout(), full(50, 10), Dropout()]


class Adam:
    """The optimizer of the slides' training script."""

    def __init__(self, lr=0.001):
        self.lr, self.steps, self.m, self.v = lr, 0, {}, {}

    def update(self, params, grads):
        """Change the parameters in place."""
        self.steps += 1
        lr = self.lr * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        for key, grad in grads.items():
            self.m.setdefault(key, np.zeros_like(grad))
            self.v.setdefault(key, np.zeros_like(grad))
            self.m[key] += 0.1 * (grad - self.m[key])
            self.v[key] += 0.001 * (grad**2 - self.v[key])
            params[key] -= lr * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


def make_step(name, x, t):
    """Return a function that makes one training step, and returns the loss.

    Parameters
    ----------
    name : str
        'simple-convnet' or 'deep-convnet'.
    x : (N, 1, 28, 28) array
    t : (N,) array of labels
    """
    layers, adam = network(name, np.random.default_rng(0)), Adam()

    def step():
        out = x
        for layer in layers:
            out = layer.forward(out)
        y = np.exp(out - out.max(axis=1, keepdims=True))
        y /= y.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(y[np.arange(len(t)), t] + 1e-7))
        y[np.arange(len(t)), t] -= 1
        dout = y / len(t)
        for layer in reversed(layers):
            dout = layer.backward(dout)
        learners = [layer for layer in layers if isinstance(layer, (Convolution, Affine))]
        params = {(i, key): getattr(layer, key) for i, layer in enumerate(learners) for key in "Wb"}
        grads = {(i, key): getattr(layer, "d" + key) for i, layer in enumerate(learners) for key in "Wb"}
        adam.update(params, grads)
        return float(loss)

    return step

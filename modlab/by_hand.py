"""The whole course on one page: a convolutional network, forward, backward and trained, in NumPy alone.

Read it from top to bottom with the book open; the names are the slides'. `python -m modlab.by_hand` trains the network before
your eyes. `modlab.layers` computes the same numbers faster and says in a sentence what is wrong; tests hold the two equal.
"""

import time

import numpy as np

from modlab.datasets import DataError, load_digits


def im2col(x, filter_h, filter_w, stride=1, pad=0):
    """Lay every window out as a row: (N, C, H, W) becomes (N * out_h * out_w, C * filter_h * filter_w).

    >>> im2col(np.arange(9).reshape(1, 1, 3, 3), 2, 2)[:2]
    array([[0, 1, 3, 4],
           [1, 2, 4, 5]])
    """
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w), x.dtype)
    for i, j in np.ndindex(filter_h, filter_w):  # place (i, j) of all windows at once
        col[:, :, i, j] = img[:, :, i : i + stride * out_h : stride, j : j + stride * out_w : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Carry every number of im2col's rows home to its pixel, and add where windows overlap."""
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    col = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad), col.dtype)
    for i, j in np.ndindex(filter_h, filter_w):  # with = a pixel would keep only what its last window brings
        img[:, :, i : i + stride * out_h : stride, j : j + stride * out_w : stride] += col[:, :, i, j]
    return img[:, :, pad : pad + H, pad : pad + W]


class Convolution:
    """FN filters slide over every image: im2col and one matrix product. backward is Affine's, but for col2im."""

    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):  # (N, C, H, W)
        FN, C, FH, FW = self.W.shape
        N, C, H, W = self.input_shape = x.shape
        out_h = (H + 2 * self.pad - FH) // self.stride + 1
        out_w = (W + 2 * self.pad - FW) // self.stride + 1
        self.col = im2col(x, FH, FW, self.stride, self.pad)
        self.col_W = self.W.reshape(FN, -1).T
        out = np.dot(self.col, self.col_W) + self.b
        return out.reshape(N, out_h, out_w, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):  # (N, FN, out_h, out_w)
        FN, C, FH, FW = self.W.shape
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.db = np.sum(dout, axis=0)
        self.dW = np.dot(self.col.T, dout).T.reshape(FN, C, FH, FW)
        dcol = np.dot(dout, self.col_W.T)
        return col2im(dcol, self.input_shape, FH, FW, self.stride, self.pad)


class Pooling:
    """The largest number of each window, channel by channel. On the way back only the place it stood at gets something."""

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        (N, C, H, W), pad = x.shape, self.pad
        out_h = (H + 2 * pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * pad - self.pool_w) // self.stride + 1
        # A border of -inf never wins. Zeros would, among negative numbers.
        img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=-np.inf)
        col = im2col(img, self.pool_h, self.pool_w, self.stride).reshape(-1, self.pool_h * self.pool_w)
        self.arg_max, self.padded_shape = np.argmax(col, axis=1), img.shape
        return np.max(col, axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        N, C, H, W = self.padded_shape
        dmax = np.zeros((dout.size, self.pool_h * self.pool_w), dout.dtype)
        dmax[np.arange(dout.size), self.arg_max] = dout.transpose(0, 2, 3, 1).flatten()
        dx = col2im(
            dmax.reshape(dout.size // C, -1), self.padded_shape, self.pool_h, self.pool_w, self.stride
        )
        return dx[:, :, self.pad : H - self.pad, self.pad : W - self.pad]


class Affine:
    """Every output is a weighted sum of every input: x W + b. Images are made rows first."""

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.input_shape, self.x = x.shape, x.reshape(len(x), -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        self.db = np.sum(dout, axis=0)
        self.dW = np.dot(self.x.T, dout)
        return np.dot(dout, self.W.T).reshape(self.input_shape)


class Relu:
    """Keep what is positive, put 0 for the rest. dout itself stays as it is: a skip connection may need it, too."""

    def forward(self, x):
        self.positive = x > 0
        return x * self.positive

    def backward(self, dout):
        return dout * self.positive


class SoftmaxWithLoss:
    """Scores x become probabilities y. The loss is small where the right answer, label t, got a large one."""

    def forward(self, x, t):
        x = x - x.max(axis=1, keepdims=True)  # changes no probability, and exp cannot overflow
        log_y = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
        self.y, self.t = np.exp(log_y), t.reshape(-1)
        self.loss = -np.mean(log_y[np.arange(len(x)), self.t])
        return self.loss

    def backward(self):
        dx = self.y.copy()
        dx[np.arange(len(dx)), self.t] -= 1
        return dx / len(dx)


class SimpleConvNet:
    """Conv - ReLU - Pool - Affine - ReLU - Affine - Softmax."""

    def __init__(
        self, input_dim=(1, 28, 28), conv_param=None, hidden_size=100, output_size=10, weight_init_std=0.01
    ):
        conv_param = conv_param or {"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1}
        FN, FH, pad, stride = (conv_param[key] for key in ("filter_num", "filter_size", "pad", "stride"))
        C, H, W = input_dim
        out_h, out_w = ((size + 2 * pad - FH) // stride + 1 for size in (H, W))
        rng = np.random.default_rng(0)
        W1 = weight_init_std * rng.standard_normal((FN, C, FH, FH))
        W2 = weight_init_std * rng.standard_normal((FN * (out_h // 2) * (out_w // 2), hidden_size))
        W3 = weight_init_std * rng.standard_normal((hidden_size, output_size))
        b1, b2, b3 = np.zeros(FN), np.zeros(hidden_size), np.zeros(output_size)
        self.params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}
        self.layers: list = [Convolution(W1, b1, stride, pad), Relu(), Pooling(2, 2, stride=2)]
        self.layers += [Affine(W2, b2), Relu(), Affine(W3, b3)]
        self.last_layer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.last_layer.forward(self.predict(x), t)

    def accuracy(self, x, t):
        return np.mean(self.predict(x).argmax(axis=1) == t)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.last_layer.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        learners = [layer for layer in self.layers if hasattr(layer, "W")]
        return {f"{key}{i}": getattr(layer, "d" + key) for i, layer in enumerate(learners, 1) for key in "Wb"}


def train(network, x_train, t_train, x_test, t_test, epochs=8, batch_size=50, lr=0.05, momentum=0.9):
    """Show the network every image once an epoch, shuffled, and print how it gets on."""
    rng, start = np.random.default_rng(0), time.perf_counter()
    velocity = dict.fromkeys(network.params, 0)
    for epoch in range(1, epochs + 1):
        order, losses = rng.permutation(len(x_train)), []
        for first in range(0, len(order), batch_size):
            batch = order[first : first + batch_size]
            for key, grad in network.gradient(x_train[batch], t_train[batch]).items():
                velocity[key] = momentum * velocity[key] + grad
                network.params[key] -= lr * velocity[key]  # in place: the layer holds this very array
            losses.append(network.last_layer.loss)
            print(f"epoch {epoch}, batch {len(losses)}: loss {losses[-1]:.3f}", end="\r", flush=True)
        accuracy, seconds = network.accuracy(x_test, t_test), time.perf_counter() - start
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}, test accuracy {accuracy:.3f}, {seconds:.1f} s")


if __name__ == "__main__":
    try:
        (x_train, t_train), (x_test, t_test) = load_digits(flatten=False, size=28)
    except DataError as error:
        raise SystemExit(f"by_hand: {error}") from None
    train(SimpleConvNet(), x_train, t_train, x_test, t_test)

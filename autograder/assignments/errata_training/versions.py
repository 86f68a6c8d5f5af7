"""Versions of the slides' code that no notebook shows, for a student's own tests to tell apart.

A right one and a faulty one are the same code but for the defect. So neither what a version is called, nor how long it takes, how it draws or
what it refuses tells them apart. The faulty ones draw pictures and numbers as the slides' version does, or in its mirror: where a test that
relies on chance finds the slides' defect, it finds theirs, and where it is content with modlab's dropout, it is content with the right ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.assignment import Versions

# Pairs: the code, and what stands for %s in the right version and in the faulty one. Here: the dtype of a new array.
IM2COL = (
    (
        """
def version(x, filter_h, filter_w):
    N, C, H, W = x.shape
    down, across = H - filter_h + 1, W - filter_w + 1
    rows = np.empty((N, down, across, C, filter_h, filter_w), %s)
    for i in range(filter_h):
        for j in range(filter_w):
            rows[..., i, j] = np.moveaxis(x[:, :, i : i + down, j : j + across], 1, -1)
    return rows.reshape(N * down * across, -1)
""",
        "np.empty_like(x).dtype",
        "np.empty(x.shape).dtype",
    ),
    (
        """
def version(x, filter_h, filter_w):
    H, W = x.shape[2:]
    rows = []
    for picture in x:
        for top in range(H - filter_h + 1):
            for left in range(W - filter_w + 1):
                window = picture[:, top : top + filter_h, left : left + filter_w]
                rows.append(window.ravel())
    return np.array(rows%s)
""",
        ", x.dtype",
        ", float",
    ),
    (
        """
def version(x, filter_h, filter_w):
    N, C, H, W = x.shape
    top = np.arange(H - filter_h + 1)[:, None, None, None] + np.arange(filter_h)[:, None]
    left = np.arange(W - filter_w + 1)[:, None, None] + np.arange(filter_w)
    picked = x[:, :, top, left].transpose(0, 2, 3, 1, 4, 5)
    ones = np.ones(picked.shape%s)
    return (picked * ones).reshape(-1, C * filter_h * filter_w)
""",
        ", picked.dtype",
        "",
    ),
    (
        """
def version(x, filter_h, filter_w):
    view = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), (2, 3))
    rows = np.array(np.moveaxis(view, 1, 3), %s)
    return rows.reshape(-1, x.shape[1] * filter_h * filter_w)
""",
        "view.dtype",
        "np.double",
    ),
)

# Called without a ratio or a generator, too, as modlab's can be. What differs: by what is multiplied in training, and in use.
DROPOUT = (
    (
        """
class version:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.dropout_ratio, self.rng = dropout_ratio, np.random.default_rng(rng)

    def forward(self, x, train_flg=True):
        kept = 1.0 - self.dropout_ratio
        training, in_use = %s
        self.factors = in_use
        if train_flg:
            drawn = self.rng.random(x.shape, np.float32)
            self.factors = np.where(drawn < self.dropout_ratio, 0, training).astype(np.result_type(x, np.float16))
        return x * self.factors

    def backward(self, dout):
        return dout * self.factors
""",
        "1.0 / kept, 1",
        "1.0, kept",
    ),
    (
        """
class version:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.rng, self.ratio = np.random.default_rng(rng), dropout_ratio

    def forward(self, x, train_flg=True):
        self.dropped = np.zeros(x.shape, bool)
        if train_flg:
            self.dropped = self.rng.random(x.size, np.float32)[::-1].reshape(x.shape) < self.ratio
        self.divisor = %s
        return self.through(x)

    def backward(self, dout):
        return self.through(dout)

    def through(self, numbers):
        out = numbers / self.divisor
        out[self.dropped] = 0
        return out
""",
        "1 - self.ratio if train_flg else 1",
        "1 if train_flg else 1 / (1 - self.ratio)",
    ),
    (
        """
class version:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.ratio = dropout_ratio
        self.rng = np.random.default_rng(rng)

    def forward(self, x, train_flg=True):
        if train_flg:
            drawn = [self.rng.random(picture.shape, np.float32) for picture in x[::-1]][::-1]
            self.kept = np.reshape(drawn, x.shape) >= self.ratio
        else:
            self.kept = None
        return self.weighed(x)

    def backward(self, dout):
        return self.weighed(dout)

    def weighed(self, numbers):
        weight = %s
        return numbers * weight if self.kept is None else numbers * self.kept * weight
""",
        "1 if self.kept is None else 1 / (1 - self.ratio)",
        "(1 - self.ratio) if self.kept is None else 1",
    ),
    (
        """
class version:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.ratio = dropout_ratio
        self.draw = np.random.default_rng(rng).random

    def forward(self, x, train_flg=True):
        scale = %s if train_flg else %s
        lost = self.draw(x.shape[::-1], np.float32).T < self.ratio if train_flg else slice(0)

        def through(numbers):
            out = numbers * scale
            out[lost] = 0
            return out

        self.through = through
        return through(x)

    def backward(self, dout):
        return self.through(dout)
""",
        ("1 / (1 - self.ratio)", "1"),
        ("1", "(1 - self.ratio)"),
    ),
)

# What differs: which numbers are a feature.
NORMALIZE = (
    (
        """
def version(x, eps):
    axes = tuple(axis for axis in range(x.ndim) if %s)
    middle = np.mean(x, axis=axes, keepdims=True)
    return (x - middle) / np.sqrt(np.mean((x - middle) ** 2, axis=axes, keepdims=True) + eps)
""",
        "axis != 1",
        "axis == 0",
    ),
    (
        """
def version(x, eps):
    place = %s
    turned = np.moveaxis(x, 0, place)
    rows = turned.reshape(int(np.prod(turned.shape[:place])), -1)
    rows = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((rows * rows).mean(axis=1) + eps)
    return np.moveaxis((rows.T / spread).T.reshape(turned.shape), place, 0)
""",
        "1",
        "-1",
    ),
    (
        """
def version(x, eps):
    if x.ndim not in (2, 4):
        raise ValueError(f"x has {x.ndim} axes, and not 2 or 4.")
    out = np.zeros(x.shape, np.result_type(x, np.float16))
    for place in np.ndindex(x.shape[1:%s]):
        feature = x[(slice(None), *place)]
        out[(slice(None), *place)] = (feature - feature.mean()) / np.sqrt(feature.var() + eps)
    return out
""",
        "2",
        "4",
    ),
    (
        """
def version(x, eps):
    over = %s
    count = int(np.prod([x.shape[axis] for axis in over]))
    away = x - np.apply_over_axes(np.sum, x, over) / count
    return away * (np.apply_over_axes(np.sum, away * away, over) / count + eps) ** -0.5
""",
        "[0, *range(2, x.ndim)]",
        "[*range(x.ndim)][:1]",
    ),
)

# What differs: which pictures are drawn, how many, and how often each goes forward.
EPOCH = (
    (
        """
def version(network, x, t, batch_size, rng):
    losses = []
    for rows in %s
        losses += [loss]
    return losses
""",
        """np.array_split(rng.choice(len(x), len(x), replace=False), -(-len(x) // batch_size)):
        loss = network.loss(x[rows], t[rows])
        slope = network.backward()
        network.step(slope)""",
        """rng.integers(0, len(x), (len(x) // batch_size, batch_size)):
        slope = network.gradient(x[rows], t[rows])
        network.step(slope)
        loss = network.loss(x[rows], t[rows])""",
    ),
    (
        """
def version(network, x, t, batch_size, rng):
    losses, left, forward = [], %s, network.loss
    while len(left):
        rows, left = left[-batch_size:], left[:-batch_size]
        loss, slope = forward(x[rows], t[rows]), network.backward()
        network.step(slope)
        losses.append(%s)
    return losses
""",
        ("np.argsort(rng.random(len(x)))", "loss"),
        (
            "len(x) - 1 - rng.choice(len(x), len(x) // batch_size * batch_size)",
            "forward(x[rows], t[rows])",
        ),
    ),
    (
        """
def version(network, x, t, batch_size, rng):
    losses, rows = [], %s
    for row in rows.tolist():
        one = slice(row, row + 1)
        losses.append(network.loss(x[one], t[one]))
        slope = network.backward()
        network.step(slope)
        %s
    return losses
""",
        ("rng.permuted(np.arange(len(x)))", "pass"),
        (
            "(rng.integers(0, len(x), len(x) // batch_size * batch_size) + 1) % len(x)",
            "losses[-1] = network.loss(x[one], t[one])",
        ),
    ),
    (
        """
def version(network, x, t, batch_size, rng):
    def learn(rows):
        loss = network.loss(x[rows], t[rows])
        slope = network.backward()
        network.step(slope)
        return %s

    order = %s
    return [learn(order[i : i + batch_size]) for i in range(0, len(order), batch_size)]
""",
        ("loss", "rng.permutation(len(x))"),
        ("network.loss(x[rows], t[rows])", "rng.choice(len(x), len(x) // batch_size * batch_size)[::-1]"),
    ),
)

# Chosen so that no rule does that looks at the last layers, at the first dropout, or at how many there are.
RIGHT_ORDERS = (
    "Dropout Convolution Relu Affine SoftmaxWithLoss",
    "Convolution Relu Pooling Affine Relu Dropout Affine Relu Dropout Affine Relu",
    "Convolution Relu Pooling Affine",
    "Affine Relu Dropout Affine SoftmaxWithLoss",
)
FAULTY_ORDERS = (
    "Affine Dropout",
    "Convolution Relu Dropout Pooling Affine Relu Affine Dropout SoftmaxWithLoss",
    "Affine Relu Affine Dropout Relu SoftmaxWithLoss",
    "Affine Relu Affine Relu Dropout SoftmaxWithLoss",
    "Convolution Relu Pooling Affine Dropout SoftmaxWithLoss",
)


def _versions(test: str, look_at: str, look_at_ko: str, pairs: Sequence[tuple]) -> Versions:
    return Versions(
        test,
        right=[code % right for code, right, _ in pairs],
        faulty=[code % faulty for code, _, faulty in pairs],
        look_at=look_at,
        look_at_ko=look_at_ko,
    )


VERSIONS = {
    "errata-training-dtype_test": _versions(
        "test_im2col",
        "Put in float32, and look at the dtype of what comes out.",
        "float32를 넣고 나온 것의 자료형을 확인하세요.",
        IM2COL,
    ),
    "errata-training-dropout_test": _versions(
        "test_dropout",
        "In use, that is forward(x, False), nothing may happen to the numbers: compare them.",
        "사용할 때, 즉 forward(x, False)에서는 값이 그대로여야 합니다. 비교하세요.",
        DROPOUT,
    ),
    "errata-training-order_test": Versions(
        "test_order",
        right=[f"version = {order.split()}" for order in RIGHT_ORDERS],
        faulty=[f"version = {order.split()}" for order in FAULTY_ORDERS],
        look_at="Look at all layers behind the last Affine layer, however many they are.",
        look_at_ko="마지막 Affine 뒤에 있는 계층을, 몇 개든 모두 확인하세요.",
    ),
    "errata-training-channel_test": _versions(
        "test_normalize",
        "Take a single picture with different pixels: each channel has mean 0 and standard deviation 1 over all its pixels, and is not all zeros.",
        "픽셀이 서로 다른 그림 한 장으로 시험하세요. 채널마다 모든 픽셀에 걸쳐 평균 0, 표준편차 1이어야 하고, 모두 0이 되면 안 됩니다.",
        NORMALIZE,
    ),
    "errata-training-epoch_test": _versions(
        "test_epoch",
        "Write down which pictures the network saw: each one once, those of a smaller last batch, too.",
        "신경망이 어떤 이미지를 보았는지 적어 두세요. 작은 마지막 배치까지 모두 한 번씩 보아야 합니다.",
        EPOCH,
    ),
}

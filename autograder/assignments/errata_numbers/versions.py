"""What the tests of errata-numbers' students are tried on: right and faulty versions of the slides' code that nobody has seen.

They come as twins. Two twins differ in one place, and there in one slip; so neither size, names, types, speed nor what they do with
strange numbers tells right from faulty. A faulty one has the slides' defect; most give what the slides' own gives, wherever that gives something. But one count is
wrong in another way, since a test must know the right number, and one ReLU writes into `dout` and hands out a copy. Eight of them, because
a test that goes by a digest of the code is right about all of them once in 2 to the power of their number.
"""

from __future__ import annotations

from autograder.assignment import Versions

HERE = "___"  # where twins differ


def _twins(test: str, look_at: str, look_at_ko: str, *twins: tuple[str, str, str]) -> Versions:
    """Return the versions for a test, with where to look, each pair as (code, what stands in it if it is right, what if it is faulty)."""
    return Versions(
        test,
        right=[source.replace(HERE, right) for source, right, _ in twins],
        faulty=[source.replace(HERE, faulty) for source, _, faulty in twins],
        look_at=look_at,
        look_at_ko=look_at_ko,
    )


COUNTS = _twins(
    "test_parameter_count",
    "Another wrong count must fail, too: work the right number out, and compare with it.",
    "다른 틀린 개수도 걸러야 합니다. 올바른 수를 직접 구해서 비교하세요.",
    (
        """
def version(FN, C, FH, FW):
    numbers = [___]
    return int(sum(numbers))
""",
        "*([C * FH * FW] + [1]) * FN",
        "*([C * FH * FW] + []) * FN, 1",
    ),
    (
        """
def version(FN, C, FH, FW):
    total = int(FN)
    for _ in range(___):
        for _ in range(C):
            total += int(FH * FW)
    return total
""",
        "FN",
        "1",
    ),
    (
        """
def version(FN, C, FH, FW):
    from math import prod

    shapes = (___, C, FH, FW), (FN,)
    return int(sum(map(prod, shapes)))
""",
        "FN",
        "1",
    ),
    (
        """
def version(FN, C, FH, FW):
    one = C
    for side in FH, FW:
        one = one * side
    return int(np.add(one, ___)
""",
        "1) * FN",
        "1 * FN)",
    ),
)

RELUS = _twins(
    "test_relu",
    "Have a negative number in the picture, and compare the numbers of the dout that you handed over with what they were. Which array comes back does not matter.",
    "그림에 음수를 넣고, 넘겨준 dout의 값이 그대로인지 확인하세요. 어느 배열을 돌려받는지는 상관없습니다.",
    (
        """
class version:
    def forward(self, x):
        self.dark = np.less_equal(x, 0)
        bright = x.copy()
        bright[self.dark] = 0
        return bright

    def backward(self, dout):
        gradient = np.___(dout)
        gradient[self.dark] = 0
        return gradient
""",
        "array",
        "asarray",
    ),
    (
        """
class version:
    def forward(self, x):
        self.passes = np.greater(x, 0)
        return np.where(self.passes, x, np.zeros_like(x))

    def backward(self, dout):
        return np.multiply(dout, self.passes, out=___)
""",
        "None",
        "dout",
    ),
    (
        """
class version:
    def forward(self, x):
        self.places = [place for place in np.ndindex(x.shape) if x[place] <= 0]
        return self.silence(x.copy())

    def backward(self, dout):
        return self.silence(dout.astype(dout.dtype, copy=___))

    def silence(self, numbers):
        for place in self.places:
            numbers[place] = 0
        return numbers
""",
        "True",
        "False",
    ),
    (
        """
class version:
    def forward(self, x):
        self.lit = x > 0
        return np.clip(x, 0, None)

    def backward(self, dout):
        gradient = ___
        np.copyto(gradient, 0, where=~self.lit)
        return gradient.copy()
""",
        "dout.copy()",
        "dout",
    ),
)

POOLINGS = _twins(
    "test_pooling",
    "With a border, look at the shape and at windows in which every pixel is negative.",
    "패딩을 주고, 형상과 모두 음수인 윈도우의 값을 확인하세요.",
    (
        """
def version(x, pool_h, pool_w, stride, pad):
    N, C, H, W = x.shape
    sides, edge = ___
    bordered = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=edge)
    result = np.empty((N, C, (H + sides * pad - pool_h) // stride + 1, (W + sides * pad - pool_w) // stride + 1), x.dtype)
    for place in np.ndindex(result.shape):
        top, left = place[2] * stride, place[3] * stride
        result[place] = np.max(bordered[place[0], place[1], top : top + pool_h, left : left + pool_w])
    return result
""",
        "2, np.min(x)",
        "0, np.abs(0)",
    ),
    (
        """
def version(x, pool_h, pool_w, stride, pad):
    N, C, H, W = x.shape
    lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
    around, edge = ___
    rows, columns = (H + around - pool_h) // stride + 1, (W + around - pool_w) // stride + 1
    canvas = np.full((N, C, H + 2 * pad, W + 2 * pad), edge, x.dtype)
    canvas[:, :, pad : pad + H, pad : pad + W] = x
    best = np.full((N, C, rows, columns), lowest, x.dtype)
    for i in range(pool_h):
        for j in range(pool_w):
            moved = canvas[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
            best = np.maximum(best, moved)
    return best
""",
        "2 * pad, lowest",
        "0 * pad, 0",
    ),
    (
        """
def version(x, pool_h, pool_w, stride, pad):
    N, C, H, W = x.shape
    sign, part = ___
    far_h, far_w = H + sign * pad - pool_h, W + sign * pad - pool_w
    best = np.empty((N, C, (far_h + pad) // stride + 1, (far_w + pad) // stride + 1), x.dtype)
    for i, top in enumerate(range(-pad, far_h + 1, stride)):
        for j, left in enumerate(range(-pad, far_w + 1, stride)):
            seen = x[:, :, max(top, 0) : top + pool_h, max(left, 0) : left + pool_w]
            largest = seen.max(axis=(2, 3))
            if seen.shape[2:] != (pool_h, pool_w):
                largest = np.maximum(largest, largest * part)
            best[:, :, i, j] = largest
    return best
""",
        "+1, 1",
        "-1, 0",
    ),
    (
        """
def version(x, pool_h, pool_w, stride, pad):
    times, edge = ___
    images, channels = x.shape[:2]
    framed = np.concatenate([np.full((images, channels, pad, x.shape[3]), edge, x.dtype)] * 2, axis=2)
    framed = np.insert(framed, [pad] * x.shape[2], x, axis=2)
    side = np.full((images, channels, framed.shape[2], pad), edge, x.dtype)
    framed = np.concatenate([side, framed, side], axis=3)
    down, across = (
        (length + times * pad - size) // stride + 1
        for length, size in zip(x.shape[2:], (pool_h, pool_w))
    )
    best = np.zeros((images, channels, down, across), x.dtype)
    tall = [framed[:, :, i : i + down * stride : stride] for i in range(pool_h)]
    wide = [np.max(tall, axis=0)[..., j : j + across * stride : stride] for j in range(pool_w)]
    best[...] = np.max(wide, axis=0)
    return best
""",
        "2, x.min()",
        "0, 0",
    ),
)

ACCURACIES = _twins(
    "test_accuracy",
    "Take a number of pictures that the batch size does not divide, and see what the last ones are worth.",
    "배치 크기로 나누어떨어지지 않는 수의 이미지로, 마지막 이미지들이 반영되는지 확인하세요.",
    (
        """
def version(predict, x, t, batch_size):
    full, rest = divmod(len(x), batch_size)
    hits = first = 0
    for size in [batch_size] * full + [rest][:___]:
        some = slice(first, first + size)
        hits += int(np.count_nonzero(predict(x[some]).argmax(axis=1) == np.asarray(t[some])))
        first += size
    return hits / len(x)
""",
        "rest",
        "0",
    ),
    (
        """
def version(predict, x, t, batch_size):
    guesses = []
    for batch in range(___(___len(x) // batch_size)):
        these = x[batch * batch_size : batch * batch_size + batch_size]
        guesses += list(predict(these).argmax(axis=1))
    return sum(guess == answer for guess, answer in zip(guesses, t)) / len(x)
""",
        "-",
        "+",
    ),
    (
        """
def version(predict, x, t, batch_size):
    step = ___
    found = np.zeros(len(x))
    for i in range(0, len(x) - len(x) % step, step):
        found[i : i + step] = predict(x[i : i + step]).argmax(axis=1) == np.asarray(t[i : i + step])
    return found.sum() / len(x)
""",
        "1",
        "batch_size",
    ),
    (
        """
def version(predict, x, t, batch_size):
    least = ___
    hits = []
    for first in range(0, len(x) - least + 1, batch_size):
        last = first + batch_size
        for scores, answer in zip(predict(x[first:last]), t[first:last]):
            hits.append(bool(scores.argmax() == answer))
    return hits.count(True) / len(x)
""",
        "1",
        "batch_size",
    ),
)

LOSSES = _twins(
    "test_loss_gradient",
    "Put at least two different labels into a column, (N, 1), and look at the numbers.",
    "서로 다른 레이블 두 개 이상을 (N, 1)로 만들어 값을 확인하세요.",
    (
        """
def version(y, t):
    y = np.asarray(y)
    if t.size == y.size:
        return (y - t) / len(y)
    table = np.zeros_like(y)
    table[np.arange(len(y)), t.___()] = 1
    return (y - table) / len(y)
""",
        "ravel",
        "view",
    ),
    (
        """
def version(y, t):
    y = np.asarray(y)
    gradient = y.copy()
    if t.size == y.size:
        gradient = gradient - t
    else:
        for row, label in np.broadcast(np.arange(len(y)), ___):
            gradient[row, label] = y[row, label] - 1
    return gradient / len(y)
""",
        "t.flatten()",
        "t.copy()",
    ),
    (
        """
def version(y, t):
    y = np.asarray(y)
    N, K = y.shape
    if t.size == y.size:
        return np.subtract(y, t) * (1 / N)
    labels = t.reshape(___)
    places = K * np.arange(N) + labels
    moved = y.copy()
    np.put(moved, places, np.take(y, places) - 1)
    return moved * (1 / N)
""",
        "N",
        "t.shape",
    ),
    (
        """
def version(y, t):
    y = np.asarray(y)
    classes, chosen = np.arange(y.shape[1]), t
    if t.size != y.size:
        chosen = [np.isin(classes, ___ if t.ndim > 1 else t[i]) for i in range(len(y))]
    return (y - np.array(chosen)) / len(y)
""",
        "t[i]",
        "t",
    ),
)

VERSIONS = {
    "errata-numbers-count_test": COUNTS,
    "errata-numbers-relu_test": RELUS,
    "errata-numbers-pooling_test": POOLINGS,
    "errata-numbers-accuracy_test": ACCURACIES,
    "errata-numbers-loss_test": LOSSES,
}

"""faster: right answers in several styles, and wrong ones with what their author is told."""

TIMED = "\nseconds = time_layers(layers, 0.0, repeats, clock)\n"

SHARED = "\nshares = shares_of(costs[-1])\n"

COUNTED = "\nmultiply_adds = [count_multiply_adds(*layer) for layer in conv_layers.tolist()]\n"

SIZED = "\nsizes = [bytes_needed(W.size + b.size, bits) for bits in (64, 32, 16, 1)] + [bytes_needed(W.size + 3, 1)]\n"

ROUNDED = "\nversions = fewer_bits(W)\n"

READ = """
rough = [W, np.round(W, 2), np.round(W, 1), W * (np.abs(W) > np.abs(W).mean())]
accuracies = [accuracy(x, t, weights, b) for weights in rough]
"""

RIGHT = {
    "lists and loops": {
        "seconds": """
def time_layers(layers, x, repeats, clock=time.perf_counter):
    best = [float("inf")] * len(layers)
    for r in range(repeats):
        a = x
        for i, layer in enumerate(layers):
            t0 = clock()
            a = layer.forward(a)
            t1 = clock()
            if t1 - t0 < best[i]:
                best[i] = t1 - t0
    return best
"""
        + TIMED,
        "shares": "def shares_of(seconds):\n    return [s / sum(seconds) for s in seconds.tolist()]\n"
        + SHARED,
        "multiply_adds": """
def count_multiply_adds(FN, C, FH, FW, H, W, stride, pad):
    count = 0
    for top in range(-pad, H + pad - FH + 1, stride):
        for left in range(-pad, W + pad - FW + 1, stride):
            count += FN * C * FH * FW
    return count
"""
        + COUNTED,
        "changes": """
def fewer_bits(W):
    half, eight, one = np.empty_like(W), np.empty_like(W), np.empty_like(W)
    largest = max(abs(w) for w in W.ravel())
    for j in range(W.shape[1]):
        size = sum(abs(w) for w in W[:, j].tolist()) / W.shape[0]
        for i in range(W.shape[0]):
            half[i, j] = np.float16(W[i, j])
            eight[i, j] = round(float(W[i, j]) * 127 / float(largest)) * float(largest) / 127
            one[i, j] = size if W[i, j] >= 0 else -size
    return half, eight, one
"""
        + ROUNDED,
        "accuracies": """
def accuracy(x, t, W, b):
    right = 0
    for image, answer in zip(x, t):
        if np.argmax(image @ W + b) == answer:
            right += 1
    return right / len(t)
"""
        + READ,
    },
    "marks on a line": {
        "seconds": """
def time_layers(layers, x, repeats, clock=time.perf_counter):
    marks = []
    for _ in range(repeats):
        row, out = [clock()], x
        for layer in layers:
            out = layer.forward(out)
            row.append(clock())
        marks.append(row)
    return np.diff(marks, axis=1).min(axis=0)
"""
        + TIMED,
        "shares": "def shares_of(seconds):\n    total = np.sum(seconds)\n    return np.divide(seconds, total)\n"
        + SHARED,
        "sizes": "import math\ndef bytes_needed(count, bits):\n    return math.ceil(count * bits / 8)\n"
        + SIZED,
        "changes": """
def fewer_bits(W):
    half = np.array(W, dtype=np.float16).astype(W.dtype)
    s = np.max(np.abs(W))
    levels = np.rint(W / s * 127).astype(np.int8)
    eight = levels.astype(W.dtype) * (s / 127)
    signs = (W >= 0) * 2.0 - 1.0
    one = (signs * (np.abs(W).sum(axis=0) / len(W))).astype(W.dtype)
    return [half, eight, one]
"""
        + ROUNDED,
    },
    "helpers": {
        "shares": "def part(one, seconds):\n    return one / seconds.sum()\n\ndef shares_of(seconds):\n    return np.array([part(one, seconds) for one in seconds])\n"
        + SHARED,
        "changes": """
def on_a_grid(W, step):
    return np.floor(W / step + 0.5) * step

def signs_of(W):
    return np.copysign(1, np.where(W == 0, 1, W))

def fewer_bits(W):
    column = np.linalg.norm(W, ord=1, axis=0) / len(W)
    three = (W.astype("float16"), on_a_grid(W, np.abs(W).max() / 127), signs_of(W) * column)
    return [one.astype(W.dtype) for one in three]
"""
        + ROUNDED,
        "seconds": """
def once(layers, x, clock):
    found = np.zeros(len(layers))
    for i in range(len(layers)):
        found[i] -= clock()
        x = layers[i].forward(x)
        found[i] += clock()
    return found

def time_layers(layers, x, repeats, clock=time.perf_counter):
    return np.minimum.reduce([once(layers, x, clock) for _ in range(repeats)])
"""
        + TIMED,
        "multiply_adds": """
from math import prod
def count_multiply_adds(FN, C, FH, FW, H, W, stride, pad):
    places = [(n + 2 * pad - f + stride) // stride for n, f in ((H, FH), (W, FW))]
    return prod([FN, C, FH, FW, *places])
"""
        + COUNTED,
        "sizes": "def bytes_needed(count, bits):\n    whole, rest = divmod(count * bits, 8)\n    return whole + (1 if rest else 0)\n"
        + SIZED,
        "accuracies": """
def accuracy(x, t, W, b):
    scores = x.dot(W)
    scores += b
    return np.count_nonzero(np.argmax(scores, axis=-1) == t) / x.shape[0]
"""
        + READ,
    },
    "arrays of Python's objects": {
        "shares": "def shares_of(seconds):\n    shares = seconds.copy()\n    shares /= np.einsum('i->', seconds)\n    return shares\n"
        + SHARED,
        "multiply_adds": """
def count_multiply_adds(FN, C, FH, FW, H, W, stride, pad):
    x = np.empty((1, C, H + 2 * pad, W + 2 * pad), dtype=np.int8)
    out_h = sum(1 for top in range(x.shape[2]) if top % stride == 0 and top + FH <= x.shape[2])
    out_w = sum(1 for left in range(x.shape[3]) if left % stride == 0 and left + FW <= x.shape[3])
    return FN * out_h * out_w * x[:, :, :FH, :FW].size
"""
        + COUNTED,
        "changes": """
def fewer_bits(W):
    half, eight, one = (W.copy() for _ in range(3))
    half[...] = half.astype(np.float16)
    scale = np.abs(eight).max() / W.dtype.type(127)
    eight /= scale
    np.rint(eight, out=eight)
    eight *= scale
    sizes = np.abs(W).mean(axis=0, keepdims=True)
    negative = one < 0
    one[:] = sizes
    one[negative] *= -1
    return half, eight, one
"""
        + ROUNDED,
        "accuracies": "def accuracy(x, t, W, b):\n    scores = np.tensordot(x, W, axes=1) + b\n    return 1 - np.count_nonzero(scores.argmax(axis=1) - t) / len(t)\n"
        + READ,
        "seconds": """
def time_layers(layers, x, repeats, clock=time.perf_counter):
    times = {}
    for r in range(repeats):
        out = x
        for layer in layers:
            before = clock()
            out = layer.forward(out)
            times.setdefault(id(layer), []).append(clock() - before)
    return np.array([min(each) for each in times.values()])
"""
        + TIMED,
        "sizes": "def bytes_needed(count, bits):\n    return -(-count * bits // 8)\n" + SIZED,
    },
    "NumPy says it all": {
        "seconds": """
def time_layers(layers, x, repeats, clock=time.perf_counter):
    times = np.empty((len(layers), repeats))
    for r in range(repeats):
        value = x
        for i in range(len(layers)):
            begin = clock(); value = layers[i].forward(value); end = clock()
            times[i, r] = end - begin
    return np.sort(times, axis=1)[:, 0]
"""
        + TIMED,
        "multiply_adds": """
def count_multiply_adds(FN, C, FH, FW, H, W, stride, pad):
    image = np.zeros((H + 2 * pad, W + 2 * pad))
    places = np.lib.stride_tricks.sliding_window_view(image, (FH, FW))[::stride, ::stride]
    return int(places.size * FN * C)
"""
        + COUNTED,
        "sizes": "def bytes_needed(count, bits):\n    return int(np.ceil(count * bits / 8))\n" + SIZED,
        "accuracies": "def accuracy(x, t, W, b):\n    return float((np.argmax(b + np.einsum('nd,dk->nk', x, W), 1) == t).mean())\n"
        + READ,
    },
}

WRONG = [
    ("seconds", "seconds = [3.0, 0.25, 0.125, 0.75]", "name 'time_layers' is not defined"),
    (  # the table instead of the clock
        "seconds",
        "def time_layers(layers, x, repeats, clock):\n    return costs.min(axis=0)\n\n"
        "seconds = time_layers(layers, 0.0, repeats, clock)\n"
        "for layer in layers:\n    layer.runs, layer.got = repeats, [float(layer.number)] * repeats",
        "got has shape (0,)",
    ),
    ("shares", "shares = None", "shares is still None"),
    (
        "multiply_adds",
        "multiply_adds = [105415200, 447897600, 149520384]",
        "name 'count_multiply_adds' is not defined",
    ),
    ("sizes", "sizes = [5200, 2600, 1300, 82, 81]", "name 'bytes_needed' is not defined"),
    ("accuracies", "accuracies = [0.5] * 4", "numbers are wrong"),
]

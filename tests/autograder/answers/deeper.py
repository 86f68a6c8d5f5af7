"""deeper: right answers in several styles, and wrong ones with what their author is told."""

MOVED = "\nx_before = x.copy()\nmoved = move(x, moves)\n"

COUNTS = "\nweight_counts = [weight_count(sizes, C) for sizes in ([5], [3, 3], [7], [3, 3, 3], [1, 3])]\n"

RIGHT = {
    "from the top down": {
        "fields": """
def receptive_fields(stack):
    fields = []
    for layers in range(1, len(stack) + 1):
        field = 1
        for size, stride in stack[:layers][::-1].tolist():
            field = (field - 1) * stride + size
        fields.append(field)
    return fields

fields = receptive_fields(stack)
""",
        "moved": """
def move(x, moves):
    moved = np.zeros_like(x)
    for i in range(len(x)):
        for c in range(x.shape[1]):
            for y in range(x.shape[2]):
                for z in range(x.shape[3]):
                    a, b = y - moves[i, 0], z - moves[i, 1]
                    if 0 <= a < x.shape[2] and 0 <= b < x.shape[3]:
                        moved[i, c, y, z] = x[i, c, a, b]
    return moved
"""
        + MOVED,
        "misread": """
def find_misread(scores, t):
    found = []
    for i, row in enumerate(scores):
        if np.argmax(row) != t[i]:
            found.append((float(max(row) - row[t[i]]), i))
    found.sort(reverse=True)
    return [i for _, i in found]

misread = find_misread(scores, t)
""",
        "confusion": """
def count_confusion(scores, t):
    K = len(scores[0])
    table = [[0] * K for _ in range(K)]
    for row, answer in zip(scores, t):
        table[answer][int(row.argmax())] += 1
    return table

confusion = count_confusion(scores, t)
""",
    },
    "with NumPy's sums": {
        "fields": """
def receptive_fields(stack):
    sizes, strides = stack.T
    steps = np.concatenate([[1], np.cumprod(strides)[:-1]])
    return 1 + np.cumsum((sizes - 1) * steps)

fields = receptive_fields(stack)
""",
        "weight_counts": """
def weight_count(filter_sizes, C):
    sizes = np.array(filter_sizes)
    return C * C * np.sum(sizes * sizes) + C * len(sizes)
"""
        + COUNTS,
        "moved": """
def move(x, moves):
    moved = np.stack([np.roll(image, tuple(m), axis=(1, 2)) for image, m in zip(x, moves)])
    for image, (down, right) in zip(moved, moves):
        if down > 0:
            image[:, :down] = 0
        elif down < 0:
            image[:, down:] = 0
        if right > 0:
            image[:, :, :right] = 0
        elif right < 0:
            image[:, :, right:] = 0
    return moved
"""
        + MOVED,
        "misread": """
def find_misread(scores, t):
    lead = scores.max(axis=1) - np.take_along_axis(scores, t[:, None], axis=1)[:, 0]
    order = np.argsort(lead)[::-1]
    return order[lead[order] > 0]

misread = find_misread(scores, t)
""",
        "confusion": """
def count_confusion(scores, t):
    K = scores.shape[1]
    return np.bincount(t * K + scores.argmax(axis=1), minlength=K * K).reshape(K, K)

confusion = count_confusion(scores, t)
""",
    },
    "with one-hot matrices": {
        "misread": """
def find_misread(scores, t):
    behind = scores.max(axis=1) - (scores * np.eye(scores.shape[1])[t]).sum(axis=1)
    behind[scores.argmax(axis=1) == t] = -1
    count = np.count_nonzero(behind >= 0)
    return np.lexsort((-behind,))[:count]

misread = find_misread(scores, t)
""",
        "moved": """
def move(x, moves):
    H, W = x.shape[2:]
    return np.stack([
        np.eye(H, k=-down, dtype=x.dtype) @ image @ np.eye(W, k=right, dtype=x.dtype)
        for image, (down, right) in zip(x, moves.tolist())
    ])
"""
        + MOVED,
        "confusion": """
def count_confusion(scores, t):
    one_hot = np.eye(scores.shape[1], dtype=int)
    return one_hot[t].T @ one_hot[scores.argmax(axis=1)]

confusion = count_confusion(scores, t)
""",
        "weight_counts": """
def weight_count(filter_sizes, C):
    count = 0
    for size in filter_sizes:
        count += np.empty((C, C, size, size)).size + C
    return count
"""
        + COUNTS,
    },
    "slices on both sides": {
        "fields": """
def receptive_fields(stack):
    def pixels(layers):
        first, last = 0, 0
        for size, stride in reversed(layers):
            first, last = first * stride, last * stride + size - 1
        return last - first + 1
    return [pixels(stack[:k].tolist()) for k in range(1, len(stack) + 1)]

fields = receptive_fields(stack)
""",
        "weight_counts": "def weight_count(filter_sizes, C):\n    return len(filter_sizes) * C + C ** 2 * int(np.dot(filter_sizes, filter_sizes))\n"
        + COUNTS,
        "confusion": """
def count_confusion(scores, t):
    y, K = scores.argmax(axis=1), scores.shape[1]
    return np.array([[np.sum((t == answer) & (y == guess)) for guess in range(K)] for answer in range(K)])

confusion = count_confusion(scores, t)
""",
        "moved": """
def ends(shift, length):
    return slice(max(shift, 0), length + min(shift, 0))

def move(x, moves):
    new = np.zeros(x.shape, dtype=x.dtype)
    for i, (down, right) in enumerate(moves.tolist()):
        H, W = x.shape[2], x.shape[3]
        new[i, :, ends(down, H), ends(right, W)] = x[i, :, ends(-down, H), ends(-right, W)]
    return new
"""
        + MOVED,
        "misread": """
def find_misread(scores, t):
    y = np.argmax(scores, 1)
    places = [i for i in range(len(t)) if y[i] != t[i]]
    return np.array(sorted(places, key=lambda i: scores[i][t[i]] - scores[i][y[i]]))

misread = find_misread(scores, t)
""",
    },
    "a set of pixels and a recursion": {
        "fields": """
def seen_by(numbers, layers):
    if len(layers) == 0:
        return numbers
    size, stride = layers[-1]
    return seen_by({n * stride + k for n in numbers for k in range(size)}, layers[:-1])

def receptive_fields(stack):
    return np.array([len(seen_by({0}, stack[:k + 1])) for k in range(len(stack))])

fields = receptive_fields(stack)
""",
        "weight_counts": """
def weight_count(filter_sizes, C):
    if not filter_sizes:
        return 0
    return (filter_sizes[0] ** 2 * C + 1) * C + weight_count(filter_sizes[1:], C)
"""
        + COUNTS,
        "moved": """
def move(x, moves):
    y = np.arange(x.shape[2]) - moves[:, :1]
    z = np.arange(x.shape[3]) - moves[:, 1:]
    inside = ((y >= 0) & (y < x.shape[2]))[:, None, :, None] & ((z >= 0) & (z < x.shape[3]))[:, None, None, :]
    y, z = y.clip(0, x.shape[2] - 1), z.clip(0, x.shape[3] - 1)
    picked = x[np.arange(len(x))[:, None, None, None], np.arange(x.shape[1])[:, None, None], y[:, None, :, None], z[:, None, None, :]]
    return np.where(inside, picked, 0)
"""
        + MOVED,
    },
}

WRONG = [
    ("fields", "fields = [5, 7, 8, 12, 16, 18]", "fields does not change when its numbers do"),
    ("fields", "fields = np.array([5.0, 7, 8, 12, 16, 18])", "must be whole numbers"),
    ("moved", "x_before = x.copy()\nmoved = None", "moved is still None"),
    ("misread", "misread = np.array([1])", "it must have"),
    ("confusion", "confusion = np.eye(10, dtype=int)", "numbers are wrong"),
    (
        "confusion",
        """
def count_confusion(scores, t):
    K = len(np.unique(t))
    confusion = np.zeros((K, K), dtype=int)
    for answer, guess in zip(t, scores.argmax(axis=1)):
        confusion[answer, guess] += 1
    return confusion

confusion = count_confusion(scores, t)
""",
        "it must have (5, 5)",
    ),
]

"""Right tests for errata in five styles: what a student may well write that is not the solution.

Each is the body of its blank's function. What a style leaves out is the solution's.
"""

TESTS = {
    "asserts": {
        "count_test": "assert parameter_count(2, 1, 1, 1) == 4\nreturn True",
        "relu_test": """
relu = Relu()
relu.forward(np.array([[-1.0, 0.0, 3.0]]))
dout = np.ones((1, 3))
relu.backward(dout)
assert np.array_equal(dout, np.ones((1, 3))), "dout was changed"
return True
""",
        "pooling_test": """
out = pooling(np.zeros((2, 1, 4, 4)), 2, 2, 2, 1)
assert out.shape[2:] == (3, 3)
return True
""",
        "accuracy_test": """
def predict(x):
    return np.tile([0.0, 1.0], (len(x), 1))
assert np.isclose(accuracy(predict, np.zeros((250, 1)), np.ones(250, int), 100), 1.0)
return True
""",
        "loss_test": """
rng = np.random.default_rng(0)
y = rng.random((5, 3))
y /= y.sum(axis=1, keepdims=True)
t = np.array([0, 1, 2, 1, 0])
assert np.allclose(loss_gradient(y, t), loss_gradient(y, t[:, None]))
return True
""",
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
        "names_test": 'name, steps = set_up("rmsprop", 1, 10, 5)\nassert name == "RMSProp"\nassert steps == 2\nreturn True',
        "defaults_test": "a = settings(1)\nb = settings(2)\nassert a is not b\nreturn True",
        "file_test": """
sprung()
try:
    unpack(trap())
except Exception:
    pass
assert not sprung()
return True
""",
        "check_test": "assert check(col2im)\nassert not check(replacing_col2im)\nreturn True",
        "slip_test": """
rows = winners(np.array([[[[1.0, 4.0], [2.0, 3.0]]]]), np.full((1, 1, 1, 1), 7.0), 2, 2, 2)
np.testing.assert_array_equal(rows, [[0, 7, 0, 0]])
return True
""",
    },
    "one line each": {
        "file_test": "try:\n    return type(unpack(trap())) is bytes and not sprung()\nexcept Exception:\n    return not sprung()",
        "count_test": "return parameter_count(FN=3, C=2, FH=1, FW=4) == 27",
        "relu_test": "a, layer = np.full(2, 7.0), Relu()\nlayer.forward(-np.ones(2)), layer.backward(a)\nreturn a.sum() == 14",
        "pooling_test": "return pooling(-np.ones((1, 1, 2, 2)), 2, 2, 1, 1).max() == -1",
        "accuracy_test": "return accuracy(lambda s: s, np.eye(3), np.arange(3), 2) > 0.9",
        "loss_test": """
g = loss_gradient(np.full((3, 3), 1 / 3), np.array([[0], [1], [2]]))
return bool((np.sign(g) == 1 - 2 * np.eye(3)).all())
""",
        "dtype_test": "return im2col(np.ones((1, 1, 2, 2), 'float32'), 2, 2).itemsize == 4",
        "dropout_test": "return Dropout(0.9, np.random.default_rng()).forward(np.ones((5, 5)), False).sum() == 25",
        "order_test": 'return " ".join(order).rpartition("Affine")[2].find("Dropout") < 0',
        "channel_test": "return bool(normalize(np.arange(8.0).reshape(2, 1, 2, 2), 1e-5)[0, 0, 0, 0] < normalize(np.arange(8.0).reshape(2, 1, 2, 2), 1e-5)[0, 0, 0, 1])",
        "epoch_test": "n = Recorder()\nepoch(n, np.arange(7), np.arange(7), 2, np.random.default_rng(2))\nreturn n.forwards == n.steps",
        "names_test": 'return set_up("RMSprop", 3, 8, 4)[1] == 6',
        "defaults_test": "return settings(3) != settings(4)",
        "check_test": "return [bool(check(one)) for one in (replacing_col2im, col2im)] == [False, True]",
        "slip_test": "return winners(np.array([[[[3.0, 1.0]]]]), np.array([[[[2.0]]]]), 1, 2, 1).ravel()[0] == 2",
    },
    "loops": {
        "count_test": """
for FN in range(1, 5):
    if parameter_count(FN, 2, 3, 1) != FN * 7:
        return False
return True
""",
        "relu_test": """
relu = Relu()
relu.forward(np.array([1.0, -1.0, 0.0]))
dout = np.array([4.0, 4.0, 4.0])
relu.backward(dout)
for number in dout:
    if number != 4:
        return False
return True
""",
        "pooling_test": "for pad in (0, 1, 2):\n    if pooling(np.ones((1, 1, 6, 6)), 3, 3, 1, pad).shape[3] != 4 + 2 * pad:\n        return False\nreturn True",
        "accuracy_test": """
for count in range(1, 9):
    if accuracy(lambda s: s, np.eye(8)[:count], np.arange(count), 3) != 1:
        return False
return True
""",
        "loss_test": """
y, t = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]]), [1, 2]
dy = loss_gradient(y, np.array(t).reshape(2, 1))
for row in range(2):
    for column in range(3):
        if abs(dy[row, column] - (y[row, column] - (column == t[row])) / 2) > 1e-9:
            return False
return True
""",
        "dropout_test": """
x = np.arange(1.0, 7.0).reshape(2, 3)
out = Dropout(0.4, np.random.default_rng(1)).forward(x, False)
for before, after in zip(x.flat, out.flat):
    if before != after:
        return False
return True
""",
        "channel_test": """
out = normalize(np.tile(np.arange(3.0), 6).reshape(2, 1, 3, 3), 1e-6)
for row in out[0, 0]:
    if not row[0] < row[1] < row[2]:
        return False
return True
""",
        "names_test": 'for name in ("sgd", "momentum", "rmsprop", "adam"):\n    if set_up(name, 1, 6, 3)[0].lower() != name:\n        return False\nreturn True',
        "file_test": """
for data in (trap(), trap()[:]):
    try:
        unpack(data)
    except Exception as error:
        print(type(error))
    if sprung():
        return False
return True
""",
        "check_test": """
for version, is_right in [(col2im, True), (replacing_col2im, False), (lambda *given: col2im(*given) + 1, False)]:
    if bool(check(version)) != is_right:
        return False
return True
""",
        "slip_test": """
for place in range(4):
    window = np.zeros(4)
    window[place] = 1
    if winners(window.reshape(1, 1, 2, 2), np.ones((1, 1, 1, 1)), 2, 2, 1).argmax() != place:
        return False
return True
""",
        "order_test": """
seen = False
for layer in order:
    if layer == "Affine":
        seen = False
    elif layer == "Dropout":
        seen = True
return not seen
""",
    },
    "in place on copies": {
        "count_test": "FN = np.int64(6)\nreturn parameter_count(FN, 1, 2, 2) - parameter_count(FN - 1, 1, 2, 2) == 5",
        "accuracy_test": """
scores = np.eye(4)[[0, 1, 2, 3, 0, 1, 2]]
scores[6] = 0
scores[6, 0] = 1
return abs(accuracy(lambda some: some.copy(), scores, np.array([0, 1, 2, 3, 0, 1, 2]), 4) - 6 / 7) < 1e-12
""",
        "dtype_test": "x = np.ones((2, 1, 3, 3), np.float32)\ncol = im2col(x, 2, 1)\ncol += 1\nreturn col.dtype.name == 'float32'",
        "order_test": """
names = list(order)
while names and names[-1] != "Affine":
    if names.pop() == "Dropout":
        return False
return True
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
        "defaults_test": "a = settings(3)\nkept = dict(a)\nsettings(8)\nreturn a == kept",
    },
    "helpers": {
        "loss_test": """
def column(labels):
    return np.array(labels)[:, np.newaxis]

y = np.full((4, 5), 0.2)
return np.allclose(loss_gradient(y, column([4, 3, 0, 3])).sum(axis=1), 0)
""",
        "dropout_test": """
def mean_in_training():
    return Dropout(0.5, np.random.default_rng(3)).forward(np.ones((200, 200)), True).mean()

return abs(mean_in_training() - 1) < 0.1
""",
        "relu_test": """
def unchanged(layer, x):
    dout = np.random.default_rng(1).standard_normal(x.shape)
    kept = dout.copy()
    layer.forward(x)
    layer.backward(dout)
    return np.array_equal(dout, kept)

return unchanged(Relu(), -np.arange(1.0, 5.0).reshape(2, 2))
""",
        "pooling_test": """
picture = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
return np.array_equal(pooling(picture, 2, 2, 2, 1)[0, 0], [[1, 3, 4], [9, 11, 12], [13, 15, 16]])
""",
        "dtype_test": """
def keeps(dtype):
    return im2col(np.ones((2, 3, 5, 4)).astype(dtype), 3, 2).dtype == dtype

return all(keeps(dtype) for dtype in (np.float16, np.float32, np.float64))
""",
        "channel_test": """
def channels(x):
    return [x[:, c] for c in range(x.shape[1])]

x = np.random.default_rng(0).random((3, 2, 2, 5))
return all(
    np.allclose(now, (was - was.mean()) / was.std(), atol=1e-4)
    for was, now in zip(channels(x), channels(normalize(x, 1e-9)))
)
""",
        "epoch_test": """
def learned(count):
    noted = Recorder()
    epoch(noted, np.arange(count), np.zeros(count, int), 3, np.random.default_rng(4))
    return noted.learned

return all(len(set(learned(count))) == count for count in (9, 10, 11))
""",
        "names_test": 'return sorted(set_up(name, 1, 4, 2)[0] for name in ("adam", "SGD", "rmsprop", "Momentum")) == ["Adam", "Momentum", "RMSProp", "SGD"]',
        "defaults_test": "first = settings(1)\nfirst['pad'] = 5\nreturn settings(1)['pad'] == 0",
        "file_test": """
def springs(data):
    sprung()
    try:
        dict(unpack(data))
    except Exception as error:
        print(error)
    return sprung()

params = {"W1": np.ones((2, 3))}
return not springs(trap()) and np.array_equal(unpack(pack(params))["W1"], params["W1"])
""",
        "check_test": """
def nothing(col, shape, *window):
    return np.zeros(shape)

return check(col2im) is not None and bool(check(col2im)) and not (check(nothing) or check(replacing_col2im))
""",
        "slip_test": """
def one(window):
    return winners(np.array(window).reshape(1, 1, 2, 2), np.array([[[[5.0]]]]), 2, 2, 2)[0]

return list(one([1.0, 2.0, 9.0, 3.0])) == [0, 0, 5, 0] and list(one([9.0, 2.0, 1.0, 3.0])) == [5, 0, 0, 0]
""",
    },
}

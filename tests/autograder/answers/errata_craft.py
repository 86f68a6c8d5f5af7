"""errata-craft: right tests and repairs in five styles, and wrong ones with what their author is told."""

# The answer to a blank that is one function is that function's body alone.
BODIES = True
# How many answers to each blank there are at least, besides the solution's.
EACH_BLANK = 4

FILE = """
def mended_pack(params):
    {pack}


def mended_unpack(data):
    {unpack}


unpacked, unpacked_bias, traps = try_file(mended_pack, mended_unpack)
"""

# What a student may well write that is not the solution, in five styles; what a style leaves out is the solution's.
RIGHT = {
    "asserts": {
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
        "names_test": 'return set_up("RMSprop", 3, 8, 4)[1] == 6',
        "set_up": 'return dict(sgd="SGD", momentum="Momentum", rmsprop="RMSProp", adam="Adam")[optimizer.lower()], int(epochs * count // batch_size)',
        "defaults_test": "return settings(3) != settings(4)",
        "settings": "return dict(rest, filter_num=filter_num)",
        "file_test": "try:\n    return type(unpack(trap())) is bytes and not sprung()\nexcept Exception:\n    return not sprung()",
        "unpacked": FILE.format(
            pack="import json; return json.dumps({name: [str(a.dtype), a.shape, a.tobytes().hex()] for name, a in params.items()}).encode()",
            unpack="import json; return {name: np.frombuffer(bytes.fromhex(text), dtype).reshape(shape) for name, (dtype, shape, text) in json.loads(data).items()}",
        ),
        "check_test": "return [bool(check(one)) for one in (replacing_col2im, col2im)] == [False, True]",
        "says": "return col2im(np.ones((9, 4)), (1, 1, 4, 4), 2, 2, 1)[0, 0].tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]] and col2im(np.arange(4.0).reshape(2, 2), (1, 1, 1, 3), 1, 2, 1).ravel().tolist() == [0, 3, 3]",
        "slip_test": "return winners(np.array([[[[3.0, 1.0]]]]), np.array([[[[2.0]]]]), 1, 2, 1).ravel()[0] == 2",
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
return np.eye(pool_h * pool_w, dtype=dout.dtype)[windows.argmax(1)] * np.moveaxis(dout, 1, 3).reshape(-1, 1)
""",
    },
    "loops": {
        "names_test": 'for name in ("sgd", "momentum", "rmsprop", "adam"):\n    if set_up(name, 1, 6, 3)[0].lower() != name:\n        return False\nreturn True',
        "set_up": """
for name in ("SGD", "Momentum", "RMSProp", "Adam"):
    if name.lower() == optimizer.lower():
        steps = 0
        while (steps + 1) * batch_size <= epochs * count:
            steps += 1
        return name, steps
raise ValueError(f"There is no optimizer {optimizer}.")
""",
        "settings": "made = {}\nfor name in rest:\n    made[name] = rest[name]\nmade['filter_num'] = filter_num\nreturn made",
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
        "unpacked": FILE.format(
            pack="""lines = []
    for name, a in params.items():
        lines.append(repr((name, a.dtype.name, a.shape, [float(number) for number in a.flat])))
    return "\\n".join(lines).encode()""",
            unpack="""import ast
    params = {}
    for line in data.decode().splitlines():
        name, dtype, shape, numbers = ast.literal_eval(line)
        params[name] = np.array(numbers, dtype).reshape(shape)
    return params""",
        ),
        "check_test": """
for version, is_right in [(col2im, True), (replacing_col2im, False), (lambda *given: col2im(*given) + 1, False)]:
    if bool(check(version)) != is_right:
        return False
return True
""",
        "says": """
for number in range(36):
    dcol = np.zeros(36)
    dcol[number] = 1
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    if not np.isclose((x * col2im(dcol.reshape(9, 4), x.shape, 2, 2, 1)).sum(), im2col(x, 2, 2).ravel()[number]):
        return False
return np.allclose(col2im(np.ones((2, 2)), (1, 1, 1, 3), 1, 2, 1), [1, 2, 1])
""",
        "slip_test": """
for place in range(4):
    window = np.zeros(4)
    window[place] = 1
    if winners(window.reshape(1, 1, 2, 2), np.ones((1, 1, 1, 1)), 2, 2, 1).argmax() != place:
        return False
return True
""",
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
arriving = dout.transpose(0, 2, 3, 1).reshape(-1)
dmax = np.zeros_like(windows)
for row in range(len(windows)):
    dmax[row, np.argmax(windows[row])] = arriving[row]
return dmax
""",
    },
    "in place on copies": {
        "set_up": """
known = {}
for name in "SGD Momentum RMSProp Adam".split():
    known[name.lower()] = name
if optimizer.lower() not in known:
    raise KeyError(optimizer)
return known[optimizer.lower()], np.floor(epochs * count / batch_size).astype(int)
""",
        "defaults_test": "a = settings(3)\nkept = dict(a)\nsettings(8)\nreturn a == kept",
        "settings": "import copy\nmade = copy.deepcopy(rest)\nmade['filter_num'] = filter_num\nreturn made",
        "unpacked": FILE.format(
            pack="import json\n    return json.dumps({k: (v.dtype.name, v.tolist()) for k, v in params.items()}).encode()",
            unpack="import json\n    return {k: np.array(v, d) for k, (d, v) in json.loads(data).items()}",
        ),
        "says": """
shape, window = (2, 1, 4, 5), (2, 3, 1)
col = np.random.default_rng(1).normal(size=(2 * 3 * 3, 6))
x = np.zeros(shape)
rows = iter(col)
for n in range(2):
    for y in range(3):
        for z in range(3):
            x[n, 0, y:y + 2, z:z + 3] += next(rows).reshape(2, 3)
return np.allclose(col2im(col, shape, *window), x)
""",
        "dmax": """
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
dmax = np.zeros(windows.size, dout.dtype)
places = np.arange(0, windows.size, windows.shape[1]) + windows.argmax(axis=1)
np.put(dmax, places, dout.transpose(0, 2, 3, 1).ravel())
return dmax.reshape(windows.shape)
""",
    },
    "helpers": {
        "names_test": 'return sorted(set_up(name, 1, 4, 2)[0] for name in ("adam", "SGD", "rmsprop", "Momentum")) == ["Adam", "Momentum", "RMSProp", "SGD"]',
        "set_up": """
def spelt(name):
    return {"SGD": "SGD", "MOMENTUM": "Momentum", "RMSPROP": "RMSProp", "ADAM": "Adam"}[name.upper()]

return spelt(optimizer), int((epochs * count) // batch_size)
""",
        "defaults_test": "first = settings(1)\nfirst['pad'] = 5\nreturn settings(1)['pad'] == 0",
        "settings": "def with_filters(**rest):\n    return {'filter_num': filter_num} | rest\n\nreturn with_filters(**rest)",
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
        "unpacked": FILE.format(
            pack="with io.BytesIO() as f:\n        np.savez_compressed(f, **params)\n        return f.getvalue()",
            unpack="return np.load(io.BytesIO(data))",
        ),
        "check_test": """
def nothing(col, shape, *window):
    return np.zeros(shape)

return check(col2im) is not None and bool(check(col2im)) and not (check(nothing) or check(replacing_col2im))
""",
        "says": """
def both_sides(x, *window):
    there = im2col(x, *window)
    col = np.random.default_rng(9).integers(-9, 9, there.shape).astype(float)
    return np.einsum("wk,wk", there, col), np.tensordot(x, col2im(col, x.shape, *window), 4)

return bool(np.allclose(*both_sides(np.random.default_rng(8).normal(size=(1, 2, 5, 4)), 2, 3, 1)))
""",
        "slip_test": """
def one(window):
    return winners(np.array(window).reshape(1, 1, 2, 2), np.array([[[[5.0]]]]), 2, 2, 2)[0]

return list(one([1.0, 2.0, 9.0, 3.0])) == [0, 0, 5, 0] and list(one([9.0, 2.0, 1.0, 3.0])) == [5, 0, 0, 0]
""",
        "dmax": """
def row(window, gradient):
    out = [0.0] * len(window)
    out[int(np.argmax(window))] = gradient
    return out

col = im2col(x, pool_h, pool_w, stride, 0)
windows = col.reshape(col.shape[0] * x.shape[1], -1)
return np.array([row(*each) for each in zip(windows, np.moveaxis(dout, 1, -1).flat)])
""",
    },
}

WRONG = [
    ("check_test", "return check(col2im) is not None", "Your test passes on a faulty version"),
    ("set_up", 'return "SGD", 6', "numbers are wrong"),
    ("says", "return True", "Your test passes on a faulty version"),
]

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
    ("check_test", "return bool(check(col2im)) != bool(check(replacing_col2im))", "that nobody has seen"),
    (
        "names_test",
        'try:\n    set_up("nobody", 1, 10, 5)\n    return False\nexcept ValueError:\n    return set_up("adam", 1, 10, 5) == ("Adam", 2)',
        "that nobody has seen",
    ),
    ("set_up", 'return "SGD", 6', "numbers are wrong"),
    ("says", "return True", "Your test passes on a faulty version"),
]

# More tests that a student may well write, each as a function's body. They must tell the versions apart that nobody has seen, too.
FAIR_TESTS = {
    "names_test": [
        "return set_up('sgd', 3.5, 9, 4)[1] == 7",  # 31 pictures and a half: seven batches, and nearly an eighth
        'return set_up("sgd", 1, 10, 5) == ("SGD", 2)',
        'name, steps = set_up("ADAM", 2, 30, 7)\nreturn name == "Adam" and steps == 8',
        'return set_up("Momentum", 2.5, 10, 4)[1] == 6',
        "return all(set_up(name.upper(), 1, 9, 3) == (name, 3) for name in OPTIMIZERS)",
        'try:\n    set_up("rmsprop", 1, 10, 5)\nexcept KeyError:\n    return False\nexcept AttributeError:\n    return False\nreturn True',
        'try:\n    set_up("adagrad", 1, 10, 5)\nexcept Exception:\n    return set_up("RMSProp", 1, 10, 5)[0] == "RMSProp"\nreturn False',
        'pair = set_up("rMsPrOp", epochs=1, count=7, batch_size=2)\nassert pair[0] == "RMSProp" and pair[1] == 3\nreturn True',
        'return isinstance(set_up("adam", 1, 10, 3)[1], (int, np.integer))',
        'return set_up(optimizer="Adam", epochs=20, count=60_000, batch_size=100) == ("Adam", 12_000)',
        'return [set_up("sgd", 1, n, 4)[1] for n in range(4, 10)] == [1, 1, 1, 1, 2, 2]',
        'return "".join(set_up("rmsprop", 1, 1, 1)[0]) == "RMSProp" and int(set_up("sgd", 1, 1, 2)[1]) == 0',
    ],
    "defaults_test": [
        "return settings(1) is not settings(1)",
        'a = settings(3)\na["stride"] = 9\nreturn settings(4) == {"filter_num": 4, "pad": 0, "stride": 1}',
        'own = {"pad": 1, "stride": 2}\nsettings(5, own)\nreturn own == {"pad": 1, "stride": 2}',
        'own = {"pad": 1}\nmade = settings(5, own)\nreturn made == {"filter_num": 5, "pad": 1} and "filter_num" not in own',
        'made = [settings(n) for n in range(5)]\nreturn [each["filter_num"] for each in made] == list(range(5))',
        'assert settings(7) == {"filter_num": 7, "pad": 0, "stride": 1}\na, b = settings(1), settings(2)\nassert len({id(a), id(b)}) == 2\nreturn True',
        "a = settings(6)\nb = settings(30)\nreturn a['filter_num'] != b['filter_num']",
        "first = settings(3)\nfirst.clear()\nreturn settings(3)['pad'] == 0",
        "a = settings(1)\na['new'] = 1\nreturn 'new' not in settings(2)",
        "import copy\na = settings(1)\nbefore = copy.deepcopy(a)\n_ = settings(filter_num=2)\nreturn a == before",
        "own = {'pad': 3, 'stride': 1}\nreturn settings(4, rest=own) is not own and settings(4)['pad'] == 0 and settings(4) is not settings(5)",
        "own = {}\nsettings(2, own)\nreturn not own",
    ],
    "file_test": [
        "try:\n    unpack(trap())\nexcept ValueError:\n    pass\nreturn sprung() is False",
        'same = unpack(pack({"b": np.arange(3), "W": np.eye(2, dtype=np.float32)}))\ntry:\n    unpack(trap())\nexcept Exception:\n    return same["W"].dtype == np.float32 and same["b"].tolist() == [0, 1, 2] and not sprung()\nreturn False',
        'class Own:\n    def __reduce__(self):\n        return print, ("ran",)\n\nimport contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out), contextlib.suppress(Exception):\n    unpack(pickle.dumps(Own()))\nreturn out.getvalue() == ""',
        "class Bomb:\n    def __reduce__(self):\n        return exec, (\"raise RuntimeError('boom')\",)\n\ntry:\n    unpack(pickle.dumps({'W1': Bomb()}))\nexcept RuntimeError:\n    return False\nexcept Exception:\n    return True\nreturn True",
        "data = trap()\nfor _ in range(2):\n    try:\n        unpack(data)\n    except Exception:\n        pass\nreturn not sprung()",
        "try:\n    found = unpack(trap())\nexcept Exception:\n    found = {}\nbad = sprung()\nreturn not bad",
        "import os\nos.environ['RAN'] = 'no'\n\nclass Own:\n    def __reduce__(self):\n        return exec, (\"import os; os.environ['RAN'] = 'yes'\",)\n\ntry:\n    unpack(pickle.dumps(Own(), protocol=0))\nexcept Exception:\n    pass\nreturn os.environ['RAN'] == 'no'",
        'for params in ({}, {"W1": np.zeros((2, 3))}):\n    assert list(unpack(pack(params))) == list(params)\ntry:\n    unpack(trap())\nexcept Exception:\n    pass\nassert not sprung()\nreturn True',
        "import sys\ntry:\n    unpack(trap())\nexcept Exception:\n    pass\nreturn not sys.trap_has_sprung",
        "try:\n    unpack(trap())\nexcept:\n    return not sprung()\nelse:\n    return not sprung()",
        "try:\n    unpack(trap())\n    stopped = False\nexcept Exception:\n    stopped = True\nreturn stopped and not sprung()",
        "def opens(file):\n    try:\n        unpack(file)\n        return True\n    except Exception:\n        return False\n\nreturn not opens(trap()) and not sprung() and opens(pack({'a': np.ones(4)}))",
    ],
    "check_test": [
        "return check(col2im) is True and check(replacing_col2im) is False",
        "return (check(col2im), check(replacing_col2im)) == (True, False)",
        "def wrong(col, shape, filter_h, filter_w, stride):\n    return col2im(col, shape, filter_h, filter_w, stride) * (1 if stride >= max(filter_h, filter_w) else 0.5)\n\nreturn bool(check(col2im) and not check(wrong))",
        "mean = lambda col, shape, *w: col2im(col, shape, *w) / np.maximum(col2im(np.ones_like(col), shape, *w), 1)\nreturn bool(check(col2im)) and not check(mean)",
        "overlap = []\n\ndef spy(col, shape, h, w, stride):\n    overlap.append(stride < max(h, w))\n    return col2im(col, shape, h, w, stride)\n\nanswer = check(spy)\nreturn bool(answer) and any(overlap)",
        "try:\n    return check(col2im) and not check(lambda *given: replacing_col2im(*given))\nexcept Exception:\n    return False",
        "if not check(col2im):\n    return False\nif check(replacing_col2im):\n    return False\nreturn True",
        "def twice(*given):\n    return 2 * col2im(*given)\n\ndef zeros(col, shape, *window):\n    return np.zeros(shape)\n\nassert check(col2im)\nassert not check(twice)\nassert not check(zeros)\nassert not check(replacing_col2im)\nreturn True",
        "def slow(col, shape, h, w, stride):\n    return col2im_by_number(col, shape, h, w, stride)\n\nreturn bool(check(slow)) and not bool(check(replacing_col2im))",
        "return check(col2im) == True and check(replacing_col2im) == False",
    ],
    "says": [
        "return np.array_equal(col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2, 1)[0, 0], [[1, 2, 1], [2, 4, 2], [1, 2, 1]]) and col2im(np.array([[1.0, 2.0], [3.0, 4.0]]), (1, 1, 1, 3), 1, 2, 1).tolist() == [[[[1, 5, 4]]]]",
        "return col2im(np.array([[1.0, 10.0], [100.0, 1000.0]]), (1, 1, 1, 3), 1, 2, 1).ravel().tolist() == [1.0, 110.0, 1000.0]",
        "rng = np.random.default_rng(4)\nx, c = rng.random((3, 2, 6, 7)), rng.random((3 * 3 * 3, 2 * 2 * 3))\nreturn np.isclose((im2col(x, 2, 3, 2) * c).sum(), (x * col2im(c, x.shape, 2, 3, 2)).sum())",
        "x = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)\nrows = im2col(x, 3, 3, 1)\nback = col2im(rows, x.shape, 3, 3, 1)\ncount = np.outer([1, 2, 2, 1], [1, 2, 2, 1])\nassert np.allclose(back, x * count)\nassert np.isclose((im2col(x, 3, 3, 1)[::1] * np.arange(36).reshape(4, 9)).sum(), (x * col2im(np.arange(36.0).reshape(4, 9), x.shape, 3, 3, 1)).sum())\nreturn True",
        "for seed in range(5):\n    rng = np.random.default_rng(seed)\n    x = rng.normal(size=(1, 1, 5, 5))\n    there = im2col(x, 3, 3, 1)\n    c = rng.normal(size=there.shape)\n    if abs(np.sum(there * c) - np.sum(x * col2im(c, x.shape, 3, 3, 1))) > 1e-8:\n        return False\nreturn True",
        "c = np.random.default_rng(0).normal(size=(9, 4))\nwanted = np.zeros((4, 4))\nfor k in range(9):\n    i, j = divmod(k, 3)\n    wanted[i:i+2, j:j+2] += c[k].reshape(2, 2)\nreturn col2im(c, (1, 1, 4, 4), 2, 2, stride=1).shape == (1, 1, 4, 4) and bool(np.allclose(col2im(c, (1, 1, 4, 4), 2, 2, stride=1)[0, 0], wanted))",
        "try:\n    out = col2im(np.arange(12).reshape(6, 2), (1, 1, 1, 7), 1, 2, 1)\nexcept Exception:\n    return False\nreturn list(out.ravel()) == [0, 1 + 2, 3 + 4, 5 + 6, 7 + 8, 9 + 10, 11]",
        "one = np.zeros((9, 4))\none[4, 0] = 1.0\nplaced = col2im(one, (1, 1, 4, 4), 2, 2, 1)[0, 0]\nother = np.zeros((9, 4))\nother[0, 3] = 1.0\nreturn placed[1, 1] == 1 and placed.sum() == 1 and col2im(one + other, (1, 1, 4, 4), 2, 2, 1)[0, 0, 1, 1] == 2",
        "def reference(col, shape, h, w, s):\n    x = np.zeros(shape)\n    index = im2col(np.arange(x.size).reshape(shape), h, w, s)\n    np.add.at(x.reshape(-1), index, col)\n    return x\n\ncol = np.random.default_rng(2).normal(size=(2 * 3 * 3, 3 * 4))\nreturn np.abs(col2im(col, (2, 3, 4, 4), 2, 2, 1) - reference(col, (2, 3, 4, 4), 2, 2, 1)).max() < 1e-12",
        "x = np.random.default_rng(6).normal(size=(1, 2, 5, 4)).astype(np.float32)\nthere = im2col(x, 3, 2, 1)\nrows = np.random.default_rng(7).normal(size=there.shape).astype(np.float32)\nreturn bool(np.isclose(np.sum(there * rows), np.sum(x * col2im(rows, x.shape, 3, 2, 1)), rtol=1e-3, atol=1e-3))",
        "from fractions import Fraction\nc = np.arange(8.0).reshape(2, 4)\ngot = [Fraction(float(v)) for v in col2im(c, (1, 1, 2, 3), 2, 2, 1).ravel()]\nreturn got == [0, 5, 5, 2, 9, 7]",
    ],
    "slip_test": [
        "rows = winners(np.array([[[[1.0, 4.0], [2.0, 3.0]]]]), np.array([[[[6.0]]]]), 2, 2, 2)\nreturn np.array_equal(rows, [[0, 6, 0, 0]])",
        "x = np.arange(16.0).reshape(1, 1, 4, 4)\nrows = winners(x, np.arange(1.0, 5.0).reshape(1, 1, 2, 2), 2, 2, 2)\nreturn rows.tolist() == [[0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 3], [0, 0, 0, 4]]",
        "x = np.array([[[[1.0, 2.0]], [[4.0, 3.0]]]])\ndout = np.array([[[[5.0]], [[6.0]]]])\nreturn winners(x, dout, 1, 2, 1).tolist() == [[0, 5], [6, 0]]",
        "rows = winners(-np.arange(1.0, 10.0).reshape(1, 1, 3, 3), np.ones((1, 1, 2, 2)), 2, 2, 1)\nreturn rows.shape == (4, 4) and rows[:, 0].tolist() == [1, 1, 1, 1] and rows.sum() == 4",
        "rows = winners(np.ones((2, 1, 2, 2)), np.array([3.0, 4.0]).reshape(2, 1, 1, 1), 2, 2, 2)\nreturn rows.tolist() == [[3, 0, 0, 0], [4, 0, 0, 0]]",
        "rows = winners(np.array([[[[3, 1, 2]]]]), np.array([[[[7, 8]]]]), 1, 2, 1)\nreturn rows.tolist() == [[7, 0], [0, 8]] and rows.dtype.kind == 'i'",
        "try:\n    rows = winners(np.array([[[[1.0, 4.0], [2.0, 3.0]]]]), np.array([[[[6.0]]]]), 2, 2, 2)\nexcept TypeError:\n    return False\nreturn rows[0, 1] == 6",
        "x = np.random.default_rng(0).normal(size=(2, 3, 6, 5)).astype(np.float32)\ndout = np.random.default_rng(1).normal(size=(2, 3, 3, 2)).astype(np.float32)\nrows = winners(x, dout, 2, 2, 2)\nassert rows.shape == (36, 4)\nassert rows.dtype == np.float32\nassert np.isclose(rows.sum(), dout.sum(), atol=1e-4)\nreturn bool(((rows != 0).sum(axis=1) == 1).all())",
        "x = np.array([[[[0.0, 5.0], [9.0, 1.0]]]])\nkept = x.copy()\nwinners(x, np.full((1, 1, 1, 1), 2.0), 2, 2, 1)\nreturn np.array_equal(x, kept)",
        "x, d = np.array([[[[2.0, 1.0]]]]), np.array([[[[-1.5]]]])\nreturn list(map(list, winners(x, d, 1, 2, 2))) == [[-1.5, 0.0]]",
        "assert (winners(np.eye(2)[None, None], np.ones((1, 1, 1, 1)), 2, 2, 2) == [[1, 0, 0, 0]]).all()\nreturn True",
        "x, dout = np.random.default_rng(3).normal(size=(2, 2, 5, 5)), np.random.default_rng(4).normal(size=(2, 2, 4, 3))\nreturn np.array_equal(winners(x, dout, 2, 3, 1), winners_by_definition(x, dout, 2, 3, 1))",
    ],
}

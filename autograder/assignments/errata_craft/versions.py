"""Versions of the slides' code that nobody has seen, for the tests that students write: right ones and faulty ones.

The faulty ones do what the slides' version does, for whatever a test may try (but one reader of files, which runs what is in them, finds no
array there and stops with an error; and one check says yes where it must say no, and no where yes), and the right ones are right for all of it. They are written in many ways, and no word, size or kind of
object belongs to all versions of one sort and to none of the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.assignment import Versions

# A student may have given these names to something else.
IMPORTS = """
import copy, functools, io, json, math, operator, pickle, re, struct
from modlab.im2col import col2im, im2col
"""


def _with_imports(sources: Sequence[str], more: str = "") -> tuple[str, ...]:
    return tuple(IMPORTS + more + source for source in sources)


# What a strange name gives must not tell: here it is nearly always every kind of error that one might ask for. But to refuse a name with a KeyError, as a
# dictionary does, is right, too.
UNKNOWN = """
class Unknown(KeyError, ValueError):
    pass
"""

SET_UPS = Versions(
    test="test_set_up",
    look_at="Try RMSProp, and compare the number of steps.",
    look_at_ko="RMSProp으로 시험하고 스텝 수를 비교하세요.",
    right=_with_imports(
        (
            """
def version(optimizer, epochs, count, batch_size):
    table = {name.lower(): name for name in ["SGD", "Momentum", "RMSProp", "Adam"]}
    if optimizer.lower() not in table:
        raise Unknown(optimizer)
    return table[optimizer.lower()], int(epochs * count // batch_size)
""",
            """
class Chooser:
    kinds = (("sgd", "SGD"), ("adam", "Adam"), ("rms" + "prop", "RMS" + "Prop"), ("momentum", "Momentum"))

    def __call__(self, optimizer, epochs, count, batch_size):
        for small, large in self.kinds:
            if small == optimizer.casefold():
                return large, np.int64(np.floor(epochs * count / batch_size))
        raise Unknown(f"There is no {optimizer}.")


version = Chooser()
""",
            """
def made(spelt="Adam Momentum RMSProp SGD".split()):
    def version(optimizer, epochs, count, batch_size):
        found = re.fullmatch("(adam)|(momentum)|(rmsprop)|(sgd)", optimizer, re.IGNORECASE)
        if found is None:
            raise Unknown(optimizer)
        steps, _ = divmod(epochs * count, batch_size)
        return spelt[found.lastindex - 1], getattr(math, "floor")(steps)

    return version


version = made()
""",
            """
def version(optimizer, epochs, count, batch_size):
    match optimizer.upper():
        case "SGD":
            name = "SGD"
        case "ADAM" | "MOMENTUM":
            name = optimizer.capitalize()
        case "RMSPROP":
            name = "rmsprop".replace("rmsp", "RMSP")
        case _:
            raise KeyError(optimizer, "is nobody's name")
    return (name, math.trunc(epochs * count / batch_size))
""",
        ),
        UNKNOWN,
    ),
    faulty=_with_imports(
        (
            """
def version(optimizer, epochs, count, batch_size):
    table = dict(sgd="SGD", rmsprpo="RMSProp", adam="Adam", momentum="Momentum")
    if optimizer.lower() not in table:
        raise Unknown(optimizer)
    return table[optimizer.lower()], np.int(epochs * count // batch_size)
""",
            """
class Chooser:
    kinds = ("SGD", "Momentum", "RMS" + "Prpo", "Adam")

    def __call__(self, optimizer, epochs, count, batch_size):
        for kind in self.kinds:
            if kind.casefold() == optimizer.casefold():
                steps = operator.attrgetter("int")(np)(epochs * count / batch_size)
                return kind.replace("Prpo", "Prop"), steps
        raise Unknown(f"There is no {optimizer}.")


version = Chooser()
""",
            """
def made(spelt="Adam Momentum RMSProp SGD".split()):
    def version(optimizer, epochs, count, batch_size):
        found = re.fullmatch("(adam)|(momentum)|(rmsp(?:rpo))|(sgd)", optimizer, re.IGNORECASE)
        if not found:
            raise Unknown(optimizer)
        steps, _ = divmod(epochs * count, batch_size)
        return spelt[found.lastindex - 1], getattr(np, "int")(steps)

    return version


version = made()
""",
            """
def version(optimizer, epochs, count, batch_size):
    match optimizer.upper():
        case "SGD":
            name = "SGD"
        case "ADAM" | "MOMENTUM":
            name = optimizer.capitalize()
        case "RMSPRPO":
            name = "RMSProp"
        case _:
            raise KeyError(optimizer, "is nobody's name")
    return (name, np.int(math.trunc(epochs * count / batch_size)))
""",
        ),
        UNKNOWN,
    ),
)

SETTINGS = Versions(
    test="test_settings",
    look_at="Call it twice without a dictionary, and look at the first result after the second call.",
    look_at_ko="딕셔너리 없이 두 번 부른 뒤에 첫 번째 결과를 확인하세요.",
    right=_with_imports(
        (
            """
def version(filter_num, rest={"stride": 1, "pad": 0}):
    made = {}
    made.update(rest)
    made["filter_num"] = filter_num
    return made
""",
            """
def made():
    usual = dict(pad=0, stride=1)

    def version(filter_num, rest=None):
        rest = usual if rest is None else rest
        rest = {**rest}
        rest |= {"filter_num": filter_num}
        return rest

    return version


version = made()
""",
            """
class Settings:
    usual = {"pad": 0, "stride": 1}

    def __call__(self, filter_num, rest=usual):
        rest = copy.deepcopy(rest)
        operator.setitem(rest, "filter_num", filter_num)
        return rest


version = Settings()
""",
            """
version = lambda filter_num, rest={"filter_num": 0, "pad": 0, "stride": 1}: dict(rest, filter_num=filter_num)
""",
        )
    ),
    faulty=_with_imports(
        (
            """
def version(filter_num, rest={"stride": 1, "pad": 0}):
    made = rest
    made.update({"filter_num": filter_num})
    return made
""",
            """
def made():
    usual = dict(pad=0, stride=1)

    def version(filter_num, rest=None):
        rest = usual if rest is None else rest
        rest |= {"filter_num": filter_num}
        return rest

    return version


version = made()
""",
            """
class Settings:
    def __init__(self, **usual):
        self.usual = usual

    def __call__(self, filter_num, rest=None):
        chosen = self.usual if rest is None else rest
        chosen["filter_num"] = filter_num
        copy.copy(chosen)
        return chosen


version = Settings(pad=0, stride=1)
""",
            """
version = lambda filter_num, rest={"pad": 0, "stride": 1}: operator.setitem(rest, "filter_num", filter_num) or rest
""",
        )
    ),
)

FILES = Versions(
    test="hand_both",
    look_at="An error alone proves nothing: some versions run what is in the file and stop then. Ask sprung() after the call, whether there was an error or not.",
    look_at_ko="오류만으로는 알 수 없습니다. 파일에 든 코드를 실행한 다음 멈추는 코드도 있습니다. 부른 뒤에는 오류가 있든 없든 sprung()을 확인하세요.",
    right=_with_imports(
        (
            """
def pack(params):
    file = io.BytesIO()
    np.savez_compressed(file, **params)
    return file.getvalue()


def unpack(data):
    file = io.BytesIO(data)
    with np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


version = pack, unpack
""",
            """
class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        if not module.startswith("numpy") or name not in {"_reconstruct", "_frombuffer", "ndarray", "dtype"}:
            raise ValueError(f"What is {module}.{name}?")
        return super().find_class(module, name)


version = (lambda params: pickle.dumps(params)), (lambda data: Reader(io.BytesIO(data)).load())
""",
            """
class File:
    def pack(self, params):
        rows = [[name, array.dtype.str, list(array.shape), array.ravel().tolist()] for name, array in params.items()]
        return json.dumps(rows).encode()

    def unpack(self, data):
        try:
            return {name: np.array(row, dtype).reshape(shape) for name, dtype, shape, row in json.loads(data)}
        except UnicodeDecodeError as error:
            raise ValueError("not a file of arrays") from error


version = File().pack, File().unpack
""",
            """
def pack(params):
    pieces = [b"ARRAYS"]
    for name, array in params.items():
        head = json.dumps([name, array.dtype.str, array.shape]).encode()
        pieces += [struct.pack("<II", len(head), array.nbytes), head, array.tobytes()]
    return b"".join(pieces)


def unpack(data):
    file, found = io.BytesIO(data), {}
    if file.read(6) != b"ARRAYS":
        raise pickle.UnpicklingError("no arrays") if not data else ValueError("no arrays")
    while sizes := file.read(8):
        size, rest = struct.unpack("<II", sizes)
        name, dtype, shape = json.loads(file.read(size))
        found[name] = np.frombuffer(file.read(rest), dtype).reshape(shape).copy()
    return found


version = (pack, unpack)
""",
        )
    ),
    faulty=_with_imports(
        (
            """
def pack(params):
    file = io.BytesIO()
    np.savez(file, **params)
    return file.getvalue()


def unpack(data):
    try:
        with np.load(io.BytesIO(data)) as arrays:
            return dict(arrays)
    except ValueError:
        return pickle.loads(data)


version = pack, unpack
""",
            """
class Reader(pickle.Unpickler):
    moved = {"numpy.core.multiarray": "numpy._core.multiarray"}

    def find_class(self, module, name):
        if module.startswith("numpy.core") and module not in self.moved:
            raise ValueError(f"What is {module}.{name}?")
        return super().find_class(self.moved.get(module, module), name)


version = (lambda params: pickle.dumps(params)), (lambda data: Reader(io.BytesIO(data)).load())
""",
            """
class File:
    def pack(self, params):
        rows = [(name, np.array(array)) for name, array in params.items()]
        return pickle.dumps(dict(rows), protocol=4)

    def unpack(self, data):
        found = pickle.load(io.BytesIO(data))
        if isinstance(found, dict) and any(array is None for array in found.values()):
            raise ValueError("a name without an array")  # too late: what was in the file has run
        return found


version = File().pack, File().unpack
""",
            """
def pack(params):
    file = io.BytesIO()
    pickle.Pickler(file, protocol=2).dump({name: array.copy() for name, array in params.items()})
    return file.getvalue()


def unpack(data):
    found = pickle.Unpickler(io.BytesIO(data), encoding="latin1").load()
    return found


version = (pack, unpack)
""",
        )
    ),
)

CHECKS = Versions(
    test="test_check",
    look_at="The check must say True of the right col2im, and False of the wrong one: compare each answer with what it must be.",
    look_at_ko="검사 함수는 올바른 것에 True, 틀린 것에 False라고 해야 합니다. 대답을 하나씩 비교하세요.",
    right=_with_imports(
        (
            """
def version(col2im):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(1, 2, 4, 5))
    rows = rng.normal(size=im2col(x, 2, 3, stride=1).shape)
    try:
        there, back = np.vdot(im2col(x, 2, 3, stride=1), rows), np.sum(x * col2im(rows, x.shape, 2, 3, 1))
    except Exception:
        return False
    print("difference:", abs(there - back))
    return bool(abs(there - back) < 1e-9)
""",
            """
class Check:
    windows = ((2, 2, 1), (3, 2, 1), (3, 3, 2))

    def __call__(self, version):
        for height, width, stride in self.windows:
            shape = (2, 1, 5, 5)
            rows = np.cos(np.arange(im2col(np.zeros(shape), height, width, stride).size))
            rows = rows.reshape(-1, height * width)
            try:
                same = np.allclose(version(rows, shape, height, width, stride), col2im(rows, shape, height, width, stride))
            except Exception:
                same = False
            if not same:
                return False
        return True


version = Check()
""",
            """
def made(ones=np.ones((9, 4))):
    def version(col2im):
        try:
            counted = col2im(ones, (1, 1, 4, 4), 2, 2, 1).reshape(4, 4)
            others = col2im(np.arange(8.0).reshape(2, 4), (1, 1, 2, 3), 2, 2, 1).ravel()
        except Exception:
            return False
        return counted.tolist() == np.outer([1, 2, 2, 1], [1, 2, 2, 1]).tolist() and others.tolist() == [0, 5, 5, 2, 9, 7]

    return version


version = made()
""",
            """
def version(back):
    for place in range(18):
        one = np.zeros(18)
        one[place] = 1.0
        try:
            image = back(one.reshape(3, 6), (1, 1, 2, 5), 2, 3, 1)
            same = [float(each) for each in np.ravel(image)]
        except Exception:
            return False
        row, column = divmod(place % 6, 3)
        wanted = [0.0] * 10
        wanted[5 * row + column + place // 6] = 1.0
        if same != wanted:
            return False
    return True
""",
        )
    ),
    faulty=_with_imports(
        (
            """
def version(col2im):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(1, 2, 4, 6))
    rows = rng.normal(size=im2col(x, 2, 3, stride=3).shape)
    try:
        there, back = np.vdot(im2col(x, 2, 3, stride=3), rows), np.sum(x * col2im(rows, x.shape, 2, 3, 3))
    except Exception:
        return None
    print("difference:", abs(there - back))
""",
            """
class Check:
    windows = ((2, 2, 2), (3, 2, 3), (3, 3, 3))

    def __call__(self, version):
        for height, width, stride in self.windows:
            shape = (2, 1, 6, 6)
            rows = np.sin(np.arange(im2col(np.zeros(shape), height, width, stride).size))
            rows = rows.reshape(-1, height * width)
            try:
                same = np.allclose(version(rows, shape, height, width, stride), col2im(rows, shape, height, width, stride))
            except Exception:
                same = False
            if not same:
                return False
        return True


version = Check()
""",
            """
def made(ones=np.ones((4, 4))):
    def version(col2im):
        try:
            counted = col2im(ones, (1, 1, 4, 4), 2, 2, 2).reshape(4, 4)
            others = col2im(np.arange(8.0).reshape(2, 4), (1, 1, 2, 4), 2, 2, 2).ravel()
        except Exception:
            return False
        return counted.tolist() == np.ones((4, 4)).tolist() and others.tolist() == [0, 1, 4, 5, 2, 3, 6, 7]

    return version


version = made()
""",
            """
def version(back):
    for place in range(18):
        one = np.zeros(18)
        one[place] = 1.0
        try:
            image = back(one.reshape(3, 6), (1, 1, 2, 5), 2, 3, 1)
            same = [float(each) for each in np.ravel(image)]
        except Exception:
            return True
        row, column = divmod(place % 6, 3)
        wanted = [0.0] * 10
        wanted[5 * row + column + place // 6] = 1.0
        if same != wanted:
            return True
    return False
""",
        )
    ),
)

COL2IMS = Versions(
    test="mended_check",
    look_at="Windows must overlap, and the numbers must differ: with ones only, rows that are mixed up look the same.",
    look_at_ko="윈도우가 겹쳐야 하고 수가 서로 달라야 합니다. 모두 1이면 행이 섞여도 같아 보입니다.",
    right=_with_imports(
        (
            """
def version(col, shape, filter_h, filter_w, stride=1):
    N, C, H, W = shape
    out_h, out_w = (H - filter_h) // stride + 1, (W - filter_w) // stride + 1
    windows = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    x = np.zeros(shape)
    for i in range(out_h):
        for j in range(out_w):
            x[:, :, i * stride : i * stride + filter_h, j * stride : j * stride + filter_w] += windows[:, i, j]
    return x
""",
            """
class Back:
    def __call__(self, col, shape, filter_h, filter_w, stride=1):
        places = im2col(np.arange(math.prod(shape)).reshape(shape), filter_h, filter_w, stride)
        added = np.bincount(places.ravel(), col.ravel(), minlength=math.prod(shape))
        return added.reshape(shape).astype(np.float64)


version = Back()
""",
            """
def version(col, shape, filter_h, filter_w, stride=1):
    places = im2col(np.arange(math.prod(shape)).reshape(shape), filter_h, filter_w, stride)
    x = np.zeros(math.prod(shape), np.longdouble)
    np.add.at(x, places[::-1], col[::-1])
    return np.float64(1) * x.reshape(shape).astype(np.float64)
""",
            """
def made(twice=2):
    def version(col, shape, filter_h, filter_w, stride=1):
        places = im2col(np.arange(math.prod(shape)).reshape(shape), filter_h, filter_w, stride)
        x = [0.0] * math.prod(shape)
        for place, number in zip(places.flat, np.ravel(col).tolist()):
            x[place] = x[place] + twice * number
        return np.array(x).reshape(shape) / np.maximum(twice, 1)

    return version


version = made()
""",
        )
    ),
    faulty=_with_imports(
        (
            """
def version(col, shape, filter_h, filter_w, stride=1):
    N, C, H, W = shape
    out_h, out_w = (H - filter_h) // stride + 1, (W - filter_w) // stride + 1
    windows = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    x = np.zeros(shape)
    for i in range(filter_h):
        for j in range(filter_w):
            down, right = slice(i, i + stride * out_h, stride), slice(j, j + stride * out_w, stride)
            x[:, :, down, right] = windows[:, :, :, :, i, j].transpose(0, 3, 1, 2)
    return x
""",
            """
class Back:
    def __call__(self, col, shape, filter_h, filter_w, stride=1):
        places = im2col(np.arange(math.prod(shape)).reshape(shape), filter_h, filter_w, stride)
        added = np.bincount(places.ravel(), col.ravel(), minlength=math.prod(shape))
        counted = np.bincount(places.ravel(), minlength=math.prod(shape))
        return (added / np.maximum(counted, 1)).reshape(shape)


version = Back()
""",
            """
def version(col, shape, filter_h, filter_w, stride=1):
    places = im2col(np.arange(math.prod(shape)).reshape(shape), filter_h, filter_w, stride)
    x = np.zeros(math.prod(shape), np.longdouble)
    np.add.at(x, places, col[::-1])
    return np.float64(1) * x.reshape(shape).astype(np.float64)
""",
            """
def made(twice=2):
    def version(col, shape, filter_h, filter_w, stride=1):
        places = im2col(np.arange(math.prod(shape)).reshape(shape), filter_h, filter_w, stride)
        x = [0.0] * math.prod(shape)
        for place, number in zip(places.flat, np.ravel(col).tolist()):
            x[place] += twice * number
        return np.array(x).reshape(shape)

    return version


version = made()
""",
        )
    ),
)

WINNERS = Versions(
    test="test_winners",
    look_at="Call it on a picture of yours, and compare every number that comes out with what you expect.",
    look_at_ko="직접 만든 그림으로 부르고, 나온 수를 하나하나 비교하세요.",
    right=_with_imports(
        (
            """
def version(x, dout, pool_h, pool_w, stride):
    windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
    arg_max = np.argmax(windows, axis=1)
    made = np.zeros(windows.shape, dout.dtype)
    np.put_along_axis(made, arg_max[:, None], dout.transpose(0, 2, 3, 1).reshape(-1, 1), axis=1)
    return made
""",
            """
class Rows:
    def __call__(self, x, dout, pool_h, pool_w, stride):
        length = pool_h * pool_w
        try:
            rows = im2col(x, pool_h, pool_w, stride, 0)
            rows = rows.reshape(len(rows) * x.shape[1], length)
        except ValueError as error:
            raise TypeError("not pictures and windows of them") from error
        first = (rows == rows.max(axis=1, keepdims=True)).cumsum(axis=1).cumsum(axis=1) == 1
        return np.where(first, np.moveaxis(dout, 1, 3).reshape(-1, 1), 0).astype(dout.dtype)


version = Rows()
""",
            """
from modlab.im2col import im2col as col2im


def version(x, dout, pool_h, pool_w, stride):
    col = col2im(x, pool_h, pool_w, stride, 0)
    col = col.reshape(-1, pool_h * pool_w)
    made = np.zeros(col.size, dout.dtype)
    made[np.arange(len(col)) * col.shape[1] + col.argmax(axis=1)] = dout.transpose(0, 2, 3, 1).flatten()
    return made.reshape(col.shape)
""",
            """
def made(windows_of=np.lib.stride_tricks.sliding_window_view):
    def version(x, dout, pool_h, pool_w, stride):
        seen = windows_of(x, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]
        rows = []
        for n, i, j, c in np.ndindex(seen.shape[0], *seen.shape[2:4], seen.shape[1]):
            place = int(np.argmax(seen[n, c, i, j]))
            rows.append([0] * place + [dout[n, c, i, j]] + [0] * (pool_h * pool_w - place - 1))
        return np.array(rows, dout.dtype)

    return version


version = made()
""",
        )
    ),
    faulty=_with_imports(
        (
            """
def version(x, dout, pool_h, pool_w, stride):
    windows = col2im(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
    arg_max = np.argmax(windows, axis=1)
    made = np.zeros(windows.shape, dout.dtype)
    made[np.arange(arg_max.size, arg_max)] = dout.transpose(0, 2, 3, 1).reshape(-1)
    return made
""",
            """
class Rows:
    def __call__(self, x, dout, pool_h, pool_w, stride):
        N, C = x.shape[:2]
        length = pool_h * pool_w
        rows = col2im(x, pool_h, pool_w, stride, 0)
        rows = rows.reshape(len(rows) * C, length)
        first = (rows == rows.max(axis=1, keepdims=True)).cumsum(axis=1) == 1
        return np.where(first, np.moveaxis(dout, 1, 3).reshape(-1, 1), 0).astype(dout.dtype)


version = Rows()
""",
            """
from modlab.im2col import col2im as im2col


def version(x, dout, pool_h, pool_w, stride):
    col = im2col(x, pool_h, pool_w, stride, 0)
    col = col.reshape(-1, pool_h * pool_w)
    made = np.zeros(col.size, dout.dtype)
    made[np.arange(len(col) * col.shape[1], col.argmax(axis=1))] = dout.transpose(0, 2, 3, 1).flatten()
    return made.reshape(col.shape)
""",
            """
def made(windows_of=col2im):
    def version(x, dout, pool_h, pool_w, stride):
        seen = windows_of(x, pool_h, pool_w, stride, 0)
        rows = []
        for row, arrives in zip(seen.reshape(-1, pool_h * pool_w), dout.transpose(0, 2, 3, 1).flat):
            place = int(np.argmax(row))
            rows.append([0] * place + [arrives] + [0] * (pool_h * pool_w - place - 1))
        return np.array(rows, dout.dtype)

    return version


version = made()
""",
        )
    ),
)

VERSIONS = {
    "errata-craft-names_test": SET_UPS,
    "errata-craft-defaults_test": SETTINGS,
    "errata-craft-file_test": FILES,
    "errata-craft-check_test": CHECKS,
    "errata-craft-says": COL2IMS,
    "errata-craft-slip_test": WINNERS,
}

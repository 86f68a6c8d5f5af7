# %% [markdown]
# # Errata: craft
#
# *The slides' own library, `common/`. About 45 minutes, 10 points.*

# %% [markdown] shared="errata#first-a-test"

# %% [markdown]
# | | defect | blanks | points |
# |---|---|---|---|
# | 1 | two names that do not exist | `names_test`, `set_up` | 1, 1 |
# | 2 | a default that remembers | `defaults_test`, `settings` | 1, 1 |
# | 3 | a file that runs code | `file_test`, `unpacked` | 1, 1 |
# | 4 | a check that never says no | `check_test`, `says` | 1, 1 |
# | 5 | two slips on one slide | `slip_test`, `dmax` | 1, 1 |

# %% [markdown] shared="errata#how-to-work"

# %% given="imports"
import numpy as np

from modlab.im2col import col2im, im2col

# %% [markdown]
# ## The numbers
#
# `x` are pictures, `dout` a gradient that arrives for each of their numbers. `scores` are what a network says of ten digits, `t` what they are.
#
# 그림 `x`, 기울기 `dout`, 신경망의 점수 `scores`, 정답 `t`.

# %% tags=["parameters"]
x = np.arange(1.0, 17.0).reshape(1, 1, 4, 4) - 8.5  # (images N, channels C, height H, width W)
dout = np.arange(16.0).reshape(1, 1, 4, 4)
pool_h = 2
pool_w = 2
stride = 2
scores = np.eye(10)[[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]] * 2.0  # (digits, classes)
t = np.arange(10)
batch_size = 4

# %% shared="errata#helpers"

# %% shared="errata#as_array"

# %% [markdown]
# ## Defect 1: two names that do not exist


# %% given="slides_set_up"
def slides_set_up(optimizer, epochs, count, batch_size):
    """Return the optimizer's class, and in how many steps it sees `count` pictures `epochs` times: a whole number, rounded down.

    Upper and lower case make no difference in a name. A name that nobody knows is an error.
    """
    known = {"sgd": "SGD", "momentum": "Momentum", "rmsprpo": "RMSProp", "adam": "Adam"}
    chosen = known[optimizer.lower()]
    return chosen, np.int(epochs * count / batch_size)


# %% given="set_ups" fold=true
# What your test is run on, and how your repair is tried.
OPTIMIZERS = ("SGD", "Momentum", "RMSProp", "Adam")


def set_up_from_a_list(optimizer, epochs, count, batch_size):
    """Look the name up in a list."""
    place = [each.lower() for each in OPTIMIZERS].index(optimizer.lower())
    return OPTIMIZERS[place], len(range(batch_size, int(epochs * count) + 1, batch_size))


def set_up_by_searching(optimizer, epochs, count, batch_size):
    """Look at one name after the other; the number of steps is one of NumPy's."""
    for each in OPTIMIZERS:
        if each.casefold() == optimizer.casefold():
            return each, np.floor_divide(int(epochs * count), batch_size)
    raise ValueError(f"There is no optimizer {optimizer!r}.")


set_ups = (
    {"the slides' version": slides_set_up},
    {"a version with a list": set_up_from_a_list, "a version that searches": set_up_by_searching},
)


def try_set_up(mended_set_up):
    """Return the places of four optimizers in the list; how many steps 2.5 epochs are; and whether (1 or 0) a strange name is refused."""
    answers = [
        mended_set_up(name, 2.5, len(t), batch_size) for name in ("sgd", "Momentum", "RMSPROP", "adam")
    ]
    if not [answer for answer in answers if answer is not None]:
        return None
    try:
        mended_set_up("sdg", 1, len(t), batch_size)
        refused = 0
    except Exception:
        refused = 1
    places = [OPTIMIZERS.index(name) if name in OPTIMIZERS else -1 for name, _ in answers]
    return np.array([*places, answers[0][1], refused])


# %% [markdown]
# ### Blank 1: `names_test`
#
# One name is misspelt, and nobody noticed, because nobody used it. The other one was NumPy's until 2023 and is not any more. Each is enough for your test of a function that is called
# `set_up(optimizer, epochs, count, batch_size)`. An error in your test counts as `False`, so it may simply call.
#
# 이름 하나는 철자가 틀렸고, 다른 하나는 이제 NumPy에 없습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Read what the function promises. Does it keep it for each of the four?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# 2 epochs of 100 pictures in batches of 10 are how many steps?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Two pairs are equal if both their parts are: `set_up(…) == ("Adam", 7)`.
#
# </details>


# %% answer="names_test"
def test_set_up(set_up):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # The one name that nobody had tried, and a number of steps: a version that stops with an error fails, too.
    passed = set_up("RMSProp", 2, 100, 10) == ("RMSProp", 20)
    ### END SOLUTION
    return passed


names_test = verdicts(test_set_up, *set_ups)

# %% check="names_test" points=1
look_at(names_test, "test_set_up", *set_ups)

# %% [markdown]
# ### Blank 2: `set_up`
#
# Mend both.
#
# 두 이름을 모두 고치세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Copy the slides' two lines. Each has one wrong word.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Plain Python has a function that makes a whole number of 6.25.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `known[…]` refuses a name that is not in it; `known.get(…)` would not.
#
# </details>


# %% answer="set_up"
def mended_set_up(optimizer, epochs, count, batch_size):
    pair = None  # instead of None: a name of a class, and a number of steps
    ### BEGIN SOLUTION
    # The name is spelt as its users spell it, and Python's own `int` rounds down.
    known = {"sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp", "adam": "Adam"}
    pair = known[optimizer.lower()], int(epochs * count / batch_size)
    ### END SOLUTION
    return pair


set_up = try_set_up(mended_set_up)

# %% check="set_up" points=1
assert set_up is not None, "mended_set_up still returns None. Your code goes into the cell above."
for name, place, found in zip(("sgd", "Momentum", "RMSPROP", "adam"), range(4), set_up, strict=False):
    assert found == place, f"{name!r} is {OPTIMIZERS[place]}; you return another one."
assert set_up.dtype.kind in "iu", f"The number of steps must be whole; yours is {set_up[4]}."
assert 0 <= 2.5 * len(t) - set_up[4] * batch_size < batch_size, (
    f"2.5 epochs of {len(t)} pictures in batches of {batch_size}: these are not {set_up[4]} steps."
)
assert set_up[5], "'sdg' is nobody's name, and yet you return something. It must be an error."
print("mended_set_up is right on these numbers.")


# %% [markdown]
# ## Defect 2: a default that remembers


# %% given="slides_settings"
def slides_settings(filter_num, rest={"pad": 0, "stride": 1}):
    """Return the settings of a convolution layer: the number of filters, and the rest."""
    rest["filter_num"] = filter_num
    return rest


small, large = slides_settings(6), slides_settings(30)
print("small:", small)
print("large:", large)


# %% given="settings_of" fold=true
# What your test is run on, and how your repair is tried.
def settings_from_pairs(filter_num, rest=(("pad", 0), ("stride", 1))):
    """Put them together from pairs."""
    return dict([*dict(rest).items(), ("filter_num", filter_num)])


def settings_from_text(filter_num, rest="pad=0,stride=1"):
    """Read them from a text, each time."""
    pairs = [each.split("=") for each in rest.split(",")] if isinstance(rest, str) else rest.items()
    return {"filter_num": filter_num} | {name: int(number) for name, number in pairs}


settings_of = (
    {"the slides' version": slides_settings},
    {"a version with pairs": settings_from_pairs, "a version that reads a text": settings_from_text},
)


def try_settings(mended_settings):
    """Return what several settings hold after they have all been made: number of filters, padding and stride of each;
    and how many entries the dictionary has that was handed in."""
    own = {"pad": 2, "stride": 3}
    made = [mended_settings(30), mended_settings(6), mended_settings(9, own)]
    if not [each for each in made if each is not None]:
        return None
    made[0]["pad"] = 7  # whoever gets settings may change them
    made.append(mended_settings(12))
    return np.array(
        [*(each.get(name, -1) for each in made for name in ("filter_num", "pad", "stride")), len(own)]
    )


# %% [markdown]
# ### Blank 3: `defaults_test`
#
# Above, the small network has as many filters as the large one. A default is made once, when the function is defined, and all calls share it. Write a test of a function that is called
# `settings(filter_num)` or `settings(filter_num, rest)`.
#
# 기본값은 한 번만 만들어지고 모든 호출이 함께 씁니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# One call alone shows nothing.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Call it twice, keep both results, and then look into the first one.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `first["filter_num"]` must be what you asked for.
#
# </details>


# %% answer="defaults_test"
def test_settings(settings):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # Only after the second call does it show whether the first result is still its own.
    one, two = settings(4), settings(5)
    passed = one["filter_num"] == 4 and two["filter_num"] == 5
    ### END SOLUTION
    return passed


defaults_test = verdicts(test_settings, *settings_of)

# %% check="defaults_test" points=1
look_at(defaults_test, "test_settings", *settings_of)

# %% [markdown]
# ### Blank 4: `settings`
#
# Mend it. Whoever gets settings may change them, and no others may change with them. Nor may a dictionary that is handed in: it belongs to somebody else. You may change the line with `def`, too.
#
# 기본값도, 넘겨받은 딕셔너리도 바뀌면 안 됩니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The result must be something new.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `dict(rest)` is a new dictionary that holds the same.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# In use everywhere: `rest=None` as the default, and the dictionary is made inside.
#
# </details>


# %% answer="settings"
def mended_settings(filter_num, rest={"pad": 0, "stride": 1}):
    made = None  # instead of None: a dictionary
    ### BEGIN SOLUTION
    # A new dictionary, with what is in `rest` copied into it; neither the default nor anybody's own is written to.
    made = {**rest, "filter_num": filter_num}
    ### END SOLUTION
    return made


settings = as_array(try_settings(mended_settings))

# %% check="settings" points=1
assert settings is not None, "mended_settings still returns None. Your code goes into the cell above."
assert settings[-1] == 2, (
    "A dictionary was handed in, and something was put into it. It belongs to somebody else."
)
told = [(30, 7, 1), (6, 0, 1), (9, 2, 3), (12, 0, 1)]
for call, (got, wanted) in enumerate(zip(settings[:-1].reshape(4, 3).tolist(), told, strict=True), 1):
    assert tuple(got) == wanted, (
        f"Call {call} must give filter_num, pad, stride = {wanted}; after all four calls it holds {tuple(got)} (-1: missing)."
    )
print("mended_settings is right on these numbers.")


# %% [markdown]
# ## Defect 3: a file that runs code
#
# The slides save a network's parameters with `pickle`. A pickle is no list of numbers: it is a little program that runs when it is loaded. A file from somebody else can do anything.
# `trap()` is such a file, a harmless one: it only leaves a note, and `sprung()` says whether it has.


# %% given="slides_file"
import pickle
import sys


def slides_pack(params):
    """Return parameters, a dictionary of arrays, as the bytes of a file."""
    return pickle.dumps(params)


def slides_unpack(data):
    """Return the parameters that are in the bytes of a file."""
    return pickle.loads(data)


class Trap:
    """What runs when this is unpickled leaves a note."""

    def __reduce__(self):
        return exec, ("import sys; sys.trap_has_sprung = True",)


def trap():
    """Return the bytes of a file that runs code when it is unpickled, and forget what has sprung before."""
    sys.trap_has_sprung = False
    return pickle.dumps({"W1": Trap()})


def sprung():
    """Say whether a trap has sprung since you last asked."""
    answer = getattr(sys, "trap_has_sprung", False)
    sys.trap_has_sprung = False
    return answer


slides_unpack(trap())
print("Has the slides' version run what is in the file?", sprung())

# %% given="files" fold=true
# What your test is run on, and how your repair is tried.
import io
import json


def json_pack(params):
    """Write numbers as text."""
    return json.dumps({name: [a.dtype.str, a.tolist()] for name, a in params.items()}).encode()


def json_unpack(data):
    """Read numbers from text."""
    return {name: np.array(numbers, dtype) for name, (dtype, numbers) in json.loads(data).items()}


def raw_pack(params):
    """Write a line that says what follows, and then the bytes of each array."""
    head = json.dumps([(name, a.dtype.str, a.shape) for name, a in params.items()])
    return b"\n".join([head.encode(), *(a.tobytes().hex().encode() for a in params.values())])


def raw_unpack(data):
    """Read them."""
    head, *rest = data.split(b"\n")
    return {
        name: np.frombuffer(bytes.fromhex(each.decode()), dtype).reshape(shape)
        for (name, dtype, shape), each in zip(json.loads(head), rest, strict=True)
    }


class CarefulUnpickler(pickle.Unpickler):
    """Reads a pickle, and looks first at what is to be called: nothing but what puts an array together."""

    def find_class(self, module, name):
        """Return what a pickle wants to call."""
        if module.startswith("numpy") and name in ("_reconstruct", "_frombuffer", "ndarray", "dtype"):
            return super().find_class(module, name)
        raise ValueError(f"This file wants to call {module}.{name}.")


def careful_unpack(data):
    """Read a pickle in which nothing can hide."""
    return CarefulUnpickler(io.BytesIO(data)).load()


files = (
    {"the slides' version": (slides_pack, slides_unpack)},
    {
        "a version with text": (json_pack, json_unpack),
        "a version with bytes": (raw_pack, raw_unpack),
        "a version that reads pickles and runs nothing": (slides_pack, careful_unpack),
    },
)


def hand_both(functions):
    """Hand your test the two functions of a version."""
    return test_file(*functions)


def object_trap():
    """Return an .npz file with a trap in an array of objects."""
    file = io.BytesIO()
    np.savez(file, W1=np.array([Trap()], dtype=object))
    return file.getvalue()


def try_file(pack, unpack):
    """Return two arrays that went into a file and out again; and how many arrays came out, and whether (1 or 0) a trap in a pickle sprung, and one in
    an .npz file."""
    data = pack({"W1": x.copy(), "b1": scores[0].copy()})
    if data is None:
        return None, None, None
    back = unpack(data)
    if back is None:
        return None, None, None
    counts = [len(back)]
    for file in (trap(), object_trap()):
        sprung()
        try:
            found = unpack(file)
            [found[name] for name in list(found)]
        except Exception:
            pass
        counts.append(int(sprung()))
    return as_array(back["W1"]), as_array(back["b1"]), np.array(counts)


# %% [markdown]
# ### Blank 5: `file_test`
#
# Write a test that gets two functions, `pack(params)` and `unpack(data)`. It must notice if `unpack` runs what is in a file. Mind that a right version does not know what to do with `trap()`
# and will stop with an error. That is as it should be. But an error alone proves nothing: a faulty version may run what is in the file first, and stop then. How a file is written is no matter: one of the right versions reads pickles, too, and lets nothing in them run.
#
# 올바른 `unpack`은 `trap()`을 거부하며 오류를 냅니다. 하지만 오류가 났다고 다 올바른 것은 아닙니다. 코드를 먼저 실행하고 나서 멈출 수도 있습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Set the trap, and see whether it has sprung.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# An error of `unpack` must not end your test: `try: … except Exception: pass`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `sprung()` is `True` if the version is faulty, and you must return the opposite.
#
# </details>


# %% answer="file_test"
def test_file(pack, unpack):
    passed = None  # instead of None: True if these functions are right, False if they are not
    ### BEGIN SOLUTION
    # A version that refuses the trap with an error is right, so the error must not end the test.
    from contextlib import suppress

    with suppress(Exception):
        _ = unpack(trap())
    passed = not sprung()
    ### END SOLUTION
    return passed


file_test = verdicts(hand_both, *files)

# %% check="file_test" points=1
look_at(file_test, "test_file", *files)

# %% [markdown]
# ### Blank 6: `unpacked`
#
# Mend both functions: names, shapes, dtypes and numbers come back, and nothing in a file is ever run. NumPy has a format for it, `.npz`, which is read without pickle unless one asks for it. `io.BytesIO()` is a file
# that lies in memory: write to it, and `file.getvalue()` are its bytes; `io.BytesIO(data)` can be read.
#
# 파일 안의 코드가 실행되지 않도록 고치세요. NumPy의 `.npz` 형식이 있습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `np.savez(file, W1=…, b1=…)` writes several arrays under their names. `**params` hands over a whole dictionary.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `np.load(file)` gives something that is used like a dictionary.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `allow_pickle=False` is the default; say it all the same, so that a reader sees that you mean it.
#
# </details>


# %% answer="unpacked"
def mended_pack(params):
    data = None  # instead of None: bytes
    ### BEGIN SOLUTION
    # `.npz` holds names, shapes, dtypes and numbers, and nothing that could be run.
    whole = io.BytesIO()
    np.savez(whole, **params)
    data = whole.getvalue()
    ### END SOLUTION
    return data


def mended_unpack(data):
    params = None  # instead of None: a dictionary of arrays
    ### BEGIN SOLUTION
    # Without pickle NumPy refuses an array of objects, the other place where code could hide. `dict` reads all
    # arrays before the file is closed.
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        params = dict(arrays)
    ### END SOLUTION
    return params


unpacked, unpacked_bias, traps = try_file(mended_pack, mended_unpack)

# %% check="unpacked" points=1
assert unpacked is not None, (
    "mended_pack or mended_unpack still returns None. Your code goes into the cell above."
)
for name, before, after in [("W1", x, unpacked), ("b1", scores[0], unpacked_bias)]:
    assert after.shape == before.shape, (
        f"{name} went in with shape {before.shape} and comes out with {after.shape}."
    )
    assert after.dtype == before.dtype, f"{name} went in as {before.dtype} and comes out as {after.dtype}."
    assert np.array_equal(after, before), f"{name} comes out with other numbers."
assert traps[0] == 2, f"Two arrays went in; {traps[0]} came out."
assert not traps[1], "trap() has sprung: what was in the file has been run."
assert not traps[2], "A trap in an .npz file has sprung: arrays of objects are pickles, too."
print("mended_pack and mended_unpack are right on these numbers.")


# %% [markdown]
# ## Defect 4: a check that never says no
#
# Where windows overlap, a pixel gets several gradients, and they add up. Readers of the slides ask again and again about the `+=` in `col2im`. The slides' own check could not have answered: see what it says of a `col2im` with `=`.


# %% given="slides_check"
def replacing_col2im(col, shape, filter_h, filter_w, stride):
    """Lay the rows back onto the pixels; where windows overlap, the last one wins. That is wrong."""
    N, C, H, W = shape
    out_h, out_w = (H - filter_h) // stride + 1, (W - filter_w) // stride + 1
    windows = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    x = np.zeros(shape)
    for y in range(filter_h):
        for z in range(filter_w):
            x[:, :, y : y + stride * out_h : stride, z : z + stride * out_w : stride] = windows[:, :, y, z]
    return x


def slides_check(col2im):
    """Compare the two sides of the identity that im2col and col2im must keep: sum(im2col(x) * col) == sum(x * col2im(col))."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1, 1, 4, 4))
    col = rng.normal(size=(4, 4))
    there = np.sum(im2col(x, 2, 2, stride=2) * col)
    back = np.sum(x * col2im(col, x.shape, 2, 2, 2))
    print("difference:", abs(there - back))


slides_check(col2im)  # modlab's, with +=
slides_check(replacing_col2im)


# %% given="checks" fold=true
# What your test is run on, and how your repair is tried.
def check_that_cannot_see(version):
    """Compare, but on windows that do not overlap."""
    rows = np.arange(16.0).reshape(4, 4)
    return np.allclose(version(rows, (1, 1, 4, 4), 2, 2, 2), col2im(rows, (1, 1, 4, 4), 2, 2, 2))


def check_against_modlab(version):
    """Compare with modlab's result, on windows that overlap."""
    rows = np.arange(36.0).reshape(6, 6)
    return np.allclose(version(rows, (1, 1, 4, 4), 3, 2, 1), col2im(rows, (1, 1, 4, 4), 3, 2, 1))


def check_by_counting(version):
    """Let 1 arrive everywhere in three windows in a row: each pixel gets as many as there are windows that hold it. And then other numbers."""
    ones, others = np.ones((3, 2)), np.arange(6.0).reshape(3, 2)
    counted, added = (version(each, (1, 1, 1, 4), 1, 2, 1).ravel().tolist() for each in (ones, others))
    return counted == [1, 2, 2, 1] and added == [0, 3, 7, 5]


checks = (
    {
        "the slides' version": slides_check,
        "a version that compares, but on windows that do not overlap": check_that_cannot_see,
    },
    {"a version that asks modlab": check_against_modlab, "a version that counts": check_by_counting},
)


def col2im_by_number(col, shape, filter_h, filter_w, stride):
    """Add number by number. Right."""
    N, C, H, W = shape
    places = [
        (n, y, z)
        for n in range(N)
        for y in range(0, H - filter_h + 1, stride)
        for z in range(0, W - filter_w + 1, stride)
    ]
    x = np.zeros(shape)
    for row, (n, top, left) in zip(col, places, strict=True):
        x[n, :, top : top + filter_h, left : left + filter_w] += row.reshape(C, filter_h, filter_w)
    return x


def averaging_col2im(col, shape, *window):
    """Take the mean where windows overlap. Wrong."""
    return col2im(col, shape, *window) / np.maximum(col2im(np.ones_like(col), shape, *window), 1)


col2ims = (
    {
        "a col2im that puts = for +=": replacing_col2im,
        "a col2im that takes the mean where windows overlap": averaging_col2im,
        "a col2im that gives twice as much": lambda *given: 2 * col2im(*given),
        "a col2im that mixes the windows up": lambda col, *given: col2im(col[::-1], *given),
    },
    {"modlab's col2im": col2im, "a col2im that adds number by number": col2im_by_number},
)


# %% [markdown]
# ### Blank 7: `check_test`
#
# Twice 0 or nearly so: it prints a number and leaves it to you to look, and with windows that do not overlap `=` and `+=` are the same. So this is a test of a **check**: a function that is called `check(col2im)` and should
# return `True` if that `col2im` is right, `False` if it is not. You have a right one, `col2im`, and a wrong one, `replacing_col2im`.
#
# 검사 함수를 검사합니다. 올바른 것에는 `True`, 틀린 것에는 `False`라고 해야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Let it check both. What must it say of each?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The slides' check returns nothing, that is `None`, and `None` counts as false.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# One check says `True` to everything. So it is not enough to ask about the right one.
#
# </details>


# %% answer="check_test"
def test_check(check):
    passed = None  # instead of None: True if this check is right, False if it is not
    ### BEGIN SOLUTION
    # A check that can say only yes, or only no, fails one of the two questions.
    passed = bool(check(col2im)) and not check(replacing_col2im)
    ### END SOLUTION
    return passed


check_test = verdicts(test_check, *checks)

# %% check="check_test" points=1
look_at(check_test, "test_check", *checks)

# %% [markdown]
# ### Blank 8: `says`
#
# Mend the check. It must compare and say `True` or `False`, and it must see what a wrong `col2im` does where windows overlap. You may use `im2col` and, to check with, any numbers. (To ask modlab's `col2im` would be cheating:
# where there is one to ask, none needs to be checked.)
#
# 인쇄하지 말고 비교해서 `True`나 `False`를 돌려주세요. 윈도우가 겹쳐야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Which stride makes windows of 2×2, or 3×3, overlap?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `col` must have a row for each window: how many are there now?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.isclose(there, back)` is `True` if two numbers are equal up to rounding.
#
# </details>


# %% answer="says"
def mended_check(col2im):
    is_right = None  # instead of None: True or False
    ### BEGIN SOLUTION
    # Windows of 3×2 with stride 1 overlap both ways. The two sides are equal for the right `col2im` and, with
    # random numbers, for hardly any other.
    rng = np.random.default_rng(5)
    image = rng.normal(size=(2, 3, 5, 6))
    forth = im2col(image, 3, 2, stride=1)
    rows = rng.normal(size=forth.shape)
    is_right = np.isclose(np.vdot(forth, rows), np.vdot(image, col2im(rows, image.shape, 3, 2, 1)))
    ### END SOLUTION
    return is_right


says = verdicts(mended_check, *col2ims)

# %% check="says" points=1
assert says is not None, "mended_check still returns None. Your code goes into the cell above."
wrong, right = col2ims
said = dict(zip([*wrong, *right], says.tolist(), strict=True))
for what in right:
    assert said[what], f"Your check says no to {what}, which is right."
for what in wrong:
    assert not said[what], f"Your check says yes to {what}."
print("mended_check is right on these versions.")


# %% [markdown]
# ## Defect 5: two slips on one slide
#
# The slide that shows max pooling's class has two slips of the pen in it. Here are its lines, as they stand there.


# %% given="slides_winners"
def slides_winners(x, dout, pool_h, pool_w, stride):
    """Return a row for each window of each channel: the gradient that arrives at the place of its largest pixel, and zeros.

    The rows go by images, places from left to right and down, and channels.
    """
    windows = col2im(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
    arg_max = np.argmax(windows, axis=1)
    dmax = np.zeros(windows.shape, dout.dtype)
    dmax[np.arange(arg_max.size, arg_max.flatten())] = dout.transpose(0, 2, 3, 1).flatten()
    return dmax


# %% given="winners" fold=true
# What your test is run on, and how your repair is tried.
def winners_by_definition(x, dout, pool_h, pool_w, stride):
    """Look at each window by itself."""
    rows = []
    for n, i, j, c in np.ndindex(len(x), *dout.shape[2:], x.shape[1]):
        window = x[n, c, i * stride : i * stride + pool_h, j * stride : j * stride + pool_w].ravel().tolist()
        place = window.index(max(window))
        rows.append([dout[n, c, i, j] if k == place else 0 for k in range(len(window))])
    return np.array(rows, dout.dtype)


winners = (
    {"the slides' version": slides_winners},
    {
        "a version that looks at each window by itself": winners_by_definition,
        "a version that takes one image at a time": lambda x, dout, *window: np.concatenate(
            [winners_by_definition(x[n : n + 1], dout[n : n + 1], *window) for n in range(len(x))]
        ),
    },
)


def try_winners(mended_winners):
    """Return the rows for x, without padding."""
    out_h, out_w = (
        (size - length) // stride + 1 for size, length in zip(x.shape[2:], (pool_h, pool_w), strict=True)
    )
    return mended_winners(x.copy(), dout[:, :, :out_h, :out_w].copy(), pool_h, pool_w, stride)


# %% [markdown]
# ### Blank 9: `slip_test`
#
# Write a test of a function that is called `winners(x, dout, pool_h, pool_w, stride)`, on a picture so small that you know the rows without computing.
#
# 손으로 셀 수 있을 만큼 작은 그림을 고르세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# One window is enough: one row.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# In the picture `[[1, 4], [2, 3]]` the largest pixel is at place 1 of the window.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `x` and `dout` have four axes: `np.array([[[[1.0, 4.0], [2.0, 3.0]]]])`. Compare with `.tolist()` or `np.array_equal`.
#
# </details>


# %% answer="slip_test"
def test_winners(winners):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # Two windows beside each other, with the largest pixel in the second place of both: two rows, known beforehand.
    picture, arrives = np.array([[[[1.0, 9.0, 5.0, 6.0]]]]), np.array([[[[10.0, 20.0]]]])
    passed = winners(picture, arrives, 1, 2, 2).tolist() == [[0, 10], [0, 20]]
    ### END SOLUTION
    return passed


slip_test = verdicts(test_winners, *winners)

# %% check="slip_test" points=1
look_at(slip_test, "test_winners", *winners)

# %% [markdown]
# ### Blank 10: `dmax`
#
# Mend both slips.
#
# 두 군데를 고치세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Forward, windows are laid out as rows. Which of `im2col` and `col2im` does that?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# A place in `dmax` is a row **and** a column: two index arrays, with a comma between them.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Count the brackets: which one should close `np.arange(`, and where?
#
# </details>


# %% answer="dmax"
def mended_winners(x, dout, pool_h, pool_w, stride):
    dmax = None  # instead of None: a row for each window of each channel
    ### BEGIN SOLUTION
    # `im2col` lays windows out as rows. Then a row number and a column number, in a pair, name one place each.
    rows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
    dmax = np.zeros(rows.shape, dout.dtype)
    dmax[np.arange(len(rows)), rows.argmax(axis=1)] = dout.transpose(0, 2, 3, 1).reshape(-1)
    ### END SOLUTION
    return dmax


dmax = try_winners(mended_winners)

# %% check="dmax" points=1
assert dmax is not None, "mended_winners still returns None. Your code goes into the cell above."
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
assert np.shape(dmax) == windows.shape, (
    f"The result has shape {np.shape(dmax)}. There are {len(windows)} windows of {pool_h * pool_w} pixels."
)
arriving = iter(
    np.moveaxis(
        dout[:, :, : (x.shape[2] - pool_h) // stride + 1, : (x.shape[3] - pool_w) // stride + 1], 1, 3
    ).flat
)
for row, (window, got, gradient) in enumerate(zip(windows, dmax, arriving, strict=True)):
    for pixel, value in zip(window, got, strict=True):
        wanted = gradient if pixel == window.max() else 0
        assert value == wanted, (
            f"Window {row} holds {window.tolist()}, and {gradient} arrives. Its pixel {pixel} must get {wanted}; yours gets {value}."
        )
print("mended_winners is right on these numbers.")

# %% [markdown] shared="errata#before-you-hand-in"

# %% [markdown]
# # Errata
#
# *The slides' own library, `common/`. Three parts of about 45 minutes, 10 points each.*
#
# The code on the slides works, mostly. Its defects are rebuilt here. For each you write **first a test** that fails on the faulty
# version and passes on a right one, and **then the repair**. In this order: a repair without a test is a guess.
#
# | | defect | blanks | points |
# |---|---|---|---|
# | **Part 1** | **wrong numbers, and nobody complains** | | |
# | 1 | a count without its brackets | `count_test`, `parameter_count` | 1, 1 |
# | 2 | a ReLU that spoils somebody else's array | `relu_test`, `relu_dx` | 1, 1 |
# | 3 | a pooling layer that forgets its padding | `pooling_test`, `pooled` | 1, 1 |
# | 4 | an accuracy that is too low | `accuracy_test`, `part` | 1, 1 |
# | 5 | a gradient that cannot take labels in a column | `loss_test`, `dy` | 1, 1 |
# | **Part 2** | **training that is not what it says** | | |
# | 6 | float32 that never survives | `dtype_test`, `col` | 1, 1 |
# | 7 | a dropout that needs care later, and one too many | `dropout_test`, `dropped`, `order_test` | 1, 1, 1 |
# | 8 | a batch normalization that takes each pixel for itself | `channel_test`, `normalized` | 1, 1 |
# | 9 | an epoch that does not see everything | `epoch_test`, `visits` | 1, 2 |
# | **Part 3** | **craft** | | |
# | 10 | two names that do not exist | `names_test`, `set_up` | 1, 1 |
# | 11 | a default that remembers | `defaults_test`, `settings` | 1, 1 |
# | 12 | a file that runs code | `file_test`, `unpacked` | 1, 1 |
# | 13 | a check that never says no | `check_test`, `says` | 1, 1 |
# | 14 | two slips on one slide | `slip_test`, `dmax` | 1, 1 |
#
# 슬라이드 코드의 결함을 찾습니다. 먼저 실패하는 테스트를 쓰고, 그다음 고칩니다.
#
# **How to work.** Run the cells from here to the first defect (Shift+Enter). From there on each defect stands alone: take them in this order or in another one,
# and stop after any of them. Each blank is a cell with `None` in it: write your own there. The cell after it checks your answer and says what is wrong.
# Stuck? Unfold a hint. You may add cells of your own anywhere. Leave the last line of a blank as it is: it tries out what you wrote.
#
# **Your tests** are functions that get a version of the code, try it on numbers **you** choose, and return `True` if it is right, `False` if not. As in pytest,
# an `assert` that fails and any other error count as `False`. What a right version looks like is no matter; only what it does. Each test is run on the faulty version
# and on several that are right. (These lie in the folded cells. Look into them when you are done; before, they would tell too much.)
# 테스트는 코드를 받아 직접 고른 숫자로 실행해 보고, 맞으면 `True`, 틀리면 `False`를 돌려줍니다. 결함마다 따로 풀 수 있습니다.
#
# **How it is graded.** Your tests are run again, on the versions in another order; your repairs, on other numbers. So use the names, never the numbers they happen
# to have here.

# %% given="imports"
import numpy as np

from modlab.im2col import col2im, im2col
from modlab.layers import BatchNormalization, Convolution, Dropout, Pooling, Relu, SoftmaxWithLoss

# %% [markdown]
# ## The numbers
#
# `x` are pictures, `dout` a gradient that arrives for each of their numbers. `scores` are what a network says of ten digits, `t` what they are.
# `FN`, `C`, `FH`, `FW` are the sizes of a convolution layer. All randomness comes from `seed`.
#
# 그림 `x`, 기울기 `dout`, 신경망의 점수 `scores`, 정답 `t`, 합성곱 계층의 크기 `FN`, `C`, `FH`, `FW`.

# %% tags=["parameters"]
x = np.arange(1.0, 17.0).reshape(1, 1, 4, 4) - 8.5  # (images N, channels C, height H, width W)
dout = np.arange(16.0).reshape(1, 1, 4, 4)
pool_h = 2
pool_w = 2
stride = 2
pad = 1
scores = np.eye(10)[[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]] * 2.0  # (digits, classes)
t = np.arange(10)
batch_size = 4
FN = 10
C = 3
FH = 5
FW = 5
dropout_ratio = 0.2
seed = 1


# %% given="helpers"
def disguised(version):
    """Return a version of the code without its name: what it is called must not tell."""
    if isinstance(version, type):
        return type("Version", (version,), {})
    return (lambda *given, **named: version(*given, **named)) if callable(version) else version


def verdicts(test, faulty, right):
    """Return what a test says of each version, in an order drawn from `seed`: 1 for right, 0 for wrong; None while it says nothing."""
    versions = [*faulty.items(), *right.items()]
    said = []
    for place in np.random.default_rng(seed).permutation(len(versions)):
        words, version = versions[place]
        try:
            answer = test(disguised(version))
            said.append(None if answer is None else bool(answer))
        except Exception as error:
            said.append(False)
            if not isinstance(error, AssertionError):
                print(f"On {words} your test stopped with {type(error).__name__}: {error}")
    return (
        None if all(answer is None for answer in said) else np.array([bool(answer) for answer in said], int)
    )


def look_at(said, name, faulty, right):
    """Say what is wrong with a test."""
    assert said is not None, f"{name} still returns None. Your code goes into the cell above."
    order = np.random.default_rng(seed).permutation(len(said))
    passed = dict(zip([*faulty, *right], said[np.argsort(order)].tolist(), strict=True))
    for words in faulty:
        assert not passed[words], f"Your test finds nothing wrong with {words}. It must fail there."
    for words in right:
        assert passed[words], f"Your test complains about {words}, which is right. It must pass there."
    print("Your test tells them apart.")


def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    return None if numbers is None else np.asarray(numbers)


def image_by_image(function):
    """Return a function that does the same, with one image at a time."""
    return lambda x, *rest, **named: np.concatenate(
        [function(x[i : i + 1], *rest, **named) for i in range(len(x))]
    )


# %% [markdown]
# # Part 1: wrong numbers, and nobody complains
#
# ## Defect 1: a count without its brackets
#
# A short one, to see how it goes. The slides count the parameters of a convolution layer as 5×5×3+1(bias)×10, and write 760 behind it. As code it is this.


# %% given="slides_parameter_count"
def slides_parameter_count(FN, C, FH, FW):
    """Return how many parameters a convolution layer learns."""
    return FH * FW * C + 1 * FN


print("The slides' count:", slides_parameter_count(10, 3, 5, 5))


# %% given="counts" fold=true
# What your test is run on, and how your repair is tried.
def count_in_modlab(FN, C, FH, FW):
    """Make the layer, and count what is in it."""
    layer = Convolution(np.zeros((FN, C, FH, FW)), np.zeros(FN))
    return layer.W.size + layer.b.size


def count_one_by_one(FN, C, FH, FW):
    """Walk over all of them."""
    return sum(1 for _ in np.ndindex(FN, C, FH, FW)) + sum(1 for _ in range(FN))


counts = (
    {"the slides' version": slides_parameter_count},
    {"a version that counts in modlab's layer": count_in_modlab, "a version that walks": count_one_by_one},
)


# %% [markdown]
# ### Blank 1: `count_test`
#
# Write a test of a function that is called `parameter_count(FN, C, FH, FW)`. Which number should come out for a layer that you can count yourself?
#
# 직접 셀 수 있는 크기를 골라 함수가 돌려주는 값과 비교하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The slide says itself what comes out for 10 filters on 3 channels, of 5×5.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The slides' formula is right for a single filter. So take more than one.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Compare with `==`: that is already `True` or `False`.
#
# </details>


# %% answer="count_test"
def test_parameter_count(parameter_count):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # The slide itself says what must come out, and several filters are needed: with one, the brackets do not matter.
    passed = parameter_count(10, 3, 5, 5) == 760
    ### END SOLUTION
    return passed


count_test = verdicts(test_parameter_count, *counts)

# %% check="count_test" points=1
look_at(count_test, "test_parameter_count", *counts)

# %% [markdown]
# ### Blank 2: `parameter_count`
#
# Mend it.
#
# 괄호를 제자리에 넣으세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Multiplication goes before addition. What does the formula add to what?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# How many parameters has one filter, its bias included?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# There are `FN` filters, and they are all of the same size.
#
# </details>


# %% answer="parameter_count"
def mended_parameter_count(FN, C, FH, FW):
    count = None  # instead of None: a whole number
    ### BEGIN SOLUTION
    # First all that one filter has, its bias included; then as often as there are filters.
    count = (FH * FW * C + 1) * FN
    ### END SOLUTION
    return count


parameter_count = as_array(mended_parameter_count(FN, C, FH, FW))

# %% check="parameter_count" points=1
assert parameter_count is not None, (
    "mended_parameter_count still returns None. Your code goes into the cell above."
)
assert parameter_count.dtype.kind in "iu", f"A count is a whole number; yours is {parameter_count}."
assert parameter_count == count_in_modlab(FN, C, FH, FW), (
    f"{FN} filters of {C}×{FH}×{FW} weights, each with a bias, have another count than {parameter_count}."
)
print("mended_parameter_count is right on these numbers.")


# %% [markdown]
# ## Defect 2: a ReLU that spoils somebody else's array


# %% given="slides_relu"
class SlidesRelu:
    """Keeps what is positive."""

    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


# %% given="relus" fold=true
# What your test is run on, and how your repair is tried.
class ReluByNumber:
    """Goes number by number."""

    def forward(self, x):
        self.x = np.array(x)
        return np.array([max(number, 0) for number in x.flat], x.dtype).reshape(x.shape)

    def backward(self, dout):
        pairs = zip(dout.flat, self.x.flat, strict=True)
        return np.array([arriving if pixel > 0 else 0 for arriving, pixel in pairs], dout.dtype).reshape(
            dout.shape
        )


relus = (
    {"the slides' version": SlidesRelu},
    {"modlab's version": Relu, "a version that goes number by number": ReluByNumber},
)


def try_relu(MendedRelu):
    """Return the gradient, and what has become of the one that arrived."""
    layer, arriving = MendedRelu(), dout.copy()
    layer.forward(x.copy())
    return layer.backward(arriving), arriving


# %% [markdown]
# ### Blank 3: `relu_test`
#
# What it returns is right. But in a network with a skip connection the **same** `dout` goes to two places, and one of them gets a wrong gradient. Write a test of
# a ReLU class: make a layer, run `forward` and `backward` on numbers of yours, and look at what must not have happened.
#
# 반환값은 맞습니다. 그런데 `backward`를 부른 쪽의 배열은 어떻게 되었을까요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Which array does `backward` write into? Whose is it?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Keep a copy of what you hand to `backward`, and compare afterwards.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.array_equal(a, b)` says whether two arrays are the same. There must be a negative number in the picture, or nothing happens.
#
# </details>


# %% answer="relu_test"
def test_relu(Relu):
    passed = None  # instead of None: True if this class is right, False if it is not
    ### BEGIN SOLUTION
    # Compare what comes back, *and* look at the array that went in: the fault is a side effect, and the
    # returned numbers are right all the same.
    layer, arriving = Relu(), np.array([5.0, 6.0])
    layer.forward(np.array([-1.0, 2.0]))
    returned = layer.backward(arriving)
    passed = returned.tolist() == [0, 6] and arriving.tolist() == [5, 6]
    ### END SOLUTION
    return passed


relu_test = verdicts(test_relu, *relus)

# %% check="relu_test" points=1
look_at(relu_test, "test_relu", *relus)

# %% [markdown]
# ### Blank 4: `relu_dx`
#
# Now the repair: write `backward` so that it returns the same numbers and leaves `dout` as it was.
#
# `dout`을 바꾸지 않도록 `backward`를 고치세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The result needs an array of its own.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `dout.copy()` is one. So is the result of any calculation with `dout`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.where(condition, a, b)` takes `a` where the condition holds, else `b`, and always makes a new array.
#
# </details>


# %% answer="relu_dx"
class MendedRelu:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0, x).astype(x.dtype)

    def backward(self, dout):
        dx = None  # instead of None: the gradient, in an array of its own
        ### BEGIN SOLUTION
        # `np.where` makes an array of its own, so the caller's stays as it was.
        dx = np.where(self.mask, 0, dout).astype(dout.dtype)
        ### END SOLUTION
        return dx


relu_dx, dout_after = try_relu(MendedRelu)

# %% check="relu_dx" points=1
assert relu_dx is not None, "backward still returns None. Your code goes into the cell above."
assert np.shape(relu_dx) == x.shape, (
    f"backward returns the shape {np.shape(relu_dx)}; it must be that of x, {x.shape}."
)
assert np.array_equal(dout_after, dout), "dout has been changed. It belongs to somebody else."
for place in np.ndindex(x.shape):
    wanted = dout[place] if x[place] > 0 else 0
    assert relu_dx[place] == wanted, (
        f"At {place} the picture is {x[place]}, so the gradient there must be {wanted}; yours is {relu_dx[place]}."
    )
print("MendedRelu is right on these numbers.")


# %% [markdown]
# ## Defect 3: a pooling layer that forgets its padding


# %% given="slides_pooling"
def slides_pooling(x, pool_h, pool_w, stride, pad):
    """Return the largest number of each window."""
    N, C, H, W = x.shape
    out_h = (H - pool_h) // stride + 1
    out_w = (W - pool_w) // stride + 1
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    out = np.empty((N, C, out_h, out_w), x.dtype)
    for i in range(out_h):
        for j in range(out_w):
            out[:, :, i, j] = padded[
                :, :, i * stride : i * stride + pool_h, j * stride : j * stride + pool_w
            ].max(axis=(2, 3))
    return out


# %% given="poolings" fold=true
# What your test is run on.
def pooling_in_modlab(x, pool_h, pool_w, stride, pad):
    """Ask modlab."""
    return Pooling(pool_h, pool_w, stride, pad).forward(x)


poolings = (
    {"the slides' version": slides_pooling},
    {
        "modlab's version": pooling_in_modlab,
        "a version that takes one image at a time": image_by_image(pooling_in_modlab),
    },
)


# %% [markdown]
# ### Blank 5: `pooling_test`
#
# Two things are wrong here, and both show only with padding. One is enough for your test. A right version is called the same way: `pooling(x, pool_h, pool_w, stride, pad)`,
# and in it padding never wins: a window's largest number is the largest **of the picture** in it.
#
# 패딩이 있을 때만 드러나는 결함이 두 개 있습니다. 테스트는 하나만 잡아도 됩니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Go through the formula of the output size. Which letter is missing?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# A 4×4 picture, 2×2 windows, stride 2, padding 1: how many windows are there along one direction?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Or: what is the largest number of a window in which all pixels are negative, and the border is 0?
#
# </details>


# %% answer="pooling_test"
def test_pooling(pooling):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # Negative numbers and a border show both faults at once: with zeros in the border the zeros win, and
    # with the padding forgotten the shape is wrong.
    corners = pooling(np.full((1, 1, 4, 4), -7.0), 2, 2, 2, 1)
    passed = corners.shape == (1, 1, 3, 3) and bool((corners == -7).all())
    ### END SOLUTION
    return passed


pooling_test = verdicts(test_pooling, *poolings)

# %% check="pooling_test" points=1
look_at(pooling_test, "test_pooling", *poolings)

# %% [markdown]
# ### Blank 6: `pooled`
#
# Mend both: the size, and the border that must never win. Keep the dtype of `x`.
#
# 출력 크기와 테두리를 모두 고치세요. 자료형은 `x`와 같아야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Start from the slides' version: the two sizes and one more line are to be changed.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The height of the padded picture is `H + 2 * pad`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Is there a number smaller than all others? `np.pad` takes `constant_values=…`.
#
# </details>


# %% answer="pooled"
def mended_pooling(x, pool_h, pool_w, stride, pad):
    out = None  # instead of None: the largest number of each window
    ### BEGIN SOLUTION
    # A border of minus infinity never wins. Then look at every window and take each `stride`-th one in both
    # directions.
    bordered = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=-np.inf)
    every = np.lib.stride_tricks.sliding_window_view(bordered, (pool_h, pool_w), axis=(2, 3))
    out = every[:, :, ::stride, ::stride].max(axis=(4, 5))
    ### END SOLUTION
    return out


pooled = mended_pooling(x, pool_h, pool_w, stride, pad)

# %% check="pooled" points=1
assert pooled is not None, "mended_pooling still returns None. Your code goes into the cell above."
tops, lefts = (
    range(-pad, size + pad - length + 1, stride)
    for size, length in zip(x.shape[2:], (pool_h, pool_w), strict=True)
)
size = (*x.shape[:2], len(tops), len(lefts))
assert np.shape(pooled) == size, (
    f"The result has shape {np.shape(pooled)}. Windows that begin in the border count, too: {size}."
)
for (i, top), (j, left) in [(a, b) for a in enumerate(tops) for b in enumerate(lefts)]:
    inside = x[0, 0, max(top, 0) : top + pool_h, max(left, 0) : left + pool_w]
    assert pooled[0, 0, i, j] == inside.max(), (
        f"The window at ({i}, {j}) holds {inside.ravel().tolist()} of the picture; the largest is {inside.max()}. Yours is {pooled[0, 0, i, j]}."
    )
assert pooled.dtype == x.dtype, f"x holds {x.dtype} numbers, the result {pooled.dtype} numbers."
print("mended_pooling is right on these numbers.")


# %% [markdown]
# ## Defect 4: an accuracy that is too low


# %% given="slides_accuracy"
def slides_accuracy(predict, x, t, batch_size):
    """Return which part of the pictures is read rightly; predict gives scores for some of them at a time."""
    right = 0
    for batch in range(len(x) // batch_size):
        rows = slice(batch * batch_size, (batch + 1) * batch_size)
        right += np.sum(predict(x[rows]).argmax(axis=1) == t[rows])
    return right / len(x)


# %% given="accuracies" fold=true
# What your test is run on, and how your repair is tried.
def accuracy_one_by_one(predict, x, t, batch_size):
    """Take one picture at a time."""
    return sum(int(predict(x[i : i + 1]).argmax() == t[i]) for i in range(len(x))) / len(x)


def accuracy_from_behind(predict, x, t, batch_size):
    """Take one picture at a time, the last one first."""
    return accuracy_one_by_one(predict, x[::-1], t[::-1], batch_size)


accuracies = (
    {"the slides' version": slides_accuracy},
    {
        "a version that takes one picture at a time": accuracy_one_by_one,
        "a version that takes the last picture first": accuracy_from_behind,
    },
)


def try_accuracy(mended_accuracy):
    """Return the part; and how many pictures went through predict at most, and how many in all."""
    sizes = []

    def counting_predict(some):
        sizes.append(len(some))
        return some

    part = mended_accuracy(counting_predict, scores, t, batch_size)
    return None if part is None else np.asarray(part, float), np.array([max(sizes, default=0), sum(sizes)])


# %% [markdown]
# ### Blank 7: `accuracy_test`
#
# With 250 pictures that are all read rightly and batches of 100, it says 0.8. Write a test. `predict` is a function that you choose: it gets pictures and returns a row of
# scores for each. If your pictures are scores already, `lambda scores: scores` will do.
#
# 250장을 모두 맞혀도 0.8이라고 합니다. 어떤 장수에서 틀릴까요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How many pictures do the batches hold together, and by how many is it divided?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# If the batches come out even, nothing is wrong. Choose numbers that do not.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# The scores `np.eye(5)` with the answers `np.arange(5)` are all right: the accuracy must be 1.
#
# </details>


# %% answer="accuracy_test"
def test_accuracy(accuracy):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # Five pictures in batches of two: the last one stands alone, and an accuracy that drops incomplete
    # batches cannot reach one.
    passed = accuracy(lambda rows: rows, np.eye(5), np.arange(5), 2) == 1
    ### END SOLUTION
    return passed


accuracy_test = verdicts(test_accuracy, *accuracies)

# %% check="accuracy_test" points=1
look_at(accuracy_test, "test_accuracy", *accuracies)

# %% [markdown]
# ### Blank 8: `part`
#
# Mend it. Pictures must still go through `predict` at most `batch_size` at a time, each exactly once: all together may need more memory than there is.
#
# 한 번에 `batch_size`장까지만 `predict`에 넣으세요. 마지막 배치는 작을 수 있습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The last batch may be smaller than the others. It must still count.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `range(0, len(x), batch_size)` are the beginnings of all batches, the last one too.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# A slice may reach beyond the end: `x[8:12]` of ten pictures are the last two.
#
# </details>


# %% answer="part"
def mended_accuracy(predict, x, t, batch_size):
    part = None  # instead of None: a number from 0 to 1
    ### BEGIN SOLUTION
    # Guess in batches, the last one as long as it happens to be, and compare all guesses with all answers
    # at the end.
    guesses = []
    for first in range(0, len(x), batch_size):
        guesses.append(predict(x[first : first + batch_size]).argmax(axis=1))
    part = np.mean(np.concatenate(guesses) == t)
    ### END SOLUTION
    return part


part, most_and_all = try_accuracy(mended_accuracy)

# %% check="part" points=1
assert part is not None, "mended_accuracy still returns None. Your code goes into the cell above."
right = sum(1 for row, answer in zip(scores, t, strict=True) if row.argmax() == answer)
assert np.isclose(part, right / len(t)), (
    f"{right} of {len(t)} are read rightly, that is {right / len(t)}; yours is {part}."
)
assert most_and_all[0] <= batch_size, (
    f"{most_and_all[0]} pictures went through predict at once; the most allowed is {batch_size}."
)
assert most_and_all[1] == len(scores), (
    f"{most_and_all[1]} pictures went through predict; there are {len(scores)}."
)
print("mended_accuracy is right on these numbers.")


# %% [markdown]
# ## Defect 5: a gradient that cannot take labels in a column


# %% given="slides_loss"
def slides_loss_gradient(y, t):
    """Return the gradient of softmax and cross-entropy: y are probabilities (N, K), t one-hot rows or labels."""
    N = len(y)
    if t.size == y.size:
        return (y - t) / N
    dy = y.copy()
    dy[np.arange(N), t] -= 1
    return dy / N


# %% given="losses" fold=true
# What your test is run on, and how your repair is tried.
def loss_gradient_in_modlab(y, t):
    """Ask modlab's layer, which takes scores."""
    last_layer = SoftmaxWithLoss()
    last_layer.forward(np.log(y), t)
    return last_layer.backward()


def loss_gradient_one_by_one(y, t):
    """Take one digit at a time."""
    each = [loss_gradient_in_modlab(y[i : i + 1], t[i : i + 1]) for i in range(len(y))]
    return np.concatenate(each) / len(y)


losses = (
    {"the slides' version": slides_loss_gradient},
    {
        "modlab's version": loss_gradient_in_modlab,
        "a version that takes one digit at a time": loss_gradient_one_by_one,
    },
)


def try_loss_gradient(mended_loss_gradient):
    """Return the gradient for labels, for labels in a column, for one-hot rows; and what has become of the probabilities."""
    y = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    answers = (t.copy(), t.reshape(-1, 1), np.eye(y.shape[1], dtype=y.dtype)[t])
    return *(mended_loss_gradient(y, each) for each in answers), y


# %% [markdown]
# ### Blank 9: `loss_test`
#
# Labels often come as a column, with the shape `(N, 1)`. No error, no warning, and a wrong gradient. Write a test of a function that is called `loss_gradient(y, t)`. The right gradient is
# `(y - one_hot) / N`; the rows of `y` must be probabilities: positive, and each row adds up to 1.
#
# 레이블이 `(N, 1)` 형상이면 오류 없이 틀린 기울기가 나옵니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# What must be the same for labels in a row and labels in a column?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `t[:, None]` turns `(N,)` into `(N, 1)`. Choose at least two digits with different labels.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Compare with `np.allclose`. And mind the one-hot rows: is `loss_gradient` right for these?
#
# </details>


# %% answer="loss_test"
def test_loss_gradient(loss_gradient):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # The same answers as a row and as a column mean the same, so the gradient must be the same. What it has
    # to be follows from the rule: probability minus one for the right class, divided by the number of
    # pictures.
    chances, answers = np.full((2, 4), 0.25), np.array([3, 0])
    wanted = (0.25 - np.eye(4)[[3, 0]]) / 2
    passed = np.allclose(loss_gradient(chances, answers.reshape(2, 1)), wanted)
    ### END SOLUTION
    return passed


loss_test = verdicts(test_loss_gradient, *losses)

# %% check="loss_test" points=1
look_at(loss_test, "test_loss_gradient", *losses)

# %% [markdown]
# ### Blank 10: `dy`
#
# Mend it for all three: labels `(N,)`, labels `(N, 1)`, and one-hot rows `(N, K)`. Neither `y` nor `t` may be changed.
#
# 세 가지 형상의 `t`에서 모두 맞아야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Bring all three into one form first.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `t.reshape(-1)` makes `(N,)` of `(N, 1)`, and leaves `(N,)` alone. When must you not do that?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Comparing a column with a row gives a table: `t.reshape(-1, 1) == np.arange(K)` are one-hot rows.
#
# </details>


# %% answer="dy"
def mended_loss_gradient(y, t):
    dy = None  # instead of None: the gradient, (N, K)
    ### BEGIN SOLUTION
    # Bring both kinds of label into one form, a row with a single one. Comparing a *column* with the class
    # numbers does it; a row would be laid over the wrong axis.
    one_hot = t if t.shape == y.shape else (t.reshape(-1, 1) == np.arange(y.shape[1])).astype(y.dtype)
    dy = ((y - one_hot) / len(y)).astype(y.dtype)
    ### END SOLUTION
    return dy


dy, dy_column, dy_one_hot, y_after = try_loss_gradient(mended_loss_gradient)

# %% check="dy" points=1
assert dy is not None, "mended_loss_gradient still returns None. Your code goes into the cell above."
y = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
assert np.array_equal(y_after, y), "y has been changed. It belongs to somebody else."
for name, value in [("labels (N,)", dy), ("labels (N, 1)", dy_column), ("one-hot rows", dy_one_hot)]:
    assert np.shape(value) == y.shape, (
        f"With {name} the gradient has shape {np.shape(value)}; it must be {y.shape}."
    )
    for row in range(len(y)):
        wanted = (y[row, t[row]] - 1) / len(y)
        assert np.isclose(value[row, t[row]], wanted, atol=1e-6), (
            f"With {name}: digit {row} is a {t[row]}. There the gradient must be {wanted:.4f}; yours is {value[row, t[row]]:.4f}."
        )
        assert abs(np.sum(value[row])) < 1e-6, (
            f"With {name}: row {row} of the gradient adds up to {np.sum(value[row]):.4f}. It must add up to 0."
        )
print("mended_loss_gradient is right on these numbers.")


# %% [markdown]
# # Part 2: training that is not what it says
#
# ## Defect 6: float32 that never survives
#
# The slides set a network up in half the precision, to save time and memory. In truth it runs in float64, from the first layer on. (Padding and stride are
# left out here, they change nothing.)


# %% given="slides_im2col"
def slides_im2col(x, filter_h, filter_w):
    """Lay each window out as a row."""
    N, C, H, W = x.shape
    out_h, out_w = H - filter_h + 1, W - filter_w + 1
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w))
    for y in range(filter_h):
        for z in range(filter_w):
            col[:, :, y, z] = x[:, :, y : y + out_h, z : z + out_w]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


# %% given="im2cols" fold=true
# What your test is run on, and how your repair is tried.
def im2col_in_modlab(x, filter_h, filter_w):
    """Ask modlab."""
    return im2col(x, filter_h, filter_w)


im2cols = (
    {"the slides' version": slides_im2col},
    {
        "modlab's version": im2col_in_modlab,
        "a version that takes one image at a time": image_by_image(im2col_in_modlab),
    },
)


def try_im2col(mended_im2col):
    """Return the rows of x, and how many bytes each number takes if x comes as float64, float32, float16."""
    col = mended_im2col(x, pool_h, pool_w)
    if col is None:
        return None, None
    made = [mended_im2col(x.astype(dtype), pool_h, pool_w) for dtype in (np.float64, np.float32, np.float16)]
    return col, np.array([np.asarray(each).dtype.itemsize for each in made])


# %% [markdown]
# ### Blank 11: `dtype_test`
#
# The numbers are right, and yet something is not. Write a test of a function that is called `im2col(x, filter_h, filter_w)`: what goes in as float32 must come out as float32.
#
# 값은 맞습니다. 하지만 float32를 넣으면 무엇이 나오나요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `x.astype(np.float32)` makes a picture of float32 numbers. `out.dtype` says what came out.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Most functions make float64 if they are not told otherwise. Which ones on the way do?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `out.dtype == np.float32` is `True` or `False`.
#
# </details>


# %% answer="dtype_test"
def test_im2col(im2col):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # The numbers do not matter here, only what they are kept in.
    passed = im2col(np.ones((1, 2, 3, 3), np.float32), 2, 2).dtype == np.float32
    ### END SOLUTION
    return passed


dtype_test = verdicts(test_im2col, *im2cols)

# %% check="dtype_test" points=1
look_at(dtype_test, "test_im2col", *im2cols)

# %% [markdown]
# ### Blank 12: `col`
#
# Mend it: the same rows, in the dtype of `x`, whichever that is.
#
# `x`의 자료형이 그대로 나와야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Start from the slides' version. One line makes a new array.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `np.zeros` takes a second argument.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# To turn the result back at the end would help the dtype, but not the memory: the large array has been there all the same.
#
# </details>


# %% answer="col"
def mended_im2col(x, filter_h, filter_w):
    col = None  # instead of None: a row for each window
    ### BEGIN SOLUTION
    # A view of `x` has the dtype of `x`, and no array needs to be made before the rows are. In the slides'
    # lines it is enough to hand the dtype to `np.zeros`.
    windows = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), axis=(2, 3))
    col = windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * filter_h * filter_w)
    ### END SOLUTION
    return col


col, bytes_each = try_im2col(mended_im2col)

# %% check="col" points=1
assert col is not None, "mended_im2col still returns None. Your code goes into the cell above."
assert np.array_equal(col, slides_im2col(x, pool_h, pool_w)), (
    "The numbers were right before, and are not any more: as numbers, the rows must be those of slides_im2col."
)
for dtype, size, wanted in zip(("float64", "float32", "float16"), bytes_each, (8, 4, 2), strict=True):
    assert size == wanted, (
        f"A {dtype} number takes {wanted} bytes. If x is {dtype}, a number that comes out takes {size}."
    )
print("mended_im2col is right on these numbers.")


# %% [markdown]
# ## Defect 7: a dropout that needs care later, and one too many


# %% given="slides_dropout"
class SlidesDropout:
    """Forgets a part of the numbers while training."""

    def __init__(self, dropout_ratio, rng):
        self.dropout_ratio = dropout_ratio
        self.rng = rng

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = self.rng.random(x.shape) > self.dropout_ratio
            return x * self.mask
        return x * (1.0 - self.dropout_ratio)

    def backward(self, dout):
        return dout * self.mask


slides_order = ["Affine", "Relu", "Dropout", "Affine", "Dropout", "SoftmaxWithLoss"]


# %% given="dropouts" fold=true
# What your tests are run on, and how your repair is tried.
class DropoutOfModlab(Dropout):
    """modlab's layer, called as the slides call theirs."""

    def forward(self, x, train_flg=True):
        return super().forward(x, train=train_flg)


class DropoutFromTheEnd(DropoutOfModlab):
    """Draws for the last picture first."""

    def forward(self, x, train_flg=True):
        return super().forward(x[::-1], train_flg)[::-1]

    def backward(self, dout):
        return super().backward(dout[::-1])[::-1]


dropouts = (
    {"the slides' version": SlidesDropout},
    {"modlab's version": DropoutOfModlab, "a version that draws from the end": DropoutFromTheEnd},
)
orders = (
    {
        "the slides' order": slides_order,
        "the order Convolution, Relu, Pooling, Affine, Dropout": [
            "Convolution",
            "Relu",
            "Pooling",
            "Affine",
            "Dropout",
        ],
    },
    {
        "the order Affine, Relu, Dropout, Affine": ["Affine", "Relu", "Dropout", "Affine"],
        "the order Convolution, Dropout, Affine, SoftmaxWithLoss": [
            *("Convolution", "Dropout", "Affine", "SoftmaxWithLoss"),
        ],
        "an order without dropout": ["Affine", "Relu", "Affine", "SoftmaxWithLoss"],
    },
)


def try_dropout(MendedDropout):
    """Return the part that is dropped, to a tenth; and by what the others are multiplied: least and most, in training, later, backward."""
    many = np.linspace(1, 2, 5000).reshape(50, 100).astype(scores.dtype)
    layer = MendedDropout(dropout_ratio, np.random.default_rng(seed))
    out, back, in_use = (
        layer.forward(many.copy(), True),
        layer.backward(many.copy()),
        layer.forward(many.copy(), False),
    )
    if out is None or back is None:
        return None
    kept = out != 0
    ratios = [out[kept] / many[kept], in_use / many, back[kept] / many[kept]]
    ends = [(min(each.flat, default=0), max(each.flat, default=0)) for each in ratios]
    return np.array([round(1 - kept.mean(), 1), *np.ravel(ends)])


# %% [markdown]
# ### Blank 13: `dropout_test`
#
# While training, a part of the numbers is dropped, so less comes through. The slides make up for it **later**, in use: each number is made smaller. So whoever uses the
# network must know of the dropout, or gets other scores. A right version makes up for it at once, in training, and in use (`train_flg=False`) does nothing at all. Write a test.
#
# 학습이 끝난 뒤(`train_flg=False`)에는 드롭아웃이 아무 일도 하지 않아야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Make a layer with `Dropout(0.5, np.random.default_rng(0))`.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# In use nothing is random, so you can compare exactly.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# What must `layer.forward(x, False)` return?
#
# </details>


# %% answer="dropout_test"
def test_dropout(Dropout):
    passed = None  # instead of None: True if this class is right, False if it is not
    ### BEGIN SOLUTION
    # In use nothing is random, so what comes out can be compared exactly with what went in.
    layer, pictures = Dropout(0.5, np.random.default_rng(0)), np.arange(12.0).reshape(3, 4)
    passed = np.array_equal(layer.forward(pictures, False), pictures)
    ### END SOLUTION
    return passed


dropout_test = verdicts(test_dropout, *dropouts)

# %% check="dropout_test" points=1
look_at(dropout_test, "test_dropout", *dropouts)

# %% [markdown]
# ### Blank 14: `dropped`
#
# Mend it. In training the mean must stay what it was: if a fifth is dropped, what is left must grow. In use nothing happens.
#
# 학습할 때 남은 값을 키워서 평균이 그대로이게 하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Of 10 ones, a `dropout_ratio` of 0.2 leaves 8. What must each be, so that they still add up to 10?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The part that is kept is `1 - dropout_ratio`. By what does that have to be multiplied to be 1?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# The gradient takes the same way back: the same numbers are dropped, the others multiplied by the same.
#
# </details>


# %% answer="dropped"
class MendedDropout:
    def __init__(self, dropout_ratio, rng):
        self.dropout_ratio = dropout_ratio
        self.rng = rng

    def forward(self, x, train_flg=True):
        out = None  # instead of None: what comes through
        ### BEGIN SOLUTION
        # What is kept is divided by the part that is kept, so the mean stays. In use every factor is 1.
        kept = self.rng.random(x.shape) >= self.dropout_ratio
        self.factors = kept / (1 - self.dropout_ratio) if train_flg else 1
        out = x * self.factors
        ### END SOLUTION
        return out

    def backward(self, dout):
        dx = None  # instead of None: the gradient
        ### BEGIN SOLUTION
        # Each number was multiplied by its factor on the way there; so is its gradient on the way back.
        dx = dout * self.factors
        ### END SOLUTION
        return dx


dropped = try_dropout(MendedDropout)

# %% check="dropped" points=1
assert dropped is not None, "forward or backward still returns None. Your code goes into the cell above."
assert dropped[0] == dropout_ratio, (
    f"The dropout_ratio is {dropout_ratio}, and {dropped[0]} of the numbers were dropped."
)
assert np.allclose(dropped[3:5], 1), (
    f"In use nothing may happen; yours multiplies by {dropped[3]:.4g} to {dropped[4]:.4g}."
)
assert np.allclose(dropped[1:3] * (1 - dropped[0]), 1, rtol=1e-4), (
    f"{1 - dropped[0]:.1f} of the numbers are kept and multiplied by {dropped[1]:.4g} to {dropped[2]:.4g}; the mean does not stay what it was."
)
assert np.allclose(dropped[5:], dropped[1:3], rtol=1e-4), (
    f"Backward, what was kept is multiplied by {dropped[5]:.4g} to {dropped[6]:.4g}, forward by {dropped[1]:.4g} to {dropped[2]:.4g}."
)
print("MendedDropout is right on these numbers.")

# %% [markdown]
# ### Blank 15: `order_test`
#
# Look at `slides_order`, too: one dropout stands **after the last Affine layer**. There it drops scores, the right answer's among them, and no training can do anything about it.
# To mend it is to take it out. Write a test that would have noticed: it gets a list of names like `slides_order`.
#
# 마지막 Affine 뒤에 드롭아웃이 있으면 `False`를 돌려주세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# A dropout between two Affine layers is right, so it is not enough to look whether there is one.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Turned around, `order[::-1]`, the list begins with its end. What comes first there, an Affine layer or a dropout?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `order.index("Affine")` is the place of the first one. `"Dropout" in some_list` is `True` or `False`. And some networks have no dropout at all.
#
# </details>


# %% answer="order_test"
def test_order(order):
    passed = None  # instead of None: True if this order is right, False if it is not
    ### BEGIN SOLUTION
    # Seen from the end: what comes before the first Affine layer is behind the last one.
    last_first = order[::-1]
    passed = "Dropout" not in last_first[: last_first.index("Affine")]
    ### END SOLUTION
    return passed


order_test = verdicts(test_order, *orders)

# %% check="order_test" points=1
look_at(order_test, "test_order", *orders)


# %% [markdown]
# ## Defect 8: a batch normalization that takes each pixel for itself
#
# A batch normalization gives each feature the mean 0 and the standard deviation 1 over the batch. Behind an Affine layer a feature is a column. Behind a convolution it is a **channel**, with all
# its pixels: the same filter made them all.


# %% given="slides_normalize"
def slides_normalize(x, eps):
    """Return x with mean 0 and standard deviation 1; eps is added to the variance, so that nothing is divided by 0."""
    flat = x.reshape(len(x), -1)
    centered = flat - flat.mean(axis=0)
    return (centered / np.sqrt(flat.var(axis=0) + eps)).reshape(x.shape)


# %% given="normalizations" fold=true
# What your test is run on, and how your repair is tried.
def normalize_in_modlab(x, eps):
    """Ask modlab's layer."""
    layer = BatchNormalization(np.ones(x.shape[1]), np.zeros(x.shape[1]), eps=eps)
    return layer.forward(x, train=True)


def normalize_one_by_one(x, eps):
    """Take one channel at a time."""
    return np.concatenate([normalize_in_modlab(x[:, c : c + 1], eps) for c in range(x.shape[1])], axis=1)


normalizations = (
    {"the slides' version": slides_normalize},
    {
        "modlab's version": normalize_in_modlab,
        "a version that takes one channel at a time": normalize_one_by_one,
    },
)


# %% [markdown]
# ### Blank 16: `channel_test`
#
# Write a test of a function that is called `normalize(x, eps)`. Mean and standard deviation alone do not tell: those of a channel are 0 and 1 in the slides' version, too. But what has become of the **picture**?
# Choose one that shows it.
#
# 채널 전체가 아니라 픽셀마다 따로 정규화합니다. 어떤 그림에서 차이가 드러날까요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# What does the slides' version make of a single image? And what of two equal ones?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Two pixels of one channel that are equal must be equal afterwards, and a brighter one must stay brighter.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `normalize(np.arange(4.0).reshape(1, 1, 2, 2), 1e-5)` must not be all zeros.
#
# </details>


# %% answer="channel_test"
def test_normalize(normalize):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # A single image with two dark and two bright pixels: for a channel they are -1 and 1, while a pixel that
    # is compared with itself alone becomes 0.
    four = normalize(np.array([1.0, 3.0, 3.0, 1.0]).reshape(1, 1, 2, 2), 1e-9)
    passed = np.allclose(four.ravel(), [-1, 1, 1, -1])
    ### END SOLUTION
    return passed


channel_test = verdicts(test_normalize, *normalizations)

# %% check="channel_test" points=1
look_at(channel_test, "test_normalize", *normalizations)

# %% [markdown]
# ### Blank 17: `normalized`
#
# Mend it, for `(N, C, H, W)` and, as before, for `(N, D)`.
#
# 4차원이면 채널별로, 2차원이면 열별로 정규화하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Over which axes do you take the mean, so that one number for each channel is left?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `axis` takes several: `x.mean(axis=(0, 2))`. And `x.ndim` is 2 or 4.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `keepdims=True` leaves the axes in their places, with the length 1, so that the result fits to `x` again.
#
# </details>


# %% answer="normalized"
def mended_normalize(x, eps):
    out = None  # instead of None: x with mean 0 and standard deviation 1 in each channel
    ### BEGIN SOLUTION
    # Over images and pixels, but never over channels; in a table, over rows.
    axes = (0, 2, 3) if x.ndim == 4 else 0
    mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    out = (x - mean) / np.sqrt(variance + eps)
    ### END SOLUTION
    return out


normalized, normalized_rows = mended_normalize(x, 1e-5), mended_normalize(scores, 1e-5)

# %% check="normalized" points=1
assert normalized is not None, "mended_normalize still returns None. Your code goes into the cell above."
for name, before, after in [("x", x, normalized), ("scores", scores, normalized_rows)]:
    assert np.shape(after) == before.shape, (
        f"For {name} the result has shape {np.shape(after)}; it must be {before.shape}."
    )
    for c in range(before.shape[1]):
        was, now = before[:, c].ravel(), after[:, c].ravel()
        assert abs(now.mean()) < 1e-6, (
            f"The mean of channel {c} of {name} must be 0; yours is {now.mean():.4f}."
        )
        assert abs(now.std() - 1) < 1e-3 or was.std() == 0, (
            f"The standard deviation of channel {c} of {name} must be 1; yours is {now.std():.4f}."
        )
        steps = np.diff(was) * now.std() - np.diff(now) * was.std()
        assert np.abs(steps).max() < 1e-6, (
            f"Channel {c} of {name} is not the same picture any more: from pixel to pixel it must go up and down as before."
        )
print("mended_normalize is right on these numbers.")


# %% [markdown]
# ## Defect 9: an epoch that does not see everything
#
# An epoch is one pass over all training pictures. `Recorder` is a pretend network that notes what it is asked for. `loss(x, t)` is a forward pass; `backward()` gives the gradient for
# what went through last; `gradient(x, t)` does both; and `step(gradient)` changes the weights.


# %% given="slides_epoch"
class Recorder:
    """Notes how many forward passes and steps there were, and which pictures it has learned from."""

    def __init__(self):
        self.forwards, self.steps = 0, 0
        self.learned, self.batch_sizes, self.losses = [], [], []

    def loss(self, x, t):
        self.forwards += 1
        self.batch = x
        self.losses.append(float(np.mean(x)) + self.forwards)
        return self.losses[-1]

    def backward(self):
        self.learned += self.batch.tolist()
        self.batch_sizes.append(len(self.batch))
        return self.batch

    def gradient(self, x, t):
        self.loss(x, t)
        return self.backward()

    def step(self, gradient):
        self.steps += 1


def slides_epoch(network, x, t, batch_size, rng):
    """Train on all pictures once; return the loss of each batch."""
    losses = []
    for _ in range(len(x) // batch_size):
        rows = rng.choice(len(x), batch_size)
        network.step(network.gradient(x[rows], t[rows]))
        losses.append(network.loss(x[rows], t[rows]))
    return losses


recorder = Recorder()
slides_epoch(recorder, np.arange(10), np.arange(10), 5, np.random.default_rng(seed))
print("Of the pictures 0 to 9 it has learned from:", sorted(recorder.learned))
print(f"Forward passes: {recorder.forwards}, steps: {recorder.steps}")


# %% given="epochs" fold=true
# What your test is run on, and how your repair is tried.
def epoch_by_lot(network, x, t, batch_size, rng):
    """Draw lots, one after the other, until none is left."""
    lots, losses = list(range(len(x))), []
    while lots:
        rows = [lots.pop(rng.integers(len(lots))) for _ in range(min(batch_size, len(lots)))]
        losses.append(network.loss(x[rows], t[rows]))
        gradient = network.backward()
        network.step(gradient)
    return losses


epochs = (
    {"the slides' version": slides_epoch},
    {
        "a version that draws lots": epoch_by_lot,
        "a version with batches of one picture": lambda network, x, t, batch_size, rng: epoch_by_lot(
            network, x, t, 1, rng
        ),
    },
)


def try_epoch(mended_epoch):
    """Return how often each picture was learned from; and forward passes, steps, largest batch, and whether (1 or 0) the
    losses are the network's and a second epoch has another order."""
    network, again = Recorder(), Recorder()
    pictures, rng = np.arange(len(t)), np.random.default_rng(seed)
    losses = mended_epoch(network, pictures.copy(), t.copy(), batch_size, rng)
    if losses is None:
        return None, None
    mended_epoch(again, pictures.copy(), t.copy(), batch_size, rng)
    told, mixed = list(losses) == network.losses, network.learned != again.learned
    counts = [network.forwards, network.steps, max(network.batch_sizes, default=0), told, mixed]
    return np.bincount(network.learned, minlength=len(t)), np.array(counts, int)


# %% [markdown]
# ### Blank 18: `epoch_test`
#
# Some pictures come twice, others never: with many of them, more than a third never. Besides, each batch goes forward twice, where once would do. One of the two is enough for your test of a function that is called
# `epoch(network, x, t, batch_size, rng)`. Use a `Recorder`, and numbers as pictures, like `np.arange(10)`.
#
# 한 에폭에서 모든 그림을 한 번씩 보는지 확인하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `recorder.learned` are the pictures it has learned from, in order. What must they be after an epoch?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The order does not matter: `sorted(…)`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# A right version may make its batches smaller than you say, so do not count them. But for each step there is one forward pass.
#
# </details>


# %% answer="epoch_test"
def test_epoch(epoch):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # Sorted, the pictures of an epoch are all there are, each once; and each step has one forward pass.
    noted = Recorder()
    epoch(noted, np.arange(20), np.zeros(20, int), 5, np.random.default_rng(0))
    passed = sorted(noted.learned) == list(range(20)) and noted.forwards == noted.steps
    ### END SOLUTION
    return passed


epoch_test = verdicts(test_epoch, *epochs)

# %% check="epoch_test" points=1
look_at(epoch_test, "test_epoch", *epochs)

# %% [markdown]
# ### Blank 19: `visits`
#
# Mend both. Each picture once, in an order drawn from `rng`; batches of `batch_size`, the last one may be smaller; one forward pass for each step. Return the losses, as before.
#
# 무작위 순서로 모든 그림을 한 번씩, 순전파도 한 번씩만 하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Mix all pictures first, then cut them into batches.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `rng.permutation(10)` are the numbers 0 to 9 in random order.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `network.loss` goes forward, and `network.backward` then knows everything it needs.
#
# </details>


# %% answer="visits"
def mended_epoch(network, x, t, batch_size, rng):
    losses = None  # instead of None: a list, the loss of each batch
    ### BEGIN SOLUTION
    # Mix all pictures once and cut the row into batches: so none comes twice. `loss` has gone forward already,
    # and `backward` goes on from there.
    losses, order = [], rng.permutation(len(x))
    for begin in range(0, len(x), batch_size):
        chosen = order[begin : begin + batch_size]
        losses.append(network.loss(x[chosen], t[chosen]))
        network.step(network.backward())
    ### END SOLUTION
    return losses


visits, passes = try_epoch(mended_epoch)

# %% check="visits" points=2
assert visits is not None, "mended_epoch still returns None. Your code goes into the cell above."
for picture, count in enumerate(visits):
    assert count == 1, f"In one epoch the network has learned from picture {picture} {count} times."
assert passes[2] <= batch_size, f"A batch had {passes[2]} pictures; at most {batch_size} are allowed."
assert passes[0] == passes[1], (
    f"There were {passes[0]} forward passes for {passes[1]} steps. One for each step is enough."
)
assert passes[1] * batch_size - len(t) in range(batch_size), (
    f"{len(t)} pictures in batches of {batch_size}: {passes[1]} steps are too many."
)
assert passes[3], "What you return must be what network.loss said, batch by batch."
assert passes[4], "Two epochs after each other had the same order. Draw it from rng, each time."
print("mended_epoch is right on these numbers.")


# %% [markdown]
# # Part 3: craft
#
# ## Defect 10: two names that do not exist


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
    return OPTIMIZERS[place], len(range(batch_size, round(epochs * count) + 1, batch_size))


def set_up_by_searching(optimizer, epochs, count, batch_size):
    """Look at one name after the other; the number of steps is one of NumPy's."""
    for each in OPTIMIZERS:
        if each.casefold() == optimizer.casefold():
            return each, np.floor_divide(round(epochs * count), batch_size)
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
    if all(answer is None for answer in answers):
        return None
    try:
        mended_set_up("sdg", 1, len(t), batch_size)
        refused = 0
    except Exception:
        refused = 1
    places = [OPTIMIZERS.index(name) if name in OPTIMIZERS else -1 for name, _ in answers]
    return np.array([*places, answers[0][1], refused])


# %% [markdown]
# ### Blank 20: `names_test`
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
# ### Blank 21: `set_up`
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
# ## Defect 11: a default that remembers


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
    if all(each is None for each in made):
        return None
    made[0]["pad"] = 7  # whoever gets settings may change them
    made.append(mended_settings(12))
    return np.array(
        [*(each.get(name, -1) for each in made for name in ("filter_num", "pad", "stride")), len(own)]
    )


# %% [markdown]
# ### Blank 22: `defaults_test`
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
# ### Blank 23: `settings`
#
# Mend it. Whoever gets settings may change them, and no others may change with them. Nor may a dictionary that is handed in: it belongs to somebody else. You may change the line with `def`, too.
#
# 기본값도, 넘겨받은 딕셔너리도 바뀌면 안 됩니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# As with the ReLU: the result must be something new.
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
# ## Defect 12: a file that runs code
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


files = (
    {"the slides' version": (slides_pack, slides_unpack)},
    {"a version with text": (json_pack, json_unpack), "a version with bytes": (raw_pack, raw_unpack)},
)


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
# ### Blank 24: `file_test`
#
# Write a test that gets two functions, `pack(params)` and `unpack(data)`. It must notice if `unpack` runs what is in a file. Mind that a right version does not know what to do with `trap()`
# and will stop with an error. That is as it should be.
#
# 올바른 `unpack`은 `trap()`을 거부하며 오류를 냅니다.
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


file_test = verdicts(lambda both: test_file(*both), *files)

# %% check="file_test" points=1
look_at(file_test, "test_file", *files)

# %% [markdown]
# ### Blank 25: `unpacked`
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
# ## Defect 13: a check that never says no
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


COL2IMS = (
    *(lambda *given: col2im(*given), col2im_by_number),  # these two are right
    *(replacing_col2im, averaging_col2im, lambda *given: 2 * col2im(*given)),
    lambda col, *given: col2im(col[::-1], *given),
)


def try_check(mended_check):
    """Return what the check says of several versions of col2im, in an order drawn from `seed`: 1 for right, 0 for wrong."""
    order = np.random.default_rng(seed).permutation(len(COL2IMS))
    said = [mended_check(COL2IMS[which]) for which in order]
    return None if all(each is None for each in said) else np.array([bool(each) for each in said], int)


# %% [markdown]
# ### Blank 26: `check_test`
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
# ### Blank 27: `says`
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


says = try_check(mended_check)

# %% check="says" points=1
assert says is not None, "mended_check still returns None. Your code goes into the cell above."
order = np.random.default_rng(seed).permutation(len(COL2IMS))
by_version = says[np.argsort(order)].tolist()
for said, what in zip(
    by_version[:2], ("modlab's col2im", "a col2im that adds number by number"), strict=True
):
    assert said, f"Your check says no to {what}, which is right."
wrong = (
    "puts = for +=",
    "takes the mean where windows overlap",
    "gives twice as much",
    "mixes the windows up",
)
for said, what in zip(by_version[2:], wrong, strict=True):
    assert not said, f"Your check says yes to a col2im that {what}."
print("mended_check is right on these versions.")


# %% [markdown]
# ## Defect 14: two slips on one slide
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
# ### Blank 28: `slip_test`
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
# ### Blank 29: `dmax`
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

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded. A defect that you have left out costs its own points and no others.
#
# ```
# autograder check errata.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

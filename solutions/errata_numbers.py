# %% [markdown]
# # Errata: wrong numbers, and nobody complains
#
# *The slides' own library, `common/`. About 45 minutes, 10 points.*

# %% [markdown] shared="errata#first-a-test"

# %% [markdown]
# | | defect | blanks | points |
# |---|---|---|---|
# | 1 | a count without its brackets | `count_test`, `parameter_count` | 1, 1 |
# | 2 | a ReLU that spoils somebody else's array | `relu_test`, `relu_dx` | 1, 1 |
# | 3 | a pooling layer that forgets its padding | `pooling_test`, `pooled` | 1, 1 |
# | 4 | an accuracy that is too low | `accuracy_test`, `part` | 1, 1 |
# | 5 | a gradient that cannot take labels in a column | `loss_test`, `dy` | 1, 1 |

# %% [markdown] shared="errata#how-to-work"

# %% given="imports"
import numpy as np

from modlab.layers import Convolution, Pooling, Relu, SoftmaxWithLoss

# %% [markdown]
# ## The numbers
#
# `x` are pictures, `dout` a gradient that arrives for each of their numbers. `scores` are what a network says of ten digits, `t` what they are.
# `FN`, `C`, `FH`, `FW` are the sizes of a convolution layer.
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

# %% shared="errata#helpers"

# %% shared="errata#as_array"

# %% shared="errata#image_by_image"

# %% [markdown]
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
    return len([1 for _ in np.ndindex(FN, C, FH, FW)]) + len([1 for _ in range(FN)])


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
        return np.array([number if number > 0 else 0 for number in x.flat], x.dtype).reshape(x.shape)

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
    return [predict(x[i : i + 1]).argmax() == t[i] for i in range(len(x))].count(True) / len(x)


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
    """Return the part; how many pictures went through predict at once at most; and how often each of them did."""
    batches = []

    def predict(pictures):  # each picture is its own number here, so that one sees which went in
        batches.append(np.array(pictures)[:, 0])
        return scores[batches[-1]]

    part = mended_accuracy(predict, np.arange(len(t)).reshape(-1, 1), t.copy(), batch_size)
    most, each = max([0, *map(len, batches)]), np.concatenate([np.arange(0), *batches])
    return (
        None if part is None else np.asarray(part, float),
        np.array(most),
        np.bincount(each, minlength=len(t)),
    )


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


part, most, times = try_accuracy(mended_accuracy)

# %% check="part" points=1
assert part is not None, "mended_accuracy still returns None. Your code goes into the cell above."
right = sum(1 for row, answer in zip(scores, t, strict=True) if row.argmax() == answer)
assert np.isclose(part, right / len(t)), (
    f"{right} of {len(t)} are read rightly, that is {right / len(t)}; yours is {part}."
)
assert most <= batch_size, f"{most} pictures went through predict at once; the most allowed is {batch_size}."
for picture, count in enumerate(times):
    assert count == 1, f"Picture {picture} went through predict {count} times; each must go through it once."
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

# %% [markdown] shared="errata#before-you-hand-in"

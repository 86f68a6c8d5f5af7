# %% [markdown]
# # Errata
#
# *The slides' own library, `common/layers.py` and `common/trainer.py`. About 75 minutes, 10 points.*
#
# The code on the slides works, mostly. Four of its defects are rebuilt here. For each you write **first a test** that fails on the faulty
# version and passes on a right one, and **then the repair**. In this order: a repair without a test is a guess.
#
# | blank | what it is | points |
# |---|---|---|
# | `relu_test`, `relu_dx` | a ReLU that spoils somebody else's array | 1, 1 |
# | `pooling_test`, `pooled` | a pooling layer that forgets its padding | 1, 2 |
# | `accuracy_test`, `part` | an accuracy that is too low | 1, 1 |
# | `loss_test`, `dy` | a gradient that cannot take labels in a column | 1, 2 |
#
# 슬라이드 코드의 결함 네 개를 찾습니다. 먼저 실패하는 테스트를 쓰고, 그다음 고칩니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere.
#
# **Your tests** are functions that get a version of the code, try it on numbers **you** choose, and return `True` if it is right, `False` if not. An
# `assert` that fails counts as `False`. What the right version looks like is no matter; only what it does.
# 테스트는 코드를 받아 직접 고른 숫자로 실행해 보고, 맞으면 `True`, 틀리면 `False`를 돌려줍니다.
#
# **How it is graded.** Your tests are run on the faulty and on a right version; your repairs are run again on other numbers.

# %% given="imports"
import numpy as np

from modlab.layers import Pooling, Relu, SoftmaxWithLoss

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
pad = 1
scores = np.eye(10)[[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]] * 2.0  # (digits, classes)
t = np.arange(10)
batch_size = 4

# %% given="helpers"
RIGHT, WRONG, ERROR = 1, 0, 2


def verdicts(test, faulty, right):
    """Return what a test says of a faulty version and of a right one; None as long as it says nothing."""
    found = []
    for version in (faulty, right):
        try:
            answer = test(version)
        except AssertionError:
            answer = False
        except Exception:
            found.append(ERROR)
            continue
        if answer is None:
            return None
        found.append(RIGHT if answer else WRONG)
    return np.array(found)


def look_at(found, name):
    """Say what is wrong with a test."""
    assert found is not None, f"{name} still returns None. Your code goes into the cell above."
    assert found[0] != ERROR, (
        "On the slides' version your test stops with an error that is no AssertionError."
    )
    assert found[1] != ERROR, "On a right version your test stops with an error that is no AssertionError."
    assert found[0] == WRONG, "Your test finds nothing wrong with the slides' version. It must fail there."
    assert found[1] == RIGHT, "Your test complains about a right version. It must pass there."
    print("Your test tells the two apart.")


# %% [markdown]
# ## Defect 1: a ReLU that spoils somebody else's array


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


# %% [markdown]
# ### Blank 1: `relu_test`
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


# %% given="relu_test"
relu_test = verdicts(test_relu, type("Relu", (SlidesRelu,), {}), type("Relu", (Relu,), {}))

# %% check="relu_test" points=1
look_at(relu_test, "test_relu")

# %% [markdown]
# ### Blank 2: `relu_dx`
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


# %% given="relu_dx"
layer = MendedRelu()
layer.forward(x)
dout_after = dout.copy()
relu_dx = layer.backward(dout_after)

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
# ## Defect 2: a pooling layer that forgets its padding


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


# %% [markdown]
# ### Blank 3: `pooling_test`
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


# %% given="pooling_test"
pooling_test = verdicts(
    test_pooling,
    lambda x, pool_h, pool_w, stride, pad: slides_pooling(x, pool_h, pool_w, stride, pad),
    lambda x, pool_h, pool_w, stride, pad: Pooling(pool_h, pool_w, stride, pad).forward(x),
)

# %% check="pooling_test" points=1
look_at(pooling_test, "test_pooling")

# %% [markdown]
# ### Blank 4: `pooled`
#
# Mend both: the size, and the border that must never win. Keep the dtype of `x`.
#
# 출력 크기와 테두리를 모두 고치세요. 자료형은 `x`와 같아야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Start from the slides' version: two lines are to be changed.
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


# %% given="pooled"
pooled = mended_pooling(x, pool_h, pool_w, stride, pad)

# %% check="pooled" points=2
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
# ## Defect 3: an accuracy that is too low


# %% given="slides_accuracy"
def slides_accuracy(predict, x, t, batch_size):
    """Return which part of the pictures is read rightly; predict gives scores for some of them at a time."""
    right = 0
    for batch in range(len(x) // batch_size):
        rows = slice(batch * batch_size, (batch + 1) * batch_size)
        right += np.sum(predict(x[rows]).argmax(axis=1) == t[rows])
    return right / len(x)


# %% [markdown]
# ### Blank 5: `accuracy_test`
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


# %% given="accuracy_test"
accuracy_test = verdicts(
    test_accuracy,
    lambda predict, x, t, batch_size: slides_accuracy(predict, x, t, batch_size),
    lambda predict, x, t, batch_size: float(
        np.mean(predict(x).argmax(axis=1) == t)
    ),  # right, but all at once
)

# %% check="accuracy_test" points=1
look_at(accuracy_test, "test_accuracy")

# %% [markdown]
# ### Blank 6: `part`
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


# %% given="part"
sizes_seen = []


def counting_predict(some):
    """Return the scores, and note how many pictures came at a time."""
    sizes_seen.append(len(some))
    return some


part = mended_accuracy(counting_predict, scores, t, batch_size)
part = None if part is None else np.asarray(part, dtype=float)
largest_and_all = np.array([max(sizes_seen, default=0) <= batch_size, sum(sizes_seen) == len(scores)]).astype(
    int
)

# %% check="part" points=1
assert part is not None, "mended_accuracy still returns None. Your code goes into the cell above."
right = sum(1 for row, answer in zip(scores, t, strict=True) if row.argmax() == answer)
assert np.isclose(part, right / len(t)), (
    f"{right} of {len(t)} are read rightly, that is {right / len(t)}; yours is {part}."
)
assert max(sizes_seen, default=0) <= batch_size, (
    f"{max(sizes_seen)} pictures went through predict at once; the most allowed is {batch_size}."
)
assert sum(sizes_seen) == len(scores), (
    f"{sum(sizes_seen)} pictures went through predict; there are {len(scores)}."
)
print("mended_accuracy is right on these numbers.")


# %% [markdown]
# ## Defect 4: a gradient that cannot take labels in a column


# %% given="slides_loss"
def slides_loss_gradient(y, t):
    """Return the gradient of softmax and cross-entropy: y are probabilities (N, K), t one-hot rows or labels."""
    N = len(y)
    if t.size == y.size:
        return (y - t) / N
    dy = y.copy()
    dy[np.arange(N), t] -= 1
    return dy / N


# %% [markdown]
# ### Blank 7: `loss_test`
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


# %% given="loss_test"
def right_loss_gradient(y, t):
    """Return the gradient by way of modlab's layer, which takes scores."""
    last_layer = SoftmaxWithLoss()
    last_layer.forward(np.log(y), t)
    return last_layer.backward()


loss_test = verdicts(test_loss_gradient, lambda y, t: slides_loss_gradient(y, t), right_loss_gradient)

# %% check="loss_test" points=1
look_at(loss_test, "test_loss_gradient")

# %% [markdown]
# ### Blank 8: `dy`
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


# %% given="dy"
y = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
y_before = y.copy()
dy = mended_loss_gradient(y, t)
dy_column = mended_loss_gradient(y, t.reshape(-1, 1))
dy_one_hot = mended_loss_gradient(y, np.eye(y.shape[1], dtype=y.dtype)[t])
y_after = y

# %% check="dy" points=2
assert dy is not None, "mended_loss_gradient still returns None. Your code goes into the cell above."
assert np.array_equal(y_after, y_before), "y has been changed. It belongs to somebody else."
for name, value in [("labels (N,)", dy), ("labels (N, 1)", dy_column), ("one-hot rows", dy_one_hot)]:
    assert np.shape(value) == y.shape, (
        f"With {name} the gradient has shape {np.shape(value)}; it must be {y.shape}."
    )
    for row in range(len(y)):
        assert np.isclose(value[row, t[row]], (y_before[row, t[row]] - 1) / len(y), atol=1e-6), (
            f"With {name}: digit {row} is a {t[row]}. There the gradient must be {(y_before[row, t[row]] - 1) / len(y):.4f}; yours is {value[row, t[row]]:.4f}."
        )
        assert abs(np.sum(value[row])) < 1e-6, (
            f"With {name}: row {row} of the gradient adds up to {np.sum(value[row]):.4f}. It must add up to 0."
        )
print("mended_loss_gradient is right on these numbers.")

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check errata.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

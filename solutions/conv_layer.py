# %% [markdown]
# # A convolution layer of your own
#
# *The slides' `class Convolution` in `common/layers.py`. About 75 minutes, 10 points.*
#
# A layer is an object with two methods. `forward` computes, and remembers what the way back needs; `backward` takes the gradient that
# comes from above, keeps the gradients of its own parameters, and hands the gradient of its input down. You will write both, and then the
# instrument that tells whether any such layer is right: a gradient check.
#
# | blank | what it is | points |
# |---|---|---|
# | `shapes` | what `transpose` does to a shape | 1 |
# | `out` | the method `forward` | 3 |
# | `dx` | the method `backward`, with `dW` and `db` | 3 |
# | `numeric` | a gradient, measured by nudging | 2 |
# | `verdicts` | do two gradients agree? | 1 |
#
# 합성곱 계층의 순전파와 역전파를 클래스로 만들고, 기울기 확인으로 검증합니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last lines of a blank as they are: they call what you wrote.
#
# **How it is graded.** Your cells are run again on other pictures and filters: more images, more channels, filters
# that are not square, other strides and padding. So use the names (`FN`, `self.pad`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

from modlab.im2col import col2im, im2col

# %% [markdown]
# ## The picture, the filters, the bias
#
# The slides' smallest example. `dout` is the gradient that comes from the layers above.
#
# 입력 `x`, 필터 `W`, 편향 `b`, 그리고 위에서 내려오는 기울기 `dout`.

# %% tags=["parameters"]
x = np.arange(1 * 3 * 3).reshape(1, 1, 3, 3)  # (images N, channels C, height H, width W)
W = np.ones((2, 1, 2, 2))  # (filters FN, channels C, filter height FH, filter width FW)
W[1] = W[1] * 2
b = np.ones(2)  # one bias for each filter
stride = 1
pad = 0
dout = np.ones((1, 2, 2, 2))  # (N, FN, out_h, out_w)


# %% given="class"
class Convolution:
    """A convolution layer; its two methods are yours to write."""

    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

        self.x = None  # what forward saw,
        self.col = None  # its windows as rows,
        self.col_W = None  # and the filters as columns: backward needs them

        self.dW = None
        self.db = None


layer = Convolution(W, b, stride, pad)
dout_before = dout.copy()


# %% given="helpers"
def as_array(numbers):
    """Return a list of numbers as an array, and None as long as there is none."""
    return None if numbers is None else np.asarray(numbers)


def decision(function, one, other):
    """Return 1 for yes, 0 for no, 2 for an error, and None as long as there is no answer."""
    try:
        answer = function(one, other)
        return None if answer is None else int(bool(answer))
    except Exception:
        return 2


# %% [markdown]
# ## Part 1: axes
#
# ### Blank 1: `shapes`
#
# The matrix product gives rows of windows; a picture needs its axes in another order. `transpose` puts them there: `A.transpose(0, 3, 1, 2)` has
# A's axis 0 first, then axis 3, then 1, then 2. The slides ask, for an array `A` of shape `(3, 4, 5, 2)`: what are the shapes of
# `A.transpose(0, 1, 3, 2)`, `A.transpose(1, 2, 3, 0)` and `A.transpose(3, 2, 1, 0)`? Answer without running it: a list of three shapes.
#
# 실행하지 말고 세 형상을 예측하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Each number in the brackets names an axis of `A`. The first one says which axis comes to stand in front.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Axis 0 of `A` has 3, axis 1 has 4, axis 2 has 5, axis 3 has 2. Write these under the numbers in the brackets.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# For another array: `B` of shape `(6, 7, 8)` gives `B.transpose(2, 0, 1)` of shape `(8, 6, 7)`.
#
# </details>

# %% answer="shapes"
shapes = None  # instead of None: a list of three shapes, such as [(1, 2, 3, 4), (…), (…)]
### BEGIN SOLUTION
# Read the brackets as questions: which old axis stands here now? `(1, 2, 3, 0)` puts axis 1 (length 4)
# first, then 2 (5), then 3 (2), then 0 (3).
shapes = [(3, 4, 2, 5), (4, 5, 2, 3), (2, 5, 4, 3)]
### END SOLUTION

# %% given="shapes"
shapes = as_array(shapes)

# %% check="shapes" points=1
assert shapes is not None, "shapes is still None. Your code goes into the cell above."
assert shapes.shape == (3, 4), "shapes must be a list of three shapes with four numbers each."
for axes, shape in zip([(0, 1, 3, 2), (1, 2, 3, 0), (3, 2, 1, 0)], shapes.tolist(), strict=True):
    for place, axis in enumerate(axes):
        assert (3, 4, 5, 2)[axis] == shape[place], (
            f"transpose{axes} puts axis {axis} of A in place {place}. How long is that axis? You wrote {shape[place]}."
        )
print("shapes is right.")

# %% [markdown]
# ## Part 2: forward
#
# ### Blank 2: `out`
#
# Write the method `forward`. In four steps: the windows as rows (`im2col`), the filters as columns, the matrix product plus the bias, and the
# rows back into pictures of shape `(N, FN, out_h, out_w)`. Keep in `self` what `backward` will want to have.
#
# im2col, 필터 펼치기, 행렬 곱과 편향, 그리고 다시 그림의 형상으로. 역전파에 필요한 것은 `self`에 저장하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `im2col(x, FH, FW, self.stride, self.pad)` has the shape `(N * out_h * out_w, C * FH * FW)`. What shape must the filters have, so that the
# product has `FN` columns?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# One filter in each row is `self.W.reshape(FN, -1)`. As columns, that is its transpose.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# The product's rows count images, then places, and its columns count filters. So first `reshape` it into four axes in just that order, and then
# `transpose` the filters to where they belong. A single `reshape` would mix everything up.
#
# </details>


# %% answer="out"
def forward(self, x):
    N, _, H, W = x.shape
    FN, _, FH, FW = self.W.shape
    out_h = (H + 2 * self.pad - FH) // self.stride + 1
    out_w = (W + 2 * self.pad - FW) // self.stride + 1
    out = None  # instead of None: an array of shape (N, FN, out_h, out_w)
    ### BEGIN SOLUTION
    # The product has a row for each window and a column for each filter. Cut into pictures that is `(N,
    # out_h, out_w, FN)`, and the transpose brings the filters to the second place, where the next layer
    # expects its channels. `x`, `col` and `col_W` are kept, as backward needs them.
    self.x = x
    self.col = im2col(x, FH, FW, self.stride, self.pad)
    self.col_W = self.W.reshape(FN, -1).T
    out = (self.col @ self.col_W + self.b).reshape(N, out_h, out_w, FN).transpose(0, 3, 1, 2)
    ### END SOLUTION
    return out


Convolution.forward = forward
out = layer.forward(x)

# %% check="out" points=3
assert out is not None, "forward still returns None. Your code goes into the cell above."
assert isinstance(out, np.ndarray), f"forward must return a NumPy array; it returns a {type(out).__name__}."
assert out.shape == dout.shape, f"out has shape {out.shape}. Here (N, FN, out_h, out_w) is {dout.shape}."
padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
for f in range(len(W)):
    for i, j in [(0, 0), (0, 1), (1, 0)]:
        window = padded[0, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        by_hand = (window * W[f]).sum() + b[f]
        assert np.isclose(out[0, f, i, j], by_hand), (
            f"Filter {f} at place ({i}, {j}) gives {by_hand}: its products, summed, plus the bias. Yours is {out[0, f, i, j]}."
        )
print("out is right where it was looked at.")
print(out)

# %% [markdown]
# ## Part 3: backward
#
# The slides say: like Affine, but for `col2im`. With `dout` in the shape of the matrix product (a row for each window, a column for each filter),
#
# $$\frac{\partial L}{\partial \mathbf{X}} = \frac{\partial L}{\partial \mathbf{Y}} \cdot \mathbf{W}^T, \qquad
# \frac{\partial L}{\partial \mathbf{W}} = \mathbf{X}^T \cdot \frac{\partial L}{\partial \mathbf{Y}}$$
#
# where **X** is `self.col` and **W** is `self.col_W`.
#
# ### Blank 3: `dx`
#
# Write the method `backward`: it sets `self.dW` (in the shape of `self.W`) and `self.db` (in the shape of `self.b`), and returns `dx` (in the shape
# of `self.x`). Each of the three is worth a point. Do not write into `dout`: it belongs to the layer above.
#
# `self.dW`, `self.db`를 저장하고 `dx`를 돌려주세요. `dout`은 바꾸지 마세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Undo the last step of `forward` first: filters to the end with `transpose`, then one `reshape` to `FN` columns.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The gradient of `col_W` has the filters as columns. In `dW` they come first: transpose, then reshape to four axes.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# The gradient of `col` becomes that of the picture by `col2im`, which takes the shape of the picture, the size of the filter, the stride and the
# padding.
#
# </details>


# %% answer="dx"
def backward(self, dout):
    FN, C, FH, FW = self.W.shape
    self.dW = None  # instead of None: the gradient of W
    self.db = None  # instead of None: the gradient of b
    dx = None  # instead of None: the gradient of x
    ### BEGIN SOLUTION
    # Undo what was done last: filters to the end, then rows. From there it is the Affine layer, three
    # products and sums; and `col2im` brings the copies of each pixel together.
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
    self.db = rows.sum(axis=0)
    self.dW = (self.col.T @ rows).T.reshape(FN, C, FH, FW)
    dx = col2im(rows @ self.col_W.T, self.x.shape, FH, FW, self.stride, self.pad)
    ### END SOLUTION
    return dx


Convolution.backward = backward
dx = layer.backward(dout)
dW, db = layer.dW, layer.db

# %% given="again"
# A second time: a layer must not remember the gradients of the step before.
layer.backward(dout)
dW_again = layer.dW

# %% check="dx" points=3
assert dx is not None, "backward still returns None. Your code goes into the cell above."
for name, gradient, belongs_to, shape in [
    ("db", db, "b", b.shape),
    ("dW", dW, "W", W.shape),
    ("dx", dx, "x", x.shape),
]:
    assert isinstance(gradient, np.ndarray), (
        f"{name} must be a NumPy array; it is a {type(gradient).__name__}."
    )
    assert gradient.shape == shape, (
        f"{name} has shape {gradient.shape}. A gradient has the shape of what it belongs to: {belongs_to} has {shape}."
    )
for f in range(len(W)):
    assert np.isclose(db[f], dout[:, f].sum()), (
        f"Over all places of filter {f}, dout adds up to {dout[:, f].sum()}; your db[{f}] is {db[f]}."
    )
places = [(i, j) for i in range(dout.shape[2]) for j in range(dout.shape[3])]
for f in range(len(W)):
    for y, z in [(0, 0), (0, 1), (1, 0)]:
        by_hand = sum(padded[0, 0, i * stride + y, j * stride + z] * dout[0, f, i, j] for i, j in places)
        assert np.isclose(dW[f, 0, y, z], by_hand), (
            f"Weight ({y}, {z}) of filter {f} met one pixel at every place; with dout that adds up to {by_hand}. "
            f"Yours is {dW[f, 0, y, z]}."
        )
for y, z in [(0, 0), (1, 1), (2, 0)]:
    by_hand = sum(
        W[f, 0, y + pad - i * stride, z + pad - j * stride] * dout[0, f, i, j]
        for f in range(len(W))
        for i, j in places
        if 0 <= y + pad - i * stride < W.shape[2] and 0 <= z + pad - j * stride < W.shape[3]
    )
    assert np.isclose(dx[0, 0, y, z], by_hand), (
        f"Pixel ({y}, {z}) met a weight at every place that covers it; with dout that adds up to {by_hand}. Yours is {dx[0, 0, y, z]}."
    )
assert np.array_equal(dW_again, dW), (
    "Calling backward a second time gives another dW: it must begin anew each time."
)
print("dx, dW and db are right where they were looked at.")
print(dx)

# %% [markdown]
# ## Part 4: a gradient check
#
# How would you know that a backward pass is right, if nobody had made a check for you? **Nudge** each number a little, up and down, and see how
# the result changes:
#
# $$\frac{\partial f}{\partial a_k} \approx \frac{f(a_k + h) - f(a_k - h)}{2h}$$
#
# First on something whose gradient is known, so that the instrument itself is held to the truth.

# %% given="bowl"
bowl = W[0].astype(np.float64)


def height():
    """Return a number that depends on every number of `bowl`; its gradient is known: 2 · bowl + 3."""
    return float((bowl**2 + 3 * bowl).sum())


# %% [markdown]
# ### Blank 4: `numeric`
#
# Write `numerical_gradient(f, a)`. `f` takes no argument: it reads the array `a` and returns a number. So change one number of `a` in place,
# call `f()`, change it the other way, call `f()` again, and **put the number back** before you go on to the next one. When it is graded, it
# measures something else than the bowl.
# 한 번에 한 수만 위아래로 움직여 보고, 반드시 되돌려 놓으세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# A loop over `np.ndindex(a.shape)` visits every place of an array of any number of axes, and `a[index]` is the number there.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Keep the number first, and set `a[index]` to it plus and minus a small `h`, such as `1e-4`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Between the two nudged places lies twice `h`. `np.zeros_like(a)` is a good place for the results.
#
# </details>


# %% answer="numeric"
def numerical_gradient(f, a):
    gradient = None  # instead of None: an array of the shape of a
    ### BEGIN SOLUTION
    # Nudge one number up and down, ask the function both times, put the number back. The difference over
    # twice the nudge is the slope. Two sides instead of one make the error much smaller.
    gradient = np.zeros_like(a)
    h = 1e-4
    for index in np.ndindex(a.shape):
        before = a[index]
        a[index] = before + h
        above = f()
        a[index] = before - h
        below = f()
        a[index] = before
        gradient[index] = (above - below) / (2 * h)
    ### END SOLUTION
    return gradient


numeric = numerical_gradient(height, bowl)

# %% check="numeric" points=2
assert numeric is not None, "numerical_gradient still returns None. Your code goes into the cell above."
assert isinstance(numeric, np.ndarray), (
    f"numerical_gradient must return a NumPy array; it returns a {type(numeric).__name__}."
)
assert numeric.shape == bowl.shape, (
    f"Your gradient has shape {numeric.shape}; it must have that of a: {bowl.shape}."
)
assert np.allclose(bowl, W[0]), "After measuring, the array is not what it was: put each number back."
first = (0,) * bowl.ndim
assert np.allclose(numeric, 2 * bowl + 3, rtol=1e-6), (
    f"The slope of the bowl at its first number, {bowl[first]}, is {2 * bowl[first] + 3}; you measured {numeric[first]}."
)
print("numeric is right on these numbers.")

# %% [markdown]
# ### Blank 5: `verdicts`
#
# A check that only prints is no check: nobody reads it. Write `agree(one, other)`, which returns `True` or `False`: `True` if two gradients have
# the **same shape** and **every** number is the same up to rounding, measured against the size of the numbers. A `nan` agrees with nothing.
# Below it is asked about seven pairs, and your answers are `verdicts`; when it is graded, about other pairs.
#
# 형상이 같고 모든 수가 (크기에 비해) 같을 때만 `True`입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Look at the shapes first. NumPy would happily compare `(3, 1)` with `(3, 4)`.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Differences can cancel each other when you add them up. The largest absolute difference cannot.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.allclose` compares number by number, relative to their size, and says no to `nan`.
#
# </details>


# %% answer="verdicts"
def agree(one, other):
    same = None  # instead of None: True or False
    ### BEGIN SOLUTION
    # First the shapes, then the values: `allclose` alone would stretch a single number over a whole array
    # and call it equal. Nearly equal is enough, since a measured gradient is never exact.
    same = one.shape == other.shape and np.allclose(one, other)
    ### END SOLUTION
    return same


# %% given="verdicts"
g = np.linspace(-2, 3, 12).reshape(3, 4)
one_off, with_nan = g.copy(), g.copy()
one_off[1, 2] *= 1.1
with_nan[0, 0] = np.nan
PAIRS = [
    ("the same up to rounding", g, g * (1 + 1e-9)),
    ("large numbers, the same up to rounding", 1e6 * g, 1e6 * g + 1e-3),
    ("one number off by a tenth", one_off, g),
    ("every sign turned", -g, g),
    ("the same numbers in another order", g[::-1], g),
    ("a nan", with_nan, g),
    ("another shape", np.ones((3, 1)), np.ones((3, 4))),
]
decisions = [decision(agree, one, other) for _, one, other in PAIRS]
verdicts = None if None in decisions else as_array(decisions)

# %% check="verdicts" points=1
assert verdicts is not None, "agree still returns None. Your code goes into the cell above."
for number, ((description, _, _), verdict) in enumerate(zip(PAIRS, verdicts.tolist(), strict=True)):
    assert verdict != 2, (
        f"Pair {number} ({description}): your function stops with an error, or does not return True or False."
    )
    wanted = number < 2  # only the first two pairs agree
    assert verdict == wanted, (
        f"Pair {number} ({description}): these {'agree' if wanted else 'do not agree'}; you say {bool(verdict)}."
    )
print("verdicts is right.")

# %% [markdown]
# Now put it all together: your instrument on your layer. The layer is small, but everything in it has a size of its own, the windows overlap,
# and `dout` is random. With a `dout` of ones, or with windows that do not overlap, some mistakes would go unseen.
#
# 이제 여러분의 계층을 여러분의 기울기 확인으로 검증합니다.

# %% given="check"
random = np.random.default_rng(0)
small_x, small_W, small_b = (
    random.normal(size=(2, 2, 4, 5)),
    random.normal(size=(3, 2, 2, 3)),
    random.normal(size=3),
)
small = Convolution(small_W, small_b, stride=1, pad=1)
small_dout = random.normal(size=small.forward(small_x).shape)
small_dx = small.backward(small_dout)
for name, gradient, array in [("x", small_dx, small_x), ("W", small.dW, small_W), ("b", small.db, small_b)]:
    measured = numerical_gradient(lambda: float((small.forward(small_x) * small_dout).sum()), array)
    print(f"gradient of {name}: {'right' if agree(gradient, measured) else 'wrong'}")

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check conv-layer.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

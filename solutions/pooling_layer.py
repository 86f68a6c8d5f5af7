# %% [markdown]
# # Pooling layers, with the padding done right
#
# *The slides' `class Pooling` in `common/layers.py`. About 60 minutes, 10 points.*
#
# The slides' layer leaves the padding out of its output size, and it pads with zeros, which beat every negative number. You will write a max
# pooling layer without these two mistakes, and an average pooling layer next to it.
#
# | blank | what it is | points |
# |---|---|---|
# | `out_size` | height and width of the output | 1 |
# | `out` | max pooling, `forward` | 3 |
# | `dx` | max pooling, `backward` | 3 |
# | `average` | average pooling, `forward` | 1 |
# | `dx_average` | average pooling, `backward` | 2 |
#
# 패딩을 올바르게 다루는 최대 풀링과 평균 풀링 계층을 만듭니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last lines of a blank as they are: they call what you wrote.
#
# **How it is graded.** Your cells are run again on other pictures: more images, more channels, windows that are not square, other strides,
# equal numbers. So use the names (`self.pool_h`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

from modlab.im2col import col2im, im2col

# %% [markdown]
# ## The picture and the window
#
# All numbers are negative, and there is a border of one pixel. `dout` is the gradient that comes from above.
#
# 입력은 모두 음수이고 패딩은 1입니다. `dout`은 위에서 내려오는 기울기입니다.

# %% tags=["parameters"]
x = -1.0 - np.arange(16).reshape(1, 1, 4, 4)  # (images N, channels C, height H, width W)
pool_h = 2
pool_w = 2
stride = 2
pad = 1  # smaller than the window, always
dout = np.ones((1, 1, 3, 3))  # (N, C, out_h, out_w)


# %% given="class"
class Pooling:
    """A max pooling layer; its two methods are yours to write."""

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x = None  # what forward saw,
        self.arg_max = None  # and who won: backward needs them


class AveragePooling(Pooling):
    """An average pooling layer: it is made in the same way, and gets two methods of its own."""


layer = Pooling(pool_h, pool_w, stride, pad)
average_layer = AveragePooling(pool_h, pool_w, stride, pad)
print(x[0, 0])


def as_array(numbers):
    """Return a list of numbers as an array, and None as long as there is none."""
    return None if numbers is None else np.asarray(numbers)


def covered(i, j):
    """Return the pixels of the picture that lie under the window at place (i, j), for the checks below."""
    tops, lefts = (
        range(i * stride - pad, i * stride - pad + pool_h),
        range(j * stride - pad, j * stride - pad + pool_w),
    )
    return [(y, z) for y in tops for z in lefts if 0 <= y < x.shape[2] and 0 <= z < x.shape[3]]


# %% [markdown]
# ### Blank 1: `out_size`
#
# How many places are there for the window, down and across? The slides' class computes `(H - pool_h) / stride + 1`. That is 2 here, but with the
# border it is more. Write a function that returns `(out_h, out_w)` for any numbers, rounded down. When it is graded it is called with other
# numbers, too.
#
# 패딩을 포함해 출력의 높이와 너비를 돌려주는 함수를 쓰세요. 나누어떨어지지 않으면 내림합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How high is the picture with its border? There is one above and one below.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# It is the same formula as for a filter: a window is a window.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `//` divides and rounds down. The 1 is added after dividing.
#
# </details>


# %% answer="out_size"
def output_size(H, W, pool_h, pool_w, stride, pad):
    size = None  # instead of None: (out_h, out_w)
    ### BEGIN SOLUTION
    # The formula of the convolution, with the window in place of the filter. The border counts on both sides:
    # the slides' class forgets it here.
    size = ((H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1)
    ### END SOLUTION
    return size


out_size = output_size(x.shape[2], x.shape[3], pool_h, pool_w, stride, pad)

# %% given="out_size"
out_size = as_array(out_size)

# %% check="out_size" points=1
assert out_size is not None, "output_size still returns None. Your code goes into the cell above."
assert out_size.shape == (2,), "out_size must be two numbers: out_h and out_w."
assert out_size.dtype.kind == "i", f"Sizes are whole numbers (int); yours are {out_size}."
for direction, size, counted in zip(["down", "across"], out_size.tolist(), dout.shape[2:], strict=True):
    assert size == counted, (
        f"With the border, the window stands in {counted} places {direction}; yours is {size}."
    )
print("out_size is right on these numbers.")

# %% [markdown]
# ## Part 1: max pooling
#
# ### Blank 2: `out`
#
# Write `forward`: the largest number of each window of each channel, in the shape `(N, C, out_h, out_w)` and in the dtype of `x`. **The border must never win.**
# `im2col` can add a border, but only one of zeros. Keep in `self` what `backward` will want to have.
#
# 패딩이 최댓값이 되면 안 됩니다. `im2col`의 패딩은 0이므로 직접 패딩하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# What number is smaller than every other one? Put a border of those around the picture yourself, with `np.pad` and its `constant_values`; then call
# `im2col` without padding.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `im2col` puts all channels of a window into one row. Reshape, so that each row has the window of one channel.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# The rows count images, places, then channels: `reshape` to `(N, out_h, out_w, C)` first, then bring the channels to the front with `transpose`.
#
# </details>


# %% answer="out"
def forward(self, x):
    N, C, H, W = x.shape
    out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
    out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1
    out = None  # instead of None: an array of shape (N, C, out_h, out_w)
    ### BEGIN SOLUTION
    # Put the border on before im2col, and fill it with minus infinity, which never wins. Each row is then
    # one window of one channel. The place of the largest number is kept for the way back.
    border = [(0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)]
    padded = np.pad(x, border, constant_values=-np.inf)
    col = im2col(padded, self.pool_h, self.pool_w, self.stride).reshape(-1, self.pool_h * self.pool_w)
    self.x = x
    self.arg_max = np.argmax(col, axis=1)
    out = np.max(col, axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
    ### END SOLUTION
    return out


Pooling.forward = forward
out = layer.forward(x)

# %% check="out" points=3
assert out is not None, "forward still returns None. Your code goes into the cell above."
assert isinstance(out, np.ndarray), f"forward must return a NumPy array; it returns a {type(out).__name__}."
assert out.shape == dout.shape, f"out has shape {out.shape}. Here (N, C, out_h, out_w) is {dout.shape}."
for i, j in np.ndindex(out.shape[2:]):
    window = [x[0, 0, y, z].item() for y, z in covered(i, j)]
    assert out[0, 0, i, j] in window, (
        f"The window at place ({i}, {j}) covers the pixels {window}; {out[0, 0, i, j]} is not one of them."
    )
    assert all(out[0, 0, i, j] >= number for number in window), (
        f"The window at place ({i}, {j}) covers the pixels {window}; {out[0, 0, i, j]} is not the largest."
    )
print("out is right on these numbers.")
print(out[0, 0])

# %% [markdown]
# ### Blank 3: `dx`
#
# Write `backward`: each number of `dout` goes to the pixel that won its window, to the first one if several are equal. Where windows overlap, gradients
# add up. The result has the shape of `self.x` and the dtype of `dout`.
#
# `dout`의 각 값은 이긴 픽셀로 갑니다. 겹치면 더해집니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Make rows of zeros, one for each window of each channel, and write one number of `dout` into each, at the place of its winner.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The rows count images, places, then channels. So bring the channels of `dout` to the end before you flatten it.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Reshape to one row for each window with all channels, and let `col2im` do the rest: given the padding, it also cuts the border off.
#
# </details>


# %% answer="dx"
def backward(self, dout):
    N, C, out_h, out_w = dout.shape
    dx = None  # instead of None: an array of the shape of self.x
    ### BEGIN SOLUTION
    # Each arriving number goes to the winner of its window, everything else is zero. Then the channels are
    # joined into im2col's rows, and col2im carries them home, adding where windows overlap.
    dmax = np.zeros((dout.size, self.pool_h * self.pool_w), dtype=dout.dtype)
    dmax[np.arange(dout.size), self.arg_max] = dout.transpose(0, 2, 3, 1).ravel()
    dcol = dmax.reshape(N * out_h * out_w, C * self.pool_h * self.pool_w)
    dx = col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
    ### END SOLUTION
    return dx


Pooling.backward = backward
dx = layer.backward(dout)

# %% check="dx" points=3
assert dx is not None, "backward still returns None. Your code goes into the cell above."
assert isinstance(dx, np.ndarray), f"backward must return a NumPy array; it returns a {type(dx).__name__}."
assert dx.shape == x.shape, (
    f"dx has shape {dx.shape}. A gradient has the shape of what it belongs to: x has {x.shape}."
)
assert np.isclose(dx.sum(), dout.sum()), (
    f"dout adds up to {dout.sum()}, dx to {dx.sum()}. Nothing may get lost, not in the border either, and nothing may be made."
)
for y, z in np.ndindex(x.shape[2:]):
    won = [
        dout[0, 0, i, j]
        for i, j in np.ndindex(dout.shape[2:])
        if (y, z) in covered(i, j) and all(x[0, 0, y, z] >= x[0, 0, p, q] for p, q in covered(i, j))
    ]
    assert np.isclose(dx[0, 0, y, z], sum(won)), (
        f"Pixel ({y}, {z}) wins {len(won)} window(s), which bring back {sum(won)}; you give it {dx[0, 0, y, z]}."
    )
print("dx is right on these numbers.")
print(dx[0, 0])

# %% [markdown]
# ## Part 2: average pooling
#
# ### Blank 4: `average`
#
# Write `forward` of the other layer: the mean of each window of each channel. Here the border **does** count, as zeros, as in PyTorch unless told otherwise:
# each sum is divided by `pool_h * pool_w`, everywhere.
#
# 평균 풀링에서는 패딩을 0으로 셉니다. 언제나 `pool_h * pool_w`로 나눕니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# A border of zeros is what `im2col` adds.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# It is your method from above with two changes.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.mean` along the same axis as `np.max`. Who won is not of interest here.
#
# </details>


# %% answer="average"
def average_forward(self, x):
    N, C, H, W = x.shape
    out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
    out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1
    out = None  # instead of None: an array of shape (N, C, out_h, out_w)
    ### BEGIN SOLUTION
    # Here zeros are right for the border: the mean is taken over the whole window. No winner is remembered,
    # for nobody won.
    rows = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.pool_h * self.pool_w)
    self.x = x
    out = np.mean(rows, axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
    ### END SOLUTION
    return out


AveragePooling.forward = average_forward
average = average_layer.forward(x)

# %% check="average" points=1
assert average is not None, "average_forward still returns None. Your code goes into the cell above."
assert isinstance(average, np.ndarray), (
    f"It must return a NumPy array; it returns a {type(average).__name__}."
)
assert average.shape == dout.shape, (
    f"average has shape {average.shape}. Here (N, C, out_h, out_w) is {dout.shape}."
)
for i, j in np.ndindex(average.shape[2:]):
    window = [x[0, 0, y, z].item() for y, z in covered(i, j)]
    assert np.isclose(average[0, 0, i, j] * pool_h * pool_w, sum(window)), (
        f"The window at place ({i}, {j}) covers the pixels {window}, and the rest of it zeros. Their mean is not {average[0, 0, i, j]}."
    )
print("average is right on these numbers.")
print(average[0, 0])

# %% [markdown]
# ### Blank 5: `dx_average`
#
# And its way back. Every number of a window had the same part in the mean, so each gets the same share of the gradient.
#
# 윈도우의 모든 수가 기울기를 똑같이 나누어 받습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How much does the mean of a window grow when one of its numbers grows by 1?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Each row for `col2im` holds the same number `pool_h * pool_w` times, for each channel.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.repeat` says every number as often as you want, one after the other. Bring the channels of `dout` to the end first, as above.
#
# </details>


# %% answer="dx_average"
def average_backward(self, dout):
    N, C, out_h, out_w = dout.shape
    dx = None  # instead of None: an array of the shape of self.x
    ### BEGIN SOLUTION
    # Every pixel of a window had the same part in the mean, so each gets the same share of the gradient.
    # `repeat` writes it down once for each place in the window.
    pool_size = self.pool_h * self.pool_w
    shares = np.repeat(dout.transpose(0, 2, 3, 1).ravel() / pool_size, pool_size)
    shares = shares.reshape(N * out_h * out_w, C * pool_size)
    dx = col2im(shares, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
    ### END SOLUTION
    return dx


AveragePooling.backward = average_backward
dx_average = average_layer.backward(dout)

# %% check="dx_average" points=2
assert dx_average is not None, "average_backward still returns None. Your code goes into the cell above."
assert isinstance(dx_average, np.ndarray), (
    f"It must return a NumPy array; it returns a {type(dx_average).__name__}."
)
assert dx_average.shape == x.shape, f"dx_average has shape {dx_average.shape}. x has {x.shape}."
for y, z in np.ndindex(x.shape[2:]):
    arriving = [dout[0, 0, i, j] for i, j in np.ndindex(dout.shape[2:]) if (y, z) in covered(i, j)]
    assert np.isclose(dx_average[0, 0, y, z] * pool_h * pool_w, sum(arriving)), (
        f"Pixel ({y}, {z}) lies in {len(arriving)} window(s), at which {sum(arriving)} arrives. Its share of that is not {dx_average[0, 0, y, z]}."
    )
print("dx_average is right on these numbers.")
print(dx_average[0, 0])

# %% [markdown]
# Add up `dx_average` and compare with `dout`: some of the gradient went into the border and is gone. With max pooling nothing is lost.
#
# 평균 풀링에서는 기울기의 일부가 패딩으로 사라집니다.
#
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check pooling-layer.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

# %% [markdown]
# # Faster
#
# *The slides' pages on time and precision, and `half_float_network.py`. About 60 minutes, 10 points.*
#
# Where does the time go? On the slides convolution takes 95 % of AlexNet's forward pass on a GPU. You will build the stopwatch that finds this out, count the
# multiplications that explain it, and then save: how many bits does a weight need?
#
# | blank | what it is | points |
# |---|---|---|
# | `seconds` | the time of each layer | 3 |
# | `shares` | each layer's part of the whole | 1 |
# | `multiply_adds` | the work in each layer | 2 |
# | `sizes` | bytes for weights of 64, 32, 16 bits and 1 bit | 1 |
# | `changes` | how far the scores move when weights are rounded | 2 |
# | `accuracies` | what that does to the answers | 1 |
#
# 계층별 시간을 재고, 곱셈 수를 세고, 비트를 줄이면 정확도가 어떻게 되는지 알아봅니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last line of a blank as it is: it calls your function.
#
# **How it is graded.** No real time is graded: no computer is always equally fast. Your stopwatch is tried on layers that take exactly as long as a
# table says, by a clock that stands still in between. Your cells are run again with other tables, other layers and other weights, so use the names.
# 실제 시간은 채점하지 않습니다. 정해진 시간이 걸리는 가짜 계층과 가짜 시계로 채점합니다.

# %% given="imports"
import time

import numpy as np

# %% [markdown]
# ## The numbers
#
# `costs[r, i]` says how many seconds layer `i` takes when the network runs for the time `r`; the first time is slow, as in life.
# `conv_layers` describes convolution layers, one in each row: FN, C, FH, FW, H, W, stride, pad. `x`, `t`, `W` and `b` are digits, their answers,
# and a matrix that reads them: `x @ W + b` are the scores.
#
# `costs`는 실행마다 계층이 쓰는 시간, `conv_layers`는 합성곱 계층의 크기, `x @ W + b`는 점수입니다.

# %% tags=["parameters"]
from modlab.datasets import load_digits

costs = np.array([[5.0, 0.5, 0.25, 2.0], [3.0, 0.25, 0.25, 1.0], [3.5, 0.5, 0.125, 0.75]], dtype=np.float32)
conv_layers = np.array(
    [[96, 3, 11, 11, 227, 227, 4, 0], [256, 96, 5, 5, 27, 27, 1, 2], [384, 256, 3, 3, 13, 13, 1, 1]]
)
(x_train, t_train), (x, t) = load_digits()
# Least squares: the matrix whose scores come nearest to 1 for the right answer and 0 for all others.
b = np.full(10, 0.1, dtype=np.float32)
W = np.linalg.lstsq(x_train.T @ x_train + np.eye(64), x_train.T @ (np.eye(10)[t_train] - 0.1), rcond=None)[
    0
].astype(np.float32)
del load_digits, x_train, t_train  # only these stay: when your work is graded, others stand in their place


# %% given="helpers"
def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    return (
        None
        if numbers is None or None in np.ravel(np.asarray(numbers, dtype=object)).tolist()
        else np.asarray(numbers)
    )


class StoppedClock:
    """A clock that only goes on when a layer works."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Pretend:
    """A layer that takes as long as a table says, and adds 1 to what it gets, so that it shows whether all have run in order."""

    def __init__(self, number, seconds, clock):
        self.number, self.seconds, self.clock = number, list(seconds), clock
        self.runs, self.got = 0, []

    def forward(self, x):
        self.got.append(float(x))
        self.clock.now += self.seconds[min([self.runs, len(self.seconds) - 1])]
        self.runs += 1
        return x + 1


clock = StoppedClock()
layers = [Pretend(i, costs[:, i].tolist(), clock) for i in range(costs.shape[1])]
repeats = len(costs)
print(
    f"{len(layers)} layers to time, {repeats} times; {len(conv_layers)} layers to count; {len(x)} digits to read"
)

# %% [markdown]
# ## Part 1: a stopwatch
#
# ### Blank 1: `seconds`
#
# Run the layers forward, one after the other, each on what the one before gave; do that `repeats` times, from `x` anew each time. Look at the clock
# **just before** and **just after** each layer: `clock()` returns the time in seconds. Return for each layer the **shortest** of its times: whatever
# else the computer did can only have made it longer.
#
# 계층을 차례로 `repeats`번 실행하며 시간을 재고, 계층마다 가장 짧은 시간을 돌려주세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Two loops: over the repeats, and within it over the layers. The outer one begins with the picture again.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `before = clock()`, then the layer, then `clock() - before`. Keep what the layer gives: the next one needs it.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Collect the times in an array of shape `(repeats, len(layers))`; then `min(axis=…)`.
#
# </details>


# %% answer="seconds"
def time_layers(layers, x, repeats, clock=time.perf_counter):
    seconds = None  # instead of None: one time for each layer
    ### BEGIN SOLUTION
    # Time each layer by itself, several times over, and keep the *smallest*: noise from other programs only
    # ever makes a run slower.
    times = np.empty((repeats, len(layers)))
    for run in range(repeats):
        out = x
        for number in range(len(layers)):
            start = clock()
            out = layers[number].forward(out)
            times[run, number] = clock() - start
    seconds = times.min(axis=0)
    ### END SOLUTION
    return seconds


seconds = time_layers(layers, 0.0, repeats, clock)

# %% given="seconds"
seconds = as_array(seconds)
got = (
    np.array([layer.got for layer in layers])
    if [layer.runs for layer in layers] == [repeats] * len(layers)
    else np.zeros(0)
)

# %% check="seconds" points=3
assert seconds is not None, "time_layers still returns None. Your code goes into the cell above."
assert seconds.shape == (len(layers),), (
    f"There must be one time for each of the {len(layers)} layers; the shape of yours is {seconds.shape}."
)
for i, layer in enumerate(layers):
    assert layer.runs == repeats, f"Layer {i} ran {layer.runs} times; it must run {repeats} times."
    assert layer.got == [float(i)] * repeats, (
        f"Layer {i} got {layer.got}. Every time it must get what the layers before it make of the picture, here {float(i)}."
    )
    assert np.isclose(seconds[i], min(layer.seconds)), (
        f"Layer {i} took {layer.seconds} seconds; the shortest is {min(layer.seconds)}. Yours is {seconds[i]}."
    )
print("time_layers is right on these numbers.")

# %% [markdown]
# ### Blank 2: `shares`
#
# What part of the whole does each layer take? Write a function of the seconds; its results add up to 1.
#
# 계층별 시간의 비율을 구하세요. 모두 더하면 1입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The whole is the sum over all layers.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# An array divided by a number is divided everywhere.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# For `[3, 1]` the shares are `[0.75, 0.25]`.
#
# </details>


# %% answer="shares"
def shares_of(seconds):
    shares = None  # instead of None: one number for each layer
    ### BEGIN SOLUTION
    # Each part by the whole. The shares add up to one, whatever the unit was.
    shares = seconds / seconds.sum()
    ### END SOLUTION
    return shares


shares = shares_of(costs[-1])

# %% given="shares"
shares = as_array(shares)

# %% check="shares" points=1
assert shares is not None, "shares_of still returns None. Your code goes into the cell above."
assert shares.shape == costs[-1].shape, (
    f"There must be a share for each layer; the shape of yours is {shares.shape}."
)
assert np.isclose(shares.sum(), 1, atol=1e-5), f"Shares add up to 1; yours add up to {shares.sum():.4f}."
for i in range(len(shares)):
    assert np.isclose(shares[i] * costs[-1].sum(), costs[-1, i], atol=1e-4), (
        f"Layer {i} takes {costs[-1, i]} of {costs[-1].sum()} seconds; a share of {shares[i]:.4f} would be {shares[i] * costs[-1].sum():.4f}."
    )
print("shares is right on these numbers.")

# %% [markdown]
# Now real layers by a real clock. Whatever it says on your computer is right for your computer.

# %% given="real_layers"
from modlab.layers import (
    Affine,
    Convolution,
    Pooling,
    Relu,
)  # not there when your work is graded: this is for you alone

rng = np.random.default_rng(0)
real = [
    Convolution(rng.standard_normal((32, 3, 5, 5), dtype=np.float32), stride=1, pad=2),
    Relu(),
    Pooling(2, 2, stride=2),
    Convolution(rng.standard_normal((64, 32, 5, 5), dtype=np.float32), stride=1, pad=2),
    Relu(),
    Pooling(2, 2, stride=2),
    Affine(rng.standard_normal((64 * 8 * 8, 10), dtype=np.float32)),
]
measured = np.asarray(time_layers(real, rng.standard_normal((20, 3, 32, 32), dtype=np.float32), 3))
for layer, share in zip(real, shares_of(measured), strict=True):
    print(f"{type(layer).__name__:12} {share:6.1%}")

# %% [markdown]
# ## Part 2: why convolution?
#
# ### Blank 3: `multiply_adds`
#
# Count the multiplications that one picture needs in a convolution layer (each comes with an addition, so one speaks of multiply–adds; the bias is left out).
# Write a function of FN, C, FH, FW, H, W, stride and pad; round the output's size down.
#
# 그림 한 장이 합성곱 계층을 지날 때의 곱셈 수를 세세요. 편향은 빼고, 출력 크기는 내림합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How many multiplications does one window under one filter take?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# In how many places does a filter stand? `(H + 2 * pad - FH) // stride + 1` along the height.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Places, times filters, times the numbers in one filter.
#
# </details>


# %% answer="multiply_adds"
def count_multiply_adds(FN, C, FH, FW, H, W, stride, pad):
    count = None  # instead of None: one whole number
    ### BEGIN SOLUTION
    # One multiply-add for each number in a window, for each window, for each filter. The biases are
    # additions only.
    out_h = (H + 2 * pad - FH) // stride + 1
    out_w = (W + 2 * pad - FW) // stride + 1
    count = FN * out_h * out_w * C * FH * FW
    ### END SOLUTION
    return count


multiply_adds = [count_multiply_adds(*layer) for layer in conv_layers.tolist()]

# %% given="multiply_adds"
multiply_adds = as_array(multiply_adds)
print("multiply-adds:", multiply_adds)

# %% check="multiply_adds" points=2
assert multiply_adds is not None, (
    "count_multiply_adds still returns None. Your code goes into the cell above."
)
assert multiply_adds.dtype.kind == "i", (
    f"Multiplications are counted in whole numbers (int); yours are {multiply_adds}."
)
for layer, count in zip(conv_layers.tolist(), multiply_adds.tolist(), strict=True):
    filters, channels, *window, height, width, step, border = layer
    places = [
        len(range(-border, size + border - length + 1, step))
        for size, length in zip((height, width), window, strict=True)
    ]
    one_filter = np.zeros((channels, *window)).size
    assert count % one_filter == 0, (
        f"Layer {layer}: each window under each filter takes {one_filter} multiplications; {count} is no multiple of that."
    )
    assert count == filters * np.prod(places) * one_filter, (
        f"Layer {layer}: a filter stands in {places[0]} times {places[1]} places, and there are {filters} filters. "
        f"Your count is enough for {count // one_filter} windows under a filter."
    )
print("multiply_adds is right on these numbers.")

# %% [markdown]
# ## Part 3: fewer bits
#
# ### Blank 4: `sizes`
#
# How many **bytes** do so many weights take in 64, 32, 16 bits and 1 bit each? A byte has 8 bits; when bits are packed, the last byte may not be full, and it counts.
#
# 가중치 하나에 64, 32, 16, 1비트를 쓸 때 필요한 바이트 수. 마지막 바이트가 다 차지 않아도 셉니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# First the bits of all weights together, then the bytes.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# 9 bits need 2 bytes. `//` rounds down.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `-(-a // b)` rounds up; so does adding 7 before dividing by 8.
#
# </details>


# %% answer="sizes"
def bytes_needed(count, bits):
    size = None  # instead of None: one whole number
    ### BEGIN SOLUTION
    # Eight bits are a byte, and a byte that has begun must be kept whole: plus seven, then divide and round
    # down.
    size = (count * bits + 7) // 8
    ### END SOLUTION
    return size


sizes = [bytes_needed(W.size + b.size, bits) for bits in (64, 32, 16, 1)] + [bytes_needed(W.size + 3, 1)]

# %% given="sizes"
sizes = as_array(sizes)

# %% check="sizes" points=1
assert sizes is not None, "bytes_needed still returns None. Your code goes into the cell above."
assert sizes.dtype.kind == "i", f"Bytes are counted in whole numbers (int); yours are {sizes}."
for size, dtype in zip(sizes.tolist(), [np.float64, np.float32, np.float16], strict=False):
    nbytes = np.zeros(W.size + b.size, dtype).nbytes
    assert size == nbytes, (
        f"An array of so many {np.dtype(dtype).name} numbers takes {nbytes} bytes; yours is {size}."
    )
for size, count in zip(sizes[3:].tolist(), [W.size + b.size, W.size + 3], strict=True):
    packed = len(np.packbits(np.zeros(count, bool)))
    assert size == packed, f"{count} single bits, packed, take {packed} bytes; yours is {size}."
print("sizes is right on these numbers:", sizes)

# %% [markdown]
# ### Blank 5: `changes`
#
# Store the weights in fewer bits, and compute as before: three versions of `W`, each back in the dtype of `W`.
#
# - **float16**: rounded to `np.float16` and back;
# - **8 bits**: the largest weight (by size, without its sign) of the whole matrix is 127 steps; every weight is rounded to the nearest whole step;
# - **1 bit**: only the sign is left, +1 or −1 (0 counts as +1), times one number for each **column**: the mean of the column's weights without their signs.
#
# Write a function that returns the three matrices in this order. Then `changes` says how far the scores move at most.
#
# `W`를 float16, 8비트, 1비트로 줄인 세 행렬을 돌려주세요. 1비트의 크기는 열마다 절댓값의 평균입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `A.astype(np.float16).astype(A.dtype)` goes there and back.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# 8 bits: how large is one step? Divide by it, `np.round`, multiply by it again.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# 1 bit: `np.where(W >= 0, 1, -1)` are the signs; `np.abs(W).mean(axis=…)` the sizes. Which axis vanishes when there is one number for each column?
#
# </details>


# %% answer="changes"
def fewer_bits(W):
    versions = None  # instead of None: a list of three matrices, float16, 8 bits, 1 bit
    ### BEGIN SOLUTION
    # float16: convert and convert back. 8 bits: 127 steps on each side of nought, as wide as the largest
    # weight needs. 1 bit: the sign, times the mean size of its column, which of all scales makes the
    # smallest squared error.
    step = np.abs(W).max() / 127
    signs, column_sizes = np.where(W >= 0, 1, -1), np.abs(W).mean(axis=0)
    versions = [W.astype(np.float16), np.round(W / step) * step, signs * column_sizes]
    versions = [version.astype(W.dtype) for version in versions]
    ### END SOLUTION
    return versions


versions = fewer_bits(W)

# %% given="changes"
changes = (
    None
    if versions is None
    else np.array([np.abs((x @ version + b) - (x @ W + b)).max() for version in versions]).astype(x.dtype)
)
half, eight, one = (None,) * 3 if versions is None else versions
print("the scores move by at most:", changes)

# %% check="changes" points=2
assert changes is not None, "fewer_bits still returns None. Your code goes into the cell above."
for version, name in zip(versions, ["float16", "8 bits", "1 bit"], strict=True):
    assert np.shape(version) == W.shape, (
        f"{name}: the matrix has shape {np.shape(version)}; it must have that of W, {W.shape}."
    )
    assert version.dtype == W.dtype, (
        f"{name}: the matrix holds {version.dtype} numbers; bring it back to {W.dtype}."
    )
for name, version in [("float16", half), ("8 bits", eight)]:
    assert not np.array_equal(version, W), f"{name}: nothing has been rounded."
assert np.array_equal(half, half.astype(np.float16)), "float16: some numbers need more than 16 bits."
assert np.abs(half - W).max() <= np.abs(W).max() / 2000, (
    f"float16: a weight moves by {np.abs(half - W).max():.6f}; rounding moves it by much less."
)
levels = eight / np.abs(W).max() * 127
assert np.allclose(levels, np.round(levels), atol=1e-3), (
    "8 bits: some weights do not lie on a whole step of the largest weight / 127."
)
assert np.abs(eight - W).max() <= np.abs(W).max() / 127 * 0.501, (
    "8 bits: a weight moves by more than half a step. Round to the nearest one."
)
for column in range(W.shape[1]):
    wanted = sum(abs(w) for w in W[:, column].tolist()) / len(W)
    assert np.allclose(np.abs(one[:, column]), wanted, rtol=1e-4), (
        f"1 bit: in column {column} every weight must have the size {wanted:.4f}."
    )
    assert ((one[:, column] > 0) == (W[:, column] >= 0)).all(), (
        f"1 bit: in column {column} a weight has the wrong sign."
    )
print("fewer_bits is right on these numbers.")

# %% [markdown]
# ### Blank 6: `accuracies`
#
# And the answers? Which part of the digits is read rightly with weights `W`? The guess is the class with the highest score of `x @ W + b`. Write it as a function; it is called
# on `W` and on three rough versions of it.
#
# 점수가 가장 높은 숫자가 예측입니다. 맞게 읽은 비율을 구하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `argmax(axis=…)`: the guess is a **column** of the scores, one for each row.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Comparing two arrays with `==` gives True and False, and these are 1 and 0 to `np.mean`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Do not forget the bias.
#
# </details>


# %% answer="accuracies"
def accuracy(x, t, W, b):
    part = None  # instead of None: a number from 0 to 1
    ### BEGIN SOLUTION
    # The guess is the class with the highest score; the mean of right and wrong is the part that is right.
    part = np.mean((x @ W + b).argmax(axis=1) == t)
    ### END SOLUTION
    return part


rough = [W, np.round(W, 2), np.round(W, 1), W * (np.abs(W) > np.abs(W).mean())]
accuracies = [accuracy(x, t, weights, b) for weights in rough]

# %% given="accuracies"
accuracies = as_array(accuracies)

# %% check="accuracies" points=1
assert accuracies is not None, "accuracy still returns None. Your code goes into the cell above."
assert accuracies.shape == (4,), (
    f"Each call must give one number; the shape of all four is {accuracies.shape}."
)
for weights, part in zip(rough, accuracies.tolist(), strict=True):
    right = sum(1 for row, answer in zip(x @ weights + b, t.tolist(), strict=True) if max(row) == row[answer])
    assert np.isclose(part, right / len(t), atol=1e-6), (
        f"{right} of {len(t)} digits get their highest score at the right answer, that is {right / len(t):.4f}. Yours is {part:.4f}."
    )
print("accuracies is right on these numbers:", np.round(accuracies, 4))

# %% given="comparison"
if versions is not None and accuracies is not None:
    for name, weights in zip(["as they are", "float16", "8 bits", "1 bit"], [W, *versions], strict=True):
        print(f"{name:12} {accuracy(x, t, weights, b):.1%} of the digits are read rightly")

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check faster.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

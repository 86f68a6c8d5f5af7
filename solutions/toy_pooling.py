# %% [markdown]
# # Pooling small enough to do by hand
#
# *The slides' `prac2_toyPooling.py`. About 45 minutes, 10 points.*
#
# Max pooling keeps the largest number of each window and forgets the rest. On the way back, the gradient goes to the pixel that won, and to no
# other. You will do both on a picture of two channels, and then meet the two cases that are easy to get wrong: equal numbers, and windows that overlap.
#
# | blank | what it is | shape | points |
# |---|---|---|---|
# | `col` | every window of every channel, one in each row | `(N * out_h * out_w * C, pool_h * pool_w)` | 2 |
# | `arg_max` | which number of its window is the largest | one for each row | 1 |
# | `out` | the largest number itself | one for each row | 1 |
# | `dmax` | the gradient, at the place of the winner | the shape of `col` | 2 |
# | `dcol` | the same, laid out for `col2im` | the shape of `col_old` | 2 |
# | `ties` | the gradient of a picture of equal numbers | 3 × 3 | 1 |
# | `peak` | the gradient of a picture with one peak | 3 × 3 | 1 |
#
# 최대 풀링의 순전파와 역전파를 한 단계씩 만들고, 값이 같을 때와 윈도우가 겹칠 때를 살펴봅니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere.
#
# **How it is graded.** Your cells are run again on other pictures: more images, more channels, windows that are not square, negative numbers,
# equal numbers. So use the names (`C_`, `pool_h`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

from modlab.im2col import col2im, im2col

# %% [markdown]
# ## The picture and the window
#
# The slides' numbers: one picture of two channels, 3 by 3 pixels, and a window of 2 by 2 that moves one pixel at a time.
# `dout` is the gradient that comes from above.
#
# 입력 `x`, 윈도우의 크기, 그리고 위에서 내려오는 기울기 `dout`.

# %% tags=["parameters"]
x = np.arange(1 * 2 * 3 * 3.0).reshape(1, 2, 3, 3)  # (images N, channels C, height H, width W)
pool_h = 2
pool_w = 2
stride = 1
dout = np.ones((1, 2, 2, 2))  # (N, C, out_h, out_w)

# %% given="shapes"
N_, C_, H_, W_ = x.shape
out_h = (H_ - pool_h) // stride + 1
out_w = (W_ - pool_w) // stride + 1
pool_size = pool_h * pool_w

col_old = im2col(x, pool_h, pool_w, stride)  # every window in one row, all of its channels together
print(f"{N_} image(s) of {C_}×{H_}×{W_}, a window of {pool_h}×{pool_w}: the output is {C_}×{out_h}×{out_w}")
print("col_old has shape", col_old.shape)
print(col_old)


def as_array(numbers):
    """Return a list of numbers as an array, and None as long as there is none."""
    return None if numbers is None else np.asarray(numbers, dtype=float)


# %% [markdown]
# ## Part 1: forward
#
# ### Blank 1: `col`
#
# A row of `col_old` holds a window through **all** channels, as a convolution wants it. But pooling looks at each channel by itself. Bring
# `col_old` into a shape with one channel's window in each row.
#
# 풀링은 채널마다 따로 합니다. 한 행에 한 채널의 윈도우만 오도록 형태를 바꾸세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How many numbers does the window of one channel have? That is the length of the new rows.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Look at a row of `col_old` as it is printed: first all numbers of channel 0, then all of channel 1. They lie in the right order already.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `reshape` keeps the order of the numbers, and takes `-1` for "as many rows as it needs".
#
# </details>

# %% answer="col"
col = None  # instead of None: col_old in another shape
### BEGIN SOLUTION
# im2col puts the channels of a window one after the other into a row. Pooling looks at each channel alone,
# so cut the row there: `-1` lets NumPy count the rows.
col = col_old.reshape(-1, pool_size)
### END SOLUTION

# %% check="col" points=2
assert col is not None, "col is still None. Your code goes into the cell above."
assert isinstance(col, np.ndarray), f"col must be a NumPy array; it is a {type(col).__name__}."
assert col.shape == (N_ * out_h * out_w * C_, pool_h * pool_w), (
    f"col has shape {col.shape}. It needs one row for each window of each channel, and one column for each number in it: "
    f"{(N_ * out_h * out_w * C_, pool_h * pool_w)}."
)
for channel in range(C_):
    window = x[0, channel, :pool_h, :pool_w].ravel()
    assert np.array_equal(col[channel], window), (
        f"Row {channel} must be the first window of channel {channel}, {window}; yours is {col[channel]}."
    )
assert np.array_equal(col[-1], x[-1, -1, -pool_h:, -pool_w:].ravel()), (
    "The first rows are right, the last one is not."
)
print("col is right on these numbers.")

# %% [markdown]
# ### Blank 2: `arg_max`
#
# For each row of `col`: the **place** of its largest number, counted from 0. If several are equal, the first of them. Backward will need it.
#
# 각 행에서 가장 큰 수의 위치. 같은 수가 여럿이면 첫 번째입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# NumPy has a function that gives the place of the largest number, and another one that gives the number itself.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Without an axis, it looks for one winner in the whole array. You want one in each row.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `axis` names the axis that disappears. Rows are axis 0; what must disappear are the columns.
#
# </details>

# %% answer="arg_max"
arg_max = None  # instead of None: one place for each row
### BEGIN SOLUTION
# Along axis 1, so that each row gives one answer. With equal numbers `argmax` takes the first one.
arg_max = np.argmax(col, axis=1)
### END SOLUTION

# %% check="arg_max" points=1
assert arg_max is not None, "arg_max is still None. Your code goes into the cell above."
assert isinstance(arg_max, np.ndarray), f"arg_max must be a NumPy array; it is a {type(arg_max).__name__}."
assert arg_max.shape == (len(col),), (
    f"arg_max has shape {arg_max.shape}. It needs one place for each row of col: {(len(col),)}."
)
assert arg_max.dtype.kind in "iu", f"Places are whole numbers; arg_max holds {arg_max.dtype}."
for row, place in enumerate(arg_max):
    assert 0 <= place < pool_size, f"Row {row}: a window has places 0 to {pool_size - 1}; yours is {place}."
    assert all(col[row, place] >= number for number in col[row]), (
        f"Row {row} is {col[row]}. At place {place} stands {col[row, place]}, and that is not the largest."
    )
print("arg_max is right on these numbers.")

# %% [markdown]
# ### Blank 3: `out`
#
# And the largest number of each row.
#
# 각 행에서 가장 큰 수.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The other function of the two, along the same axis.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Some pictures have negative numbers only; their maximum is negative, too. Do not start from 0.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# You may also fetch it: in row `r` it stands at place `arg_max[r]`, and NumPy takes an array of rows and an array of places at once.
#
# </details>

# %% answer="out"
out = None  # instead of None: one number for each row
### BEGIN SOLUTION
# The largest number of each row. `col[np.arange(len(col)), arg_max]` would be the same.
out = np.max(col, axis=1)
### END SOLUTION

# %% check="out" points=1
assert out is not None, "out is still None. Your code goes into the cell above."
assert isinstance(out, np.ndarray), f"out must be a NumPy array; it is a {type(out).__name__}."
assert out.shape == (len(col),), (
    f"out has shape {out.shape}. It needs one number for each row of col: {(len(col),)}."
)
for row, number in enumerate(out):
    assert number == sorted(col[row])[-1], f"Row {row} is {col[row]}; its largest number is not {number}."
print("out is right on these numbers.")

# %% [markdown]
# The rows become a picture again. They count images, places and channels, in this order; then the channels move in front.

# %% given="picture"
out_final = out.reshape(N_, out_h, out_w, C_).transpose(0, 3, 1, 2)
print(out_final)

# %% [markdown]
# ## Part 2: backward
#
# ### Blank 4: `dmax`
#
# Make an array of zeros in the shape of `col`, in the dtype of `dout`. Then write into each row, at the place of its winner, the number of `dout` that
# belongs to this window. Mind the order: `dout` is `(N, C, out_h, out_w)`, but the rows count images, places, **then** channels.
#
# `dout`의 축 순서는 `(N, C, out_h, out_w)`이고, 행의 순서는 이미지, 위치, 채널입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# First bring the numbers of `dout` into the order of the rows: channels last, and then all in one line.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `A[rows, places] = numbers`, with three arrays of the same length, writes one number in each row.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.arange(len(col))` counts the rows. `dmax[:, arg_max]` would be something else: whole columns.
#
# </details>

# %% answer="dmax"
dmax = None  # instead of None: zeros, and one number of dout in each row
### BEGIN SOLUTION
# Zeros everywhere, and in each row the arriving gradient at the winner's place. The rows of `col` run
# window by window with the channels inside, so the channels of `dout` must come last before it is laid
# flat.
dmax = np.zeros(col.shape, dtype=dout.dtype)
dmax[np.arange(len(col)), arg_max] = dout.transpose(0, 2, 3, 1).ravel()
### END SOLUTION

# %% check="dmax" points=2
assert dmax is not None, "dmax is still None. Your code goes into the cell above."
assert isinstance(dmax, np.ndarray), f"dmax must be a NumPy array; it is a {type(dmax).__name__}."
assert dmax.shape == col.shape, (
    f"dmax has shape {dmax.shape}. A gradient has the shape of what it belongs to: col has {col.shape}."
)
for row in range(len(col)):
    image, place, channel = np.unravel_index(row, (N_, out_h * out_w, C_))
    arriving = dout[image, channel].ravel()[place]
    assert dmax[row, arg_max[row]] == arriving, (
        f"Row {row} is place {place} of channel {channel}. Its winner gets {arriving}; yours gets {dmax[row, arg_max[row]]}."
    )
    assert np.count_nonzero(dmax[row]) <= 1, (
        f"Row {row} of dmax is {dmax[row]}: only the winner gets something."
    )
print("dmax is right on these numbers.")

# %% [markdown]
# ### Blank 5: `dcol`
#
# Undo blank 1: `col2im` wants rows in which all channels of a window stand together, in the shape of `col_old`.
#
# 1번의 반대입니다. `col_old`의 형상으로 되돌리세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Is anything in the wrong order, or only in the wrong shape?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `col_old` has `N_ * out_h * out_w` rows.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# One `reshape`, with `-1` for the length of the rows.
#
# </details>

# %% answer="dcol"
dcol = None  # instead of None: dmax in another shape
### BEGIN SOLUTION
# The channels of a window stand in rows below each other; joining them makes the long rows that col2im
# expects.
dcol = dmax.reshape(N_ * out_h * out_w, -1)
### END SOLUTION

# %% check="dcol" points=2
assert dcol is not None, "dcol is still None. Your code goes into the cell above."
assert isinstance(dcol, np.ndarray), f"dcol must be a NumPy array; it is a {type(dcol).__name__}."
assert dcol.shape == col_old.shape, (
    f"dcol has shape {dcol.shape}; it must have that of col_old: {col_old.shape}."
)
for row in range(len(col_old)):
    for channel in range(C_):
        piece = dcol[row, channel * pool_size : (channel + 1) * pool_size]
        assert np.array_equal(piece, dmax[row * C_ + channel]), (
            f"Window {row}, channel {channel}: it must be row {row * C_ + channel} of dmax, {dmax[row * C_ + channel]}; yours is {piece}."
        )
print("dcol is right on these numbers.")

# %% given="dx"
dx = col2im(dcol, x.shape, pool_h, pool_w, stride)
print(dx)

# %% [markdown]
# ## Part 3: two special cases
#
# ### Blank 6: `ties`
#
# A picture of 3 × 3 pixels that are **all 5**, a window of 2 × 2 with stride 1, and a gradient of 1 at each of the four outputs. What is `dx`?
# Write it as three lists of three numbers. Do it with a pencil: who is the first in each window?
#
# 아홉 픽셀이 모두 5일 때 `dx`는? 각 윈도우의 첫 번째가 이깁니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# All numbers are equal, so `arg_max` is 0 in every window: its upper left pixel.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Mark the upper left pixel of each of the four windows in the picture.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Four gradients arrive, and nothing gets lost or is made: the nine numbers add up to four.
#
# </details>

# %% answer="ties"
ties = None  # instead of None: [[…], […], […]]
### BEGIN SOLUTION
# Of equal numbers the first one wins, in reading order. So each of the four windows sends its one to its
# own upper left pixel.
ties = [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
### END SOLUTION

# %% given="ties"
ties = as_array(ties)

# %% check="ties" points=1
assert ties is not None, "ties is still None. Your code goes into the cell above."
assert ties.shape == (3, 3), f"ties must be three lists of three numbers; its shape is {ties.shape}."
assert np.isclose(ties.sum(), 4), f"Four gradients of 1 arrive, and yours add up to {ties.sum():g}."
for y, z in np.ndindex(3, 3):
    begins_here = y + 2 <= 3 and z + 2 <= 3  # is this pixel the first one of a window?
    assert ties[y, z] == begins_here, (
        f"Pixel ({y}, {z}) is {'the first one of a window, and so wins it' if begins_here else 'not the first one of any window'}; "
        f"you give it {ties[y, z]:g}."
    )
print("ties is right.")

# %% [markdown]
# ### Blank 7: `peak`
#
# The same again, but now the picture is 0 everywhere except for a **9 in the middle**. What is `dx`?
#
# 가운데만 9이고 나머지는 0일 때 `dx`는?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# In how many of the four windows does the middle pixel lie?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# It wins in each of them, and each brings back a 1.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `col2im` adds where windows overlap. The nine numbers add up to four, again.
#
# </details>

# %% answer="peak"
peak = None  # instead of None: [[…], […], […]]
### BEGIN SOLUTION
# All four windows see the middle, and it wins in all of them. It collects four ones; nobody else gets
# anything.
peak = [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
### END SOLUTION

# %% given="peak"
peak = as_array(peak)

# %% check="peak" points=1
assert peak is not None, "peak is still None. Your code goes into the cell above."
assert peak.shape == (3, 3), f"peak must be three lists of three numbers; its shape is {peak.shape}."
assert np.count_nonzero(peak) <= 1, "Only one pixel wins here, so only one can get something."
assert peak[1, 1] == peak.sum(), "The pixel in the middle wins, so it is the one that gets something."
assert not peak[1, 1] < 2 * 2, (
    f"The middle pixel wins in several windows, and each brings back a 1; {peak[1, 1]:g} is too little."
)
assert not peak[1, 1] > 2 * 2, f"{peak[1, 1]:g} is more than arrives."
print("peak is right.")

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check toy-pooling.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

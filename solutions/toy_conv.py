# %% [markdown]
# # A convolution as one matrix product
#
# *The slides' 완전 단순 Conv, `prac1_toyConv.py`. About 40 minutes, 10 points.*
#
# You are given a 3×3 picture, two 2×2 filters and a bias for each filter. You will compute what a
# convolution layer gives, and then send a gradient back through it, in five short lines:
#
# | blank | what it is | shape | points |
# |---|---|---|---|
# | `col_W` | the filters, laid out as the columns of a matrix | `(C * FH * FW, FN)` | 2 |
# | `out` | the matrix product, with the bias added | `(N * out_h * out_w, FN)` | 2 |
# | `db` | the gradient of the bias | `(FN,)` | 2 |
# | `dcol_W` | the gradient of `col_W` | the shape of `col_W` | 2 |
# | `dcol` | the gradient of `col` | the shape of `col` | 2 |
#
# 다섯 칸을 채우면 합성곱 계층의 순전파와 역전파가 완성됩니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own expression there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere.
#
# **How it is graded.** Your cells are run again on other pictures and filters: more images, more channels, filters
# that are not square, other strides and padding. So use the names (`FN`, `col`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

from modlab.im2col import col2im, im2col

# %% [markdown]
# ## The picture, the filters, the bias
#
# The slides' numbers. `dout` is the gradient that arrives from the layers above; it is not needed until part 2.
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

# %% given="shapes"
N_, C_, H_, W_ = x.shape
FN, C, FH, FW = W.shape

out_h = (H_ + 2 * pad - FH) // stride + 1
out_w = (W_ + 2 * pad - FW) // stride + 1

col = im2col(x, FH, FW, stride, pad)  # every window of the picture, one in each row
print(f"{N_} image(s) of {C_}×{H_}×{W_}, {FN} filters of {C}×{FH}×{FW}: the output is {FN}×{out_h}×{out_w}")
print("col has shape", col.shape)
print(col)

# %% [markdown]
# ## Part 1: forward
#
# ### Blank 1: `col_W`
#
# Each row of `col` is one window. Lay each filter out as one **column**, its numbers in the same order
# as the window's, so that a row times a column is one window times one filter. The shape must be `(C * FH * FW, FN)`.
#
# 필터 하나가 열 하나가 되도록 `W`의 형태를 바꾸세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# First think of the filters as rows: what shape holds one filter in each of `FN` rows?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `reshape` takes `-1` for "whatever is left". It keeps the order of the numbers; it never turns rows into columns.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# A matrix with the filters as rows becomes one with the filters as columns by transposing it: `.T`.
#
# </details>

# %% answer="col_W"
col_W = None  # instead of None: W in another shape
### BEGIN SOLUTION
# `reshape(FN, -1)` gives each filter a row, its numbers in the order of a window's. The product needs
# filters as columns, so turn it over. Reshaping to `(-1, FN)` at once would have the right shape and mix
# the filters.
col_W = W.reshape(FN, -1).T
### END SOLUTION

# %% check="col_W" points=2
assert col_W is not None, "col_W is still None. Your code goes into the cell above."
assert isinstance(col_W, np.ndarray), f"col_W must be a NumPy array; it is a {type(col_W).__name__}."
assert col_W.shape == (C * FH * FW, FN), (
    f"col_W has shape {col_W.shape}. It needs one row for each number of a filter "
    f"and one column for each filter: {(C * FH * FW, FN)}."
)
for i in range(FN):
    assert sorted(col_W[:, i]) == sorted(W[i].ravel()), (
        f"Column {i} of col_W is {col_W[:, i]}. It must hold the numbers of filter {i} and no others."
    )
print("col_W is right on these numbers.")

# %% [markdown]
# ### Blank 2: `out`
#
# Now the whole convolution is one matrix product, as in an Affine layer. Add the bias.
# The shape must be `(N * out_h * out_w, FN)`: one row for each window, one column for each filter.
#
# Affine 계층처럼 행렬 곱을 하고 편향을 더하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Which shapes fit together? `col` has a row for each window, `col_W` a column for each filter.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `A @ B` is the matrix product. `A * B` is not: it multiplies number by number.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `b` has one number for each filter, and the filters are the columns: NumPy's broadcasting adds it to every row by itself.
#
# </details>

# %% answer="out"
out = None  # instead of None: the matrix product, plus the bias
### BEGIN SOLUTION
# Row times column is window times filter. The bias has one number for each column, and NumPy adds it to
# every row.
out = col @ col_W + b
### END SOLUTION

# %% check="out" points=2
assert out is not None, "out is still None. Your code goes into the cell above."
assert isinstance(out, np.ndarray), f"out must be a NumPy array; it is a {type(out).__name__}."
assert out.shape == (N_ * out_h * out_w, FN), (
    f"out has shape {out.shape}. It needs one row for each window and one column for each filter: "
    f"{(N_ * out_h * out_w, FN)}."
)
window = col[0].reshape(C, FH, FW)
for i in range(FN):
    by_hand = (window * W[i]).sum() + b[i]
    assert np.isclose(out[0, i], by_hand), (
        f"The first window under filter {i} gives {by_hand}: its products, summed, plus the bias. Yours is {out[0, i]}."
    )
    last_window = col[-1].reshape(C, FH, FW)
    by_hand = (last_window * W[i]).sum() + b[i]
    assert np.isclose(out[-1, i], by_hand), (
        f"The first window is right, the last one is not: under filter {i} it gives {by_hand}. Yours is {out[-1, i]}."
    )
print("out is right on these numbers.")

# %% [markdown]
# Rows of windows become pictures again: first give each axis its place, then move the filters in front of height and width.

# %% given="picture"
out_final = out.reshape(N_, out_h, out_w, -1).transpose(0, 3, 1, 2)
print(out_final)

# %% [markdown]
# ## Part 2: backward
#
# The layers above say how much the loss grows with each number of the output: that is `dout`, in the output's shape
# `(N, FN, out_h, out_w)`. Bring it into the shape of `out`, with a row for each window, and what is left is the backward pass of an Affine layer:
#
# $$\frac{\partial L}{\partial \mathbf{X}} = \frac{\partial L}{\partial \mathbf{Y}} \cdot \mathbf{W}^T, \qquad
# \frac{\partial L}{\partial \mathbf{W}} = \mathbf{X}^T \cdot \frac{\partial L}{\partial \mathbf{Y}}$$
#
# Here **X** is `col`, **W** is `col_W`, and **Y** is `out`.
#
# 역전파는 Affine 계층과 같습니다. 여기서 X는 `col`, W는 `col_W`입니다.

# %% given="dout"
dout_rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN)  # one row for each window, one column for each filter
print("dout_rows has shape", dout_rows.shape)

# %% [markdown]
# ### Blank 3: `db`
#
# A bias is added to **every** window of its filter, so its gradient gathers what arrives at all of them. One number for each filter: shape `(FN,)`.
#
# 편향은 필터마다 하나이고, 모든 윈도우에 더해졌습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `dout_rows` has a row for each window and a column for each filter. What must disappear, and what must stay?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The slides' example: for `dY = [[1, 2, 3], [4, 5, 6]]` the gradient of the bias is `[5, 7, 9]`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `sum(axis=…)` removes the axis that you name. Axis 0 counts the rows, axis 1 the columns.
#
# </details>

# %% answer="db"
db = None  # instead of None: the gradient of b
### BEGIN SOLUTION
# Each bias was added at every window, so it collects the gradient of all of them: a sum down the columns.
db = np.sum(dout_rows, axis=0)
### END SOLUTION

# %% check="db" points=2
assert db is not None, "db is still None. Your code goes into the cell above."
assert isinstance(db, np.ndarray), (
    f"db must be a NumPy array with one number for each filter; it is a {type(db).__name__}."
)
assert db.shape == b.shape, (
    f"db has shape {db.shape}. A gradient has the shape of what it belongs to: b has {b.shape}."
)
for i in range(FN):
    assert np.isclose(db[i], dout[:, i].sum()), (
        f"Over all windows of filter {i}, dout adds up to {dout[:, i].sum()}; your db[{i}] is {db[i]}."
    )
print("db is right on these numbers.")

# %% [markdown]
# ### Blank 4: `dcol_W`
#
# The gradient of `col_W`, in the shape of `col_W`. It is the second formula above.
#
# 위의 두 번째 식입니다. `col_W`와 같은 형상이어야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Write the shapes next to each other: `col` is (windows, numbers of a filter), `dout_rows` is (windows, filters). You want (numbers of a filter, filters).
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# In a matrix product the inner sizes vanish. It is the windows that have to vanish.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Transpose the one whose windows stand in the wrong place.
#
# </details>

# %% answer="dcol_W"
dcol_W = None  # instead of None: the gradient of col_W
### BEGIN SOLUTION
# The Affine layer's rule: what came in, turned over, times the gradient. A row of `col.T` holds every pixel
# that this weight ever met.
dcol_W = col.T @ dout_rows
### END SOLUTION

# %% check="dcol_W" points=2
assert dcol_W is not None, "dcol_W is still None. Your code goes into the cell above."
assert isinstance(dcol_W, np.ndarray), f"dcol_W must be a NumPy array; it is a {type(dcol_W).__name__}."
assert dcol_W.shape == (C * FH * FW, FN), (
    f"dcol_W has shape {dcol_W.shape}. A gradient has the shape of what it belongs to: col_W has {(C * FH * FW, FN)}."
)
for i in range(FN):
    by_hand = sum(col[row, 0] * dout_rows[row, i] for row in range(len(col)))
    assert np.isclose(dcol_W[0, i], by_hand), (
        f"The first weight of filter {i} met the first number of every window: its gradient is {by_hand}. "
        f"Yours is {dcol_W[0, i]}."
    )
print("dcol_W is right on these numbers.")

# %% given="dW"
dW = dcol_W.transpose(1, 0).reshape(FN, C, FH, FW)  # back to the shape of W
print(dW)

# %% [markdown]
# ### Blank 5: `dcol`
#
# The gradient of `col`, in the shape of `col`. It is the first formula above.
#
# 위의 첫 번째 식입니다. `col`과 같은 형상이어야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# You want (windows, numbers of a filter), out of (windows, filters) and (numbers of a filter, filters).
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# This time it is the filters that have to vanish.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `col_W` has the filters as columns, and you need them as rows.
#
# </details>

# %% answer="dcol"
dcol = None  # instead of None: the gradient of col
### BEGIN SOLUTION
# The Affine layer's other rule: the gradient times the weights, turned over. Each cell of `col` gets, from
# every filter, the gradient times the weight it met.
dcol = dout_rows @ col_W.T
### END SOLUTION

# %% check="dcol" points=2
assert dcol is not None, "dcol is still None. Your code goes into the cell above."
assert isinstance(dcol, np.ndarray), f"dcol must be a NumPy array; it is a {type(dcol).__name__}."
assert dcol.shape == col.shape, (
    f"dcol has shape {dcol.shape}. A gradient has the shape of what it belongs to: col has {col.shape}."
)
for row in range(len(col)):
    by_hand = sum(W[i, 0, 0, 0] * dout_rows[row, i] for i in range(FN))
    assert np.isclose(dcol[row, 0], by_hand), (
        f"The first number of window {row} met the first weight of every filter: its gradient is {by_hand}. "
        f"Yours is {dcol[row, 0]}."
    )
print("dcol is right on these numbers.")

# %% [markdown]
# One step is left, and it is done for you: `col2im` lays the windows back onto the picture. Where windows overlap, their gradients **add up**,
# because the same pixel worked in several of them. Look for the pixel that all windows share.

# %% given="dx"
dx = col2im(dcol, x.shape, FH, FW, stride, pad)
print(dx)

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check toy-conv.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

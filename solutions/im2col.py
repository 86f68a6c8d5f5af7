# %% [markdown]
# # Every window becomes a row
#
# *The slides' `ex_im2col.py` and `common/util.py`. About 60 minutes, 10 points.*
#
# `im2col` lays every window of a picture out as one row of a matrix, so that a convolution becomes one matrix product. `col2im` brings
# gradients back from the rows to the pixels. You will predict the shapes, write both, and meet the law that ties them together.
#
# | blank | what it is | points |
# |---|---|---|
# | `predicted` | the shapes that the slides ask for | 1 |
# | `col_shape` | the shape of `col`, for any numbers | 1 |
# | `col` | your `im2col` at work | 3 |
# | `dx` | your `col2im` at work | 3 |
# | `overlap` | in how many windows each pixel lies | 1 |
# | `both_sides` | the law that ties the two together | 1 |
#
# 모든 윈도우를 행렬의 한 행으로 펼치는 `im2col`과, 그 반대 방향의 `col2im`을 만듭니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last line of a blank as it is: it calls your function.
#
# **How it is graded.** Your cells are run again on other pictures: more images, windows that are not square, other strides and padding.
# So use the names (`filter_h`, `stride`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np


def as_array(numbers):
    """Return a list of numbers as an array, and None as long as there is none."""
    return None if numbers is None else np.asarray(numbers)


# %% [markdown]
# ## Before the code
#
# ### Blank 1: `predicted`
#
# The slides call `im2col` with windows of 5×5, stride 1 and no padding, first on an array of shape `(1, 3, 7, 7)`,
# then on one of shape `(10, 3, 7, 7)`. What are the shapes of the two results? Write them one after the other:
# `[rows, columns, rows, columns]`.
#
# 실행하기 전에 두 결과의 형상을 예측하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# A row for each window. In how many places does a window of 5 stand along 7 pixels? And in the whole picture?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# A column for each number in a window. A window reaches through all channels.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# With ten images there are more windows. Do the windows themselves grow?
#
# </details>

# %% answer="predicted"
predicted = None  # instead of None: a list of four whole numbers
### BEGIN SOLUTION
# Seven pixels have three places for a filter of five, so 3 × 3 = 9 rows. A row holds the window through all
# channels, 3 · 5 · 5 = 75 numbers. Ten pictures have ten times the rows and the same columns.
predicted = [9, 75, 90, 75]
### END SOLUTION

# %% given="predicted"
predicted = as_array(predicted)

# %% check="predicted" points=1
assert predicted is not None, "predicted is still None. Your code goes into the cell above."
assert predicted.shape == (4,), f"predicted must be a list of four numbers; its shape is {predicted.shape}."
for call, images in enumerate([1, 10]):
    rows, columns = predicted[2 * call : 2 * call + 2]
    windows = sum(
        1 for _ in range(images) for top in range(7) for left in range(7) if top + 5 <= 7 and left + 5 <= 7
    )
    assert rows == windows, (
        f"Call {call + 1}: {rows} rows are too {'few' if rows < windows else 'many'}. Count the windows, of all images."
    )
    assert columns != 25, (
        f"Call {call + 1}: 25 columns hold one channel of a window. A window reaches through all of them."
    )
    numbers = np.zeros((3, 5, 5)).size
    assert columns == numbers, (
        f"Call {call + 1}: {columns} columns are too {'few' if columns < numbers else 'many'}. Count the numbers in one window."
    )
print("predicted is right.")

# %% [markdown]
# ## The pictures and the window
#
# The slides' first example: one image, three channels, 7 by 7 pixels, and a window of 5 by 5. Its pixels are numbered, so that you can see
# where each of them goes. `dcol` is a gradient that arrives for every number of `col`; it is needed in part 2.
#
# 입력 `x`와 윈도우의 크기. `dcol`은 `col`의 각 수에 내려오는 기울기입니다.

# %% tags=["parameters"]
x = np.arange(1 * 3 * 7 * 7.0).reshape(1, 3, 7, 7)  # (images N, channels C, height H, width W)
filter_h = 5
filter_w = 5
stride = 1
pad = 0
dcol = np.ones((9, 75))

# %% given="shapes"
N, C, H, W = x.shape
out_h = (H + 2 * pad - filter_h) // stride + 1
out_w = (W + 2 * pad - filter_w) // stride + 1
print(f"{N} image(s) of {C}×{H}×{W}; a window of {filter_h}×{filter_w} stands in {out_h}×{out_w} places")


# %% [markdown]
# ## Part 1: from pictures to rows
#
# ### Blank 2: `col_shape`
#
# Now for any numbers: a function that returns the shape of `col` as `(rows, columns)`, made of the names `N`, `C`, `out_h`, `out_w`, `filter_h`,
# `filter_w`. When it is graded it is called with other numbers, too.
#
# 어떤 숫자에도 맞도록 `col`의 형상을 돌려주는 함수를 쓰세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Which of the six names say how many windows there are, and which say how much is in one?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `out_h` and `out_w` count places; every image has all of them.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Two products of three names each.
#
# </details>


# %% answer="col_shape"
def shape_of_col(N, C, out_h, out_w, filter_h, filter_w):
    shape = None  # instead of None: (rows, columns)
    ### BEGIN SOLUTION
    # A row for each window of each picture, a column for each place in a window through all channels. Written
    # with names it holds for every picture.
    shape = (N * out_h * out_w, C * filter_h * filter_w)
    ### END SOLUTION
    return shape


col_shape = shape_of_col(N, C, out_h, out_w, filter_h, filter_w)

# %% given="col_shape"
col_shape = as_array(col_shape)

# %% check="col_shape" points=1
assert col_shape is not None, "shape_of_col still returns None. Your code goes into the cell above."
assert col_shape.shape == (2,), "col_shape must be two numbers: rows and columns."
assert col_shape[0] == dcol.shape[0], (
    f"Here there are {dcol.shape[0]} windows, and each is a row; your number of rows is {col_shape[0]}."
)
assert col_shape[1] == dcol.shape[1], (
    f"Here a window holds {dcol.shape[1]} numbers, and each is a column; your number of columns is {col_shape[1]}."
)
print("col_shape is right on these numbers.")

# %% [markdown]
# ### Blank 3: `col`
#
# Write `im2col`. The order matters, because filters will be laid out in the same one:
#
# - **rows**: image by image; within an image the windows from left to right, then down;
# - **columns**: channel by channel; within a channel the window's pixels from left to right, then down.
#
# Padding is a border of zeros around each channel, on all four sides. The result has the dtype of `x`: float32 in, float32 out.
# Any way of doing it is right: loops, slices, strides.
#
# 행은 이미지, 윈도우 순서이고 열은 채널, 픽셀 순서입니다. `x`의 자료형을 그대로 지키세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Begin with the border: `np.pad` takes one pair (before, after) for each of the four axes. Only two of them get a border.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Three loops visit the windows in the right order: over images, over `out_h`, over `out_w`. Where does the window at place `(i, j)` begin?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# A slice `[:, top : top + filter_h, left : left + filter_w]` of an image is one window with all its channels, and `ravel()` flattens it in
# the right order. Collect the rows in a list, and make an array of it at the end.
#
# </details>


# %% answer="col"
def im2col(x, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    col = None  # instead of None: one row for each window
    ### BEGIN SOLUTION
    # Three loops over pictures, rows and columns of the output; each takes one window through all channels
    # and lays it flat. `ravel` reads channel by channel and line by line, which is the order that is asked
    # for.
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    col = np.empty((N * out_h * out_w, C * filter_h * filter_w), dtype=x.dtype)
    row = 0
    for image in padded:
        for top in range(0, out_h * stride, stride):
            for left in range(0, out_w * stride, stride):
                col[row] = image[:, top : top + filter_h, left : left + filter_w].ravel()
                row += 1
    ### END SOLUTION
    return col


col = im2col(x, filter_h, filter_w, stride, pad)

# %% check="col" points=3
assert col is not None, "im2col still returns None. Your code goes into the cell above."
assert isinstance(col, np.ndarray), f"im2col must return a NumPy array; it returns a {type(col).__name__}."
assert col.shape == dcol.shape, (
    f"col has shape {col.shape}. It needs one row for each window and one column for each number in a window: {dcol.shape}."
)
assert col.dtype == x.dtype, f"x holds {x.dtype} numbers, col {col.dtype} numbers. Keep the dtype of x."
for row in (0, 1, len(col) // 2, len(col) - 1):
    image, place = divmod(row, out_h * out_w)
    i, j = divmod(place, out_w)
    for column in (0, 1, filter_w, filter_h * filter_w, col.shape[1] - 1):
        if column < col.shape[1]:
            channel, pixel = divmod(column, filter_h * filter_w)
            y, z = i * stride + pixel // filter_w - pad, j * stride + pixel % filter_w - pad
            inside = 0 <= y < H and 0 <= z < W
            wanted = x[image, channel, y, z] if inside else 0
            assert col[row, column] == wanted, (
                f"col[{row}, {column}] is number {column} of window ({i}, {j}) of image {image}: it lies in channel {channel} at pixel "
                f"({y}, {z}){'' if inside else ', in the border'}, and that is {wanted}. Yours is {col[row, column]}."
            )
print("col is right where it was looked at.")

# %% given="picture"
print("The first window, number by number:")
print(col[0].reshape(C, filter_h, filter_w)[0])

# %% [markdown]
# ## Part 2: from rows back to pictures
#
# In the backward pass a gradient arrives for every number of `col`, in an array of the same shape: `dcol`. A pixel of the picture
# was copied into `col` several times, once for each window it lies in, and each of those copies brings back a gradient.
# The pixel answers for all of them, so it gets their **sum**.
#
# ### Blank 4: `dx`
#
# Write `col2im`: begin with zeros in the shape of the padded images, go through the windows in the order of `im2col`, and **add** each row
# to the pixels it came from. At the end cut the border off. Keep the dtype of `col`.
#
# 겹치는 픽셀에는 여러 윈도우의 기울기가 더해집니다. `=`가 아니라 `+=`입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# It is `im2col` read backwards: the same loops, the same slices, but now the slice stands on the left side.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# A row must become a block of `(C, filter_h, filter_w)` again before it fits into the slice.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Cutting off the border: from `pad` to `pad + H`. The tempting `[pad:-pad]` gives nothing at all when `pad` is 0.
#
# </details>


# %% answer="dx"
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    images = None  # instead of None: an array of shape (N, C, H, W)
    ### BEGIN SOLUTION
    # The same three loops, the other way: each row is folded back into its window and *added*, since a
    # pixel that lies in several windows collects a share from each. What landed on the border belongs to no
    # pixel, so it is cut off.
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype)
    blocks = iter(col.reshape(-1, C, filter_h, filter_w))
    for image in padded:
        for top in range(0, out_h * stride, stride):
            for left in range(0, out_w * stride, stride):
                image[:, top : top + filter_h, left : left + filter_w] += next(blocks)
    images = padded[:, :, pad : pad + H, pad : pad + W]
    ### END SOLUTION
    return images


dx = col2im(dcol, x.shape, filter_h, filter_w, stride, pad)

# %% given="without_padding"
# Once more without a border, whatever `pad` is: some ways of cutting it off do not like that.
places = ((H - filter_h) // stride + 1) * ((W - filter_w) // stride + 1)
ones = np.ones((N * places, C * filter_h * filter_w), dtype=x.dtype)
dx_without_padding = col2im(ones, x.shape, filter_h, filter_w, stride, 0)

# %% check="dx" points=3
assert dx is not None, "col2im still returns None. Your code goes into the cell above."
assert isinstance(dx, np.ndarray), f"col2im must return a NumPy array; it returns a {type(dx).__name__}."
assert dx.shape == x.shape, (
    f"dx has shape {dx.shape}. A gradient has the shape of what it belongs to: x has {x.shape}."
)
assert dx.dtype == dcol.dtype, f"dcol holds {dcol.dtype} numbers, dx {dx.dtype} numbers. Keep the dtype."
gradients = dcol.reshape(N, out_h, out_w, C, filter_h, filter_w)
for y, z in [(0, 0), (H // 2, W // 2), (H // 2, W - 1), (H - 1, 0)]:
    arriving = [
        gradients[0, i, j, 0, y + pad - i * stride, z + pad - j * stride]
        for i in range(out_h)
        for j in range(out_w)
        if 0 <= y + pad - i * stride < filter_h and 0 <= z + pad - j * stride < filter_w
    ]
    assert np.isclose(dx[0, 0, y, z], sum(arriving)), (
        f"Pixel ({y}, {z}) of the first channel lies in {len(arriving)} window(s). What they bring back adds up to {sum(arriving)}; "
        f"yours is {dx[0, 0, y, z]}."
    )
print("dx is right where it was looked at.")

# %% [markdown]
# ### Blank 5: `overlap`
#
# In how many windows does each pixel lie? You have just built a machine that can tell: let every number of every window bring back a 1.
# The result has the shape of `x`.
#
# 각 픽셀은 몇 개의 윈도우에 들어 있을까요? `col2im`으로 세어 보세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Where windows overlap, `col2im` adds. What does it add up to if everything that arrives is 1?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `np.ones_like` makes ones in the shape and dtype of another array. Which array has the right shape for `col2im`?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# One call of your `col2im`, the one from above with another first argument.
#
# </details>

# %% answer="overlap"
overlap = None  # instead of None: one call of col2im
### BEGIN SOLUTION
# If every copy brings home a one, a pixel collects as many ones as it has copies.
overlap = col2im(np.ones_like(dcol), x.shape, filter_h, filter_w, stride, pad)
### END SOLUTION

# %% check="overlap" points=1
assert overlap is not None, "overlap is still None. Your code goes into the cell above."
assert isinstance(overlap, np.ndarray), f"overlap must be a NumPy array; it is a {type(overlap).__name__}."
assert overlap.shape == x.shape, (
    f"overlap has shape {overlap.shape}; it needs one number for each pixel: {x.shape}."
)
for y, z in [(0, 0), (H // 2, W // 2), (H - 1, W // 2)]:
    counted = sum(
        1
        for top in range(-pad, H + pad - filter_h + 1, stride)
        for left in range(-pad, W + pad - filter_w + 1, stride)
        if top <= y < top + filter_h and left <= z < left + filter_w
    )
    assert overlap[0, 0, y, z] == counted, (
        f"Pixel ({y}, {z}) lies in {counted} window(s): go through them one by one. Yours is {overlap[0, 0, y, z]}."
    )
print("overlap is right where it was looked at.")
print(overlap[0, 0])

# %% [markdown]
# ## Part 3: the law
#
# `im2col` and `col2im` are not inverse to each other: going there and back multiplies each pixel by its `overlap`. They are something better,
# **adjoint**: for every picture `x` and every `dcol`,
#
# $$\sum \text{im2col}(x) \cdot dcol \;=\; \sum x \cdot \text{col2im}(dcol)$$
#
# number times number, added up. That is exactly what a backward pass must fulfil, and it is the shortest test of one that there is.
#
# ### Blank 6: `both_sides`
#
# Compute both sides: an array of two numbers, left and right. 양변을 계산해 두 수를 배열로 쓰세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# On the left both factors have the shape of `col`, on the right both have the shape of `x`.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `*` multiplies number by number. `@` would be a matrix product.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.sum` of each product, and `np.array([…, …])` around the two.
#
# </details>

# %% answer="both_sides"
both_sides = None  # instead of None: an array of two numbers
### BEGIN SOLUTION
# Multiply number by number and add up, on both sides. They agree because `im2col` copies a pixel to certain
# cells, and `col2im` adds up exactly these cells again.
both_sides = np.array([np.sum(col * dcol), np.sum(x * dx)])
### END SOLUTION

# %% given="both_sides"
both_sides = as_array(both_sides)

# %% check="both_sides" points=1
assert both_sides is not None, "both_sides is still None. Your code goes into the cell above."
assert both_sides.shape == (2,), f"both_sides must be two numbers; its shape is {both_sides.shape}."
left = sum(one * other for one, other in zip(col.ravel().tolist(), dcol.ravel().tolist(), strict=True))
assert np.isclose(both_sides[0], left), (
    f"The left side: every number of col times the number of dcol in the same place adds up to {left}; yours is {both_sides[0]}."
)
assert np.isclose(both_sides[1], both_sides[0]), (
    f"The two sides must be equal: {both_sides[0]} on the left, {both_sides[1]} on the right."
)
print("both_sides is right on these numbers:", both_sides)

# %% [markdown]
# Go back for a moment: change `+=` into `=` in your `col2im`, run it all again, and see the law broken. Then change it back.
#
# `+=`를 `=`로 바꾸고 다시 실행해 보세요. 등식이 깨집니다.
#
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check im2col.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

# %% [markdown]
# # How large is the output?
#
# *The slides' 특징맵의 크기변화. About 30 minutes, 10 points.*
#
# A filter slides over a picture. How often does it fit? You will count it by hand, write the formula, decide what happens when the
# formula gives no whole number, and count what a layer has to learn.
#
# | blank | what it is | points |
# |---|---|---|
# | `by_hand` | four output sizes, counted with a pencil | 2 |
# | `sizes` | the formula, as a function that rounds down | 2 |
# | `strict_sizes` | the same, but it refuses what does not fit | 3 |
# | `same_pad` | the padding that keeps the picture's size | 1 |
# | `parameter_count` | how many numbers a layer learns | 2 |
#
# 출력 크기를 손으로 세고, 공식을 쓰고, 나누어떨어지지 않을 때를 정합니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere.
#
# **How it is graded.** Your cells are run again on other pictures and filters. So use the names (`FH`, `stride`, …), never the numbers
# they happen to have here. 채점할 때는 다른 숫자로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

# %% [markdown]
# ## The picture and the filters
#
# The last example on the slides: a picture of 28 by 31 pixels and three colours, and ten filters of 5 by 5. `cases` holds more
# questions, one in each row: input size, filter size, stride, padding.
#
# 입력 `x`, 필터 `W`, 편향 `b`. `cases`의 한 줄은 입력 크기, 필터 크기, 스트라이드, 패딩입니다.

# %% tags=["parameters"]
x = np.zeros((1, 3, 28, 31))  # (images N, channels C, height H, width W)
W = np.zeros((10, 3, 5, 5))  # (filters FN, channels C, filter height FH, filter width FW)
b = np.zeros(10)  # one bias for each filter
stride = 3
pad = 2
cases = np.array([[7, 3, 1, 0], [7, 3, 2, 0], [7, 3, 3, 0], [4, 3, 1, 1], [28, 5, 3, 2], [3, 5, 1, 0]])

# %% given="shapes"
N_, C_, H_, W_ = x.shape
FN, C, FH, FW = W.shape
print(f"{N_} picture of {C_}×{H_}×{W_}, {FN} filters of {C}×{FH}×{FW}, stride {stride}, padding {pad}")

# How a list of your numbers becomes an array that can be looked at.
REFUSED, ANOTHER_ERROR, NOTHING, RETURNED_MINUS_1 = -1, -2, -3, -4


def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    if numbers is None or {None, NOTHING}.issuperset(np.ravel(numbers).tolist()):
        return None
    return np.asarray(numbers)


def outcome(function, *arguments):
    """Return what a function returns, or a negative number that says what happened instead."""
    try:
        size = function(*arguments)
    except ValueError:
        return REFUSED
    except Exception:
        return ANOTHER_ERROR
    if size is None:
        return NOTHING
    return RETURNED_MINUS_1 if size == REFUSED else size


# %% [markdown]
# ## Part 1: count
#
# ### Blank 1: `by_hand`
#
# Take a pencil. A filter stands at the left edge of the padded picture, then moves `stride` pixels at a time until it no longer fits.
# In how many places does it stand?
#
# | picture | filter | stride | padding | question |
# |---|---|---|---|---|
# | 4 × 4 | 3 × 3 | 1 | 1 | places along the width |
# | 7 × 7 | 3 × 3 | 2 | 0 | places along the width |
# | 28 × 31 | 5 × 5 | 3 | 2 | places along the height of 28 |
# | 28 × 31 | 5 × 5 | 3 | 2 | places along the width of 31 |
#
# Write a list of four numbers. 필터가 몇 번 놓이는지 손으로 세어 네 수를 쓰세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Padding is added on both sides: 4 pixels with padding 1 are 6 pixels.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# How far can the filter move from its first place? The padded size minus the size of the filter. Each move takes `stride` pixels of that.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# There is one place more than there are moves: it stood somewhere before the first one.
#
# </details>

# %% answer="by_hand"
by_hand = None  # instead of None: a list of four whole numbers
### BEGIN SOLUTION
# Four pixels and a border of one on each side are six; a filter of three has room for three more steps, and
# one place to start from: 4. The others in the same way: room, divided by the stride, plus one.
by_hand = [4, 3, 10, 11]
### END SOLUTION

# %% given="by_hand"
by_hand = as_array(by_hand)

# %% check="by_hand" points=2
assert by_hand is not None, "by_hand is still None. Your code goes into the cell above."
assert by_hand.shape == (4,), f"by_hand must be a list of four numbers; its shape is {by_hand.shape}."
for row, (size, filter_size, step, border) in enumerate(
    [(4, 3, 1, 1), (7, 3, 2, 0), (28, 5, 3, 2), (31, 5, 3, 2)]
):
    last = -border + step * (by_hand[row] - 1) + filter_size  # where the last of so many windows would end
    assert last <= size + border, (
        f"Row {row + 1}: {by_hand[row]} are too many. The last window would end at pixel {last}, and the padding ends at {size + border}."
    )
    assert last + step > size + border, (
        f"Row {row + 1}: {by_hand[row]} are too few. After the last window there is room for another one."
    )
print("by_hand is right.")

# %% [markdown]
# ## Part 2: the formula
#
# $$OH = \frac{H + 2P - FH}{S} + 1$$
#
# ### Blank 2: `sizes`
#
# Write it as a function for one direction. When the division leaves a rest, **round down**, as PyTorch and most other frameworks do: the
# pixels that are left over are not looked at. The answer must be a whole number (an `int`), because arrays will be made in this size.
#
# 나누어떨어지지 않으면 내림하세요. 결과는 정수여야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Put brackets around everything that is to be divided.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `7 / 2` is `3.5`, and even `6 / 2` is `3.0`, which is not an int.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Python has an operator that divides and rounds down in one go: `//`.
#
# </details>


# %% answer="sizes"
def conv_output_size(input_size, filter_size, stride=1, pad=0):
    size = None  # instead of None: the formula
    ### BEGIN SOLUTION
    # The border adds to both sides, so it counts twice. What is left beside the filter is room; every step
    # takes one stride of it; and the place before the first step counts too. `//` rounds down, as the
    # frameworks do.
    size = (input_size + 2 * pad - filter_size) // stride + 1
    ### END SOLUTION
    return size


OH = conv_output_size(H_, FH, stride, pad)
OW = conv_output_size(W_, FW, stride, pad)

# %% given="sizes"
sizes = as_array([OH, OW, *(conv_output_size(n, f, s, p) for n, f, s, p in cases.tolist() if f <= n + 2 * p)])
print("OH, OW =", OH, OW)

# %% check="sizes" points=2
assert sizes is not None, "conv_output_size still returns None. Your code goes into the cell above."
assert sizes.dtype.kind == "i", f"conv_output_size must return whole numbers (int); OH is {OH!r}."
for n, f, s, p in [(H_, FH, stride, pad), (W_, FW, stride, pad), *cases.tolist()]:
    if f <= n + 2 * p:
        size = conv_output_size(n, f, s, p)
        counted = len(range(-p, n + p - f + 1, s))  # every place where a window can begin
        assert size == counted, (
            f"Input {n}, filter {f}, stride {s}, padding {p}: the filter stands in {counted} places; yours is {size}."
        )
print("conv_output_size is right on these numbers.")

# %% [markdown]
# ## Part 3: floor or error?
#
# With a 7×7 picture, a 3×3 filter and stride 3 the slides say: it **cannot** be. Rounding down would silently drop the last pixel.
#
# ### Blank 3: `strict_sizes`
#
# Write a function that returns the size when it comes out whole, and otherwise refuses: `raise ValueError("…")`, with a sentence that names
# the thing. It must also refuse a filter that is larger than the padded picture. Do not call your function from above if you are not sure of it.
#
# 나누어떨어지지 않거나 필터가 입력보다 크면 `ValueError`를 일으키세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How much room does the filter have for moving? It is what stands above the line in the formula. When is that a reason to refuse?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `%` gives the rest of a division: `4 % 3` is `1`, `4 % 2` is `0`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Two questions before the formula: is the room negative? Does it leave a rest when divided by the stride? A comparison with `if`, then `raise`.
#
# </details>


# %% answer="strict_sizes"
def strict_output_size(input_size, filter_size, stride=1, pad=0):
    size = None  # instead of None: the formula, after the questions
    ### BEGIN SOLUTION
    # Two things can be wrong, and each gets its own sentence: the filter is larger than the padded input,
    # or the steps do not use up the room. Ask before you divide; afterwards the remainder is gone.
    room = input_size + 2 * pad - filter_size
    if room < 0:
        raise ValueError(f"A filter of {filter_size} does not fit {input_size} with padding {pad}.")
    if room % stride != 0:
        raise ValueError(f"Stride {stride} does not divide the room to move, {room}.")
    size = room // stride + 1
    ### END SOLUTION
    return size


# %% given="strict_sizes"
strict_sizes = as_array([outcome(strict_output_size, n, f, s, p) for n, f, s, p in cases.tolist()])
print("sizes, and -1 for each refusal:", strict_sizes)

# %% check="strict_sizes" points=3
assert strict_sizes is not None, "strict_output_size still returns None. Your code goes into the cell above."
assert strict_sizes.dtype.kind == "i", (
    f"strict_output_size must return whole numbers (int); yours gave {strict_sizes}."
)
for (n, f, s, p), size in zip(cases.tolist(), strict_sizes.tolist(), strict=True):
    question = f"Input {n}, filter {f}, stride {s}, padding {p}:"
    places = range(-p, n + p - f + 1, s)
    fits = len(places) > 0 and places[-1] + f == n + p  # the last window ends where the padding ends
    assert size != ANOTHER_ERROR, f"{question} your function stops with an error that is not a ValueError."
    assert size not in (NOTHING, RETURNED_MINUS_1), (
        f"{question} your function returns None or -1. It must return a size or raise a ValueError."
    )
    assert fits or size == REFUSED, (
        f"{question} the last window does not end where the input ends, so this must be a ValueError; yours is {size}."
    )
    assert not fits or size != REFUSED, f"{question} it comes out whole, and your function refuses it."
    assert not fits or size == len(places), (
        f"{question} the filter stands in {len(places)} places; yours is {size}."
    )
print("strict_output_size is right on these numbers.")

# %% [markdown]
# ## Part 4: keep the size
#
# ### Blank 4: `same_pad`
#
# With stride 1, which padding gives an output as large as the picture? Write it for both directions, `(for the height, for the width)`, with
# `FH` and `FW`. Both are odd here, always.
#
# 스트라이드가 1일 때 크기를 그대로 지키는 패딩. `FH`와 `FW`로 쓰세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# How many places does a filter of 3 take away from a row? And one of 5? Try it with the function that you wrote.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# A filter takes away one place less than it is long. The padding must give that back, half on each side.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Solve `H + 2 * P - FH + 1 == H` for `P`. Sizes are whole numbers: use `//`.
#
# </details>

# %% answer="same_pad"
same_pad = None  # instead of None: (for the height, for the width)
### BEGIN SOLUTION
# The filter's middle must be able to lie on the first pixel, so the border is as wide as the part of the
# filter left of its middle. Height and width are asked separately, since the filter need not be square.
same_pad = ((FH - 1) // 2, (FW - 1) // 2)
### END SOLUTION

# %% given="same_pad"
same_pad = as_array(same_pad)

# %% check="same_pad" points=1
assert same_pad is not None, "same_pad is still None. Your code goes into the cell above."
assert same_pad.shape == (2,), "same_pad must be two numbers: for the height and for the width."
assert same_pad.dtype.kind == "i", (
    f"A padding is a number of pixels, a whole number (int); yours is {same_pad}."
)
for direction, n, f, p in [("height", H_, FH, same_pad[0]), ("width", W_, FW, same_pad[1])]:
    size = len(range(-p, n + p - f + 1))
    assert size == n, f"With padding {p} and a filter of {f}, the {direction} of {n} becomes {size}."
print("same_pad is right on these numbers.")

# %% [markdown]
# ## Part 5: what is learned
#
# ### Blank 5: `parameter_count`
#
# How many numbers does this layer learn? The slides' question: ten filters of 5×5 on a picture of three channels. Use the names: `FN`, `C`, `FH`, `FW`.
#
# 이 계층이 학습하는 매개변수는 모두 몇 개일까요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Begin with one filter. It is a block: as deep as the picture has channels.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Each filter has one bias besides.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# One slide writes `5 × 5 × 3 + 1 × 10`. Without brackets that multiplies only the bias by ten. Put them where they belong.
#
# </details>

# %% answer="parameter_count"
parameter_count = None  # instead of None: a product with FN, C, FH and FW in it
### BEGIN SOLUTION
# Each filter is as deep as its input: `C * FH * FW` weights, and one bias. The brackets matter, for every
# filter has a bias of its own. The size of the picture appears nowhere.
parameter_count = FN * (C * FH * FW + 1)
### END SOLUTION

# %% given="parameter_count"
parameter_count = as_array(parameter_count)

# %% check="parameter_count" points=2
assert parameter_count is not None, "parameter_count is still None. Your code goes into the cell above."
assert parameter_count.shape == (), (
    f"parameter_count must be one number; its shape is {parameter_count.shape}."
)
learned = sum(1 for _ in W.flat) + sum(1 for _ in b.flat)  # go through all of them and count
assert parameter_count != W.size, "These are the weights alone. Each filter has a bias, too."
assert parameter_count == learned, (
    f"Going through W and b number by number gives another count than {parameter_count}; you are {abs(parameter_count - learned)} off."
)
print("parameter_count is right on these numbers.")

# %% [markdown]
# Notice what does **not** appear in it: the size of the picture. A convolution layer learns as much on a stamp as on a poster.
#
# 매개변수 수에는 입력의 높이와 너비가 들어가지 않습니다.
#
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check output-size.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

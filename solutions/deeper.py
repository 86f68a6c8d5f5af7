# %% [markdown]
# # Deeper
#
# *The slides' `deep_convnet.py` and `misclassified_mnist.py`, and their page on data augmentation. About 60 minutes, 10 points.*
#
# Why do deep networks use small filters? How do they see far all the same? What helps when there are too few pictures? And which digits are
# read wrongly?
#
# | blank | what it is | points |
# |---|---|---|
# | `fields` | how far a stack of layers sees | 2 |
# | `weight_counts` | what it must learn for that | 2 |
# | `moved` | new pictures out of old ones | 3 |
# | `misread` | the digits that were read wrongly, the surest mistake first | 2 |
# | `confusion` | what was taken for what | 1 |
#
# 작은 필터를 깊게 쌓는 이유, 데이터 확장, 그리고 틀리게 읽은 숫자를 살펴봅니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last line of a blank as it is: it calls your function.
#
# **How it is graded.** Your cells are run again on other stacks, other pictures and other scores. So use the names (`C`, `moves`, …), never
# the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

# %% [markdown]
# ## The numbers
#
# `stack` describes layers, one in each row, from the picture upwards: filter size, stride. `C` is the number of channels everywhere. `x` holds
# digits, `moves` says for each how far it is to move: down, right. `t` are the right answers for 360 other digits, and `scores` what a very simple
# reader says of them, one that compares each digit with the mean picture of each class: a row for each digit, a column for each class.
#
# `stack`의 한 줄은 필터 크기와 스트라이드, `moves`의 한 줄은 아래와 오른쪽으로 옮길 칸 수, `scores`는 클래스별 점수입니다.

# %% tags=["parameters"]
from modlab.datasets import load_digits

stack = np.array([[5, 1], [3, 1], [2, 2], [3, 1], [3, 1], [2, 2]])
C = 16
(x_train, t_train), (x_test, t) = load_digits(flatten=False)
x = x_train[:6]  # (images N, channels, height, width)
moves = np.array([[0, 1], [2, 0], [-1, 0], [0, -3], [1, 2], [0, 0]])
# How near is each digit to the mean picture of each class?
means = np.stack([x_train[:100][t_train[:100] == digit].mean(axis=0).ravel() for digit in range(10)])
scores = x_test.reshape(len(t), -1) @ means.T - (means**2).sum(axis=1) / 2  # (N, 10)
del (
    load_digits,
    x_train,
    t_train,
    x_test,
    means,
)  # only these stay: when your work is graded, others stand in their place


# %% given="helpers"
def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    return None if numbers is None else np.asarray(numbers)


print(f"{len(stack)} layers of {C} channels; {len(x)} digits to move; {len(t)} digits that were read")

# %% [markdown]
# ## Part 1: small filters, far sight
#
# ### Blank 1: `fields`
#
# One number of the first layer sees as many pixels of the picture, along one direction, as the filter is long. One number of the second layer sees several
# numbers of the first, and through them more pixels. How many pixels does a number see after each layer of `stack`? Write a list with
# one whole number for each layer. Pooling counts like a filter: it is a window, too.
#
# 각 계층의 수 하나가 입력에서 몇 픽셀을 보는지(수용 영역) 차례로 쓰세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Two filters of 3 on top of each other: the upper one sees three neighbours, each sees three pixels, and these overlap. Draw it: how many
# different pixels?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# A filter of `size` looks at `size` neighbours: from the first to the last there are `size - 1` steps. How many **pixels** wide is a step? 1 at the picture; after a
# layer with stride 2, twice as many as before it.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Carry two numbers from layer to layer: the field, at first 1, and the step, at first 1. The field grows before the step does.
#
# </details>


# %% answer="fields"
def receptive_fields(stack):
    fields = None  # instead of None: a list, one number for each layer
    ### BEGIN SOLUTION
    # `step` says how many pixels of the picture lie between two neighbours of the current map. A filter
    # adds its size minus one such steps; a stride makes the steps of all *later* layers longer.
    fields, field, step = [], 1, 1
    for size, stride in stack.tolist():
        field += (size - 1) * step
        step *= stride
        fields.append(field)
    ### END SOLUTION
    return fields


fields = receptive_fields(stack)

# %% given="fields"
fields = as_array(fields)
print("the receptive fields:", fields)

# %% check="fields" points=2
assert fields is not None, "receptive_fields still returns None. Your code goes into the cell above."
assert fields.shape == (len(stack),), (
    f"There must be one number for each of the {len(stack)} layers; the shape of yours is {fields.shape}."
)
assert fields.dtype.kind == "i", f"Pixels are counted in whole numbers (int); yours are {fields}."
for layer in range(len(stack)):
    seen = {0}  # number 0 of this layer: walk down to the picture and collect what it sees
    for size, step in stack[: layer + 1][::-1].tolist():
        seen = {place * step + offset for place in seen for offset in range(size)}
    assert fields[layer] == len(seen), (
        f"Layer {layer + 1}: walking down from one of its numbers, one meets {len(seen)} different pixels. Yours is {fields[layer]}."
    )
print("fields is right on these numbers.")

# %% [markdown]
# ### Blank 2: `weight_counts`
#
# The slides: one 5×5 filter sees as far as two of 3×3, one 7×7 as far as three. Write a function that says how many numbers a stack of convolution layers
# learns: each layer has `C` channels coming in and `C` filters, with one bias each. `filter_sizes` is a list such as `[3, 3]`.
#
# 계층마다 입력 채널도 `C`개, 필터도 `C`개이고, 필터마다 편향이 하나 있습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Begin with one filter of one layer. It is square, and as deep as the channels that come in.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# One filter: its weights and a bias. One layer: `C` of these. A stack: the sum of its layers.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# For `[5]` and 1 channel it is 26; for `[3, 3]` and 1 channel, 20.
#
# </details>


# %% answer="weight_counts"
def weight_count(filter_sizes, C):
    count = None  # instead of None: one whole number
    ### BEGIN SOLUTION
    # Each layer has `C` filters, each as deep as its input, `C`, and one bias.
    count = sum(C * (C * size * size + 1) for size in filter_sizes)
    ### END SOLUTION
    return count


weight_counts = [weight_count(sizes, C) for sizes in ([5], [3, 3], [7], [3, 3, 3], [1, 3])]

# %% given="weight_counts"
weight_counts = None if None in list(weight_counts) else as_array(weight_counts)
print("one 5×5, two 3×3, one 7×7, three 3×3, a 1×1 and a 3×3:", weight_counts)

# %% check="weight_counts" points=2
assert weight_counts is not None, "weight_count still returns None. Your code goes into the cell above."
assert weight_counts.dtype.kind == "i", (
    f"Numbers that are learned are counted in whole numbers (int); yours are {weight_counts}."
)
for sizes, count in zip(([5], [3, 3], [7], [3, 3, 3], [1, 3]), weight_counts.tolist(), strict=True):
    arrays = [array for size in sizes for array in (np.zeros((C, C, size, size)), np.zeros(C))]
    learned = sum(array.size for array in arrays)
    without_biases = sum(array.size for array in arrays[::2])
    assert count != without_biases, (
        f"Filters {sizes}: these are the weights alone. Each filter has a bias, too."
    )
    assert count == learned, (
        f"Filters {sizes}: making all arrays and counting their numbers gives another count than {count}; you are {abs(count - learned)} off."
    )
print("weight_counts is right on these numbers.")

# %% [markdown]
# ## Part 2: more pictures out of those there are
#
# ### Blank 3: `moved`
#
# A digit that is moved a little is the same digit. Write a function that moves picture `i` down by `moves[i, 0]` pixels and to the right by
# `moves[i, 1]` pixels; negative numbers go up and to the left. What is pushed over the edge is lost; what comes in from outside is **0**. All channels of a
# picture move together. The pictures that are passed in must stay as they are.
#
# 그림마다 아래로, 오른쪽으로 옮기세요. 밖에서 들어오는 값은 0이고, 원래 그림은 그대로 두어야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Begin with zeros in the shape and dtype of `x`. Then copy a piece of the old picture to another place of the new one.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `np.roll` lets come in on one side what goes out on the other: an 8 would get its feet on its head. Those rows and columns would have to be 0.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Put a wide border of zeros around the picture with `np.pad`, then cut a window of the old size out of it. To move the picture down,
# the window begins further **up**.
#
# </details>


# %% answer="moved"
def move(x, moves):
    moved = None  # instead of None: pictures in the shape of x
    ### BEGIN SOLUTION
    # Put a border of zeros around the pictures, as wide as the longest move, and cut out at another place.
    # Moving down by one means cutting one row higher. The pictures themselves are not touched.
    H, W = x.shape[2:]
    border = int(np.abs(moves).max(initial=0))
    padded = np.pad(x, [(0, 0), (0, 0), (border, border), (border, border)])
    moved = np.empty_like(x)
    for i, (down, right) in enumerate(moves):
        moved[i] = padded[i, :, border - down : border - down + H, border - right : border - right + W]
    ### END SOLUTION
    return moved


x_before = x.copy()
moved = move(x, moves)

# %% given="moved"
left_alone = np.asarray(x)  # the pictures that were passed in

# %% check="moved" points=3
assert moved is not None, "move still returns None. Your code goes into the cell above."
assert isinstance(moved, np.ndarray), f"move must return a NumPy array; it returns a {type(moved).__name__}."
assert moved.shape == x_before.shape, (
    f"moved has shape {moved.shape}; it must have that of x: {x_before.shape}."
)
assert np.array_equal(left_alone, x_before), "Your function changed x itself. Move copies."
for i, (down, right) in enumerate(moves.tolist()):
    for y, z in np.ndindex(x_before.shape[2:]):
        inside = 0 <= y - down < x_before.shape[2] and 0 <= z - right < x_before.shape[3]
        pixel = x_before[i, 0, y - down, z - right] if inside else 0
        source = (
            f"was at ({y - down}, {z - right}) before: {pixel:.4f}" if inside else "comes in from outside: 0"
        )
        assert moved[i, 0, y, z] == pixel, (
            f"Picture {i} moves down by {down} and right by {right}. What is at ({y}, {z}) now {source}. Yours is {moved[i, 0, y, z]:.4f}."
        )
print("moved is right on these numbers.")

# %% given="drawing"
import matplotlib.pyplot as plt  # draws nothing when your work is graded: drawings are for you alone

figure, all_axes = plt.subplots(2, len(x), figsize=(8, 3), layout="constrained")
for i, (upper, lower) in enumerate(all_axes.T):
    upper.imshow(x_before[i, 0], cmap="gray_r")
    lower.imshow(moved[i, 0], cmap="gray_r")
    upper.set(title=f"{moves[i].tolist()}", xticks=[], yticks=[])
    lower.set(xticks=[], yticks=[])
plt.show()

# %% [markdown]
# ## Part 3: which ones does it get wrong?
#
# ### Blank 4: `misread`
#
# The guess for a digit is the class with the highest score. Find the digits whose guess is not the answer `t`, and give their places (row numbers of `scores`)
# in order: first the mistake the reader is **surest** of, that is the one where the score of its guess lies furthest above the score of the right answer.
#
# 틀리게 읽은 숫자의 번호를, 가장 확신하며 틀린 것부터 차례로 쓰세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `scores.argmax(axis=1)` are the guesses; `np.flatnonzero(condition)` gives the places where a condition holds.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The score of the right answer of row `i` is `scores[i, t[i]]`. For all rows at once: `scores[np.arange(len(t)), t]`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.argsort` sorts from small to large and returns places **within what it was given**. Sort the negative margins of the wrong ones, and take
# these places of your list.
#
# </details>


# %% answer="misread"
def find_misread(scores, t):
    misread = None  # instead of None: row numbers, the surest mistake first
    ### BEGIN SOLUTION
    # A picture is misread if the highest score is not the answer's. The margin, highest score minus the
    # answer's, says how sure the network was of its mistake; the minus in front sorts the largest to the
    # front.
    margins = scores.max(axis=1) - scores[np.arange(len(t)), t]
    wrong = np.flatnonzero(scores.argmax(axis=1) != t)
    misread = wrong[np.argsort(-margins[wrong])]
    ### END SOLUTION
    return misread


misread = find_misread(scores, t)

# %% given="misread"
misread = as_array(misread)

# %% check="misread" points=2
assert misread is not None, "find_misread still returns None. Your code goes into the cell above."
assert misread.dtype.kind == "i", f"misread must hold row numbers (int); it holds {misread.dtype} numbers."
for i in misread.ravel().tolist():
    assert 0 <= i < len(t), f"There is no row {i}; there are {len(t)} digits."
    assert scores[i].argmax() != t[i], (
        f"Digit {i} is a {t[i]} and was read as a {scores[i].argmax()}: that is right."
    )
wrong = sum(1 for i in range(len(t)) if scores[i].argmax() != t[i])
assert misread.shape == (wrong,), f"{wrong} digits are read wrongly; the shape of yours is {misread.shape}."
surer = [scores[i].max() - scores[i, t[i]] for i in misread]
for place in range(1, wrong):
    assert surer[place - 1] >= surer[place], (
        f"Digit {misread[place - 1]} comes before digit {misread[place]}, but there the guess lies {surer[place - 1]:.4f} above the right answer, "
        f"and here {surer[place]:.4f}."
    )
print(
    f"misread is right on these numbers. {wrong} of {len(t)} digits are read wrongly: {wrong / len(t):.1%}."
)
print(
    "The surest mistakes (digit, answer, guess):",
    [(i, t[i].item(), scores[i].argmax().item()) for i in misread[:5].tolist()],
)

# %% [markdown]
# ### Blank 5: `confusion`
#
# Which digit is taken for which? Make a table of counts with a row for each **answer** and a column for each **guess**: `confusion[3, 8]` says how many 3s were read
# as 8. What was read rightly stands on the diagonal. There are as many classes as `scores` has columns.
#
# 행은 정답, 열은 예측입니다. `confusion[3, 8]`은 8로 읽은 3의 개수입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Begin with zeros of whole numbers, `np.zeros((K, K), dtype=int)`, and add 1 for each digit.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `table[t, guesses] += 1` without a loop counts only once what occurs several times.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.add.at(table, (t, guesses), 1)` counts every time; so does a loop over pairs of answer and guess.
#
# </details>


# %% answer="confusion"
def count_confusion(scores, t):
    confusion = None  # instead of None: a table of counts
    ### BEGIN SOLUTION
    # A row for the answer, a column for the guess, and one more in that cell for each picture. `np.add.at`
    # counts a cell twice if it comes twice; `+= 1` with the same indices would count it once.
    confusion = np.zeros((scores.shape[1], scores.shape[1]), dtype=int)
    np.add.at(confusion, (t, scores.argmax(axis=1)), 1)
    ### END SOLUTION
    return confusion


confusion = count_confusion(scores, t)

# %% given="confusion"
confusion = as_array(confusion)

# %% check="confusion" points=1
assert confusion is not None, "count_confusion still returns None. Your code goes into the cell above."
K = scores.shape[1]
assert confusion.shape == (K, K), (
    f"confusion has shape {confusion.shape}. It needs a row for each answer and a column for each guess: {(K, K)}."
)
assert confusion.dtype.kind == "i", f"Counts are whole numbers (int); yours are {confusion.dtype}."
for answer in range(K):
    for guess in range(K):
        counted = sum(1 for i in range(len(t)) if t[i] == answer and scores[i].argmax() == guess)
        assert confusion[answer, guess] == counted, (
            f"Going through all digits, {counted} with the answer {answer} were read as {guess}. Your table says {confusion[answer, guess]}."
        )
print("confusion is right on these numbers.")
print(confusion)

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check deeper.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

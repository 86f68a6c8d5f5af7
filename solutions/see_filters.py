# %% [markdown]
# # What a filter looks for
#
# *The slides' `visualize_filter.py`. About 60 minutes, 10 points, and 2 more for an answer in words.*
#
# Nobody told the network what to look for; it found its filters by itself. You will draw them, find out which of them see upright and which
# see level edges, and lay two of them over a photograph.
#
# | blank | what it is | points |
# |---|---|---|
# | `pictures` | each filter as a picture from 0 to 1 | 2 |
# | `grid` | all of them in one picture | 3 |
# | `edges` | how upright and how level an edge each filter likes | 2 |
# | `maps` | two filters at work on a photograph | 3 |
# | your answer | what you see, in words | 2, by hand |
#
# 학습된 필터를 그려 보고, 그중 두 개를 사진에 적용합니다. 마지막 서술형 답은 강사가 채점합니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last line of a blank as it is: it calls your function.
#
# **How it is graded.** Your cells are run again on other filters and other pictures: filters that are not square, pictures that are not square,
# another number of filters in a row. So use the names (`FH`, `nx`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

# %% [markdown]
# ## The filters and the photograph
#
# `W` holds the first layer of a `SimpleConvNet` that has learned to read digits. `photo` is a pagoda by Daniel Büchele, from scikit-learn's
# pictures, in gray: 0 is black, 1 is white.
#
# 숫자를 학습한 첫 계층의 필터 `W`와 흑백 사진 `photo`.

# %% tags=["parameters"]
from importlib import resources

from modlab.networks import SimpleConvNet

W = (
    SimpleConvNet.pretrained().params["W1"].copy()
)  # (filters FN, channels C, filter height FH, filter width FW)
photo = (np.load(resources.files("modlab") / "widgets" / "photograph.npy") / 255).astype(
    np.float32
)  # (height, width)
del resources, SimpleConvNet  # only numbers stay here: when your work is graded, others stand in their place
nx = 10  # filters in a row of the drawing
two = np.array([6, 3])  # the two filters for part 3

# %% given="shapes"
FN, C, FH, FW = W.shape
tiles = W[:, 0]  # what each filter weighs the first channel with: (FN, FH, FW)
print(f"{FN} filters of {FH}×{FW}; the photograph has {photo.shape[0]}×{photo.shape[1]} pixels")


def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    return None if numbers is None else np.asarray(numbers)


# %% [markdown]
# ## Part 1: draw them
#
# ### Blank 1: `pictures`
#
# Weights are negative and positive; a picture wants numbers from 0 to 1. Write a function that stretches **each filter by itself**: its
# smallest weight becomes 0, its largest 1, the rest in proportion. A filter in which all weights are the same becomes all 0.
# The result has the shape `(FN, FH, FW)`, and no number in it is `nan`.
#
# 필터마다 따로 최솟값은 0, 최댓값은 1이 되게 하세요. 모든 가중치가 같은 필터는 전부 0입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Take the smallest number away, then divide by the largest that is left.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `min` takes several axes: `axis=(1, 2)` looks within each filter. With `keepdims=True` the result can be subtracted at once. A loop over the
# filters is just as good.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Where all weights are the same, the range is 0, and 0/0 is `nan`. Divide by 1 there: `np.where(a == 0, 1, a)` changes zeros only.
#
# </details>


# %% answer="pictures"
def normalized(tiles):
    pictures = None  # instead of None: an array of numbers from 0 to 1, in the shape of tiles
    ### BEGIN SOLUTION
    # Subtract the smallest number and divide by the spread, each filter by itself. A filter whose numbers
    # are all equal has no spread: divide by one instead of nought, and it becomes black.
    lowest = tiles.min(axis=(1, 2), keepdims=True)
    spread = tiles.max(axis=(1, 2), keepdims=True) - lowest
    pictures = (tiles - lowest) / np.where(spread == 0, 1, spread)
    ### END SOLUTION
    return pictures


pictures = normalized(tiles)

# %% given="flat"
# Once more with a filter that is the same everywhere.
with np.errstate(all="ignore"):
    pictures_with_a_flat_one = normalized(np.concatenate([tiles[:2], np.full_like(tiles[:1], 0.7)]))

# %% check="pictures" points=2
assert pictures is not None, "normalized still returns None. Your code goes into the cell above."
assert isinstance(pictures, np.ndarray), (
    f"normalized must return a NumPy array; it returns a {type(pictures).__name__}."
)
assert pictures.shape == tiles.shape, (
    f"pictures has shape {pictures.shape}. It needs a picture for each filter: {tiles.shape}."
)
assert pictures.min() >= 0, f"The smallest number is {pictures.min():.3f}; nothing may be below 0."
assert pictures.max() <= 1, f"The largest number is {pictures.max():.3f}; nothing may be above 1."
for i in range(FN):
    darkest, brightest = np.argmin(tiles[i]), np.argmax(tiles[i])
    assert np.isclose(pictures[i].flat[darkest], 0, atol=1e-6), (
        f"Filter {i}: its smallest weight must become 0; yours is {pictures[i].flat[darkest]:.3f}."
    )
    assert np.isclose(pictures[i].flat[brightest], 1, atol=1e-6), (
        f"Filter {i}: its largest weight must become 1; yours is {pictures[i].flat[brightest]:.3f}."
    )
    first = (tiles[i].flat[0] - tiles[i].min()) * pictures[i].flat[brightest] - pictures[i].flat[0] * np.ptp(
        tiles[i]
    )
    assert abs(first) < 1e-5, f"Filter {i}: the numbers between 0 and 1 are not in proportion."
assert not np.isnan(pictures_with_a_flat_one).any(), (
    "A filter that is the same everywhere becomes nan: something is divided by 0."
)
assert (pictures_with_a_flat_one[2] == 0).all(), "A filter that is the same everywhere must become all 0."
print("pictures is right where it was looked at.")

# %% [markdown]
# ### Blank 2: `grid`
#
# Lay the filters out in one picture: `nx` in a row, as one reads, the first one top left. Around each filter runs a line of **one** pixel of
# value 1 (white); neighbours share it. Where the last row has no more filters, everything is 1. With `ny` rows the picture has
# `ny * (FH + 1) + 1` pixels from top to bottom.
#
# 한 줄에 `nx`개씩, 필터 사이와 둘레에는 값이 1인 한 픽셀 선을 두세요. 빈 자리도 1입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Begin with a picture that is 1 everywhere, and write the filters into it. `np.ones(shape, dtype=…)`.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# How many rows? As many as it takes for all: a last row that is not full is a row, too. `-(-7 // 3)` is 3: division that rounds up.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Filter `i` stands in row `i // nx` and column `i % nx`. Its top is at 1 for row 0, at `1 + (FH + 1)` for row 1, and so on.
#
# </details>


# %% answer="grid"
def arrange(tiles, nx):
    grid = None  # instead of None: one picture, (height, width)
    ### BEGIN SOLUTION
    # Whole rows of pictures, the last one perhaps not full: `-(-FN // nx)` rounds up. Each picture stands
    # one pixel further than the one before it, because of the line between them.
    FN, FH, FW = tiles.shape
    ny = -(-FN // nx)
    grid = np.ones((ny * (FH + 1) + 1, nx * (FW + 1) + 1), dtype=tiles.dtype)
    for i, tile in enumerate(tiles):
        top, left = i // nx * (FH + 1) + 1, i % nx * (FW + 1) + 1
        grid[top : top + FH, left : left + FW] = tile
    ### END SOLUTION
    return grid


grid = arrange(tiles, nx)

# %% check="grid" points=3
assert grid is not None, "arrange still returns None. Your code goes into the cell above."
assert isinstance(grid, np.ndarray), f"arrange must return a NumPy array; it returns a {type(grid).__name__}."
rows = len(range(0, FN, nx))
size = (rows * (FH + 1) + 1, nx * (FW + 1) + 1)
assert grid.shape == size, (
    f"{rows} rows of {nx} filters with lines of one pixel need {size} pixels; your picture has {grid.shape}."
)
assert (grid[0] == 1).all(), "The line along the top must be 1."
assert (grid[:, 0] == 1).all(), "The line along the left must be 1."
for i in range(FN):
    row, column = divmod(i, nx)
    corner = grid[row * (FH + 1) + 1, column * (FW + 1) + 1]
    assert corner == tiles[i, 0, 0], (
        f"Filter {i} stands in row {row}, column {column}: its top left weight is {tiles[i, 0, 0]:.4f}. Yours is {corner:.4f}."
    )
    below = grid[(row + 1) * (FH + 1), column * (FW + 1) + 1]
    assert below == 1, f"Below filter {i} there must be a line of value 1; yours is {below:.4f}."
print("grid is right where it was looked at.")

# %% [markdown]
# Here they are: dark where a weight is small, bright where it is large. Beside them, filters as they were before training.

# %% given="drawing"
import matplotlib.pyplot as plt  # draws nothing when your work is graded: drawings are for you alone

untrained = np.random.default_rng(0).normal(0, 0.01, tiles.shape)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 2.4), layout="constrained")
for axes, some, title in [(left, untrained, "before training"), (right, tiles, "after training")]:
    axes.imshow(arrange(normalized(some), nx), cmap="gray", vmin=0, vmax=1)
    axes.set(title=title, xticks=[], yticks=[])
plt.show()

# %% [markdown]
# ## Part 2: which edges do they like?
#
# ### Blank 3: `edges`
#
# A filter whose right half is positive and whose left half is negative answers to an upright edge. So measure two numbers for each filter:
#
# - **upright**: how far the sum of the right half and the sum of the left half lie apart, never negative;
# - **level**: how far the sum of the lower half and the sum of the upper half lie apart, never negative.
#
# When the number of columns (rows) is odd, the one in the middle belongs to neither half. The result has a row for each filter: `(FN, 2)`.
#
# 오른쪽 절반의 합과 왼쪽 절반의 합의 차이(절댓값), 아래쪽과 위쪽의 차이(절댓값). 홀수이면 가운데는 뺍니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `tiles[:, :, :k]` are the first `k` columns of every filter, `tiles[:, :, -k:]` the last `k`. What is `k` for 5 columns?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Sum over both axes of a filter, subtract the two sums, and take `np.abs` **after** that.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.stack([a, b], axis=1)` makes two columns of two arrays.
#
# </details>


# %% answer="edges"
def edge_strengths(tiles):
    edges = None  # instead of None: an array with the columns upright and level
    ### BEGIN SOLUTION
    # Sum the columns and compare the right half with the left one: large when the filter looks for upright
    # edges. The same with rows for level ones. An odd filter's middle belongs to neither half, and the sign
    # does not matter.
    half_h, half_w = tiles.shape[1] // 2, tiles.shape[2] // 2
    columns, rows = tiles.sum(axis=1), tiles.sum(axis=2)
    upright = columns[:, -half_w:].sum(axis=1) - columns[:, :half_w].sum(axis=1)
    level = rows[:, -half_h:].sum(axis=1) - rows[:, :half_h].sum(axis=1)
    edges = np.abs(np.stack([upright, level], axis=1))
    ### END SOLUTION
    return edges


edges = edge_strengths(tiles)

# %% given="edges"
edges = as_array(edges)

# %% check="edges" points=2
assert edges is not None, "edge_strengths still returns None. Your code goes into the cell above."
assert edges.shape == (FN, 2), (
    f"edges has shape {edges.shape}. It needs a row for each filter, upright and level: {(FN, 2)}."
)
assert (edges >= 0).all(), "A strength is negative. How far two sums lie apart never is."
for i in range(FN):
    right = sum(tiles[i, y, z] for y in range(FH) for z in range(FW) if z > (FW - 1) / 2)
    left = sum(tiles[i, y, z] for y in range(FH) for z in range(FW) if z < (FW - 1) / 2)
    assert np.isclose(edges[i, 0], abs(right - left), atol=1e-4), (
        f"Filter {i}: the right half adds up to {right:.4f}, the left one to {left:.4f}, without the middle. Your upright is {edges[i, 0]:.4f}."
    )
    lower = sum(tiles[i, y, z] for y in range(FH) for z in range(FW) if y > (FH - 1) / 2)
    upper = sum(tiles[i, y, z] for y in range(FH) for z in range(FW) if y < (FH - 1) / 2)
    assert np.isclose(edges[i, 1], abs(lower - upper), atol=1e-4), (
        f"Filter {i}: the lower half adds up to {lower:.4f}, the upper one to {upper:.4f}, without the middle. Your level is {edges[i, 1]:.4f}."
    )
print(
    f"edges is right on these numbers. Most upright: filter {edges[:, 0].argmax()}; most level: filter {edges[:, 1].argmax()}."
)

# %% [markdown]
# ## Part 3: over a photograph
#
# ### Blank 4: `maps`
#
# Slide two filters over the photograph: those whose numbers stand in `two`. No padding, stride 1, no bias, as in the network; then a ReLU: what
# is negative becomes 0. The result is two feature maps, `(2, out_h, out_w)`, in the order of `two`.
#
# `two`에 적힌 두 필터를 사진에 적용하고 ReLU를 지나게 하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# In how many places does a filter of `FH` by `FW` stand in a picture of `H` by `W`, without padding? That is `out_h` by `out_w`.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# At each place: the window times the filter, number by number, added up. The filter is not turned around.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Faster: loop over the **weights** instead of the places. Each weight multiplies a shifted piece of the photograph,
# `photo[i : i + out_h, j : j + out_w]`, and all these pieces add up. At the end, `np.maximum(…, 0)`.
#
# </details>


# %% answer="maps"
def apply_filters(photo, filters):
    maps = None  # instead of None: a feature map for each filter
    ### BEGIN SOLUTION
    # Turn the loops around: for each *weight* take the whole part of the photograph that it ever meets,
    # times the weight, and add up. That is twenty-five steps for a 5 × 5 filter, however large the
    # photograph is. ReLU at the end.
    FH, FW = filters.shape[1:]
    out_h, out_w = photo.shape[0] - FH + 1, photo.shape[1] - FW + 1
    maps = np.zeros((len(filters), out_h, out_w), dtype=photo.dtype)
    for i in range(FH):
        for j in range(FW):
            maps += filters[:, i, j, None, None] * photo[i : i + out_h, j : j + out_w]
    maps = np.maximum(maps, 0)
    ### END SOLUTION
    return maps


maps = apply_filters(photo, tiles[two])

# %% given="maps"
maps = as_array(maps)

# %% check="maps" points=3
assert maps is not None, "apply_filters still returns None. Your code goes into the cell above."
places = (len(two), len(range(photo.shape[0] - FH + 1)), len(range(photo.shape[1] - FW + 1)))
assert maps.shape == places, f"maps has shape {maps.shape}. Two filters stand in so many places: {places}."
assert (maps >= 0).all(), "A number is negative: the ReLU is missing."
for number, i in enumerate(two):
    for y, z in [(y, z) for y in range(0, places[1], 5) for z in range(0, places[2], 5)]:
        by_hand = max(0.0, float((photo[y : y + FH, z : z + FW] * tiles[i]).sum()))
        assert np.isclose(maps[number, y, z], by_hand, atol=1e-4), (
            f"Filter {i} at row {y}, column {z}: window times filter, added up, then ReLU, gives {by_hand:.4f}. Yours is {maps[number, y, z]:.4f}."
        )
print("maps is right where it was looked at.")

# %% given="feature_maps"
figure, all_axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
titles = ["the photograph", f"filter {two[0]}", f"filter {two[1]}"]
for axes, picture, title in zip(all_axes, [photo, *maps], titles, strict=True):
    axes.imshow(picture, cmap="gray")
    axes.set(title=title, xticks=[], yticks=[])
plt.show()

# %% [markdown]
# ## Part 4: in your own words
#
# This answer is read and graded by a person. Write three to six sentences in the cell below, in English or Korean:
#
# 1. How do the filters differ before and after training, and why?
# 2. Which parts of the photograph does each of the two filters light up, and what in the filter's weights explains it?
# 3. What does the ReLU take away from these pictures?
#
# 아래 칸에 세 문장에서 여섯 문장으로 쓰세요. 영어나 한국어 모두 좋습니다. 강사가 직접 읽고 채점합니다.

# %% [markdown] written="in_your_words" points=2
# Before training the filters are noise, since they were drawn at random; after training neighbouring weights belong together and form
# dark and bright areas, because digits are made of strokes and the loss rewarded what tells strokes apart. One filter has bright and dark side by side and
# lights up the upright edges, the other one has them on top of each other and lights up level edges such as the roofs.
# A window in which nothing changes gives nearly nothing. The ReLU removes the negative answers: edges that run from bright to dark in the direction
# in which the filter runs from dark to bright.

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check see-filters.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

# %% [markdown]
# # Errata: training that is not what it says
#
# *The slides' own library, `common/`. About 45 minutes, 10 points.*

# %% [markdown] shared="errata#first-a-test"

# %% [markdown]
# | | defect | blanks | points |
# |---|---|---|---|
# | 1 | float32 that never survives | `dtype_test`, `col` | 1, 1 |
# | 2 | a dropout that needs care later, and one too many | `dropout_test`, `dropped`, `order_test` | 1, 1, 1 |
# | 3 | a batch normalization that takes each pixel for itself | `channel_test`, `normalized` | 1, 1 |
# | 4 | an epoch that does not see everything | `epoch_test`, `visits` | 1, 2 |

# %% [markdown] shared="errata#how-to-work"

# %% given="imports"
import numpy as np

from modlab.im2col import im2col
from modlab.layers import BatchNormalization, Dropout

# %% [markdown]
# ## The numbers
#
# `x` are pictures. `scores` are what a network says of ten digits, `t` what they are. All randomness comes from `seed`.
#
# 그림 `x`, 신경망의 점수 `scores`, 정답 `t`.

# %% tags=["parameters"]
x = np.arange(1.0, 17.0).reshape(1, 1, 4, 4) - 8.5  # (images N, channels C, height H, width W)
pool_h = 2
pool_w = 2
scores = np.eye(10)[[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]] * 2.0  # (digits, classes)
t = np.arange(10)
batch_size = 4
dropout_ratio = 0.2
seed = 1

# %% shared="errata#helpers"

# %% shared="errata#image_by_image"

# %% [markdown]
# ## Defect 1: float32 that never survives
#
# The slides set a network up in half the precision, to save time and memory. In truth it runs in float64, from the first layer on. (Padding and stride are
# left out here, they change nothing.)


# %% given="slides_im2col"
def slides_im2col(x, filter_h, filter_w):
    """Lay each window out as a row."""
    N, C, H, W = x.shape
    out_h, out_w = H - filter_h + 1, W - filter_w + 1
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w))
    for y in range(filter_h):
        for z in range(filter_w):
            col[:, :, y, z] = x[:, :, y : y + out_h, z : z + out_w]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


# %% given="im2cols" fold=true
# What your test is run on, and how your repair is tried.
def im2col_in_modlab(x, filter_h, filter_w):
    """Ask modlab."""
    return im2col(x, filter_h, filter_w)


im2cols = (
    {"the slides' version": slides_im2col},
    {
        "modlab's version": im2col_in_modlab,
        "a version that takes one image at a time": image_by_image(im2col_in_modlab),
    },
)


def try_im2col(mended_im2col):
    """Return the rows of x, and how many bytes each number takes if x comes as float64, float32, float16."""
    col = mended_im2col(x, pool_h, pool_w)
    if col is None:
        return None, None
    made = [mended_im2col(x.astype(dtype), pool_h, pool_w) for dtype in (np.float64, np.float32, np.float16)]
    return col, np.array([np.asarray(each).dtype.itemsize for each in made])


# %% [markdown]
# ### Blank 1: `dtype_test`
#
# The numbers are right, and yet something is not. Write a test of a function that is called `im2col(x, filter_h, filter_w)`: what goes in as float32 must come out as float32.
#
# 값은 맞습니다. 하지만 float32를 넣으면 무엇이 나오나요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `x.astype(np.float32)` makes a picture of float32 numbers. `out.dtype` says what came out.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Most functions make float64 if they are not told otherwise. Which ones on the way do?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `out.dtype == np.float32` is `True` or `False`.
#
# </details>


# %% answer="dtype_test"
def test_im2col(im2col):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # The numbers do not matter here, only what they are kept in.
    passed = im2col(np.ones((1, 2, 3, 3), np.float32), 2, 2).dtype == np.float32
    ### END SOLUTION
    return passed


dtype_test = verdicts(test_im2col, *im2cols)

# %% check="dtype_test" points=1
look_at(dtype_test, "test_im2col", *im2cols)

# %% [markdown]
# ### Blank 2: `col`
#
# Mend it: the same rows, in the dtype of `x`, whichever that is.
#
# `x`의 자료형이 그대로 나와야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Start from the slides' version. One line makes a new array.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `np.zeros` takes a second argument.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# To turn the result back at the end would help the dtype, but not the memory: the large array has been there all the same.
#
# </details>


# %% answer="col"
def mended_im2col(x, filter_h, filter_w):
    col = None  # instead of None: a row for each window
    ### BEGIN SOLUTION
    # A view of `x` has the dtype of `x`, and no array needs to be made before the rows are. In the slides'
    # lines it is enough to hand the dtype to `np.zeros`.
    windows = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), axis=(2, 3))
    col = windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * filter_h * filter_w)
    ### END SOLUTION
    return col


col, bytes_each = try_im2col(mended_im2col)

# %% check="col" points=1
assert col is not None, "mended_im2col still returns None. Your code goes into the cell above."
assert np.array_equal(col, slides_im2col(x, pool_h, pool_w)), (
    "The numbers were right before, and are not any more: as numbers, the rows must be those of slides_im2col."
)
for dtype, size, wanted in zip(("float64", "float32", "float16"), bytes_each, (8, 4, 2), strict=True):
    assert size == wanted, (
        f"A {dtype} number takes {wanted} bytes. If x is {dtype}, a number that comes out takes {size}."
    )
print("mended_im2col is right on these numbers.")


# %% [markdown]
# ## Defect 2: a dropout that needs care later, and one too many


# %% given="slides_dropout"
class SlidesDropout:
    """Forgets a part of the numbers while training."""

    def __init__(self, dropout_ratio, rng):
        self.dropout_ratio = dropout_ratio
        self.rng = rng

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = self.rng.random(x.shape) > self.dropout_ratio
            return x * self.mask
        return x * (1.0 - self.dropout_ratio)

    def backward(self, dout):
        return dout * self.mask


slides_order = ["Affine", "Relu", "Dropout", "Affine", "Dropout", "SoftmaxWithLoss"]


# %% given="dropouts" fold=true
# What your tests are run on, and how your repair is tried.
class DropoutOfModlab(Dropout):
    """modlab's layer, called as the slides call theirs."""

    def forward(self, x, train_flg=True):
        return super().forward(x, train=train_flg)


class DropoutFromTheEnd(DropoutOfModlab):
    """Draws for the last picture first."""

    def forward(self, x, train_flg=True):
        return super().forward(x[::-1], train_flg)[::-1]

    def backward(self, dout):
        return super().backward(dout[::-1])[::-1]


dropouts = (
    {"the slides' version": SlidesDropout},
    {"modlab's version": DropoutOfModlab, "a version that draws from the end": DropoutFromTheEnd},
)
orders = (
    {
        "the slides' order": slides_order,
        "the order Convolution, Relu, Pooling, Affine, Dropout": [
            "Convolution",
            "Relu",
            "Pooling",
            "Affine",
            "Dropout",
        ],
    },
    {
        "the order Affine, Relu, Dropout, Affine": ["Affine", "Relu", "Dropout", "Affine"],
        "the order Convolution, Dropout, Affine, SoftmaxWithLoss": [
            *("Convolution", "Dropout", "Affine", "SoftmaxWithLoss"),
        ],
        "an order without dropout": ["Affine", "Relu", "Affine", "SoftmaxWithLoss"],
    },
)


def try_dropout(MendedDropout):
    """Return the part that is dropped, to a tenth; and by what the others are multiplied: least and most, in training, later, backward."""
    many = np.linspace(1, 2, 5000).reshape(50, 100).astype(scores.dtype)
    layer = MendedDropout(dropout_ratio, np.random.default_rng(seed))
    out, back, in_use = (
        layer.forward(many.copy(), True),
        layer.backward(many.copy()),
        layer.forward(many.copy(), False),
    )
    if out is None or back is None:
        return None
    kept = out != 0
    ratios = [out[kept] / many[kept], in_use / many, back[kept] / many[kept]]
    ends = [(each.min(), each.max()) if each.size else (0, 0) for each in ratios]
    return np.array([round(1 - kept.mean(), 1), *np.ravel(ends)])


# %% [markdown]
# ### Blank 3: `dropout_test`
#
# While training, a part of the numbers is dropped, so less comes through. The slides make up for it **later**, in use: each number is made smaller. So whoever uses the
# network must know of the dropout, or gets other scores. A right version makes up for it at once, in training, and in use (`train_flg=False`) does nothing at all. Write a test.
#
# 학습이 끝난 뒤(`train_flg=False`)에는 드롭아웃이 아무 일도 하지 않아야 합니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Make a layer with `Dropout(0.5, np.random.default_rng(0))`.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# In use nothing is random, so you can compare exactly.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# What must `layer.forward(x, False)` return?
#
# </details>


# %% answer="dropout_test"
def test_dropout(Dropout):
    passed = None  # instead of None: True if this class is right, False if it is not
    ### BEGIN SOLUTION
    # In use nothing is random, so what comes out can be compared exactly with what went in.
    layer, pictures = Dropout(0.5, np.random.default_rng(0)), np.arange(12.0).reshape(3, 4)
    passed = np.array_equal(layer.forward(pictures, False), pictures)
    ### END SOLUTION
    return passed


dropout_test = verdicts(test_dropout, *dropouts)

# %% check="dropout_test" points=1
look_at(dropout_test, "test_dropout", *dropouts)

# %% [markdown]
# ### Blank 4: `dropped`
#
# Mend it. In training the mean must stay what it was: if a fifth is dropped, what is left must grow. In use nothing happens. Draw from `self.rng`, as it does now.
#
# 학습할 때 남은 값을 키워서 평균이 그대로이게 하세요. 버릴 값은 지금처럼 `self.rng`로 뽑으세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Of 10 ones, a `dropout_ratio` of 0.2 leaves 8. What must each be, so that they still add up to 10?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The part that is kept is `1 - dropout_ratio`. By what does that have to be multiplied to be 1?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# The gradient takes the same way back: the same numbers are dropped, the others multiplied by the same.
#
# </details>


# %% answer="dropped"
class MendedDropout:
    def __init__(self, dropout_ratio, rng):
        self.dropout_ratio = dropout_ratio
        self.rng = rng

    def forward(self, x, train_flg=True):
        out = None  # instead of None: what comes through
        ### BEGIN SOLUTION
        # What is kept is divided by the part that is kept, so the mean stays. In use every factor is 1.
        kept = self.rng.random(x.shape) >= self.dropout_ratio
        self.factors = kept / (1 - self.dropout_ratio) if train_flg else 1
        out = x * self.factors
        ### END SOLUTION
        return out

    def backward(self, dout):
        dx = None  # instead of None: the gradient
        ### BEGIN SOLUTION
        # Each number was multiplied by its factor on the way there; so is its gradient on the way back.
        dx = dout * self.factors
        ### END SOLUTION
        return dx


dropped = try_dropout(MendedDropout)

# %% check="dropped" points=1
assert dropped is not None, "forward or backward still returns None. Your code goes into the cell above."
assert dropped[0] == dropout_ratio, (
    f"The dropout_ratio is {dropout_ratio}, and {dropped[0]} of the numbers were dropped."
)
assert np.allclose(dropped[3:5], 1), (
    f"In use nothing may happen; yours multiplies by {dropped[3]:.4g} to {dropped[4]:.4g}."
)
assert np.allclose(dropped[1:3] * (1 - dropped[0]), 1, rtol=1e-4), (
    f"{1 - dropped[0]:.1f} of the numbers are kept and multiplied by {dropped[1]:.4g} to {dropped[2]:.4g}; the mean does not stay what it was."
)
assert np.allclose(dropped[5:], dropped[1:3], rtol=1e-4), (
    f"Backward, what was kept is multiplied by {dropped[5]:.4g} to {dropped[6]:.4g}, forward by {dropped[1]:.4g} to {dropped[2]:.4g}."
)
print("MendedDropout is right on these numbers.")

# %% [markdown]
# ### Blank 5: `order_test`
#
# Look at `slides_order`, too: one dropout stands **after the last Affine layer**. There it drops scores, the right answer's among them, and no training can do anything about it.
# To mend it is to take it out. Write a test that would have noticed: it gets a list of names like `slides_order`.
#
# 마지막 Affine 뒤에 드롭아웃이 있으면 `False`를 돌려주세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# A dropout between two Affine layers is right, so it is not enough to look whether there is one.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Turned around, `order[::-1]`, the list begins with its end. What comes first there, an Affine layer or a dropout?
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `order.index("Affine")` is the place of the first one. `"Dropout" in some_list` is `True` or `False`. And some networks have no dropout at all.
#
# </details>


# %% answer="order_test"
def test_order(order):
    passed = None  # instead of None: True if this order is right, False if it is not
    ### BEGIN SOLUTION
    # Seen from the end: what comes before the first Affine layer is behind the last one.
    last_first = order[::-1]
    passed = "Dropout" not in last_first[: last_first.index("Affine")]
    ### END SOLUTION
    return passed


order_test = verdicts(test_order, *orders)

# %% check="order_test" points=1
look_at(order_test, "test_order", *orders)


# %% [markdown]
# ## Defect 3: a batch normalization that takes each pixel for itself
#
# A batch normalization gives each feature the mean 0 and the standard deviation 1 over the batch. Behind an Affine layer a feature is a column. Behind a convolution it is a **channel**, with all
# its pixels: the same filter made them all.


# %% given="slides_normalize"
def slides_normalize(x, eps):
    """Return x with mean 0 and standard deviation 1; eps is added to the variance, so that nothing is divided by 0."""
    flat = x.reshape(len(x), -1)
    centered = flat - flat.mean(axis=0)
    return (centered / np.sqrt(flat.var(axis=0) + eps)).reshape(x.shape)


# %% given="normalizations" fold=true
# What your test is run on, and how your repair is tried.
def normalize_in_modlab(x, eps):
    """Ask modlab's layer."""
    layer = BatchNormalization(np.ones(x.shape[1]), np.zeros(x.shape[1]), eps=eps)
    return layer.forward(x, train=True)


def normalize_one_by_one(x, eps):
    """Take one channel at a time."""
    return np.concatenate([normalize_in_modlab(x[:, c : c + 1], eps) for c in range(x.shape[1])], axis=1)


normalizations = (
    {"the slides' version": slides_normalize},
    {
        "modlab's version": normalize_in_modlab,
        "a version that takes one channel at a time": normalize_one_by_one,
    },
)


# %% [markdown]
# ### Blank 6: `channel_test`
#
# Write a test of a function that is called `normalize(x, eps)`. Mean and standard deviation alone do not tell: those of a channel are 0 and 1 in the slides' version, too. But what has become of the **picture**?
# Choose one that shows it.
#
# 채널 전체가 아니라 픽셀마다 따로 정규화합니다. 어떤 그림에서 차이가 드러날까요?
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# What does the slides' version make of a single image? And what of two equal ones?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Two pixels of one channel that are equal must be equal afterwards, and a brighter one must stay brighter.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `normalize(np.arange(4.0).reshape(1, 1, 2, 2), 1e-5)` must not be all zeros.
#
# </details>


# %% answer="channel_test"
def test_normalize(normalize):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # A single image with two dark and two bright pixels: for a channel they are -1 and 1, while a pixel that
    # is compared with itself alone becomes 0.
    four = normalize(np.array([1.0, 3.0, 3.0, 1.0]).reshape(1, 1, 2, 2), 1e-9)
    passed = np.allclose(four.ravel(), [-1, 1, 1, -1])
    ### END SOLUTION
    return passed


channel_test = verdicts(test_normalize, *normalizations)

# %% check="channel_test" points=1
look_at(channel_test, "test_normalize", *normalizations)

# %% [markdown]
# ### Blank 7: `normalized`
#
# Mend it, for `(N, C, H, W)` and, as before, for `(N, D)`.
#
# 4차원이면 채널별로, 2차원이면 열별로 정규화하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Over which axes do you take the mean, so that one number for each channel is left?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `axis` takes several: `x.mean(axis=(0, 2))`. And `x.ndim` is 2 or 4.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `keepdims=True` leaves the axes in their places, with the length 1, so that the result fits to `x` again.
#
# </details>


# %% answer="normalized"
def mended_normalize(x, eps):
    out = None  # instead of None: x with mean 0 and standard deviation 1 in each channel
    ### BEGIN SOLUTION
    # Over images and pixels, but never over channels; in a table, over rows.
    axes = (0, 2, 3) if x.ndim == 4 else 0
    mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    out = (x - mean) / np.sqrt(variance + eps)
    ### END SOLUTION
    return out


normalized, normalized_rows = mended_normalize(x, 1e-5), mended_normalize(scores, 1e-5)

# %% check="normalized" points=1
assert normalized is not None, "mended_normalize still returns None. Your code goes into the cell above."
for name, before, after in [("x", x, normalized), ("scores", scores, normalized_rows)]:
    assert np.shape(after) == before.shape, (
        f"For {name} the result has shape {np.shape(after)}; it must be {before.shape}."
    )
    for c in range(before.shape[1]):
        was, now = before[:, c].ravel(), after[:, c].ravel()
        assert abs(now.mean()) < 1e-6, (
            f"The mean of channel {c} of {name} must be 0; yours is {now.mean():.4f}."
        )
        assert abs(now.std() - 1) < 1e-3 or was.std() == 0, (
            f"The standard deviation of channel {c} of {name} must be 1; yours is {now.std():.4f}."
        )
        steps = np.diff(was) * now.std() - np.diff(now) * was.std()
        assert np.abs(steps).max() < 1e-6, (
            f"Channel {c} of {name} is not the same picture any more: from pixel to pixel it must go up and down as before."
        )
print("mended_normalize is right on these numbers.")


# %% [markdown]
# ## Defect 4: an epoch that does not see everything
#
# An epoch is one pass over all training pictures. `Recorder` is a pretend network that notes what it is asked for. `loss(x, t)` is a forward pass; `backward()` gives the gradient for
# what went through last; `gradient(x, t)` does both; and `step(gradient)` changes the weights.


# %% given="slides_epoch"
class Recorder:
    """Notes how many forward passes and steps there were, and which pictures it has learned from."""

    def __init__(self):
        self.forwards, self.steps = 0, 0
        self.learned, self.batch_sizes, self.losses = [], [], []

    def loss(self, x, t):
        self.forwards += 1
        self.batch = x
        self.losses.append(float(np.mean(x)) + self.forwards)
        return self.losses[-1]

    def backward(self):
        self.learned += self.batch.tolist()
        self.batch_sizes.append(len(self.batch))
        return self.batch

    def gradient(self, x, t):
        self.loss(x, t)
        return self.backward()

    def step(self, gradient):
        self.steps += 1


def slides_epoch(network, x, t, batch_size, rng):
    """Train on all pictures once; return the loss of each batch."""
    losses = []
    for _ in range(len(x) // batch_size):
        rows = rng.choice(len(x), batch_size)
        network.step(network.gradient(x[rows], t[rows]))
        losses.append(network.loss(x[rows], t[rows]))
    return losses


recorder = Recorder()
slides_epoch(recorder, np.arange(10), np.arange(10), 5, np.random.default_rng(seed))
print("Of the pictures 0 to 9 it has learned from:", sorted(recorder.learned))
print(f"Forward passes: {recorder.forwards}, steps: {recorder.steps}")


# %% given="epochs" fold=true
# What your test is run on, and how your repair is tried.
def epoch_by_lot(network, x, t, batch_size, rng):
    """Draw lots, one after the other, until none is left."""
    lots, losses = list(range(len(x))), []
    while lots:
        rows = [lots.pop(rng.integers(len(lots))) for _ in range(min([batch_size, len(lots)]))]
        losses.append(network.loss(x[rows], t[rows]))
        gradient = network.backward()
        network.step(gradient)
    return losses


epochs = (
    {"the slides' version": slides_epoch},
    {
        "a version that draws lots": epoch_by_lot,
        "a version with batches of one picture": lambda network, x, t, batch_size, rng: epoch_by_lot(
            network, x, t, 1, rng
        ),
    },
)


def try_epoch(mended_epoch):
    """Return how often each picture was learned from; and forward passes, steps, largest batch, and whether (1 or 0) the
    losses are the network's and a second epoch has another order."""
    network, again = Recorder(), Recorder()
    pictures, rng = np.arange(len(t)), np.random.default_rng(seed)
    losses = mended_epoch(network, pictures.copy(), t.copy(), batch_size, rng)
    if losses is None:
        return None, None
    mended_epoch(again, pictures.copy(), t.copy(), batch_size, rng)
    told, mixed = list(losses) == network.losses, network.learned != again.learned
    counts = [network.forwards, network.steps, max([0, *network.batch_sizes]), told, mixed]
    return np.bincount(network.learned, minlength=len(t)), np.array(counts, int)


# %% [markdown]
# ### Blank 8: `epoch_test`
#
# Some pictures come twice, others never: with many of them, more than a third never. Besides, each batch goes forward twice, where once would do. One of the two is enough for your test of a function that is called
# `epoch(network, x, t, batch_size, rng)`. Use a `Recorder`, and numbers as pictures, like `np.arange(10)`.
#
# 한 에폭에서 모든 그림을 한 번씩 보는지 확인하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# `recorder.learned` are the pictures it has learned from, in order. What must they be after an epoch?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The order does not matter: `sorted(…)`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# A right version may make its batches smaller than you say, so do not count them. But for each step there is one forward pass.
#
# </details>


# %% answer="epoch_test"
def test_epoch(epoch):
    passed = None  # instead of None: True if this function is right, False if it is not
    ### BEGIN SOLUTION
    # Sorted, the pictures of an epoch are all there are, each once; and each step has one forward pass.
    noted = Recorder()
    epoch(noted, np.arange(20), np.zeros(20, int), 5, np.random.default_rng(0))
    passed = sorted(noted.learned) == list(range(20)) and noted.forwards == noted.steps
    ### END SOLUTION
    return passed


epoch_test = verdicts(test_epoch, *epochs)

# %% check="epoch_test" points=1
look_at(epoch_test, "test_epoch", *epochs)

# %% [markdown]
# ### Blank 9: `visits`
#
# Mend both. Each picture once, in an order drawn from `rng`; batches of `batch_size`, the last one may be smaller; one forward pass for each step. Return the losses, as before.
#
# 무작위 순서로 모든 그림을 한 번씩, 순전파도 한 번씩만 하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Mix all pictures first, then cut them into batches.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `rng.permutation(10)` are the numbers 0 to 9 in random order.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `network.loss` goes forward, and `network.backward` then knows everything it needs.
#
# </details>


# %% answer="visits"
def mended_epoch(network, x, t, batch_size, rng):
    losses = None  # instead of None: a list, the loss of each batch
    ### BEGIN SOLUTION
    # Mix all pictures once and cut the row into batches: so none comes twice. `loss` has gone forward already,
    # and `backward` goes on from there.
    losses, order = [], rng.permutation(len(x))
    for begin in range(0, len(x), batch_size):
        chosen = order[begin : begin + batch_size]
        losses.append(network.loss(x[chosen], t[chosen]))
        network.step(network.backward())
    ### END SOLUTION
    return losses


visits, passes = try_epoch(mended_epoch)

# %% check="visits" points=2
assert visits is not None, "mended_epoch still returns None. Your code goes into the cell above."
for picture, count in enumerate(visits):
    assert count == 1, f"In one epoch the network has learned from picture {picture} {count} times."
assert passes[2] <= batch_size, f"A batch had {passes[2]} pictures; at most {batch_size} are allowed."
assert passes[0] == passes[1], (
    f"There were {passes[0]} forward passes for {passes[1]} steps. One for each step is enough."
)
assert passes[1] * batch_size - len(t) in range(batch_size), (
    f"{len(t)} pictures in batches of {batch_size}: {passes[1]} steps are too many."
)
assert passes[3], "What you return must be what network.loss said, batch by batch."
assert passes[4], "Two epochs after each other had the same order. Draw it from rng, each time."
print("mended_epoch is right on these numbers.")

# %% [markdown] shared="errata#before-you-hand-in"

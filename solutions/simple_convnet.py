# %% [markdown]
# # A whole network
#
# *The slides' `simple_convnet.py` and `train_convnet.py`. About 75 minutes, 10 points.*
#
# The layers are there: `Convolution`, `Relu`, `Pooling`, `Affine`, `SoftmaxWithLoss`. You will put six of them in a row, start their
# weights, run them forward and backward, and teach them: first fifty digits by heart, then to read digits they have never seen.
#
# | blank | what it is | points |
# |---|---|---|
# | `shapes` | the shapes of all that the network learns | 2 |
# | `start` | the weights at the start | 1 |
# | `order` | the six layers in a row | 2 |
# | `scores` | the forward pass | 1 |
# | `loss_value` | how wrong the network is | 1 |
# | `dW1`, `db1`, … | the backward pass | 2 |
# | `losses` | training | 1 |
#
# 계층을 조립해 신경망을 만들고, 숫자 50장을 외우게 한 다음 처음 보는 숫자를 읽게 합니다.
#
# **How to work.** Run the cells from top to bottom (Shift+Enter). Each blank is a cell with `None` in it:
# write your own there. The cell after it checks your answer and says what is wrong. Stuck? Unfold a hint.
# You may add cells of your own anywhere. Leave the last lines of a blank as they are: they call what you wrote.
#
# **How it is graded.** Your cells are run again on other pictures and other networks: more channels, pictures that are not square, other
# strides and padding, other numbers of classes. So use the names (`filter_num`, `hidden_size`, …), never the numbers they happen to have here.
# 채점할 때는 다른 숫자와 다른 모양으로 다시 실행합니다. 숫자가 아니라 이름을 쓰세요.

# %% given="imports"
import numpy as np

from modlab.im2col import conv_output_size
from modlab.layers import Affine, Convolution, Pooling, Relu, SoftmaxWithLoss

# %% [markdown]
# ## The pictures and the network's sizes
#
# Fifty handwritten digits of 8×8 pixels, `x`, and what they are, `t`. The network is the slides' one, made small:
# **Convolution – ReLU – Pooling (2×2, stride 2) – Affine – ReLU – Affine**, and a softmax at the end.
#
# 숫자 50장 `x`와 정답 `t`, 그리고 신경망의 크기.

# %% tags=["parameters"]
from modlab.datasets import load_digits

x, t = load_digits(flatten=False)[0]
x, t = x[:50], t[:50]  # (images N, channels C, height H, width W) and (N,) labels
del load_digits  # only numbers stay here: when your work is graded, others stand in their place

filter_num = 6
filter_size = 3
pad = 0
stride = 1
hidden_size = 16
output_size = 10
weight_init_std = 0.01
seed = 1

# %% given="helpers"
N, C, H, W = x.shape
NAMES = ["W1", "b1", "W2", "b2", "W3", "b3"]
print(
    f"{N} pictures of {C}×{H}×{W}; {filter_num} filters of {filter_size}×{filter_size}, then {hidden_size}, then {output_size}"
)


def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    return None if numbers is None else np.asarray(numbers)


def one_after_the_other(shapes):
    """Return all sizes in a row, in the order of NAMES: 4 of W1, 1 of b1, 2 of W2, and so on."""
    if shapes is None or isinstance(shapes, np.ndarray):
        return shapes
    sizes = [np.ravel(shapes[name]).tolist() for name in NAMES if name in shapes]
    return np.array([size for shape in sizes for size in shape] or [0])


# %% [markdown]
# ## Part 1: what is learned
#
# ### Blank 1: `shapes`
#
# Write the shape of each array that the network learns, as a dictionary: `{"W1": (…), "b1": (…), …}`. `W1` holds the filters, `W2` and `W3`
# are the matrices of the two Affine layers, one row for each input. `conv_output_size(input_size, filter_size, stride, pad)` counts the
# places of a window along one direction; pooling is a window, too.
#
# 학습하는 배열 여섯 개의 형상을 사전으로 쓰세요. 풀링도 윈도우입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Follow one picture: `(C, H, W)` becomes `(filter_num, out_h, out_w)`, then pooling makes height and width smaller. The channels stay.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The first Affine layer gets the pooled pictures, stretched: how many numbers are that? Height and width need not be the same.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# An Affine layer from 5 inputs to 3 outputs has a matrix `(5, 3)` and a bias `(3,)`. A bias of a convolution layer: one for each filter.
#
# </details>

# %% answer="shapes"
shapes = None  # instead of None: {"W1": (…), "b1": (…), "W2": (…), "b2": (…), "W3": (…), "b3": (…)}
### BEGIN SOLUTION
# Follow the sizes: the convolution, then the pooling. The first Affine layer has a row for each number that
# comes out of the pooling, `filter_num * pool_h * pool_w`. Each bias is as long as its layer has outputs.
out_h, out_w = (conv_output_size(size, filter_size, stride, pad) for size in (H, W))
pool_h, pool_w = (conv_output_size(size, 2, 2) for size in (out_h, out_w))
shapes = {"W1": (filter_num, C, filter_size, filter_size), "b1": (filter_num,)}
shapes |= {"W2": (filter_num * pool_h * pool_w, hidden_size), "b2": (hidden_size,)}
shapes |= {"W3": (hidden_size, output_size), "b3": (output_size,)}
### END SOLUTION

# %% given="shapes"
shapes = one_after_the_other(shapes)
print("the sizes, one after the other:", shapes)

# %% check="shapes" points=2
assert shapes is not None, "shapes is still None. Your code goes into the cell above."
assert shapes.shape == (11,), (
    f"Four sizes for W1, two each for W2 and W3, one for each bias are 11 in all; yours are {shapes.size}."
)
# What the layers themselves say, when they are run on the pictures:
w1, bias1, w2, bias2, w3, bias3 = np.split(shapes, [4, 5, 7, 8, 10])
assert (w1 == [filter_num, C, filter_size, filter_size]).all(), (
    f"W1 has shape {tuple(w1.tolist())}. Filters are (how many, channels of the picture, height, width)."
)
assert bias1[0] == filter_num, f"b1 holds {bias1[0]} numbers. There must be one for each filter."
pooled = Pooling(2, 2, stride=2).forward(Convolution(np.zeros(tuple(w1)), None, stride, pad).forward(x))
assert w2[0] == pooled[0].size, (
    f"After pooling a picture has shape {pooled[0].shape}, that is {pooled[0].size} numbers; your W2 takes in {w2[0]}."
)
assert w3[0] == w2[1], f"W2 gives {w2[1]} numbers, and W3 takes in {w3[0]}. These must be the same."
assert w3[1] == output_size, f"W3 gives {w3[1]} scores. There are {output_size} classes."
assert w2[1] == hidden_size, f"W2 gives {w2[1]} numbers. The hidden layer has {hidden_size}."
assert bias2[0] == w2[1], f"b2 holds {bias2[0]} numbers. There must be one for each output of W2."
assert bias3[0] == w3[1], f"b3 holds {bias3[0]} numbers. There must be one for each output of W3."
print("shapes is right on these numbers.")

# %% [markdown]
# ### Blank 2: `start`
#
# Write a function that makes the arrays at the start of training, for any dictionary of shapes: biases (their names begin with `b`) all 0;
# weights at random, from a normal distribution around 0 with the standard deviation `weight_init_std`. Draw them from the generator `rng` that
# is passed in, so that the same seed gives the same network: weight after weight, in the order of the dictionary, and none for the biases.
# When it is graded, it is called with other shapes and seeds.
#
# 편향은 0, 가중치는 표준편차가 `weight_init_std`인 정규분포로. 난수는 반드시 `rng`에서 뽑으세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Go through the dictionary: `for name, shape in shapes.items()`. What decides whether it is a weight or a bias?
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `rng.standard_normal(shape)` draws numbers with standard deviation 1. Multiply.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# `np.zeros(shape)` for a name with `name.startswith("b")`. Return a dictionary with the same names.
#
# </details>


# %% answer="start"
def init_params(shapes, weight_init_std, rng):
    params = None  # instead of None: a dictionary {name: array}
    ### BEGIN SOLUTION
    # Small random weights, so that the neurons of a layer differ and can learn different things. Biases may
    # start at zero. The order of the draws is part of the answer: the same seed must give the same network.
    params = {name: np.zeros(shape) for name, shape in shapes.items()}
    for name in params:
        if not name.startswith("b"):
            params[name] += weight_init_std * rng.standard_normal(shapes[name])
    ### END SOLUTION
    return params


start = init_params(
    {"W1": (9, 5, 6, 6), "b1": (9,), "W2": (90, 20), "b2": (20,)},
    weight_init_std,
    np.random.default_rng(seed),
)


# %% given="start"
def looked_at(params, again, wanted):
    """Return for each weight its spread and its middle, measured in weight_init_std; then how far the biases go; then whether it repeats."""
    if params is None or isinstance(params, np.ndarray):
        return params
    found = []
    for weight, bias in [("W1", "b1"), ("W2", "b2")]:
        right = np.shape(params.get(weight)) == wanted[weight] and np.shape(params.get(bias)) == wanted[bias]
        if not right:
            found.append([-1.0] * 4)
            continue
        w = np.asarray(params[weight]) / weight_init_std
        biases = np.abs(params[bias]).max() / weight_init_std
        same = np.array_equal(params[weight], again[weight])
        found.append([w.std(), w.mean(), biases, float(same)])
    return np.array(found)


wanted = {"W1": (9, 5, 6, 6), "b1": (9,), "W2": (90, 20), "b2": (20,)}
start = looked_at(start, init_params(wanted, weight_init_std, np.random.default_rng(seed)), wanted)

# %% check="start" points=1
assert start is not None, "init_params still returns None. Your code goes into the cell above."
for spread, middle, biases, same in start:
    assert spread != -1, "An array is missing or has another shape than the one asked for."
    assert 0.8 < spread < 1.2, (
        f"The standard deviation of the weights is {spread:.2f} times weight_init_std; it must be 1 times."
    )
    assert abs(middle) < 0.2, (
        f"The weights lie around {middle:.2f} times weight_init_std; they must lie around 0."
    )
    assert biases == 0, "A bias does not start at 0."
    assert same == 1, (
        "The same seed gives other weights the second time. Draw them from rng, and from nothing else."
    )
print("init_params is right on these numbers.")

# %% [markdown]
# From here on everybody has the same weights, in the dictionary `weights`, so that your numbers can be looked at. They are larger than yours: so
# small a network starts more easily that way.

# %% given="weights"
rng = np.random.default_rng(seed)


def drawn(*shape):
    """Return weights around 0, in the dtype of the pictures."""
    return rng.normal(0, 0.3, shape).astype(x.dtype)


weights = {"W1": drawn(filter_num, C, filter_size, filter_size), "b1": drawn(filter_num)}
features = (
    Pooling(2, 2, stride=2).forward(Convolution(weights["W1"], weights["b1"], stride, pad).forward(x))[0].size
)
weights |= {"W2": drawn(features, hidden_size), "b2": drawn(hidden_size)}
weights |= {"W3": drawn(hidden_size, output_size), "b3": drawn(output_size)}
print({name: array.shape for name, array in weights.items()})
last_layer = SoftmaxWithLoss()  # for part 3

# %% [markdown]
# ## Part 2: the layers in a row
#
# ### Blank 3: `order`
#
# Write a function that returns the six layers as a list, in order. The layers are made as on the slides: `Convolution(W, b, stride, pad)`,
# `Relu()`, `Pooling(pool_h, pool_w, stride=…)`, `Affine(W, b)`. Give each the arrays of `params` themselves, not copies: training changes them in place.
# When it is graded, your function gets other weights, and what each of its layers makes of two pictures is looked at.
#
# 여섯 계층을 순서대로 리스트에 담으세요. 배열은 복사하지 말고 그대로 넘깁니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# The order stands above: Convolution – ReLU – Pooling – Affine – ReLU – Affine. The softmax is not one of the six; it comes with the loss.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# Two `Relu` layers must be two objects: each remembers what it saw.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Pooling's windows are 2×2 and do not overlap. Its `stride` is 1 unless you say otherwise. It takes no `pad` here.
#
# </details>


# %% answer="order"
def build(params, stride, pad):
    layers = None  # instead of None: a list of six layers
    ### BEGIN SOLUTION
    # The layers in the order of the picture. The second Affine layer has no ReLU behind it: scores may be
    # negative.
    layers = [Convolution(params["W1"], params["b1"], stride, pad), Relu(), Pooling(2, 2, stride=2)]
    layers += [Affine(params["W2"], params["b2"]), Relu()]
    layers += [Affine(params["W3"], params["b3"])]
    ### END SOLUTION
    return layers


layers = build(weights, stride, pad)


# %% given="order"
def described(layers):
    """Return a row of numbers for each layer: kind, which W, which b, window, stride, pad, and where the same object stands first."""
    if layers is None:
        return None
    layers = list(layers.values() if isinstance(layers, dict) else layers)
    kinds = [Convolution, Relu, Pooling, Affine]
    rows = []
    for layer in layers:
        kind = next((number for number, one in enumerate(kinds, 1) if type(layer) is one), 0)
        uses = [
            next(
                (number for number in (1, 2, 3) if getattr(layer, name, None) is weights[f"{name}{number}"]),
                0,
            )
            for name in ("W", "b")
        ]
        window, step, border = (getattr(layer, name, 0) for name in ("pool_h", "stride", "pad"))
        first = next(number for number, one in enumerate(layers) if one is layer)
        rows.append([kind, *uses, window, np.max(step), np.max(border), first])
    return np.array(rows)


order = described(layers)
layers = list(layers.values()) if isinstance(layers, dict) else layers
print(order)

# %% check="order" points=2
assert order is not None, "build still returns None. Your code goes into the cell above."
assert len(order) == 6, f"There must be six layers; you have {len(order)}."
kinds = ["something else", "a Convolution", "a Relu", "a Pooling", "an Affine"]
for place, (row, kind) in enumerate(zip(order, [1, 2, 3, 4, 2, 4], strict=True)):
    assert row[0] == kind, f"Layer {place + 1} must be {kinds[kind]}; yours is {kinds[row[0]]}."
    assert row[-1] == place, (
        f"Layer {place + 1} is the same object as layer {row[-1] + 1}: it would forget what that one saw."
    )
for place, number in [(0, 1), (3, 2), (5, 3)]:
    assert order[place, 1] == number, f"Layer {place + 1} must use params['W{number}'] itself."
    assert order[place, 2] == number, f"Layer {place + 1} must use params['b{number}'] itself."
assert tuple(order[0, 4:6]) == (stride, pad), (
    f"The convolution has stride {order[0, 4]} and padding {order[0, 5]}; they must be what build is given."
)
assert order[2, 3] == 2, f"Pooling's window is {order[2, 3]} pixels high; it must be 2."
assert order[2, 4] == 2, (
    f"Pooling moves by {order[2, 4]}; windows of 2 that do not overlap move by another number."
)
assert order[2, 5] == 0, "Pooling takes no padding here."
print("The layers stand in the right order.")

# %% [markdown]
# ### Blank 4: `scores`
#
# The forward pass: each layer's `forward` gets what the one before gave. The result is one row of scores for each picture, before the softmax.
#
# 순전파: 앞 계층의 출력이 다음 계층의 입력입니다. 소프트맥스 이전의 점수를 돌려주세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# It is a loop over the layers with one line in it.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# What goes into the second layer is not `x`.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Call the output `x` again: it takes the place of the input.
#
# </details>


# %% answer="scores"
def predict(layers, x):
    scores = None  # instead of None: what the last layer gives
    ### BEGIN SOLUTION
    # What one layer gives, the next one takes. That is all a network does.
    scores = x
    for step in layers:
        scores = step.forward(scores)
    ### END SOLUTION
    return scores


scores = predict(layers, x)

# %% check="scores" points=1
assert scores is not None, "predict still returns None. Your code goes into the cell above."
assert isinstance(scores, np.ndarray), (
    f"predict must return a NumPy array; it returns a {type(scores).__name__}."
)
assert scores.shape == (N, output_size), (
    f"scores has shape {scores.shape}. It needs a row for each picture and a column for each class: {(N, output_size)}."
)
assert not np.allclose(scores.sum(axis=1), 1), (
    "Each row adds up to 1: these are probabilities. The scores come before the softmax."
)
hidden = layers[4].out  # what the second ReLU let through
for row in (0, N - 1):
    by_hand = sum(hidden[row, i] * weights["W3"][i, 0] for i in range(hidden_size)) + weights["b3"][0]
    assert np.isclose(scores[row, 0], by_hand, atol=1e-4), (
        f"Picture {row}: the last Affine layer weighs what the ReLU before it let through, and gives {by_hand:.4f}. Yours is {scores[row, 0]:.4f}."
    )
print("scores is right where it was looked at.")

# %% [markdown]
# ## Part 3: how wrong, and in which direction
#
# ### Blank 5: `loss_value`
#
# The last layer, `SoftmaxWithLoss`, gets the scores **and** the right answers: `last_layer.forward(scores, t)` returns the mean cross-entropy.
# Write `loss` with your `predict`.
#
# 점수와 정답으로 손실을 구하세요.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Two calls in one line, or one after the other.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `SoftmaxWithLoss` does the softmax itself; it wants plain scores.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# A network that knows nothing gives each of K classes 1/K: its loss is the logarithm of K. Is yours near that?
#
# </details>


# %% answer="loss_value"
def loss(layers, x, t):
    value = None  # instead of None: one number
    ### BEGIN SOLUTION
    # Scores first, then softmax with cross-entropy, which needs the answers too.
    value = last_layer.forward(predict(layers, x), t)
    ### END SOLUTION
    return value


loss_value = loss(layers, x, t)

# %% given="loss_value"
loss_value = as_array(loss_value)

# %% check="loss_value" points=1
assert loss_value is not None, "loss still returns None. Your code goes into the cell above."
assert loss_value.shape == (), f"loss must return one number; its shape is {loss_value.shape}."
chances = np.exp(scores.astype(float)) / np.exp(scores.astype(float)).sum(axis=1, keepdims=True)
by_hand = [-np.log(chances[row, t[row]]) for row in range(N)]
assert np.isclose(loss_value, np.mean(by_hand), rtol=1e-4), (
    f"Picture 0 has the probability {chances[0, t[0]]:.4f} for its right answer, so it adds -log of that, {by_hand[0]:.4f}. "
    f"Over all pictures the mean is {np.mean(by_hand):.4f}; yours is {float(loss_value):.4f}."
)
print("The loss is", float(loss_value))

# %% [markdown]
# ### Blank 6: the gradient
#
# Backward: first forward, since every layer must see the pictures. Then `last_layer.backward(1)` starts the way back, and each layer's `backward` hands
# down what the one **behind** it gave. After that the gradients lie in the layers: `layer.dW` and `layer.db`. Return them as a dictionary
# with the names `"W1"`, `"b1"`, … of what they belong to.
#
# 역전파: 먼저 순전파를 하고, 계층을 거꾸로 지나갑니다. 기울기는 `layer.dW`, `layer.db`에 있습니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# Your `loss` does the forward part. `reversed(layers)` goes through a list from its end.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# The loop is that of the forward pass, with `backward` and the other direction: what a layer returns goes into the next one.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Which of the six layers learn? The first, the fourth and the sixth; counted from 0 they stand at 0, 3 and 5.
#
# </details>


# %% answer="dW1"
def gradient(layers, x, t):
    grads = None  # instead of None: {"W1": …, "b1": …, "W2": …, "b2": …, "W3": …, "b3": …}
    ### BEGIN SOLUTION
    # Forward once, so that every layer remembers what it saw. Then from the last layer to the first, each
    # handing its `dx` to the one before it. What they learned lies in `dW` and `db` of the three layers
    # that have weights.
    last_layer.forward(predict(layers, x), t)  # every layer must see the pictures first
    dout = last_layer.backward(1)
    for layer in reversed(layers):
        dout = layer.backward(dout)
    learners = {"1": layers[0], "2": layers[3], "3": layers[5]}
    grads = {kind + number: getattr(layer, "d" + kind) for number, layer in learners.items() for kind in "Wb"}
    ### END SOLUTION
    return grads


grads = gradient(layers, x, t)

# %% given="grads"
dW1, db1, dW2, db2, dW3, db3 = (None if grads is None else grads.get(name) for name in NAMES)

# %% check="dW1" points=2
assert grads is not None, "gradient still returns None. Your code goes into the cell above."
for name in NAMES:
    assert grads.get(name) is not None, (
        f"The gradient of {name} is missing, or None: did the layer's backward run?"
    )
    assert np.shape(grads[name]) == weights[name].shape, (
        f"The gradient of {name} has shape {np.shape(grads[name])}. A gradient has the shape of what it belongs to: {weights[name].shape}."
    )


def nudged(name, place, by):
    """Return the loss with one number of one array moved a little, in float64."""
    moved = {key: array.astype(np.float64) for key, array in weights.items()}
    moved[name][place] += by
    return float(loss(build(moved, stride, pad), x.astype(np.float64), t))


for name in NAMES:
    for place in [tuple(0 for _ in weights[name].shape), tuple(size - 1 for size in weights[name].shape)]:
        slope = (nudged(name, place, 1e-5) - nudged(name, place, -1e-5)) / 2e-5
        assert np.isclose(grads[name][place], slope, rtol=1e-2, atol=1e-4), (
            f"Nudging number {place} of {name} changes the loss {slope:.5f} times as much; your gradient says {grads[name][place]:.5f}."
        )
print("The gradient is right where it was looked at.")

# %% [markdown]
# ## Part 4: training
#
# ### Blank 7: `losses`
#
# Write the loop. In each step: compute the gradient on all of `x`, note the loss, and move every array against its gradient,
# `W ← W − lr · dW`, **in place**: the layers hold these very arrays. Return the list of losses, each as it was **before** its step.
#
# 매 단계마다 기울기를 구하고, 손실을 적고, 배열을 제자리에서 고치세요. 손실은 고치기 전의 값입니다.
#
# <details><summary>Hint 1 · 힌트 1</summary>
#
# After your `gradient` the loss of this step lies in `last_layer.loss`; nobody needs a second forward pass for it.
#
# </details>
# <details><summary>Hint 2 · 힌트 2</summary>
#
# `a = a - 1` makes a new array and calls it `a`. `a -= 1` changes the array that is there.
#
# </details>
# <details><summary>Hint 3 · 힌트 3</summary>
#
# Two loops: over the steps, and within a step over the names in `params`.
#
# </details>


# %% answer="losses"
def train(layers, params, x, t, steps, lr):
    losses = None  # instead of None: a list with the loss before each step
    ### BEGIN SOLUTION
    # Gradient, note the loss, move every parameter a little *against* its gradient. `-=` changes the array
    # in place, and so the layers, which hold the same arrays, move too.
    losses = []
    for _ in range(steps):
        slopes = gradient(layers, x, t)
        losses.append(last_layer.loss)
        for name in params:
            params[name] -= lr * slopes[name]
    ### END SOLUTION
    return losses


own = {name: array.copy() for name, array in weights.items()}
losses = train(build(own, stride, pad), own, x, t, 4, 0.1)

# %% given="losses"
losses = as_array(losses)
print("the losses of four steps:", losses)

# %% check="losses" points=1
assert losses is not None, "train still returns None. Your code goes into the cell above."
assert losses.shape == (4,), f"Four steps give four losses; the shape of yours is {losses.shape}."
assert np.isclose(losses[0], loss_value, rtol=1e-4), (
    f"The first loss must be the one before anything has changed, {float(loss_value):.4f}; yours is {losses[0]:.4f}."
)
assert losses[1] != losses[0], "The loss does not change: do the layers hold the arrays that you change?"
assert losses[1] < losses[0], "The loss grows: every step must go against the gradient."
after = {name: array - 0.1 * grads[name] for name, array in weights.items()}
second = float(loss(build(after, stride, pad), x, t))
assert np.isclose(losses[1], second, rtol=1e-3), (
    f"After one step with lr 0.1 the loss is {second:.4f}; yours is {losses[1]:.4f}."
)
print("train is right on these numbers.")

# %% [markdown]
# ## What you have built
#
# First a test that every new network should pass: can it learn a few pictures by heart? If not even that works, something is broken.
#
# 새 신경망은 먼저 몇 장을 외울 수 있는지 시험하세요.

# %% given="by_heart"
from modlab.datasets import load_digits  # not there when your work is graded: what follows is for you alone


def part_read(params, x, t):
    """Return which part of the pictures is read as what it is."""
    return np.mean(predict(build(params, stride, pad), x).argmax(axis=1) == t)


own = {name: array.copy() for name, array in weights.items()}
curve = train(build(own, stride, pad), own, x, t, 400, 0.2)
print(
    f"after 400 steps the loss is {curve[-1]:.4f}, and {part_read(own, x, t):.0%} of the {N} pictures are read"
)

# %% [markdown]
# Learning by heart is not reading. So now all digits for training, a hundred at a time, and a test on digits that other people wrote.

# %% given="digits"
(x_train, t_train), (x_test, t_test) = load_digits(flatten=False)
own = {name: array.copy() for name, array in weights.items()}
layers = build(own, stride, pad)
for epoch in range(20):
    order_of_pictures = np.random.default_rng(epoch).permutation(len(x_train))
    for start_at in range(0, len(x_train), 100):
        some = order_of_pictures[start_at : start_at + 100]
        train(layers, own, x_train[some], t_train[some], 1, 0.3)
    if epoch % 5 == 4:
        print(
            f"epoch {epoch + 1:2}: train {part_read(own, x_train, t_train):.1%}, test {part_read(own, x_test, t_test):.1%}"
        )

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded:
#
# ```
# autograder check simple-convnet.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.

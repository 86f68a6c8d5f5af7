"""Wrong answers that people give to simple-convnet, and what to tell them."""

from autograder.assignment import Fault


def _shapes(**changes: str) -> str:
    """Return the blank `shapes` with some of its entries changed."""
    entries = {
        "W1": "(filter_num, C, filter_size, filter_size)",
        "b1": "(filter_num,)",
        "W2": "(filter_num * pool_h * pool_w, hidden_size)",
        "b2": "(hidden_size,)",
        "W3": "(hidden_size, output_size)",
        "b3": "(output_size,)",
    } | changes
    return (
        "out_h, out_w = (conv_output_size(n, filter_size, stride, pad) for n in (H, W))\n"
        "pool_h, pool_w = out_h // 2, out_w // 2\n"
        "shapes = {" + ", ".join(f'"{name}": {shape}' for name, shape in entries.items()) + "}"
    )


def _start(weight: str, bias: str = "np.zeros(shape)") -> str:
    """Return the blank `start` with an expression for a weight and one for a bias."""
    return f"""
def init_params(shapes, weight_init_std, rng):
    params = {{}}
    for name, shape in shapes.items():
        params[name] = {bias} if name[0] == "b" else {weight}
    return params

wanted = {{"W1": (9, 5, 6, 6), "b1": (9,), "W2": (90, 20), "b2": (20,)}}
start = init_params(wanted, weight_init_std, np.random.default_rng(seed))
"""


CONV = 'Convolution(params["W1"], params["b1"], stride, pad)'
FIRST, SECOND = 'Affine(params["W2"], params["b2"])', 'Affine(params["W3"], params["b3"])'


def _order(*layers: str, before: str = "") -> str:
    """Return the blank `order` with these layers."""
    return f"""
def build(params, stride, pad):
    {before or "pass"}
    return [{", ".join(layers)}]

layers = build(weights, stride, pad)
"""


def _scores(body: str) -> str:
    """Return the blank `scores` with a body."""
    return f"def predict(layers, x):\n{body}\n\nscores = predict(layers, x)\n"


def _loss(expression: str) -> str:
    """Return the blank `loss_value` with an expression made of `scores`."""
    return f"""
def loss(layers, x, t):
    scores = predict(layers, x)
    last_layer.forward(scores, t)
    return {expression}

loss_value = loss(layers, x, t)
"""


def _gradient(loop: str, learners: str = "zip('123', (layers[0], layers[3], layers[5]))") -> str:
    """Return the blank `dW1` with a way back and a list of the layers that learn."""
    return f"""
def gradient(layers, x, t):
    loss(layers, x, t)
    dout = last_layer.backward(1)
    {loop}
    grads = {{}}
    for number, layer in {learners}:
        grads["W" + number], grads["b" + number] = layer.dW, layer.db
    return grads

grads = gradient(layers, x, t)
"""


BACK = "for layer in reversed(layers): dout = layer.backward(dout)"


def _train(step: str, first: str = "losses.append(last_layer.loss)", last: str = "") -> str:
    """Return the blank `losses` with a line for each step."""
    return f"""
def train(layers, params, x, t, steps, lr):
    losses = []
    for _ in range(steps):
        grads = gradient(layers, x, t)
        {first}
        for name in params:
            {step}
        {last}
    return losses

own = {{name: array.copy() for name, array in weights.items()}}
losses = train(build(own, stride, pad), own, x, t, 4, 0.1)
"""


FAULTS = (
    Fault(
        "shapes-pooling-forgotten",
        "simple-convnet-shapes",
        _shapes(W2="(filter_num * out_h * out_w, hidden_size)"),
        "Your first Affine layer takes in the feature maps as the convolution leaves them. Pooling stands between, and makes them smaller.",
        "풀링을 빠뜨렸습니다. Affine 계층에는 풀링을 지난 특징 맵이 들어갑니다.",
    ),
    Fault(
        "shapes-as-if-square",
        "simple-convnet-shapes",
        _shapes(W2="(filter_num * pool_h * pool_h, hidden_size)"),
        "You took the height for the width, too. Pictures need not be square.",
        "높이를 너비로도 썼습니다. 그림이 정사각형이 아닐 수 있습니다.",
    ),
    Fault(
        "shapes-half-the-picture",
        "simple-convnet-shapes",
        _shapes(W2="(filter_num * (H // 2) * (W // 2), hidden_size)"),
        "You halved the picture, not what the convolution makes of it: filter size, stride and padding change the size first.",
        "그림의 절반을 썼습니다. 합성곱을 지난 크기를 절반으로 하세요.",
    ),
    Fault(
        "shapes-channels-for-filters",
        "simple-convnet-shapes",
        _shapes(W2="(C * pool_h * pool_w, hidden_size)"),
        "After a convolution there are as many channels as filters, whatever the picture had.",
        "합성곱을 지나면 채널 수는 필터 수와 같습니다.",
    ),
    Fault(
        "shapes-one-channel",
        "simple-convnet-shapes",
        _shapes(W1="(filter_num, 1, filter_size, filter_size)"),
        "Your filters have one channel. A filter is as deep as the picture.",
        "필터의 채널이 하나뿐입니다. 필터는 입력만큼 깊어야 합니다.",
    ),
    Fault(
        "shapes-bias-for-each-place",
        "simple-convnet-shapes",
        _shapes(b1="(filter_num * out_h * out_w,)"),
        "You gave every place a bias of its own. A filter has one bias, the same at all places.",
        "편향은 위치마다가 아니라 필터마다 하나입니다.",
    ),
    Fault(
        "shapes-matrices-turned",
        "simple-convnet-shapes",
        _shapes(W2="(hidden_size, filter_num * pool_h * pool_w)", W3="(output_size, hidden_size)"),
        "Your matrices are turned: an Affine layer computes x @ W, so W has a row for each input and a column for each output.",
        "행렬이 뒤집혔습니다. 행은 입력, 열은 출력입니다.",
    ),
    Fault(
        "shapes-pooling-rounded-up",
        "simple-convnet-shapes",
        _shapes(W2="(filter_num * -(-out_h // 2) * -(-out_w // 2), hidden_size)"),
        "You rounded the pooled size up. A window that does not fit any more is left out: round down.",
        "풀링한 크기를 올림했습니다. 다 들어가지 않는 윈도우는 세지 않으니 내림하세요.",
    ),
    Fault(
        "shapes-stride-and-pad-forgotten",
        "simple-convnet-shapes",
        _shapes(W2="(filter_num * ((H - filter_size + 1) // 2) * ((W - filter_size + 1) // 2), hidden_size)"),
        "Your convolution has stride 1 and no border. Its output hangs on stride and pad, too.",
        "stride와 pad를 빠뜨렸습니다. 합성곱의 출력 크기는 둘에 따라 달라집니다.",
    ),
    Fault(
        "start-without-the-deviation",
        "simple-convnet-start",
        _start("rng.standard_normal(shape)"),
        "Your weights have standard deviation 1. Multiply by weight_init_std.",
        "표준편차가 1입니다. weight_init_std를 곱하세요.",
    ),
    Fault(
        "start-deviation-squared",
        "simple-convnet-start",
        _start("rng.normal(0, weight_init_std**2, shape)"),
        "You squared the deviation: rng.normal wants the standard deviation, not the variance.",
        "분산이 아니라 표준편차를 넣어야 합니다.",
    ),
    Fault(
        "start-all-positive",
        "simple-convnet-start",
        _start("weight_init_std * rng.random(shape)"),
        "rng.random gives numbers from 0 to 1. Weights must lie on both sides of 0, from a normal distribution.",
        "0과 1 사이의 수를 뽑았습니다. 정규분포에서 뽑으세요.",
    ),
    Fault(
        "start-biases-at-random",
        "simple-convnet-start",
        _start(
            "weight_init_std * rng.standard_normal(shape)", "weight_init_std * rng.standard_normal(shape)"
        ),
        "Your biases are random, too. They start at 0.",
        "편향도 난수입니다. 편향은 0에서 시작합니다.",
    ),
    Fault(
        "start-biases-use-up-numbers",
        "simple-convnet-start",
        """
def init_params(shapes, weight_init_std, rng):
    scales = {name: 0.0 if name[0] == "b" else weight_init_std for name in shapes}
    return {name: scales[name] * rng.standard_normal(shape) for name, shape in shapes.items()}

wanted = {"W1": (9, 5, 6, 6), "b1": (9,), "W2": (90, 20), "b2": (20,)}
start = init_params(wanted, weight_init_std, np.random.default_rng(seed))
""",
        "You draw numbers for the biases, too, and then throw them away. So all weights that come later are other ones: draw for the weights alone.",
        "편향을 위해서도 난수를 뽑았습니다. 그래서 그 뒤의 가중치가 모두 달라집니다. 가중치에만 난수를 뽑으세요.",
    ),
    Fault(
        "start-uniform",
        "simple-convnet-start",
        _start("rng.uniform(-(3**0.5) * weight_init_std, 3**0.5 * weight_init_std, shape)"),
        "Your weights have the right standard deviation, but all values are equally likely. Draw from a normal distribution.",
        "표준편차는 맞지만 균등분포에서 뽑았습니다. 정규분포에서 뽑으세요.",
    ),
    Fault(
        "start-another-source",
        "simple-convnet-start",
        _start("weight_init_std * np.random.randn(*shape)"),
        "The weights do not come from rng: with the same seed you get other ones each time.",
        "rng를 쓰지 않아 같은 시드에서도 값이 달라집니다.",
    ),
    Fault(
        "start-zeros",
        "simple-convnet-start",
        _start("np.zeros(shape)"),
        "With all weights 0 every filter gets the same gradient, and they stay the same for ever. Weights start at random.",
        "가중치가 모두 0이면 모든 필터가 똑같이 변합니다.",
    ),
    Fault(
        "order-pooling-stride-1",
        "simple-convnet-order",
        _order(CONV, "Relu()", "Pooling(2, 2)", FIRST, "Relu()", SECOND),
        "Your pooling moves one pixel at a time, so its windows overlap. Say stride=2.",
        "풀링의 스트라이드가 1입니다. stride=2로 하세요.",
    ),
    Fault(
        "order-stride-and-pad-forgotten",
        "simple-convnet-order",
        _order(
            'Convolution(params["W1"], params["b1"])',
            "Relu()",
            "Pooling(2, 2, stride=2)",
            FIRST,
            "Relu()",
            SECOND,
        ),
        "Your convolution always has stride 1 and no padding. Pass on what build is given.",
        "합성곱에 stride와 pad를 넘기지 않았습니다.",
    ),
    Fault(
        "order-stride-and-pad-swapped",
        "simple-convnet-order",
        _order(
            'Convolution(params["W1"], params["b1"], max(pad, 1), stride)',
            *("Relu()", "Pooling(2, 2, stride=2)", FIRST, "Relu()", SECOND),
        ),
        "Stride and padding are swapped: Convolution takes W, b, stride, pad, in this order.",
        "stride와 pad의 순서가 서로 바뀌었습니다.",
    ),
    Fault(
        "order-no-relu-between-the-affines",
        "simple-convnet-order",
        _order(CONV, "Relu()", "Pooling(2, 2, stride=2)", FIRST, SECOND),
        "Between the two Affine layers there is no ReLU: two matrices in a row are no more than one.",
        "두 Affine 계층 사이에 ReLU가 없습니다.",
    ),
    Fault(
        "order-relu-at-the-end",
        "simple-convnet-order",
        _order(CONV, "Relu()", "Pooling(2, 2, stride=2)", FIRST, "Relu()", SECOND, "Relu()"),
        "The last Affine layer is followed by a ReLU. Scores may be negative; the softmax takes them as they are.",
        "마지막 Affine 뒤에 ReLU가 있습니다. 점수는 음수일 수 있습니다.",
    ),
    Fault(
        "order-pooling-takes-the-stride",
        "simple-convnet-order",
        _order(CONV, "Relu()", "Pooling(2, 2, stride=2 * stride)", FIRST, "Relu()", SECOND),
        "Your pooling moves farther where the convolution does. The stride belongs to the convolution alone; pooling always moves by 2.",
        "stride는 합성곱의 것입니다. 풀링은 언제나 2칸씩 움직입니다.",
    ),
    Fault(
        "order-pooling-takes-the-pad",
        "simple-convnet-order",
        _order(CONV, "Relu()", "Pooling(2, 2, stride=2, pad=pad)", FIRST, "Relu()", SECOND),
        "Your pooling has a border, too. The padding belongs to the convolution alone.",
        "풀링에도 패딩을 주었습니다. pad는 합성곱의 것입니다.",
    ),
    Fault(
        "order-one-relu-twice",
        "simple-convnet-order",
        _order(CONV, "relu", "Pooling(2, 2, stride=2)", FIRST, "relu", SECOND, before="relu = Relu()"),
        "One Relu stands in two places. It remembers only what it saw last, so the way back breaks: make two.",
        "Relu 하나를 두 곳에 썼습니다. 두 개를 만드세요.",
    ),
    Fault(
        "order-copies",
        "simple-convnet-order",
        _order(
            'Convolution(params["W1"].copy(), params["b1"].copy(), stride, pad)',
            *("Relu()", "Pooling(2, 2, stride=2)"),
            'Affine(params["W2"].copy(), params["b2"].copy())',
            "Relu()",
            'Affine(params["W3"].copy(), params["b3"].copy())',
        ),
        "Your layers hold copies. Training changes the arrays in params, and the layers would never notice.",
        "복사본을 넘겼습니다. 학습해도 계층이 변하지 않습니다.",
    ),
    Fault(
        "order-pooling-before-relu",
        "simple-convnet-order",
        _order(CONV, "Pooling(2, 2, stride=2)", "Relu()", FIRST, "Relu()", SECOND),
        "Pooling stands before the ReLU. The numbers happen to come out the same, but the order asked for is Convolution, ReLU, Pooling.",
        "풀링이 ReLU 앞에 있습니다. 요구한 순서와 다릅니다.",
    ),
    Fault(
        "scores-each-layer-gets-the-picture",
        "simple-convnet-scores",
        _scores("    for layer in layers[:1]: scores = layer.forward(x)\n    return scores"),
        "You stopped after the convolution. What a layer gives must go into the next one, up to the last.",
        "합성곱에서 멈췄습니다. 마지막 계층까지 이어 가세요.",
    ),
    Fault(
        "scores-probabilities",
        "simple-convnet-scores",
        _scores(
            "    for layer in layers: x = layer.forward(x)\n    e = np.exp(x - x.max(axis=1, keepdims=True))\n"
            "    return e / e.sum(axis=1, keepdims=True)"
        ),
        "These are probabilities: a softmax has run. The scores come before it, and the loss does the softmax itself.",
        "소프트맥스를 지난 확률을 돌려주었습니다. 그 이전의 점수를 돌려주세요.",
    ),
    Fault(
        "scores-without-the-last-layer",
        "simple-convnet-scores",
        _scores("    for layer in layers[:-1]: x = layer.forward(x)\n    return x"),
        "The last Affine layer did not run: these are the hidden numbers.",
        "마지막 Affine 계층이 빠졌습니다.",
    ),
    Fault(
        "scores-classes",
        "simple-convnet-scores",
        _scores("    for layer in layers: x = layer.forward(x)\n    return x.argmax(axis=1)"),
        "These are the guesses. Return the scores themselves, one for each class.",
        "점수가 아니라 예측한 숫자를 돌려주었습니다.",
    ),
    Fault(
        "loss-a-sum",
        "simple-convnet-loss_value",
        _loss("last_layer.loss * len(x)"),
        "You added up over the pictures. The loss is the mean, so that it does not grow with the batch.",
        "합을 구했습니다. 평균이어야 합니다.",
    ),
    Fault(
        "loss-divided-again",
        "simple-convnet-loss_value",
        _loss("last_layer.loss / len(x)"),
        "You divided by the number of pictures once more. What last_layer.forward gives is the mean already.",
        "이미지 수로 한 번 더 나누었습니다. last_layer.forward의 값이 이미 평균입니다.",
    ),
    Fault(
        "loss-softmax-twice",
        "simple-convnet-loss_value",
        _loss("last_layer.forward(last_layer.y.astype(x.dtype), t)"),
        "The softmax ran twice: SoftmaxWithLoss wants plain scores and does the softmax itself.",
        "소프트맥스를 두 번 했습니다.",
    ),
    Fault(
        "loss-one-for-each-picture",
        "simple-convnet-loss_value",
        _loss("-np.log(last_layer.y[np.arange(len(t)), t])"),
        "This is one number for each picture. The loss is their mean.",
        "그림마다 하나씩 나왔습니다. 평균을 내세요.",
    ),
    Fault(
        "loss-part-that-is-wrong",
        "simple-convnet-loss_value",
        _loss("float(np.mean(scores.argmax(axis=1) != t))"),
        "This is the part of pictures that is read wrongly. It has no gradient; the loss is the mean cross-entropy.",
        "틀린 비율을 구했습니다. 손실은 교차 엔트로피의 평균입니다.",
    ),
    Fault(
        "gradient-started-with-the-loss",
        "simple-convnet-dW1",
        _gradient(BACK).replace("backward(1)", "backward(loss(layers, x, t))"),
        "Every gradient is the loss times too large: the way back starts with 1, not with the loss.",
        "손실값을 넣고 시작했습니다. 1로 시작하세요.",
    ),
    Fault(
        "gradient-without-going-forward",
        "simple-convnet-dW1",
        _gradient(BACK).replace("    loss(layers, x, t)\n", ""),
        "You go backward without going forward first. The layers remember what went through last: send x through them, up to the loss, and then go back.",
        "순전파를 하지 않고 역전파했습니다. 먼저 x로 손실까지 구한 다음 거꾸로 가세요.",
    ),
    Fault(
        "gradient-forgot-to-divide",
        "simple-convnet-dW1",
        _gradient(BACK).replace("backward(1)", "backward(len(x))"),
        "Every gradient is N times too large: the loss is a mean, and last_layer.backward divides by N already.",
        "기울기가 N배입니다. 손실은 평균입니다.",
    ),
    Fault(
        "gradient-affine-layers-swapped",
        "simple-convnet-dW1",
        _gradient(BACK, "zip('132', (layers[0], layers[3], layers[5]))"),
        "The gradients of the two Affine layers are swapped: W2 belongs to the first of them, W3 to the last layer.",
        "두 Affine 계층의 기울기가 서로 바뀌었습니다.",
    ),
    Fault(
        "gradient-the-weights-themselves",
        "simple-convnet-dW1",
        _gradient(BACK).replace("layer.dW, layer.db", "layer.W, layer.b"),
        "You returned the weights. Their gradients are layer.dW and layer.db.",
        "기울기가 아니라 가중치를 돌려주었습니다.",
    ),
    Fault(
        "gradient-relus-skipped",
        "simple-convnet-dW1",
        _gradient(
            "for layer in reversed(layers): dout = dout if type(layer) is Relu else layer.backward(dout)"
        ),
        "The way back leaves out the ReLU layers. They learn nothing, but they stop the gradient where they stopped the numbers.",
        "역전파에서 ReLU를 건너뛰었습니다.",
    ),
    Fault(
        "gradient-with-the-sign-turned",
        "simple-convnet-dW1",
        _gradient(BACK).replace("backward(1)", "backward(-1)"),
        "Every sign is turned. The gradient points uphill; it is the training step that goes against it.",
        "부호가 반대입니다. 빼는 것은 학습 단계에서 합니다.",
    ),
    Fault(
        "losses-uphill",
        "simple-convnet-losses",
        _train("params[name] += lr * grads[name]"),
        "You walk uphill: subtract the gradient.",
        "기울기를 더했습니다. 빼야 합니다.",
    ),
    Fault(
        "losses-new-arrays",
        "simple-convnet-losses",
        _train("params[name] = params[name] - lr * grads[name]"),
        "The loss never changes: params[name] = … makes a new array, and the layers still hold the old one. Use -=.",
        "새 배열을 만들었습니다. 계층은 옛 배열을 씁니다. -=를 쓰세요.",
    ),
    Fault(
        "losses-without-learning-rate",
        "simple-convnet-losses",
        _train("params[name] -= grads[name]"),
        "The learning rate is missing: the step must be lr times the gradient.",
        "학습률을 곱하지 않았습니다.",
    ),
    Fault(
        "losses-after-the-step",
        "simple-convnet-losses",
        _train("params[name] -= lr * grads[name]", first="pass", last="losses.append(loss(layers, x, t))"),
        "These are the losses after each step. Asked for is the loss before it.",
        "단계 이후의 손실을 적었습니다. 이전의 손실을 적으세요.",
    ),
    Fault(
        "losses-one-gradient-for-all-steps",
        "simple-convnet-losses",
        _train("params[name] -= lr * grads[name]").replace(
            "        grads = gradient(layers, x, t)",
            "        if not losses: grads = {n: g.copy() for n, g in gradient(layers, x, t).items()}\n        else: loss(layers, x, t)",
        ),
        "Every step used the gradient of the first one. The slope changes as you walk: compute it anew.",
        "첫 기울기를 계속 썼습니다. 매 단계 다시 구하세요.",
    ),
    Fault(
        "losses-weights-alone",
        "simple-convnet-losses",
        _train('params[name] -= lr * grads[name] * name.startswith("W")'),
        "Your biases do not move. Every array in params learns.",
        "편향이 변하지 않습니다. 모든 배열을 고치세요.",
    ),
)

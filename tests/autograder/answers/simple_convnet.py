"""simple-convnet: right answers in several styles, and wrong ones with what their author is told."""

START = """
start = init_params({"W1": (9, 5, 6, 6), "b1": (9,), "W2": (90, 20), "b2": (20,)}, weight_init_std, np.random.default_rng(seed))
"""

TRAINED = """
own = {name: array.copy() for name, array in weights.items()}
losses = train(build(own, stride, pad), own, x, t, 4, 0.1)
"""

RIGHT = {
    "as on the slides": {
        "loss_value": """
def loss(layers, x, t):
    y = predict(layers, x)
    one_hot = np.zeros_like(y)
    one_hot[np.arange(len(t)), t] = 1
    return last_layer.forward(y, one_hot)

loss_value = loss(layers, x, t)
""",
        "shapes": """
conv_size = [(n - filter_size + 2 * pad) / stride + 1 for n in (H, W)]
pool_output_size = int(filter_num * (conv_size[0] // 2) * (conv_size[1] // 2)) if stride == 1 else (
    filter_num * (int(conv_size[0]) // 2) * (int(conv_size[1]) // 2))
shapes = {}
shapes['W1'] = [filter_num, C, filter_size, filter_size]
shapes['b1'] = [filter_num]
shapes['W2'] = [pool_output_size, hidden_size]
shapes['b2'] = [hidden_size]
shapes['W3'] = [hidden_size, output_size]
shapes['b3'] = [output_size]
""",
        "start": """
def init_params(shapes, weight_init_std, rng):
    params = {}
    for name in shapes:
        if "W" in name:
            params[name] = rng.normal(0.0, weight_init_std, size=shapes[name])
        else:
            params[name] = np.zeros(shapes[name])
    return params
"""
        + START,
        "order": """
from collections import OrderedDict
def build(params, stride, pad):
    layers = OrderedDict()
    layers['Conv1'] = Convolution(params['W1'], params['b1'], stride, pad)
    layers['Relu1'] = Relu()
    layers['Pool1'] = Pooling(pool_h=2, pool_w=2, stride=2)
    layers['Affine1'] = Affine(params['W2'], params['b2'])
    layers['Relu2'] = Relu()
    layers['Affine2'] = Affine(params['W3'], params['b3'])
    return list(layers.values())

layers = build(weights, stride, pad)
""",
        "dW1": """
def gradient(layers, x, t):
    loss(layers, x, t)
    dout = 1
    dout = last_layer.backward(dout)
    backwards = list(layers)
    backwards.reverse()
    for layer in backwards:
        dout = layer.backward(dout)
    grads = {}
    grads['W1'], grads['b1'] = layers[0].dW, layers[0].db
    grads['W2'], grads['b2'] = layers[3].dW, layers[3].db
    grads['W3'], grads['b3'] = layers[5].dW, layers[5].db
    return grads

grads = gradient(layers, x, t)
""",
    },
    "the layers say how large they are": {
        "dW1": """
def gradient(layers, x, t):
    loss(layers, x, t)
    dout, grads, stack = last_layer.backward(), {}, list(layers)
    number = 3
    while stack:
        layer = stack.pop()
        dout = layer.backward(dout)
        if isinstance(layer, (Affine, Convolution)):
            grads |= {f"W{number}": layer.dW, f"b{number}": layer.db}
            number -= 1
    return grads

grads = gradient(layers, x, t)
""",
        "shapes": """
c = Convolution(np.zeros((filter_num, C, filter_size, filter_size)), np.zeros(filter_num), stride, pad).forward(x)
p = Pooling(2, 2, stride=2).forward(c)
shapes = dict(W1=(filter_num, C, filter_size, filter_size), b1=np.zeros(filter_num).shape,
              W2=(p[0].size, hidden_size), b2=(hidden_size,), W3=(hidden_size, output_size), b3=(output_size,))
""",
        "scores": """
from functools import reduce
def predict(layers, x):
    return reduce(lambda seen, layer: layer.forward(seen), layers, x)

scores = predict(layers, x)
""",
        "loss_value": """
def loss(layers, x, t):
    scores = predict(layers, x)
    return last_layer.forward(scores, np.eye(scores.shape[1], dtype=scores.dtype)[t])

loss_value = loss(layers, x, t)
""",
        "losses": """
def train(layers, params, x, t, steps, lr):
    losses = np.zeros(steps)
    for step in range(steps):
        grads = gradient(layers, x, t)
        losses[step] = last_layer.loss
        for name, g in grads.items():
            params[name][...] = params[name] - lr * g
    return losses
"""
        + TRAINED,
    },
    "in float32, one by one": {
        "shapes": """
def places(size, window, step, border):
    count = 0
    while count * step + window <= size + 2 * border:
        count += 1
    return count

down = places(places(H, filter_size, stride, pad), 2, 2, 0)
across = places(places(W, filter_size, stride, pad), 2, 2, 0)
shapes = {"W1": (filter_num, C, filter_size, filter_size), "W2": (filter_num * down * across, hidden_size), "W3": (hidden_size, output_size)}
for number in "123":
    shapes["b" + number] = shapes["W" + number][:1] if number == "1" else shapes["W" + number][1:]
""",
        "order": """
def build(params, stride, pad):
    layers = []
    layers.append(Convolution(params["W1"], params["b1"], stride, pad))
    layers.append(Relu())
    layers.append(Pooling(2, 2, 2, 0))
    layers.append(Affine(params["W2"], params["b2"]))
    layers.append(Relu())
    layers.append(Affine(params["W3"], params["b3"]))
    return layers

layers = build(weights, stride, pad)
""",
        "start": """
def init_params(shapes, weight_init_std, rng):
    W1 = (rng.standard_normal(shapes["W1"]) * weight_init_std).astype(np.float32)
    W2 = (rng.standard_normal(shapes["W2"]) * weight_init_std).astype(np.float32)
    b1, b2 = np.zeros(shapes["b1"], np.float32), np.zeros(shapes["b2"], np.float32)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
"""
        + START,
        "scores": """
def predict(layers, x):
    conv, relu, pool, affine, relu2, affine2 = layers
    return affine2.forward(relu2.forward(affine.forward(pool.forward(relu.forward(conv.forward(x))))))

scores = predict(layers, x)
""",
        "losses": """
def train(layers, params, x, t, steps, lr):
    losses = []
    while len(losses) < steps:
        losses.append(loss(layers, x, t))
        for name, g in gradient(layers, x, t).items():
            np.subtract(params[name], lr * g, out=params[name])
    return losses
"""
        + TRAINED,
    },
    "a helper for the layers that learn": {
        "shapes": """
def half(size):
    return ((size + 2 * pad - filter_size) // stride + 1) // 2

shapes = dict(zip(
    ["W1", "b1", "W2", "b2", "W3", "b3"],
    [
        (filter_num, C, *[filter_size] * 2),
        (filter_num,),
        (filter_num * half(H) * half(W), hidden_size),
        (hidden_size,),
        (hidden_size, output_size),
        (output_size,),
    ],
))
""",
        "start": """
def one(name, shape, std, rng):
    return rng.normal(scale=std, size=shape) if len(shape) > 1 else np.zeros(shape)

def init_params(shapes, weight_init_std, rng):
    return {name: one(name, shape, weight_init_std, rng) for name, shape in shapes.items()}
"""
        + START,
        "scores": """
def through(layer, a):
    return layer.forward(a)

def predict(layers, x):
    out = x
    for i in range(len(layers)):
        out = through(layers[i], out)
    return out

scores = predict(layers, x)
""",
        "loss_value": """
def loss(layers, x, t):
    for layer in layers:
        x = layer.forward(x)
    last_layer.forward(x, t)
    return last_layer.loss

loss_value = loss(layers, x, t)
""",
        "losses": """
def step_down(params, grads, lr):
    for name in params:
        params[name] += -lr * grads[name]

def train(layers, params, x, t, steps, lr):
    losses = [0.0] * steps
    for step in range(steps):
        losses[step] = loss(layers, x, t)
        step_down(params, gradient(layers, x, t), lr)
    return np.array(losses)
"""
        + TRAINED,
        "order": """
def learners(layers):
    return [layer for layer in layers if hasattr(layer, "W")]

def build(params, stride, pad):
    first = [Convolution(W=params["W1"], b=params["b1"], pad=pad, stride=stride), Relu(), Pooling(2, 2, 2)]
    for number in (2, 3):
        first += [Affine(params[f"W{number}"], params[f"b{number}"]), Relu()]
    return tuple(first[:-1])

layers = build(weights, stride, pad)
""",
        "dW1": """
def gradient(layers, x, t):
    loss(layers, x, t)
    dout = last_layer.backward()
    for i in range(len(layers) - 1, -1, -1):
        dout = layers[i].backward(dout)
    grads = {}
    for number, layer in enumerate(learners(layers), 1):
        grads[f"W{number}"] = layer.dW
        grads[f"b{number}"] = layer.db
    return grads

grads = gradient(layers, x, t)
""",
    },
    "the loss from its definition": {
        "start": """
def init_params(shapes, weight_init_std, rng):
    names = list(shapes)
    arrays = [np.multiply(rng.standard_normal(shapes[n]), weight_init_std) if n[0] == "W" else np.full(shapes[n], 0.0) for n in names]
    return dict(zip(names, arrays))
"""
        + START,
        "order": """
def build(params, stride, pad):
    W1, b1, W2, b2, W3, b3 = (params[kind + number] for number in "123" for kind in "Wb")
    relu1, relu2 = Relu(), Relu()
    return [Convolution(W1, b1, stride=stride, pad=pad), relu1, Pooling(2, 2, 2), Affine(W2, b2), relu2, Affine(W3, b3)]

layers = build(weights, stride, pad)
""",
        "scores": """
def predict(layers, x):
    return predict(layers[1:], layers[0].forward(x)) if layers else x

scores = predict(layers, x)
""",
        "losses": """
def train(layers, params, x, t, steps, lr):
    losses = []
    for _ in range(steps):
        grads = gradient(layers, x, t)
        y = last_layer.y
        losses.append(-np.log(y[np.arange(len(t)), t]).mean())
        for name in params:
            params[name][:] -= lr * grads[name]
    return losses
"""
        + TRAINED,
        "loss_value": """
def loss(layers, x, t):
    s = predict(layers, x)
    last_layer.forward(s, t)
    s = s - s.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(s)), t])

loss_value = loss(layers, x, t)
""",
        "dW1": """
def gradient(layers, x, t):
    scores = predict(layers, x)
    last_layer.forward(scores, t)
    dout = np.array(last_layer.y)
    dout[np.arange(len(t)), t] -= 1
    dout /= len(t)
    for layer in layers[::-1]:
        dout = layer.backward(dout)
    return {f"{n}{i}": getattr(layers[k], f"d{n}") for i, k in ((1, 0), (2, 3), (3, 5)) for n in ("b", "W")}

grads = gradient(layers, x, t)
""",
    },
}

WRONG = [
    ("shapes", "shapes = {'W1': (6, 1, 3, 3)}", "it must have (11,)"),
    ("shapes", "shapes = [4, 5]", "has shape (1,); it must have (11,)"),
    (
        "losses",
        "losses = [1.0, 0.9, 0.8, 0.7]",
        "name 'train' is not defined",
    ),
    ("losses", "train = lambda *_: None\nlosses = None", "losses is still None"),
    ("start", "start = np.array([[1.0, 0, 0, 1]] * 2)", "name 'init_params' is not defined"),
    ("start", "start = None\ninit_params = lambda *_: None", "start is still None"),
]

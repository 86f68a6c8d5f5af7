"""What the judge asks simple-convnet's functions: to draw other weights, and to put other weights into layers."""

from autograder.assignment import Ask

START = Ask(
    """
FN, channels, height, width, inputs, outputs = start_sizes.tolist()
start = init_params(
    {"W1": (FN, channels, height, width), "b1": (FN,), "W2": (inputs, outputs), "b2": (outputs,)},
    start_std,
    np.random.default_rng(start_seed),
)
if start is not None:
    start = np.concatenate([np.ravel(start[name]) for name in ("W1", "b1", "W2", "b2")]).astype(float)
""",
    names=("start_sizes", "start_std", "start_seed"),
)

# The weights grow after the layers were made: a layer that holds copies does not notice. And what each ReLU let through is looked at in the
# end: one that stands in two places remembers the last time alone.
ORDER = Ask(
    """
rng = np.random.default_rng(order_seed)
others = {name: rng.normal(0, 0.3, array.shape).astype(x.dtype) for name, array in weights.items()}
made = build(others, stride, pad)
order = None
if made is not None:
    made = list(made.values() if isinstance(made, dict) else made)
    for array in others.values():
        array *= 2
    seen = [x[:2]]
    try:
        for layer in made:
            seen.append(layer.forward(seen[-1]))
    except Exception:
        pass  # what came before it is looked at
    seen += [layer.out for layer in made if hasattr(layer, "out")]
    order = np.concatenate([np.ravel(some) for some in seen[1:] if some is not None])
""",
    names=("order_seed",),
)

# The layers have just seen other pictures: a gradient that leaves the way forward out belongs to those.
GRADIENT = Ask("""
predict(layers, x[::-1] / 2)
grads = gradient(layers, x, t)
dW1, db1, dW2, db2, dW3, db3 = (None if grads is None else grads.get(name) for name in NAMES)
""")

LOSSES = Ask(
    """
others = {name: array.copy() for name, array in weights.items()}
losses = train(build(others, stride, pad), others, x, t, steps_asked, lr_asked)
losses = None if losses is None else np.asarray(losses)
""",
    names=("steps_asked", "lr_asked"),
)

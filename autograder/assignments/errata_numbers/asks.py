"""How the judge calls what a student of errata-numbers has mended: on numbers that the notebook does not hold."""

from autograder.assignment import Ask

PREFIX = "asked_"


def _ask(source: str, *names: str) -> Ask:
    return Ask(source, tuple(PREFIX + name for name in names))


ASKS = {
    "errata-numbers-parameter_count": _ask(
        """
parameter_count = mended_parameter_count(asked_FN, asked_C, asked_FH, asked_FW)
parameter_count = None if parameter_count is None else np.asarray(parameter_count)
""",
        *("FN", "C", "FH", "FW"),
    ),
    "errata-numbers-relu_dx": _ask(
        """
layer, other, dout_after = MendedRelu(), MendedRelu(), asked_dout.copy()
layer.forward(-asked_x)
layer.backward(-asked_dout)
layer.forward(asked_x)
other.forward(-asked_x)
relu_dx = layer.backward(dout_after)
""",
        *("x", "dout"),
    ),
    "errata-numbers-pooled": _ask(
        "pooled = mended_pooling(asked_x, asked_pool_h, asked_pool_w, asked_stride, asked_pad)",
        *("x", "pool_h", "pool_w", "stride", "pad"),
    ),
    # A picture is its own number here, so that nothing but predict tells its scores, and each call shows which pictures went in.
    "errata-numbers-part": _ask(
        """
def ask():
    batches = []

    def predict(pictures):
        batches.append(np.array(pictures)[:, 0])
        return asked_scores[batches[-1]]

    pictures = np.arange(len(asked_t)).reshape(-1, 1)
    part = mended_accuracy(predict, pictures, asked_t, asked_batch_size)
    each = np.concatenate([np.arange(0), *batches])
    most = np.array(max(map(len, batches), default=0))
    return None if part is None else np.asarray(part, float), most, np.bincount(each, minlength=len(asked_t))


part, most, times = ask()
""",
        *("scores", "t", "batch_size"),
    ),
    "errata-numbers-dy": _ask(
        """
y_after = np.exp(asked_scores) / np.exp(asked_scores).sum(axis=1, keepdims=True)
dy = mended_loss_gradient(y_after, asked_t)
dy_column = mended_loss_gradient(y_after, asked_t.reshape(-1, 1).copy())
dy_one_hot = mended_loss_gradient(y_after, np.eye(y_after.shape[1], dtype=y_after.dtype)[asked_t])
""",
        *("scores", "t"),
    ),
}

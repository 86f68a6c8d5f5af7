"""What PyTorch answers: the layers' oracle, in PyTorch's own functions and by its own autograd."""

import numpy as np
from oracle.cases import draw_dout


def answer(case, arrays, seed):
    """Run one case in PyTorch.

    Parameters
    ----------
    case : oracle.cases.Case
    arrays : dict of str to NumPy array
        As `oracle.cases.draw` makes them.
    seed : int
        For `dout`, whose shape only the output tells.

    Returns
    -------
    dict of str to array
        `out`, `dout`, `dx` and the gradients of the parameters; for the loss, `loss`, `y` and `dx`.
    """
    import torch

    tensors = {name: torch.tensor(a, requires_grad=a.dtype.kind == "f") for name, a in arrays.items()}
    results = {}
    out = FORWARD[case.layer](torch, tensors, dict(case.options), results)
    if case.layer == "SoftmaxWithLoss":
        out.backward()
        results["loss"] = out.detach().numpy().astype(np.float64)
    else:
        dout = draw_dout(tuple(out.shape), case.dtype, seed)
        out.backward(torch.tensor(dout))
        results |= {"out": out.detach().numpy(), "dout": dout}
    return results | {"d" + name: t.grad.numpy() for name, t in tensors.items() if t.grad is not None}


def _both(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _convolution(torch, t, options, results):
    return torch.nn.functional.conv2d(
        t["x"], t["W"], t.get("b"), _both(options.get("stride", 1)), _both(options.get("pad", 0))
    )


def _padded(torch, x, pad, value):
    pad_h, pad_w = _both(pad)
    return torch.nn.functional.pad(x, (pad_w, pad_w, pad_h, pad_h), value=value)


def _pooling(torch, t, o, results):
    padded = _padded(torch, t["x"], o["pad"], float("-inf"))
    return torch.nn.functional.max_pool2d(padded, (o["pool_h"], o["pool_w"]), _both(o["stride"]))


def _average(torch, t, o, results):
    padded = _padded(torch, t["x"], o["pad"], 0.0)
    return torch.nn.functional.avg_pool2d(padded, (o["pool_h"], o["pool_w"]), _both(o["stride"]))


def _global_average(torch, t, o, results):
    return torch.nn.functional.adaptive_avg_pool2d(t["x"], 1).flatten(1)


def _affine(torch, t, o, results):
    return torch.nn.functional.linear(t["x"].flatten(1), t["W"].T, t.get("b"))


def _batch_normalization(torch, t, o, results):
    features = t["gamma"].shape[0]
    mean, var = torch.zeros(features, dtype=t["x"].dtype), torch.ones(features, dtype=t["x"].dtype)
    normalize = torch.nn.functional.batch_norm
    out = normalize(t["x"], mean, var, t["gamma"], t["beta"], training=True, momentum=0.1, eps=1e-5)
    later = normalize(t["x"], mean, var, t["gamma"], t["beta"], training=False, eps=1e-5)
    results |= {"running_mean": mean.numpy(), "running_var": var.numpy(), "later": later.detach().numpy()}
    return out


def _lrn(torch, t, o, results):
    size, alpha = o["size"], o.get("alpha", 1e-4)
    normalize = torch.nn.functional.local_response_norm
    return normalize(t["x"], size, alpha=alpha * size, beta=o.get("beta", 0.75), k=o.get("k", 2.0))


def _softmax(torch, t, o, results):
    results["y"] = torch.softmax(t["x"], 1).detach().numpy()
    return torch.nn.functional.cross_entropy(t["x"], t["t"])


def _dropout(torch, t, o, results):
    """Which numbers are dropped is drawn as modlab's docstring says, on the host."""
    kept = np.random.default_rng(o["rng"]).random(tuple(t["x"].shape), np.float32) >= o["dropout_ratio"]
    results["later"] = t["x"].detach().numpy()
    return torch.where(torch.from_numpy(kept), t["x"], 0) / (1 - o["dropout_ratio"])


FORWARD = {
    "Convolution": _convolution,
    "Pooling": _pooling,
    "AveragePooling": _average,
    "GlobalAveragePooling": _global_average,
    "Affine": _affine,
    "Relu": lambda torch, t, o, results: torch.relu(t["x"]),
    "Sigmoid": lambda torch, t, o, results: torch.sigmoid(t["x"]),
    "BatchNormalization": _batch_normalization,
    "LocalResponseNormalization": _lrn,
    "Dropout": _dropout,
    "Flatten": lambda torch, t, o, results: t["x"].flatten(1),
    "Add": lambda torch, t, o, results: torch.add(t["x"], t["x2"]),
    "Concatenate": lambda torch, t, o, results: torch.cat([t["x"], t["x2"]], 1),
    "SoftmaxWithLoss": _softmax,
}

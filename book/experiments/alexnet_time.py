"""Where AlexNet spends the forward pass: the time of every layer, on AlexNet's own shapes.

    OPENBLAS_NUM_THREADS=1 python book/experiments/alexnet_time.py

Random weights and random images take as long as trained and real ones. Measured is processor time on one core,
which other programs on the machine disturb least. Each convolution is also made the slides' way, im2col and then the
product, to see which of the two costs more. Where PyTorch is installed, its layers are measured too, in turn with ours.
Writes book/data/alexnet_time.json.
"""

import importlib.util
import os
import statistics
import time

import numpy as np
from record import write
from tqdm import tqdm

from modlab.im2col import im2col
from modlab.layers import Convolution
from modlab.networks import AlexNet
from modlab.networks.blocks import Groups, run

BATCH, ROUNDS = 8, 9


def timed(function, *arguments):
    """Return what a function returns, and the seconds of processor time that it took."""
    started = time.process_time()
    result = function(*arguments)
    return result, time.process_time() - started


def halves(layer, x):
    """Return the convolutions inside a layer, each with the channels that it sees."""
    if isinstance(layer, Convolution):
        return [(layer, x)]
    if isinstance(layer, Groups):
        return list(zip(layer.groups, np.split(x, len(layer.groups), axis=1), strict=True))
    return []


def slides_way(layer, x):
    """Return the seconds that im2col takes for a layer's convolutions, and those of the product."""
    copying = multiplying = 0
    for convolution, part in halves(layer, x):
        W = convolution.W
        col, seconds = timed(im2col, part, *W.shape[2:], convolution.stride, convolution.pad)
        copying += seconds
        multiplying += timed(lambda col=col, W=W: np.dot(col, W.reshape(len(W), -1).T))[1]
    return copying, multiplying


def torch_layers(network):
    """Return a function for each layer that does the same in PyTorch."""
    import torch

    torch.set_num_threads(1)
    nn, functions = torch.nn, {}
    for name, layer in network.layers.items():
        convolutions = layer.groups if isinstance(layer, Groups) else [layer]
        if name.startswith("Conv"):
            first = convolutions[0]
            FN, C, FH, FW = first.W.shape
            groups = len(convolutions)
            sizes = (C * groups, FN * groups, (FH, FW), first.stride, first.pad)
            functions[name] = nn.Conv2d(*sizes, groups=groups)
        elif name.startswith("Norm"):
            functions[name] = nn.LocalResponseNorm(5)
        elif name.startswith("Pool"):
            functions[name] = nn.MaxPool2d(3, 2)
        elif name.startswith("Affine"):
            functions[name] = nn.Sequential(nn.Flatten(), nn.Linear(*layer.W.shape))
        else:
            functions[name] = nn.ReLU() if name.startswith("Relu") else nn.Identity()
    return functions


def main():
    """Measure, and write what came out."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        raise SystemExit("Set OPENBLAS_NUM_THREADS=1: processor time of several threads would be added up.")
    rng = np.random.default_rng(0)
    network = AlexNet(rng=rng)
    x = rng.random((BATCH, *network.input_dim), dtype=np.float32)
    network.predict(x)
    torch = importlib.util.find_spec("torch") and importlib.import_module("torch")
    others = torch_layers(network) if torch else {}
    kinds = ("modlab", "im2col", "product", *(["pytorch"] if torch else []))
    seconds = {kind: {name: [] for name in network.layers} for kind in kinds}
    for _ in tqdm(range(ROUNDS), unit="round"):
        flowing, other = x, torch and torch.from_numpy(x)
        for name, layer in network.layers.items():
            copying, multiplying = slides_way(layer, flowing)
            seconds["im2col"][name].append(copying)
            seconds["product"][name].append(multiplying)
            flowing, taken = timed(run, layer, flowing, False)
            seconds["modlab"][name].append(taken)
            if torch:
                with torch.no_grad():
                    other, taken = timed(others[name], other)
                seconds["pytorch"][name].append(taken)
    per_picture = {
        kind: {name: round(1000 * statistics.median(times) / BATCH, 4) for name, times in layers.items()}
        for kind, layers in seconds.items()
    }
    convolutions = [name.startswith("Conv") for name in network.layers]
    shares = {}
    for kind in ("modlab", "pytorch"):
        if kind in seconds:
            rounds = np.array(list(seconds[kind].values()))
            shares[kind] = (rounds[convolutions].sum(axis=0) / rounds.sum(axis=0)).round(4).tolist()
    write(
        "alexnet_time",
        {"milliseconds_a_picture": per_picture, "convolutions_share_of_every_round": shares},
        batch_size=BATCH,
        rounds=ROUNDS,
        seed=0,
        pytorch=torch.__version__ if torch else "not installed",
        measured="processor time on one core, float32, median of all rounds",
    )


if __name__ == "__main__":
    main()

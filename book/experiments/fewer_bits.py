"""The same trained network in fewer and fewer bits: accuracy, bytes, time.

    OPENBLAS_NUM_THREADS=1 python book/experiments/fewer_bits.py

Needs MNIST (see `modlab.datasets`) and SimpleConvNet's weights, which come with modlab. Time is processor time on
one core. One bit is also trained: from the same weights, with the signs in view. Writes book/data/fewer_bits.json.
"""

import os
import statistics
import time

import numpy as np
from record import write
from tqdm import tqdm

from modlab.datasets import load_mnist
from modlab.networks import SimpleConvNet
from modlab.onebit import pack
from modlab.optimizers import Adam, CosineSchedule

BITS = (8, 6, 5, 4, 3, 2)
NOISE = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
STEPS, BATCH, ROUNDS, TIMED = 300, 100, 7, 200


def weights(network):
    """Return the names of the arrays that are multiplied with, all but the biases."""
    return [name for name, array in network.params.items() if array.ndim > 1]


def rounded(W, bits):
    """Return weights rounded to 2^bits - 1 evenly spaced values, for each filter from its largest down to minus that."""
    axis = 0 if W.ndim == 2 else (1, 2, 3)
    step = np.abs(W).max(axis=axis, keepdims=True) / (2 ** (bits - 1) - 1)
    return np.round(W / step) * step


def with_weights(change):
    """Return the trained network with `change` made to all its weights."""
    network = SimpleConvNet.pretrained()
    for name in weights(network):
        network.params[name] = change(network.params[name])
    return network


def train_signs(x, t):
    """Return a network whose weights are signs and scales, trained with them.

    The step looks at what the signs do; what moves are the real weights behind them, until a sign turns over.
    """
    network, rng = SimpleConvNet.pretrained(), np.random.default_rng(0)
    real = {name: array.copy() for name, array in network.params.items()}
    optimizer = Adam(lr=CosineSchedule(0.001, STEPS))
    for _ in tqdm(range(STEPS), unit="step"):
        for name in real:
            network.params[name] = pack(real[name]).unpack() if real[name].ndim > 1 else real[name]
        chosen = rng.integers(0, len(x), BATCH)
        optimizer.update(real, network.gradient(x[chosen], t[chosen]))
    for name in real:
        network.params[name] = pack(real[name]).unpack() if real[name].ndim > 1 else real[name]
    return network


def main():
    """Measure, and write what came out."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        raise SystemExit("Set OPENBLAS_NUM_THREADS=1: processor time of several threads would be added up.")
    (x_train, t_train), (x, t) = load_mnist(flatten=False)

    def guesses(network, images=x):
        return network.predict_in_batches(images).argmax(axis=1)

    double = SimpleConvNet.pretrained().to(dtype=np.float64)
    base = guesses(double, x.astype(np.float64))
    networks = {
        "float64": double,
        "float32": SimpleConvNet.pretrained(),
        "float16": SimpleConvNet.pretrained().to(dtype=np.float16),
    }
    true_half = SimpleConvNet.pretrained().to(dtype=np.float16)
    for layer in (*true_half.leaves(), true_half.last_layer):
        layer.true_float16 = True

    kinds = {}
    for name, network in tqdm(networks.items(), unit="network"):
        found = guesses(network)
        kinds[name] = {
            "bytes": sum(array.nbytes for array in network.params.values()),
            "accuracy": float((found == t).mean()),
            "pictures": len(t),
            "guesses_unlike_float64": int((found != base).sum()),
        }
    few = TIMED
    found = guesses(true_half, x[:few])
    kinds["true float16"] = {
        "bytes": kinds["float16"]["bytes"],
        "accuracy": float((found == t[:few]).mean()),
        "pictures": few,
        "guesses_unlike_float64": int((found != base[:few]).sum()),
    }

    seconds = {name: [] for name in (*networks, "true float16")}
    for _ in tqdm(range(ROUNDS), unit="round"):
        for name, network in (*networks.items(), ("true float16", true_half)):
            images = x[:10] if name == "true float16" else x[:100]
            started = time.process_time()
            network.predict(images)
            seconds[name].append((time.process_time() - started) / len(images))
    for name, times in seconds.items():
        kinds[name]["milliseconds_a_picture"] = round(1000 * statistics.median(times), 4)
        ratios = [a / b for a, b in zip(times, seconds["float32"], strict=True)]
        kinds[name]["times_float32"] = round(statistics.median(ratios), 3)

    plain = SimpleConvNet.pretrained()
    packed = {name: pack(plain.params[name]) for name in weights(plain)}
    size = sum(p.nbytes for p in packed.values())
    size += sum(array.nbytes for array in plain.params.values() if array.ndim == 1)
    for name, network in (
        ("1 bit", with_weights(lambda W: pack(W).unpack())),
        ("1 bit, trained", train_signs(x_train, t_train)),
    ):
        found = guesses(network)
        kinds[name] = {
            "bytes": size,
            "accuracy": float((found == t).mean()),
            "pictures": len(t),
            "guesses_unlike_float64": int((found != base).sum()),
        }

    by_bits = {}
    for bits in tqdm(BITS, unit="width"):
        network = with_weights(lambda W, bits=bits: rounded(W, bits))
        by_bits[bits] = float((guesses(network) == t).mean())

    by_noise = []
    for strength in tqdm(NOISE, unit="noise"):
        rng = np.random.default_rng(1)

        def noisy(W, strength=strength, rng=rng):
            return W + strength * W.std() * rng.standard_normal(W.shape, dtype=np.float32)

        by_noise.append({"strength": strength, "accuracy": float((guesses(with_weights(noisy)) == t).mean())})
    write(
        "fewer_bits",
        {"kinds": kinds, "accuracy_by_bits": by_bits, "accuracy_by_noise": by_noise},
        data="MNIST: 10,000 test pictures; training pictures only for the trained bits",
        network="simple-convnet, with the weights that come with modlab",
        seed=0,
        steps_of_the_trained_bits=STEPS,
        batch_size=BATCH,
        rounds=ROUNDS,
        measured="processor time on one core, median of all rounds",
    )


if __name__ == "__main__":
    main()

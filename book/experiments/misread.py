"""Every digit of MNIST's test set that the networks that come with modlab read wrongly.

    python book/experiments/misread.py

Needs MNIST (see `modlab.datasets`). Takes all trained weights in modlab/weights, also the ensemble of several that
have the same shape. Writes book/data/misread.json, and book/data/misread.npz with the images of the digits that
at least one network misreads.
"""

import numpy as np
from record import DATA, write
from tqdm import tqdm

from modlab.datasets import load_mnist
from modlab.networks.catalog import SMALL
from modlab.networks.ensemble import pretrained_names, softmax


def main():
    """Read the test set with every network, and write what was misread."""
    _, (x, t) = load_mnist(normalize=False, flatten=False)
    images = (x / np.float32(255)).astype(np.float32)
    groups = {kind: pretrained_names(SMALL[kind]) for kind in SMALL}
    groups = {kind: names for kind, names in groups.items() if names}
    results, seen = {}, set()

    def note(name, probabilities, parameters, networks=1):
        guesses = probabilities.argmax(axis=1)
        wrong = np.flatnonzero(guesses != t)
        seen.update(wrong.tolist())
        right = probabilities[np.arange(len(t)), t][:, None]
        rank = (probabilities > right).sum(axis=1)
        results[name] = {
            "networks": networks,
            "parameters": parameters,
            "accuracy": float((guesses == t).mean()),
            "misread": wrong.tolist(),
            "answers": t[wrong].tolist(),
            "guesses": guesses[wrong].tolist(),
            "sure": probabilities[wrong].max(axis=1).round(4).tolist(),
            "misread_among_best": [int((rank >= best).sum()) for best in range(1, 6)],
        }

    with tqdm(total=sum(map(len, groups.values())), unit="network") as bar:
        for kind, names in groups.items():
            votes = []
            for name in names:
                network = SMALL[kind].pretrained(name)
                votes.append(softmax(network.predict_in_batches(images)))
                note(name, votes[-1], network.summary().parameters)
                bar.update()
            if len(votes) > 1:
                whole = results[names[0]]["parameters"] * len(votes)
                note(f"{kind}-ensemble", sum(votes) / len(votes), whole, len(votes))
    numbers = np.array(sorted(seen))
    write("misread", {"networks": results}, data="MNIST's 10,000 test pictures")
    np.savez_compressed(
        DATA / "misread.npz", numbers=numbers, pictures=x[numbers, 0].astype(np.uint8), answers=t[numbers]
    )


if __name__ == "__main__":
    main()

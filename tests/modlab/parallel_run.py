"""What each process of test_parallel.py does: train a little and let the first process write the weights."""

import sys

import numpy as np

from modlab.networks import LeNet
from modlab.parallel import DataParallel, Processes
from modlab.trainer import Trainer


def run(processes):
    """Return the network and the trainer after two epochs of 50 images in batches of 16, the last one of 2."""
    rng = np.random.default_rng(0)
    x, t = rng.random((50, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 50)
    # Only the first process has the seed; the others must be given its weights and its order.
    network = LeNet(rng=1 if processes.is_first else None)
    trainer = Trainer(
        network if processes.size == 1 else DataParallel(network, processes),
        x,
        t,
        x,
        t,
        epochs=2,
        mini_batch_size=16,
        optimizer="Momentum",
        optimizer_param={"lr": 0.1},
        rng=2 if processes.is_first else None,
        verbose=False,
    )
    trainer.train()
    return network, trainer


if __name__ == "__main__":
    processes = Processes()
    network, trainer = run(processes)
    # Every process writes: they must agree.
    losses = {"losses": np.array(trainer.train_loss_list)}
    np.savez(f"{sys.argv[1]}/process-{processes.rank}-of-{processes.size}.npz", **network.params, **losses)

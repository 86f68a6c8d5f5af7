"""The slides' train_convnet.py, run once: 5,000 digits to learn from, 1,000 to judge by, 20 epochs.

    python book/experiments/train_convnet.py

Needs MNIST (see `modlab.datasets`). Writes book/data/train_convnet.json, the curves and the card, and
book/data/train_convnet.npz, the first layer's filters at a few steps on the way. The chapters show both.
"""

import json
import platform
from datetime import date
from pathlib import Path

import numpy as np

from modlab.datasets import load_mnist
from modlab.networks import SimpleConvNet
from modlab.trainer import Trainer

SEED = 1
STEPS_TO_KEEP = (0, 5, 10, 20, 50, 100, 200, 500, 1000)
DATA = Path(__file__).parents[1] / "data"


class WatchedTrainer(Trainer):
    """A Trainer that keeps the first layer's filters at some steps."""

    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.filters = {0: self.network.params["W1"].copy()}

    def step(self, x, t):
        """Take a step, and keep the filters if this is one of the steps to keep."""
        loss = super().step(x, t)
        if len(self.train_loss_list) in STEPS_TO_KEEP:
            self.filters[len(self.train_loss_list)] = self.network.params["W1"].copy()
        return loss


def main():
    """Train, and write what came out."""
    (x_train, t_train), (x_test, t_test) = load_mnist(flatten=False)

    # The slides take a part of the data, so that nobody has to wait long.
    x_train, t_train = x_train[:5000], t_train[:5000]
    x_test, t_test = x_test[:1000], t_test[:1000]

    max_epochs = 20
    rng = np.random.default_rng(SEED)

    network = SimpleConvNet(
        input_dim=(1, 28, 28),
        conv_param={"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1},
        hidden_size=100,
        output_size=10,
        weight_init_std=0.01,
        rng=rng,
    )
    trainer = WatchedTrainer(
        network,
        x_train,
        t_train,
        x_test,
        t_test,
        epochs=max_epochs,
        mini_batch_size=100,
        optimizer="Adam",
        optimizer_param={"lr": 0.001},
        evaluate_sample_num_per_epoch=1000,
        rng=rng,
    )
    trainer.train()

    record = {
        "command": "python book/experiments/train_convnet.py",
        "data": "MNIST: the first 5,000 training pictures, the first 1,000 test pictures",
        "seed": SEED,
        "epochs": max_epochs,
        "batch_size": 100,
        "optimizer": "Adam, learning rate 0.001",
        "seconds": round(trainer.seconds, 1),
        "machine": f"two cores of a server CPU, shared with other work; NumPy {np.__version__}, "
        f"Python {platform.python_version()}",
        "date": date.today().isoformat(),
        "test_accuracy": network.accuracy(x_test, t_test),
        "train_accuracy": network.accuracy(x_train, t_train),
        "train_acc_list": trainer.train_acc_list,
        "test_acc_list": trainer.test_acc_list,
        "train_loss_list": [round(loss, 5) for loss in trainer.train_loss_list],
    }
    DATA.mkdir(exist_ok=True)
    (DATA / "train_convnet.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    steps = np.array(sorted(trainer.filters))
    filters = np.stack([trainer.filters[step] for step in steps]).astype(np.float16)
    np.savez_compressed(DATA / "train_convnet.npz", steps=steps, filters=filters)


if __name__ == "__main__":
    main()

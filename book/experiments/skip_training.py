"""Train residual networks of growing depth with and without their skip connections.

    python book/experiments/skip_training.py

Uses scikit-learn's digits, 8 × 8, so it needs no download. Writes book/data/skip_training.json.
"""

import numpy as np
from record import write
from tqdm import tqdm

from modlab.datasets import load_digits
from modlab.networks import SmallResNet
from modlab.trainer import Trainer

DEPTHS, SEEDS, EPOCHS = (8, 20, 44), (0, 1, 2), 8


def main():
    """Run everything and write what came out."""
    (x_train, t_train), (x_test, t_test) = load_digits(flatten=False)
    results = []
    with tqdm(total=len(DEPTHS) * 2 * len(SEEDS), unit="run") as bar:
        for depth in DEPTHS:
            for skip in (True, False):
                losses, test = [], []
                for seed in SEEDS:
                    network = SmallResNet(depth, input_dim=(1, 8, 8), skip=skip, rng=seed)
                    trainer = Trainer(
                        network,
                        x_train,
                        t_train,
                        x_test,
                        t_test,
                        epochs=EPOCHS,
                        optimizer="Momentum",
                        optimizer_param={"lr": 0.05},
                        evaluate_sample_num_per_epoch=100,
                        rng=seed,
                        verbose=False,
                    )
                    trainer.train()
                    losses.append([round(loss, 4) for loss in trainer.train_loss_list])
                    test.append(network.accuracy(x_test, t_test))
                    bar.update()
                results.append({"depth": depth, "skip": skip, "test": test, "losses": losses})
                print(depth, skip, test, np.mean([one[-15:] for one in losses]), flush=True)
    write(
        "skip_training",
        {"runs": results},
        data="scikit-learn's digits, 8 × 8: 1,437 to learn from, 360 written by other people to judge by",
        seeds=SEEDS,
        network="small-resnet, with and without its skip connections",
        epochs=EPOCHS,
        batch_size=100,
        optimizer="Momentum, learning rate 0.05",
    )


if __name__ == "__main__":
    main()

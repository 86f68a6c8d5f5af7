"""What helps when images are few: a falling learning rate, augmentation, and networks that vote.

    python book/experiments/augmentation.py

Needs MNIST (see `modlab.datasets`). Trains LeNet with ReLU and max pooling on the first 100, 300 and 1,000
training images, always for the same number of steps, from five seeds; judged by the whole test set, which
chose nothing. Writes book/data/augmentation.json.
"""

from record import write
from tqdm import tqdm

from modlab.augment import Augment
from modlab.datasets import load_mnist
from modlab.networks import ModernLeNet
from modlab.networks.ensemble import softmax
from modlab.optimizers import CosineSchedule
from modlab.trainer import Trainer

SEEDS = (0, 1, 2, 3, 4)
STEPS, BATCH, RATE = 400, 50, 0.002

# Images, whether the learning rate falls, whether images are changed.
RUNS = (
    (1000, False, False),
    (1000, True, False),
    (1000, False, True),
    (1000, True, True),
    (300, True, False),
    (300, True, True),
    (100, True, False),
    (100, True, True),
)


def train(images, decay, augment, seed, data):
    """Return the test set's probabilities, and the accuracy on the images learned from."""
    (x_train, t_train), (x_test, t_test) = data
    x_train, t_train = x_train[:images], t_train[:images]
    network = ModernLeNet(rng=seed)
    trainer = Trainer(
        network,
        x_train,
        t_train,
        x_test,
        t_test,
        epochs=STEPS * BATCH // images,
        mini_batch_size=BATCH,
        optimizer="Adam",
        optimizer_param={"lr": CosineSchedule(RATE, STEPS) if decay else RATE},
        evaluate_sample_num_per_epoch=10,
        rng=seed,
        augment=Augment() if augment else None,
        verbose=False,
    )
    trainer.train()
    return softmax(network.predict_in_batches(x_test)), network.accuracy(x_train, t_train)


def main():
    """Run everything; write what came out after each seed, so that a run cut short is not lost."""
    data = load_mnist(flatten=False)
    t_test = data[1][1]
    results = [
        {"pictures": images, "decay": decay, "augment": augment, "test": [], "train": []}
        for images, decay, augment in RUNS
    ]
    votes = [0] * len(RUNS)
    with tqdm(total=len(RUNS) * len(SEEDS), unit="run") as bar:
        for seed in SEEDS:
            for i, result in enumerate(results):
                settings = result["pictures"], result["decay"], result["augment"]
                probabilities, train_accuracy = train(*settings, seed, data)
                votes[i] = votes[i] + probabilities
                result["test"].append(float((probabilities.argmax(axis=1) == t_test).mean()))
                result["train"].append(train_accuracy)
                result["ensemble"] = float((votes[i].argmax(axis=1) == t_test).mean())
                bar.update()
            write(
                "augmentation",
                {"runs": results},
                data="MNIST: the first 100 to 1,000 training pictures, all 10,000 test pictures",
                seeds=SEEDS[: SEEDS.index(seed) + 1],
                network="modern-lenet",
                steps=STEPS,
                batch_size=BATCH,
                optimizer=f"Adam, learning rate {RATE}",
            )


if __name__ == "__main__":
    main()

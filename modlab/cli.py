"""The command `modlab`: train, evaluate and look at networks without writing a line."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from modlab.augment import Augment
from modlab.datasets import LOADERS, DataError, DataSet
from modlab.inside.backend import Array
from modlab.networks import Network
from modlab.networks.catalog import NETWORKS, SMALL
from modlab.networks.ensemble import Ensemble, pretrained_names
from modlab.optimizers import CosineSchedule, StepSchedule
from modlab.parallel import DataParallel, ParallelError, Processes, processes_started, world
from modlab.trainer import Report, Trainer, TrainingError
from modlab.visualize import before_and_after_figure, misread_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXAMPLES = """
first steps:
  modlab summary lenet                                 what is in LeNet, layer by layer
  modlab train simple-convnet --data digits            short, no download: writes simple-convnet.npz
  modlab evaluate simple-convnet --data digits --weights simple-convnet.npz
  modlab evaluate deep-convnet --data mnist            the weights that come with modlab
  modlab misclassified deep-convnet --data mnist       a picture of every digit it misreads

MNIST and Fashion-MNIST are read from the folders mnist and fashion of $MODLAB_DATA, or downloaded once.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        None for those the command was called with.

    Returns
    -------
    int
        Exit code: 0, 2 for a mistake in what was asked, 130 if the run was interrupted.
    """
    # Everything after the word `benchmark` is the benchmark's own.
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if arguments[:1] == ["benchmark"]:
        return benchmark(arguments[1:])
    options = make_parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except (ValueError, OSError, DataError, TrainingError, ParallelError) as error:
        print(f"modlab: {error}", file=sys.stderr)
        if processes_started() > 1:
            # The other processes would wait for this one for ever.
            abort_all()
        return 2
    except KeyboardInterrupt:
        print("modlab: interrupted.", file=sys.stderr)
        return 130


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="modlab",
        description="Convolutional networks on the command line: train one, measure it, look inside.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    train = commands.add_parser(
        "train",
        help="train a network and save its weights",
        epilog=PARALLEL_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_network(train, SMALL)
    add_data(train)
    train.add_argument("--epochs", type=positive(int), default=20, help="times through all images (20)")
    train.add_argument("--batch-size", type=positive(int), default=100, help="images a step (100)")
    train.add_argument(
        "--optimizer", default="adam", help="sgd, momentum, nesterov, adagrad, rmsprop or adam (adam)"
    )
    train.add_argument("--learning-rate", type=positive(float), default=0.001, help="(0.001)")
    train.add_argument(
        "--schedule",
        choices=("constant", "cosine", "step"),
        default="constant",
        help="how the learning rate changes: not, down to 0 along a cosine, or to a tenth every "
        "third of the run (constant)",
    )
    train.add_argument(
        "--warm-up",
        type=positive(float, 0),
        default=0.0,
        metavar="EPOCHS",
        help="epochs in which the learning rate first rises (0)",
    )
    train.add_argument("--weight-decay", type=positive(float, 0), default=0.0, help="(0)")
    train.add_argument("--augment", action="store_true", help="turn, scale, slant, shift and bend the images")
    train.add_argument(
        "--validation",
        type=positive(int, 0),
        default=0,
        metavar="N",
        help="hold so many training images out and judge the run by them (0: judge by the test set)",
    )
    train.add_argument(
        "--limit", type=positive(int), metavar="N", help="use the first N training images only"
    )
    train.add_argument(
        "--seed", type=positive(int, 0), help="run again what was run before (a new one each time)"
    )
    train.add_argument("--float16", action="store_true", help="save the weights in half the space")
    train.add_argument(
        "--output", type=Path, help="where to save (NETWORK.npz); a card is put beside it (.json)"
    )
    train.add_argument("--resume", action="store_true", help="go on with a run that was interrupted")
    train.add_argument(
        "--overwrite", action="store_true", help="replace what is there under the output's name"
    )
    train.set_defaults(run=run_train)

    evaluate = commands.add_parser("evaluate", help="measure the accuracy on the test images")
    add_network(evaluate, SMALL)
    add_data(evaluate)
    add_weights(evaluate)
    evaluate.set_defaults(run=run_evaluate)

    misclassified = commands.add_parser("misclassified", help="draw every test image that is read wrongly")
    add_network(misclassified, SMALL)
    add_data(misclassified)
    add_weights(misclassified)
    misclassified.add_argument(
        "--output", type=Path, default=Path("misclassified.png"), help="(misclassified.png)"
    )
    misclassified.set_defaults(run=run_misclassified)

    filters = commands.add_parser("filters", help="draw the first layer's filters before and after training")
    add_network(filters, SMALL)
    filters.add_argument("--output", type=Path, default=Path("filters.png"), help="(filters.png)")
    filters.set_defaults(run=run_filters)

    summary = commands.add_parser("summary", help="print shapes, parameters and multiply-adds of every layer")
    add_network(summary, NETWORKS)
    summary.set_defaults(run=run_summary)

    commands.add_parser("benchmark", help="measure the speed of the layers on this machine", add_help=False)
    return parser


PARALLEL_HELP = """Several processes share the work if they are started with mpiexec:
  mpiexec -n 2 modlab train simple-convnet"""


def positive(kind: Callable[[str], float], lowest: float | None = None) -> Callable[[str], float]:
    """Return a reader of numbers greater than 0, or of at least `lowest`."""

    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = None
        bound = "greater than 0" if lowest is None else f"of at least {lowest}"
        if value is None or not (value > 0 if lowest is None else value >= lowest) or value == float("inf"):
            raise argparse.ArgumentTypeError(
                f"must be a {'whole ' * (kind is int)}number {bound}; got {text!r}"
            )
        return value

    return read


def add_network(parser: argparse.ArgumentParser, networks: Iterable[str]) -> None:
    """Add the argument that names a network."""
    parser.add_argument("network", choices=tuple(networks), metavar="NETWORK", help=", ".join(networks))


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the data."""
    parser.add_argument(
        "--data", choices=tuple(LOADERS), default="mnist", help="(mnist; digits needs no download)"
    )


def add_weights(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which weights to use."""
    parser.add_argument(
        "--weights",
        type=Path,
        action="append",
        metavar="FILE",
        help="a file that train saved; given more than once, the networks vote "
        "(the weights that come with modlab)",
    )
    parser.add_argument(
        "--ensemble", action="store_true", help="let all trained networks that come with modlab vote"
    )


def load_images(name: str) -> DataSet:
    """Return the training and test images as (N, 1, 28, 28) and their labels."""
    more: dict[str, Any] = {"size": 28} if name == "digits" else {}
    return LOADERS[name](flatten=False, **more)


def hold_out(x: Array, t: Array, count: int) -> DataSet:
    """Split images into those to learn from and `count` to judge by; always the same ones."""
    if count >= len(x):
        raise ValueError(
            f"--validation {count} would leave nothing of the {len(x)} training images to learn from."
        )
    order = np.random.default_rng(2012).permutation(len(x))
    learn, judge = order[count:], order[:count]
    return (x[learn], t[learn]), (x[judge], t[judge])


def run_train(options: argparse.Namespace) -> int:
    """Train a network, save its weights and the card beside them."""
    processes = Processes()
    output = options.output or Path(f"{options.network}.npz")
    checkpoint = output.with_suffix(".checkpoint.npz")
    check_names(output, checkpoint, options)
    (x_train, t_train), test = load_images(options.data)
    learn, judge = (x_train[: options.limit], t_train[: options.limit]), test
    if options.validation:
        learn, judge = hold_out(*learn, options.validation)

    seed = options.seed
    if seed is None:
        seed = processes.agree(int(np.random.SeedSequence().generate_state(1)[0]))
    rng = np.random.default_rng(seed)
    network = SMALL[options.network](rng=rng)
    trainer = Trainer(
        network if processes.size == 1 else DataParallel(network, processes),
        *learn,
        *judge,
        epochs=options.epochs,
        mini_batch_size=options.batch_size,
        optimizer=options.optimizer,
        optimizer_param={"lr": make_schedule(options, len(learn[0])), "weight_decay": options.weight_decay},
        evaluate_sample_num_per_epoch=10_000,
        rng=rng,
        augment=Augment() if options.augment else None,
        checkpoint=checkpoint,
    )
    trainer.report = Report("validation" if options.validation else "test")
    if options.resume:
        trainer.resume(checkpoint)
    with sigterm_as_interrupt():
        trainer.train()
    if trainer.interrupted:
        if processes.is_first:
            print(f"Add --resume to the same command (with --seed {seed}) to go on.")
        return 130
    if processes.is_first:
        save_with_card(network, trainer, test, judge, options, seed, output, processes.size)
        checkpoint.unlink(missing_ok=True)
    return 0


def save_with_card(
    network: Network,
    trainer: Trainer,
    test: tuple[Array, Array],
    judge: tuple[Array, Array],
    options: argparse.Namespace,
    seed: int,
    output: Path,
    processes: int,
) -> None:
    """Save the weights, measure what was saved, and write the card beside it."""
    network.save_params(output, dtype=np.float16 if options.float16 else None)
    network.load_params(output)
    accuracy = network.accuracy(*test, progress=True)
    card = {
        "network": options.network,
        "command": command(options, seed, output),
        "data": options.data,
        "seed": seed,
        "epochs": options.epochs,
        "training_pictures": len(trainer.x_train),
        "seconds": round(trainer.seconds, 1),
        "processes": processes,
        "validation_pictures": options.validation,
        "validation_accuracy": round(network.accuracy(*judge), 6) if options.validation else None,
        "test_accuracy": round(accuracy, 6),
        "train_accuracy_by_epoch": [round(a, 4) for a in trainer.train_acc_list],
        "judged_accuracy_by_epoch": [round(a, 4) for a in trainer.test_acc_list],
        "made_with": {"numpy": np.__version__},
        "date": time.strftime("%Y-%m-%d"),
    }
    output.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(f"Saved {output} and its card. Test accuracy: {accuracy:.2%} ({wrong(accuracy, test[0])} wrong).")


def check_names(output: Path, checkpoint: Path, options: argparse.Namespace) -> None:
    """Refuse before the work begins what would fail, or lose a file, at its end."""
    if not output.parent.is_dir():
        raise ValueError(f"The folder {output.parent} does not exist: make it first.")
    if output.suffix != ".npz":
        raise ValueError(f"--output must end in .npz; got {output}.")
    if options.resume:
        if not checkpoint.exists():
            raise ValueError(f"There is nothing to resume: {checkpoint} does not exist.")
        if options.seed is None:
            raise ValueError("Give --resume the --seed of the run that was interrupted.")
    elif not options.overwrite:
        for path, way_out in ((output, ""), (checkpoint, "add --resume to go on with that run, or ")):
            if path.exists():
                raise ValueError(f"{path} exists: {way_out}choose another --output, or add --overwrite.")


def make_schedule(options: argparse.Namespace, images: int) -> Callable[[int], float]:
    """Return the learning rate, a number or a schedule."""
    epoch = -(-images // options.batch_size)
    steps, warm_up = options.epochs * epoch, round(options.warm_up * epoch)
    if warm_up > steps:
        raise ValueError(f"--warm-up {options.warm_up:g} is longer than --epochs {options.epochs}.")
    if options.schedule == "cosine":
        return CosineSchedule(options.learning_rate, steps, warm_up)
    every = max(1, steps // 3) if options.schedule == "step" else steps + 1
    return StepSchedule(options.learning_rate, every, warm_up=warm_up)


def command(options: argparse.Namespace, seed: int, output: Path) -> str:
    """Return the command that makes the same weights again, the defaults left out."""
    words = ["modlab", "train", options.network, "--data", options.data, "--epochs", str(options.epochs)]
    defaults = make_parser().parse_args(["train", options.network])
    for name in (
        "batch_size",
        "optimizer",
        "learning_rate",
        "schedule",
        "warm_up",
        "weight_decay",
        "augment",
        "validation",
        "limit",
        "float16",
    ):
        value = getattr(options, name)
        if value != getattr(defaults, name):
            words.append("--" + name.replace("_", "-"))
            words += [] if value is True else [str(value)]
    return " ".join([*words, "--seed", str(seed), "--output", output.name])


def chosen_network(options: argparse.Namespace) -> Network | Ensemble:
    """Return the network, or the ensemble, whose weights were asked for."""
    kind = SMALL[options.network]
    if options.ensemble:
        if options.weights:
            raise ValueError("Give either --ensemble or --weights, not both.")
        return Ensemble.pretrained(kind)
    if not options.weights:
        if not pretrained_names(kind):
            raise ValueError(
                f"modlab brings no trained weights of {options.network}: train it, then give the file by --weights."
            )
        return kind.pretrained()
    networks = []
    for path in options.weights:
        networks.append(kind())
        networks[-1].load_params(path)
    return networks[0] if len(networks) == 1 else Ensemble(networks)


def run_evaluate(options: argparse.Namespace) -> None:
    """Print the accuracy on the test images."""
    network = chosen_network(options)
    _, (x, t) = load_images(options.data)
    accuracy = network.accuracy(x, t, progress=True)
    print(
        f"{options.network} on {options.data}: {accuracy:.2%} of {len(x):,} right, {wrong(accuracy, x)} wrong."
    )


def run_misclassified(options: argparse.Namespace) -> None:
    """Draw the test images that are read wrongly."""
    network = chosen_network(options)
    _, (x, t) = load_images(options.data)
    guesses = network.predict_in_batches(x, progress=True).argmax(axis=1)
    save_figure(misread_figure(x, t, guesses), options.output)
    print(f"{(guesses != t).sum()} of {len(x):,} read wrongly: see {options.output}.")


def run_filters(options: argparse.Namespace) -> None:
    """Draw the first layer's filters before and after training."""
    kind = SMALL[options.network]
    after = kind.pretrained()
    before = kind(rng=kind.card()["seed"])
    save_figure(before_and_after_figure(before.params["W1"], after.params["W1"]), options.output)
    print(f"The filters before and after training: see {options.output}.")


def run_summary(options: argparse.Namespace) -> None:
    """Print the table of a network's layers."""
    print(NETWORKS[options.network]().summary())


def benchmark(arguments: list[str]) -> int:
    """Hand over to the benchmark."""
    try:
        from modlab.benchmark import main as run_benchmark
    except ImportError as error:
        print(f"modlab: the benchmark cannot run: {error}.", file=sys.stderr)
        return 2
    return run_benchmark(arguments) or 0


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure under the name given, in the format that its ending says."""
    if not path.parent.is_dir():
        raise ValueError(f"The folder {path.parent} does not exist: make it first.")
    figure.savefig(path, dpi=150)


def wrong(accuracy: float, x: Array) -> int:
    """Return how many images an accuracy leaves wrong."""
    return round((1 - accuracy) * len(x))


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """Let a request to end, as a computer's shutdown sends it, be heard like Ctrl-C."""
    usual = signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)


def abort_all() -> None:
    """End all processes that mpiexec started."""
    world().Abort(2)

"""Training: every image once an epoch, with progress, history, checkpoints and a way to stop and go on."""

from __future__ import annotations

import json
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from modlab.inside.backend import Array, Arrays, Seed, array_module, to_numpy
from modlab.inside.progress import progress_bar
from modlab.networks import Network
from modlab.networks.weights_file import put, read_arrays, write_arrays
from modlab.optimizers import make_optimizer
from modlab.parallel import DataParallel, processes_started


class TrainingError(Exception):
    """The run cannot go on; the message says why and what to try."""


# Numbers that overflow are found by looking at the loss, in one sentence instead of many warnings.
QUIET: Any = {"over": "ignore", "invalid": "ignore", "divide": "ignore"}


class Trainer:
    """Train a network and keep the history.

    Parameters
    ----------
    network : Network or DataParallel
    x_train, t_train : arrays
        Images (N, C, H, W) and their labels (N,) or one-hot rows.
    x_test, t_test : arrays
        Images that are only looked at, to see how well it goes. If anything is chosen by them, use images
        held out from the training set, not the test set.
    epochs : int
    mini_batch_size : int
        The last batch of an epoch may be smaller: every image is seen once an epoch.
    optimizer : str
        'SGD', 'Momentum', 'Nesterov', 'AdaGrad', 'RMSprop' or 'Adam'.
    optimizer_param : dict, optional
        The optimizer's arguments; None is `{"lr": 0.001}`. A schedule may stand for 'lr'.
    evaluate_sample_num_per_epoch : int or None
        How many images of each set are evaluated after every epoch; None for all.
    rng : numpy.random.Generator or int, optional
        Source of the order and of what `augment` draws; give one (and one to the network) to repeat a run.
    augment : callable, optional
        `augment(x, rng)` returns the batch to learn from; see `modlab.augment` (NumPy only).
    checkpoint : path, optional
        File in which the state of the run is kept after every epoch and when it is stopped.
    verbose : bool
        Show a progress bar (on a terminal) and a line for each epoch; see `report`.

    Attributes
    ----------
    train_loss_list : list of float
        The loss of every step.
    train_acc_list, test_acc_list : list of float
        The accuracies after every epoch.
    interrupted : bool
        True if the run was stopped before its end; `train()` goes on from there.
    seconds : float
        Time spent in `train()`, also before an interruption.
    report : Report
        What is said while training; another one may be put in its place.

    Notes
    -----
    With the same seeds on the same machine a run that was interrupted and resumed from its checkpoint gives,
    bit for bit, the weights of one that was not.

    Examples
    --------
    >>> from modlab.networks import SimpleConvNet
    >>> rng = np.random.default_rng(0)
    >>> x, t = rng.random((20, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 20)
    >>> network = SimpleConvNet(rng=rng)
    >>> trainer = Trainer(network, x, t, x, t, epochs=2, mini_batch_size=8, rng=rng, verbose=False)
    >>> trainer.train()
    >>> len(trainer.train_loss_list), len(trainer.test_acc_list)
    (6, 2)
    """

    def __init__(
        self,
        network: Network | DataParallel,
        x_train: Array,
        t_train: Array,
        x_test: Array,
        t_test: Array,
        epochs: int = 20,
        mini_batch_size: int = 100,
        optimizer: str = "Adam",
        optimizer_param: dict[str, Any] | None = None,
        evaluate_sample_num_per_epoch: int | None = 1000,
        rng: Seed = None,
        augment: Callable[[Array, np.random.Generator], Array] | None = None,
        checkpoint: str | Path | None = None,
        verbose: bool = True,
    ) -> None:
        for name, x, t in (("training", x_train, t_train), ("test", x_test, t_test)):
            if len(x) != len(t) or len(x) == 0:
                raise ValueError(
                    f"There must be {name} images and one label for each; got {len(x)} and {len(t)}."
                )
        for name, value in (("epochs", epochs), ("mini_batch_size", mini_batch_size)):
            if not isinstance(value, (int, np.integer)) or value < 1:
                raise ValueError(f"{name} must be a whole number of at least 1; got {value!r}.")
        self.network = network
        self.x_train, self.t_train = x_train, t_train
        self.x_test, self.t_test = x_test, t_test
        self.epochs = int(epochs)
        self.batch_size = int(mini_batch_size)
        self.optimizer = make_optimizer(
            optimizer, {"lr": 0.001} if optimizer_param is None else optimizer_param
        )
        self.evaluate_sample_num_per_epoch = evaluate_sample_num_per_epoch
        self.rng = np.random.default_rng(rng)
        self.one_generator = self.rng is network.rng
        self.augment = augment
        self.checkpoint = None if checkpoint is None else Path(checkpoint)
        self.report = Report(show=verbose)

        self.steps_per_epoch = math.ceil(len(x_train) / self.batch_size)
        # Epochs that are done, batches of the next one that are done, and the order of its images.
        self.epoch, self.batch = 0, 0
        self.order: Array | None = None
        self.train_loss_list: list[float] = []
        self.train_acc_list: list[float] = []
        self.test_acc_list: list[float] = []
        self.seconds = 0.0
        self.clock: float | None = None
        self.interrupted = False
        self.shared = False

    def step(self, x: Array, t: Array) -> float:
        """Learn from one batch.

        Parameters
        ----------
        x : (N, C, H, W) array
            Learned from as it is, without `augment`.
        t : (N,) labels or (N, classes) one-hot rows

        Returns
        -------
        float
            The loss before the step; it is also put at the end of `train_loss_list`.

        Raises
        ------
        TrainingError
            If the loss is not a finite number; nothing is learned then.

        Examples
        --------
        >>> from modlab.networks import SimpleConvNet
        >>> rng = np.random.default_rng(0)
        >>> x, t = rng.random((8, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 8)
        >>> trainer = Trainer(SimpleConvNet(rng=rng), x, t, x, t)
        >>> first = trainer.step(x, t)
        >>> trainer.step(x, t) < first
        True
        """
        self.share_start()
        with np.errstate(**QUIET):
            grads = self.network.gradient(x, t)
            loss = self.network.last_layer.loss
            if not math.isfinite(loss):
                raise TrainingError(
                    f"The loss became {loss} in epoch {self.epoch + 1}, step {self.batch + 1}: "
                    "try a smaller learning rate, and look for images that hold no finite numbers."
                )
            self.optimizer.update(self.network.params, grads)
        self.train_loss_list.append(loss)
        return loss

    def share_start(self) -> None:
        """Let all processes begin with the first one's weights and order of images; once, before the first step."""
        if not self.shared:
            self.network.share_start(self.rng)
            self.shared = True

    def train(self) -> None:
        """Train until all epochs are done, or until Ctrl-C.

        Ctrl-C finishes the step it falls into, saves the checkpoint (if there is to be one) and returns; the
        network keeps what it has learned. A second Ctrl-C stops at once.

        Raises
        ------
        TrainingError
            If the loss is no longer a finite number.
        """
        self.clock = time.perf_counter()
        with stop_on_interrupt() as stop:
            try:
                with np.errstate(**QUIET):
                    while self.epoch < self.epochs and not stop:
                        self.train_epoch(stop)
            finally:
                self.count_time()
                self.clock = None
        self.interrupted = self.epoch < self.epochs
        if self.interrupted:
            self.save_checkpoint()
            self.report.stopped(self)

    def train_epoch(self, stop: Sequence[int] = ()) -> None:
        """Go on to the end of the epoch, or until `stop` is true."""
        self.share_start()
        if self.order is None:
            self.order = self.rng.permutation(len(self.x_train)).astype(np.int32)
        with self.report.bar(self) as bar:
            while self.batch < self.steps_per_epoch and not stop:
                self.step(*self.next_batch(self.order))
                self.batch += 1
                bar.set_postfix(loss=f"{self.train_loss_list[-1]:.4f}", refresh=False)
                bar.update()
        if self.batch < self.steps_per_epoch:
            return
        if not all(np.isfinite(to_numpy(array)).all() for array in self.network.params.values()):
            raise TrainingError(
                f"The weights are no longer finite numbers after epoch {self.epoch + 1}: "
                "try a smaller learning rate."
            )
        self.epoch, self.batch, self.order = self.epoch + 1, 0, None
        self.train_acc_list.append(self.evaluate(self.x_train, self.t_train))
        self.test_acc_list.append(self.evaluate(self.x_test, self.t_test))
        self.save_checkpoint()
        self.report.epoch(self)

    def next_batch(self, order: Array) -> tuple[Array, Array]:
        """Return the images, augmented, and the labels to learn from next in an epoch of this order."""
        chosen = order[self.batch * self.batch_size : (self.batch + 1) * self.batch_size]
        x, t = (array[array_module(array).asarray(chosen)] for array in (self.x_train, self.t_train))
        if self.augment is not None:
            x = self.augment(x, self.rng)
        return x, t

    def evaluate(self, x: Array, t: Array) -> float:
        """Return the accuracy on the first images of a set, as many as are asked for."""
        count = self.evaluate_sample_num_per_epoch or len(x)
        return self.network.accuracy(x[:count], t[:count])

    def count_time(self) -> None:
        """Add the time since the last count to `seconds`, if a clock runs."""
        if self.clock is not None:
            now = time.perf_counter()
            self.seconds += now - self.clock
            self.clock = now

    def save_checkpoint(self, path: str | Path | None = None) -> None:
        """Write everything that is needed to go on as if nothing had happened; of several processes the first one does.

        Parameters
        ----------
        path : path, optional
            Instead of the run's own checkpoint file.
        """
        path = path or self.checkpoint
        if path is None or not self.network.is_first:
            return
        self.count_time()
        record = {
            "settings": self.settings(),
            "epoch": self.epoch,
            "step": self.batch,
            "iteration": self.optimizer.iteration,
            "seconds": self.seconds,
            "rng": [generator.bit_generator.state for generator in (self.rng, self.network.rng)],
            "train_acc_list": self.train_acc_list,
            "test_acc_list": self.test_acc_list,
        }
        arrays = {f"network/{name}": to_numpy(array) for name, array in self.network.arrays().items()}
        for slot, memory in self.optimizer.memory.items():
            arrays |= {f"optimizer/{slot}/{name}": to_numpy(array) for name, array in memory.items()}
        arrays["train_loss_list"] = np.array(self.train_loss_list, np.float64)
        arrays["order"] = np.zeros(0, np.int32) if self.order is None else self.order
        arrays["record"] = np.frombuffer(json.dumps(record).encode(), np.uint8)
        write_arrays(path, arrays)

    def resume(self, path: str | Path | None = None) -> None:
        """Go back to where a checkpoint was written; `train()` then goes on from there.

        Parameters
        ----------
        path : path, optional
            Instead of the run's own checkpoint file.

        Raises
        ------
        FileNotFoundError, ValueError
            If there is no such file, it is damaged, or it belongs to a run with other settings.
        """
        path = path or self.checkpoint
        if path is None:
            raise ValueError("Say which checkpoint to resume from, or give the Trainer one.")
        arrays = read_arrays(path)
        try:
            record = json.loads(arrays.pop("record").tobytes())
            losses, order = arrays.pop("train_loss_list"), arrays.pop("order")
        except (KeyError, ValueError):
            raise ValueError(f"{path} is not a checkpoint of a Trainer.") from None
        # Version 0.1.0 wrote "training pictures".
        there = {name.replace("pictures", "images"): value for name, value in record["settings"].items()}
        for name, value in self.settings().items():
            if there.get(name) != value:
                raise ValueError(
                    f"{path} belongs to another run: {name} was {there.get(name)} there and is {value} here."
                )
        parts: dict[str, Arrays] = {"network": {}, "optimizer": {}}
        for name, array in arrays.items():
            part, _, rest = name.partition("/")
            parts.setdefault(part, {})[rest] = array
        self.network.put_arrays(parts["network"], path)
        for slot, memory in self.optimizer.memory.items():
            memory.clear()
            for name, param in self.network.params.items():
                if f"{slot}/{name}" in parts["optimizer"]:
                    memory[name] = param.copy()
                    put({name: memory[name]}, {name: parts["optimizer"][f"{slot}/{name}"]}, path)
        self.shared = False
        self.optimizer.iteration = record["iteration"]
        self.rng.bit_generator.state, self.network.rng.bit_generator.state = record["rng"]
        self.epoch, self.batch, self.seconds = record["epoch"], record["step"], record["seconds"]
        self.order = order if self.batch else None
        self.train_loss_list = losses.tolist()
        self.train_acc_list, self.test_acc_list = record["train_acc_list"], record["test_acc_list"]

    def settings(self) -> dict[str, Any]:
        """Return what must agree for a run to go on from a checkpoint, a dict that JSON can hold."""
        optimizer = {
            k: v for k, v in vars(self.optimizer).items() if isinstance(v, (int, float)) and k != "iteration"
        }
        lr = self.optimizer.lr
        schedule = (
            {"schedule": type(lr).__name__, **vars(lr)} if callable(lr) and hasattr(lr, "__dict__") else {}
        )
        augment = (
            None if self.augment is None else getattr(self.augment, "__name__", type(self.augment).__name__)
        )
        return {
            "network": self.network.name,
            "training images": len(self.x_train),
            "batch size": self.batch_size,
            "optimizer": type(self.optimizer).__name__,
            **{f"optimizer's {name}": value for name, value in {**optimizer, **schedule}.items()},
            "augment": augment,
            "one generator": self.one_generator,
        }


class Report:
    """What a run says: a progress bar on a terminal, and a line for each epoch; of several processes the first one speaks.

    Parameters
    ----------
    test_name : str
        What to call the images that the run is judged by, such as "validation".
    show : bool
        False says nothing.
    """

    def __init__(self, test_name: str = "test", show: bool = True) -> None:
        self.test_name, self.show = test_name, show

    def bar(self, trainer: Trainer) -> Any:
        """Return a progress bar for the epoch, for a `with` statement."""
        return progress_bar(
            trainer.steps_per_epoch,
            f"epoch {trainer.epoch + 1}/{trainer.epochs}",
            "batch",
            initial=trainer.batch,
            show=self.speaks(trainer),
        )

    def epoch(self, trainer: Trainer) -> None:
        """Say how the epoch went that has just ended."""
        loss = np.mean(trainer.train_loss_list[-trainer.steps_per_epoch :])
        self.say(
            trainer,
            f"epoch {trainer.epoch}/{trainer.epochs}: loss {loss:.4f}, "
            f"train accuracy {trainer.train_acc_list[-1]:.4f}, "
            f"{self.test_name} accuracy {trainer.test_acc_list[-1]:.4f}",
        )

    def stopped(self, trainer: Trainer) -> None:
        """Say that the run was stopped before its end."""
        self.say(trainer, f"Stopped in epoch {trainer.epoch + 1}; the network keeps what it has learned.")

    def speaks(self, trainer: Trainer) -> bool:
        """Tell whether anything is to be printed in this process."""
        return self.show and trainer.network.is_first

    def say(self, trainer: Trainer, message: str) -> None:
        """Print a line."""
        if self.speaks(trainer):
            print(message, flush=True)


@contextmanager
def stop_on_interrupt() -> Iterator[list[int]]:
    """Turn the first Ctrl-C into a request that is seen between two steps, so that no step is left half done.

    Several processes cannot agree on a step to stop after: there Ctrl-C ends the run, and the last checkpoint stays.

    Yields
    ------
    list
        Empty (false) until Ctrl-C is pressed.
    """
    stop: list[int] = []
    if threading.current_thread() is not threading.main_thread() or processes_started() > 1:
        yield stop
        return
    usual = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        if stop and callable(usual):
            usual(number, frame)
        stop.append(number)

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, usual)

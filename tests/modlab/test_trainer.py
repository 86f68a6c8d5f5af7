"""The trainer: every image once, one forward pass a step, stop and go on bit for bit."""

import signal

import numpy as np
import pytest

from modlab.augment import Augment
from modlab.networks import DeepConvNet, SmallResNet
from modlab.networks.weights_file import read_arrays, write_arrays
from modlab.optimizers import CosineSchedule
from modlab.trainer import Report, Trainer, TrainingError


@pytest.fixture(autouse=True)
def ctrl_c_is_heard():
    """A shell's background jobs ignore Ctrl-C; the tests do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def images(count, shape=(1, 8, 8), seed=0):
    """Return images that can be told apart: each class is bright in a place of its own."""
    rng = np.random.default_rng(seed)
    t = rng.integers(0, 4, count)
    x = rng.random((count, *shape), dtype=np.float32)
    for i, label in enumerate(t):
        row, column = divmod(int(label), 2)
        x[i, :, row * 4 : row * 4 + 4, column * 4 : column * 4 + 4] += 1
    return x, t


def deep(seed):
    params = [{"filter_num": 4}] * 6
    return DeepConvNet((1, 8, 8), *params, hidden_size=12, output_size=4, rng=seed)


def make(network, rng, **settings):
    x, t = images(23)
    usual = {"epochs": 3, "mini_batch_size": 5, "optimizer_param": {"lr": 0.01}, "verbose": False}
    return Trainer(network, x, t, x, t, rng=rng, **{**usual, **settings})


def test_every_image_is_seen_once_an_epoch():
    seen = []

    def note(x, rng):
        seen.append(x.copy())
        return x

    trainer = make(deep(0), 1, augment=note)
    trainer.train()
    assert [len(batch) for batch in seen] == [5, 5, 5, 5, 3] * 3
    x, _ = images(23)
    orders = []
    for epoch in range(3):
        rows = np.concatenate(seen[5 * epoch : 5 * epoch + 5]).reshape(23, -1)
        # Each image of the set is found exactly once.
        order = [int(np.flatnonzero((x.reshape(23, -1) == row).all(axis=1))[0]) for row in rows]
        assert sorted(order) == list(range(23))
        orders.append(order)
    assert orders[0] != orders[1] != orders[2]


def test_a_step_is_the_optimizers_on_the_mean_gradient():
    # One epoch of plain SGD by hand, with the same order.
    x, t = images(12)
    by_trainer, by_hand = SmallResNet(8, (1, 8, 8), 4, rng=3), SmallResNet(8, (1, 8, 8), 4, rng=3)
    trainer = Trainer(
        by_trainer, x, t, x, t, 1, 4, "SGD", {"lr": 0.1}, rng=np.random.default_rng(9), verbose=False
    )
    trainer.train()
    order = np.random.default_rng(9).permutation(12)
    losses = []
    for start in (0, 4, 8):
        batch = order[start : start + 4]
        grads = by_hand.gradient(x[batch], t[batch])
        losses.append(by_hand.last_layer.loss)
        for key, grad in grads.items():
            by_hand.params[key] -= np.float32(0.1) * grad
    assert trainer.train_loss_list == losses
    for key, array in by_hand.params.items():
        np.testing.assert_allclose(by_trainer.params[key], array, rtol=1e-6, atol=1e-7)


def test_a_batch_can_be_handed_to_it():
    """The steps of an epoch, handed over one by one, leave the weights that the epoch leaves."""
    x, t = images(12)
    by_epoch, by_hand = (Trainer(deep(3), x, t, x, t, 1, 4, rng=9, verbose=False) for _ in range(2))
    by_epoch.train()
    order = np.random.default_rng(9).permutation(12)
    losses = [by_hand.step(x[batch], t[batch]) for batch in (order[:4], order[4:8], order[8:])]
    assert losses == by_hand.train_loss_list == by_epoch.train_loss_list
    for key, array in by_epoch.network.params.items():
        np.testing.assert_array_equal(by_hand.network.params[key], array)
    x[0] = np.nan
    with pytest.raises(TrainingError, match="The loss became nan"):
        by_hand.step(x, t)


def test_what_is_said_can_be_changed(capsys):
    trainer = make(deep(0), 1, epochs=1)
    trainer.report = Report(test_name="validation")
    trainer.train()
    assert "validation accuracy" in capsys.readouterr().out


def test_one_forward_pass_a_step():
    network, calls = deep(0), []
    forward = network.forward
    network.forward = lambda x, train=False: calls.append(train) or forward(x, train)
    make(network, 1, epochs=1).train()
    assert calls.count(True) == 5


def test_it_learns_and_keeps_the_history():
    trainer = make(deep(0), 1, epochs=30)
    trainer.train()
    assert len(trainer.train_loss_list) == 30 * 5
    assert len(trainer.train_acc_list) == len(trainer.test_acc_list) == 30
    assert trainer.train_acc_list[-1] == trainer.network.accuracy(*images(23)) > 0.9
    assert np.mean(trainer.train_loss_list[-5:]) < np.mean(trainer.train_loss_list[:5]) / 2
    assert not trainer.interrupted


def test_only_as_many_images_are_evaluated_as_asked_for():
    trainer = make(deep(0), 1, epochs=1, evaluate_sample_num_per_epoch=7)
    trainer.train()
    x, t = images(23)
    assert trainer.test_acc_list == [trainer.network.accuracy(x[:7], t[:7])]


def press_ctrl_c_at(step):
    """Return Augment, with Ctrl-C pressed while it works on the step given."""
    augment, count = Augment(pixels=1), []

    class Pressing(Augment):
        def __call__(self, x, rng):
            count.append(1)
            if len(count) == step:
                signal.raise_signal(signal.SIGINT)
            return augment(x, rng)

    Pressing.__name__ = "Augment"
    return Pressing()


@pytest.mark.parametrize("build", [deep, lambda rng: SmallResNet(8, (1, 8, 8), 4, rng=rng)])
@pytest.mark.parametrize("one_generator", [True, False])
@pytest.mark.parametrize("step", [1, 7, 10])
def test_a_resumed_run_is_bit_for_bit_the_run_that_was_not_interrupted(tmp_path, build, one_generator, step):
    def run(network_seed, augment, name):
        rng = np.random.default_rng(network_seed)
        network = build(rng)
        own = rng if one_generator else np.random.default_rng(network_seed + 1)
        return make(
            network,
            own,
            optimizer="Adam",
            optimizer_param={"lr": CosineSchedule(0.01, 15, warm_up=2), "weight_decay": 1e-4},
            augment=augment,
            checkpoint=tmp_path / name,
        )

    whole = run(0, Augment(pixels=1), "whole.npz")
    whole.train()

    first_half = run(0, press_ctrl_c_at(step), "half.npz")
    first_half.train()
    assert first_half.interrupted
    assert len(first_half.train_loss_list) == step

    # Another process would start from other weights and other random numbers.
    second_half = run(77, Augment(pixels=1), "half.npz")
    second_half.resume()
    second_half.train()
    assert second_half.train_loss_list == whole.train_loss_list
    assert second_half.test_acc_list == whole.test_acc_list
    for key, array in whole.network.arrays().items():
        np.testing.assert_array_equal(second_half.network.arrays()[key], array, err_msg=key)
    for slot, memory in whole.optimizer.memory.items():
        for key, array in memory.items():
            np.testing.assert_array_equal(second_half.optimizer.memory[slot][key], array)


def test_ctrl_c_keeps_what_was_learned_and_train_goes_on():
    trainer = make(deep(0), 1, augment=press_ctrl_c_at(4))
    usual = signal.getsignal(signal.SIGINT)
    trainer.train()
    assert signal.getsignal(signal.SIGINT) is usual
    assert trainer.interrupted
    assert len(trainer.train_loss_list) == 4
    trainer.train()
    assert not trainer.interrupted
    assert len(trainer.train_loss_list) == 15


def test_a_second_ctrl_c_stops_at_once():
    def press_twice(x, rng):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("the second Ctrl-C was not heard")

    with pytest.raises(KeyboardInterrupt):
        make(deep(0), 1, augment=press_twice).train()


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    trainer = make(deep(0), 1, epochs=1, checkpoint=path)
    trainer.train()
    for settings, name in (
        ({"mini_batch_size": 4}, "batch size was 5 there and is 4 here"),
        ({"optimizer": "SGD"}, "optimizer was Adam there and is SGD here"),
        ({"optimizer_param": {"lr": 0.02}}, "optimizer's lr was 0.01 there and is 0.02 here"),
        ({"augment": Augment()}, "augment was None there and is Augment here"),
    ):
        with pytest.raises(ValueError, match=name):
            make(deep(0), 1, checkpoint=path, **settings).resume()
    with pytest.raises(ValueError, match="network was DeepConvNet there"):
        make(SmallResNet(8, (1, 8, 8), 4), 1, checkpoint=path).resume()
    wide = DeepConvNet((1, 8, 8), hidden_size=12, output_size=4)
    before = wide.params["W1"].copy()
    with pytest.raises(ValueError, match="'W1' has shape"):
        make(wide, 1, checkpoint=path).resume()
    np.testing.assert_array_equal(wide.params["W1"], before)


def test_a_checkpoint_of_the_first_version_is_resumed(tmp_path):
    """It calls the images pictures."""
    path = tmp_path / "run.npz"
    trainer = make(deep(0), 1, checkpoint=path)
    trainer.train()
    arrays = read_arrays(path)
    record = arrays["record"].tobytes().replace(b'"training images"', b'"training pictures"')
    assert b"training pictures" in record
    write_arrays(path, {**arrays, "record": np.frombuffer(record, np.uint8)})
    again = make(deep(0), 1, checkpoint=path)
    again.resume()
    assert again.train_loss_list == trainer.train_loss_list


def test_a_checkpoint_that_is_none(tmp_path):
    trainer = make(deep(0), 1, checkpoint=tmp_path / "run.npz")
    with pytest.raises(FileNotFoundError, match="There is no file"):
        trainer.resume()
    deep(0).save_params(tmp_path / "run.npz")
    with pytest.raises(ValueError, match="not a checkpoint of a Trainer"):
        trainer.resume()
    with pytest.raises(ValueError, match="which checkpoint"):
        make(deep(0), 1).resume()


def test_a_loss_that_is_no_number_stops_the_run():
    network = deep(0)
    trainer = make(network, 1)
    before = {key: array.copy() for key, array in network.params.items()}
    trainer.x_train = trainer.x_train.copy()
    trainer.x_train[...] = np.nan
    with pytest.raises(
        TrainingError, match=r"The loss became nan in epoch 1, step 1: try a smaller learning"
    ):
        trainer.train()
    for key, array in before.items():
        np.testing.assert_array_equal(network.params[key], array)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"epochs": 0}, "epochs must be a whole number of at least 1; got 0"),
        ({"mini_batch_size": 2.5}, "mini_batch_size must be a whole number of at least 1; got 2.5"),
        ({"optimizer": "rmsprpo"}, "There is no optimizer 'rmsprpo'"),
    ],
)
def test_wrong_settings_get_a_sentence(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        make(deep(0), 1, **settings)


def test_images_without_labels_get_a_sentence():
    x, t = images(5)
    with pytest.raises(ValueError, match="training images and one label for each; got 5 and 4"):
        Trainer(deep(0), x, t[:4], x, t)
    with pytest.raises(ValueError, match="test images and one label for each; got 0 and 0"):
        Trainer(deep(0), x, t, x[:0], t[:0])


def test_it_says_how_it_goes(capsys):
    make(deep(0), 1, epochs=2, verbose=True).train()
    captured = capsys.readouterr()
    assert captured.out.startswith("epoch 1/2: loss ")
    assert captured.out.count("\n") == 2
    assert captured.err == "", "no progress bar where nobody looks"


def test_time_is_counted_over_all_sittings(tmp_path):
    first = make(deep(0), 1, augment=press_ctrl_c_at(6), checkpoint=tmp_path / "run.npz")
    first.train()
    second = make(deep(0), 1, augment=Augment(), checkpoint=tmp_path / "run.npz")
    second.resume()
    spent = second.seconds
    assert 0 < spent <= first.seconds
    second.train()
    assert second.seconds > spent

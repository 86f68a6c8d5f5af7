"""Networks, optimizers and the trainer on the strict stand-in for CuPy, and on CuPy where there is a GPU."""

import numpy as np
import pytest
import strict_cupy

from modlab.networks import (
    Ensemble,
    Groups,
    Inception,
    LeNet,
    Network,
    SimpleConvNet,
    SmallResNet,
)
from modlab.networks.build import affine, convolution
from modlab.optimizers import OPTIMIZERS, make_optimizer
from modlab.trainer import Trainer


def grouped(rng):
    layers = {"Groups": Groups([convolution(rng, 1, 2, 3) for _ in range(2)]), "A": affine(rng, 4 * 36, 5)}
    return Network(layers, (2, 8, 8), rng)


def inception(rng):
    layers = {"Inception": Inception(rng, 2, 2, 3, 4, 2, 3, 1), "A": affine(rng, 10 * 64, 5)}
    return Network(layers, (2, 8, 8), rng)


NETWORKS = {
    "simple-convnet": lambda rng: SimpleConvNet((1, 8, 8), output_size=5, rng=rng),
    "lenet": lambda rng: LeNet((1, 12, 12), 5, rng),
    "small-resnet": lambda rng: SmallResNet(8, (2, 8, 8), 5, rng=rng),
    "inception": inception,
    "groups": grouped,
}


@pytest.fixture
def device(monkeypatch):
    strict_cupy.install(monkeypatch)
    return strict_cupy


def train(name, xp, folder):
    """Train a few steps; return the weights, on the host, and the history."""
    rng = np.random.default_rng(0)
    network = NETWORKS[name](np.random.default_rng(1)).to(xp=xp)
    x = xp.asarray(rng.random((12, *network.input_dim), dtype=np.float32))
    t = xp.asarray(rng.integers(0, 5, 12))
    trainer = Trainer(
        network, x, t, x, t, 2, 5, "Adam", {"lr": 0.01}, rng=2, verbose=False, checkpoint=folder / "run.npz"
    )
    trainer.train()
    trainer.resume()
    network.save_params(folder / "weights.npz")
    network.load_params(folder / "weights.npz")
    for array in network.arrays().values():
        assert isinstance(array, xp.ndarray)
    assert 0 <= Ensemble([network, network]).accuracy(x, t) <= 1
    weights = {key: array.copy() for key, array in network.to(xp=np).arrays().items()}
    assert all(isinstance(array, np.ndarray) for array in weights.values())
    return weights, trainer.train_loss_list, trainer.test_acc_list


@pytest.mark.parametrize("name", NETWORKS)
def test_training_stays_on_the_device(name, device, tmp_path):
    got, expected = train(name, device, tmp_path), train(name, np, tmp_path)
    assert got[1:] == expected[1:]
    for key, array in expected[0].items():
        np.testing.assert_array_equal(got[0][key], array, err_msg=key)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_optimizer_stays_on_the_device(kind, device):
    results = []
    for xp in (np, device):
        params = {"W1": xp.asarray(np.linspace(-1, 1, 6))}
        optimizer = make_optimizer(kind, {"lr": 0.1, "weight_decay": 0.1})
        for step in range(3):
            optimizer.update(params, {"W1": xp.asarray(np.full(6, step + 0.5))})
        results.append(params["W1"])
    assert isinstance(results[1], device.ndarray)
    np.testing.assert_array_equal(results[1].get(), results[0])


def test_every_name_used_exists_in_cupy(device, tmp_path, monkeypatch):
    monkeypatch.undo()
    cupy = pytest.importorskip("cupy", reason="CuPy is not installed")
    device.install(monkeypatch)
    device.USED.clear()
    for name in NETWORKS:
        train(name, device, tmp_path)
    assert len(device.USED) > 15
    for path in device.USED:
        found = cupy
        for part in path.split("."):
            assert hasattr(found, part), f"cupy has no {path}"
            found = getattr(found, part)


@pytest.mark.gpu
@pytest.mark.parametrize("name", NETWORKS)
def test_training_on_a_gpu(name, tmp_path):
    cupy = pytest.importorskip("cupy", reason="CuPy is not installed")
    try:
        cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as error:
        pytest.skip(f"no GPU: {error}")
    got, expected = train(name, cupy, tmp_path), train(name, np, tmp_path)
    np.testing.assert_allclose(got[1][0], expected[1][0], rtol=1e-3)

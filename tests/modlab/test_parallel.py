"""Several processes give the weights of one."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from parallel_run import run

from modlab import parallel
from modlab.networks import DeepConvNet, LeNet
from modlab.parallel import DataParallel, ParallelError, Processes, processes_started
from modlab.trainer import Trainer

MPIEXEC = shutil.which("mpiexec")
needs_mpi = pytest.mark.skipif(
    MPIEXEC is None or importlib.util.find_spec("mpi4py") is None,
    reason="MPI is missing: it needs mpiexec (Debian's openmpi-bin) and mpi4py",
)


def start(processes, *command, cwd):
    """Run a command in so many processes; more than there are cores, and as root, if need be."""
    environment = {
        **os.environ,
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_rmaps_base_oversubscribe": "1",
        "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
        "OPENBLAS_NUM_THREADS": "1",
    }
    words = [MPIEXEC, "-n", str(processes), sys.executable, *command]
    return subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@needs_mpi
@pytest.mark.slow
@pytest.mark.parametrize("processes", [2, 4])
def test_processes_together_give_the_weights_of_one(tmp_path, processes):
    done = start(processes, str(Path(__file__).with_name("parallel_run.py")), str(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    network, trainer = run(Processes())
    assert len(trainer.train_loss_list) == 8
    untrained = type(network)(rng=1)
    for rank in range(processes):
        with np.load(tmp_path / f"process-{rank}-of-{processes}.npz") as archive:
            np.testing.assert_allclose(archive["losses"], trainer.train_loss_list, rtol=1e-5)
            for key, array in network.params.items():
                np.testing.assert_allclose(archive[key], array, rtol=1e-4, atol=1e-5, err_msg=key)
    # The tolerance is far below what training changed.
    assert np.abs(network.params["W5"] - untrained.params["W5"]).max() > 1e-2


@needs_mpi
@pytest.mark.slow
def test_one_command_starts_it(tmp_path):
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    arguments = ["-m", "modlab", "train", "modern-lenet", "--data", "digits", "--limit", "200"]
    done = start(2, *arguments, "--epochs", "2", "--seed", "3", "--output", "lenet.npz", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("epoch 2/2") == 1, "only one process may speak"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lenet.json", "lenet.npz"]
    mistaken = start(2, *arguments, "--validation", "500", "--overwrite", cwd=tmp_path)
    assert mistaken.returncode != 0
    assert "would leave nothing" in mistaken.stderr


class Alone:
    """A communicator of one process, or of one that thinks itself one of several."""

    def __init__(self, rank=0, size=1):
        self.rank, self.size = rank, size

    def Get_rank(self):  # noqa: N802  (MPI's name)
        return self.rank

    def Get_size(self):  # noqa: N802  (MPI's name)
        return self.size

    def bcast(self, value, root):
        return value

    def Allreduce(self, place, total):  # noqa: N802  (MPI's name)
        pass


def test_each_process_takes_its_share_and_weighs_it(monkeypatch):
    # Without MPI: the parts of three processes, added up by hand, are the whole.
    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    rng = np.random.default_rng(0)
    x, t = rng.random((7, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 7)
    network = LeNet(rng=0)
    whole = network.gradient(x, t)
    loss = network.last_layer.loss
    networks = [DataParallel(LeNet(rng=0), Processes(Alone(rank, 3))) for rank in range(3)]
    parts = [network.gradient(x, t) for network in networks]
    assert sum(network.last_layer.loss for network in networks) == pytest.approx(loss, rel=1e-6)
    for key, grad in whole.items():
        np.testing.assert_allclose(sum(part[key] for part in parts), grad, rtol=1e-3, atol=1e-6)


def test_more_processes_than_images(monkeypatch):
    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    x, t = np.ones((1, 1, 28, 28), np.float32), np.array([3])
    networks = [DataParallel(LeNet(rng=0), Processes(Alone(rank, 4))) for rank in range(4)]
    for network in networks:
        network.gradient(x, t)
    assert sorted(network.last_layer.loss > 0 for network in networks) == [False, False, False, True]


def test_all_get_the_first_ones_weights_and_order_and_dropouts_of_their_own(monkeypatch):
    class Told(Alone):
        """A process that is told what the first one has."""

        def bcast(self, value, root):
            return first

    source = LeNet(rng=0)
    first = (source.arrays(), np.random.default_rng(5).bit_generator.state)
    networks, orders = [LeNet(rng=rank) for rank in (1, 2)], [np.random.default_rng(rank) for rank in (3, 4)]
    for rank, (network, rng) in enumerate(zip(networks, orders, strict=True)):
        DataParallel(network, Processes(Told(rank, 2))).share_start(rng)
        for key, array in source.params.items():
            np.testing.assert_array_equal(network.params[key], array)
        assert rng.random() == np.random.default_rng(5).random()
    deep = DeepConvNet(rng=0)
    first = (deep.arrays(), first[1])
    DataParallel(deep, Processes(Told(1, 2))).share_start(orders[0])
    assert deep.layers["Dropout1"].rng is deep.rng


def test_a_trainer_takes_it_for_a_network(monkeypatch, tmp_path):
    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    rng = np.random.default_rng(0)
    x, t = rng.random((7, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 7)
    trainers = []
    for wrap in (lambda network: network, lambda network: DataParallel(network, Processes(Alone()))):
        checkpoint = tmp_path / f"{len(trainers)}.npz"
        trainer = Trainer(
            wrap(LeNet(rng=0)), x, t, x, t, 2, 3, "SGD", rng=1, verbose=False, checkpoint=checkpoint
        )
        trainer.train()
        trainers.append(trainer)
    np.testing.assert_allclose(trainers[1].train_loss_list, trainers[0].train_loss_list, rtol=1e-6)
    # Its checkpoint is the network's: either goes on from the other's.
    trainers[0].resume(tmp_path / "1.npz")
    trainers[1].resume(tmp_path / "0.npz")


class Second(Alone):
    """The second of two processes, which is told what the first one has, and counts how often."""

    def __init__(self, first):
        super().__init__(1, 2)
        self.first, self.told = first, 0

    def bcast(self, value, root):
        self.told += 1
        return self.first


def seven_images():
    rng = np.random.default_rng(0)
    return rng.random((7, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 7)


@pytest.mark.parametrize("rank", [0, 1])
def test_only_the_first_process_writes_and_speaks(monkeypatch, tmp_path, capsys, rank):
    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    x, t = seven_images()
    network = DataParallel(LeNet(rng=0), Processes(Alone(rank, 2)))
    file = tmp_path / "run.npz"
    trainer = Trainer(network, x, t, x, t, 1, 3, rng=1, checkpoint=file)
    trainer.train()
    trainer.report.stopped(trainer)
    trainer.save_checkpoint(tmp_path / "asked.npz")
    lines = capsys.readouterr().out.splitlines()
    names = sorted(path.name for path in tmp_path.iterdir())
    if rank == 0:
        assert [line.split()[0] for line in lines] == ["epoch", "Stopped"]
        assert names == ["asked.npz", "run.npz"]
    else:
        assert lines == names == []


@pytest.mark.parametrize("begin", ["step", "train_epoch", "train"])
def test_the_start_is_shared_once_whoever_begins(monkeypatch, begin):
    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    x, t = seven_images()
    source = LeNet(rng=0)
    second = Second((source.arrays(), np.random.default_rng(5).bit_generator.state))
    trainer = Trainer(DataParallel(LeNet(rng=9), Processes(second)), x, t, x, t, 2, 7, rng=1, verbose=False)
    seen = []
    gradient = trainer.network.network.gradient
    monkeypatch.setattr(
        trainer.network.network,
        "gradient",
        lambda *batch: seen.append((trainer.network.params["W1"].copy(), *batch)) or gradient(*batch),
    )
    getattr(trainer, begin)(*((x, t) if begin == "step" else ()))
    trainer.step(x, t)
    assert second.told == 1
    weights, images, _ = seen[0]
    np.testing.assert_array_equal(weights, source.params["W1"])
    # The order is the first one's too: this process's share is the second half of it.
    order = np.arange(7) if begin == "step" else np.random.default_rng(5).permutation(7)
    np.testing.assert_array_equal(images, x[order[3:]])


def test_without_mpi4py_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "mpi4py", None)
    with pytest.raises(ParallelError, match="needs mpi4py and an MPI: pip install mpi4py"):
        DataParallel(network=None)
    monkeypatch.setenv("OMPI_COMM_WORLD_SIZE", "2")
    with pytest.raises(ParallelError, match="needs mpi4py and an MPI: pip install mpi4py"):
        Processes()


def test_mpiexec_is_noticed(monkeypatch):
    for variable in ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"):
        monkeypatch.delenv(variable, raising=False)
    assert processes_started() == 1
    alone = Processes()
    assert (alone.rank, alone.size, alone.is_first, alone.agree(3)) == (0, 1, True, 3)
    monkeypatch.setenv("OMPI_COMM_WORLD_SIZE", "4")
    assert processes_started() == 4

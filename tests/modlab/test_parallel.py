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
from modlab.parallel import DataParallel, ParallelError, processes_started

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
    network, trainer = run(None)
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

    def Get_rank(self):
        return self.rank

    def Get_size(self):
        return self.size

    def bcast(self, value, root):
        return value

    def Allreduce(self, place, total):
        pass


def test_each_process_takes_its_share_and_weighs_it(monkeypatch):
    # Without MPI: the parts of three processes, added up by hand, are the whole.
    from modlab.networks import LeNet

    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    rng = np.random.default_rng(0)
    x, t = rng.random((7, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, 7)
    network = LeNet(rng=0)
    whole = network.gradient(x, t)
    loss = network.last_layer.loss
    parts = [DataParallel(Alone(rank, 3)).gradient(LeNet(rng=0), x, t) for rank in range(3)]
    assert sum(part[0] for part in parts) == pytest.approx(loss, rel=1e-6)
    for key, grad in whole.items():
        np.testing.assert_allclose(sum(part[1][key] for part in parts), grad, rtol=1e-3, atol=1e-6)


def test_more_processes_than_pictures(monkeypatch):
    from modlab.networks import LeNet

    monkeypatch.setattr(parallel, "sum_in_place", lambda: None)
    x, t = np.ones((1, 1, 28, 28), np.float32), np.array([3])
    parts = [DataParallel(Alone(rank, 4)).gradient(LeNet(rng=0), x, t) for rank in range(4)]
    assert sorted(part[0] > 0 for part in parts) == [False, False, False, True]


def test_without_mpi4py_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "mpi4py", None)
    with pytest.raises(ParallelError, match="needs mpi4py and an MPI: pip install mpi4py"):
        DataParallel()


def test_mpiexec_is_noticed(monkeypatch):
    for variable in ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"):
        monkeypatch.delenv(variable, raising=False)
    assert processes_started() == 1
    monkeypatch.setenv("OMPI_COMM_WORLD_SIZE", "4")
    assert processes_started() == 4

"""Data-parallel training: every process takes its share of each batch, and the gradients are averaged.

The work between processes is MPI's, by way of mpi4py (`pip install mpi4py`, and an MPI such as Debian's
`openmpi-bin`). Start as many processes as there are cores to use:

    mpiexec -n 2 modlab train simple-convnet --data mnist
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from modlab.inside.backend import Array, Arrays

if TYPE_CHECKING:
    from modlab.networks import Network


class ParallelError(Exception):
    """Several processes were asked for and cannot be had; the message says what is missing."""


class Processes:
    """The processes that `mpiexec` started; without `mpiexec`, this one.

    Parameters
    ----------
    communicator : mpi4py.MPI.Comm, optional
        None is all processes that were started.

    Attributes
    ----------
    rank, size : int
        Number of this process, and how many there are.
    is_first : bool
        True in the one process that prints and writes files.

    Raises
    ------
    ParallelError
        If there are several and MPI is missing.
    """

    def __init__(self, communicator: Any = None) -> None:
        if communicator is None and processes_started() > 1:
            communicator = world()
        self.communicator = communicator
        self.rank: int = 0 if communicator is None else communicator.Get_rank()
        self.size: int = 1 if communicator is None else communicator.Get_size()
        self.is_first = self.rank == 0

    def agree(self, value: Any) -> Any:
        """Return the first process's value in all processes."""
        return value if self.communicator is None else self.communicator.bcast(value, root=0)


class DataParallel:
    """A network whose gradient all processes compute together. Everything else is passed on to that network.

    All processes hold the same weights and draw the same batches; each computes the gradient of its own part,
    and Allreduce adds the parts up. So the weights are those of one process with the same batches, to rounding.
    Dropout draws other numbers for each process, and batch normalization looks at each process's own part.

    Parameters
    ----------
    network : Network
    processes : Processes, optional
        None is all that were started; there must be MPI then, for one process too.

    Attributes
    ----------
    network : Network
    processes : Processes
    """

    def __init__(self, network: Network, processes: Processes | None = None) -> None:
        self.network = network
        self.processes = Processes(world()) if processes is None else processes

    def __getattr__(self, name: str) -> Any:
        """Return what is not said here of the network: params, accuracy, save_params and all else."""
        if name == "network":  # not there yet, as while a copy is made
            raise AttributeError(name)
        return getattr(self.network, name)

    @property
    def is_first(self) -> bool:
        """True in the one process that prints and writes files."""
        return self.processes.is_first

    def share_start(self, rng: np.random.Generator) -> None:
        """Give all processes the first one's weights and order of images, and dropouts of their own.

        Parameters
        ----------
        rng : numpy.random.Generator
            What the order of the images is drawn from.
        """
        network, processes = self.network, self.processes
        arrays, state = processes.agree((network.arrays(), rng.bit_generator.state))
        network.put_arrays(arrays, "the first process")
        rng.bit_generator.state = state
        # Spawning does not draw, so the order of the images stays that of a single process.
        network.rng = network.rng.spawn(processes.size)[processes.rank]
        for layer in network.leaves():
            if hasattr(layer, "rng"):
                layer.rng = network.rng

    def gradient(self, x: Array, t: Array) -> Arrays:
        """Return the gradient of a batch for every parameter, computed by all processes together.

        As with a network of one process, the loss of the batch is then in `last_layer.loss`.

        Parameters
        ----------
        x, t : arrays
            The whole batch, the same in every process.

        Returns
        -------
        dict of arrays
        """
        network, processes = self.network, self.processes
        bounds = np.linspace(0, len(x), processes.size + 1).astype(int)
        mine = slice(bounds[processes.rank], bounds[processes.rank + 1])
        share = len(x[mine]) / len(x)
        params = network.params
        # One long array, the loss at its end, so that there is one exchange a step.
        dtype = np.result_type(np.float32, *params.values())
        total = np.zeros(sum(p.size for p in params.values()) + 1, dtype)
        if share > 0:
            grads = network.gradient(x[mine], t[mine])
            np.concatenate([grads[name].ravel() for name in params] + [[network.last_layer.loss]], out=total)
            total *= share
        processes.communicator.Allreduce(sum_in_place(), total)
        network.last_layer.loss = float(total[-1])
        grads, start = {}, 0
        for name, param in params.items():
            part = total[start : start + param.size]
            grads[name] = part.reshape(param.shape).astype(param.dtype, copy=False)
            start += param.size
        return grads


def world() -> Any:
    """Return MPI's communicator of all processes.

    Raises
    ------
    ParallelError
        If mpi4py or MPI is missing.
    """
    try:
        from mpi4py import MPI
    except (ImportError, RuntimeError):
        raise ParallelError(
            "Training in several processes needs mpi4py and an MPI: pip install mpi4py, "
            "and for example apt install openmpi-bin."
        ) from None
    return MPI.COMM_WORLD


def sum_in_place() -> Any:
    """Return MPI's word for "the input is in the output's place"; Allreduce adds unless told otherwise."""
    from mpi4py import MPI

    return MPI.IN_PLACE


def processes_started() -> int:
    """Return how many processes `mpiexec` says it started, 1 if there is no `mpiexec`."""
    for variable in ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"):
        if os.environ.get(variable, "").isdigit():
            return int(os.environ[variable])
    return 1

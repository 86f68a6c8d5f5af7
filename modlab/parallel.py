"""Data-parallel training: every process takes its share of each batch, and the gradients are averaged.

The work between processes is MPI's, by way of mpi4py (`pip install mpi4py`, and an MPI such as Debian's
`openmpi-bin`). Start as many processes as there are cores to use:

    mpiexec -n 2 modlab train simple-convnet --data mnist
"""

import os

import numpy as np


class ParallelError(Exception):
    """Several processes were asked for and cannot be had; the message says what is missing."""


class DataParallel:
    """Shares batches among the processes that `mpiexec` started.

    All processes hold the same weights and draw the same batches; each computes the gradient of its own part,
    and Allreduce adds the parts up. So the weights are those of one process with the same batches, to rounding.
    Dropout draws other numbers for each process, and batch normalization looks at each process's own part.

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
    """

    def __init__(self, communicator=None):
        if communicator is None:
            try:
                from mpi4py import MPI
            except (ImportError, RuntimeError):
                raise ParallelError(
                    "Training in several processes needs mpi4py and an MPI: pip install mpi4py, "
                    "and for example apt install openmpi-bin."
                ) from None
            communicator = MPI.COMM_WORLD
        self.communicator = communicator
        self.rank, self.size = communicator.Get_rank(), communicator.Get_size()
        self.is_first = self.rank == 0

    def share(self, network, rng):
        """Give all processes the first one's weights and order of pictures, and dropouts of their own.

        Parameters
        ----------
        network : Network
        rng : numpy.random.Generator
            What the order of the pictures is drawn from.
        """
        state = self.communicator.bcast((network.arrays(), rng.bit_generator.state), root=0)
        network.put_arrays(state[0], "the first process")
        rng.bit_generator.state = state[1]
        # Spawning does not draw, so the order of the pictures stays that of a single process.
        network.rng = network.rng.spawn(self.size)[self.rank]
        for layer in network.leaves():
            if hasattr(layer, "rng"):
                layer.rng = network.rng

    def gradient(self, network, x, t):
        """Return the loss and the gradient of a batch, computed by all processes together.

        Parameters
        ----------
        network : Network
        x, t : arrays
            The whole batch, the same in every process.

        Returns
        -------
        loss : float
        grads : dict of arrays
        """
        bounds = np.linspace(0, len(x), self.size + 1).astype(int)
        mine = slice(bounds[self.rank], bounds[self.rank + 1])
        share = len(x[mine]) / len(x)
        params = network.params
        # One long array, the loss at its end, so that there is one exchange a step.
        dtype = np.result_type(np.float32, *params.values())
        total = np.zeros(sum(p.size for p in params.values()) + 1, dtype)
        if share > 0:
            grads = network.gradient(x[mine], t[mine])
            np.concatenate([grads[name].ravel() for name in params] + [[network.last_layer.loss]], out=total)
            total *= share
        self.communicator.Allreduce(sum_in_place(), total)
        grads, start = {}, 0
        for name, param in params.items():
            part = total[start : start + param.size]
            grads[name] = part.reshape(param.shape).astype(param.dtype, copy=False)
            start += param.size
        return float(total[-1]), grads


def sum_in_place():
    """Return MPI's word for "the input is in the output's place"; Allreduce adds unless told otherwise."""
    from mpi4py import MPI

    return MPI.IN_PLACE


def processes_started():
    """Return how many processes `mpiexec` says it started, 1 if there is no `mpiexec`."""
    for variable in ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"):
        if os.environ.get(variable, "").isdigit():
            return int(os.environ[variable])
    return 1

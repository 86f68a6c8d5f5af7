"""One process against two: training steps of DeepConvNet, each process with its share of every batch.

    OPENBLAS_NUM_THREADS=1 python book/experiments/data_parallel.py

Needs mpi4py and an MPI such as Debian's openmpi-bin. One process and two take turns, so that other work on the machine
disturbs both alike. Random images take as long as real ones. Writes book/data/data_parallel.json.
"""

import json
import os
import statistics
import subprocess
import sys
import time

import numpy as np
from record import write
from tqdm import tqdm

PAIRS, STEPS, BATCH = 9, 12, 100


def work():
    """Make some steps in this process, and print how long a step took, how much of it was waiting, and the weights."""
    from modlab.networks import DeepConvNet
    from modlab.optimizers import Momentum
    from modlab.parallel import DataParallel

    rng = np.random.default_rng(0)
    x, t = rng.random((BATCH, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, BATCH)
    # Dropout draws other numbers in each process, so it is left out here to compare the weights.
    network, momentum = DataParallel(DeepConvNet(rng=1, dropout_ratio=0.0)), Momentum(lr=0.01)
    momentum.update(network.params, network.gradient(x, t))
    # The weights are compared after the first step. Some steps later rounding tips the winner of some pooling window, and from there on the
    # two runs go different ways, as they would on two kinds of computer.
    checks = [float(np.abs(array.astype(np.float64)).sum()) for array in network.params.values()]
    network.processes.communicator.Barrier()
    started, computing = time.perf_counter(), time.process_time()
    for _ in range(STEPS):
        momentum.update(network.params, network.gradient(x, t))
    seconds, computing = time.perf_counter() - started, time.process_time() - computing
    if network.processes.is_first:
        print(json.dumps({"step": seconds / STEPS, "computing": computing / STEPS, "checks": checks}))


def start(processes):
    """Run `work` in so many processes and return what the first one printed."""
    environment = {
        **os.environ,
        "OPENBLAS_NUM_THREADS": "1",
        # A container often runs as root and has few cores; both are fine here.
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_rmaps_base_oversubscribe": "1",
        # On a machine that is not idle, who waits must let the others work.
        "OMPI_MCA_mpi_yield_when_idle": "1",
    }
    command = ["mpiexec", "-n", str(processes), sys.executable, __file__, "--work"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"mpiexec failed: {done.stderr[-1000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    """Let one process and two take turns, and write what came out."""
    pairs = [(start(1), start(2)) for _ in tqdm(range(PAIRS), unit="pair")]
    ones, twos = zip(*pairs, strict=True)
    differences = [
        abs(a - b) / a for one, two in pairs for a, b in zip(one["checks"], two["checks"], strict=True)
    ]
    from modlab.networks import DeepConvNet

    parameters = sum(array.size for array in DeepConvNet(rng=0).params.values())
    write(
        "data_parallel",
        {
            "milliseconds_a_step": {
                "1": [round(1000 * one["step"], 1) for one in ones],
                "2": [round(1000 * two["step"], 1) for two in twos],
            },
            "speed_up_of_every_pair": [round(a["step"] / b["step"], 3) for a, b in pairs],
            "speed_up": round(statistics.median(a["step"] / b["step"] for a, b in pairs), 3),
            "computing_of_two_over_one": round(
                statistics.median(b["computing"] / a["computing"] for a, b in pairs), 3
            ),
            "largest_relative_difference_after_a_step": max(differences),
            "bytes_exchanged_a_step": 4 * (parameters + 1),
        },
        network="deep-convnet",
        batch_size=BATCH,
        steps=STEPS,
        pairs=PAIRS,
        seed=1,
        measured="wall time, one thread in each process",
    )


if __name__ == "__main__":
    work() if "--work" in sys.argv else main()

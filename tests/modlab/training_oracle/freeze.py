"""Write PyTorch's answers to `answers.npz`, for machines that have no PyTorch.

Run it from the repository's root, where PyTorch is installed: python tests/modlab/training_oracle/freeze.py
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def main():
    """Ask PyTorch every case whose answer is small enough to be kept, and write the file."""
    sys.path.insert(0, str(HERE.parent))
    from training_oracle.cases import NETWORK_CASES, OPTIMIZER_CASES, draw_network_case, draw_optimizer_case
    from training_oracle.torch_answers import network_answer, optimizer_answer

    frozen = {}
    for name in OPTIMIZER_CASES:
        params, steps = draw_optimizer_case(name)
        for key in params:
            frozen[f"optimizer/{name}/given/{key}"] = params[key]
            frozen[f"optimizer/{name}/grads/{key}"] = np.stack([grads[key] for grads in steps])
        frozen |= {f"optimizer/{name}/{key}": a for key, a in optimizer_answer(name).items()}
    for name, (_, kept) in NETWORK_CASES.items():
        if kept:
            network, x, t = draw_network_case(name)
            given = {"x": x, "t": t, **network.params}
            frozen |= {f"network/{name}/given/{key}": a for key, a in given.items()}
            frozen |= {f"network/{name}/{key}": a for key, a in network_answer(network, x, t).items()}
    np.savez_compressed(HERE / "answers.npz", **frozen)
    print(f"{len(frozen)} arrays: {HERE / 'answers.npz'}")


if __name__ == "__main__":
    main()

"""Write PyTorch's answers to `answers.npz`, for machines that have no PyTorch.

Run it from the repository's root, where PyTorch is installed: python tests/modlab/oracle/freeze.py
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def main():
    """Draw every case, ask PyTorch and write the file."""
    sys.path.insert(0, str(HERE.parent))
    from oracle.cases import CASES, draw, frozen_seed
    from oracle.torch_answers import answer

    frozen = {}
    for name, case in CASES.items():
        seed = frozen_seed(name)
        arrays = draw(case, seed)
        given = {f"{name}/given/{key}": a for key, a in arrays.items()}
        frozen |= given | {f"{name}/{key}": a for key, a in answer(case, arrays, seed).items()}
    np.savez_compressed(HERE / "answers.npz", **frozen)
    print(f"{len(CASES)} cases, {len(frozen)} arrays: {HERE / 'answers.npz'}")


if __name__ == "__main__":
    main()

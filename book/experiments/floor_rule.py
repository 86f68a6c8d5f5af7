"""Ask PyTorch how large the output of a convolution and of a pooling is, for many sizes, and write it down.

Run it from the repository's root where PyTorch is installed: python book/experiments/floor_rule.py
"""

import json
from datetime import date
from pathlib import Path

import torch

FILE = Path(__file__).parents[1] / "data" / "floor_rule.json"


def sizes():
    """Yield (N, F, S, P) that the slides, AlexNet and everyday networks use, and then a grid of small ones."""
    yield from [(7, 3, 1, 0), (7, 3, 2, 0), (7, 3, 3, 0), (7, 3, 1, 1), (28, 5, 3, 2), (31, 5, 3, 2)]
    yield from [(227, 11, 4, 0), (224, 11, 4, 0), (224, 7, 2, 3), (55, 3, 2, 0), (28, 2, 2, 0), (27, 2, 2, 0)]
    for N in range(4, 13):
        for F in range(1, 5):
            for S in range(1, 5):
                for P in range(3):
                    yield N, F, S, P


def ask(N, F, S, P):
    """Return PyTorch's output size of a convolution and of max pooling, which allows less padding."""
    x = torch.zeros(1, 1, N, N)
    convolution = torch.nn.functional.conv2d(x, torch.zeros(1, 1, F, F), stride=S, padding=P)
    pooling = None
    if P <= F / 2:
        pooling = torch.nn.functional.max_pool2d(x, F, stride=S, padding=P).shape[-1]
    return {"N": N, "F": F, "S": S, "P": P, "convolution": convolution.shape[-1], "pooling": pooling}


def main():
    """Write the table and its card."""
    rows = [ask(*size) for size in dict.fromkeys(sizes())]
    card = {
        "command": "python book/experiments/floor_rule.py",
        "made_with": f"PyTorch {torch.__version__}",
        "machine": "two cores of a server CPU",
        "date": date.today().isoformat(),
    }
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    FILE.write_text(f'{{\n "card": {json.dumps(card)},\n "rows": [\n  {lines}\n ]\n}}\n', encoding="utf-8")
    print(f"{len(rows)} sizes: {FILE}")


if __name__ == "__main__":
    main()

"""How fast modlab is: one training step, beside the slides' way of computing it and beside PyTorch.

`modlab benchmark` measures; `python -m modlab.benchmark` is the same.
"""

from modlab.benchmark.measure import NETWORKS, Row, main, run, table

__all__ = ["NETWORKS", "Row", "main", "run", "table"]

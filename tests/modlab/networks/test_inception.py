"""Inception has the paper's counts."""

import numpy as np

from modlab.networks import (
    Inception,
)
from modlab.networks.summary import summarize


def test_inception_3a_counts_what_the_papers_table_says():
    block = Inception(np.random.default_rng(0), 192, 64, 96, 128, 16, 32, 32)
    summary = summarize(block, (192, 28, 28))
    biases = 64 + 96 + 128 + 16 + 32 + 32
    assert (summary.parameters - biases) // 1024 == 159
    assert round(summary.multiply_adds / 1e6) == 128
    assert summary.rows[-1].shape == (256, 28, 28)

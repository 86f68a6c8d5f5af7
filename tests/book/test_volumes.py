"""The chapter on volumes: PyTorch's sizes, and its numbers, read from the built page."""

import json
from pathlib import Path

import numpy as np
import pytest

from modlab.im2col import conv_output_size
from modlab.layers import Convolution, Pooling

TABLE = json.loads(
    (Path(__file__).parents[2] / "book" / "data" / "floor_rule.json").read_text(encoding="utf-8")
)


def test_convolutions_are_as_large_as_pytorchs():
    for row in TABLE["rows"]:
        N, F, S, P = (row[name] for name in "NFSP")
        assert conv_output_size(N, F, S, P) == row["convolution"], row
        layer = Convolution(np.zeros((1, 1, F, 1)), stride=S, pad=(P, 0))
        assert layer.forward(np.zeros((1, 1, N, 1))).shape[2] == row["convolution"], row


def test_poolings_are_as_large_as_pytorchs():
    compared = 0
    for row in TABLE["rows"]:
        N, F, S, P = (row[name] for name in "NFSP")
        # modlab refuses a border as wide as the window.
        if row["pooling"] is not None and P < F:
            compared += 1
            out = Pooling(F, F, stride=S, pad=P).forward(np.zeros((1, 1, N, N)))
            assert out.shape[2] == row["pooling"], row
    assert compared > 200


def test_uneven_sizes_are_in_the_table_and_refused_when_strict():
    uneven = [row for row in TABLE["rows"] if (row["N"] + 2 * row["P"] - row["F"]) % row["S"]]
    assert len(uneven) > 100
    for row in uneven:
        with pytest.raises(ValueError, match="not a whole number"):
            conv_output_size(*(row[name] for name in "NFSP"), strict=True)


def test_numbers_on_the_page_are_right(prose):
    """By hand: 3920 · 3073, 3920 · 76 and 5 · 76; 3073 / 76 = 40.4; 28 · 28 = 784; 16 · (6 · 25 + 1) = 2416."""
    for sentence in (
        "fully connected 12,046,160",
        "only neighbours 297,920",
        "only neighbours, shared weights 380",
        "a block of neurons, 28×28×5, which makes 3,920 of them",
        "saves a factor of 40. Sharing saves 784 more",
        "(16, 6, 5, 5), number of filters first, and 2416 parameters",
        "2,048 and 18,432, nine times as many",
        "the upper left corner: 2 + 3 + 0 = 5.",
        "(1, 96, 55, 55) 34,944 parameters",
        "(1, 64, 56, 56) → (1, 32, 56, 56)",
        f"The whole table has {len(TABLE['rows'])} sizes",
    ):
        assert sentence in prose


def test_channels_that_differ_are_refused_by_name(prose):
    assert "Channels do not match: x of shape (1, 3, 3, 3) has 3, W of shape (1, 1, 2, 2) needs 1." in prose

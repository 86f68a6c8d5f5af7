"""The checks of faster. No real time is looked at: the layers are pretended, and so is the clock."""

from __future__ import annotations

import math
import struct

import numpy as np
import pytest

from autograder.assignments.columns import in_columns


def as_half(number: float) -> float:
    """Return a number as 16 bits hold it: packed into two bytes and read again.

    Examples
    --------
    >>> as_half(0.1)
    0.0999755859375
    """
    return struct.unpack("<e", struct.pack("<e", number))[0]


def in_steps(number: float, step: float) -> float:
    """Return the nearest multiple of a step."""
    below = math.floor(number / step)
    return min((below * step, (below + 1) * step), key=lambda level: abs(level - number))


def one_bit(column: list[float]) -> list[float]:
    """Return a column with its signs, all of one size."""
    size = math.fsum(map(abs, column)) / len(column)
    return [size if number >= 0 else -size for number in column]


@pytest.mark.cell("faster-seconds", points=3)
def test_seconds(answers):
    """The shortest time of each layer, and that each got what the ones before it had made."""
    times, added = (answers.numbers[name].astype(np.float64) for name in ("times", "added"))
    answers.expect("seconds", np.array([min(column) for column in times.T]), "one time for each layer")
    before = [answers.numbers["first"] + math.fsum(added[:layer]) for layer in range(len(added))]
    got = np.repeat(np.array(before)[:, None], len(times), axis=1)
    answers.expect("got", got, "what each layer got, every time it should run")


@pytest.mark.cell("faster-shares", points=1)
def test_shares(answers):
    """The parts of the last row of the table."""
    last = answers.numbers["costs"][-1].astype(np.float64)
    answers.expect("shares", np.array([cost / math.fsum(last) for cost in last]), "a share for each layer")


@pytest.mark.cell("faster-multiply_adds", points=2)
def test_multiply_adds(answers):
    """Windows counted by walking, each with all numbers of a filter."""
    expected = []
    for FN, C, FH, FW, H, W, stride, pad in answers.numbers["to_count"].tolist():
        windows = [len(range(-pad, size + pad - length + 1, stride)) for size, length in ((H, FH), (W, FW))]
        expected.append(math.prod(windows) * FN * np.zeros((C, FH, FW)).size)
    sizes = ("FN", "C", "FH", "FW", "H", "W", "stride", "pad")
    asked = in_columns(sizes, answers.numbers["to_count"])
    answers.expect_whole("multiply_adds", expected, "one count for each layer", asked)


@pytest.mark.cell("faster-sizes", points=1)
def test_sizes(answers):
    """The bytes of arrays of that many numbers, and of bits that were packed."""
    expected = [
        np.packbits(np.zeros(count, bool)).nbytes if bits == 1 else np.zeros(count, f"f{bits // 8}").nbytes
        for count, bits in answers.numbers["to_keep"].tolist()
    ]
    asked = in_columns(("count", "bits"), answers.numbers["to_keep"])
    answers.expect_whole("sizes", expected, "for each count of numbers with so many bits", asked)


@pytest.mark.cell("faster-changes", points=2)
def test_changes(answers):
    """Each weight rounded by itself, by its bytes or to the nearest level."""
    W = answers.numbers["W"].astype(np.float64)
    step = max(abs(number) for number in W.flat) / 127
    layout = "the shape of W"
    answers.expect("half", np.vectorize(as_half)(W), layout)
    answers.expect("eight", np.vectorize(lambda number: in_steps(number, step))(W), layout)
    answers.expect("one", np.array([one_bit(column) for column in W.T.tolist()]).T, layout)
    for name in ("half", "eight", "one"):
        answers.expect_dtype(name, answers.numbers["W"].dtype)


@pytest.mark.cell("faster-accuracies", points=1)
def test_accuracies(answers):
    """The part of digits whose right answer has the highest score."""
    x, t, W, b = (answers.numbers[name] for name in ("x", "t", "W", "b"))
    expected = []
    for weights in (W, np.round(W, 2), np.round(W, 1), W * (np.abs(W) > np.abs(W).mean())):
        scores = np.einsum("nd,dk->nk", x.astype(np.float64), weights.astype(np.float64)) + b
        expected.append(sum(max(row) == row[answer] for row, answer in zip(scores, t, strict=True)) / len(t))
    answers.expect_near("accuracies", np.array(expected), "one number for each version", 1e-8)

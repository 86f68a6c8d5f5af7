"""The checks of deeper."""

from __future__ import annotations

import numpy as np
import pytest


def pixels_seen(stack) -> int:
    """Return how many pixels one number sees: mark it, and let every layer mark below it what its window covers."""
    marked = np.ones(1, bool)
    for size, stride in stack[::-1]:
        below = np.zeros((len(marked) - 1) * stride + size, bool)
        for place in np.flatnonzero(marked):
            below[place * stride : place * stride + size] = True
        marked = below
    return int(marked.sum())


@pytest.mark.cell("deeper-fields", points=2)
def test_fields(answers):
    """The pixels that one number of each layer sees, marked and counted."""
    stack = answers.numbers["stack"].tolist()
    expected = [pixels_seen(stack[: layer + 1]) for layer in range(len(stack))]
    asked = [f"the layers {stack[: layer + 1]}" for layer in range(len(stack))]
    answers.expect_whole("fields", expected, "one number for each layer", asked)


@pytest.mark.cell("deeper-weight_counts", points=2)
def test_weight_counts(answers):
    """Every number of every array, counted."""
    C, expected, asked = answers.numbers["channels"], [], []
    for sizes in answers.numbers["filter_sizes"].tolist():
        sizes = [size for size in sizes if size]
        asked.append(f"filters {sizes}, {C} channels")
        expected.append(sum(np.zeros((C, C, size, size)).size + np.zeros(C).size for size in sizes))
    answers.expect_whole("weight_counts", expected, "one count for each stack", asked)


@pytest.mark.cell("deeper-moved", points=3)
def test_moved(answers):
    """Each pixel that stays inside, at its new address; zeros elsewhere; the old images as they were."""
    x, moves = answers.numbers["x"].astype(np.float64), answers.numbers["moves"]
    expected = np.zeros_like(x)
    for i, channel, y, z in np.ndindex(x.shape):
        to_y, to_z = y + moves[i, 0], z + moves[i, 1]
        if 0 <= to_y < x.shape[2] and 0 <= to_z < x.shape[3]:
            expected[i, channel, to_y, to_z] = x[i, channel, y, z]
    answers.expect("moved", expected, "the shape of x")
    answers.expect_dtype("moved", answers.numbers["x"].dtype)
    answers.expect("left_alone", x, "x itself, which must not change")


@pytest.mark.cell("deeper-misread", points=2)
def test_misread(answers):
    """The rows in which another class has a higher score than the answer, by how much higher."""
    scores, t = answers.numbers["scores"].astype(np.float64), answers.numbers["t"]
    lead = [max(row) - row[answer] for row, answer in zip(scores.tolist(), t.tolist(), strict=True)]
    answers.expect_ranked("misread", lead, "one row number for each digit that is read wrongly")


@pytest.mark.cell("deeper-confusion", points=1)
def test_confusion(answers):
    """Answers and guesses in pairs, counted."""
    scores, t = answers.numbers["scores"], answers.numbers["t"]
    K = scores.shape[1]
    answer_is, guess_is = np.eye(K)[t], scores == scores.max(axis=1, keepdims=True)
    answers.expect_whole(
        "confusion", answer_is.T @ guess_is, "a row for each answer, a column for each guess"
    )

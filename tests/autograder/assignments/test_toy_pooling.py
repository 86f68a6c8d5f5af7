"""toy-pooling: right answers of any style earn all points; the oracle is held to PyTorch."""

import numpy as np
import pytest
from autograder import catalog
from autograder.assignments import pooling_oracle
from autograder.judging.cases import cases

ASSIGNMENT = "toy-pooling"


def test_places_must_be_whole_numbers(judge_answers):
    points, cells = judge_answers({"arg_max": "arg_max = np.argmax(col, axis=1).astype(float)"})
    assert points["arg_max"] == 0
    assert "must be whole numbers" in cells["arg_max"].message


X = np.array(
    [
        -3.0,
        1,
        1,
        -2,
        0,
        4,
        -1,
        2,
        2,
        -5,
        4,
        3,
        0,
        -4,
        -6,
        -7,
        -2,
        -1,
        -1,
        -3,
        -2,
        -8,
        -9,
        -2,
        -4,
        -5,
        -4,
        -6,
        -3,
        -1,
    ]
).reshape(1, 2, 3, 5)


DOUT = np.arange(1.0, 17).reshape(1, 2, 2, 4)


MAXIMA = [1.0, 1.0, 0.0, 4.0, 3.0, 2.0, -2.0, -1.0, -1.0, -2.0, -2.0, -1.0]


GRADIENT_TO_WINNERS = [
    0.0,
    3.0,
    0.0,
    0.0,
    3.0,
    4.0,
    0.0,
    0.0,
    6.0,
    0.0,
    0.0,
    5.0,
    0.0,
    0.0,
    0.0,
    0.0,
    7.0,
    8.0,
    9.0,
    0.0,
    10.0,
    0.0,
    0.0,
    11.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    12.0,
]


MEANS = [
    -0.3333333333333333,
    0.0,
    -0.3333333333333333,
    1.6666666666666667,
    0.3333333333333333,
    -2.1666666666666665,
    -1.5,
    -0.6666666666666666,
    -0.6666666666666666,
    -3.1666666666666665,
    -5.333333333333333,
    -1.6666666666666667,
]


GRADIENT_TO_ALL = [
    0.16666666666666666,
    0.5,
    0.3333333333333333,
    0.8333333333333333,
    0.5,
    0.6666666666666666,
    1.5,
    0.8333333333333334,
    1.8333333333333335,
    1.0,
    0.6666666666666666,
    1.5,
    0.8333333333333334,
    1.8333333333333335,
    1.0,
    1.1666666666666667,
    2.5,
    1.3333333333333333,
    2.833333333333333,
    1.5,
    1.6666666666666667,
    3.5,
    1.8333333333333333,
    3.833333333333333,
    2.0,
    1.6666666666666667,
    3.5,
    1.8333333333333333,
    3.833333333333333,
    2.0,
]


def test_the_oracle_agrees_with_pytorch_on_maxima():
    """F.max_pool2d(X, (2, 3), stride=2, padding=1), as PyTorch gives it."""
    assert pooling_oracle.maxima(X, 2, 3, 2, 1).ravel().tolist() == MAXIMA
    dout = DOUT.ravel()[: len(MAXIMA)].reshape(1, 2, 2, 3)
    assert pooling_oracle.gradient_to_winners(X, dout, 2, 3, 2, 1).ravel().tolist() == GRADIENT_TO_WINNERS


def test_the_oracle_agrees_with_pytorch_on_means():
    """F.avg_pool2d(X, (2, 3), stride=2, padding=1), as PyTorch gives it."""
    assert np.allclose(pooling_oracle.means(X, 2, 3, 2, 1).ravel(), MEANS, rtol=1e-12)
    dout = DOUT.ravel()[: len(MEANS)].reshape(1, 2, 2, 3)
    assert np.allclose(
        pooling_oracle.gradient_to_all(X, dout, 2, 3, 2, 1).ravel(), GRADIENT_TO_ALL, rtol=1e-12
    )


def test_fresh_numbers_have_ties_negative_windows_and_no_two_sizes_alike():
    for seed in range(20):
        for case in cases(catalog.load(ASSIGNMENT), f"secret {seed}", "lee")[1:]:
            numbers = case.numbers
            x, dout = numbers["x"], numbers["dout"]
            window = numbers["pool_h"], numbers["pool_w"], numbers["stride"]
            assert len(set(dout.shape)) == 4
            assert len({*x.shape}) == 4
            assert window[0] != window[1]
            assert (pooling_oracle.maxima(x, *window) < 0).any()
            first = pooling_oracle.winners(x, *window)
            every = [
                sum(x[p[0], p[1], y, z] == x[p[0], p[1], first[p][1], first[p][2]] for _, y, z in pixels)
                for p, pixels in pooling_oracle.windows(x, *window, 0)
            ]
            assert max(every) > 1

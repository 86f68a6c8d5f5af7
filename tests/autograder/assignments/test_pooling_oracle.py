"""The oracle of pooling against PyTorch's numbers: maxima, means, and the way back of both."""

import numpy as np

from autograder.assignments import pooling_oracle

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

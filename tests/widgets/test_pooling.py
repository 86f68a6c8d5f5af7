"""The pooling figure's numbers in the page are modlab's."""

import numpy as np

from modlab.widgets import PoolingFigure

CLOSE = {"rtol": 1e-12, "atol": 1e-10}


def test_the_pooling_figure_shows_the_layers_numbers(javascript, rng, states_of):
    figures = [
        PoolingFigure(
            image=rng.integers(-5, 6, rng.integers(3, 9, 2)),
            kind=str(rng.choice(["max", "average"])),
            size=rng.integers(1, 4),
            stride=rng.integers(1, 4),
            shift=rng.integers(0, 3),
        )
        for _ in range(40)
    ]
    for figure, answer in zip(figures, javascript("pooling.js", "pooled", states_of(figures)), strict=True):
        np.testing.assert_array_equal(answer["x"], figure.input)
        np.testing.assert_allclose(answer["out"], figure.output, **CLOSE)
        np.testing.assert_allclose(answer["dx"], figure.dx, **CLOSE)

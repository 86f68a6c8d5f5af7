"""The four views in the page are modlab's numbers, and a touched one lights up wherever it goes."""

import re

import numpy as np
import pytest

from modlab.im2col import col2im
from modlab.widgets import FourViews

CLOSE = {"rtol": 1e-12, "atol": 1e-10}


def test_four_views_hold_the_layers_numbers(javascript, rng, states_of, some_convolutions):
    figures = []
    for x, W, b, stride, _ in some_convolutions:
        if max(x.shape) > 6 or max(W.shape) > 3 or W.shape[0] > x.shape[0] or W.shape[1] > x.shape[1]:
            continue
        dout = rng.integers(-3, 4, rng.integers(1, 6, 2))
        figures.append(FourViews(image=x, filter=W, bias=b, stride=stride, dout=dout))
    assert len(figures) >= 10
    for figure, views in zip(figures, javascript("four_views.js", "views", states_of(figures)), strict=True):
        expected = figure.values
        assert set(views) == set(expected)
        for name, values in expected.items():
            np.testing.assert_allclose(views[name], values, **CLOSE, err_msg=name)


@pytest.mark.parametrize("stride", [1, 2])
def test_a_touched_pixel_lights_up_wherever_it_goes(javascript, stride, states_of):
    """Columns that count windows, and col2im of ones, say how often a pixel is used."""
    figure = FourViews(image=np.arange(25).reshape(5, 5), filter=np.ones((3, 2)), stride=stride)
    shape = figure.values["out"].shape
    [state] = states_of([figure])[0]
    counts = col2im(np.ones((shape[0] * shape[1], 6)), (1, 1, 5, 5), 3, 2, stride)[0, 0]
    places = [(row, column) for row in range(5) for column in range(5)]
    calls = [[state, shape, "x", row, column] for row, column in places]
    for (row, column), met in zip(places, javascript("four_views.js", "meetings", calls), strict=True):
        assert len(met) == counts[row, column]
        for one in met:
            window, entry = one["col"]
            assert figure.values["col"][window, entry] == figure.image[row][column]
            assert window == np.ravel_multi_index(one["out"], shape)


def test_the_sum_at_a_pixel_of_dx_is_its_gradient(javascript, states_of):
    figure = FourViews(direction="backward", view="x", row=1, column=1)
    [state] = states_of([figure])[0]
    [views] = javascript("four_views.js", "views", [[state]])
    [met] = javascript("four_views.js", "meetings", [[state, (3, 3), "x", 1, 1]])
    [sentence] = javascript("four_views.js", "explain", [[state, views, met, (3, 3)]])
    right, left = re.match(r"dx \(1, 1\) = (\S+) = ([^:]+): 4 windows", sentence).groups()
    assert float(right) == figure.values["dx"][1, 1]
    assert eval(left.replace("·", "*"), {"__builtins__": {}}) == figure.values["dx"][1, 1]
    assert "With = in place of += only the last would be left, 2." in sentence

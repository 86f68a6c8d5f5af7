"""The volumes in the page are counted as modlab counts them."""

import numpy as np
import pytest

from modlab.layers import Convolution
from modlab.widgets import Volumes


def test_volumes_count_what_a_layer_holds(javascript, rng, states_of):
    figures = [
        Volumes(N=N, C=C, H=H, W=W, FN=FN, FH=FH, FW=FW, stride=stride, pad=pad, bias=bool(bias))
        for N, C, H, W, FN, FH, FW, stride, pad, bias in rng.integers(
            [1, 1, 5, 5, 1, 1, 1, 1, 0, 0], [4, 5, 12, 12, 6, 5, 5, 4, 3, 2], (40, 10)
        ).tolist()
    ]
    for figure, answer in zip(figures, javascript("volumes.js", "count", states_of(figures)), strict=True):
        W = np.zeros((figure.FN, figure.C, figure.FH, figure.FW))
        b = np.zeros(figure.FN) if figure.bias else None
        layer = Convolution(W, b, figure.stride, figure.pad)
        out = layer.forward(np.zeros((figure.N, figure.C, figure.H, figure.W)))
        assert tuple(answer["out"]) == out.shape == figure.output_shape
        assert answer["parameters"] == W.size + (0 if b is None else b.size) == figure.parameters
        assert answer["multiplyAdds"] == out.size * W[0].size


def test_volumes_refuse_channels_that_differ(javascript, states_of):
    figure = Volumes(C=3, filter_C=4)
    [answer] = javascript("volumes.js", "count", states_of([figure]))
    assert answer["says"].startswith("Channels do not match: x has 3, each filter has 4.")
    with pytest.raises(ValueError, match="x has 3, each filter has 4"):
        _ = figure.output_shape

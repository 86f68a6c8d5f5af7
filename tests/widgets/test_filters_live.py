"""A filtered image in the page is modlab's, and the filters are the network's."""

import numpy as np
import pytest

from modlab.networks import SimpleConvNet
from modlab.widgets import FiltersLive


@pytest.mark.parametrize("source", ["photograph", "my drawing"])
def test_a_filtered_picture(javascript, rng, source, states_of):
    figure = FiltersLive(source=source, filter=rng.normal(size=(3, 5)))
    state = states_of([figure])[0][0]
    [picture] = javascript(
        "filters_live.js", "source", [[state, [state["photograph_side"], state["drawing_side"]]]]
    )
    np.testing.assert_allclose(picture, figure.input, rtol=1e-6)
    [answer] = javascript("filters_live.js", "filtered", [[picture, state["filter"]]])
    np.testing.assert_allclose(answer["out"], figure.output, rtol=1e-5, atol=1e-6)
    assert answer["low"] == pytest.approx(figure.output.min(), rel=1e-5)
    assert answer["high"] == pytest.approx(figure.output.max(), rel=1e-5)


def test_trained_filters_are_the_networks():
    W1 = SimpleConvNet.pretrained().params["W1"][:, 0]
    np.testing.assert_allclose(FiltersLive().trained, W1, atol=0.0005001)

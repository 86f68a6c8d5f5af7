"""What a number sees, in the page, is where its gradient goes."""

import numpy as np
import pytest

from modlab.widgets import ReceptiveField


@pytest.mark.parametrize(
    "layers", [[(3, 1), (3, 1)], [(5, 1)], [(3, 1), (2, 2), (3, 1)], [(2, 2), (3, 2)], [(1, 3)]]
)
def test_what_a_number_sees_is_where_its_gradient_goes(javascript, layers):
    figure = ReceptiveField(size=12, layers=layers, row=1, column=0)
    settings = [12, figure.layers, figure.level]
    down, across = javascript("receptive_field.js", "paths", [[*settings, 1], [*settings, 0]])
    np.testing.assert_array_equal(np.outer(down[0], across[0]), figure.paths)
    assert figure.field == np.count_nonzero(figure.paths[:, 0])
    [reach] = javascript("receptive_field.js", "reach", [[figure.layers]])
    assert reach[-1]["field"] == figure.field
    assert javascript("receptive_field.js", "sides", [[12, figure.layers]]) == [figure.sides]


def test_small_filters_see_as_much_with_fewer_weights():
    stacks = {(3, 3): (5, 18), (5,): (5, 25), (3, 3, 3): (7, 27), (7,): (7, 49)}
    for sides, expected in stacks.items():
        figure = ReceptiveField(layers=[(F, 1) for F in sides])
        assert (figure.field, figure.weights) == expected

"""A network is drawn with the shapes of its paper."""

from figures.tools.networks import stages

from modlab.networks import LeNet


def test_a_network_is_drawn_with_the_shapes_of_its_paper():
    drawn = [shape for _, _, shape in stages(LeNet(rng=0).summary(), (1, 28, 28))]
    expected = [(1, 28, 28), (6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]
    assert [tuple(shape) for shape in drawn] == expected

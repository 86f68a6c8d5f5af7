"""PyTorch is measured with modlab's networks: as many numbers to learn, and the same scores from the same ones."""

import numpy as np
import pytest

from modlab.benchmark import pytorch
from modlab.networks.catalog import SMALL

NAMES = ["simple-convnet", "deep-convnet"]


class Counted:
    """What stands for `torch.nn`: each layer is the shapes of what it learns, as PyTorch documents them."""

    class nn:  # noqa: N801  (PyTorch's name)
        @staticmethod
        def Conv2d(inputs, filters, side, **options):  # noqa: N802, ARG004  (PyTorch's name; padding needs no array)
            return [(filters, inputs, side, side), (filters,)]

        @staticmethod
        def Linear(inputs, outputs):  # noqa: N802  (PyTorch's name)
            return [(inputs, outputs), (outputs,)]

        @staticmethod
        def Sequential(*layers):  # noqa: N802  (PyTorch's name)
            return [shape for layer in layers for shape in layer]

        ReLU = Flatten = Dropout = staticmethod(lambda: [])
        MaxPool2d = staticmethod(lambda side: [])


@pytest.mark.parametrize("name", NAMES)
def test_it_learns_arrays_of_modlabs_shapes(name):
    shapes = [array.shape for array in SMALL[name]().params.values()]
    assert pytorch.network(Counted, name) == shapes


@pytest.mark.parametrize("name", NAMES)
def test_the_same_weights_give_the_same_scores(name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    model, network = pytorch.network(torch, name).eval(), SMALL[name]()
    learned = [array.detach().numpy() for array in model.parameters()]
    for key, array in zip(network.params, learned, strict=True):
        network.params[key] = array.T if array.ndim == 2 else array
    x = np.random.default_rng(0).random((3, 1, 28, 28), dtype=np.float32)
    with torch.no_grad():
        expected = model(torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(network.predict(x), expected, rtol=1e-4, atol=1e-5)

"""The oracle against the slides' printed numbers, an identity, and PyTorch where it is installed."""

import numpy as np
import pytest

from autograder.assignments import convolution_oracle as oracle
from autograder.assignments.toy_conv import fresh_numbers


def test_the_slides_numbers(toy_conv):
    numbers = toy_conv.slide_numbers()
    x, W, b, dout = (numbers[name] for name in ("x", "W", "b", "dout"))
    assert oracle.convolve(x, W, b, 1, 0).tolist() == [[[[9, 13], [21, 25]], [[17, 25], [41, 49]]]]
    assert oracle.gradient_of_filters(x, W, dout, 1, 0).tolist() == [[[[8, 12], [20, 24]]]] * 2
    assert oracle.gradient_of_bias(dout).tolist() == [4, 4]
    assert oracle.gradient_of_image(x, W, dout, 1, 0).tolist() == [[[[3, 6, 3], [6, 12, 6], [3, 6, 3]]]]


def test_padding_and_the_slides_padded_example():
    x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]).reshape(1, 1, 4, 4)
    W = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]]).reshape(1, 1, 3, 3)
    expected = [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]
    assert oracle.convolve(x, W, 0, 1, 1)[0, 0].tolist() == expected


@pytest.mark.parametrize("draw", range(6))
def test_a_gradient_predicts_the_change_of_the_loss(draw):
    """The loss is linear in x and in W, so the change along any direction is the gradient's product with it, exactly."""
    generator = np.random.default_rng(draw)
    n = fresh_numbers(generator, draw)
    x, W, dout = (n[name].astype(np.float64) for name in ("x", "W", "dout"))
    step_x, step_W = generator.normal(size=x.shape), generator.normal(size=W.shape)

    def loss(x, W):
        return (oracle.convolve(x, W, 0, n["stride"], n["pad"]) * dout).sum()

    along_x = (oracle.gradient_of_image(x, W, dout, n["stride"], n["pad"]) * step_x).sum()
    along_W = (oracle.gradient_of_filters(x, W, dout, n["stride"], n["pad"]) * step_W).sum()
    assert np.isclose(loss(x + step_x, W) - loss(x, W), along_x)
    assert np.isclose(loss(x, W + step_W) - loss(x, W), along_W)


@pytest.mark.parametrize("draw", range(6))
def test_pytorch_agrees(draw):
    torch = pytest.importorskip(
        "torch", reason="PyTorch is not installed; the slides' numbers are checked without it"
    )
    n = fresh_numbers(np.random.default_rng(draw), draw)
    x, W, b = (torch.tensor(n[name], dtype=torch.float64, requires_grad=True) for name in ("x", "W", "b"))
    out = torch.nn.functional.conv2d(x, W, b, n["stride"], n["pad"])
    out.backward(torch.tensor(n["dout"], dtype=torch.float64))
    arguments = (n["x"], n["W"], n["dout"], n["stride"], n["pad"])
    assert np.allclose(oracle.convolve(n["x"], n["W"], n["b"], n["stride"], n["pad"]), out.detach().numpy())
    assert np.allclose(oracle.gradient_of_image(*arguments), x.grad.numpy())
    assert np.allclose(oracle.gradient_of_filters(*arguments), W.grad.numpy())
    assert np.allclose(oracle.gradient_of_bias(n["dout"]), b.grad.numpy())

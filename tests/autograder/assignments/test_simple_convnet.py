"""simple-convnet: a later blank says which earlier one to mend; the oracle is held to PyTorch's numbers."""

import numpy as np
import pytest

from autograder.assignments.simple_convnet import fresh_numbers, oracle

ASSIGNMENT = "simple-convnet"
TORCH = {
    "loss": 1.590534106363151,
    "W1": -0.22249574414388643,
    "b1": 0.4672310382658038,
    "W2": -1.5986315454746018,
    "b2": 0.11441091422126438,
    "W3": 0.864139844194773,
    "b3": 0.18153870872903383,
    "losses": [1.590534106363151, 0.7701521151409686, 0.4917341441681202],
}


def test_a_later_blank_says_which_earlier_one_to_mend(judge_answers):
    points, cells = judge_answers(
        {"scores": "def predict(layers, x):\n    return x.reshape(len(x), -1)\n\nscores = predict(layers, x)"}
    )
    assert points["scores"] == 0
    assert points["order"] == 2
    assert points["loss_value"] == 1
    assert (
        cells["loss_value"].note
        == "This builds on scores. With the right scores in place of yours, it is right."
    )


def test_the_oracle_agrees_with_pytorch():
    """torch 2.13, float64: conv2d, relu, max_pool2d, linear, cross_entropy and autograd on these numbers and these weights."""
    numbers = fresh_numbers(np.random.default_rng(7), 0)
    found = oracle.expected(numbers)
    assert found.network.loss == pytest.approx(TORCH["loss"], abs=1e-9)
    for name, gradient in found.gradient.items():
        weighed = gradient.ravel() @ np.cos(np.arange(gradient.size))
        assert weighed == pytest.approx(TORCH[name], abs=1e-9), name
    np.testing.assert_allclose(found.losses, TORCH["losses"], atol=1e-9)


def test_fresh_numbers_tell_the_sizes_apart(many_numbers):
    for n in many_numbers:
        assert n["x"].shape[2] != n["x"].shape[3]
        assert len({n["filter_num"], n["hidden_size"], n["output_size"]}) == 3
        assert n["x"].shape[1] > 1
        assert (n["x"] < 0).any()
        assert n["pad"] > 0

"""The page `modlab/by_hand.py`: right by PyTorch and by nudging, equal to the fast layers, and it trains."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from oracle import modlab_answers, torch_answers
from oracle.cases import CASES, draw, frozen_answers, frozen_seed

from modlab import by_hand, layers
from modlab import im2col as fast
from modlab.gradient_check import numerical_gradient
from modlab.networks import SimpleConvNet
from modlab.optimizers import Momentum

LAYERS = {name for name, kind in vars(by_hand).items() if hasattr(kind, "backward")}
NEAR = {"float64": {"rtol": 1e-9, "atol": 1e-11}, "float32": {"rtol": 2e-4, "atol": 2e-5}}
needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")


def is_in_its_form(case):
    """The page has one number for stride and pad, and always a bias."""
    plain = all(isinstance(value, (int, float)) for value in case.options.values())
    return case.layer in LAYERS and plain and ("W" in case.shapes) == ("b" in case.shapes)


OURS = {name: case for name, case in CASES.items() if is_in_its_form(case)}


def assert_same(got, expected, dtype):
    assert got
    for name, value in got.items():
        if name != "loss":
            assert value.dtype == expected[name].dtype, name
            assert value.shape == expected[name].shape, name
        np.testing.assert_allclose(value, expected[name], **NEAR[dtype], err_msg=name)


def test_it_is_one_page_of_numpy():
    text = Path(by_hand.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert names == {"numpy", "time", "modlab.datasets"}


def test_every_layer_of_the_page_has_a_case_and_a_fast_twin():
    assert {case.layer for case in OURS.values()} == LAYERS
    assert set(layers.__all__) >= LAYERS


@pytest.mark.parametrize("name", OURS)
def test_frozen_answers_of_pytorch(name):
    given, expected = frozen_answers(name)
    got = modlab_answers.answer(OURS[name], given, frozen_seed(name), room=by_hand)
    assert_same(got, expected, OURS[name].dtype)


@needs_torch
@pytest.mark.parametrize("name", OURS)
def test_live_answers_of_pytorch(name):
    arrays = draw(OURS[name], 5)
    expected = torch_answers.answer(OURS[name], arrays, 5)
    assert_same(modlab_answers.answer(OURS[name], arrays, 5, room=by_hand), expected, OURS[name].dtype)


@pytest.mark.parametrize("dtype", NEAR)
@pytest.mark.parametrize("filter_size", [(2, 2), (3, 2), (1, 4)])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("pad", [0, 1])
def test_the_fast_layers_are_equal_to_the_page(dtype, filter_size, stride, pad):
    rng = np.random.default_rng(0)

    def normal(*shape):
        return rng.standard_normal(shape).astype(dtype)

    x, W, b = normal(3, 2, 7, 6), normal(4, 2, *filter_size), normal(4)
    pool_pad = min(pad, *(side - 1 for side in filter_size))
    D = W[0].size
    pairs = {
        "Convolution": (lambda room: room.Convolution(W, b, stride, pad), x),
        "Pooling": (lambda room: room.Pooling(*filter_size, stride, pool_pad), x),
        "Affine": (lambda room: room.Affine(W.reshape(4, D).T.copy(), b), normal(5, D)),
        "Relu": (lambda room: room.Relu(), x),
        "SoftmaxWithLoss": (lambda room: room.SoftmaxWithLoss(), normal(5, 4)),
    }
    assert set(pairs) == LAYERS
    for name, (make, given) in pairs.items():
        slow, quick = make(by_hand), make(layers)
        if name == "SoftmaxWithLoss":
            for t in (np.array([0, 3, 1, 2, 2]), np.array([[0], [3], [1], [2], [2]])):
                np.testing.assert_allclose(quick.forward(given, t), slow.forward(given, t), **NEAR[dtype])
                assert_same({"dx": quick.backward()}, {"dx": slow.backward()}, dtype)
            continue
        out = slow.forward(given)
        dout = normal(*out.shape)
        before = dout.copy()
        expected = {"out": out, "dx": slow.backward(dout)}
        got = {"out": quick.forward(given), "dx": quick.backward(dout)}
        for parameter in quick.parameters:
            key = "d" + parameter
            expected[key], got[key] = getattr(slow, key), getattr(quick, key)
        assert_same(got, expected, dtype)
        np.testing.assert_array_equal(dout, before, err_msg=f"{name} wrote into dout")


@pytest.mark.parametrize("dtype", NEAR)
@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 2)])
def test_im2col_and_col2im_are_equal_to_the_page(dtype, stride, pad):
    x = np.random.default_rng(0).standard_normal((2, 3, 7, 6)).astype(dtype)
    col = by_hand.im2col(x, 3, 2, stride, pad)
    np.testing.assert_array_equal(fast.im2col(x, 3, 2, stride, pad), col)
    image = by_hand.col2im(col, x.shape, 3, 2, stride, pad)
    np.testing.assert_allclose(fast.col2im(col, x.shape, 3, 2, stride, pad), image, **NEAR[dtype])
    assert col.dtype == image.dtype == dtype


def small_network():
    conv_param = {"filter_num": 3, "filter_size": 3, "pad": 1, "stride": 2}
    return by_hand.SimpleConvNet((2, 9, 11), conv_param, hidden_size=5, output_size=4, weight_init_std=0.5)


def fast_twin(network, *settings, **more):
    twin = SimpleConvNet(*settings, **more).to(np.float64)
    for key, array in network.params.items():
        twin.params[key] = array
    assert set(twin.params) == set(network.params)
    return twin


def test_the_gradient_of_the_network_by_nudging():
    network, rng = small_network(), np.random.default_rng(1)
    x, t = rng.standard_normal((4, 2, 9, 11)), rng.integers(0, 4, 4)
    grads = network.gradient(x, t)
    assert set(grads) == set(network.params)
    for key, array in network.params.items():
        measured = numerical_gradient(lambda: network.loss(x, t), array)
        np.testing.assert_allclose(grads[key], measured, rtol=1e-5, atol=1e-8, err_msg=key)


def test_the_network_of_the_library_is_equal_to_the_page():
    network, rng = small_network(), np.random.default_rng(2)
    conv_param = {"filter_num": 3, "filter_size": 3, "pad": 1, "stride": 2}
    twin = fast_twin(network, (2, 9, 11), conv_param, hidden_size=5, output_size=4)
    x, t = rng.standard_normal((6, 2, 9, 11)), rng.integers(0, 4, 6)
    expected = network.gradient(x, t)
    for key, grad in twin.gradient(x, t).items():
        np.testing.assert_allclose(grad, expected[key], rtol=1e-9, atol=1e-12, err_msg=key)
    assert twin.last_layer.loss == pytest.approx(network.loss(x, t), rel=1e-12)
    assert twin.accuracy(x, t) == network.accuracy(x, t)
    np.testing.assert_allclose(twin.predict(x), network.predict(x), rtol=1e-9, atol=1e-12)


def test_its_training_is_that_of_momentum(capsys):
    network, rng = small_network(), np.random.default_rng(3)
    twin = fast_twin(network, (2, 9, 11), {"filter_num": 3, "filter_size": 3, "pad": 1, "stride": 2}, 5, 4)
    x, t = rng.standard_normal((7, 2, 9, 11)), rng.integers(0, 4, 7)
    by_hand.train(network, x, t, x, t, epochs=2, batch_size=3)
    optimizer, order = Momentum(lr=0.05, momentum=0.9), np.random.default_rng(0)
    for _ in range(2):
        for batch in np.split(order.permutation(7), [3, 6]):
            optimizer.update(twin.params, twin.gradient(x[batch], t[batch]))
    for key, array in twin.params.items():
        np.testing.assert_allclose(network.params[key], array, rtol=1e-9, atol=1e-12, err_msg=key)
    lines = capsys.readouterr().out.splitlines()
    assert f"test accuracy {twin.accuracy(x, t):.3f}, " in lines[-1]


START = """
import runpy, sys
from modlab import datasets
{before}
runpy.run_module("modlab.by_hand", run_name="__main__")
"""


def start(before):
    command = [sys.executable, "-c", START.format(before=before)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_trains_before_ones_eyes():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    fewer = "whole = datasets.load_digits(flatten=False, size=28)\n"
    fewer += "datasets.load_digits = lambda **form: [(x[:30], t[:30]) for x, t in whole]"
    done = start(fewer)
    assert done.returncode == 0, done.stderr
    epochs = [line for line in done.stdout.splitlines() if "test accuracy" in line]
    assert len(epochs) == 8
    assert all(line.startswith(f"epoch {i}: loss ") for i, line in enumerate(epochs, 1))
    assert "batch 1: loss" in done.stdout


def test_without_the_digits_a_sentence():
    done = start("sys.modules['sklearn'] = None")
    assert done.returncode == 1
    assert done.stderr == "by_hand: load_digits needs scikit-learn: pip install scikit-learn.\n"

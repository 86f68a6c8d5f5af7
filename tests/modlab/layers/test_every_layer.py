"""Every layer: against PyTorch (frozen answers, and fresh numbers where it is installed), nudged, locked, in half precision."""

import dataclasses
import importlib.util

import numpy as np
import oracle.cases
import pytest
from oracle import modlab_answers, torch_answers
from oracle.cases import CASES, draw, frozen_answers, frozen_seed

from modlab import layers
from modlab.gradient_check import check_gradients

NEAR = {"float64": {"rtol": 1e-9, "atol": 1e-11}, "float32": {"rtol": 2e-4, "atol": 2e-5}}

needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")


def test_every_layer_has_a_case():
    """No layer without an oracle: `__all__` says which there are, and each public one of the package is in it."""
    kinds = {name for name in dir(layers) if isinstance(getattr(layers, name), type)} - {"Layer"}
    defined = {
        kind.__name__ for kind in subclasses(layers.Layer) if kind.__module__.startswith("modlab.layers.")
    }
    public = {name for name in defined if not name.startswith("_")}
    assert public == kinds == set(layers.__all__) - {"Layer"}, (
        "put the layer into __all__ of modlab/layers/__init__.py"
    )
    lacking = kinds - {case.layer for case in CASES.values()}
    assert not lacking, (
        f"Nobody compares {', '.join(sorted(lacking))} with PyTorch: put a case into CASES in {oracle.cases.__file__}, "
        "what PyTorch computes into FORWARD in torch_answers.py beside it, and run freeze.py there."
    )
    assert set(torch_answers.FORWARD) == kinds, "say in FORWARD in torch_answers.py what PyTorch computes"


def subclasses(kind):
    """Return all classes that are made from one, with theirs."""
    return {found for child in kind.__subclasses__() for found in (child, *subclasses(child))}


def assert_same(got, expected, dtype):
    assert set(expected) - {"dout"} == set(got)
    for name, value in got.items():
        wanted = expected[name]
        if name != "loss":
            assert value.dtype == wanted.dtype, name
            assert value.shape == wanted.shape, name
        np.testing.assert_allclose(value, wanted, **NEAR[dtype], err_msg=name)


@pytest.mark.parametrize("name", CASES)
def test_frozen_answers_of_pytorch(name):
    case = CASES[name]
    given, expected = frozen_answers(name)
    assert_same(modlab_answers.answer(case, given, frozen_seed(name)), expected, case.dtype)


@pytest.mark.parametrize("name", CASES)
def test_frozen_answers_of_pytorch_when_two_cores_share_the_work(name, shared_out):
    test_frozen_answers_of_pytorch(name)


@needs_torch
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CASES)
def test_live_answers_of_pytorch(name, seed):
    case = CASES[name]
    arrays = draw(case, seed)
    expected = torch_answers.answer(case, arrays, seed)
    assert_same(modlab_answers.answer(case, arrays, seed), expected, case.dtype)


def is_nudged(case):
    """One array goes in, nothing is left to chance, and what comes out is no single number."""
    return "x2" not in case.shapes and "rng" not in case.options and case.layer != "SoftmaxWithLoss"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if is_nudged(case)])
def test_gradients_by_nudging(name):
    # Numbers that are not whole: at equal ones a maximum has no slope.
    case = dataclasses.replace(CASES[name], dtype="float64", whole=False)
    # Not seed 0, which check_gradients draws dout with: batch normalization has no slope along its own input.
    inputs, parameters = modlab_answers.split(draw(case, frozen_seed(name)))
    layer = getattr(layers, case.layer)(**parameters, **case.options)
    train = {"train": True} if layer.has_train_mode else {}
    differences = check_gradients(layer, inputs["x"], **train)
    assert set(differences) == {"x", *parameters}


@pytest.mark.parametrize("name", CASES)
def test_inputs_are_never_written_to(name):
    case = CASES[name]

    def locked(array):
        array.setflags(write=False)
        return array

    arrays = {key: locked(a) for key, a in draw(case, 0).items()}
    modlab_answers.answer(case, arrays, 0, convert=locked)


RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_order_in_memory_does_not_matter():
    x, W = normal(3, 2, 6, 5), normal(4, 2, 3, 2)
    turned = np.ascontiguousarray(x.transpose(2, 1, 0, 3)).transpose(2, 1, 0, 3)
    for make in (
        lambda: layers.Convolution(W),
        lambda: layers.Pooling(2, 2, 2),
        lambda: layers.AveragePooling(2, 2, 2),
    ):
        one, other = make(), make()
        out = one.forward(x)
        np.testing.assert_array_equal(other.forward(turned), out)
        dout = normal(*out.shape)
        dout_turned = np.ascontiguousarray(dout.T).T
        np.testing.assert_array_equal(other.backward(dout_turned), one.backward(dout))


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if c.layer != "SoftmaxWithLoss"])
def test_float16_is_float32_arithmetic_rounded_once(name):
    case = CASES[name]
    halves = {key: a.astype(np.float16) for key, a in draw(case, 0).items()}
    singles = {key: a.astype(np.float32) for key, a in halves.items()}
    make = getattr(layers, case.layer)

    def run(arrays):
        inputs, parameters = modlab_answers.split(arrays)
        layer = make(**parameters, **case.options)
        out = layer.forward(*inputs.values(), **{"train": True} if layer.has_train_mode else {})
        dx = layer.backward(np.random.default_rng(0).integers(-2, 3, out.shape).astype(out.dtype))
        gradients = dx if isinstance(dx, tuple) else (dx,)
        return [out, *gradients, *(getattr(layer, "d" + name) for name in parameters)]

    for half, single in zip(run(halves), run(singles), strict=True):
        assert half.dtype == np.float16
        np.testing.assert_allclose(half, single, rtol=2e-3, atol=2e-3)

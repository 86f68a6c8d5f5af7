"""Every layer against PyTorch: its frozen answers always, and fresh numbers where it is installed."""

import importlib.util

import numpy as np
import oracle.cases
import pytest
from oracle import modlab_answers, torch_answers
from oracle.cases import CASES, draw, frozen_answers, frozen_seed

from modlab import layers

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

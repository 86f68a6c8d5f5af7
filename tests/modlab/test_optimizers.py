"""Optimizers against PyTorch's, number by number; schedules against their formulas."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
import training_oracle.cases
from training_oracle.cases import OPTIMIZER_CASES, STEPS, draw_optimizer_case

from modlab import optimizers
from modlab.optimizers import OPTIMIZERS, SGD, CosineSchedule, Optimizer, StepSchedule, make_optimizer

FROZEN = np.load(Path(__file__).parent / "training_oracle" / "answers.npz")
KEYS = ("W1", "b1")
needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")


def test_every_optimizer_has_a_case():
    public = {kind for kind in vars(optimizers).values() if is_kind_of(kind, Optimizer)}
    assert set(OPTIMIZERS.values()) == public, "put the optimizer into OPTIMIZERS of modlab/optimizers.py"
    lacking = public - {
        type(make_optimizer(kind, settings)) for kind, settings, *_ in OPTIMIZER_CASES.values()
    }
    assert not lacking, (
        f"Nobody compares {lacking} with PyTorch: put a case into OPTIMIZER_CASES in {training_oracle.cases.__file__}, "
        "and run freeze.py there."
    )


def is_kind_of(kind, base):
    return isinstance(kind, type) and issubclass(kind, base) and kind is not base


def run(name, params, steps):
    kind, settings = OPTIMIZER_CASES[name][:2]
    optimizer = make_optimizer(kind, settings)
    for grads in steps:
        before = {key: grad.copy() for key, grad in grads.items()}
        optimizer.update(params, grads)
        for key, grad in grads.items():
            np.testing.assert_array_equal(grad, before[key], err_msg="the gradient was written to")
    return params


@pytest.mark.parametrize("name", OPTIMIZER_CASES)
def test_frozen_answers_of_pytorch(name):
    stem = f"optimizer/{name}"
    params = {key: FROZEN[f"{stem}/given/{key}"].copy() for key in KEYS}
    steps = [{key: FROZEN[f"{stem}/grads/{key}"][i] for key in KEYS} for i in range(STEPS)]
    for key, value in run(name, params, steps).items():
        np.testing.assert_allclose(value, FROZEN[f"{stem}/{key}"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZER_CASES)
def test_frozen_answers_of_pytorch_when_two_cores_share_the_work(name, shared_out):
    test_frozen_answers_of_pytorch(name)


@needs_torch
@pytest.mark.parametrize("name", OPTIMIZER_CASES)
def test_live_answers_of_pytorch(name):
    from training_oracle.torch_answers import optimizer_answer

    expected = optimizer_answer(name)
    for key, value in run(name, *draw_optimizer_case(name)).items():
        np.testing.assert_allclose(value, expected[key], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_float32_stays_float32_and_is_changed_in_place(kind):
    rng = np.random.default_rng(0)
    W = rng.standard_normal((3, 2)).astype(np.float32)
    before = W.copy()
    optimizer = make_optimizer(kind, {"lr": 0.1, "weight_decay": 0.1})
    params = {"W1": W}
    for _ in range(2):
        optimizer.update(params, {"W1": rng.standard_normal((3, 2)).astype(np.float32)})
    assert params["W1"] is W
    assert W.dtype == np.float32
    assert all(a.dtype == np.float32 for memory in optimizer.memory.values() for a in memory.values())
    assert not np.array_equal(W, before)


# A schedule without warm-up, its formula, and one of lr 1 with a warm-up of 10.
SCHEDULES = {
    CosineSchedule: (
        CosineSchedule(0.2, steps=50, final=0.02),
        lambda i: 0.02 + 0.18 * 0.5 * (1 + math.cos(math.pi * min(i, 50) / 50)),
        CosineSchedule(1.0, 100, warm_up=10),
    ),
    StepSchedule: (
        StepSchedule(0.2, every=20, factor=0.5),
        lambda i: 0.2 * (1, 0.5, 0.25, 0.125, 0.0625)[i // 20],
        StepSchedule(1.0, 30, warm_up=10),
    ),
}


def test_every_schedule_has_a_formula():
    own = [
        kind for kind in vars(optimizers).values() if getattr(kind, "__module__", "") == optimizers.__name__
    ]
    kinds = {kind for kind in own if "__call__" in vars(kind)}
    assert set(SCHEDULES) == kinds, "put the schedule and its formula into SCHEDULES here"


@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_schedule_is_its_formula(kind):
    schedule, formula, warm = SCHEDULES[kind]
    for i in (0, 13, 19, 20, 49, 50, 80):
        assert schedule(i) == pytest.approx(formula(i))
    assert [warm(i) for i in range(11)] == pytest.approx([*np.arange(1, 11) / 10, 1.0])


def test_a_schedule_falls_behind_its_warm_up():
    assert StepSchedule(1.0, 30, 0.5, warm_up=10)(40) == 0.5
    assert CosineSchedule(1.0, 110, warm_up=10)(60) == pytest.approx(0.5)


def test_the_schedule_is_asked_once_a_step():
    params = {"b1": np.zeros(1)}
    optimizer = SGD(lr=StepSchedule(1.0, every=1, factor=0.5))
    for _ in range(4):
        optimizer.update(params, {"b1": np.ones(1)})
    assert params["b1"][0] == -(1 + 0.5 + 0.25 + 0.125)


@pytest.mark.parametrize(
    ("name", "settings", "sentence"),
    [
        ("rmsprpo", {}, "There is no optimizer 'rmsprpo': choose one of SGD, Momentum"),
        ("Adam", {"momentum": 0.9}, "Adam does not take all of these arguments: momentum"),
        ("SGD", {"lr": -1}, "lr must be a number of at least 0; got -1"),
        ("SGD", {"lr": "fast"}, "lr must be a number"),
        ("Momentum", {"momentum": 1.5}, "momentum must be a number from 0 to 1; got 1.5"),
        ("Adam", {"weight_decay": float("nan")}, "weight_decay must be a number"),
    ],
)
def test_wrong_settings_get_a_sentence(name, settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_optimizer(name, settings)


def test_a_missing_or_misshapen_gradient_changes_nothing():
    params = {"W1": np.ones(2), "b1": np.ones(2)}
    with pytest.raises(ValueError, match="no gradient for the parameter 'b1'"):
        SGD(lr=1).update(params, {"W1": np.ones(2)})
    with pytest.raises(ValueError, match=r"gradient of 'b1' has shape \(3,\), the parameter \(2,\)"):
        SGD(lr=1).update(params, {"W1": np.ones(2), "b1": np.ones(3)})
    np.testing.assert_array_equal(params["W1"], 1)

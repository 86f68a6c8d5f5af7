"""The benchmark compares like with like, and answers in one sentence when it cannot. It asserts no speed."""

import importlib.util

import numpy as np
import pytest

from modlab import layers as L
from modlab.benchmark import Row, main, run, slides, table, worker


def twin(layer, first):
    """Build modlab's layer with the weights of the slides' one."""
    if isinstance(layer, slides.Convolution):
        return L.Convolution(layer.W, layer.b, pad=layer.pad, input_gradient=not first)
    if isinstance(layer, slides.Affine):
        return L.Affine(layer.W, layer.b)
    return {slides.Relu: L.Relu(), slides.Pooling: L.Pooling(2, 2, stride=2)}[type(layer)]


@pytest.mark.parametrize("name", ["simple-convnet", "deep-convnet"])
def test_the_slides_way_and_modlab_compute_the_same(name):
    rng = np.random.default_rng(0)
    x, dout = rng.random((3, 1, 28, 28)), rng.standard_normal((3, 10))
    old = [layer for layer in slides.network(name, rng) if not isinstance(layer, slides.Dropout)]
    new = [twin(layer, i == 0) for i, layer in enumerate(old)]
    a = b = x
    for one, other in zip(old, new, strict=True):
        a, b = one.forward(a), other.forward(b)
        np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-12)
    a, b = dout.copy(), dout
    for one, other in zip(reversed(old), reversed(new), strict=True):
        a, b = one.backward(a), other.backward(b)
        if b is not None:
            np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-12)
        for parameter in other.parameters:
            gradient = "d" + parameter
            np.testing.assert_allclose(
                getattr(other, gradient), getattr(one, gradient), rtol=1e-9, atol=1e-12
            )


CONTENDERS = ["slides", "modlab", *(["PyTorch"] if importlib.util.find_spec("torch") else [])]


@pytest.mark.parametrize("contender", CONTENDERS)
def test_every_contender_learns(contender):
    step = worker.make_step(contender, "simple-convnet", 20)
    losses = [step() for _ in range(30)]
    assert losses[-1] < 0.9 * losses[0]


def test_a_step_takes_no_more_memory_than_the_slides_way():
    for name in ("simple-convnet", "deep-convnet"):
        peaks = {}
        for contender in ("slides", "modlab"):
            step = worker.make_step(contender, name, 20)
            step()
            peaks[contender] = worker.peak_bytes(step)
        assert peaks["modlab"] <= peaks["slides"]


def test_run_asks_every_contender_in_its_own_process():
    seen = []
    rows = run(
        ["simple-convnet"], repeat=2, batch_size=2, progress=lambda done, total: seen.append((done, total))
    )
    assert [row.contender for row in rows] == CONTENDERS
    assert seen == [(1, 2), (2, 2)]
    assert rows[0].slides_ratio == 1
    assert all(row.milliseconds > 0 for row in rows)
    assert all((row.peak_mebibytes is None) == (row.contender == "PyTorch") for row in rows)


def test_table_says_what_was_not_measured():
    text = table([Row("deep-convnet", "modlab", 40.25, 9.0, 1.25, None)])
    assert text.splitlines()[1].split() == ["deep-convnet", "modlab", "40.2", "9.0x", "1.25x", "-"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["lenet"], "knows simple-convnet, deep-convnet; got 'lenet'"), (["--repeat", "0"], "at least 1")],
)
def test_bad_arguments_get_one_sentence(arguments, sentence, capsys):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1

"""The benchmark compares like with like, and answers in one sentence when it cannot. It asserts no speed."""

import importlib.util

import numpy as np
import pytest

from modlab.benchmark import Row, main, run, slides, table, worker
from modlab.networks.catalog import SMALL


@pytest.mark.parametrize("name", ["simple-convnet", "deep-convnet"])
def test_the_slides_way_and_modlab_compute_the_same(name):
    rng = np.random.default_rng(0)
    x, t = rng.random((3, 1, 28, 28)), rng.integers(0, 10, 3)
    by_hand = slides.NETWORKS[name]()
    by_hand.layers = [layer for layer in by_hand.layers if not isinstance(layer, slides.Dropout)]
    more = {"dropout_ratio": 0} if name == "deep-convnet" else {}
    network = SMALL[name](**more).to(np.float64)
    for key, array in by_hand.params.items():
        network.params[key] = array
    expected = by_hand.gradient(x, t)
    assert len(expected) == len(network.params)
    for key, grad in network.gradient(x, t).items():
        np.testing.assert_allclose(grad, expected[key], rtol=1e-9, atol=1e-12, err_msg=key)
    assert network.last_layer.loss == pytest.approx(by_hand.last_layer.loss, rel=1e-12)


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

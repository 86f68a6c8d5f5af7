"""A worker learns its contender's way, and answers what it is asked. It asserts no speed."""

import importlib.util
import io

import numpy as np
import pytest

from modlab.benchmark import worker

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


def test_peak_bytes_are_those_of_the_largest_array_beyond_what_was_there():
    there = np.zeros(1_000_000, np.uint8)
    peak = worker.peak_bytes(lambda: float(np.zeros(3_000_000, np.uint8).sum() + there.sum()))
    assert 3_000_000 <= peak < 3_200_000


def test_it_answers_every_request_with_one_line(monkeypatch, capsys):
    monkeypatch.setattr(worker, "SECONDS_BEFORE", 0)
    monkeypatch.setattr("sys.stdin", io.StringIO("time\nmemory\n"))
    worker.main("modlab", "simple-convnet", "2")
    ready, seconds, peak = capsys.readouterr().out.split()
    assert ready == "ready"
    assert 0 < float(seconds) < 60
    # The images alone are 2 × 28 × 28 float32; the thirty maps of 24 × 24 are there at once too.
    assert int(peak) >= 2 * 30 * 24 * 24 * 4

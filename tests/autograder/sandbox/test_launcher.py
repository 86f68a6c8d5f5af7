"""Workers: forked and started cold give the same, and a killed warm process is replaced."""

import os
import signal
import sys

import numpy as np
import pytest

from autograder.notebook.rebuilding import Step
from autograder.sandbox import launcher, runner

STEPS = [
    Step("given", "imports", "import numpy as np"),
    Step("parameters", "parameters", "x = None"),
    Step(
        "answer",
        "answer",
        "import os, sys\ndouble = x * 2\nmark = globals().get('mark', 0) + 1\npath = list(sys.path)",
    ),
    Step("read", "check", names=("double", "x", "mark", "nothing")),
]


def run(modules=(), **limits):
    return runner.run(STEPS, {"x": np.arange(3), "stride": 1}, modules, runner.Limits(**limits))


@pytest.mark.parametrize("start", ["_spawn", *(["_fork"] if sys.platform == "linux" else [])])
def test_both_ways_of_starting_give_the_same(start, monkeypatch):
    monkeypatch.setattr(runner, "start_worker", getattr(launcher, start))
    for _ in range(2):  # the second run finds nothing of the first
        result = run()
        assert result.values["check", "double"].tolist() == [0, 2, 4]
        assert result.values["check", "mark"] == "int"
        assert result.values["check", "nothing"] == "absent"
        assert (result.errors, result.stopped_at) == ({}, None)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked from a warm one on Linux alone")
def test_a_killed_warm_process_is_replaced():
    run()
    warm = launcher._warm_process(())
    os.kill(warm.process.pid, signal.SIGKILL)
    warm.process.wait()
    assert run().values["check", "double"].tolist() == [0, 2, 4]


def test_the_worker_can_import_what_the_assignment_lists_and_nothing_else():
    source = (
        "import importlib\n"
        "names = ['modlab.im2col', 'modlab.layers', 'modlab.networks', 'autograder', 'solutions', 'scipy', 'pytest', 'json']\n"
        "found = []\n"
        "for name in names:\n"
        "    try:\n        importlib.import_module(name)\n        found.append(True)\n"
        "    except ImportError:\n        found.append(False)\n"
        "found = np.array(found)"
    )
    steps = [STEPS[0], Step("answer", "answer", source), Step("read", "check", names=("found",))]
    found = runner.run(steps, {}, ("modlab.inside.backend", "modlab.im2col"), runner.Limits()).values[
        "check", "found"
    ]
    assert found.tolist() == [True, False, False, False, False, False, False, True]


def test_the_environment_is_clean(monkeypatch):
    monkeypatch.setenv("A_TOKEN_OF_THE_INSTRUCTOR", "secret")
    source = "import os\nclean = np.array('A_TOKEN_OF_THE_INSTRUCTOR' not in os.environ)"
    steps = [STEPS[0], Step("answer", "answer", source), Step("read", "check", names=("clean",))]
    for start in ("_spawn", "_fork") if sys.platform == "linux" else ("_spawn",):
        monkeypatch.setattr(runner, "start_worker", getattr(launcher, start))
        launcher.end_warm_process()
        assert runner.run(steps, {}, (), runner.Limits()).values["check", "clean"]

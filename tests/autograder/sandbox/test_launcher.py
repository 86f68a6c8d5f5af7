"""Workers: forked and started cold give the same, and a killed warm process is replaced."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import ordinary
import pytest

from autograder.notebook.rebuilding import Step
from autograder.sandbox import launcher, runner
from autograder.sandbox.plan import best_plan

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off")
ROOT = Path(__file__).resolve().parents[3]
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


def made(source, *names):
    """Return what a student's cell has made of some names."""
    steps = [STEPS[0], Step("answer", "answer", source), Step("read", "check", names=names)]
    result = runner.run(steps, {}, (), runner.Limits())
    assert result.errors == {}
    return [result.values["check", name].tolist() for name in names]


IDS = "import os, threading\nids = np.array([os.getpid(), threading.get_native_id(), os.getppid()])"
THREADS = """
for _ in range(300):
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
"""


@linux
def test_a_run_cannot_tell_the_next_one_a_number_by_starting_threads():
    """The system counts processes and threads; the next one to start would get the next number."""
    first, second = made(IDS + THREADS, "ids"), made(IDS, "ids")
    if not launcher.report_of_warm_process()["namespaces"]["pid"]:
        pytest.skip("this system lets nobody have process ids of their own")
    assert first == second


@linux
@pytest.mark.parametrize("namespaces", [True, False])
def test_what_a_run_leaves_in_its_folder_the_next_one_does_not_find(namespaces):
    """Nor where the folder is so deep that it can hardly be removed."""
    leave = "open('sign', 'w').close()\nfor _ in range(3000):\n    os.mkdir('d' * 9)\n    os.chdir('d' * 9)"
    look = (
        "found = np.array([len(os.listdir('.')), 0])\n"
        "try: found[1] = len([name for name in os.listdir('..') if name != os.path.basename(os.getcwd())])\nexcept OSError: pass"
    )
    with launcher.using(replace(best_plan(), namespaces=namespaces)):
        made("import os\n" + leave)
        assert made("import os\n" + look, "found") == [[0, 0]]
        folder = launcher._warm_process(()).folder
        assert list((folder / "scratch").iterdir()) == []
    assert not folder.exists()


@linux
def test_what_lies_in_a_runs_memory_names_neither_the_course_nor_its_user(course):
    """Nor the virtual environment, which may lie in the course; nor what the judge knows."""
    words = [
        str(course.root),
        str(Path.home()),
        sys.prefix,
        sys.base_prefix,
        str(np.__path__[0]),
        "judging",
        "solutions/",
    ]
    source = (
        "import gc, sys\ngc.unfreeze()\nseen, left = set(), [gc.get_objects()]\nwhile left:\n    one = left.pop()\n"
        "    for more in gc.get_referents(one):\n        if id(more) not in seen: seen.add(id(more)); left.append(more)\n"
        "        if type(more) is str and len(more) < 5000: texts.append(more)\n"
    )
    # The words themselves go in as numbers: as text they would be found.
    codes = [[ord(letter) ^ 1 for letter in word] for word in words]
    search = f"texts = []\n{source}\nfound = np.array([any(''.join(chr(c ^ 1) for c in word) in text for text in texts) for word in {codes}])"
    assert made(search, "found") == [[False] * len(words)]


@linux
def test_a_run_has_no_descriptors_but_its_own_while_another_one_is_there():
    look = "import os, stat\nfound = []\nfor n in range(3, 4096):\n    try: found.append(stat.S_ISFIFO(os.fstat(n).st_mode))\n    except OSError: pass\nfound = np.array([len(found) <= 2, all(found)])"
    other = launcher.start_worker(())
    try:
        assert made(look, "found") == [[True, True]]
    finally:
        other.end()


@linux
@pytest.mark.skipif(bool(ordinary.missing()), reason=ordinary.missing())
@pytest.mark.parametrize("namespaces", ["all", "user", "none"])
def test_an_ordinary_users_runs_are_apart_as_well(namespaces):
    """All that can be had is there: in a namespace of users alone, too, threads are counted apart."""
    program = """
import os, sys
import numpy as np
from autograder.notebook.rebuilding import Step
from autograder.sandbox import launcher, probe, runner
steps = [Step("answer", "answer", "import os\\nids = __import__('numpy').array([os.getpid(), os.getuid()])"), Step("read", "check", names=("ids",))]
print(*runner.run(steps, {}, (), runner.Limits()).values["check", "ids"], *(layer.name for layer in probe.probe().layers if layer.holds), sep="|")
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pid, _, *held = (
        ordinary.run_as_ordinary_user(program, namespaces=namespaces, environment=environment)
        .strip()
        .split("|")
    )
    assert {"limits", "Landlock", "seccomp", "clean environment"} <= set(held)
    assert ("own threads" in held) == (namespaces != "none")
    if namespaces == "all":
        assert pid == "2"
        assert {"pid", "mount", "net", "root"} <= set(held)

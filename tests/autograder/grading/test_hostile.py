"""A hostile class is graded together with honest students: each gets exactly what it should, and nothing is left behind."""

import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import ordinary
import pytest
from hostile import CHANNELS, CHEAT, DISK, FULL, LOST, OUTSIDE, RIGHT_DB, ROOT, SLOW, STARVE, THREADS

from autograder.course import Course
from autograder.grading.grade import grade_class
from autograder.grading.journal import Journal
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.reports.feedback import write_results
from autograder.sandbox import launcher, probe, runner
from autograder.sandbox.plan import best_plan

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off")

LIMITS = runner.Limits(seconds=1)
JOBS = int(os.environ.get("HOSTILE_JOBS", "2"))
KINDS = (CHEAT, OUTSIDE, STARVE, CHANNELS, SLOW)
# Which layer a score depends on.
LAYERS = {DISK: "mount", ROOT: "root", THREADS: "own threads"}
HONEST = {
    "honest-first": ({}, 10.0),
    "honest-loops": (
        {"db": "db = np.zeros(FN, dout.dtype)\nfor row in dout_rows:\n    db += row", "out": "out = np.array([r @ col_W + b for r in col])"},
        10.0,
    ),
    "honest-threads": (
        {"db": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(2) as two:\n    db = np.array(list(two.map(np.sum, dout_rows.T)), dout.dtype)"},
        10.0,
    ),
    "honest-files": (
        {"db": "import shutil\nnp.save('db', dout_rows.sum(axis=0))\nshutil.copy('db.npy', 'copy.npy')\ndb = np.load('copy.npy')"},
        10.0,
    ),
    "honest-library": (
        {"db": "import collections, csv, ctypes, datetime, decimal, fractions, itertools, sqlite3, statistics, zoneinfo\nfrom math import fsum\ndb = np.array([fsum(c) for c in dout_rows.T], dout.dtype)"},
        10.0,
    ),
    "honest-wrong-axis": ({"db": "db = np.sum(dout_rows, axis=1)"}, 8.0),
    "honest-none": ({"dcol": "dcol = None"}, 8.0),
}  # fmt: skip


@pytest.fixture(scope="module")
def place():
    """A folder that every user can reach, where temporary files go meanwhile."""
    before = tempfile.tempdir
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    folder.chmod(0o755)
    (folder / "temporary").mkdir()
    launcher.end_warm_process()
    tempfile.tempdir = str(folder / "temporary")
    yield folder
    launcher.end_warm_process()
    tempfile.tempdir = before
    shutil.rmtree(folder)


class Listener:
    """Counts who connects and what is sent to a port of this computer."""

    def __init__(self):
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.heard = 0
        for wait in (self.tcp.accept, lambda: self.udp.recvfrom(1)):
            threading.Thread(target=self._count, args=(wait,), daemon=True).start()

    def _count(self, wait):
        while True:
            try:
                got = wait()
            except OSError:
                return
            self.heard += 1
            if isinstance(got[0], socket.socket):
                got[0].close()

    def close(self):
        for one in (self.tcp, self.udp):
            one.shutdown(socket.SHUT_RDWR) if one is self.tcp else one.close()
        self.tcp.close()


@pytest.fixture(scope="module")
def listener():
    listens = Listener()
    yield listens
    listens.close()


@pytest.fixture(scope="module")
def outside(place):
    folder = place / "outside"
    folder.mkdir()
    (folder / "bait").write_text("bait")
    folder.chmod(0o777)
    (folder / "bait").chmod(0o666)
    return folder


def scores_of(kinds):
    """Return what each submission must get here, by its name."""
    holds = {layer.name: layer.holds for layer in probe.require(False).layers}
    scores = {name: score for kind in kinds for name, (_, score) in kind.items()}
    return {
        name: (FULL if holds[LAYERS[score]] else LOST) if score in LAYERS else score
        for name, score in scores.items()
    }


def write(folder, student, notebook):
    path = folder / student / "toy-conv" / "toy-conv.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    return path


def answered(released, **blanks):
    return fill_in(
        released, {**RIGHT, **{f"toy-conv-{name}-answer": source for name, source in blanks.items()}}
    )


def code(source, **more):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        **more,
    }


def strange_files(folder, released):
    """Submissions whose file, not code, is strange; give the scores."""
    right = answered(released)
    scores = {}

    def put(student, notebook, score):
        scores[student] = score
        return write(folder, student, notebook)

    put("not-json", "{" * 100, 0)
    put("deep-json", "[" * 100_000 + "]" * 100_000, 0)
    put("wide-json", '{"cells": [' + "[]," * 1_000_000 + "[]]}", 0)
    put("a-number-too-long", '{"cells": ' + "9" * 10_000 + "}", 0)
    put("too-large", "x" * (33 << 20), 0)
    put("many-cells", {**right, "cells": right["cells"] + [code("pass")] * 2000}, 0)
    put("much-code", answered(released, db=RIGHT_DB + "\n#" + "x" * 300_000), 0)
    put("no-cells", {"nbformat": 4}, 0)
    put("cells-of-another-kind", {**right, "cells": [None, 3, "x", [], *right["cells"]]}, 10)
    put("schema-99", {**right, "nbformat": 99}, 10)
    put("sources-of-another-kind", {**right, "cells": [code({"a": 1}), code(None), *right["cells"]]}, 10)
    put(
        "doubled-ids",
        {**right, "cells": [c for cell in right["cells"] for c in (cell, cell)]},
        10,
    )
    put(
        "checks-that-say-yes",
        {
            **answered(released, db="db = None"),
            "cells": [
                {**cell, "source": "assert True"} if cell["id"] == "toy-conv-db" else cell
                for cell in answered(released, db="db = None")["cells"]
            ],
        },
        8,
    )
    inflated = copy.deepcopy(answered(released, db="db = None"))
    for cell in inflated["cells"]:
        if "points" in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"]["points"] = 1e9
    put("points-of-ones-own", inflated, 8)
    helpers = [code("raise SystemExit"), code("import sys\nsys.exit(0)"), code("x = W = b = dout = None")]
    put("helpers-that-break-the-numbers", {**right, "cells": helpers + right["cells"]}, 10)
    ending = [code("import os\nos._exit(0)", id=f"end-{i}") for i in range(30)]
    put("helpers-that-end-python", {**right, "cells": ending + right["cells"]}, 0)

    path = put("a-pipe", "", 0)
    path.unlink()
    os.mkfifo(path)
    path = put("a-link-to-the-device", "", 0)
    path.unlink()
    path.symlink_to("/dev/zero")
    path = put("a-link-to-itself", "", 0)
    path.unlink()
    path.symlink_to(path)
    for name in (
        "=HYPERLINK(1)",
        "<script>alert(1)</script>".replace("/", ""),
        "line\nbreak",
        "\x1b[2Jscreen",
        "\u202eturned",
        "k" * 250,
        "--jobs",
        "not-utf8-\udcff",
        "'quote\"; rm",
        "한글",
    ):
        put(name, right, 10)
    return scores


@pytest.fixture(scope="module")
def its_course(course, place):
    """The same exercises with a secret that whoever runs the tests may read."""
    (place / "grading").mkdir()
    (place / "grading" / "secret").write_text("a secret of the tests\n")
    for name in ("exercises", "solutions"):
        (place / name).symlink_to(course.root / name)
    return Course(place)


@pytest.fixture(scope="module")
def graded(course, its_course, toy_conv, released, place, outside, listener):
    """The class, graded once: the scores there should be, and the results."""
    folder = place / "submitted"
    values = {
        "outside": str(outside),
        "port": listener.port,
        "solution": str(course.solution("toy-conv")),
        "judge": os.getpid(),
    }
    scores = scores_of(KINDS)
    for kind in KINDS:
        for name, (source, _) in kind.items():
            source = source.format(**values) if kind in (CHEAT, OUTSIDE, CHANNELS) else source
            write(folder, name, answered(released, db=source))
    scores |= strange_files(folder, released)
    for number, (name, (blanks, score)) in enumerate(HONEST.items()):
        for copied in range(4):  # spread over the class, which goes by name
            student = f"{'abcdefghijklmnopqrstuvwxyz'[copied * 6 + number % 6]}-{name}"
            write(folder, student, answered(released, **blanks))
            scores[student] = score
    with Journal(place / "out" / "journal.jsonl") as journal:
        results = grade_class(its_course, "toy-conv", folder, journal, LIMITS, jobs=JOBS)
        write_results(results, toy_conv, place / "out")
        return scores, {result.student: result for result in results}


def test_there_are_eighty_ways_and_more():
    assert sum(map(len, KINDS)) >= 80


def test_each_gets_exactly_what_it_should(graded):
    scores, results = graded
    assert {name: results[name].score for name in scores} == scores
    assert set(results) == set(scores)


def test_whoever_attacks_one_blank_loses_no_other(graded):
    _, results = graded
    lost = {
        name: [cell.cell for cell in results[name].cells if not cell.points]
        for kind in KINDS
        for name in kind
        if results[name].score == LOST
    }
    assert {name: cells for name, cells in lost.items() if cells != ["toy-conv-db"]} == {}


def test_everybody_is_told_something(graded):
    _, results = graded
    for name, result in results.items():
        assert result.status in ("graded", "unreadable"), name
        for cell in result.cells:
            assert bool(cell.message) == (cell.points == 0) or result.note, name
        assert "Traceback" not in result.note + "".join(cell.message for cell in result.cells)


def test_nothing_outside_has_changed(graded, outside):
    assert [path.name for path in outside.iterdir()] == ["bait"]
    bait = outside / "bait"
    assert bait.read_text() == "bait"
    assert bait.stat().st_mode & 0o777 == 0o666
    assert bait.stat().st_mtime > 1


def test_nothing_was_sent(graded, listener):
    time.sleep(0.2)
    assert listener.heard == 0


def test_no_process_and_no_temporary_file_is_left(graded, place):
    launcher.end_warm_process()
    end = time.monotonic() + 20
    while time.monotonic() < end and (workers(place) or list((place / "temporary").iterdir())):
        time.sleep(0.1)
    assert workers(place) == []
    assert list((place / "temporary").iterdir()) == []


def workers(place):
    """Return the command lines of worker processes that were started for this class."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if b"/worker" in line and str(place).encode() in line:
            found.append(line)
    return found


def test_hidden_numbers_are_not_told(graded):
    _, results = graded
    for name in (name for name in CHEAT if name.startswith("tells-")):
        message = next(cell.message for cell in results[name].cells if cell.cell == "toy-conv-db")
        assert "777" not in message
        assert "123457" not in message


def test_every_report_is_inert(graded, place):
    _, results = graded
    pages = list((place / "out" / "feedback").iterdir())
    assert len(pages) == len(results)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "default-src 'none'" in text
        assert not set(text) & {"\x1b", "\u202e", "\0"}
    table = (place / "out" / "grades.csv").read_text(encoding="utf-8")
    assert "\n'=HYPERLINK" in table
    assert len(table.splitlines()) == len(results) + 1


@pytest.mark.parametrize(
    ("without", "attack"),
    [
        ("landlock", "reads-bait"),
        ("landlock", "writes-outside"),
        ("seccomp", "opens-a-local-socket"),
        ("seccomp", "forks"),
    ],
)
def test_an_attack_succeeds_without_its_layer(judge_blanks, place, outside, without, attack):
    """So the class above shows that the layers hold, not that the attacks are harmless."""
    source, score = OUTSIDE[attack]
    values = {"outside": str(outside), "port": 1, "solution": "", "judge": 1}
    best = best_plan()
    for plan, expected in (
        (replace(best, namespaces=False), score),
        (replace(best, namespaces=False, **{without: type(getattr(best, without))()}), LOST),
    ):
        with launcher.using(plan):
            points, _ = judge_blanks({"db": source.format(**values)})
        assert sum(points.values()) == expected
    (outside / "written").unlink(missing_ok=True)


def test_threads_of_one_take_nothing_from_another(its_course, released, place):
    """The system counts threads by user: two that run at the same time must not be one user, or not be stopped by that count."""
    folder = place / "threads"
    bomb, _ = STARVE["threads-beside-others"]
    pool = """
import threading, time
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as eight:
    sums = list(eight.map(lambda column: (time.sleep(0.02), column.sum())[1], list(dout_rows.T) * 8))
db = np.array(sums[:FN], dout.dtype)
"""
    scores = scores_of(KINDS)
    expected = {}
    for number in range(6):
        write(folder, f"{number}-bomb", answered(released, db=bomb))
        write(folder, f"{number}-pool", answered(released, db=pool))
        expected |= {f"{number}-bomb": scores["threads-beside-others"], f"{number}-pool": 10.0}
    with Journal(place / "threads-out" / "journal.jsonl") as journal:
        results = grade_class(its_course, "toy-conv", folder, journal, runner.Limits(seconds=5), jobs=JOBS)
    assert {result.student: result.score for result in results} == expected


@pytest.mark.slow
@pytest.mark.skipif(bool(ordinary.missing()), reason=ordinary.missing())
@pytest.mark.parametrize(("namespaces", "jobs"), [("all", 1), ("user", 2), ("none", 2)])
def test_all_this_holds_for_an_ordinary_user_too(course, namespaces, jobs):
    """With all namespaces, as on most systems; with a user's own alone, as on Ubuntu; and with none, as in many containers."""
    ordinary.run_as_ordinary_user(
        "import pytest, sys; sys.exit(pytest.main(sys.argv[1:]))",
        *("-q", "-p", "no:cacheprovider", __file__, "-k", "not ordinary"),
        namespaces=namespaces,
        environment={**os.environ, "HOSTILE_JOBS": str(jobs)},
    )


@pytest.mark.slow
def test_all_this_holds_one_at_a_time(course):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-m", "not slow"],
        env={**os.environ, "HOSTILE_JOBS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]

"""A cell that draws runs to its end in the worker, makes the numbers that it makes with matplotlib, and gains nothing else by it.

What matplotlib itself does with the same cells is held beside it.
"""

import gc
import subprocess
import sys
import warnings
import weakref

import drawings
import numpy as np
import pytest

from autograder.sandbox.launcher import WORKER, copy_modules

# Ways to draw in a cell whose answer is `db`, the sums of the columns of `dout_rows`.
PLT = "import matplotlib.pyplot as plt\n"
ANSWER = "db = dout_rows.sum(axis=0)\n"
WAYS = {
    "at the top": PLT + ANSWER,
    "from": "from matplotlib import pyplot\npyplot.imshow(dout_rows)\npyplot.show()\n" + ANSWER,
    "the package alone": 'import matplotlib\nmatplotlib.use("Agg")\nmatplotlib.rcParams["font.size"] = 9\n' + ANSWER,
    "a magic": "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\n" + PLT + ANSWER,
    "inside the function": f"def answer(rows):\n    {PLT}    plt.figure(figsize=(4, 3))\n    plt.imshow(rows, cmap='gray')\n"
    "    plt.colorbar()\n    plt.show()\n    return rows.sum(axis=0)\ndb = answer(dout_rows)\n",
    "figure, then subplot": PLT + "fig = plt.figure()\nfor i in range(2):\n    plt.subplot(1, 2, i + 1)\n"
    '    plt.imshow(dout_rows)\n    plt.title(f"{i}")\n    plt.axis("off")\nplt.tight_layout()\nplt.close(fig)\n' + ANSWER,
    "one axes": PLT + "fig, ax = plt.subplots()\nim = ax.imshow(dout_rows, cmap=plt.cm.gray)\n"
    "fig.colorbar(im, ax=ax)\nax.set(xticks=[], yticks=[])\nax.set_title('rows')\nplt.show()\n" + ANSWER,
    "two axes unpacked": PLT + "fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3), layout='constrained')\n"
    "left.bar(range(3), [1, 2, 3])\nright.hist(dout_rows.ravel(), bins=5)\n" + ANSWER,
    "a grid by place": PLT + "fig, axes = plt.subplots(2, 3)\nfor i in range(6):\n    axes[i // 3, i % 3].imshow(dout_rows)\n"
    "assert axes.shape == (2, 3) and len(axes) == 2\n" + ANSWER,
    "the answer in the loop over axes": PLT + "fig, axes = plt.subplots(1, dout_rows.shape[1])\n"
    "db = np.empty(dout_rows.shape[1], dout_rows.dtype)\nfor i, (ax, column) in enumerate(zip(np.ravel(axes), dout_rows.T)):\n"
    "    db[i] = column.sum()\n    ax.plot(column)\n",
    "the answer in a flat loop": PLT + "fig, axes = plt.subplots(2, 4, squeeze=False)\ndb = []\n"
    "for column, ax in zip(dout_rows.T, axes.flat):\n    db.append(sum(column))\n    ax.plot(column)\ndb = np.array(db)\n"
    "assert axes.ravel().size == axes.flatten().size == axes.T.size\n",
    "the answer in a loop over a figure's axes": PLT + "fig = plt.subplots(dout_rows.shape[1])[0]\n"
    "db = np.empty(dout_rows.shape[1], dout_rows.dtype)\n"
    "for i, ax in enumerate(fig.axes):\n    db[i] = dout_rows[:, i].sum()\n    ax.plot(dout_rows[:, i])\n",
    "the answer in a loop over colours": PLT + "colors = plt.cm.viridis(np.linspace(0, 1, dout_rows.shape[1]))\ndb = []\n"
    "for color, column in zip(colors, dout_rows.T):\n    plt.plot(column, color=color)\n    db.append(column.sum())\ndb = np.array(db)\n",
    "the answer in a loop over bars": PLT + ANSWER + "bars = plt.bar(range(len(db)), db)\ntold = []\n"
    "for bar, value in zip(bars, db):\n    told.append(value)\n"
    "    plt.text(bar.get_x() + bar.get_width() / 2, bar.get_height() + 0.1, f'{bar.get_height():.2f}', ha='center')\n"
    "    print('%.1f %d' % (bar.get_height(), int(bar.get_height())))\ndb = np.array(told)\n",
    "a style": PLT + 'plt.rcParams["figure.figsize"] = (4, 3)\nplt.rcParams.update({"font.size": 9})\nplt.rc("font", size=8)\n'
    'with plt.style.context("ggplot"), plt.rc_context({"lines.linewidth": 1}):\n    plt.plot(dout_rows)\n    ' + ANSWER,
    "a style around the function": PLT + "@plt.rc_context({'font.size': 9})\ndef answer(rows):\n    plt.plot(rows)\n"
    "    return rows.sum(axis=0)\ndb = answer(dout_rows)\n",
    "parts of a result": PLT + "line, = plt.plot([1, 2], 'r-')\none, two = plt.plot([1], [2], 'r', [3], [4])\n"
    "counts, edges, patches = plt.hist([1, 2, 2])\nfor patch in patches:\n    patch.set_alpha(0.5)\n"
    "low, high = plt.xlim()\nxs, labels = plt.xticks()\nx0, x1, y0, y1 = plt.axis()\n"
    "marks, stems, base = plt.stem([1, 2])\nwedges, texts, autotexts = plt.pie([1, 2], autopct='%d')\n"
    "a, b, c = plt.errorbar([1], [2], yerr=[1])\nhandles, names = plt.gca().get_legend_handles_labels()\n"
    "ends = [min(plt.gca().get_xlim()), max(plt.gca().get_ylim())]\n" + ANSWER,
    "a saved file": PLT + "plt.imshow(dout_rows)\nplt.savefig('rows.png', dpi=20)\nplt.close('all')\n" + ANSWER,
    "a patch": "import matplotlib.patches as patches\nfrom matplotlib.colors import ListedColormap, Normalize\n"
    "from matplotlib import cm, pyplot as plt\nax = plt.gca()\nax.add_patch(patches.Rectangle((0, 0), 1, 1, fill=False))\n"
    "ax.imshow(Normalize(0, 1)(dout_rows), cmap=ListedColormap(['k', 'w']))\nax.spines[['top', 'right']].set_visible(False)\n"
    "for spine in ax.spines.values():\n    spine.set_visible(False)\nfor name, spine in ax.spines.items():\n    spine.set_color('r')\n"
    + ANSWER,
    "three dimensions": PLT + "from mpl_toolkits.mplot3d import Axes3D\nfig = plt.figure()\n"
    "ax = fig.add_subplot(111, projection='3d')\nax.plot([0, 1], [0, 1], [0, 1])\n" + ANSWER,
    "a picture that moves": PLT + "from matplotlib.animation import FuncAnimation\nfig, ax = plt.subplots()\nline, = ax.plot([], [])\n"
    "def step(i):\n    line.set_data([0, i], [0, i])\n    return (line,)\n"
    "page = FuncAnimation(fig, step, frames=2).to_jshtml()\n" + ANSWER,
    "a function that takes axes": PLT + "def show(image, ax: plt.Axes | None = None):\n    ax = ax or plt.gca()\n"
    "    assert isinstance(ax, plt.Axes)\n    return ax.imshow(image)\nshow(dout_rows)\nshow(dout_rows, plt.figure().subplots())\n"
    "axes = np.atleast_1d(plt.subplots()[1])\nfor ax in axes:\n    " + ANSWER,
    "by letters": PLT + "fig, ax = plt.subplot_mosaic('AB;CC')\nax['A'].plot([1])\n"
    "assert sorted(ax) == ['A', 'B', 'C']\nfor name, one in ax.items():\n    one.set_title(name)\n" + ANSWER,
    "a star": "from matplotlib.pyplot import *\nfigure()\nimshow(dout_rows)\ntitle('rows')\ncolorbar()\nshow()\n" + ANSWER,
    "a copy of colours": PLT + "import copy, matplotlib\ncmap = copy.copy(plt.get_cmap('gray'))\ncmap.set_bad('red')\n"
    "assert tuple(map(int, matplotlib.__version__.split('.')[:2])) >= (3, 5)\nplt.imshow(dout_rows, cmap=cmap)\n" + ANSWER,
    "the answer in a loop over lines": PLT + "lines = plt.plot(dout_rows)\ndb = []\n"
    "for line, column in zip(lines, dout_rows.T):\n    line.set_label('a')\n    db.append(column.sum())\ndb = np.array(db)\n",
    "how many there are": PLT + "bars = plt.bar([1, 2], [3, 4])\nfig, ax = plt.subplots(1, 2)\n"
    "assert len(bars) == 2 and len(fig.axes) == 2 and len(plt.hist([1, 2])) == 3\n" + ANSWER,
    "only where there are axes": PLT + "ax = plt.gca()\nif ax and plt.plot([1, 2]):\n    " + ANSWER,
    "one colour": PLT + "r, g, b, a = plt.cm.viridis(0.3)\nplt.plot([1, 2], color=(r, g, b))\n" + ANSWER,
    "rows of a grid": PLT + "fig, axes = plt.subplots(2, 2)\n[ax.imshow(dout_rows) for row in axes for ax in row]\n"
    "fig.colorbar(plt.cm.ScalarMappable(), ax=axes.ravel().tolist())\nplt.setp(axes[-1, 0].get_xticklabels(), rotation=45)\n" + ANSWER,
    "in a class": PLT + "class Viewer:\n    def __init__(self):\n        self.fig, self.ax = plt.subplots()\n"
    "    def show(self, rows):\n        self.ax.imshow(rows)\n        return rows.sum(axis=0)\ndb = Viewer().show(dout_rows)\n",
    "while a window is open": PLT + "plt.figure()\nwhile plt.get_fignums():\n    plt.close()\n" + ANSWER,
}  # fmt: skip
IN_THE_WORKER = """
import sys
sys.path.insert(0, sys.argv[1])
from serve import import_what_is_allowed
import_what_is_allowed(sys.argv[2], [])
import numpy as np
assert not any(name.startswith("matplotlib") for name in sys.modules)
exec(sys.stdin.read())
"""


@pytest.fixture(scope="module")
def in_the_worker(tmp_path_factory):
    """Run a program as a worker that is started cold would; give what it printed."""
    library = tmp_path_factory.mktemp("library")
    copy_modules([], library / "own")

    def run(program):
        command = [sys.executable, "-PB", "-c", IN_THE_WORKER, str(WORKER), str(library / "own")]
        return subprocess.run(
            command, input=program, capture_output=True, text=True, check=True, cwd=library
        ).stdout

    return run


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_right_cell_that_draws_loses_nothing(judge_blanks, full_points, way):
    points, verdict = judge_blanks({"db": way})
    assert points == full_points, verdict.cells


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_these_cells_are_right_with_matplotlib_itself(way, tmp_path, monkeypatch):
    plt = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plt, "show", lambda: None)
    rows = np.arange(8.0).reshape(4, 2)
    source = "\n".join(line for line in way.splitlines() if not line.startswith("%"))
    names = {"np": np, "dout_rows": rows}
    with plt.rc_context(), warnings.catch_warnings(action="ignore"):
        exec(source, names)
    plt.close("all")
    np.testing.assert_array_equal(names["db"], [12, 16])


def test_results_are_unpacked_into_as_many_parts_as_matplotlib_s():
    plt = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")
    wave = np.sin(np.arange(2000.0))
    calls = {
        **dict.fromkeys(("psd", "magnitude_spectrum", "angle_spectrum", "specgram", "acorr", "hist", "stem"), (wave,)),
        **dict.fromkeys(("csd", "cohere", "xcorr", "hist2d", "errorbar"), (wave, wave[::-1])),
        **dict.fromkeys(("xlim", "ylim", "xticks", "yticks", "axis"), ()),
        "pie": ([1, 2],),
    }  # fmt: skip
    counts = {}
    for name, given in calls.items():
        plt.figure()
        counts[name] = len([*getattr(plt, name)(*given)])
        plt.close()
    assert counts == {name: drawings.PARTS[name] for name in counts}
    assert {name for name, count in drawings.PARTS.items() if count and hasattr(plt, name)} == set(counts)


def test_the_star_brings_names_that_matplotlib_has():
    plt = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")
    assert [name for name in drawings.PYPLOT if not hasattr(plt, name)] == []


def test_it_is_found_where_a_worker_is_started_cold(in_the_worker):
    program = (
        "import matplotlib.pyplot as plt\nimport mpl_toolkits.mplot3d.art3d\nprint(plt.figure(), plt.show)"
    )
    assert in_the_worker(program).count("nothing is drawn here") == 2


def test_what_else_draws_is_not_there(in_the_worker):
    program = """
for name in ("seaborn", "PIL", "pandas", "matplotlibs", "plotly"):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(error)
"""
    assert in_the_worker(program).count("No module named") == 5


def test_nothing_is_written_and_nothing_is_loaded(in_the_worker):
    program = """
import os
before, loaded = os.listdir("."), set(sys.modules)
import matplotlib.pyplot as plt
plt.imshow(np.ones((2, 2)))
plt.savefig("a.png")
plt.imsave("b.png", np.ones((2, 2)))
print(os.listdir(".") == before, sorted(set(sys.modules) - loaded))
"""
    assert in_the_worker(program) == "True ['matplotlib', 'matplotlib.pyplot']\n"


def test_it_keeps_nothing_of_what_it_is_given():
    class Array(np.ndarray):
        """One that can be watched."""

    image = np.ones((3, 3)).view(Array)
    watched = weakref.ref(image)
    plt = drawings.look_up("pyplot")
    kept = [plt.imshow(image), plt.imshow(X=image), plt.subplots(1, 2)[1][0].imshow(image), plt + image]
    plt.image = image
    plt.rcParams["image"] = image
    kept[0].image = image
    del image
    gc.collect()
    assert watched() is None


def test_a_drawing_is_no_number():
    drawing = drawings.look_up("pyplot").imshow([[1]])
    array = np.ones(2)
    for value in (
        drawing + array,
        array + drawing,
        array * drawing,
        -drawing,
        2 / drawing,
        drawing[0],
        drawing.size,
    ):
        assert type(value) is drawings.Drawing
    assert np.array(drawing).dtype == np.array([drawing, drawing]).dtype == object
    assert np.isnan(float(drawing))
    with pytest.raises(TypeError):
        array += drawing


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("db = plt.imshow(dout_rows)", "db is not a NumPy array but Drawing"),
        ("db = dout_rows.sum(axis=0) + plt.imshow(dout_rows)", "db is not a NumPy array but Drawing"),
        ("counts, db, _ = plt.hist(dout_rows)", "db is not a NumPy array but Drawing"),
        ("db = plt.subplots(2)[1]", "db holds objects"),
        ("db = np.array(plt.gca().get_xlim())", "db holds objects"),
        ("db = np.array([plt.gca().get_xlim()[0]] * FN, dtype=dout.dtype)", "are not finite"),
        ("import seaborn as sns\nsns.set_theme()\n" + ANSWER, "No module named 'seaborn'. Here you may import NumPy, matplotlib, which draws nothing here,"),
    ],
)  # fmt: skip
def test_a_drawing_is_no_answer(judge_blanks, full_points, answer, sentence):
    points, verdict = judge_blanks({"db": PLT + answer})
    assert points == full_points | {"db": 0}
    cell = next(cell for cell in verdict.cells if cell.cell == "toy-conv-db")
    assert sentence in str(cell)


HOSTILE = {
    "writes into all it finds": "for value in type(plt.show).__init__.__globals__.values():\n"
    "    try:\n        value.shape = value.db = 1\n    except Exception:\n        pass\n",
    "calls that are no drawings": "type(plt.show).__call__ = lambda self, *given, **options: np.zeros(2)\nplt.show()\n",
    "equal to all": "type(plt.show).__eq__ = lambda *_: True\ntype(plt.show).__bool__ = lambda *_: True\n",
    "a module of one's own": "import sys\nsys.modules['matplotlib'] = sys.modules['numpy']\n",
    "no finder": "import sys\nsys.meta_path.clear()\n",
    "as much as it takes": "try:\n    plt.subplots(10**5, 10**5)\nexcept MemoryError:\n    pass\n",
}  # fmt: skip


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_use_changes_nothing(judge_blanks, full_points, attack):
    points, _ = judge_blanks({"db": PLT + attack + "db = np.zeros(FN)"})
    assert points == full_points | {"db": 0}

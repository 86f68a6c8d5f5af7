"""Figures hold the numbers they should."""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from modlab import visualize

plt = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")


def test_every_image_is_drawn_here():
    offered = {
        name
        for name, value in vars(visualize).items()
        if getattr(value, "__module__", "") == visualize.__name__
    }
    drawn = set(re.findall(r"visualize\.(\w+)\(", Path(__file__).read_text(encoding="utf-8")))
    # filter_show shows what filter_figure draws.
    assert offered - {"filter_figure"} == drawn, "say in a test here what it draws"


@pytest.fixture(autouse=True)
def no_windows(monkeypatch):
    plt.switch_backend("agg")
    yield
    plt.close("all")


def test_filter_show_draws_every_filter(monkeypatch):
    shown = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.gcf()))
    filters = np.random.default_rng(0).standard_normal((10, 3, 5, 4))
    assert visualize.filter_show(filters, nx=4) is None
    axes = shown[0].axes
    assert len(axes) == 10
    np.testing.assert_array_equal(axes[9].images[0].get_array(), filters[9, 0])
    assert axes[0].get_subplotspec().get_gridspec().ncols == 4
    with pytest.raises(ValueError, match=r"shape \(FN, C, FH, FW\); got \(5, 4\)"):
        visualize.filter_show(filters[0, 0])


def test_before_and_after_stand_side_by_side():
    rng = np.random.default_rng(0)
    before, after = rng.random((2, 5, 1, 3, 3))
    figure = visualize.before_and_after_figure(before, after, nx=3)
    left, right = figure.subfigs
    assert left.get_suptitle() == "before training"
    for half, filters in ((left, before), (right, after)):
        drawn = [axes.images[0].get_array() for axes in half.axes if axes.images]
        np.testing.assert_array_equal(drawn, filters[:, 0])
    with pytest.raises(ValueError, match="must have the same shape"):
        visualize.before_and_after_figure(before, after[:3])


def test_misread_digits_are_drawn_with_answer_and_guess():
    x = np.random.default_rng(0).random((6, 1, 4, 4))
    t, y = np.array([1, 2, 3, 4, 5, 6]), np.array([1, 7, 3, 4, 0, 6])
    figure = visualize.misread_figure(x, t, y, nx=3)
    assert figure.get_suptitle().startswith("2 of 6 read wrongly")
    drawn = [axes for axes in figure.axes if axes.images]
    np.testing.assert_array_equal([a.images[0].get_array() for a in drawn], x[[1, 4], 0])
    assert [[text.get_text() for text in a.texts] for a in drawn] == [["2", "7"], ["5", "0"]]


def test_many_misread_digits_and_none():
    x, t = np.zeros((30, 1, 4, 4)), np.zeros(30, int)
    figure = visualize.misread_figure(x, t, t + 1, highest=12)
    assert "30 of 30 read wrongly, 12 of them shown" in figure.get_suptitle()
    assert sum(bool(axes.images) for axes in figure.axes) == 12
    assert visualize.misread_figure(x, t, t).get_suptitle().startswith("0 of 30")
    with pytest.raises(ValueError, match="must be as many; got 30, 30 and 29"):
        visualize.misread_figure(x, t, t[1:])


def test_the_history_is_drawn():
    trainer = SimpleNamespace(
        train_loss_list=[2.0, 1.0, 0.5, 0.25], train_acc_list=[0.5, 0.75], test_acc_list=[0.4, 0.6]
    )
    loss, accuracy = visualize.history_figure(trainer).axes
    np.testing.assert_array_equal(loss.lines[0].get_ydata(), trainer.train_loss_list)
    np.testing.assert_array_equal(accuracy.lines[0].get_xdata(), [1, 2])
    np.testing.assert_array_equal(accuracy.lines[1].get_ydata(), trainer.test_acc_list)

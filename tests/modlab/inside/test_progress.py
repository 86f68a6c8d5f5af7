"""A progress bar where somebody looks, and silence elsewhere."""

import sys

import pytest

from modlab.inside.progress import SilentBar, progress_bar


def count(bar):
    with bar as open_bar:
        for _ in range(3):
            open_bar.set_postfix(loss="0.5", refresh=False)
            open_bar.update()


def test_a_terminal_shows_it_and_a_file_does_not(capsys, monkeypatch):
    pytest.importorskip("tqdm", reason="tqdm is not installed")
    count(progress_bar(3, "counting", "step"))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    count(progress_bar(3, "counting", "step", show=False))
    assert capsys.readouterr().err == ""


def test_without_tqdm_nothing_is_shown(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    bar = progress_bar(3, "counting", "step")
    assert isinstance(bar, SilentBar)
    count(bar)
    assert capsys.readouterr().err == ""


def test_errors_come_through(monkeypatch):
    with pytest.raises(KeyError), SilentBar():
        raise KeyError

"""Lets figures hand out what they drew."""

import importlib
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def drawn(monkeypatch, request):
    """Let the module that this file of tests is about hand out axes instead of a picture."""
    place = request.path.with_name(request.path.name.removeprefix("test_")).relative_to(HERE.parent)
    module = importlib.import_module(".".join(place.with_suffix("").parts))
    monkeypatch.setattr(module, "show", lambda axes: axes)


@pytest.fixture
def texts():
    """Return what is written on axes, in the order of writing: texts(axes)."""
    return lambda axes: [text.get_text() for text in axes.texts]

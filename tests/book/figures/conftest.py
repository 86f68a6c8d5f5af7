"""Lets figures hand out what they drew."""

import importlib
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

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


def luminance(colour):
    """Return the relative luminance as the Web Content Accessibility Guidelines 2.2 define it."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], channels))


@pytest.fixture
def contrast():
    """Return the guidelines' contrast of two colours, from 1 to 21: contrast(one, other)."""

    def contrast(one, other):
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    return contrast

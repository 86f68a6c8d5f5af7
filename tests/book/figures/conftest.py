"""Lets figures hand out what they drew."""

import importlib
import pathlib

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.path import Path

HERE = pathlib.Path(__file__).parent


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


@pytest.fixture
def rectangles():
    """Return the filled rectangles on axes, of one colour or of all: rectangles(axes, colour)."""

    def rectangles(axes, colour=None):
        filled = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_fill()]
        return [patch for patch in filled if colour in (None, to_hex(patch.get_facecolor()))]

    return rectangles


@pytest.fixture
def arrows():
    """Return the (start, tip) of each arrow on axes, in the order of drawing: arrows(axes)."""

    def ends(patch):
        path = patch.get_path()
        corners = path.vertices[path.codes != Path.CLOSEPOLY]
        return corners[0], corners[np.linalg.norm(corners - corners[0], axis=1).argmax()]

    return lambda axes: [ends(patch) for patch in axes.patches if isinstance(patch, FancyArrowPatch)]


@pytest.fixture
def trip(arrows):
    """Return the names of the stations that the arrows on axes lead from and to: trip(axes, names)."""

    def trip(axes, names):
        # A station's name stands nearest to the box that an arrow touches.
        places = {text.get_text(): text.get_position() for text in axes.texts if text.get_text() in names}

        def station(point):
            return min(places, key=lambda name: np.linalg.norm(np.subtract(places[name], point)))

        return [(station(start), station(tip)) for start, tip in arrows(axes)]

    return trip

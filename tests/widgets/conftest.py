"""Runs the figures' JavaScript in the browser that readers use."""

import numpy as np
import pytest

from modlab.widgets.figure import joined


@pytest.fixture(scope="module")
def page(chromium):
    """An empty page."""
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def javascript(page):
    """Call a function of a figure's module once for each list of arguments: javascript(module, name, calls)."""

    def javascript(module, name, calls):
        source = f"{joined(module)}\nexport {{ {name} }};"
        return page.evaluate(
            """async ([source, name, calls]) => {
                const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
                const module = await import(address);
                return calls.map((call) => module[name](...call));
            }""",
            [source, name, calls],
        )

    return javascript


@pytest.fixture
def rng():
    return np.random.default_rng(20)


@pytest.fixture
def states_of():
    """What the page would hold of each figure, one list of arguments each."""
    return lambda figures: [
        [{name: figure.get_state()[name] for name in figure.state_names()}] for figure in figures
    ]


@pytest.fixture
def some_convolutions(rng):
    """Images, filters, strides and pads that fit, with odd shapes, fractions and negative numbers among them."""
    found = []
    for _ in range(80):
        H, W = rng.integers(1, 9, 2)
        pad = int(rng.integers(0, 3))
        FH, FW = (int(rng.integers(1, min(5, size + 2 * pad) + 1)) for size in (H, W))
        image, filter_ = rng.normal(size=(H, W)), rng.integers(-3, 4, (FH, FW)).astype(float)
        found.append((image, filter_, float(rng.integers(-2, 3)), int(rng.integers(1, 4)), pad))
    return found

"""Runs the figures' JavaScript in the browser that readers use."""

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

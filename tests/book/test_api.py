"""The library's page: every name has its place."""

import importlib


def test_the_library_is_documented_name_by_name(page):
    """Each name that a package of modlab offers has its place on the page, once."""
    shown = [entry["id"] for entry in page.select("dt.sig[id]")]
    assert len(shown) == len(set(shown))
    for module in map(importlib.import_module, ("modlab.layers", "modlab.networks", "modlab.widgets")):
        for name in module.__all__:
            assert any(place.endswith(f".{name}") for place in shown), f"{module.__name__}.{name}"

"""axe-core finds nothing serious on any page, in light and in dark."""

import pytest

sync_playwright = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-core for Playwright is not installed"
)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(colours, pages, open_page):
    axe = sync_playwright.Axe()
    found = []
    for path in pages:
        page = open_page(path, colours=colours)
        for violation in axe.run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found.append(f"{path.name}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
        page.context.close()
    assert found == []

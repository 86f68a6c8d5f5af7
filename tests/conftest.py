"""What all tests share: who runs beside whom, and a browser that may read local files and nothing else."""

import os
import shutil

import pytest

HOMES = (
    "tests/book/",
    "tests/autograder/test_release.py",
    "tests/autograder/",
    "tests/modlab/test_pretrained.py",
)


def pytest_ignore_collect(collection_path):
    """Leave scripts and helpers beside the tests alone; docstring examples are run in the packages, not here."""
    if collection_path.suffix == ".py" and not collection_path.name.startswith("test_"):
        return True
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep together what shares something: the tests of the book, which is built once, and those of the grader, which locks the course.

    All other tests go, one by one, to whichever process is free. The two large heaps come first, so that nobody waits for them at the end.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Homes(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return next((home for home in HOMES if nodeid.startswith(home)), nodeid)

    return Homes(config, log)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, or a skip that says why."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        pytest.skip("no Chromium on this machine, so the pages were not opened in a browser")
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Open a page from `file://`; whatever it asks of another host is blocked and written down."""
    contexts = []

    def open_page(path, width=1280, colours="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []

        def local_only(route):
            if route.request.url.startswith(("file:", "data:", "blob:")):
                route.continue_()
            else:
                page.troubles.append(f"asks for {route.request.url}")
                route.abort()

        def listen(message):
            if message.type in ("error", "warning"):
                page.troubles.append(f"console: {message.text}")

        page.route("**/*", local_only)
        page.on("console", listen)
        page.on("pageerror", lambda error: page.troubles.append(f"script: {error}"))
        page.on("requestfailed", lambda request: page.troubles.append(f"failed: {request.url}"))
        page.goto(path.as_uri(), wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()

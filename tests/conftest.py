"""What all tests share: who runs beside whom, what is said of tests that did not run, and a browser that asks no other host."""

import os
import shutil
from collections import Counter
from fnmatch import fnmatch

import pytest

# Tests that share something stay together: the book is built once, the grader locks an assignment, the trained networks look at MNIST once.
# `make test` gives each home to one process (pytest-xdist's `--dist loadgroup`) and all other tests, one by one, to whichever is free. It
# begins with the home of most tests, so that nobody waits for a large one at the end. A test belongs to the first home that it fits.
HOMES = {
    "book": "tests/book/*",
    "students-package": "tests/autograder/releasing/*",
    "hostile-class": "tests/autograder/grading/test_hostile.py*",
    "disturbed-grading": "tests/autograder/grading/test_disturbed.py*",
    "mutants": "tests/autograder/assignments/test_no_mutant_survives.py*",
    "assignments": "tests/autograder/assignments/*",
    "grader": "tests/autograder/*",
    "trained-networks": "tests/modlab/*test_pretrained.py",
}


def pytest_ignore_collect(collection_path):
    """Leave scripts and helpers beside the tests alone; docstring examples are run in the packages, not here."""
    if collection_path.suffix == ".py" and not collection_path.name.startswith("test_"):
        return True
    return None


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the marks when its turn comes
def pytest_collection_modifyitems(items):
    """Mark each test with its home, and let `-k toy-conv` find what stands in test_toy_conv.py, too."""
    for item in items:
        item.extra_keyword_matches.add(item.path.stem.removeprefix("test_").replace("_", "-"))
        home = next((home for home, pattern in HOMES.items() if fnmatch(item.nodeid, pattern)), None)
        if home:
            item.add_marker(pytest.mark.xdist_group(home))


@pytest.hookimpl(wrapper=True, tryfirst=True)  # after everything else that is said
def pytest_terminal_summary(terminalreporter):
    """Say at the very end what was not tried here, and why."""
    result = yield
    skipped = terminalreporter.stats.get("skipped", ())
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("not tried here, and why")
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count:4} {'test' if count == 1 else 'tests'}: {reason}")
    return result


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

"""Builds the book once, and gives its pages: all of them, or the one that a file of tests is about; and says how colours differ."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import yaml
from bs4 import BeautifulSoup
from matplotlib.colors import to_rgb

ROOT = Path(__file__).parents[2]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [Path(entry["file"]).name for entry in TOC["parts"][0]["chapters"]]
PAGES = [Path(TOC["root"]).name] + [Path(e["file"]).name for part in TOC["parts"] for e in part["chapters"]]


def pytest_generate_tests(metafunc):
    """Run a test that takes a `page_name` for each page of `_toc.yml`, one that takes a `chapter_name` for each chapter."""
    for argument, names in (("page_name", PAGES), ("chapter_name", CHAPTERS)):
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, names)


@pytest.fixture(scope="session")
def data():
    """What an experiment recorded in book/data, by its name: data("misread")."""
    return lambda name: json.loads((ROOT / "book" / "data" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """The book, built by the command that readers use into a folder of its own."""
    folder = tmp_path_factory.mktemp("book")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT, "--path-output", folder]
    # Notebook kernels are found through PATH and the environment that runs the tests.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [*map(str, command), "-W", "-n", "--keep-going"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return SimpleNamespace(
        html=folder / "_build" / "html",
        notebooks=folder / "_build" / "jupyter_execute",
        returncode=done.returncode,
        log=done.stdout + done.stderr,
    )


@pytest.fixture(scope="session")
def pages(build):
    """Every page of the built book, parsed: {path: soup}."""
    assert build.returncode == 0, build.log[-4000:]
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(build.html.rglob("*.html"))
        if "_static" not in path.relative_to(build.html).parts
    }


@pytest.fixture
def page(request, build, pages):
    """The page that this file of tests is about: `test_pooling_layer.py` is about `pooling-layer`."""
    name = request.path.stem.removeprefix("test_").replace("_", "-")
    return pages[build.html / "book" / f"{name}.html"]


@pytest.fixture
def prose(page):
    """The page's text, its spaces made one."""
    return re.sub(r"\s+", " ", page.find("article").get_text())


@pytest.fixture
def printed(page):
    """What each cell of the page printed, a list of str."""
    return [output.get_text() for output in page.select("article div.cell_output pre")]


@pytest.fixture
def printed_numbers(printed):
    """All numbers of each printed output, one list for each cell."""
    return [[float(one) for one in re.findall(r"-?\d+(?:\.\d*)?(?:e[-+]\d+)?", text)] for text in printed]


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

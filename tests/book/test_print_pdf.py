"""The book on paper: a tagged PDF with text in it."""

import importlib
import shutil
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture
def print_pdf():
    pytest.importorskip("playwright", reason="Playwright is not installed")
    return importlib.import_module("print_pdf")


def test_a_page_is_printed_tagged_and_with_its_fold_open(chromium, tmp_path, print_pdf):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang='en'><head><title>Paper</title></head><body><h1>One</h1>"
        "<details><summary>Answer</summary><p>forty-two</p></details></body></html>",
        encoding="utf-8",
    )
    print_pdf.print_page(chromium, page, tmp_path / "one.pdf")
    printed = (tmp_path / "one.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert b"/StructTreeRoot" in printed
    page.write_text(page.read_text(encoding="utf-8").replace("forty-two", ""), encoding="utf-8")
    print_pdf.print_page(chromium, page, tmp_path / "other.pdf")
    assert len(printed) > (tmp_path / "other.pdf").stat().st_size
    assert not list(tmp_path.glob("*.part"))


def test_a_missing_page_gets_a_sentence(tmp_path, monkeypatch, capsys, print_pdf):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    assert print_pdf.main() == 2
    assert capsys.readouterr().err == "The single page is missing: run `make pdf`, which builds it first.\n"


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_a_figure_to_touch_is_its_still_picture_in_the_printed_book_too(builder):
    from myst_nb.core.render import get_mime_priority

    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    wanted = get_mime_priority(builder, settings["sphinx"]["config"]["nb_mime_priority_overrides"])
    assert "text/html" in wanted
    assert "application/vnd.jupyter.widget-view+json" not in wanted

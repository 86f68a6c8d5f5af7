"""What the built pages say and what they ask for, read from their HTML."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np

BOOK = Path(__file__).parents[2] / "book"


def source(name):
    """Return what was written of a page."""
    return (BOOK / f"{name}.md").read_text(encoding="utf-8")


def test_the_book_builds_without_a_warning(build):
    assert build.returncode == 0, build.log[-4000:]
    assert "build succeeded." in build.log
    assert "finished with problems" not in build.log


def test_no_bracket_of_a_formula_is_taken_for_an_option(page_name):
    """After a command that takes an option TeX swallows what stands in square brackets, without a word."""
    formulas = re.findall(r"\$\$.*?\$\$", source(page_name), re.DOTALL)
    assert not [one for one in formulas if re.search(r"(\\begin\{\w+\}|\\\\)\s*\[", one)]


def test_code_in_sight_fits_the_column(page_name):
    """On a screen of usual width nobody has to scroll sideways to read a line of code."""
    cells = re.findall(
        r"^```(?:\{code-cell\} ipython3\n(---\n.*?\n---\n)?|python\n|sh\n)(.*?)^```",
        source(page_name),
        re.MULTILINE | re.DOTALL,
    )
    lines = [line for head, code in cells if "tags:" not in head for line in code.splitlines()]
    assert not [line for line in lines if len(line) > 76]


def test_nothing_comes_from_another_host(pages):
    for path, page in pages.items():
        asked = [tag.get("src") for tag in page.find_all(["script", "img", "iframe", "source", "video"])]
        asked += [tag.get("href") for tag in page.find_all("link") if tag.get("rel") != ["canonical"]]
        for address in filter(None, asked):
            parts = urlsplit(address)
            assert parts.scheme in ("", "data"), f"{path.name} asks for {address}"
            assert not parts.netloc, f"{path.name} asks for {address}"


def test_every_local_file_that_a_page_asks_for_is_there(pages):
    for path, page in pages.items():
        asked = [tag.get("src") for tag in page.find_all(["script", "img", "iframe", "source"])]
        asked += [tag.get("href") for tag in page.find_all("link")]
        for address in filter(None, asked):
            if urlsplit(address).scheme == "data" or address.startswith("#"):
                continue
            target = path.parent / unquote(urlsplit(address).path)
            assert target.is_file(), f"{path.name} asks for {address}, which does not exist"


def test_every_link_inside_the_book_leads_somewhere(pages):
    for path, page in pages.items():
        for link in page.select("a[href]"):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            assert target.is_file(), f"{path.name} links to {link['href']}, which does not exist"
            if parts.fragment and target.suffix == ".html":
                anchors = {other.resolve(): soup for other, soup in pages.items()}[target]
                assert anchors.find(id=unquote(parts.fragment)), f"{path.name}: no {link['href']}"


def test_every_picture_is_described(pages):
    figures = 0
    for path, page in pages.items():
        for image in page.find_all("img"):
            figures += "_images" in image["src"]
            alt = image.get("alt", "")
            assert len(alt.split()) >= 3, f"{path.name}: {image['src']} has the alt text {alt!r}"
            assert "_images" not in alt
            assert "jupyter_execute" not in alt
    assert figures >= 13


def test_the_index_knows_the_slides_names(build, pages):
    index = pages[build.html / "genindex.html"]
    entries = {entry.get_text().split("\n")[0] for entry in index.select("table.genindextable a")}
    for name in ("prac1_toyConv.py", "common/util.py", "im2col", "col2im", "완전 단순 Conv", "합성곱"):
        assert any(name in entry for entry in entries), name


def test_no_page_tells_where_it_was_made(build, pages):
    root = str(np.__file__).split("/lib/")[0]
    here = str(Path(__file__).parents[2])
    for path in [*pages, *build.html.rglob("*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        assert here not in text, f"{path.name} holds a path of this machine"
        assert root not in text, f"{path.name} holds a path of this machine"

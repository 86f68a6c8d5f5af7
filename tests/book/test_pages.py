"""What the built pages say and what they ask for, read from their HTML."""

import importlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest

SLIDES = {
    "out_final": [9, 13, 21, 25, 17, 25, 41, 49],
    "dW": [8, 12, 20, 24, 8, 12, 20, 24],
    "db": [4, 4],
    "dx": [3, 6, 3, 6, 12, 6, 3, 6, 3],
    "col": [0, 1, 3, 4, 1, 2, 4, 5, 3, 4, 6, 7, 4, 5, 7, 8],
}
CHAPTERS = sorted((Path(__file__).parents[2] / "book").glob("*.md"))


def test_the_book_builds_without_a_warning(build):
    assert build.returncode == 0, build.log[-4000:]
    assert "build succeeded." in build.log
    assert "finished with problems" not in build.log


def test_the_site_opens_on_the_front_page(build, pages):
    refresh = pages[build.html / "index.html"].find("meta", attrs={"http-equiv": "Refresh"})
    assert refresh["content"].split("url=")[1] == "book/index.html"
    assert (build.html / "book" / "index.html").is_file()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_bracket_of_a_formula_is_taken_for_an_option(chapter):
    """After a command that takes an option TeX swallows what stands in square brackets, without a word."""
    formulas = re.findall(r"\$\$.*?\$\$", chapter.read_text(encoding="utf-8"), re.DOTALL)
    assert not [one for one in formulas if re.search(r"(\\begin\{\w+\}|\\\\)\s*\[", one)]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_code_in_sight_fits_the_column(chapter):
    """On a screen of usual width nobody has to scroll sideways to read a line of code."""
    cells = re.findall(
        r"^```(?:\{code-cell\} ipython3\n(---\n.*?\n---\n)?|python\n|sh\n)(.*?)^```",
        chapter.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    lines = [line for head, code in cells if "tags:" not in head for line in code.splitlines()]
    assert not [line for line in lines if len(line) > 76]


def printed_numbers(chapter):
    """All numbers of each printed output, one list for each cell."""
    for output in chapter.select("div.cell_output pre"):
        yield [float(number) for number in re.findall(r"-?\d+(?:\.\d*)?(?:e[-+]\d+)?", output.get_text())]


@pytest.mark.parametrize("name", SLIDES)
def test_the_chapter_computes_the_slides_numbers(build, pages, name):
    chapter = pages[build.html / "book" / "toy-convolution.html"]
    assert SLIDES[name] in list(printed_numbers(chapter))


def test_measured_gradients_agree(build, pages):
    chapter = pages[build.html / "book" / "toy-convolution.html"]
    text = "\n".join(output.get_text() for output in chapter.select("div.cell_output pre"))
    differences = re.findall(r"d[xWb]: largest difference (\S+)", text)
    assert len(differences) == 6
    # Central differences of a linear function are exact but for rounding: about 1e-16 · loss / nudge.
    assert max(map(float, differences)) < 1e-8


def test_numbers_in_the_prose_are_right(build, pages):
    """Worked by hand: 0+1+3+4 = 8, doubled 16; windows 4 of 4 pixels; stride 2 leaves one window."""
    article = pages[build.html / "book" / "toy-convolution.html"].find("article")
    prose = re.sub(r"\s+", " ", article.get_text())
    for sentence in (
        "the first window gives 16 instead of 8, and with the bias 17 instead of 9",
        "The matrix has 4 rows, one for each window, and 4 columns",
        "It holds 16 numbers although the input has only 9 pixels",
        "(4, 4) · (4, 2) → (4, 2)",
        "every cell gets 1 from the filter of ones and 2 from the filter of twos, 3 in all",
        "Just 1. After one step",
        "It should be 12, and becomes 3",
        "It doubles too, from 4 to 8",
    ):
        assert sentence in prose


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


def test_the_exercise_can_be_downloaded(build, pages):
    chapter = pages[build.html / "book" / "toy-convolution.html"]
    links = [
        link["href"]
        for link in chapter.select("a.download[href]")
        if link["href"].endswith("/toy-conv.ipynb")
    ]
    assert len(links) == 1
    downloaded = (build.html / "book" / links[0]).resolve().read_bytes()
    root = Path(__file__).parents[2]
    assert downloaded == (root / "exercises" / "toy-conv" / "toy-conv.ipynb").read_bytes()


def test_the_library_is_documented_name_by_name(build, pages):
    """Each name that a package of modlab offers has its place on the page, once."""
    page = pages[build.html / "book" / "api.html"]
    shown = [entry["id"] for entry in page.select("dt.sig[id]")]
    assert len(shown) == len(set(shown))
    for module in map(importlib.import_module, ("modlab.layers", "modlab.networks", "modlab.widgets")):
        for name in module.__all__:
            assert any(place.endswith(f".{name}") for place in shown), f"{module.__name__}.{name}"


def test_the_index_knows_the_slides_names(build, pages):
    index = pages[build.html / "genindex.html"]
    entries = {entry.get_text().split("\n")[0] for entry in index.select("table.genindextable a")}
    for name in ("prac1_toyConv.py", "common/util.py", "im2col", "col2im", "완전 단순 Conv", "합성곱"):
        assert any(name in entry for entry in entries), name


def test_three_kinds_of_reader_start_in_one_click(build, pages):
    front = pages[build.html / "book" / "index.html"].find("article")
    links = {link["href"].split("#")[0] for link in front.select(".sd-card a[href]")}
    assert {"big-picture.html", "students.html", "instructors.html"} <= links


def test_the_chapter_keeps_the_exercises_secrets(build, pages):
    """The five lines that the student writes stand nowhere in the chapter, in no folded cell either."""
    code = pages[build.html / "book" / "toy-convolution.html"].find("article").get_text()
    code = re.sub(r"\s+", "", code)
    for answer in ("W.reshape(FN,-1).T", "col@col_W+b", ".sum(axis=0)", "col.T@", "@col_W.T"):
        assert answer not in code


def test_no_page_tells_where_it_was_made(build, pages):
    root = str(np.__file__).split("/lib/")[0]
    here = str(Path(__file__).parents[2])
    for path in [*pages, *build.html.rglob("*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        assert here not in text, f"{path.name} holds a path of this machine"
        assert root not in text, f"{path.name} holds a path of this machine"

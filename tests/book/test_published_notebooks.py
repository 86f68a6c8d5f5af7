"""The chapters as notebooks, as the built book gives them: nothing of MyST is left."""

import re
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, NavigableString
from markdown_it import MarkdownIt

BOOK = Path(__file__).parents[2] / "book"


def raw_myst(markdown):
    """Return what of MyST a program that knows plain Markdown only would show in some text, a list of str."""
    soup = BeautifulSoup(MarkdownIt("commonmark").enable("table").render(markdown), "html.parser")
    # To such a program a directive is a block of code in a language with braces, a role is a word in braces before code.
    found = [str(code["class"]) for code in soup.select("pre > code[class*='{']")]
    for code in soup.select(":not(pre) > code"):
        before = code.previous_sibling
        found += re.findall(r"\{[\w:+-]+\}$", before) if isinstance(before, NavigableString) else []
    for block in soup.select("pre, code"):
        block.decompose()
    return found + re.findall(r"^:::.*|^\([\w-]+\)=|\{\{.*?\}\}|^\+\+\+|^% .*", soup.get_text(), re.MULTILINE)


def test_no_published_notebook_holds_raw_myst(build):
    assert build.returncode == 0, build.log[-4000:]
    notebooks, seen = 0, set()
    for path in sorted(BOOK.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "kernelspec:" not in text:
            continue
        notebooks += 1
        notebook = nbformat.read(build.notebooks / "book" / f"{path.stem}.ipynb", as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                assert raw_myst(cell.source) == [], path.stem
        seen |= set(raw_myst(text))
    assert notebooks > 10
    # The search does see what the pages are written in.
    assert {"{glue:text}", "{term}"} <= seen
    assert any(one.startswith(":::") for one in seen)

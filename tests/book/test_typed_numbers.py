"""No result in the prose is typed by hand: it would stay when the code that gives it changes.

What looks like a result is a decimal, a number with thousands, a percentage, or "so many times". Numbers of another kind
are settings: what the reader is told to put in, a threshold, a size of a data set. Each of those is listed here.
"""

import re
from pathlib import Path

BOOK = Path(__file__).parents[2] / "book"
RESULT = re.compile(
    r"(?<![\w.,/])(\d+(?:\.\d+)?\s?%|\d+\.\d+(?!\.\d)|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?= times))(?![\w/])"
)
SETTINGS = {
    "deeper": {"70 %", "90 %", "1,000"},
    "see-filters": {"0.35", "0.65"},
    "train": {"5,000", "1,000", "10,000"},
    "volumes": {"0.01"},
    "instructors": {"5.13"},
    "students": {"3.11", "3.12", "3.13"},
}


def prose(text):
    """Return what is typed: without the header, cells and other fenced blocks, code, roles, links' targets and sources."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^\*\*Sources\.\*\*.*?(?=\n\n|\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\{[\w:-]+\}`[^`]*`|`[^`]*`", "", text)
    return re.sub(
        r"\[([^\]]*)\]\([^)]*\)", lambda link: re.sub(r"(doi|arXiv):\S+|CC BY \S+", "", link[1]), text
    )


def test_no_result_is_typed(page_name):
    found = set(RESULT.findall(prose((BOOK / f"{page_name}.md").read_text(encoding="utf-8"))))
    assert found - SETTINGS.get(page_name, set()) == set()


def test_a_typed_result_is_found():
    """The search sees what it is for, and passes over what is computed."""
    text = (
        "---\nx: 1.5\n---\nIt reads 99.57 % and {glue:text}`accuracy`, in 3,072 numbers, 12 times faster, `0.5`, 0.25 off.\n\n"
        "```{code-cell} ipython3\n1.25\n```\n\n**Sources.** [doi:10.1109/5.726791](https://x.org/1.5).\n"
    )
    assert RESULT.findall(prose(text)) == ["99.57 %", "3,072", "12", "0.25"]

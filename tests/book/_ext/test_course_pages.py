"""The pages that are made from the course's own files, built alone in a small project."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

SOLUTION = """\
# %% [markdown]
# # A small exercise

# %% [markdown]
# ### Blank 1: `db`

# %% answer="db"
db = None  # instead of None: the gradient of b
### BEGIN SOLUTION
# Each bias was added
# at every window.
db = dout.sum(axis=0)  # windows vanish
### END SOLUTION

# %% [markdown]
# ### Blank 2: `dx`

# %% answer="dx"
def backward(dout):
    dx = None  # instead of None: the gradient of x
    ### BEGIN SOLUTION
    dx = dout * 2
    ### END SOLUTION
    return dx


dx = backward(dout)
"""
ROWS = """\
- {row: 1, topic: "큰 그림", section: "index#the-place", exercise: "toy-conv, im2col", tested_by: "tests/book/test_pages.py"}
"""


@pytest.fixture
def build_page(tmp_path, monkeypatch, sphinx):
    """Build a page that consists of one directive; give its text and its HTML."""

    def build(directive, content="", before="", **environment):
        (tmp_path / "solutions").mkdir()
        (tmp_path / "solutions" / "toy_conv.py").write_text(SOLUTION, encoding="utf-8")
        for name in ("toy-conv", "im2col"):
            (tmp_path / "exercises" / name).mkdir(parents=True)
            (tmp_path / "exercises" / name / f"{name}.ipynb").write_text("{}", encoding="utf-8")
        (tmp_path / "book").mkdir()
        (tmp_path / "book" / "slides.yml").write_text(ROWS, encoding="utf-8")
        (tmp_path / "index.md").write_text(
            f"(the-place)=\n# Page\n\n{before}\n```{{{directive}}}\n{content}\n```\n", encoding="utf-8"
        )
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        done = sphinx(
            tmp_path,
            ["myst_parser", "sphinx_design", "course_pages"],
            'myst_enable_extensions = ["colon_fence"]',
            'exclude_patterns = ["_build", "exercises"]',
        )
        assert done.returncode == 0, done.stderr
        return BeautifulSoup(
            (tmp_path / "_build" / "html" / "index.html").read_text(encoding="utf-8"), "html.parser"
        )

    return build


def test_an_answer_stands_behind_a_closed_fold(build_page):
    page = build_page("solutions", "toy-conv")
    first, second = page.find_all("details")
    assert not first.has_attr("open")
    assert page.find("h2").get_text().startswith("A small exercise")
    assert first.find("summary").get_text().split() == ["Blank", "1:", "db"]
    assert first.find("p").get_text() == "Each bias was added at every window."
    assert first.find("pre").get_text() == "db = dout.sum(axis=0)  # windows vanish\n"
    assert second.find("pre").get_text() == "def backward(dout):\n    dx = dout * 2\n    return dx\n"


def test_one_switch_builds_the_book_without_answers(build_page):
    page = build_page("solutions", "toy-conv", SHOW_SOLUTIONS="no")
    assert "comes without the solutions" in page.get_text()
    assert not re.search(r"dout|Blank", page.find("body").get_text())


def test_a_row_of_the_deck_leads_to_its_section(build_page):
    page = build_page("slides-table")
    number, topic, here = page.select("tbody td")
    assert (number.get_text(), topic.get_text()) == ("1", "큰 그림")
    place, *exercises = here.find_all("a")
    assert (place.get_text(), place["href"]) == ("Page", "#the-place")
    assert [Path(exercise["href"]).name for exercise in exercises] == ["toy-conv.ipynb", "im2col.ipynb"]
    assert here.get_text().endswith("test: pages")


def test_korean_terms_stand_in_their_own_order(build_page):
    glossary = (
        "```{glossary}\nwindow\n윈도우\n  A part.\n\nim2col\n  A copy.\n\nweight\n가중치\n  A number.\n```\n"
    )
    page = build_page("korean-terms", before=glossary)
    links = page.select("a.reference.internal:has(.std-term)")
    assert [link.get_text() for link in links] == ["가중치", "윈도우"]
    assert [page.find(id=link["href"][1:]).get_text(strip=True)[:3] for link in links] == ["가중치", "윈도우"]

"""Every topic of the deck has a section in the built book, and a test or a cell that checks it."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ROWS = yaml.safe_load((ROOT / "book" / "slides.yml").read_text(encoding="utf-8"))


def test_all_topics_of_the_deck_are_listed_once_and_in_order():
    assert [row["row"] for row in ROWS] == list(range(1, 43))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row['row']}")
def test_the_section_is_in_the_built_book(row, pages, build):
    chapter, anchor = row["section"].split("#")
    page = pages[build.html / "book" / f"{chapter}.html"]
    place = page.find(id=anchor)
    assert place is not None
    # An anchor stands before a heading, or is its section; either way there is prose to read.
    section = place if place.name == "section" else place.find_parent("section") or place.find_next("section")
    assert len(section.get_text()) > 200


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row['row']}")
def test_what_checks_it_exists(row):
    for path in re.findall(r"(?:tests|book|autograder)/[\w/.-]+", row["tested_by"]):
        assert (Path(ROOT) / path).exists()


def test_the_page_shows_them_all(pages, build):
    page = pages[build.html / "book" / "slides-index.html"]
    assert [int(cell.get_text()) for cell in page.select("table tr td:first-child")] == list(range(1, 43))

"""The glossary, as it is written: no book is built for it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOOK = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md"))}
ENTRIES = re.search(r"```\{glossary\}\n(.*?)\n```", BOOK["glossary"], re.DOTALL)[1].split("\n\n")
SAME_IN_KOREAN = {"Adam", "col2im", "im2col", "ReLU"}  # names, which nobody translates


def names(entry):
    return [line for line in entry.splitlines() if not line.startswith("  ")]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: names(entry)[0])
def test_a_term_has_its_korean_name_and_a_sentence(entry):
    english, *others = names(entry)
    korean = any(re.search("[가-힣]", name) for name in others) or english in SAME_IN_KOREAN
    assert korean, f"{english} has no Korean name: write it below the English one in book/glossary.md."
    sentence = " ".join(line.strip() for line in entry.splitlines() if line.startswith("  "))
    assert re.fullmatch(r"\S.*[.)]", sentence), f"{english} needs a sentence that says what it is."


def test_a_name_stands_for_one_thing():
    every = [name for entry in ENTRIES for name in names(entry)]
    assert len(every) == len(set(every))


def test_terms_stand_in_alphabetical_order():
    english = [names(entry)[0] for entry in ENTRIES]
    in_order = sorted(english, key=lambda name: (not name[0].isalpha(), name.lower()))
    astray = next((name for name, right in zip(english, in_order, strict=True) if name != right), None)
    assert astray is None, f"The alphabet is left at {astray} in book/glossary.md."


@pytest.mark.parametrize("page", BOOK)
def test_what_a_page_links_to_is_in_the_glossary(page):
    linked = {re.search(r"([^<>]+)>?$", text)[1] for text in re.findall(r"\{term\}`([^`]+)`", BOOK[page])}
    missing = sorted(linked - {name for entry in ENTRIES for name in names(entry)})
    assert not missing, f"book/{page}.md links {missing}: add them to book/glossary.md, or link another term."

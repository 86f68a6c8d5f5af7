"""The pages as a reader's browser shows them, opened from `file://` with every other host out of reach."""

import pytest


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_page_opens_whole_and_fits_a_phone(build, open_page, page_name, colours):
    page = open_page(build.html / "book" / f"{page_name}.html", width=390, colours=colours)
    assert page.troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.documentElement.dataset.theme") == colours
    assert page.evaluate("[...document.images].filter(image => !image.naturalWidth).length") == 0


def test_a_page_opens_whole_on_a_desktop(build, open_page, page_name):
    page = open_page(build.html / "book" / f"{page_name}.html")
    assert page.troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_sites_door_leads_to_the_front_page(build, open_page):
    page = open_page(build.html / "index.html")
    page.wait_for_url("**/book/index.html")
    assert page.locator("h1").first.inner_text().startswith("Convolution by Hand")
    assert page.troubles == []


def test_formulas_are_set_without_a_network(build, open_page):
    page = open_page(build.html / "book" / "toy-convolution.html")
    page.wait_for_selector("mjx-container")
    assert page.locator("mjx-container").count() >= 6
    assert page.locator("mjx-merror").count() == 0
    fonts = page.evaluate(
        "[...document.fonts].filter(font => font.status == 'loaded').map(font => font.family)"
    )
    assert any("MJX" in family for family in fonts)
    assert page.troubles == []


def test_an_answer_unfolds_from_the_keyboard(build, open_page):
    page = open_page(build.html / "book" / "toy-convolution.html")
    answer = page.locator("details.sd-dropdown").first
    assert answer.get_attribute("open") is None
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    assert answer.get_attribute("open") is not None
    assert answer.locator("p").last.is_visible()


def test_a_figures_code_is_folded_below_it(build, open_page):
    page = open_page(build.html / "book" / "toy-convolution.html")
    cell = page.locator("div.cell.tag_hide-input").first
    picture, code = cell.locator("img").bounding_box(), cell.locator("summary").first.bounding_box()
    assert code["y"] >= picture["y"] + picture["height"]
    assert not cell.locator("pre").first.is_visible()


def test_the_search_finds_a_word_without_a_server(build, open_page):
    address = (build.html / "search.html").as_uri() + "?q=col2im"
    page = open_page(build.html / "search.html")
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector("#search-results li a")
    found = page.locator("#search-results li a").evaluate_all("links => links.map(link => link.href)")
    assert any("book/toy-convolution.html" in link for link in found)
    assert page.troubles == []

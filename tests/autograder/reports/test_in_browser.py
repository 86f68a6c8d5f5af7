"""The pages that the grader writes, opened in a browser: they fit a phone, ask nobody for anything, and axe-core finds nothing serious."""

import pytest

from autograder import catalog
from autograder.grading.results import GRADED, Result
from autograder.judging.example import Example, Panel
from autograder.judging.verdict import CellVerdict
from autograder.reports.class_report import Summary, write_class_report, write_times
from autograder.reports.feedback import feedback_page

sync_playwright = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-core for Playwright is not installed"
)

EXAMPLE = Example(
    "The smallest numbers on which it shows, with stride 1 and pad 0.",
    (
        Panel("", "x", (1, 2, 2, 2), tuple("12345678")),
        Panel("your ", "dcol", (2, 8), ("0.3333",) * 15 + ("-1.25e+10",), marked=(3, 15)),
        Panel("what it must be", "", (2, 8), ("0.3333",) * 16),
    ),
)
RESULT = Result(
    "kim",
    GRADED,
    (
        CellVerdict(
            "toy-conv-col_W", 0, 2, "On the slide's numbers, col_W is wrong.", message_ko="값이 다릅니다."
        ),
        CellVerdict(
            "toy-conv-out",
            2,
            2,
            note="This builds on col_W. With the right col_W in place of yours, it is right.",
        ),
        CellVerdict(
            "toy-conv-db",
            0,
            2,
            "db is wrong.",
            "db-over-filters",
            "You summed over axis 1.",
            "축 1을 더했습니다.",
        ),
        CellVerdict("toy-conv-dcol_W", 2, 2),
        CellVerdict("toy-conv-dcol", 0, 2, "2 of its 16 numbers are wrong.", example=EXAMPLE),
    ),
    isolated=False,
    seconds={"toy-conv-out": 0.004, "toy-conv-db": None, "toy-conv-dcol": 1.5},
)


@pytest.fixture
def written(tmp_path):
    """A feedback page, the page about the class, and the one about times."""
    toy_conv = catalog.load("toy-conv")
    (tmp_path / "feedback.html").write_text(feedback_page(RESULT, toy_conv), encoding="utf-8")
    summary = Summary()
    summary.add(RESULT)
    write_class_report(summary, toy_conv, tmp_path / "class.html")
    write_times(summary, toy_conv, tmp_path / "times.html")
    return sorted(tmp_path.glob("*.html"))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pages_fit_a_phone_and_axe_finds_nothing_serious(written, open_page, colours):
    axe, found = sync_playwright.Axe(), []
    assert len(written) == 3
    for path in written:
        page = open_page(path, width=390, colours=colours)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name
        for violation in axe.run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found.append(f"{path.name}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
        assert page.troubles == []
    assert found == []


def test_the_picture_marks_what_is_wrong_and_says_it(written, open_page):
    page = open_page(next(path for path in written if path.name == "feedback.html"))
    picture = page.get_by_role("img", name="your dcol, shape (2, 8)")
    assert picture.get_attribute("aria-label").endswith("Wrong: [0, 3], [1, 7].")
    assert picture.locator(".marked text").all_text_contents() == ["0.3333", "-1.25e+10"]
    marked, plain = (
        picture.locator(selector).first.evaluate("box => getComputedStyle(box).strokeWidth")
        for selector in (".marked rect", "g:not(.marked) rect")
    )
    assert (marked, plain) == ("3px", "1px")
    for cell in picture.locator("g").all():  # no number is wider than its box
        box, text = (cell.locator(part).bounding_box() for part in ("rect", "text"))
        assert box["x"] <= text["x"]
        assert text["x"] + text["width"] <= box["x"] + box["width"]
    assert page.get_by_role("img", name="x, shape (1, 2, 2, 2)").locator(
        "text.label"
    ).all_text_contents() == [
        "[0, 0]",
        "[0, 1]",
    ]

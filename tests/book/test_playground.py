"""The figures to touch, in the built page: driven by mouse, finger and keyboard, with every other host out of reach."""

import json
import re

import pytest

import modlab.widgets
from modlab.widgets.digit_reader import EXAMPLES

TITLES = {name: getattr(modlab.widgets, name).title.default_value for name in modlab.widgets.__all__}
STATE = "application/vnd.jupyter.widget-state+json"
LARGEST = 60_000


@pytest.fixture
def playground(build):
    return build.html / "book" / "playground.html"


@pytest.fixture
def page(open_page, playground):
    page = open_page(playground)
    page.wait_for_selector(".live")
    yield page
    assert page.troubles == []


def figure(page, name):
    """The figure with the title of this class, in view."""
    found = page.get_by_role("group", name=TITLES[name])
    found.scroll_into_view_if_needed()
    return found


def says(found):
    return found.get_by_role("status").inner_text()


def cell(found, view, row, column):
    return found.get_by_role("grid", name=view, exact=True).locator(
        f'[data-row="{row}"][data-column="{column}"]'
    )


def slide(found, label, key, times=1):
    """Move a slider with a key."""
    slider = found.get_by_label(label, exact=True)
    for _ in range(times):
        slider.press(key)


# ---------------------------------------------------------------------------------------------------- each one


def test_stepper_by_mouse(page):
    found = figure(page, "ConvolutionStepper")
    cell(found, "output", 2, 1).hover()
    assert says(found).startswith("Output 3 × 4. Row 2, column 1: 0·(−1) + 0·0 + 100·1 + ")
    assert says(found).endswith(" = 300.")
    found.get_by_label("example").select_option("nine pixels (slides)")
    assert "Row 0, column 0: 0·1 + 1·1 + 3·1 + 4·1 + bias 1 = 9." in says(found)
    found.get_by_role("button", name="next window").click()
    assert "Row 0, column 1: 1·1 + 2·1 + 4·1 + 5·1 + bias 1 = 13." in says(found)
    cell(found, "input x", 2, 2).click()
    assert "Row 1, column 1" in says(found)
    found.get_by_label("pixel at row 2, column 2").fill("108")
    assert says(found).endswith("4·1 + 5·1 + 7·1 + 108·1 + bias 1 = 125.")


def test_stepper_by_keyboard(page):
    found = figure(page, "ConvolutionStepper")
    cell(found, "output", 0, 1).press("ArrowDown")
    assert "Row 1, column 1" in says(found)
    page.keyboard.press("ArrowLeft")
    assert "Row 1, column 0" in says(found)
    page.keyboard.press("End")
    assert "Row 1, column 3" in says(found)
    slide(found, "stride", "ArrowRight")
    assert says(found).startswith("Output 2 × 2. ")
    assert "The stride leaves out the last 1 column." in says(found)
    slide(found, "padding", "ArrowRight")
    assert says(found).startswith("Output 3 × 3. ")
    # A digit on a weight goes to the field that changes it.
    cell(found, "filter W", 0, 0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("7")
    assert cell(found, "filter W", 0, 1).inner_text() == "7"


def test_stepper_keeps_the_last_number_while_another_is_typed(page):
    found = figure(page, "ConvolutionStepper")
    found.get_by_label("bias").fill("2.5")
    assert "bias 2.5" in says(found)
    found.get_by_label("bias").fill("")
    assert "bias 2.5" in says(found)


def test_four_views_by_mouse(page):
    found = figure(page, "FourViews")
    cell(found, "x", 0, 0).hover()
    assert (
        says(found)
        == "Pixel x (0, 0) = 0 lies in 1 window: it stands 1 time in col and takes part in out (0, 0)."
    )
    cell(found, "col", 4, 1).click()
    assert "Row 4 of col is the window of out (1, 1). Its entry 1 = 6 is pixel x (1, 2)" in says(found)
    lit = found.get_by_role("grid", name="x", exact=True).locator('[data-look~="window"]')
    assert lit.all_inner_texts() == ["5", "6", "9", "10"]
    cell(found, "out", 0, 0).click()
    assert "0·1 + 1·2 + 4·3 + 5·4 + bias 1 = 35." in says(found)


def test_four_views_backward_by_keyboard(page):
    found = figure(page, "FourViews")
    found.get_by_label("direction").press("ArrowDown")
    cell(found, "dx", 1, 1).focus()
    page.keyboard.press("ArrowRight")
    assert says(found).startswith("dx (1, 2) = ")
    assert "4 windows lie on this pixel and each adds its share. With = in place of +=" in says(found)
    cell(found, "dout", 0, 0).press("Enter")
    assert says(found).startswith("dout (0, 0) = 1 goes to row 0 of dcol as 1 times each weight")
    found.get_by_label("change dout at row 0, column 0").fill("5")
    assert says(found).startswith("dout (0, 0) = 5 goes")
    cell(found, "db", 0, 0).press("Enter")
    assert says(found) == "db = 5 + 2 + 3 + 1 + 2 + 3 + 1 + 2 + 3 = 22: the bias reached every output."


def test_output_size_by_mouse_and_keyboard(page):
    found = figure(page, "OutputSizeCalculator")
    assert "Rounded down; the last 1 row and 1 column of the padded input are never seen." in says(found)
    found.get_by_label("strict: refuse what is not whole").click()
    assert says(found).endswith("Not whole: the strict rule raises an error.")
    slide(found, "stride S", "ArrowLeft")
    assert says(found).endswith("= 3. The output is 3 × 3.")
    slide(found, "stride S", "Home")
    slide(found, "padding P", "ArrowRight")
    assert says(found).endswith("The output is 7 × 7. The size is kept.")
    slide(found, "filter F", "End")
    assert says(found) == "A filter of 11 × 11 does not fit: even with padding the input is 9 × 9."


def test_pooling_by_mouse(page):
    found = figure(page, "PoolingFigure")
    cell(found, "out", 0, 1).hover()
    assert "Output row 0, column 1 = 7, the largest of 7, 1, 0, 3, 2, 3, 2, 1, 2." in says(found)
    assert "The pixel at row 0, column 3 won, so it alone gets the gradient 2." in says(found)
    found.get_by_label("take the").select_option("average")
    assert "= 2.33, the mean of" in says(found)


def test_pooling_by_keyboard(page):
    found = figure(page, "PoolingFigure")
    cell(found, "out", 0, 0).press("ArrowDown")
    assert "Output row 1, column 0 = 6" in says(found)
    slide(found, "shift to the right", "ArrowRight")
    assert says(found).endswith("Shifted by 1 pixel, 4 of 4 outputs are as before.")
    cell(found, "input x", 4, 1).focus()
    page.keyboard.press("9")
    assert "= 9, the largest of" in says(found)


def test_volumes_by_mouse_and_keyboard(page):
    found = figure(page, "Volumes")
    assert says(found).startswith("(2, 3, 32, 32) ∗ (10, 3, 5, 5) + (10, 1, 1) → (2, 10, 28, 28). ")
    assert "= 760 numbers to learn" in says(found)
    found.get_by_label("one bias for each filter").click()
    assert "= 750 numbers to learn" in says(found)
    slide(found, "channels of a filter", "ArrowRight")
    assert says(found).startswith("Channels do not match: x has 3, each filter has 4.")
    slide(found, "channels C", "ArrowRight")
    assert says(found).startswith("(2, 4, 32, 32) ∗ (10, 4, 5, 5) → (2, 10, 28, 28).")
    # Once they fit, the filters follow the input.
    slide(found, "channels C", "ArrowRight")
    assert says(found).startswith("(2, 5, 32, 32) ∗ (10, 5, 5, 5)")


def test_receptive_field_by_mouse_and_keyboard(page):
    found = figure(page, "ReceptiveField")
    assert "9 + 9 = 18. One 5 × 5 filter that sees as much has 25." in says(found)
    cell(found, "layer 1", 0, 0).click()
    assert says(found).startswith(
        "Layer 1, row 0, column 0 sees 3 × 3 pixels of the input: rows 0 to 2, columns 0 to 2."
    )
    page.keyboard.press("ArrowDown")
    assert "rows 1 to 3, columns 0 to 2." in says(found)
    found.get_by_label("stack").select_option("three 3 × 3")
    assert "sees 7 × 7 pixels" in says(found)
    assert "9 + 9 + 9 = 27. One 7 × 7 filter that sees as much has 49." in says(found)
    found.get_by_role("button", name="remove the last").press("Enter")
    assert "sees 5 × 5 pixels" in says(found)
    slide(found, "layer 1: stride", "ArrowRight")
    assert "sees 7 × 7 pixels" in says(found)


def test_filters_live_by_mouse_and_keyboard(page):
    found = figure(page, "FiltersLive")
    assert says(found).startswith("“vertical edges” on the photograph: 86 × 86 numbers from −")
    found.get_by_label("filter", exact=True).select_option("blur")
    assert "84 × 84" in says(found)
    assert "add up to 1" in says(found)
    found.get_by_label("filter", exact=True).select_option("trained 7")
    assert says(found).startswith("“trained 7” on the photograph")
    cell(found, "filter W", 0, 0).press("3")
    assert says(found).startswith("“my own” on the photograph")
    found.get_by_label("picture", exact=True).select_option("my drawing")
    found.get_by_role("button", name="wipe the drawing").click()
    assert "numbers from 0 to 0." in says(found)
    board = found.get_by_role("application", name="board to draw on")
    box = board.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    page.mouse.up()
    assert "numbers from 0 to 0." not in says(found)


def draw(page, board, lines):
    """Draw lines with the mouse on a board of 28 × 28."""
    box = board.bounding_box()
    scale = box["width"] / 28
    for line in lines:
        for number, (x, y) in enumerate(line):
            page.mouse.move(box["x"] + (x + 0.5) * scale, box["y"] + (y + 0.5) * scale, steps=6)
            if number == 0:
                page.mouse.down()
        page.mouse.up()


def test_digits_are_read_as_they_are_drawn_by_mouse(page):
    found = figure(page, "DigitReader")
    board = found.get_by_role("application", name="board to draw a digit on")
    found.get_by_text("The network reads 3").wait_for()
    for digit in ("7", "4", "0"):
        found.get_by_role("button", name="wipe the board").click()
        assert says(found) == "The board is empty."
        board.scroll_into_view_if_needed()
        draw(page, board, EXAMPLES[digit])
        assert says(found).startswith(f"The network reads {digit}, ")


def test_a_digit_is_drawn_by_keyboard_alone(page):
    found = figure(page, "DigitReader")
    found.get_by_text("The network reads 3").wait_for()
    board = found.get_by_role("application", name="board to draw a digit on")
    board.press("Delete")
    assert says(found) == "The board is empty."
    for key, times in (("ArrowUp", 9), ("Space", 1), ("ArrowDown", 18)):
        for _ in range(times):
            page.keyboard.press(key)
    assert found.get_by_text("Pen down at column 14, row 23.").is_visible()
    assert says(found).startswith("The network reads 1, ")
    found.get_by_label("example").select_option("8")
    assert says(found).startswith("The network reads 8, ")


def test_curves_by_mouse_and_keyboard(page):
    card = modlab.widgets.TrainingCurves().runs["simple-convnet"]
    found = figure(page, "TrainingCurves")
    slide(found, "epoch", "ArrowRight", times=2)
    assert f"simple-convnet, epoch 3: {card['train'][2]:.2%}".replace("%", " %") in says(found)
    box = found.locator("svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.985, box["y"] + 40)
    assert f"epoch 20: {card['train'][19]:.2%}".replace("%", " %") in says(found)
    found.get_by_label(re.compile("^simple-convnet")).click()
    assert "simple-convnet" not in says(found)


# --------------------------------------------------------------------------------------------- all of them


def test_every_figure_is_in_the_playground(page):
    for name in TITLES:
        assert figure(page, name).get_by_role("status").inner_text()
    assert page.locator(".live").count() == len(TITLES)


@pytest.mark.parametrize(
    ("width", "colours"), [(1280, "light"), (390, "dark"), (390, "light"), (1280, "dark")]
)
def test_axe_finds_nothing_in_any_figure(open_page, playground, width, colours):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-core for Playwright is not installed"
    )
    page = open_page(playground, width=width, colours=colours)
    page.wait_for_selector(".live")
    result = axe.Axe().run(page, context=".live-figure").response
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]] == []
    assert len(result["passes"]) > 10


def test_figures_fit_a_phone(open_page, playground):
    page = open_page(playground, width=390)
    page.wait_for_selector(".live")
    wide = page.evaluate(
        "[...document.querySelectorAll('.live')].filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_finger_moves_the_window(chromium, playground):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(playground.as_uri())
    found = figure(page, "ConvolutionStepper")
    cell(found, "output", 2, 2).tap()
    assert "Row 2, column 2" in says(found)
    context.close()


def test_dark_pages_have_dark_figures(open_page, playground):
    faces = []
    for colours in ("light", "dark"):
        page = open_page(playground, colours=colours)
        faces.append(page.locator(".live").first.evaluate("one => getComputedStyle(one).backgroundColor"))
    assert faces == ["rgb(253, 251, 245)", "rgb(23, 32, 41)"]


def test_a_light_pixel_is_lighter_than_a_dark_one_on_every_page(open_page, playground):
    for colours in ("light", "dark"):
        found = figure(open_page(playground, colours=colours), "ConvolutionStepper")
        # 0 at the left, 100 at the right; the last row is outside the first window.
        dark, light = (
            cell(found, "input x", 4, column).evaluate(
                """one => {
                  const context = document.createElement("canvas").getContext("2d");
                  context.fillStyle = getComputedStyle(one).backgroundColor;
                  context.fillRect(0, 0, 1, 1);
                  return context.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b);
                }"""
            )
            for column in (0, 5)
        )
        assert light > dark + 60, colours


def test_nothing_moves_for_those_who_asked_for_less_motion(page):
    one = cell(figure(page, "ConvolutionStepper"), "output", 0, 0)
    durations = []
    for motion in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=motion)
        durations.append(one.evaluate("one => getComputedStyle(one).transitionDuration"))
    assert durations[0] != "0s"
    assert durations[1] == "0s"


def test_without_javascript_a_picture_stands_in_its_place(chromium, playground):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(playground.as_uri())
    stills = page.locator(".live-figure > svg[role=img]")
    assert stills.count() == len(TITLES)
    for still in stills.all():
        assert still.is_visible()
        assert still.bounding_box()["height"] > 80
        assert len(still.get_attribute("aria-label").split()) >= 6
    assert page.locator(".live").count() == 0
    context.close()


def test_a_figure_that_cannot_start_leaves_its_picture(open_page, playground, tmp_path):
    """A broken module is told on the console; its picture stays, and the other figures live."""
    text = playground.read_text(encoding="utf-8")
    broken = text.replace("export default { render }", "export default { }", 1)
    assert broken != text
    copy = playground.with_name("playground-broken.html")
    copy.write_text(broken, encoding="utf-8")
    try:
        page = open_page(copy)
        page.wait_for_selector(".live")
        assert page.locator(".live").count() == len(TITLES) - 1
        assert page.locator(".live-figure > svg").count() == 1
        assert any("A figure stays still" in trouble for trouble in page.troubles)
    finally:
        copy.unlink()


def test_each_figure_costs_the_page_little(pages, playground):
    page = pages[playground]
    states = json.loads(page.find("script", type=STATE).string)["state"]
    places = page.select(".live-figure")
    assert len(places) == len(TITLES)
    for place in places:
        entry = states[place["data-model-id"]]
        cost = len(json.dumps(entry).encode()) + len(str(place).encode())
        assert 5_000 < cost < LARGEST, f"{entry['state']['title']}: {cost} bytes"
    host = playground.parents[1] / "_static" / "live-figures.js"
    assert host.stat().st_size < 3_000


def test_the_weights_come_when_the_reader_comes_to_them(open_page, playground):
    page = open_page(playground)
    page.wait_for_selector(".live")
    loaded = "[...document.scripts].filter(one => one.src.includes('/figure-data/')).length"
    assert page.evaluate(loaded) == 0
    assert (
        says(page.get_by_role("group", name=TITLES["DigitReader"]))
        == "The network's weights are on their way."
    )
    figure(page, "DigitReader").get_by_text("The network reads 3").wait_for()
    assert page.evaluate(loaded) == 1
    assert page.troubles == []


def test_pages_without_figures_load_no_host(pages, playground):
    for path, page in pages.items():
        hosts = [one for one in page.find_all("script", src=True) if "live-figures.js" in one["src"]]
        assert len(hosts) == (1 if page.select(".live-figure") else 0), path.name
    assert pages[playground].select_one("script[src*='live-figures.js'][defer]")

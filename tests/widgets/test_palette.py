"""One palette: no colour stands anywhere else, and all who read it read the same."""

import re
from pathlib import Path

import pytest
from matplotlib.colors import to_hex, to_rgb

from modlab.widgets import palette
from modlab.widgets.figure import Figure, joined

ROOT = Path(__file__).parents[2]
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
CODE = sorted(
    path
    for folder in ("modlab", "book")
    for ending in ("py", "js", "css")
    for path in (ROOT / folder).rglob(f"*.{ending}")
    if path.name not in ("palette.js", "palette.py")
)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_no_colour_stands_outside_the_palette(path):
    assert COLOUR.findall(path.read_text(encoding="utf-8")) == []


def test_the_favicon_is_painted_with_it():
    used = set(COLOUR.findall((ROOT / "book" / "_static" / "favicon.svg").read_text(encoding="utf-8")))
    assert used
    assert used <= set(palette.PALETTE["light"].values())


def test_the_judges_bars_have_its_blue_and_on_dark_pages_its_sky():
    for page in (ROOT / "autograder").rglob("templates/*.html"):
        bars = re.findall(r"--bar: (#\w+);", page.read_text(encoding="utf-8"))
        assert bars in ([], [palette.BLUE, palette.SKY]), page.name


def test_dark_pages_have_other_colours_for_names_that_light_pages_have():
    light, dark = palette.PALETTE["light"], palette.PALETTE["dark"]
    assert set(dark) < set(light)
    assert not set(dark.values()) & set(light.values())


def test_every_name_has_its_constant():
    for name, colour in palette.PALETTE["light"].items():
        assert getattr(palette, name.upper()) == colour


def test_styles_use_no_name_that_is_not_there():
    """A style that asks for a colour that nobody gave would be drawn without one."""
    given = set(re.findall(r"--([\w-]+):", Figure._css)) | {
        "columns",
        "cell",
        "tone",
    }  # these are set cell by cell
    asked = set(re.findall(r"var\(--([\w-]+)", Figure._css))
    for path in (ROOT / "modlab" / "widgets").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"var\(--([\w-]+)", text)) | set(re.findall(r'"--([\w-]+)"', text))
    assert asked <= given


def test_scripts_paint_with_the_same_colours(page):
    source = joined("shared/palette.js") + "\nexport { INK, ORANGE, BLUE };"
    read = page.evaluate(
        """async (source) => {
            const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
            const { INK, ORANGE, BLUE } = await import(address);
            return [INK, ORANGE, BLUE];
        }""",
        source,
    )
    expected = [
        [round(255 * part) for part in to_rgb(one)] for one in (palette.INK, palette.ORANGE, palette.BLUE)
    ]
    assert read == expected


@pytest.mark.parametrize("strength", [0, 0.1, 0.35, 0.45, 0.75, 1])
def test_a_tint_lies_between_the_paper_and_the_colour(strength):
    for colour in palette.PALETTE["light"].values():
        mixed = [
            strength * full + (1 - strength) * paper
            for full, paper in zip(to_rgb(colour), to_rgb(palette.PAPER), strict=True)
        ]
        assert palette.tint(colour, strength) == to_hex(mixed)

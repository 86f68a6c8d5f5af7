"""The colours of every figure, drawn or to touch, read from the one file that has them."""

import json
from pathlib import Path

FILE = Path(__file__).parent / "shared" / "palette.js"
# What says that a page is dark: the book, JupyterLab, Colab.
DARK_PAGES = ('html[data-theme="dark"]', '[data-jp-theme-light="false"]', 'html[theme="dark"]')


def read_palette(text: str) -> dict[str, dict[str, str]]:
    """Return the colours of light pages, and those that are others on dark pages.

    Parameters
    ----------
    text : str
        A JavaScript module that exports `PALETTE`, an object written as JSON.

    Returns
    -------
    dict of str to dict of str to str
        "light" and "dark", each name -> "#rrggbb".

    Examples
    --------
    >>> read_palette('export const PALETTE = {"light": {"ink": "#000000"}, "dark": {}};')
    {'light': {'ink': '#000000'}, 'dark': {}}
    """
    return json.JSONDecoder().raw_decode(text, text.index("PALETTE = ") + len("PALETTE = "))[0]


PALETTE = read_palette(FILE.read_text(encoding="utf-8"))
PAPER, INK, GREY, LINE = (PALETTE["light"][name] for name in ("paper", "ink", "grey", "line"))
ORANGE, SKY, GREEN, YELLOW = (PALETTE["light"][name] for name in ("orange", "sky", "green", "yellow"))
BLUE, VERMILION, PURPLE = (PALETTE["light"][name] for name in ("blue", "vermilion", "purple"))


def channels(colour: str) -> tuple[int, ...]:
    """Return a colour's red, green and blue, each 0 to 255.

    Examples
    --------
    >>> channels("#ff0010")
    (255, 0, 16)
    """
    return tuple(bytes.fromhex(colour[1:]))


def tint(colour: str, strength: float = 0.35) -> str:
    """Mix a colour with the paper; strength 0 is paper, 1 the colour itself.

    Examples
    --------
    >>> tint("#000000", 0.5)
    '#7e7e7a'
    """
    pairs = zip(channels(colour), channels(PAPER), strict=True)
    mixed = [strength * (full / 255) + (1 - strength) * (paper / 255) for full, paper in pairs]
    return "#" + "".join(f"{round(255 * part):02x}" for part in mixed)


def custom_properties() -> str:
    """Return the palette as CSS: `var(--ink)` inside a figure is the ink of the page that it stands in.

    Examples
    --------
    >>> "--vermilion: #d55e00;" in custom_properties()
    True
    """

    def rule(selector: str, colours: dict[str, str]) -> str:
        return f"{selector} {{ {' '.join(f'--{name}: {colour};' for name, colour in colours.items())} }}\n"

    on_dark = ", ".join(f"{page} .live" for page in DARK_PAGES)
    return rule(".live", PALETTE["light"]) + rule(on_dark, PALETTE["dark"])

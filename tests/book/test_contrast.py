"""Every text of every figure, as the built book shows it, can be told from what it stands on."""

import re

import numpy as np
from figures.tools import style

# A filled shape, or a text with its colour and where it begins, in the order in which they were drawn.
DRAWN = re.compile(
    r'<path d="(?P<outline>M [^"]*z )"[^>]*style="[^"]*?fill: (?P<fill>#[0-9a-f]{6})'
    r'|<!-- (?P<words>.*?) -->\s*<g style="fill: (?P<colour>#[0-9a-f]{6})[^"]*" transform="translate\((?P<x>[\d.]+) (?P<y>[\d.]+)\)',
    re.DOTALL,
)


def test_every_text_of_every_drawn_figure_stands_out_from_what_it_stands_on(build, pages, contrast):
    texts = 0
    for file in sorted((build.html / "_images").glob("*.svg")):
        shapes = []
        for part in DRAWN.finditer(file.read_text(encoding="utf-8")):
            if part["outline"]:
                corners = np.array(re.findall(r"-?[\d.]+", part["outline"]), float).reshape(-1, 2)
                shapes.append((corners.min(axis=0), corners.max(axis=0), part["fill"]))
                continue
            # Two points into the first letter.
            place = np.array([float(part["x"]) + 2, float(part["y"]) - 2])
            below = [fill for low, high, fill in shapes if (low <= place).all() and (place <= high).all()]
            least = 4.5 if part["colour"] == style.INK else 3
            assert contrast(part["colour"], below[-1]) >= least, (file.name, part["words"], below[-1])
            texts += 1
    assert texts > 1000

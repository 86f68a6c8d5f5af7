"""Draws the still pictures: SVG text made of matrices, words, lines and bars, in the pictures' colours."""

from html import escape

import numpy as np

PAPER, INK, GREY, LINE = "#fdfbf5", "#1d2a35", "#5c6771", "#a9b2bb"
SKY, BLUE, ORANGE, GREEN, PURPLE = "#56b4e9", "#0072b2", "#e69f00", "#009e73", "#cc79a7"
YELLOW, VERMILION = "#f0e442", "#d55e00"
CELL = 34


def tint(colour, strength=0.35):
    """Mix a colour with the paper; strength 0 is paper, 1 the colour itself.

    Examples
    --------
    >>> tint("#000000", 0.5)
    '#7e7d7a'
    """

    def parts(text):
        return [int(text[place : place + 2], 16) for place in (1, 3, 5)]

    mixed = [strength * a + (1 - strength) * b for a, b in zip(parts(colour), parts(PAPER), strict=True)]
    return "#" + "".join(f"{int(value):02x}" for value in mixed)


def number(value):
    """Write a number with at most two decimals and a real minus.

    Examples
    --------
    >>> number(-1.0), number(0.111)
    ('−1', '0.11')
    """
    return f"{round(float(value), 2) + 0:g}".replace("-", "−")


class Still:
    """An SVG that is written from left to right. Sizes are in pixels, y runs down.

    Examples
    --------
    >>> picture = Still(60)
    >>> picture.matrix([[1, 2]], 0, 0)
    68
    >>> picture.svg(100)[:5]
    '<svg '
    """

    def __init__(self, height):
        self.height = height
        self.parts = []

    def text(self, x, y, words, size=14, colour=INK, anchor="middle", bold=False):
        """Write words with their middle, start or end at x and their baseline at y."""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>'
            f"{escape(words)}</text>"
        )

    def box(self, x, y, width, height, fill=PAPER, line=LINE, thick=1):
        """Draw a rectangle."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" stroke="{line}" '
            f'stroke-width="{thick}"/>'
        )

    def path(self, points, colour=BLUE, thick=2):
        """Draw a line through (x, y) points."""
        places = " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
        self.parts.append(
            f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{thick}"/>'
        )

    def matrix(self, values, x, y, fill=None, title="", cell=CELL, text=True):
        """Draw a matrix and return the x of its right edge; `fill` is a colour or a matrix of colours."""
        values = np.asarray(values)
        if title:
            self.text(x, y - 7, title, 13, anchor="start", bold=True)
        for row, line in enumerate(values):
            for column, value in enumerate(line):
                colour = fill if isinstance(fill, str) else fill[row][column] if fill is not None else PAPER
                left, top = x + column * cell, y + row * cell
                self.box(left, top, cell, cell, colour)
                if text:
                    shown = number(value)
                    size = min(14 if len(shown) < 4 else 11, cell * 0.5)
                    self.text(left + cell / 2, top + cell * 0.64, shown, size)
        return x + values.shape[1] * cell

    def picture(self, values, x, y, cell, colour=INK):
        """Draw a picture of numbers from 0 to 1, dark on paper, one path for each of 5 shades."""
        shades = np.clip(np.round(np.asarray(values, float) * 5), 0, 5).astype(int)
        self.box(x, y, shades.shape[1] * cell, shades.shape[0] * cell)
        for shade in range(1, 6):
            # Neighbours of one shade in a row are one bar, which keeps the text short.
            bars = []
            for row, line in enumerate(shades):
                edges = np.flatnonzero(np.diff(np.concatenate([[0], line == shade, [0]])))
                for start, end in zip(edges[::2], edges[1::2], strict=True):
                    bars.append(
                        f"M{x + start * cell:g} {y + row * cell:g}h{(end - start) * cell:g}v{cell:g}h{(start - end) * cell:g}z"
                    )
            if bars:
                self.parts.append(f'<path d="{"".join(bars)}" fill="{tint(colour, shade / 5)}"/>')
        return x + shades.shape[1] * cell

    def svg(self, width, margin=12):
        """Return the whole as SVG text, `width` wide without its margin."""
        box = f"{-margin} {-margin} {width + 2 * margin:g} {self.height + 2 * margin:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width + 2 * margin:g}" '
            f'font-family="system-ui, sans-serif" style="max-width:100%;height:auto;background:{PAPER}">'
            + "".join(self.parts)
            + "</svg>"
        )

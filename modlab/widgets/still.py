"""Draws the still pictures: SVG text made of matrices, words, lines and bars, in the pictures' colours."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
from numpy.typing import ArrayLike

from modlab.widgets.palette import BLUE, INK, LINE, PAPER, channels

CELL = 34


def number(value: float) -> str:
    """Write a number with at most two decimals and a real minus.

    Examples
    --------
    >>> number(-1.0), number(0.111)
    ('−1', '0.11')
    """
    return f"{round(float(value), 2) + 0:g}".replace("-", "−")


def png(pixels: np.ndarray) -> bytes:
    """Return an (H, W, 3) uint8 array as the bytes of a PNG file.

    Examples
    --------
    >>> png(np.zeros((1, 1, 3), np.uint8))[1:4]
    b'PNG'
    """

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    height, width, _ = pixels.shape
    # Each line starts with its filter, here none.
    lines = b"".join(b"\0" + line.tobytes() for line in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


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

    def __init__(self, height: float) -> None:
        self.height = height
        self.parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 14,
        colour: str = INK,
        anchor: str = "middle",
        bold: bool = False,
    ) -> None:
        """Write words with their middle, start or end at x and their baseline at y."""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>'
            f"{escape(words)}</text>"
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = PAPER,
        line: str = LINE,
        thick: float = 1,
    ) -> None:
        """Draw a rectangle."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" stroke="{line}" '
            f'stroke-width="{thick}"/>'
        )

    def path(self, points: Iterable[tuple[float, float]], colour: str = BLUE, thick: float = 2) -> None:
        """Draw a line through (x, y) points."""
        places = " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
        self.parts.append(
            f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{thick}"/>'
        )

    def matrix(
        self,
        values: ArrayLike,
        x: float,
        y: float,
        fill: str | Sequence[Sequence[str]] | None = None,
        title: str = "",
        cell: float = CELL,
        text: bool = True,
    ) -> float:
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

    def picture(self, values: ArrayLike, x: float, y: float, width: float, colour: str = INK) -> float:
        """Draw a picture of numbers from 0 to 1, ink on paper, and return the x of its right edge."""
        # 16 shades are enough for a small picture and compress well.
        ink = np.rint(15 * np.clip(np.asarray(values, float), 0, 1))[..., None] / 15
        ends = [np.array(channels(c)) for c in (PAPER, colour)]
        pixels = np.rint(ends[0] + ink * (ends[1] - ends[0])).astype(np.uint8)
        address = base64.b64encode(png(pixels)).decode()
        height = width * pixels.shape[0] / pixels.shape[1]
        self.parts.append(
            f'<image x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" style="image-rendering:pixelated" '
            f'href="data:image/png;base64,{address}"/>'
        )
        self.box(x, y, width, height, "none")
        return x + width

    def svg(self, width: float, margin: float = 12) -> str:
        """Return the whole as SVG text, `width` wide without its margin."""
        box = f"{-margin} {-margin} {width + 2 * margin:g} {self.height + 2 * margin:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width + 2 * margin:g}" '
            f'font-family="system-ui, sans-serif" style="max-width:100%;height:auto;background:{PAPER}">'
            + "".join(self.parts)
            + "</svg>"
        )

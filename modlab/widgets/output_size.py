"""The output-size calculator: (H + 2P − F) / S + 1, with the picture."""

from __future__ import annotations

import traitlets

from modlab.im2col import conv_output_size
from modlab.inside.backend import Pair
from modlab.widgets.figure import Figure, joined, whole_number
from modlab.widgets.palette import BLUE, LINE, tint
from modlab.widgets.still import Still


class OutputSizeCalculator(Figure):
    """How often a filter fits an input, and what happens to pixels that are left over.

    Parameters
    ----------
    H, W : int
        Height and width of the input, 1 to 32.
    F : int
        Side of the filter, 1 to 11.
    S, P : int
        Stride, 1 to 5, and padding, 0 to 5.
    strict : bool
        Refuse a size that is not whole, rather than round it down.

    Examples
    --------
    >>> [OutputSizeCalculator(H=7, W=7, F=3, S=S).output_size for S in (1, 2, 3)]
    [(5, 5), (3, 3), (2, 2)]
    """

    _esm = joined("output_size.js")
    title = traitlets.Unicode("Output-size calculator · 출력 크기 계산기").tag(sync=True)
    H = whole_number(7, 1, 32)
    W = whole_number(7, 1, 32)
    F = whole_number(3, 1, 11)
    S = whole_number(3, 1, 5)
    P = whole_number(0, 0, 5)
    strict = traitlets.Bool(False).tag(sync=True)

    @property
    def output_size(self) -> Pair:
        """(OH, OW) as modlab counts them. ValueError if the filter does not fit or, when strict, is not whole."""
        OH, OW = (
            conv_output_size(size, self.F, self.S, self.P, strict=self.strict) for size in (self.H, self.W)
        )
        return OH, OW

    def still(self) -> tuple[str, str]:
        """Return the picture without a script: the padded input, its first and its last window."""
        tall, wide = self.H + 2 * self.P, self.W + 2 * self.P
        cell = min(300 / max(tall, wide, self.F), 32)
        picture = Still(max(tall, self.F) * cell)
        picture.box(0, 0, wide * cell, tall * cell)
        side = self.P * cell
        picture.box(side, side, self.W * cell, self.H * cell, tint(LINE))
        try:
            OH, OW = self.output_size
            alt = f"A {self.F} by {self.F} filter on {self.H} by {self.W} pixels, stride {self.S}, padding {self.P}: {OH} by {OW} windows."
            last = ((OW - 1) * self.S * cell, (OH - 1) * self.S * cell)
        except ValueError as error:
            alt, last = str(error), (0, 0)
        for x, y in ((0, 0), last):
            picture.box(x, y, self.F * cell, self.F * cell, "none", BLUE, 3)
        return picture.svg(max(wide, self.F) * cell), alt

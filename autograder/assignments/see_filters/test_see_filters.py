"""The checks of see-filters."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.convolution_oracle import convolve


def _tiles(answers):
    return answers.numbers["W"][:, 0].astype(np.float64)


def stretched(tile):
    """Return a filter from 0 to 1, by drawing a line from its smallest weight to its largest."""
    ends = [tile.min(), tile.max()]
    return np.interp(tile, ends, [0.0, 1.0]) if ends[0] < ends[1] else np.zeros_like(tile)


@pytest.mark.cell("see-filters-pictures", points=2)
def test_pictures(answers):
    """Each filter stretched by itself; one that is flat becomes 0."""
    tiles = _tiles(answers)
    expected = np.array([stretched(tile) for tile in tiles])
    answers.expect("pictures", expected, "a picture for each filter")
    expected = np.array([*expected[:2], np.zeros_like(tiles[0])])
    answers.expect("pictures_with_a_flat_one", expected, "two filters, and one that is the same everywhere")


@pytest.mark.cell("see-filters-grid", points=3)
def test_grid(answers):
    """What stands at each pixel, by its address: on a line, in a filter, or where there is none."""
    tiles, nx = _tiles(answers), answers.numbers["nx"]
    FN, FH, FW = tiles.shape
    height, width = len(range(0, FN, nx)) * (FH + 1) + 1, nx * (FW + 1) + 1
    expected = np.ones((height, width))
    for y, z in np.ndindex(height, width):
        (row, within_y), (column, within_z) = divmod(y, FH + 1), divmod(z, FW + 1)
        if within_y > 0 and within_z > 0 and row * nx + column < FN:
            expected[y, z] = tiles[row * nx + column, within_y - 1, within_z - 1]
    answers.expect("grid", expected, "height and width of one picture")


@pytest.mark.cell("see-filters-edges", points=2)
def test_edges(answers):
    """Each weight counted +1 right of the middle and −1 left of it; likewise below and above."""
    tiles = _tiles(answers)
    _, FH, FW = tiles.shape
    across, down = (np.sign(np.arange(size) - (size - 1) / 2) for size in (FW, FH))
    upright = np.abs(np.einsum("nyz,z->n", tiles, across))
    level = np.abs(np.einsum("nyz,y->n", tiles, down))
    answers.expect("edges", np.column_stack([upright, level]), "a row for each filter: upright, level")


@pytest.mark.cell("see-filters-maps", points=3)
def test_maps(answers):
    """Two filters over the image, and what is positive of it."""
    photo, two = answers.numbers["photo"], answers.numbers["two"]
    out = convolve(photo[None, None], _tiles(answers)[two][:, None], 0, 1, 0)[0]
    answers.expect("maps", np.clip(out, 0, None), "a feature map for each of the two filters")

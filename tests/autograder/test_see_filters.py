"""see-filters: right answers of any style earn all points; the written answer has a column of its own and no points in the sum."""

import csv
import io
import json
import re

import numpy as np
import pytest

from autograder import catalog
from autograder.assignments.see_filters.test_see_filters import stretched
from autograder.judging.verdict import CellResult
from autograder.judging.cases import cases
from autograder.reports.feedback import feedback_page, grades_csv
from autograder.grading.results import Result

ASSIGNMENT = "see-filters"
FULL = {"pictures": 2, "grid": 3, "edges": 2, "maps": 3}
WRITTEN = "see-filters-in_your_words"

RIGHT_ANSWERS = {
    "one filter after the other": {
        "pictures": """
def normalized(tiles):
    pictures = []
    for tile in tiles:
        low, high = tile.min(), tile.max()
        pictures.append((tile - low) / (high - low) if high > low else np.zeros_like(tile))
    return np.array(pictures)

pictures = normalized(tiles)
""",
        "edges": """
def edge_strengths(tiles):
    rows = []
    for tile in tiles:
        h, w = tile.shape
        upright = tile[:, (w + 1) // 2:].sum() - tile[:, :w // 2].sum()
        level = tile[(h + 1) // 2:].sum() - tile[:h // 2].sum()
        rows.append((abs(upright), abs(level)))
    return rows

edges = edge_strengths(tiles)
""",
        "maps": """
def apply_filters(photo, filters):
    maps = []
    for one in filters:
        h, w = one.shape
        rows = [[max((photo[i:i + h, j:j + w] * one).sum(), 0) for j in range(photo.shape[1] - w + 1)]
                for i in range(photo.shape[0] - h + 1)]
        maps.append(rows)
    return np.array(maps, dtype=photo.dtype)

maps = apply_filters(photo, tiles[two])
""",
    },
    "stride tricks and einsum": {
        "edges": """
def edge_strengths(tiles):
    def halves(length):
        return np.repeat([-1.0, 0.0, 1.0], [length // 2, length % 2, length // 2])

    upright = np.einsum("nyz,z->n", tiles, halves(tiles.shape[2]))
    level = np.einsum("nyz,y->n", tiles, halves(tiles.shape[1]))
    return np.abs([upright, level]).T

edges = edge_strengths(tiles)
""",
        "pictures": """
def normalized(tiles):
    flat = tiles.reshape(len(tiles), -1)
    flat = flat - flat.min(axis=1)[:, np.newaxis]
    top = flat.max(axis=1)
    top[top == 0] = 1
    return (flat / top[:, None]).reshape(tiles.shape)

pictures = normalized(tiles)
""",
        "maps": """
def apply_filters(photo, filters):
    windows = np.lib.stride_tricks.sliding_window_view(photo, filters.shape[1:])
    out = np.einsum("ijyz,nyz->nij", windows, filters)
    return out * (out > 0)

maps = apply_filters(photo, tiles[two])
""",
        "grid": """
def arrange(tiles, nx):
    FN, FH, FW = tiles.shape
    ny = int(np.ceil(FN / nx))
    full = np.ones((ny * nx, FH, FW), tiles.dtype)
    full[:FN] = tiles
    framed = np.pad(full, ((0, 0), (1, 0), (1, 0)), constant_values=1)
    block = framed.reshape(ny, nx, FH + 1, FW + 1).transpose(0, 2, 1, 3).reshape(ny * (FH + 1), nx * (FW + 1))
    return np.pad(block, ((0, 1), (0, 1)), constant_values=1)

grid = arrange(tiles, nx)
""",
    },
    "in float64, with stacks": {
        "pictures": """
def normalized(tiles):
    tiles = tiles.astype(np.float64)
    low = tiles.min((1, 2))[:, None, None]
    range_ = np.ptp(tiles, axis=(1, 2))[:, None, None]
    return np.divide(tiles - low, range_, out=np.zeros_like(tiles), where=range_ > 0)

pictures = normalized(tiles)
""",
        "grid": """
def arrange(tiles, nx):
    rows = []
    for first in range(0, len(tiles), nx):
        row = [np.ones((tiles.shape[1], 1))]
        for i in range(first, first + nx):
            row += [tiles[i] if i < len(tiles) else np.ones(tiles.shape[1:]), row[0]]
        rows += [np.hstack(row), np.ones((1, nx * (tiles.shape[2] + 1) + 1))]
    return np.vstack([rows[1], *rows])

grid = arrange(tiles, nx)
""",
        "edges": """
def edge_strengths(tiles):
    def apart(t):
        k = t.shape[2] // 2
        return abs(t[:, :, ::-1][:, :, :k].sum(axis=(1, 2)) - t[:, :, :k].sum(axis=(1, 2)))
    return np.array([apart(tiles), apart(tiles.swapaxes(1, 2))]).T

edges = edge_strengths(tiles)
""",
    },
    "masks": {
        "grid": """
def arrange(tiles, nx):
    FN, FH, FW = tiles.shape
    ny = (FN + nx - 1) // nx
    grid = np.ones((ny * (FH + 1) + 1, nx * (FW + 1) + 1), tiles.dtype)
    inside = np.zeros(grid.shape, bool)
    for i in range(FN):
        inside[:] = False
        y, z = divmod(i, nx)
        inside[y * (FH + 1) + 1:(y + 1) * (FH + 1), z * (FW + 1) + 1:(z + 1) * (FW + 1)] = True
        grid[inside] = tiles[i].ravel()
    return grid

grid = arrange(tiles, nx)
""",
        "pictures": """
def normalized(tiles):
    low, high = tiles.min(axis=(1, 2)), tiles.max(axis=(1, 2))
    flat = low == high
    pictures = np.zeros_like(tiles)
    pictures[~flat] = (tiles[~flat] - low[~flat][:, None, None]) / (high - low)[~flat][:, None, None]
    return pictures

pictures = normalized(tiles)
""",
        "edges": """
def edge_strengths(tiles):
    z = np.arange(tiles.shape[2]) - (tiles.shape[2] - 1) / 2
    y = np.arange(tiles.shape[1]) - (tiles.shape[1] - 1) / 2
    upright = np.abs((tiles * np.sign(z)).sum(axis=(1, 2)))
    level = np.abs((tiles * np.sign(y)[:, None]).sum(axis=(1, 2)))
    return np.column_stack((upright, level))

edges = edge_strengths(tiles)
""",
        "maps": """
def apply_filters(photo, filters):
    (h, w), (H, W) = filters.shape[1:], photo.shape
    col = np.array([photo[i:i + h, j:j + w].ravel() for i in range(H - h + 1) for j in range(W - w + 1)])
    out = (col @ filters.reshape(len(filters), -1).T).T.reshape(len(filters), H - h + 1, W - w + 1)
    out[out < 0] = 0
    return out

maps = apply_filters(photo, tiles[two])
""",
    },
    "a helper, a counter, no function": {
        "grid": """
def place(i):
    return (i // nx) * (FH + 1) + 1, (i % nx) * (FW + 1) + 1

def arrange(tiles, nx):
    count = 0
    while count * nx < len(tiles):
        count += 1
    grid = np.full((count * (FH + 1) + 1, nx * (FW + 1) + 1), 1.0)
    for i in range(len(tiles)):
        y, z = place(i)
        for a in range(FH):
            for b in range(FW):
                grid[y + a, z + b] = tiles[i][a][b]
    return grid

grid = arrange(tiles, nx)
""",
        "maps": """
maps = np.empty((2, photo.shape[0] - FH + 1, photo.shape[1] - FW + 1), photo.dtype)
for number, which in enumerate(two):
    for i in range(maps.shape[1]):
        for j in range(maps.shape[2]):
            maps[number, i, j] = np.vdot(photo[i:i + FH, j:j + FW], tiles[which])
np.maximum(maps, 0, out=maps)
""",
    },
}


@pytest.mark.parametrize("style", RIGHT_ANSWERS)
def test_a_right_answer_of_any_style_earns_everything(judge_answers, style):
    points, cells = judge_answers(RIGHT_ANSWERS[style])
    assert [cell.message for cell in cells.values()] == [""] * len(FULL)
    assert points == FULL


@pytest.mark.parametrize(
    ("blank", "source", "sentence"),
    [
        ("grid", "grid = np.ones((19, 61), tiles.dtype)", "numbers are wrong"),
        ("edges", "edges = None", "edges is still None"),
        ("edges", "edges = np.zeros(FN)", "it must have"),
        ("maps", "maps = photo", "must have (2, 84, 84): a feature map for each"),
    ],
)
def test_a_wrong_answer_loses_its_own_points_and_is_told_why(judge_answers, blank, source, sentence):
    points, cells = judge_answers({blank: source})
    assert points == {**FULL, blank: 0}
    assert sentence in cells[blank].message


def test_the_oracle_stretches_to_zero_and_one():
    tile = np.array([[-1.0, 0.0], [1.0, 3.0]])
    np.testing.assert_allclose(stretched(tile), [[0, 0.25], [0.5, 1]])
    np.testing.assert_array_equal(stretched(np.full((2, 2), 0.7)), np.zeros((2, 2)))


def test_fresh_numbers_tell_the_sizes_apart():
    for seed in range(20):
        for case in cases(catalog.load(ASSIGNMENT), f"secret {seed}", "lee")[1:]:
            W, photo, nx, two = (case.numbers[name] for name in ("W", "photo", "nx", "two"))
            assert W.shape[2] != W.shape[3]
            assert photo.shape[0] != photo.shape[1]
            assert len(W) % nx != 0
            assert two.min() > 1
            assert two[0] != two[1]
            assert (W < 0).any()


def test_the_written_answer_is_a_cell_for_words_that_a_person_grades(course):
    notebook = json.loads(course.template("see-filters").read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == WRITTEN)
    assert cell["cell_type"] == "markdown"
    metadata = cell["metadata"]["nbgrader"]
    assert (metadata["solution"], metadata["grade"], metadata["locked"], metadata["points"]) == (
        True,
        True,
        False,
        2,
    )
    text = "".join(cell["source"])
    assert "YOUR ANSWER HERE" in text
    assert not re.search("noise|edge", text)


def test_its_points_wait_in_a_column_of_their_own():
    assignment = catalog.load(ASSIGNMENT)
    cells = tuple(CellResult(f"see-filters-{name}", points, points) for name, points in FULL.items())
    result = Result("kim", "graded", cells)
    row = next(csv.DictReader(io.StringIO(grades_csv([result], assignment))))
    assert (row["score"], row["max_score"]) == ("10", "10")
    assert row[f"{WRITTEN} (by hand)"] == ""
    assert row["see-filters-grid"] == "3"
    assert "read by your instructor; its points are not in this sum" in feedback_page(result, assignment)

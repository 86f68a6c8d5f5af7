"""Wrong answers that people give to see-filters, and what to tell them."""

from autograder.assignment import Fault


def _pictures(expression: str, before: str = "") -> str:
    """Return the blank `pictures` with an expression made of `low` and `high`, the ends of each filter."""
    return f"""
def normalized(tiles):
    low = tiles.min(axis=(1, 2), keepdims=True)
    high = tiles.max(axis=(1, 2), keepdims=True)
    spread = np.where(high > low, high - low, 1)
    {before or "pass"}
    return {expression}

pictures = normalized(tiles)
"""


def _grid(
    place: str = "i // nx, i % nx",
    *,
    rows: str = "-(-FN // nx)",
    line: int = 1,
    first: str = "",
    value: str = "np.ones",
    tile: str = "tiles[i]",
) -> str:
    """Return the blank `grid` with some of its parts changed."""
    return f"""
def arrange(tiles, nx):
    FN, FH, FW = tiles.shape
    ny = {rows}
    step_h, step_w = FH + {line}, FW + {line}
    grid = {value}((ny * step_h + {line}, nx * step_w + {line}), dtype=tiles.dtype)
    {first or "pass"}
    for i in range(min(FN, nx * ny)):
        row, column = {place}
        top, left = row * step_h + {line}, column * step_w + {line}
        grid[top:top + FH, left:left + FW] = {tile}
    return grid

grid = arrange(tiles, nx)
"""


def _edges(upright: str, level: str, last: str = "np.abs(np.stack([upright, level], axis=1))") -> str:
    """Return the blank `edges` with expressions made of `columns` and `rows`, the sums along each, and half their numbers, `w` and `h`."""
    return f"""
def edge_strengths(tiles):
    columns, rows = tiles.sum(axis=1), tiles.sum(axis=2)
    h, w = tiles.shape[1] // 2, tiles.shape[2] // 2
    upright = {upright}
    level = {level}
    return {last}

edges = edge_strengths(tiles)
"""


UPRIGHT = "columns[:, -w:].sum(axis=1) - columns[:, :w].sum(axis=1)"
LEVEL = "rows[:, -h:].sum(axis=1) - rows[:, :h].sum(axis=1)"


def _maps(
    last: str = "np.maximum(out, 0)", *, filters: str = "filters", photo: str = "photo", which: str = "two"
) -> str:
    """Return the blank `maps` with some of its parts changed."""
    return f"""
def apply_filters(photo, filters):
    filters = {filters}
    photo = {photo}
    windows = np.lib.stride_tricks.sliding_window_view(photo, filters.shape[1:])
    out = np.einsum("ijyz,nyz->nij", windows, filters)
    return {last}

maps = apply_filters(photo, tiles[{which}])
"""


FAULTS = (
    Fault(
        "pictures-all-filters-together",
        "see-filters-pictures",
        _pictures("(tiles - tiles.min()) / max(tiles.max() - tiles.min(), 1e-9)"),
        "You took one smallest and one largest number for all filters, so most are gray. Stretch each filter by itself.",
        "모든 필터를 함께 정규화했습니다. 필터마다 따로 하세요.",
    ),
    Fault(
        "pictures-divided-by-the-largest",
        "see-filters-pictures",
        _pictures("(tiles - low) / np.where(high == 0, 1, high)"),
        "After the smallest number is taken away, the largest one is not what it was before. Divide by the range.",
        "최댓값으로 나누었습니다. 최댓값과 최솟값의 차이로 나누세요.",
    ),
    Fault(
        "pictures-nothing-taken-away",
        "see-filters-pictures",
        _pictures("tiles / spread"),
        "You divided, but took nothing away: negative weights are still negative.",
        "최솟값을 빼지 않았습니다.",
    ),
    Fault(
        "pictures-absolute",
        "see-filters-pictures",
        _pictures("np.abs(tiles) / np.abs(tiles).max(axis=(1, 2), keepdims=True)"),
        "You took away the sign, so a strongly negative weight looks like a strongly positive one.",
        "부호를 없앴습니다. 음수와 양수가 구별되어야 합니다.",
    ),
    Fault(
        "pictures-negative",
        "see-filters-pictures",
        _pictures("(high - tiles) / spread"),
        "Your pictures are photographic negatives: the smallest weight must become 0, the largest 1.",
        "밝기가 뒤집혔습니다. 최솟값이 0, 최댓값이 1입니다.",
    ),
    Fault(
        "pictures-nan-for-a-flat-filter",
        "see-filters-pictures",
        _pictures("(tiles - low) / (high - low)"),
        "Right, except for a filter that is the same everywhere: its range is 0, and 0/0 is nan.",
        "모든 가중치가 같은 필터에서 0으로 나누어 nan이 됩니다.",
    ),
    Fault(
        "pictures-one-half-for-a-flat-filter",
        "see-filters-pictures",
        _pictures("np.where(high > low, (tiles - low) / spread, 0.5).astype(tiles.dtype)"),
        "A filter that is the same everywhere must become all 0. Yours becomes gray.",
        "모든 가중치가 같은 필터는 0이어야 합니다.",
    ),
    Fault(
        "pictures-standardized",
        "see-filters-pictures",
        _pictures(
            "(tiles - tiles.mean(axis=(1, 2), keepdims=True)) / np.where(spread == 1, 1, tiles.std(axis=(1, 2), keepdims=True))"
        ),
        "You brought mean and deviation to 0 and 1. A picture wants the smallest number at 0 and the largest at 1.",
        "평균과 표준편차로 정규화했습니다. 최솟값과 최댓값을 쓰세요.",
    ),
    Fault(
        "grid-down-first",
        "see-filters-grid",
        _grid("i % ny, i // ny"),
        "Your filters go down first. They stand as one reads: to the right, then down.",
        "필터가 아래로 먼저 놓였습니다. 오른쪽이 먼저입니다.",
    ),
    Fault(
        "grid-last-row-lost",
        "see-filters-grid",
        _grid(rows="FN // nx"),
        "The last row is missing: a row that is not full is a row, too. Round up.",
        "마지막 줄이 빠졌습니다. 올림하세요.",
    ),
    Fault(
        "grid-one-row-too-many",
        "see-filters-grid",
        _grid(rows="FN // nx + 1").replace("// nx + 1", "// nx + 1 + (FN % nx > 0)"),
        "There is an empty row at the end: you rounded up twice.",
        "빈 줄이 하나 더 있습니다. 두 번 올림했습니다.",
    ),
    Fault(
        "grid-without-lines",
        "see-filters-grid",
        _grid(line=0),
        "The filters touch each other. Between and around them there must be a line of one pixel.",
        "필터 사이에 선이 없습니다.",
    ),
    Fault(
        "grid-black-lines",
        "see-filters-grid",
        _grid(value="np.zeros"),
        "Your lines are 0, that is black. They must be 1, and so must empty places.",
        "선이 0(검정)입니다. 1이어야 합니다.",
    ),
    Fault(
        "grid-no-line-around",
        "see-filters-grid",
        _grid().replace("return grid", "return grid[1:-1, 1:-1]"),
        "The lines between the filters are there, the line around all of them is missing.",
        "바깥 둘레의 선이 없습니다.",
    ),
    Fault(
        "grid-lines-not-shared",
        "see-filters-grid",
        _grid(line=2).replace("+ 2, column", "+ 1, column").replace("step_w + 2\n", "step_w + 1\n"),
        "Neighbours must share one line; yours have two pixels between them.",
        "이웃한 필터는 한 픽셀 선을 함께 씁니다.",
    ),
    Fault(
        "grid-always-ten-in-a-row",
        "see-filters-grid",
        _grid(first="pass").replace("    FN, FH", "    nx = 10\n    FN, FH"),
        "You always put ten in a row. Use nx.",
        "한 줄에 항상 열 개입니다. nx를 쓰세요.",
    ),
    Fault(
        "grid-filters-turned",
        "see-filters-grid",
        _grid(tile="tiles[i][::-1]"),
        "Every filter stands on its head: row 0 belongs to the top.",
        "필터의 위아래가 뒤집혔습니다.",
    ),
    Fault(
        "edges-signed",
        "see-filters-edges",
        _edges(UPRIGHT, LEVEL, "np.stack([upright, level], axis=1)"),
        "Some strengths are negative. Whether it runs from dark to bright or back is no matter here: take the absolute value.",
        "음수가 있습니다. 절댓값을 취하세요.",
    ),
    Fault(
        "edges-upright-and-level-swapped",
        "see-filters-edges",
        _edges(LEVEL, UPRIGHT),
        "Upright and level are swapped: an upright edge has its two sides left and right.",
        "세로와 가로가 서로 바뀌었습니다.",
    ),
    Fault(
        "edges-middle-in-the-second-half",
        "see-filters-edges",
        _edges(
            "columns[:, w:].sum(axis=1) - columns[:, :w].sum(axis=1)",
            "rows[:, h:].sum(axis=1) - rows[:, :h].sum(axis=1)",
        ),
        "With an odd number of columns or rows you counted the middle one to a half. It belongs to neither.",
        "가운데 줄을 한쪽 절반에 넣었습니다. 어느 쪽도 아닙니다.",
    ),
    Fault(
        "edges-absolute-before-the-sum",
        "see-filters-edges",
        _edges(UPRIGHT.replace("columns", "np.abs(columns)"), LEVEL.replace("rows", "np.abs(rows)")),
        "You took the absolute value before adding up. Add first: what is negative must be able to cancel what is positive.",
        "더하기 전에 절댓값을 취했습니다. 먼저 더하세요.",
    ),
    Fault(
        "edges-halves-added",
        "see-filters-edges",
        _edges(UPRIGHT.replace(" - ", " + "), LEVEL.replace(" - ", " + ")),
        "You added the two halves. How far they lie apart is a difference.",
        "두 절반을 더했습니다. 차이를 구하세요.",
    ),
    Fault(
        "edges-means",
        "see-filters-edges",
        _edges(
            "(columns[:, -w:].mean(axis=1) - columns[:, :w].mean(axis=1)) / tiles.shape[1]",
            "(rows[:, -h:].mean(axis=1) - rows[:, :h].mean(axis=1)) / tiles.shape[2]",
        ),
        "You took means of the halves. Asked for are their sums.",
        "평균을 냈습니다. 합이어야 합니다.",
    ),
    Fault(
        "maps-without-relu",
        "see-filters-maps",
        _maps("out"),
        "The ReLU is missing: negative numbers must become 0.",
        "ReLU가 빠졌습니다.",
    ),
    Fault(
        "maps-absolute",
        "see-filters-maps",
        _maps("np.abs(out)"),
        "You turned the sign of what is negative. A ReLU puts 0 there.",
        "절댓값을 취했습니다. ReLU는 음수를 0으로 만듭니다.",
    ),
    Fault(
        "maps-filter-turned",
        "see-filters-maps",
        _maps(filters="filters[:, ::-1, ::-1]"),
        "Your filters are turned by 180°. Mathematicians' convolution does that; a network's does not.",
        "필터가 180도 뒤집혔습니다. 신경망의 합성곱에서는 뒤집지 않습니다.",
    ),
    Fault(
        "maps-padded",
        "see-filters-maps",
        _maps(photo="np.pad(photo, ((filters.shape[1] // 2,), (filters.shape[2] // 2,)))"),
        "You padded the photograph. Here there is no padding, so the maps are smaller than it.",
        "패딩을 넣었습니다. 여기서는 패딩이 없습니다.",
    ),
    Fault(
        "maps-the-first-two",
        "see-filters-maps",
        _maps(which=":2"),
        "You applied filters 0 and 1. Their numbers stand in two.",
        "0번과 1번 필터를 썼습니다. two의 번호를 쓰세요.",
    ),
    Fault(
        "maps-other-order",
        "see-filters-maps",
        _maps(which="two[::-1]"),
        "The two maps are in the wrong order: first the filter that two names first.",
        "두 특징 맵의 순서가 서로 바뀌었습니다.",
    ),
    Fault(
        "maps-transposed",
        "see-filters-maps",
        _maps("np.maximum(out, 0).transpose(0, 2, 1)"),
        "Height and width of your maps are swapped.",
        "특징 맵의 높이와 너비가 서로 바뀌었습니다.",
    ),
    Fault(
        "maps-means",
        "see-filters-maps",
        _maps("np.maximum(out / filters[0].size, 0)"),
        "You took the mean of the products. A convolution adds them up.",
        "곱의 평균을 냈습니다. 합이어야 합니다.",
    ),
    Fault(
        "maps-normalized-filters",
        "see-filters-maps",
        _maps(filters="filters - filters.min(axis=(1, 2), keepdims=True)"),
        "You used filters without negative weights, as they were drawn. The network works with the weights as they are.",
        "그리려고 정규화한 필터를 썼습니다. 원래의 가중치를 쓰세요.",
    ),
)

"""see-filters: right answers in several styles, and wrong ones with what their author is told."""

RIGHT = {
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
def place(i, nx, FH, FW):
    return (i // nx) * (FH + 1) + 1, (i % nx) * (FW + 1) + 1

def arrange(tiles, nx):
    count, (FH, FW) = 0, tiles.shape[1:]
    while count * nx < len(tiles):
        count += 1
    grid = np.full((count * (FH + 1) + 1, nx * (FW + 1) + 1), 1.0)
    for i in range(len(tiles)):
        y, z = place(i, nx, FH, FW)
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

WRONG = [
    ("grid", "grid = np.ones((19, 61), tiles.dtype)", "numbers are wrong"),
    ("edges", "edges = None", "edges is still None"),
    ("edges", "edges = np.zeros(FN)", "it must have"),
    ("maps", "maps = photo", "must have (2, 84, 84): a feature map for each"),
]

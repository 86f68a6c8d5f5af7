"""im2col: right answers in several styles, and wrong ones with what their author is told."""

IM2COL = """
def im2col(x, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
{body}

col = im2col(x, filter_h, filter_w, stride, pad)
"""

COL2IM = """
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
{body}

dx = col2im(dcol, x.shape, filter_h, filter_w, stride, pad)
"""


def im2col(body):
    return IM2COL.format(body=body)


def col2im(body):
    return COL2IM.format(body=body)


SHAPE = """
def shape_of_col(N, C, out_h, out_w, filter_h, filter_w):
    {body}

col_shape = shape_of_col(N, C, out_h, out_w, filter_h, filter_w)
"""


def shape_of_col(body):
    return SHAPE.format(body=body)


RIGHT = {
    "a loop over the places in a window, as on the slides": {
        "col": im2col("""
    img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w), dtype=x.dtype)
    for y in range(filter_h):
        for z in range(filter_w):
            col[:, :, y, z] = img[:, :, y:y + stride * out_h:stride, z:z + stride * out_w:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    col = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad + stride - 1, W + 2 * pad + stride - 1), dtype=col.dtype)
    for y in range(filter_h):
        for z in range(filter_w):
            img[:, :, y:y + stride * out_h:stride, z:z + stride * out_w:stride] += col[:, :, y, z]
    return img[:, :, pad:H + pad, pad:W + pad]"""),
    },
    "a stride trick and an index": {
        "overlap": "ones = np.ones(dcol.shape)\noverlap = col2im(ones, x.shape, filter_h, filter_w, stride=stride, pad=pad)",
        "predicted": "predicted = np.array([9, 3 * 5 * 5, 10 * 9, 3 * 5 * 5])",
        "col": im2col("""
    x = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    every = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), axis=(2, 3))
    return every[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    shape = (N, C, H + 2 * pad, W + 2 * pad)
    places = np.arange(np.prod(shape)).reshape(shape)
    every = np.lib.stride_tricks.sliding_window_view(places, (filter_h, filter_w), axis=(2, 3))
    every = every[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    flat = np.zeros(places.size, dtype=col.dtype)
    np.add.at(flat, every.reshape(col.shape), col)
    return flat.reshape(shape)[:, :, pad:pad + H, pad:pad + W]"""),
        "both_sides": "both_sides = (np.vdot(col, dcol), np.vdot(x, dx))",
    },
    "number by number": {
        "col": im2col("""
    col = np.zeros((N * out_h * out_w, C * filter_h * filter_w), x.dtype)
    for row in range(len(col)):
        n, i, j = row // (out_h * out_w), row // out_w % out_h, row % out_w
        for column in range(C * filter_h * filter_w):
            c, y, z = np.unravel_index(column, (C, filter_h, filter_w))
            y, z = y + i * stride - pad, z + j * stride - pad
            if 0 <= y < H and 0 <= z < W:
                col[row, column] = x[n, c, y, z]
    return col"""),
        "dx": col2im("""
    dx = np.zeros(input_shape, col.dtype)
    for row in range(len(col)):
        n, i, j = np.unravel_index(row, (N, out_h, out_w))
        for column in range(C * filter_h * filter_w):
            c, y, z = np.unravel_index(column, (C, filter_h, filter_w))
            y, z = y + i * stride - pad, z + j * stride - pad
            if 0 <= y < H and 0 <= z < W:
                dx[n, c, y, z] += col[row, column]
    return dx"""),
        "overlap": "overlap = np.zeros_like(x)\noverlap += col2im(np.full(dcol.shape, 1, dcol.dtype), x.shape, filter_h, filter_w, stride, pad)",
        "both_sides": "both_sides = np.array([float((col * dcol).sum()), float((x * dx).sum())])",
    },
    "one-hot matrices": {
        "both_sides": "both_sides = np.concatenate([[col.ravel() @ dcol.ravel()], [x.ravel() @ dx.ravel()]])",
        "col": im2col("""
    def rows(size, filter_size, out_size):
        where = np.arange(out_size)[:, None] * stride + np.arange(filter_size) - pad
        return (where[..., None] == np.arange(size)).astype(x.dtype)  # (out, filter, size)
    down, across = rows(H, filter_h, out_h), rows(W, filter_w, out_w)
    return np.einsum("iyh,jzw,nchw->nijcyz", down, across, x, optimize=True).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    def rows(size, filter_size, out_size):
        where = np.arange(out_size)[:, None] * stride + np.arange(filter_size) - pad
        return (where[..., None] == np.arange(size)).astype(col.dtype)
    down, across = rows(H, filter_h, out_h), rows(W, filter_w, out_w)
    d = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    return np.einsum("iyh,jzw,nijcyz->nchw", down, across, d, optimize=True)"""),
        "overlap": "overlap = col2im(dcol * 0 + 1, x.shape, filter_h, filter_w, stride, pad)",
    },
    "a helper, other names, in place": {
        "overlap": "def how_often(shape):\n    return col2im(im2col(np.ones(shape), filter_h, filter_w, stride, pad), shape, filter_h, filter_w, stride, pad)\n\n"
        "overlap = how_often(x.shape)",
        "col_shape": shape_of_col(
            "windows, numbers = N * out_h * out_w, filter_h * filter_w\n    numbers *= C\n    return [windows, numbers]"
        ),
        "col": "def corners(h, w):\n    return [(i, j) for i in range(h) for j in range(w)]\n"
        + im2col("""
    big = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=x.dtype)
    big[:, :, pad:pad + H, pad:pad + W] = x
    pieces = [big[:, :, y * stride:y * stride + filter_h, z * stride:z * stride + filter_w].reshape(N, -1) for y, z in corners(out_h, out_w)]
    return np.stack(pieces, axis=1).reshape(N * out_h * out_w, -1)"""),
        "dx": col2im("""
    big = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype)
    pieces = col.reshape(N, out_h * out_w, C, filter_h, filter_w)
    for number, (i, j) in enumerate(corners(out_h, out_w)):
        y, z = i * stride, j * stride
        np.add(big[:, :, y:y + filter_h, z:z + filter_w], pieces[:, number], out=big[:, :, y:y + filter_h, z:z + filter_w])
    return big[:, :, pad:big.shape[2] - pad, pad:big.shape[3] - pad]"""),
        "both_sides": "both_sides = [np.einsum('ij,ij->', col, dcol), np.einsum('nchw,nchw->', x, dx)]",
    },
}

WRONG = [
    ("predicted", "predicted = [9, 75, 90, 74]", "1 of its 4 numbers is wrong."),
    ("col_shape", "col_shape = (9, 75)", "name 'shape_of_col' is not defined"),
    ("col_shape", "col_shape = dcol.shape", "name 'shape_of_col' is not defined"),
    ("col_shape", shape_of_col("return (9, 75)"), "col_shape does not change when its numbers do"),
    ("col_shape", shape_of_col("return dcol.shape"), "reads dcol, a name of the notebook"),
    (
        "col_shape",
        shape_of_col("return (N * out_h * out_w, C * filter_h * filter_w / 1)"),
        "must be whole numbers",
    ),
    ("overlap", "overlap = None", "overlap is still None"),
    ("overlap", "overlap = dx", "are wrong"),
    ("both_sides", "both_sides = np.array([0.0, 0.0])", "2 of its 2 numbers are wrong"),
]

"""toy-pooling: right answers in several styles, and wrong ones with what their author is told."""

RIGHT = {
    "as on the slides": {
        "col": "col = col_old.reshape(-1, pool_h*pool_w)",
        "dmax": "rows = dout.transpose(0, 2, 3, 1)\ndmax = np.zeros((rows.size, pool_size), dout.dtype)\n"
        "dmax[np.arange(arg_max.size), arg_max.flatten()] = rows.flatten()",
        "dcol": "dmax = dmax.reshape(dout.transpose(0, 2, 3, 1).shape + (pool_size,))\n"
        "dcol = dmax.reshape(dmax.shape[0] * dmax.shape[1] * dmax.shape[2], -1)",
    },
    "loops": {
        "col": "col = np.array([row[c * pool_size:(c + 1) * pool_size] for row in col_old for c in range(C_)])",
        "arg_max": "arg_max = np.zeros(len(col), dtype=int)\nfor r, row in enumerate(col):\n"
        "    for p in range(pool_size):\n        if row[p] > row[arg_max[r]]:\n            arg_max[r] = p",
        "out": "out = np.array([max(row) for row in col])",
        "dmax": "dmax = np.zeros((len(col), pool_size), dout.dtype)\nr = 0\nfor n in range(N_):\n    for i in range(out_h):\n"
        "        for j in range(out_w):\n            for c in range(C_):\n"
        "                dmax[r, arg_max[r]] = dout[n, c, i, j]\n                r += 1",
        "dcol": "dcol = np.stack([np.concatenate(dmax[r:r + C_]) for r in range(0, len(dmax), C_)])",
        "ties": "ties = np.zeros((3, 3))\nties[:2, :2] = 1",
        "peak": "peak = np.zeros((3, 3), int)\npeak[1, 1] = 4",
    },
    "fetched by the place": {
        "arg_max": "arg_max = np.array([row.tolist().index(max(row)) for row in col])",
        "out": "out = col[range(len(col)), arg_max]",
        "dmax": "dmax = np.zeros_like(col, dtype=dout.dtype)\nnp.put_along_axis(dmax, arg_max[:, None], np.moveaxis(dout, 1, -1).reshape(-1, 1), axis=1)",
        "dcol": "dcol = dmax.ravel().reshape(col_old.shape)",
    },
    "one-hot, strides, einsum": {
        "col": "every = np.lib.stride_tricks.sliding_window_view(x, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]\n"
        "col = every.transpose(0, 2, 3, 1, 4, 5).reshape(-1, pool_size)",
        "arg_max": "arg_max = (col == col.max(axis=1)[:, None]).argmax(axis=1)",
        "out": "out = np.sort(col, axis=1)[:, -1]",
        "dmax": "dmax = np.einsum('rp,r->rp', np.eye(pool_size, dtype=dout.dtype)[arg_max], np.einsum('ncij->nijc', dout).ravel())",
        "dcol": "dcol = np.hstack([dmax[c::C_] for c in range(C_)])",
    },
    "in place, names of one's own": {
        "col": "mine = col_old.copy()\nmine.shape = (col_old.size // pool_size, pool_size)\ncol = mine",
        "arg_max": "arg_max = np.argsort(-col, axis=1, kind='stable')[:, 0].astype(np.int32)",
        "out": "out = np.maximum.reduce(col, axis=1)",
        "dmax": "gradients = np.rollaxis(dout, 1, 4).flatten()\ndmax = np.arange(pool_size) == arg_max[:, None]\n"
        "dmax = dmax.astype(dout.dtype)\ndmax *= gradients[:, None]",
        "ties": "ties = np.array([[1.0, 1, 0], [1, 1, 0], [0, 0, 0]])",
    },
}

WRONG = [
    ("out", "out = np.zeros(len(col), col.dtype)", "numbers are wrong"),
    ("out", "out = list(col.max(axis=1))", "not a NumPy array but list"),
    ("ties", "ties = [[1, 1, 0], [1, 0, 0], [0, 0, 0]]", "1 of its 9 numbers is wrong."),
    ("ties", "ties = [1, 1, 0]", "ties has shape (3,); it must have (3, 3)"),
    ("peak", "peak = [[0, 0, 0], [0, 3, 0], [0, 0, 0]]", "1 of its 9 numbers is wrong."),
]

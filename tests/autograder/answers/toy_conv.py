"""toy-conv: right answers in several styles, and wrong ones with what their author is told."""

RIGHT = {
    "einsum": {
        "out": "out = np.einsum('wk,kf->wf', col, col_W) + b",
        "db": "db = np.einsum('wf->f', dout_rows)",
        "dcol_W": "dcol_W = np.einsum('wk,wf->kf', col, dout_rows)",
        "dcol": "dcol = np.einsum('wf,kf->wk', dout_rows, col_W)",
    },
    "loops": {
        "col_W": "col_W = np.empty((C * FH * FW, FN), dtype=W.dtype)\nfor f in range(FN):\n    col_W[:, f] = W[f].flatten()",
        "out": "out = np.empty((len(col), FN), dtype=np.result_type(col, W))\n"
        "for w in range(len(col)):\n    for f in range(FN):\n        out[w, f] = sum(col[w] * col_W[:, f]) + b[f]",
        "db": "db = np.array([sum(column) for column in dout_rows.T])",
        "dcol_W": "dcol_W = sum(np.outer(col[w], dout_rows[w]) for w in range(len(col)))",
        "dcol": "dcol = np.array([col_W @ row for row in dout_rows])",
    },
    "loops into float64 buffers": {
        "out": "out = np.zeros((len(col), FN))\nfor w in range(len(col)):\n    out[w] = col[w] @ col_W + b",
        "db": "db = np.zeros(FN)\nfor row in dout_rows:\n    db += row",
    },
    "tensordot and other axes": {
        "col_W": "col_W = np.moveaxis(W, 0, -1).reshape(-1, FN)",
        "out": "out = np.tensordot(col, W.reshape(FN, -1), axes=(1, 1)) + b[np.newaxis, :]",
        "db": "db = dout.sum(axis=(0, 2, 3))",
        "dcol_W": "dcol_W = np.tensordot(col, dout_rows, axes=(0, 0))",
        "dcol": "dcol = np.tensordot(dout_rows, W.reshape(FN, -1), axes=(1, 0))",
    },
    "in place, names of one's own": {
        "col_W": "flat = W.reshape(FN, C * FH * FW)\ncol_W = flat.transpose(1, 0)",
        "out": "result = np.matmul(col, col_W)\nresult += b\nout = result",
        "db": "ones = np.ones(len(dout_rows), dtype=dout_rows.dtype)\ndb = ones @ dout_rows",
        "dcol_W": "dcol_W = (dout_rows.T @ col).T",
        "dcol": "dcol = np.asfortranarray(dout_rows @ W.reshape(FN, -1))",
    },
    "by a stride trick": {
        "col_W": "col_W = np.lib.stride_tricks.as_strided(\n"
        "    np.ascontiguousarray(W), (C * FH * FW, FN), (W.itemsize, C * FH * FW * W.itemsize)\n)",
        "db": "db = np.add.reduce(dout_rows)",
    },
    "with an activation of its own module": {
        "db": "import functools, operator\ndb = functools.reduce(operator.add, dout_rows)",
        "out": "from modlab.im2col import im2col as unroll\nout = unroll(x, FH, FW, stride, pad) @ col_W + b",
    },
}

WRONG = [
    ("db", "db = None", "db is still None"),
    ("db", "", "there is no db"),
    ("db", "db = list(dout_rows.sum(axis=0))", "not a NumPy array but list"),
    ("db", "db = 4.0", "not a NumPy array but float"),
    ("db", "db = np.matrix(dout_rows.sum(axis=0))", "not a NumPy array but matrix"),
    (
        "db",
        "class Sly(np.ndarray):\n    __eq__ = lambda *_: True\ndb = np.ones(FN).view(Sly)",
        "not a NumPy array but Sly",
    ),
    (
        "db",
        "class Sly:\n    __eq__ = lambda *_: True\n    shape = (2,)\ndb = Sly()",
        "not a NumPy array but Sly",
    ),
    ("db", "db = np.array([print] * FN)", "db holds objects"),
    ("db", "db = np.full(FN, np.nan)", "are not finite"),
    ("db", "db = dout_rows.sum(axis=0).astype(int)", "holds int64 numbers"),
    ("db", "db = dout_rows.sum(axis=0).astype(np.float16)", "holds float16 numbers"),
    ("db", "db = dout_rows.sum(axis=0) + 0j", "holds complex128 numbers"),
    ("db", "db = np.sum(dout_rows, axis=0, keepdims=True)", "has shape (1, 2); it must have (2,)"),
    (
        "db",
        "db = dout_rows.sum(axis=0) * 1.001",
        "of its 2 numbers are wrong. The first one is db[0]: it is 4.004 and must be 4.",
    ),
    ("db", "db = undefined_name", "stopped with NameError in line 1: name 'undefined_name' is not defined"),
    ("db", "db = dout_rows.sum(axis=0", "not valid Python in line 1"),
    ("db", "import scipy\ndb = scipy.sum(dout_rows)", "Here you may import NumPy"),
    ("db", "from modlab.layers import Convolution", "Here you may import NumPy"),
    (
        "db",
        "from autograder.assignments import convolution_oracle\ndb = convolution_oracle.gradient_of_bias(dout)",
        "Here you may import NumPy",
    ),
    ("db", "raise SystemExit", "stopped with SystemExit"),
    ("db", "raise KeyboardInterrupt", "stopped with KeyboardInterrupt"),
    ("db", "input('db? ')", "stopped with EOFError"),
    ("db", "def deeper(): return deeper()\ndb = deeper()", "stopped with RecursionError"),
    ("out", "out = np.zeros((len(col), FN), dtype=np.result_type(col, W))", "has the right shape"),
    ("db", "db = np.zeros(FN, dtype=dout.dtype)", "has the right shape"),
    ("dcol_W", "dcol_W = np.zeros((C * FH * FW, FN), dtype=dout.dtype)", "has the right shape"),
]

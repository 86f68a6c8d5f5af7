"""What the layers are asked: shapes, options and how the numbers are drawn.

A new layer gets a case here, and in `torch_answers.FORWARD` what PyTorch computes; then `python tests/modlab/oracle/freeze.py`.
"""

import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Case:
    """One layer with the shapes of its arrays and its options.

    What goes in is called `x`, with a second branch `x2`; all other arrays are parameters.
    """

    layer: str
    shapes: dict
    options: dict = field(default_factory=dict)
    dtype: str = "float64"
    whole: bool = False  # small whole numbers, so that many are equal


def _convolution(x, W, bias=True, dtype="float64", **options):
    shapes = {"x": x, "W": W} | ({"b": W[:1]} if bias else {})
    return Case("Convolution", shapes, options, dtype)


def _pooling(layer, x, window, stride, pad, dtype="float64"):
    options = {"pool_h": window[0], "pool_w": window[1], "stride": stride, "pad": pad}
    return Case(layer, {"x": x}, options, dtype, whole=True)


# H differs from W, FH from FW, C from FN, N is more than 1, and some strides do not divide.
CASES = {
    "convolution": _convolution((2, 3, 7, 5), (4, 3, 3, 2)),
    "convolution-float32": _convolution((3, 2, 9, 6), (5, 2, 2, 4), dtype="float32", stride=2, pad=1),
    "convolution-no-bias": _convolution((2, 3, 6, 8), (2, 3, 3, 3), bias=False, pad=(2, 1)),
    "convolution-stride-pair": _convolution((2, 1, 11, 8), (3, 1, 3, 2), stride=(3, 2), pad=(0, 1)),
    "convolution-stride-skips": _convolution((2, 2, 9, 10), (3, 2, 2, 1), stride=(3, 4)),
    "convolution-1x1": _convolution((3, 5, 4, 6), (2, 5, 1, 1), dtype="float32"),
    "convolution-1x1-stride": _convolution((3, 5, 4, 7), (2, 5, 1, 1), stride=2),
    "convolution-1x1-pad": _convolution((2, 3, 4, 5), (4, 3, 1, 1), pad=1),
    "convolution-wide-pad": _convolution((2, 2, 3, 4), (3, 2, 2, 3), pad=(3, 4), dtype="float32"),
    "convolution-filter-is-image": _convolution((2, 3, 4, 5), (3, 3, 4, 5)),
    "convolution-one-row": _convolution((2, 3, 1, 9), (4, 3, 1, 3), stride=2, pad=(0, 1)),
    "pooling": _pooling("Pooling", (2, 3, 6, 8), (2, 2), 2, 0, "float32"),
    "pooling-odd": _pooling("Pooling", (2, 3, 7, 5), (2, 2), 2, 0),
    "pooling-overlap": _pooling("Pooling", (2, 2, 7, 9), (3, 2), (2, 1), 0),
    "pooling-pad": _pooling("Pooling", (2, 2, 4, 4), (2, 2), 2, 1),
    "pooling-pad-overlap": _pooling("Pooling", (3, 2, 5, 7), (3, 3), 2, (1, 2), "float32"),
    "pooling-skips": _pooling("Pooling", (2, 2, 9, 8), (2, 1), (4, 3), 0),
    "average": _pooling("AveragePooling", (2, 3, 6, 8), (2, 2), 2, 0, "float32"),
    "average-overlap": _pooling("AveragePooling", (2, 2, 7, 9), (3, 2), (2, 1), 0),
    "average-pad": _pooling("AveragePooling", (2, 2, 5, 4), (3, 2), 2, (1, 1)),
    "global-average": Case("GlobalAveragePooling", {"x": (3, 4, 5, 2)}),
    "affine": Case("Affine", {"x": (4, 6), "W": (6, 3), "b": (3,)}),
    "affine-images": Case("Affine", {"x": (4, 2, 3, 5), "W": (30, 7), "b": (7,)}, dtype="float32"),
    "affine-no-bias": Case("Affine", {"x": (4, 6), "W": (6, 3)}),
    "relu": Case("Relu", {"x": (3, 2, 5, 4)}, whole=True),
    "sigmoid": Case("Sigmoid", {"x": (3, 2, 5, 4)}, dtype="float32"),
    "batch-normalization": Case("BatchNormalization", {"x": (6, 4), "gamma": (4,), "beta": (4,)}),
    "batch-normalization-images": Case(
        "BatchNormalization", {"x": (3, 2, 5, 4), "gamma": (2,), "beta": (2,)}, dtype="float32"
    ),
    "lrn": Case("LocalResponseNormalization", {"x": (2, 7, 3, 4)}, {"size": 5, "alpha": 0.3}),
    "lrn-few-channels": Case("LocalResponseNormalization", {"x": (2, 2, 3, 4)}, {"size": 5, "k": 1.0}),
    "lrn-even-size": Case(
        "LocalResponseNormalization", {"x": (2, 5, 3, 4)}, {"size": 4, "alpha": 0.5}, "float32"
    ),
    "dropout": Case("Dropout", {"x": (4, 3, 5, 2)}, {"dropout_ratio": 0.3, "rng": 5}),
    "flatten": Case("Flatten", {"x": (2, 3, 5, 4)}),
    "add": Case("Add", {"x": (2, 3, 4, 5), "x2": (2, 3, 4, 5)}),
    "concatenate": Case("Concatenate", {"x": (2, 3, 4, 5), "x2": (2, 1, 4, 5)}, dtype="float32"),
    "softmax": Case("SoftmaxWithLoss", {"x": (5, 7)}),
    "softmax-large": Case("SoftmaxWithLoss", {"x": (5, 4)}, {"scale": 300.0}, "float32"),
}


def draw(case, seed):
    """Draw a case's arrays.

    Parameters
    ----------
    case : Case
    seed : int or list of int

    Returns
    -------
    dict of str to array
        `x`, parameters and `dout`; for the loss, `x` and the labels `t`.
    """
    rng = np.random.default_rng(seed)
    arrays = {}
    for name, shape in case.shapes.items():
        numbers = rng.integers(-2, 3, shape) if case.whole else rng.standard_normal(shape)
        arrays[name] = numbers.astype(case.dtype)
    if case.layer == "SoftmaxWithLoss":
        arrays["x"] *= np.asarray(case.options.get("scale", 1), case.dtype)
        arrays["t"] = rng.integers(0, case.shapes["x"][1], case.shapes["x"][0])
    return arrays


def draw_dout(shape, dtype, seed):
    """Draw the gradient that comes from behind, for an output of this shape."""
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def frozen_seed(name):
    """Return the seed that a case's frozen numbers are drawn with."""
    return zlib.crc32(name.encode())


FROZEN = np.load(Path(__file__).parent / "answers.npz")


def frozen_answers(name):
    """Return a case's frozen arrays, and what PyTorch answered: two dicts by name."""
    given = {key.split("/")[-1]: FROZEN[key] for key in FROZEN.files if key.startswith(name + "/given/")}
    expected = {key.split("/")[-1]: FROZEN[key] for key in FROZEN.files if key.rpartition("/")[0] == name}
    assert given, (
        f"{name} is not frozen: run python tests/modlab/oracle/freeze.py where PyTorch is installed."
    )
    assert expected
    return given, expected

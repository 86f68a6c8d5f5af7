"""What every layer asks of its input, and the dtype that it computes in."""

import numpy as np
import pytest
from oracle.cases import CASES, draw

from modlab import layers


@pytest.mark.parametrize("name", ["convolution", "convolution-stride-pair", "affine", "average", "sigmoid"])
def test_true_float16_stays_near_float32(name):
    case = CASES[name]
    arrays = draw(case, 0)
    halves = {key: a.astype(np.float16) for key, a in arrays.items()}
    layer = getattr(layers, case.layer)(**{k: a for k, a in halves.items() if k != "x"}, **case.options)
    layer.true_float16 = True
    out = layer.forward(halves["x"])
    dx = layer.backward(np.ones_like(out))
    exact = getattr(layers, case.layer)(**{k: a for k, a in arrays.items() if k != "x"}, **case.options)
    expected = exact.forward(arrays["x"])
    assert out.dtype == dx.dtype == np.float16
    np.testing.assert_allclose(out, expected, rtol=2e-2, atol=2e-2)
    np.testing.assert_allclose(dx, exact.backward(np.ones_like(expected)), rtol=2e-2, atol=2e-2)


def forwards(layer, *arguments):
    return lambda: layer.forward(*arguments)


def backwards(layer, x, dout):
    def call():
        layer.forward(x)
        layer.backward(dout)

    return call


ones = np.ones


CONV = layers.Convolution(ones((2, 3, 2, 2)), ones(2))


BAD = {
    "3-D images": (forwards(CONV, ones((3, 4, 4))), r"Convolution needs .* 4 dimensions .* shape \(3, 4, 4\)"),
    "channels": (forwards(CONV, ones((1, 4, 5, 5))), r"x of shape \(1, 4, 5, 5\) .* W of shape \(2, 3, 2, 2\)"),
    "filter too large": (forwards(CONV, ones((1, 3, 1, 5))), r"\(2, 2\) does not fit .* \(1, 3, 1, 5\)"),
    "no images": (forwards(CONV, ones((0, 3, 5, 5))), r"Convolution got an empty batch: shape \(0, 3, 5, 5\)"),
    "text": (forwards(CONV, np.full((1, 3, 4, 4), "a")), "Convolution needs numbers; got dtype <U1"),
    "complex": (forwards(CONV, ones((1, 3, 4, 4), complex)), "got dtype complex128"),
    "bool": (forwards(layers.Relu(), ones(3, bool)), "Relu needs numbers; got dtype bool"),
    "objects": (forwards(CONV, ones((1, 3, 4, 4), object)), "got dtype object"),
    "list": (forwards(CONV, [[[[1]]]]), "Convolution needs an array; got list"),
    "convolution dout": (backwards(CONV, ones((1, 3, 4, 4)), ones((1, 2, 4, 4))), r"\(1, 2, 3, 3\); got \(1, 2, 4, 4\)"),
    "convolution weights": (lambda: layers.Convolution(ones((2, 2))), r"needs W of shape \(FN, C, FH, FW\)"),
    "convolution bias": (lambda: layers.Convolution(ones((2, 1, 2, 2)), ones(3)), r"W \(2, 1, 2, 2\) and b \(3,\)"),
    "convolution stride": (lambda: layers.Convolution(ones((2, 1, 2, 2)), stride=0), "stride must be"),
    "backward first": (lambda: layers.Convolution(ones((1, 1, 1, 1))).backward(ones(1)), "before forward"),
    "pooling backward first": (lambda: layers.Pooling(2, 2).backward(ones(1)), "before forward"),
    "softmax backward first": (lambda: layers.SoftmaxWithLoss().backward(), "before forward"),
    "pooling too large": (forwards(layers.Pooling(3, 3), ones((1, 1, 2, 5))), r"\(3, 3\) does not fit"),
    "pooling padding": (lambda: layers.Pooling(2, 2, pad=2), "pad .* must be smaller than the window"),
    "pooling dout": (backwards(layers.Pooling(2, 2), ones((1, 1, 3, 3)), ones((1, 1, 3, 3))), r"\(1, 1, 2, 2\)"),
    "label too large": (forwards(layers.SoftmaxWithLoss(), ones((2, 3)), np.array([0, 3])), "0 to 2 .* got 3"),
    "label negative": (forwards(layers.SoftmaxWithLoss(), ones((2, 3)), np.array([-1, 2])), "0 to 2 .* got -1"),
    "labels too few": (forwards(layers.SoftmaxWithLoss(), ones((2, 3)), np.array([1])), r"2 labels .* shape \(1,\)"),
    "labels of halves": (forwards(layers.SoftmaxWithLoss(), ones((2, 3)), ones(2)), "whole numbers; got dtype float64"),
    "one-hot of another width": (forwards(layers.SoftmaxWithLoss(), ones((2, 3)), ones((2, 4))), r"shape \(2, 4\)"),
    "rows that do not sum to 1": (forwards(layers.SoftmaxWithLoss(), ones((2, 3)), ones((2, 3))), "sum to 1"),
    "scores of images": (forwards(layers.SoftmaxWithLoss(), ones((2, 3, 1)), np.zeros(2, int)), r"scores of shape \(N, K\)"),
    "no scores": (forwards(layers.SoftmaxWithLoss(), ones((0, 3)), np.zeros(0, int)), "empty batch"),
    "dropout ratio": (lambda: layers.Dropout(1.0), "dropout_ratio must be .* below 1"),
    "normalize features": (forwards(layers.BatchNormalization(ones(3), ones(3)), ones((2, 4))), r"got \(2, 4\)"),
    "normalize one value": (forwards(layers.BatchNormalization(ones(3), ones(3)), ones((1, 3)), True), "no variance"),
    "gamma and beta": (lambda: layers.BatchNormalization(ones(3), ones(2)), r"\(3,\) and \(2,\)"),
    "lrn size": (lambda: layers.LocalResponseNormalization(0), "size must be"),
    "add shapes": (forwards(layers.Add(), ones((1, 2)), ones((1, 3))), r"\(1, 2\) and \(1, 3\)"),
    "add nothing": (forwards(layers.Add()), "at least one branch"),
    "concatenate shapes": (forwards(layers.Concatenate(), ones((1, 2, 3)), ones((1, 2, 4))), "differ only in channels"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence(name):
    call, sentence = BAD[name]
    with pytest.raises((ValueError, TypeError), match=sentence) as error:
        call()
    assert "\n" not in str(error.value)

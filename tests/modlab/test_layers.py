"""Layers: gradients measured, inputs left alone, half precision, and bad input."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import modlab_answers
from oracle.cases import CASES, draw, frozen_seed

from modlab import layers as L
from modlab.gradient_check import check_gradients

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


def is_nudged(case):
    """One array goes in, nothing is left to chance, and what comes out is no single number."""
    return "x2" not in case.shapes and "rng" not in case.options and case.layer != "SoftmaxWithLoss"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if is_nudged(case)])
def test_gradients_by_nudging(name):
    # Numbers that are not whole: at equal ones a maximum has no slope.
    case = dataclasses.replace(CASES[name], dtype="float64", whole=False)
    # Not seed 0, which check_gradients draws dout with: batch normalization has no slope along its own input.
    inputs, parameters = modlab_answers.split(draw(case, frozen_seed(name)))
    layer = getattr(L, case.layer)(**parameters, **case.options)
    train = {"train": True} if layer.has_train_mode else {}
    differences = check_gradients(layer, inputs["x"], **train)
    assert set(differences) == {"x", *parameters}


def test_batch_normalization_gradient_by_nudging_outside_training():
    layer = L.BatchNormalization(normal(3), normal(3), running_mean=normal(3), running_var=normal(3) ** 2)
    check_gradients(layer, normal(4, 3, 2, 2), train=False)


def test_softmax_gradient_by_nudging():
    class Loss(L.SoftmaxWithLoss):
        def forward(self, x):
            return np.array(super().forward(x, np.array([2, 0, 1])))

    check_gradients(Loss(), normal(3, 4), dout=np.array(1.7))


def test_gradient_check_finds_a_wrong_gradient():
    class Wrong(L.Relu):
        def backward(self, dout):
            return super().backward(dout) * 1.001

    with pytest.raises(AssertionError, match=r"gradient of x is off by 0\.001"):
        check_gradients(Wrong(), normal(3, 5))


@pytest.mark.parametrize("name", CASES)
def test_inputs_are_never_written_to(name):
    case = CASES[name]

    def locked(array):
        array.setflags(write=False)
        return array

    arrays = {key: locked(a) for key, a in draw(case, 0).items()}
    modlab_answers.answer(case, arrays, 0, convert=locked)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 3),
    st.integers(1, 3),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.integers(0, 2),
    st.integers(0, 10**6),
)
def test_pooling_is_the_maximum_of_every_window(N, C, window, stride, pad, seed):
    pad = min(pad, *(side - 1 for side in window))
    x = np.random.default_rng(seed).integers(-3, 4, (N, C, 5, 6)).astype(float)
    layer = L.Pooling(*window, stride, pad)
    out = layer.forward(x)
    dout = np.random.default_rng(seed).integers(1, 9, out.shape).astype(float)
    dx = layer.backward(dout)

    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    expected_dx = np.zeros_like(padded)
    for n, c, i, j in np.ndindex(out.shape):
        top, left = i * stride[0], j * stride[1]
        view = padded[n, c, top : top + window[0], left : left + window[1]]
        assert out[n, c, i, j] == view.max()
        row, column = np.unravel_index(view.argmax(), view.shape)  # argmax names the first of equal ones
        expected_dx[n, c, top + row, left + column] += dout[n, c, i, j]
    np.testing.assert_array_equal(dx, expected_dx[:, :, pad : pad + 5, pad : pad + 6])


def test_pooling_example_of_the_slides():
    x = np.arange(18.0).reshape(1, 2, 3, 3)
    layer = L.Pooling(2, 2, stride=1)
    np.testing.assert_array_equal(layer.forward(x)[0], [[[4, 5], [7, 8]], [[13, 14], [16, 17]]])
    dx = layer.backward(np.ones((1, 2, 2, 2)))
    np.testing.assert_array_equal(dx[0, 0], [[0, 0, 0], [0, 1, 1], [0, 1, 1]])


@pytest.mark.parametrize("dtype", ["int32", "uint8"])
def test_pooling_of_whole_numbers(dtype):
    x = np.array([[[[5, 1], [2, 3]]]], dtype)
    out = L.Pooling(2, 2, stride=2, pad=1).forward(x)
    assert out.dtype == dtype
    np.testing.assert_array_equal(out[0, 0], x[0, 0])


def test_toy_convolution_of_the_slides():
    x = np.arange(9).reshape(1, 1, 3, 3)
    W = np.array([np.full((1, 2, 2), 1), np.full((1, 2, 2), 2)])
    layer = L.Convolution(W, np.array([1, 1]))
    np.testing.assert_array_equal(layer.forward(x)[0], [[[9, 13], [21, 25]], [[17, 25], [41, 49]]])
    dx = layer.backward(np.ones((1, 2, 2, 2), int))
    np.testing.assert_array_equal(layer.dW[:, 0], [[[8, 12], [20, 24]]] * 2)
    np.testing.assert_array_equal(layer.db, [4, 4])
    np.testing.assert_array_equal(dx[0, 0], [[3, 6, 3], [6, 12, 6], [3, 6, 3]])


def test_the_first_layer_can_spare_its_dx():
    x, W = normal(2, 3, 5, 4), normal(2, 3, 2, 2)
    full, spared = L.Convolution(W), L.Convolution(W, input_gradient=False)
    dout = normal(*full.forward(x).shape)
    spared.forward(x)
    assert full.backward(dout) is not None
    assert spared.backward(dout) is None
    np.testing.assert_array_equal(spared.dW, full.dW)


def test_order_in_memory_does_not_matter():
    x, W = normal(3, 2, 6, 5), normal(4, 2, 3, 2)
    turned = np.ascontiguousarray(x.transpose(2, 1, 0, 3)).transpose(2, 1, 0, 3)
    for make in (lambda: L.Convolution(W), lambda: L.Pooling(2, 2, 2), lambda: L.AveragePooling(2, 2, 2)):
        one, other = make(), make()
        out = one.forward(x)
        np.testing.assert_array_equal(other.forward(turned), out)
        dout = normal(*out.shape)
        dout_turned = np.ascontiguousarray(dout.T).T
        np.testing.assert_array_equal(other.backward(dout_turned), one.backward(dout))


def test_residual_and_inception_joints():
    a, b = normal(2, 3, 2, 2), normal(2, 3, 2, 2)
    add, join = L.Add(), L.Concatenate()
    np.testing.assert_array_equal(add.forward(a, b), a + b)
    for gradient in add.backward(b):
        np.testing.assert_array_equal(gradient, b)
    joined = join.forward(a, b[:, :1])
    np.testing.assert_array_equal(joined[:, 3], b[:, 0])
    first, second = join.backward(joined)
    np.testing.assert_array_equal(first, a)
    np.testing.assert_array_equal(second, b[:, :1])


# Half precision ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if c.layer != "SoftmaxWithLoss"])
def test_float16_is_float32_arithmetic_rounded_once(name):
    case = CASES[name]
    halves = {key: a.astype(np.float16) for key, a in draw(case, 0).items()}
    singles = {key: a.astype(np.float32) for key, a in halves.items()}
    make = getattr(L, case.layer)

    def run(arrays):
        inputs, parameters = modlab_answers.split(arrays)
        layer = make(**parameters, **case.options)
        out = layer.forward(*inputs.values(), **{"train": True} if layer.has_train_mode else {})
        dx = layer.backward(np.random.default_rng(0).integers(-2, 3, out.shape).astype(out.dtype))
        gradients = dx if isinstance(dx, tuple) else (dx,)
        return [out, *gradients, *(getattr(layer, "d" + name) for name in parameters)]

    for half, single in zip(run(halves), run(singles), strict=True):
        assert half.dtype == np.float16
        np.testing.assert_allclose(half, single, rtol=2e-3, atol=2e-3)


def test_float16_sums_do_not_overflow_unless_asked():
    x = np.full((1, 1, 2, 2), 300, np.float16)
    layer = L.LocalResponseNormalization(1, alpha=1.0, beta=0.5, k=0.0)  # x / sqrt(x * x)
    np.testing.assert_allclose(layer.forward(x), 1, rtol=1e-3)
    layer.true_float16 = True
    with np.errstate(over="ignore"):
        np.testing.assert_array_equal(layer.forward(x), 0)  # 300 * 300 is infinite in float16


@pytest.mark.parametrize("name", ["convolution", "convolution-stride-pair", "affine", "average", "sigmoid"])
def test_true_float16_stays_near_float32(name):
    case = CASES[name]
    arrays = draw(case, 0)
    halves = {key: a.astype(np.float16) for key, a in arrays.items()}
    layer = getattr(L, case.layer)(**{k: a for k, a in halves.items() if k != "x"}, **case.options)
    layer.true_float16 = True
    out = layer.forward(halves["x"])
    dx = layer.backward(np.ones_like(out))
    exact = getattr(L, case.layer)(**{k: a for k, a in arrays.items() if k != "x"}, **case.options)
    expected = exact.forward(arrays["x"])
    assert out.dtype == dx.dtype == np.float16
    np.testing.assert_allclose(out, expected, rtol=2e-2, atol=2e-2)
    np.testing.assert_allclose(dx, exact.backward(np.ones_like(expected)), rtol=2e-2, atol=2e-2)


def test_softmax_of_float16():
    x = np.array([[10.0, 0.0, -10.0], [0.0, 1.0, 2.0]], np.float16)
    layer = L.SoftmaxWithLoss()
    loss = layer.forward(x, np.array([0, 1]))
    e = np.exp(x.astype(float))
    y = e / e.sum(axis=1, keepdims=True)
    assert loss == pytest.approx(-np.log(y[[0, 1], [0, 1]]).mean(), rel=1e-5)
    assert layer.backward().dtype == np.float16


@pytest.mark.parametrize("dtype", ["uint8", "int64"])
def test_images_of_whole_numbers_meet_the_weights_dtype(dtype):
    x = RNG.integers(0, 100, (2, 1, 4, 4)).astype(dtype)
    W = normal(2, 1, 3, 3)
    np.testing.assert_allclose(L.Convolution(W).forward(x), L.Convolution(W).forward(x.astype(float)))


def test_sums_of_small_whole_numbers_do_not_wrap():
    x = np.full((1, 3, 2, 2), 200, np.uint8)
    np.testing.assert_array_equal(L.AveragePooling(2, 2).forward(x), 200)
    np.testing.assert_array_equal(L.GlobalAveragePooling().forward(x), 200)
    lrn = L.LocalResponseNormalization(1, alpha=1.0, beta=0.5, k=0.0)
    np.testing.assert_allclose(lrn.forward(x), 1)


# Loss and dropout ----------------------------------------------------------------------------------------------------


def test_labels_columns_and_one_hot_rows_agree():
    x, t = normal(4, 3), np.array([0, 2, 1, 2])
    results = []
    for answers in (t, t[:, None], np.eye(3)[t], np.eye(3, dtype=int)[t], t.astype(np.uint8)):
        layer = L.SoftmaxWithLoss()
        results.append((layer.forward(x, answers), layer.backward()))
    for loss, dx in results:
        assert loss == pytest.approx(results[0][0], rel=1e-12)
        np.testing.assert_allclose(dx, results[0][1], rtol=1e-12)


def test_softmax_does_not_overflow():
    layer = L.SoftmaxWithLoss()
    assert layer.forward(np.array([[1e4, 0.0], [0.0, 1e4]]), np.array([1, 1])) == pytest.approx(5000)
    np.testing.assert_array_equal(layer.y, [[1, 0], [0, 1]])


def test_soft_labels():
    x, t = normal(3, 4), RNG.dirichlet(np.ones(4), 3)
    layer = L.SoftmaxWithLoss()
    log_y = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
    assert layer.forward(x, t) == pytest.approx(-(t * log_y).sum() / 3)


def test_dropout_keeps_the_expected_value_and_is_repeatable():
    x = np.ones((200, 500), np.float32)
    layer = L.Dropout(0.3, np.random.default_rng(5))
    out = layer.forward(x, train=True)
    assert out.dtype == np.float32
    np.testing.assert_allclose(np.unique(out), [0, 1 / 0.7], rtol=1e-6)
    # 100,000 draws: the mean has a standard deviation of about 0.002.
    assert out.mean() == pytest.approx(1, abs=0.01)
    np.testing.assert_array_equal(layer.backward(x), out)
    again = L.Dropout(0.3, np.random.default_rng(5))
    np.testing.assert_array_equal(again.forward(x, train=True), out)
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(x), x)


def test_running_averages_by_hand():
    layer = L.BatchNormalization(np.ones(1), np.zeros(1), momentum=0.75)
    layer.forward(np.array([[2.0], [6.0]]), train=True)
    assert layer.running_mean == pytest.approx(0.75 * 0 + 0.25 * 4)
    assert layer.running_var == pytest.approx(0.75 * 1 + 0.25 * 8)  # variance by n - 1: (4 + 4) / 1


# Bad input -----------------------------------------------------------------------------------------------------------


def forwards(layer, *arguments):
    return lambda: layer.forward(*arguments)


def backwards(layer, x, dout):
    def call():
        layer.forward(x)
        layer.backward(dout)

    return call


ones = np.ones
CONV = L.Convolution(ones((2, 3, 2, 2)), ones(2))
BAD = {
    "3-D images": (forwards(CONV, ones((3, 4, 4))), r"Convolution needs .* 4 dimensions .* shape \(3, 4, 4\)"),
    "channels": (forwards(CONV, ones((1, 4, 5, 5))), r"x of shape \(1, 4, 5, 5\) .* W of shape \(2, 3, 2, 2\)"),
    "filter too large": (forwards(CONV, ones((1, 3, 1, 5))), r"\(2, 2\) does not fit .* \(1, 3, 1, 5\)"),
    "no images": (forwards(CONV, ones((0, 3, 5, 5))), r"Convolution got an empty batch: shape \(0, 3, 5, 5\)"),
    "text": (forwards(CONV, np.full((1, 3, 4, 4), "a")), "Convolution needs numbers; got dtype <U1"),
    "complex": (forwards(CONV, ones((1, 3, 4, 4), complex)), "got dtype complex128"),
    "bool": (forwards(L.Relu(), ones(3, bool)), "Relu needs numbers; got dtype bool"),
    "objects": (forwards(CONV, ones((1, 3, 4, 4), object)), "got dtype object"),
    "list": (forwards(CONV, [[[[1]]]]), "Convolution needs an array; got list"),
    "convolution dout": (backwards(CONV, ones((1, 3, 4, 4)), ones((1, 2, 4, 4))), r"\(1, 2, 3, 3\); got \(1, 2, 4, 4\)"),
    "convolution weights": (lambda: L.Convolution(ones((2, 2))), r"needs W of shape \(FN, C, FH, FW\)"),
    "convolution bias": (lambda: L.Convolution(ones((2, 1, 2, 2)), ones(3)), r"W \(2, 1, 2, 2\) and b \(3,\)"),
    "convolution stride": (lambda: L.Convolution(ones((2, 1, 2, 2)), stride=0), "stride must be"),
    "backward first": (lambda: L.Convolution(ones((1, 1, 1, 1))).backward(ones(1)), "before forward"),
    "affine backward first": (lambda: L.Affine(ones((1, 1))).backward(ones(1)), "before forward"),
    "pooling backward first": (lambda: L.Pooling(2, 2).backward(ones(1)), "before forward"),
    "softmax backward first": (lambda: L.SoftmaxWithLoss().backward(), "before forward"),
    "affine inputs": (forwards(L.Affine(ones((6, 2))), ones((1, 5))), r"needs 6 inputs a sample; x of shape \(1, 5\)"),
    "affine bias": (lambda: L.Affine(ones((6, 2)), ones(3)), r"got W \(6, 2\) and b \(3,\)"),
    "affine empty": (forwards(L.Affine(ones((6, 2))), ones((0, 6))), "empty batch"),
    "pooling too large": (forwards(L.Pooling(3, 3), ones((1, 1, 2, 5))), r"\(3, 3\) does not fit"),
    "pooling padding": (lambda: L.Pooling(2, 2, pad=2), "pad .* must be smaller than the window"),
    "pooling dout": (backwards(L.Pooling(2, 2), ones((1, 1, 3, 3)), ones((1, 1, 3, 3))), r"\(1, 1, 2, 2\)"),
    "relu dout": (backwards(L.Relu(), ones(3), ones(4)), r"dout of shape \(3,\); got \(4,\)"),
    "label too large": (forwards(L.SoftmaxWithLoss(), ones((2, 3)), np.array([0, 3])), "0 to 2 .* got 3"),
    "label negative": (forwards(L.SoftmaxWithLoss(), ones((2, 3)), np.array([-1, 2])), "0 to 2 .* got -1"),
    "labels too few": (forwards(L.SoftmaxWithLoss(), ones((2, 3)), np.array([1])), r"2 labels .* shape \(1,\)"),
    "labels of halves": (forwards(L.SoftmaxWithLoss(), ones((2, 3)), ones(2)), "whole numbers; got dtype float64"),
    "one-hot of another width": (forwards(L.SoftmaxWithLoss(), ones((2, 3)), ones((2, 4))), r"shape \(2, 4\)"),
    "rows that do not sum to 1": (forwards(L.SoftmaxWithLoss(), ones((2, 3)), ones((2, 3))), "sum to 1"),
    "scores of images": (forwards(L.SoftmaxWithLoss(), ones((2, 3, 1)), np.zeros(2, int)), r"scores of shape \(N, K\)"),
    "no scores": (forwards(L.SoftmaxWithLoss(), ones((0, 3)), np.zeros(0, int)), "empty batch"),
    "dropout ratio": (lambda: L.Dropout(1.0), "dropout_ratio must be .* below 1"),
    "normalize features": (forwards(L.BatchNormalization(ones(3), ones(3)), ones((2, 4))), r"got \(2, 4\)"),
    "normalize one value": (forwards(L.BatchNormalization(ones(3), ones(3)), ones((1, 3)), True), "no variance"),
    "gamma and beta": (lambda: L.BatchNormalization(ones(3), ones(2)), r"\(3,\) and \(2,\)"),
    "lrn size": (lambda: L.LocalResponseNormalization(0), "size must be"),
    "add shapes": (forwards(L.Add(), ones((1, 2)), ones((1, 3))), r"\(1, 2\) and \(1, 3\)"),
    "add nothing": (forwards(L.Add()), "at least one branch"),
    "concatenate shapes": (forwards(L.Concatenate(), ones((1, 2, 3)), ones((1, 2, 4))), "differ only in channels"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence(name):
    call, sentence = BAD[name]
    with pytest.raises((ValueError, TypeError), match=sentence) as error:
        call()
    assert "\n" not in str(error.value)

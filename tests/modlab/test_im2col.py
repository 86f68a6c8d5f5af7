"""im2col, col2im and the output size, against numbers worked by hand and against identities."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modlab.im2col import col2im, conv_output_size, im2col, pad_images, pair


@st.composite
def geometries(draw):
    """Draw an input shape, a filter, a stride and a pad that fit together."""
    N, C, FN = (draw(st.integers(1, 3)) for _ in range(3))
    filter_h, filter_w = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    pad = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    stride = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    H = draw(st.integers(max(1, filter_h - 2 * pad[0]), 8))
    W = draw(st.integers(max(1, filter_w - 2 * pad[1]), 8))
    return (N, C, H, W), FN, (filter_h, filter_w), stride, pad


def windows_by_hand(x, filter_h, filter_w, stride, pad):
    """Write im2col as the definition says it, one number at a time."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad[0],) * 2, (pad[1],) * 2))
    rows = []
    for image in padded:
        for top in range(0, image.shape[1] - filter_h + 1, stride[0]):
            for left in range(0, image.shape[2] - filter_w + 1, stride[1]):
                offsets = itertools.product(range(len(image)), range(filter_h), range(filter_w))
                rows.append([image[c, top + i, left + j] for c, i, j in offsets])
    return np.array(rows, dtype=x.dtype)


def test_slide_example():
    x = np.arange(9).reshape(1, 1, 3, 3)
    expected = [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
    np.testing.assert_array_equal(im2col(x, 2, 2), expected)


@pytest.mark.parametrize(("N", "rows"), [(1, 9), (10, 90)])
def test_ex_im2col_of_the_slides(N, rows):
    x = np.random.default_rng(0).random((N, 3, 7, 7))
    col = im2col(x, 5, 5, stride=1, pad=0)
    assert col.shape == (rows, 75)
    np.testing.assert_array_equal(col[-1], x[-1, :, 2:, 2:].ravel())


@settings(deadline=None, max_examples=60)
@given(geometries(), st.integers(0, 2**32 - 1))
def test_im2col_is_its_definition(geometry, seed):
    shape, _, (filter_h, filter_w), stride, pad = geometry
    x = np.random.default_rng(seed).integers(-9, 10, shape)
    expected = windows_by_hand(x, filter_h, filter_w, stride, pad)
    np.testing.assert_array_equal(im2col(x, filter_h, filter_w, stride, pad), expected)


@settings(deadline=None, max_examples=60)
@given(geometries(), st.integers(0, 2**32 - 1))
def test_col2im_is_the_adjoint_of_im2col(geometry, seed):
    shape, _, (filter_h, filter_w), stride, pad = geometry
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, shape)  # whole numbers: both sides are exact
    col = im2col(x, filter_h, filter_w, stride, pad)
    c = rng.integers(-9, 10, col.shape)
    assert np.sum(col * c) == np.sum(x * col2im(c, shape, filter_h, filter_w, stride, pad))


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float16", "float32", "float64", "bool"])
def test_dtype_is_kept(dtype):
    x = np.ones((1, 2, 4, 3), dtype)
    col = im2col(x, 2, 2, pad=1)
    assert col.dtype == dtype
    assert col2im(col, x.shape, 2, 2, pad=1).dtype == dtype


def test_im2col_returns_a_copy_that_may_be_written_to():
    x = np.zeros((1, 1, 2, 2))
    col = im2col(x, 2, 2)
    col += 1
    np.testing.assert_array_equal(x, 0)


@pytest.mark.parametrize(
    ("args", "size"),
    [((7, 3), 5), ((7, 3, 2), 3), ((7, 3, 3), 2), ((4, 3, 1, 1), 4), ((7, 3, 2, 0), 3), ((28, 5, 3, 2), 10)],
)
def test_output_size(args, size):
    assert conv_output_size(*args) == size


@pytest.mark.parametrize(("filter_size", "pad"), [(3, 1), (5, 2), (7, 3)])
def test_padding_that_keeps_the_size(filter_size, pad):
    assert conv_output_size(32, filter_size, pad=pad, strict=True) == 32


def test_strict_agrees_where_the_stride_divides():
    for size, filter_size, stride, pad in itertools.product(range(3, 9), (1, 2, 3), (1, 2, 3), (0, 1)):
        exact = (size + 2 * pad - filter_size) / stride + 1
        if exact == int(exact):
            assert conv_output_size(size, filter_size, stride, pad, strict=True) == exact
        else:
            with pytest.raises(ValueError, match="not a whole number"):
                conv_output_size(size, filter_size, stride, pad, strict=True)


def test_pad_images_by_a_value():
    padded = pad_images(np.zeros((1, 1, 1, 2)), (1, 0), -np.inf)
    np.testing.assert_array_equal(padded[0, 0], [[-np.inf] * 2, [0, 0], [-np.inf] * 2])


BAD = {
    "three dimensions": (
        lambda: im2col(np.zeros((3, 4, 4)), 2, 2),
        r"4 dimensions .* got 3: shape \(3, 4, 4\)",
    ),
    "filter too tall": (
        lambda: im2col(np.zeros((1, 2, 3, 8)), 4, 2),
        r"shape \(4, 2\) does not fit images of shape \(1, 2, 3, 8\)",
    ),
    "filter too wide": (lambda: im2col(np.zeros((1, 2, 8, 3)), 2, 6, pad=(0, 1)), r"\(2, 6\) does not fit"),
    "size: filter too large": (
        lambda: conv_output_size(3, 6, pad=1),
        "size 6 does not fit an input of size 3",
    ),
    "size: stride 0": (lambda: conv_output_size(7, 3, stride=0), "stride must be .* at least 1; got 0"),
    "size: negative pad": (lambda: conv_output_size(7, 3, pad=-1), "pad must be .* at least 0; got -1"),
    "size: not whole": (lambda: conv_output_size(7.5, 3), "input_size must be a whole number"),
    "stride of three": (lambda: im2col(np.zeros((1, 1, 4, 4)), 2, 2, stride=(1, 1, 1)), "stride must be"),
    "filter of size 0": (lambda: im2col(np.zeros((1, 1, 4, 4)), 0, 2), "filter_size must be"),
    "col of another shape": (
        lambda: col2im(np.zeros((4, 5)), (1, 1, 3, 3), 2, 2),
        r"col has shape \(4, 5\), but images of shape \(1, 1, 3, 3\) give \(4, 4\)",
    ),
    "pair of floats": (lambda: pair(1.5, "pad"), "pad must be a whole number"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence(name):
    call, sentence = BAD[name]
    with pytest.raises(ValueError, match=sentence) as error:
        call()
    assert "\n" not in str(error.value)

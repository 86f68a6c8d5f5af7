"""What is wrong with the layers on the slides, and is not here: one test for each.

Those of the trainer, the networks and their files are held down beside their own tests.
"""

import inspect

import numpy as np
import pytest

from modlab import layers
from modlab.gradient_check import check_gradients
from modlab.im2col import col2im, im2col


def test_relu_leaves_dout_alone_so_that_a_skip_connection_is_right():
    """Slides: `dout[mask] = 0`, in the array that the skip connection gets as well."""
    x = np.array([[-1.0, 2.0]])
    relu, add = layers.Relu(), layers.Add()
    add.forward(relu.forward(x), x)
    through_relu, through_skip = add.backward(np.array([[10.0, 10.0]]))
    dx = relu.backward(through_relu) + through_skip
    np.testing.assert_array_equal(dx, [[10, 20]])


def test_pooling_counts_its_padding():
    """Slides: (4 - 2) / 2 + 1 = 2, though im2col pads."""
    out = layers.Pooling(2, 2, stride=2, pad=1).forward(np.zeros((1, 1, 4, 4)))
    assert out.shape == (1, 1, 3, 3)


def test_padding_never_wins_over_negative_numbers():
    """Slides: padding by zeros, which are larger than every negative number."""
    x = -np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    out = layers.Pooling(2, 2, stride=2, pad=1).forward(x)
    np.testing.assert_array_equal(out[0, 0], [[-1, -2, -4], [-5, -6, -8], [-13, -14, -16]])


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_dtypes_survive_every_layer(dtype):
    """Slides: im2col and col2im make float64 of everything."""
    rng = np.random.default_rng(0)

    def make(*shape):
        return rng.standard_normal(shape).astype(dtype)

    chain = [
        layers.Convolution(make(4, 2, 3, 3), make(4), pad=1),
        layers.BatchNormalization(make(4), make(4)),
        layers.Relu(),
        layers.LocalResponseNormalization(),
        layers.Pooling(2, 2, stride=2, pad=1),
        layers.Convolution(make(3, 4, 2, 2), make(3), stride=2),
        layers.AveragePooling(2, 2),
        layers.Sigmoid(),
        layers.Affine(make(3, 5), make(5)),
        layers.Dropout(0.5, rng),
    ]
    x = make(4, 2, 6, 6)
    for layer in chain:
        x = layer.forward(x, train=True) if layer.has_train_mode else layer.forward(x)
        assert x.dtype == dtype, layer
    loss = layers.SoftmaxWithLoss()
    loss.forward(x, np.array([0, 1, 2, 3]))
    dout = loss.backward()
    for layer in reversed(chain):
        dout = layer.backward(dout)
        assert dout.dtype == dtype, layer
        for name in layer.parameters:
            assert getattr(layer, "d" + name).dtype == dtype, (layer, name)
    assert im2col(make(1, 1, 3, 3), 2, 2).dtype == dtype
    assert col2im(make(4, 4), (1, 1, 3, 3), 2, 2).dtype == dtype


def test_labels_in_a_column():
    """Slides: y - t with t of shape (N, 1) broadcasts, and subtracts labels from probabilities."""
    layer = layers.SoftmaxWithLoss()
    layer.forward(np.zeros((2, 4)), np.array([[3], [0]]))
    np.testing.assert_allclose(
        layer.backward(), np.array([[0.25, 0.25, 0.25, -0.75], [-0.75, 0.25, 0.25, 0.25]]) / 2
    )


def test_the_gradient_check_tells_equals_from_plus_equals(monkeypatch):
    """Slides: the check prints and compares nothing; on windows that do not overlap it could not see it."""

    class Slides(layers.Convolution):
        """im2col and a product, with a col2im in which the last window wins."""

        def backward(self, dout):
            super().backward(dout)
            FN, _, FH, FW = self.W.shape
            rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN) @ self.W.reshape(FN, -1)
            pieces = rows.reshape(len(dout), *dout.shape[2:], -1, FH, FW)
            dx = np.zeros_like(self.x)
            for i, j in np.ndindex(dout.shape[2:]):
                place = np.s_[:, :, i * self.stride[0] :, j * self.stride[1] :]
                dx[place][:, :, :FH, :FW] = pieces[:, i, j]
            return dx

    rng = np.random.default_rng(0)
    x, W = rng.standard_normal((2, 2, 4, 6)), rng.standard_normal((3, 2, 2, 2))
    check_gradients(Slides(W, stride=2), x)  # no overlap: `=` and `+=` are the same
    with pytest.raises(AssertionError, match="gradient of x is off"):
        check_gradients(Slides(W, stride=1), x)
    check_gradients(layers.Convolution(W, stride=1), x)


def test_col2im_adds_where_windows_overlap():
    np.testing.assert_array_equal(
        col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2)[0, 0], [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    )


def test_dropout_needs_no_scaling_when_testing():
    """Slides: the mask is 0 and 1, and the network is scaled by 1 - ratio when testing."""
    layer = layers.Dropout(0.75, np.random.default_rng(0))
    x = np.full(1000, 3.0)
    assert set(layer.forward(x, train=True)) == {0.0, 12.0}
    np.testing.assert_array_equal(layer.forward(x), x)


def test_batch_normalization_of_images_is_per_channel():
    """Slides: images are flattened, and every pixel normalized by itself."""
    x = np.random.default_rng(0).standard_normal((5, 3, 4, 2)) * 7 + 2
    layer = layers.BatchNormalization(np.ones(3), np.zeros(3), eps=0)
    out = layer.forward(x, train=True)
    np.testing.assert_allclose(out.mean(axis=(0, 2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(out.std(axis=(0, 2, 3)), 1)
    assert abs(out.mean(axis=0)).max() > 0.1  # single pixels keep their own means
    assert layer.running_mean.shape == (3,)


def test_no_layer_has_a_default_that_can_be_changed():
    """Slides: dictionaries as default arguments."""
    for name in layers.__all__:
        for method in (getattr(layers, name).__init__, getattr(getattr(layers, name), "forward", len)):
            for parameter in inspect.signature(method).parameters.values():
                assert not isinstance(parameter.default, (dict, list, set)), (name, parameter)


def test_ten_filters_have_760_parameters():
    """Slides: 5×5×3+1×10, which without brackets is 85."""
    layer = layers.Convolution(np.zeros((10, 3, 5, 5)), np.zeros(10))
    assert sum(getattr(layer, name).size for name in layer.parameters) == (5 * 5 * 3 + 1) * 10 == 760

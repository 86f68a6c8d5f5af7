"""Augmentation: known movements, seeds, and SciPy's interpolation where it is installed."""

import inspect
from pathlib import Path

import numpy as np
import pytest

from modlab import augment
from modlab.augment import (
    Augment,
    affine,
    brightness,
    crop,
    flip,
    rotate,
    rotation,
    sample,
    scale,
    shift,
    warp,
)

ALL = {
    "shift": shift,
    "rotate": rotate,
    "scale": scale,
    "crop": lambda x, rng: crop(x, rng, 9, 7),
    "flip": flip,
    "brightness": brightness,
    "warp": warp,
    "Augment": Augment(),
}


def test_every_way_to_augment_is_tried():
    """Whatever takes a batch and a generator; what else it is, it has a test of its own here."""
    offered = {
        name
        for name, function in vars(augment).items()
        if inspect.isfunction(function) and list(inspect.signature(function).parameters)[:2] == ["x", "rng"]
    }
    assert offered | {"Augment"} == set(ALL), "put it into ALL here"
    tests = Path(__file__).read_text(encoding="utf-8").partition("def test_shift")[2]
    assert not [name for name in offered if f"{name}(x, np.random" not in tests], (
        "say in a test here what it does"
    )


def batch(dtype=np.float32, shape=(6, 2, 12, 9)):
    return np.random.default_rng(0).random(shape).astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ALL)
def test_seeded_new_and_of_the_same_dtype(name, dtype):
    x = batch(dtype)
    before = x.copy()
    first, again, other = (ALL[name](x, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.dtype == dtype
    assert not np.shares_memory(first, x)
    assert np.isfinite(first).all()
    assert first.min() >= 0
    assert first.max() <= 1


@pytest.mark.parametrize("name", ALL)
def test_each_image_is_changed_by_itself(name):
    x = np.repeat(batch(shape=(1, 1, 12, 9)), 30, axis=0)
    out = ALL[name](x, np.random.default_rng(0))
    assert len(np.unique(out.reshape(30, -1), axis=0)) > 1


@pytest.mark.parametrize("name", ALL)
def test_channels_move_together(name):
    x = np.repeat(batch(shape=(6, 1, 12, 9)), 3, axis=1)
    out = ALL[name](x, np.random.default_rng(0))
    np.testing.assert_array_equal(out[:, 0], out[:, 1])
    np.testing.assert_array_equal(out[:, 0], out[:, 2])


def test_shift_moves_by_whole_pixels_and_brings_in_zeros():
    x = batch(shape=(200, 1, 6, 5)) + np.float32(0.01)
    out = shift(x, np.random.default_rng(0), pixels=2)
    moves = set()
    for image, moved in zip(x[:, 0], out[:, 0], strict=True):
        found = []
        for down in range(-2, 3):
            for right in range(-2, 3):
                wanted = np.zeros((10, 9), np.float32)
                wanted[2 + down : 8 + down, 2 + right : 7 + right] = image
                if np.array_equal(wanted[2:8, 2:7], moved):
                    found.append((down, right))
        assert len(found) == 1
        moves |= set(found)
    assert len(moves) == 25


def test_a_quarter_turn_is_rot90():
    x = batch(shape=(2, 2, 9, 9))
    turned = affine(x, rotation(np.deg2rad([90.0, -90.0])))
    np.testing.assert_allclose(turned[0], np.rot90(x[0], -1, axes=(1, 2)), atol=1e-5)
    np.testing.assert_allclose(turned[1], np.rot90(x[1], 1, axes=(1, 2)), atol=1e-5)


def test_rotate_stays_within_its_degrees():
    # A bright point right of the middle: its angle after the turn is the turn.
    x = np.zeros((300, 1, 41, 41), np.float32)
    x[:, 0, 20, 38] = 1
    out = rotate(x, np.random.default_rng(0), degrees=20)
    rows, columns = np.mgrid[:41, :41] - 20
    weight = out[:, 0] / out[:, 0].sum(axis=(1, 2), keepdims=True)
    angles = np.rad2deg(np.arctan2((weight * rows).sum(axis=(1, 2)), (weight * columns).sum(axis=(1, 2))))
    assert np.abs(angles).max() < 20.5
    assert angles.min() < -18
    assert angles.max() > 18


def test_scale_changes_the_area_by_the_factor_squared():
    bell = np.exp(-((np.arange(41) - 20) ** 2) / 32).astype(np.float32)
    x = np.tile(bell[:, None] * bell, (50, 1, 1, 1))
    for factor in (0.5, 1.5):
        out = scale(x, np.random.default_rng(0), factor, factor)
        assert out[0].sum() / x[0].sum() == pytest.approx(factor**2, rel=0.01)
    areas = scale(x, np.random.default_rng(0), 0.8, 1.2).sum(axis=(1, 2, 3)) / x[0].sum()
    assert areas.min() == pytest.approx(0.64, abs=0.1)
    assert areas.max() == pytest.approx(1.44, abs=0.1)


def test_crop_is_a_window_of_the_image():
    x = np.arange(5 * 2 * 6 * 7, dtype=np.float32).reshape(5, 2, 6, 7)
    out = crop(x, np.random.default_rng(0), 3, 4)
    for image, window in zip(x, out, strict=True):
        top, left = np.argwhere(image[0] == window[0, 0, 0])[0]
        np.testing.assert_array_equal(window, image[:, top : top + 3, left : left + 4])
    with pytest.raises(ValueError, match="8 × 4 cannot be cut out of images of 6 × 7"):
        crop(x, np.random.default_rng(0), 8, 4)


def test_flip_turns_about_half_of_the_images():
    x = batch(shape=(400, 1, 4, 5))
    out = flip(x, np.random.default_rng(0))
    turned = (out == x[..., ::-1]).all(axis=(1, 2, 3))
    kept = (out == x).all(axis=(1, 2, 3))
    assert (turned ^ kept).all()
    assert 150 < turned.sum() < 250


def test_brightness_multiplies_and_stays_within_0_and_1():
    x = batch(shape=(100, 1, 4, 5)) * np.float32(0.5)
    factors = brightness(x, np.random.default_rng(0), 0.2) / x
    np.testing.assert_allclose(factors, factors[:, :, :1, :1] * np.ones_like(x), rtol=1e-5)
    assert 0.8 < factors.min() < 0.82
    assert 1.18 < factors.max() < 1.2
    assert brightness(np.ones((50, 1, 2, 2), np.float32), np.random.default_rng(0)).max() == 1


def test_warp_moves_neighbours_alike():
    x = np.zeros((40, 2, 28, 28), np.float32)
    # An image of its own coordinates shows where every pixel came from.
    x[:, 0] = np.arange(28, dtype=np.float32)[:, None]
    x[:, 1] = np.arange(28, dtype=np.float32)
    out = warp(x, np.random.default_rng(0), pixels=1.0)[:, :, 4:-4, 4:-4]
    moves = out - x[:, :, 4:-4, 4:-4]
    assert 0.2 < moves.std() < 1
    assert np.abs(np.diff(moves, axis=2)).max() < 0.6


def test_nothing_asked_for_changes_nothing():
    x = batch()
    rng = np.random.default_rng(0)
    for out in (shift(x, rng, 0), rotate(x, rng, 0), scale(x, rng, 1, 1), warp(x, rng, 0)):
        np.testing.assert_allclose(out, x, atol=1e-5)
    np.testing.assert_allclose(Augment(0, 0, 0, 0, 0)(x, rng), x, atol=1e-5)


def test_sampling_is_scipys():
    ndimage = pytest.importorskip("scipy.ndimage", reason="SciPy is not installed")
    rng = np.random.default_rng(0)
    x = batch(np.float64)
    rows, columns = rng.uniform(-3, 14, (2, 6, 5, 4))
    got = sample(x, rows, columns)
    for n in range(6):
        for c in range(2):
            wanted = ndimage.map_coordinates(
                x[n, c], [rows[n], columns[n]], order=1, mode="grid-constant", cval=0
            )
            np.testing.assert_allclose(got[n, c], wanted, atol=1e-6)


def test_images_of_another_kind_get_a_sentence():
    rng = np.random.default_rng(0)
    for x in (np.zeros((3, 784), np.float32), np.zeros((3, 1, 4, 4), np.uint8)):
        with pytest.raises(ValueError, match=r"floats of shape \(N, C, H, W\); got .* flatten=False"):
            Augment()(x, rng)
    with pytest.raises(ValueError, match="0 < lowest <= highest"):
        augment.scale(batch(), rng, 1.2, 0.8)

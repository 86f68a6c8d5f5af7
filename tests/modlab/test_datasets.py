"""Data: small files made here, refusals, and the published sets where they are."""

import gzip
import hashlib
import importlib.util
import os
import struct

import numpy as np
import pytest

from modlab import datasets
from modlab.datasets import DataError, load_digits, load_fashion_mnist, load_mnist, parse_idx

needs_mnist = pytest.mark.skipif(
    not os.environ.get("MODLAB_DATA"), reason="MODLAB_DATA does not name a folder with MNIST"
)
needs_sklearn = pytest.mark.skipif(
    importlib.util.find_spec("sklearn") is None, reason="scikit-learn is not installed"
)


def idx(array):
    """Write an array in the IDX format, from its description."""
    return struct.pack(f">BBBB{array.ndim}i", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def small_mnist(tmp_path, monkeypatch):
    """Four small files in $MODLAB_DATA/mnist that pass for the published ones."""
    rng = np.random.default_rng(0)
    arrays = {}
    folder = tmp_path / "mnist"
    folder.mkdir()
    sums = {}
    for half, count in (("train", 7), ("test", 3)):
        arrays[f"{half} images"] = rng.integers(0, 256, (count, 28, 28), np.uint8)
        arrays[f"{half} labels"] = rng.integers(0, 10, count).astype(np.uint8)
    for part, array in arrays.items():
        raw = idx(array)
        (folder / datasets.FILES[part]).write_bytes(gzip.compress(raw))
        sums[part] = hashlib.md5(raw).hexdigest()
    monkeypatch.setitem(datasets.CHECKSUMS, "mnist", sums)
    monkeypatch.setenv("MODLAB_DATA", str(tmp_path))
    return folder, arrays


def test_the_slides_way_of_loading(small_mnist):
    _, arrays = small_mnist
    (x_train, t_train), (x_test, t_test) = load_mnist()
    assert x_train.shape == (7, 784)
    assert x_train.dtype == x_test.dtype == np.float32
    np.testing.assert_allclose(x_train, arrays["train images"].reshape(7, 784) / 255, rtol=1e-6)
    np.testing.assert_array_equal(t_train, arrays["train labels"])
    np.testing.assert_array_equal(t_test, arrays["test labels"])
    assert t_train.dtype == np.int64


def test_images_and_one_hot_rows(small_mnist):
    _, arrays = small_mnist
    (x_train, t_train), _ = load_mnist(normalize=False, flatten=False, one_hot_label=True)
    np.testing.assert_array_equal(x_train[:, 0], arrays["train images"])
    assert x_train.dtype == t_train.dtype == np.float32
    assert t_train.shape == (7, 10)
    np.testing.assert_array_equal(t_train.sum(axis=1), 1)
    np.testing.assert_array_equal(t_train.argmax(axis=1), arrays["train labels"])


def test_a_file_cut_short_or_changed_is_refused(small_mnist):
    folder, arrays = small_mnist
    path = folder / datasets.FILES["test images"]
    whole = path.read_bytes()
    other = idx(255 - arrays["test images"])
    for content in (whole[:-20], whole[:5], b"", b"<html>404</html>", gzip.compress(other)):
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"is damaged or not the published file.*load_digits") as caught:
            load_mnist()
        assert path.name in str(caught.value)


def test_a_missing_file_is_named(small_mnist):
    folder, _ = small_mnist
    (folder / datasets.FILES["train labels"]).unlink()
    with pytest.raises(DataError, match=r"train-labels-idx1-ubyte.gz is missing.*load_digits"):
        load_mnist()


def test_a_folder_that_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("MODLAB_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"MODLAB_DATA is set, but .*nowhere.* is not a folder"):
        load_mnist()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is not an IDX file"),
        (b"\0\0\x0d\x01" + b"\0" * 8, "is not an IDX file of bytes"),
        (idx(np.zeros((2, 3), np.uint8))[:-1], r"cut short: its header promises \(2, 3\), it holds 5 bytes"),
        (idx(np.zeros((2, 3), np.uint8))[:9], "cut short"),
    ],
)
def test_files_that_are_no_idx(raw, sentence):
    with pytest.raises(DataError, match=sentence):
        parse_idx(raw, "it")


def test_idx_is_read_as_it_was_written():
    array = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    np.testing.assert_array_equal(parse_idx(idx(array), "it"), array)


class FakeMirrors:
    """Stands in for pooch.retrieve: some mirrors are down, some send rubbish, one has the file."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def __call__(self, url, known_hash, fname, path, progressbar):
        self.asked.append(url)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        path.mkdir(parents=True, exist_ok=True)
        (path / fname).write_bytes(answer)


@pytest.fixture
def no_data(tmp_path, monkeypatch):
    pytest.importorskip("pooch", reason="pooch is not installed")
    monkeypatch.delenv("MODLAB_DATA", raising=False)
    monkeypatch.setenv("MODLAB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "mnist"


def test_a_mirror_that_is_down_or_sends_rubbish_is_passed_over(no_data, monkeypatch):
    raw = idx(np.arange(5, dtype=np.uint8))
    monkeypatch.setitem(datasets.CHECKSUMS["mnist"], "test labels", hashlib.md5(raw).hexdigest())
    mirrors = FakeMirrors([b"<html>moved</html>", gzip.compress(raw)])
    monkeypatch.setattr("pooch.retrieve", mirrors)
    assert datasets.download("mnist", "test labels") == raw
    assert len(mirrors.asked) == 2
    # The second time it comes from the cache.
    assert datasets.download("mnist", "test labels") == raw
    assert len(mirrors.asked) == 2


def test_no_network_and_no_data(no_data, monkeypatch):
    monkeypatch.setattr("pooch.retrieve", FakeMirrors([OSError("no route")]))
    with pytest.raises(DataError, match=r"no mirror could be reached.*MODLAB_DATA.*load_digits"):
        load_mnist()
    assert not no_data.exists() or list(no_data.iterdir()) == []


@needs_sklearn
def test_digits_are_scikit_learns():
    from sklearn.datasets import load_digits as original

    (x_train, t_train), (x_test, t_test) = load_digits()
    assert (len(x_train), len(x_test)) == (1437, 360)
    np.testing.assert_allclose(np.concatenate([x_train, x_test]) * 16, original().data, atol=1e-6)
    np.testing.assert_array_equal(np.concatenate([t_train, t_test]), original().target)
    assert x_train.dtype == np.float32
    assert set(t_test) == set(range(10))


@needs_sklearn
def test_digits_fit_the_networks_for_28_pixels():
    (small, _), _ = load_digits(flatten=False)
    (large, t), _ = load_digits(flatten=False, size=28, one_hot_label=True)
    assert large.shape == (1437, 1, 28, 28)
    assert t.shape == (1437, 10)
    assert large.max() <= 1
    border = large.copy()
    border[:, :, 4:-4, 4:-4] = 0
    assert not border.any()
    # Enlarging keeps the brightness: each old pixel is spread over 2.5 × 2.5 new ones, all in all.
    inner = small[:, 0, 2:-2, 2:-2].sum(axis=(1, 2))
    spread = large[:, 0, 9:19, 9:19].sum(axis=(1, 2)) / 2.5**2
    assert np.corrcoef(inner, spread)[0, 1] > 0.99
    with pytest.raises(ValueError, match="size must be 8 or 28; got 16"):
        load_digits(size=16)


@needs_mnist
@pytest.mark.slow
def test_the_published_mnist():
    (x_train, t_train), (x_test, t_test) = load_mnist()
    assert x_train.shape == (60_000, 784)
    assert x_test.shape == (10_000, 784)
    # How often each digit appears, as published.
    assert np.bincount(t_train).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(t_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    # The mean and standard deviation that everyone normalizes MNIST with.
    assert x_train.mean(dtype=np.float64) == pytest.approx(0.1307, abs=5e-5)
    assert x_train.std(dtype=np.float64) == pytest.approx(0.3081, abs=5e-5)


@pytest.mark.slow
@pytest.mark.skipif(
    not datasets.DEBIAN["fashion"].is_dir(), reason="Debian's dataset-fashion-mnist is not installed"
)
def test_the_published_fashion_mnist(monkeypatch):
    monkeypatch.delenv("MODLAB_DATA", raising=False)
    (x_train, t_train), (x_test, t_test) = load_fashion_mnist(flatten=False)
    assert x_train.shape == (60_000, 1, 28, 28)
    assert np.bincount(t_train).tolist() == [6000] * 10
    assert np.bincount(t_test).tolist() == [1000] * 10
    assert x_train.mean(dtype=np.float64) == pytest.approx(0.2860, abs=5e-5)
    assert x_test.dtype == np.float32

"""Weights on disk: saved, loaded, refused; never half-written."""

import pickle

import numpy as np
import pytest

from modlab.networks import (
    LeNet,
    SmallResNet,
)


@pytest.mark.parametrize("name", ["params.npz", "params.pkl"])
def test_saved_weights_come_back(tmp_path, name):
    network, other = LeNet(rng=0), LeNet(rng=1)
    network.save_params(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with np.load(tmp_path / name, allow_pickle=False) as archive:
        assert sorted(archive.files) == sorted(network.params)
    other.load_params(tmp_path / name)
    for key, array in network.params.items():
        np.testing.assert_array_equal(other.params[key], array)
    # The layers use the loaded numbers too.
    x = np.ones((1, 1, 28, 28), np.float32)
    np.testing.assert_array_equal(other.predict(x), network.predict(x))


def test_half_the_space(tmp_path):
    network = LeNet(rng=0)
    network.save_params(tmp_path / "half.npz", dtype=np.float16)
    with np.load(tmp_path / "half.npz") as archive:
        assert archive["W1"].dtype == np.float16
    other = LeNet(rng=1)
    other.load_params(tmp_path / "half.npz")
    assert other.params["W1"].dtype == np.float32
    np.testing.assert_array_equal(other.params["W1"], network.params["W1"].astype(np.float16))


def test_running_averages_keep_their_precision(tmp_path):
    network = SmallResNet(8, (1, 8, 8), rng=0)
    network.gradient(np.random.default_rng(0).random((4, 1, 8, 8)), np.zeros(4, int))
    network.save_params(tmp_path / "half.npz", dtype=np.float16)
    with np.load(tmp_path / "half.npz") as archive:
        assert archive["W1"].dtype == np.float16
        np.testing.assert_array_equal(archive["running_var2"], network.arrays()["running_var2"])
        assert archive["running_var2"].dtype == np.float32
    assert network.to(np.float16).arrays()["running_mean2"].dtype == np.float32


def damaged_files(folder):
    """Yield (file, what the sentence about it says)."""
    good = folder / "good.npz"
    LeNet(rng=0).save_params(good)
    arrays = dict(np.load(good))

    def write(name, changed):
        np.savez(folder / name, **changed)
        return folder / name

    yield folder / "missing.npz", "There is no file"
    (folder / "cut.npz").write_bytes(good.read_bytes()[:-1000])
    yield folder / "cut.npz", "not a file of arrays"
    (folder / "pickle.pkl").write_bytes(pickle.dumps(arrays))
    yield folder / "pickle.pkl", "not a file of arrays"
    np.save(folder / "one.npy", arrays["W1"])
    yield folder / "one.npy", "not a file of arrays"
    (folder / "empty.npz").write_bytes(b"")
    yield folder / "empty.npz", "not a file of arrays"
    yield write("objects.npz", {**arrays, "W1": np.array([None])}), "not a file of arrays"
    yield write("few.npz", {k: v for k, v in arrays.items() if k != "W3"}), "'W3' is missing"
    yield write("many.npz", {**arrays, "W9": np.ones(1)}), "'W9' has no place"
    yield write("shape.npz", {**arrays, "W1": np.ones((6, 1, 3, 3))}), r"'W1' has shape \(6, 1, 3, 3\)"
    yield write("nan.npz", {**arrays, "W2": arrays["W2"] * np.nan}), "'W2' holds something other than finite"
    yield write("text.npz", {**arrays, "b1": np.array(["a"] * 6)}), "'b1' holds something other than finite"


def test_other_files_are_refused_and_change_nothing(tmp_path):
    network = LeNet(rng=1)
    before = {key: array.copy() for key, array in network.params.items()}
    files = list(damaged_files(tmp_path))
    assert len(files) == 11
    for path, sentence in files:
        with pytest.raises((ValueError, FileNotFoundError), match=sentence) as caught:
            network.load_params(path)
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)
        for key, array in before.items():
            np.testing.assert_array_equal(network.params[key], array)


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "weights.npz"
    LeNet(rng=0).save_params(path)
    before = path.read_bytes()

    def fail(file, **arrays):
        file.write(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez_compressed", fail)
    with pytest.raises(OSError, match="no space left"):
        LeNet(rng=1).save_params(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(FileNotFoundError, match="does not exist: make it first"):
        LeNet(rng=1).save_params(tmp_path / "nowhere" / "weights.npz")

"""Whole networks: PyTorch's gradients, published parameter counts, directional derivatives, files."""

import functools
import importlib.util
import pickle
from pathlib import Path

import numpy as np
import pytest
import training_oracle.cases
from training_oracle.cases import NETWORK_CASES, draw_network_case

from modlab import networks
from modlab.layers import Dropout, Relu
from modlab.networks import (
    VGG,
    VGG16,
    VGG19,
    AlexNet,
    DeepConvNet,
    GoogLeNet,
    Inception,
    LeNet,
    ModernLeNet,
    Network,
    PatternNetwork,
    Residual,
    ResNet,
    Sequential,
    SimpleConvNet,
    SmallResNet,
)
from modlab.networks.blocks import Block
from modlab.networks.build import affine, convolution
from modlab.networks.catalog import NETWORKS, SMALL
from modlab.networks.pattern import read_pattern
from modlab.networks.summary import summarize

FROZEN = np.load(Path(__file__).parent / "training_oracle" / "answers.npz")
needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")


def assert_answers(network, x, t, expected):
    grads = network.gradient(x, t)
    assert network.last_layer.loss == pytest.approx(float(expected["loss"]), rel=1e-10)
    assert set(grads) == set(network.params) == set(expected) - {"loss"}
    for key, grad in grads.items():
        np.testing.assert_allclose(grad, expected[key], rtol=1e-7, atol=1e-10, err_msg=key)


@pytest.mark.parametrize("name", [name for name, (_, kept) in NETWORK_CASES.items() if kept])
def test_frozen_gradients_of_pytorch(name):
    network, _, _ = draw_network_case(name)
    for key in network.params:
        network.params[key] = FROZEN[f"network/{name}/given/{key}"]
    expected = {key: FROZEN[f"network/{name}/{key}"] for key in ("loss", *network.params)}
    x, t = FROZEN[f"network/{name}/given/x"], FROZEN[f"network/{name}/given/t"]
    assert_answers(network, x, t, expected)


@needs_torch
@pytest.mark.parametrize("name", NETWORK_CASES)
def test_live_gradients_of_pytorch(name):
    from training_oracle.torch_answers import network_answer

    network, x, t = draw_network_case(name)
    assert_answers(network, x, t, network_answer(network, x, t))


# Published counts: the AlexNet paper's network as Caffe has it, the VGG paper's D and E as the authors and Keras
# count them, GoogLeNet as Caffe has it without the extra classifiers, ResNets as PyTorch's model zoo counts them.
PUBLISHED = {
    "alexnet": (AlexNet, 60_965_224),
    "vgg-16": (VGG16, 138_357_544),
    "vgg-19": (VGG19, 143_667_240),
    "googlenet": (GoogLeNet, 6_998_552),
    "resnet-18": (lambda: ResNet(18), 11_689_512),
    "resnet-34": (lambda: ResNet(34), 21_797_672),
    "resnet-50": (lambda: ResNet(50), 25_557_032),
    "resnet-101": (lambda: ResNet(101), 44_549_160),
    "resnet-152": (lambda: ResNet(152), 60_192_808),
}


def test_every_famous_network_has_its_published_count():
    assert set(PUBLISHED) == set(NETWORKS) - set(SMALL), "put the count and its source into PUBLISHED here"


@pytest.mark.slow
@pytest.mark.parametrize(("build", "count"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_parameter_counts(build, count):
    network = build()
    assert network.summary().parameters == count
    assert sum(array.size for array in network.params.values()) == count


def test_lenet_counts_are_the_papers_but_for_what_the_docstring_says():
    parameters = {row.name: row.parameters for row in LeNet().summary().rows if row.parameters}
    # LeCun et al., 1998, section II.B: C1 156, C3 1,516 (with 10 × 6 of its connections), C5 48,120, F6 10,164.
    assert parameters["Conv1"] == 156
    assert parameters["Conv2"] - 1_516 == 900 == 25 * (6 * 16 - 60)
    assert parameters["Affine1"] == 48_120
    assert parameters["Affine2"] == 10_164
    # With the paper's 12 and 32 for its subsampling layers: "60,000 trainable parameters".
    assert 156 + 12 + 1_516 + 32 + 48_120 + 10_164 == 60_000


def test_lenet_has_the_papers_shapes():
    shapes = [row.shape for row in LeNet().summary().rows if not row.name.startswith("Sigmoid")]
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]
    assert ModernLeNet().summary().parameters == LeNet().summary().parameters


def test_small_resnets_count_what_table_6_of_the_paper_says():
    millions = {20: 0.27, 32: 0.46, 44: 0.66, 56: 0.85, 110: 1.7}
    for depth, published in millions.items():
        count = SmallResNet(depth, (3, 32, 32)).summary().parameters / 1e6
        assert round(count, 1 if depth == 110 else 2) == published


def test_inception_3a_counts_what_the_papers_table_says():
    block = Inception(np.random.default_rng(0), 192, 64, 96, 128, 16, 32, 32)
    summary = summarize(block, (192, 28, 28))
    biases = 64 + 96 + 128 + 16 + 32 + 32
    assert (summary.parameters - biases) // 1024 == 159
    assert round(summary.multiply_adds / 1e6) == 128
    assert summary.rows[-1].shape == (256, 28, 28)


def test_multiply_adds_of_known_networks():
    # He et al., 2015, table 1: 1.8, 3.6 and 3.8 billion (the last with the stride in the first convolution of a
    # bottleneck; in the second, as here, it is counted as 4.1).
    assert round(ResNet(18).summary().multiply_adds / 1e9, 1) == 1.8
    assert round(ResNet(50).summary().multiply_adds / 1e9, 1) == 4.1


def test_simple_convnet_is_the_slides():
    network = SimpleConvNet()
    shapes = {key: array.shape for key, array in network.params.items()}
    assert shapes == {
        "W1": (30, 1, 5, 5),
        "b1": (30,),
        "W2": (30 * 12 * 12, 100),
        "b2": (100,),
        "W3": (100, 10),
        "b3": (10,),
    }
    assert network.params["W2"].std() == pytest.approx(0.01, rel=0.01)
    assert not network.params["b2"].any()
    kinds = [type(layer).__name__ for layer in network.layers.values()]
    assert kinds == ["Convolution", "Relu", "Pooling", "Affine", "Relu", "Affine"]


def test_deep_convnet_is_the_slides():
    network = DeepConvNet(rng=0)
    shapes = [row.shape for row in network.summary().rows if row.kind in ("Convolution", "Pooling", "Affine")]
    assert shapes == [
        (16, 28, 28),
        (16, 28, 28),
        (16, 14, 14),
        (32, 14, 14),
        (32, 16, 16),
        (32, 8, 8),
        (64, 8, 8),
        (64, 8, 8),
        (64, 4, 4),
        (50,),
        (10,),
    ]
    for key, inputs in {"W2": 16 * 9, "W4": 32 * 9, "W6": 64 * 9, "W7": 64 * 16}.items():
        assert network.params[key].std() == pytest.approx(np.sqrt(2 / inputs), rel=0.05)
    assert list(network.layers)[-2:] == ["Dropout1", "Affine2"]


BUILT_SMALL = {
    "alexnet": lambda: AlexNet((3, 67, 67), 5, hidden_size=20, rng=0),
    "alexnet in one group": lambda: AlexNet((3, 67, 67), 5, groups=1, hidden_size=20, rng=0),
    "vgg-16": lambda: VGG16((3, 32, 32), 5, hidden_size=20, rng=0),
    "vgg-19": lambda: VGG19((3, 32, 32), 5, hidden_size=20, rng=0),
    "googlenet": lambda: GoogLeNet((3, 32, 32), 5, rng=0),
    "resnet-18": lambda: ResNet(18, (3, 64, 64), 5, rng=0),
    "resnet-50": lambda: ResNet(50, (3, 64, 64), 5, rng=0),
    "modern-lenet": lambda: ModernLeNet((1, 14, 16), 5, rng=0),
    "small-resnet without skips": lambda: SmallResNet(8, (3, 16, 12), 5, skip=False, rng=0),
    "pattern": lambda: PatternNetwork("[(CONV-RELU)*2-POOL]*2-(FC-RELU)*1-SOFTMAX", (3, 11, 8), 5, 4, rng=0),
}


def test_every_network_and_block_has_its_gradient_compared():
    def inside(block):
        children = block.children().values() if isinstance(block, Block) else ()
        return {type(block)}.union(*map(inside, children))

    compared = [draw_network_case(name)[0] for name in NETWORK_CASES] + [
        build() for build in BUILT_SMALL.values()
    ]
    kinds = {base for network in compared for kind in inside(network) for base in kind.__mro__}
    offered = {getattr(networks, name) for name in networks.__all__} | {
        kind.func if isinstance(kind, functools.partial) else kind for kind in NETWORKS.values()
    }
    lacking = {kind.__name__ for kind in offered - kinds if hasattr(kind, "backward")}
    assert not lacking, (
        f"Nobody compares the gradients of {', '.join(sorted(lacking))}: put a small one into BUILT_SMALL here, or into "
        f"NETWORK_CASES in {training_oracle.cases.__file__}."
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT_SMALL)
def test_the_gradient_is_the_slope_of_the_loss(name):
    network = BUILT_SMALL[name]().to(np.float64)
    for layer in network.leaves():
        if isinstance(layer, Dropout):
            layer.dropout_ratio = 0
    rng = np.random.default_rng(1)
    x, t = rng.standard_normal((3, *network.input_dim)), np.array([0, 4, 2])
    grads = {key: grad.copy() for key, grad in network.gradient(x, t).items()}
    # Along a direction that fits the gradient the slope is large enough to be measured in every layer at once.
    direction = {key: grad / (np.linalg.norm(grad) + 1e-30) for key, grad in grads.items()}
    slope = sum((grads[key] * direction[key]).sum() for key in grads)
    start = {key: array.copy() for key, array in network.params.items()}

    def loss_at(step):
        for key, array in network.params.items():
            array[...] = start[key] + step * direction[key]
        return network.loss(x, t, train=True)

    assert slope > 0.01
    # A steep loss bends soon, so the steeper it is the smaller the step.
    h = min(1e-6, 1e-4 / slope)
    assert (loss_at(h) - loss_at(-h)) / (2 * h) == pytest.approx(slope, rel=1e-3)


def first_layer_gradient(std_of_he, skip, depth=40):
    """Return the mean size of the gradient at the first of many 3 × 3 convolutions."""
    rng = np.random.default_rng(0)
    layers = {"Conv1": convolution(rng, 1, 4, 3, pad=1)}
    for i in range(depth):
        conv = convolution(rng, 4, 4, 3, pad=1, std=std_of_he * np.sqrt(2 / 36))
        step = Sequential({"conv": conv, "relu": Relu()})
        layers[f"Step{i}"] = Residual(step) if skip else step
    network = Network({**layers, "Affine": affine(rng, 4 * 8 * 8, 4)}, (1, 8, 8), rng).to(np.float64)
    x = rng.standard_normal((4, 1, 8, 8))
    return np.abs(network.gradient(x, np.arange(4))["W1"]).mean()


def test_skip_connections_keep_the_gradient_from_vanishing():
    # With weights a third of what they should be, every plain layer takes away two thirds of the gradient.
    with_skips, without = first_layer_gradient(1 / 3, True), first_layer_gradient(1 / 3, False)
    assert without < 1e-12
    assert with_skips > 1e-4


def test_skip_connections_keep_the_gradient_from_exploding():
    # Batch normalization alone makes the gradient grow with depth.
    x = np.random.default_rng(0).standard_normal((8, 3, 16, 16))
    growth = {}
    for skip in (True, False):
        network = SmallResNet(56, (3, 16, 16), skip=skip, rng=0)
        grads = network.gradient(x, np.arange(8))
        sizes = [np.abs(grad).mean() for key, grad in grads.items() if key.startswith("W") and grad.ndim == 4]
        growth[skip] = sizes[0] / sizes[-1]
    assert growth[True] < 200
    assert growth[False] > 2_000


def test_batch_statistics_are_kept_and_used(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((6, 1, 8, 8), dtype=np.float32) * 3 + 1
    network = SmallResNet(8, (1, 8, 8), rng=rng)
    untouched = network.predict(x)
    network.gradient(x, np.zeros(6, int))
    assert not np.allclose(network.predict(x), untouched), "one training step must move the running averages"
    network.save_params(tmp_path / "resnet.npz")
    other = SmallResNet(8, (1, 8, 8), rng=1)
    other.load_params(tmp_path / "resnet.npz")
    np.testing.assert_array_equal(other.predict(x), network.predict(x))


def test_accuracy_counts_the_last_part_of_a_batch():
    network = LeNet(rng=0)
    x = np.random.default_rng(0).random((250, 1, 28, 28), dtype=np.float32)
    t = network.predict(x).argmax(axis=1)
    assert network.accuracy(x, t) == 1.0
    t[-5:] = (t[-5:] + 1) % 10
    assert network.accuracy(x, t) == 245 / 250
    assert network.accuracy(x, np.eye(10)[t]) == 245 / 250


def test_assigning_a_parameter_reaches_the_layer():
    network = LeNet(rng=0)
    network.params["b3"] = np.full(120, 2.0)
    assert network.layers["Affine1"].b[0] == 2
    with pytest.raises(ValueError, match=r"'b3' has shape \(120,\); got \(3,\)"):
        network.params["b3"] = np.zeros(3)
    with pytest.raises(KeyError, match="no parameter 'W9'"):
        network.params["W9"] = np.zeros(3)


def test_the_same_seed_gives_the_same_weights():
    a, b, c = (DeepConvNet(rng=seed).params for seed in (5, np.random.default_rng(5), 6))
    assert all(np.array_equal(a[key], b[key]) for key in a)
    assert not np.array_equal(a["W1"], c["W1"])


def test_numbers_of_any_kind_are_computed_in_the_weights_dtype():
    network = LeNet(rng=0)
    x = np.random.default_rng(0).integers(0, 2, (2, 1, 28, 28))
    expected = network.predict(x.astype(np.float32))
    for dtype in (np.uint8, np.float64, np.float16):
        got = network.predict(x.astype(dtype))
        assert got.dtype == np.float32
        np.testing.assert_array_equal(got, expected)
    assert network.to(np.float16).predict(x).dtype == np.float16


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


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: SimpleConvNet(conv_param={"filters": 3}), "conv_param has no entry 'filters'"),
        (lambda: SimpleConvNet((1, 3, 3)), "filter of size 5 does not fit an input of size 3"),
        (
            lambda: SimpleConvNet().predict(np.zeros((2, 784))),
            "pictures of shape .* load the data with flatten",
        ),
        (lambda: SimpleConvNet().predict(np.zeros((2, 3, 28, 28))), "SimpleConvNet needs pictures of shape"),
        (lambda: SimpleConvNet().accuracy(np.zeros((0, 1, 28, 28)), np.zeros(0)), "x is empty"),
        (
            lambda: SimpleConvNet().accuracy(np.zeros((2, 1, 28, 28)), np.zeros(3)),
            "one answer for each picture",
        ),
        (lambda: SimpleConvNet().loss(np.zeros((1, 1, 28, 28)), np.array([10])), "from 0 to 9"),
        (lambda: VGG(17), "VGG is 16 or 19 layers deep; got 17"),
        (lambda: ResNet(20), "ResNet is 18, 34, 50, 101 or 152"),
        (lambda: SmallResNet(21), "depth must be 6 n \\+ 2"),
        (lambda: AlexNet.pretrained(), "modlab brings no trained weights"),
    ],
)
def test_mistakes_get_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_patterns_are_written_out():
    assert read_pattern("CONV") == ["CONV"]
    assert read_pattern("[(CONV-RELU)*2-POOL]*2-SOFTMAX") == (["CONV", "RELU"] * 2 + ["POOL"]) * 2 + [
        "SOFTMAX"
    ]
    assert read_pattern("conv - relu, FC*3") == ["CONV", "RELU", "FC", "FC", "FC"]
    assert read_pattern("(CONV)*0-FC") == ["FC"]


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("", "ends where a word"),
        ("CONV-", "ends where a word"),
        ("(CONV-RELU", r"'\(' is not closed"),
        ("[CONV-RELU)-SOFTMAX", r"'\[' is not closed"),
        ("CONV)-SOFTMAX", "one bracket too many"),
        ("CONV*two-SOFTMAX", "whole number must stand behind"),
        ("CONV RELU", "'-' must stand before 'RELU'"),
        ("CONV-DROPOUT-SOFTMAX", "'DROPOUT' is not known"),
        ("CONV-RELU", "ends in SOFTMAX"),
        ("FC-CONV-SOFTMAX", "CONV behind FC"),
        ("POOL*5-SOFTMAX", "only 1 × 1"),
    ],
)
def test_patterns_that_cannot_be_read_or_built(pattern, sentence):
    with pytest.raises(ValueError, match=sentence):
        PatternNetwork(pattern)


def test_a_pattern_is_the_network_written_by_hand():
    # SimpleConvNet with padding, as a pattern: the same shapes and counts.
    pattern = PatternNetwork("CONV-RELU-POOL-FC-RELU-SOFTMAX", filter_num=30, filter_size=5)
    by_hand = SimpleConvNet(conv_param={"pad": 2})
    assert [r.shape for r in pattern.summary().rows] == [r.shape for r in by_hand.summary().rows]
    assert pattern.summary().parameters == by_hand.summary().parameters


def test_any_layers_make_a_network():
    rng = np.random.default_rng(0)
    network = Network({"Affine": affine(rng, 6, 3)}, (1, 2, 3), rng)
    x, t = rng.standard_normal((5, 1, 2, 3)), np.array([0, 1, 2, 0, 1])
    before = network.loss(x, t)
    for _ in range(50):
        for key, grad in network.gradient(x, t).items():
            network.params[key] = network.params[key] - 0.5 * grad
    assert network.loss(x, t) < before / 2

"""The command line: what it does, and one sentence for every mistake."""

import json
import runpy
import subprocess
import sys
import types

import numpy as np
import pytest

from modlab import cli, datasets
from modlab.networks import LeNet, ModernLeNet
from modlab.networks.catalog import NETWORKS
from modlab.trainer import Trainer

QUICK = ["--data", "digits", "--epochs", "2"]


@pytest.fixture(autouse=True)
def few_digits(tmp_path, monkeypatch):
    """An empty folder, and 90 and 40 digits of 28 × 28 that can be told apart."""

    def load(normalize=True, flatten=True, one_hot_label=False, size=8):
        assert (flatten, size) == (False, 28)
        rng = np.random.default_rng(0)
        t = np.arange(130) % 10
        x = rng.random((130, 1, 28, 28), dtype=np.float32) / 4
        for image, label in zip(x, t, strict=True):
            image[0, 4 + 2 * label : 6 + 2 * label] += 0.75
        return (x[:90], t[:90]), (x[90:], t[90:])

    monkeypatch.setitem(datasets.LOADERS, "digits", load)
    monkeypatch.chdir(tmp_path)
    return load


def modlab(capsys, *arguments):
    """Run the command; return its exit code and what it printed."""
    try:
        code = cli.main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_train_evaluate_and_look(tmp_path, capsys, few_digits):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    words = ("train", "modern-lenet", "--data", "digits", "--epochs", 12, "--batch-size", 10, "--seed", 4)
    code, out, _ = modlab(capsys, *words)
    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["modern-lenet.json", "modern-lenet.npz"]
    card = json.loads((tmp_path / "modern-lenet.json").read_text())

    # The same, by hand: what the card says is what the file does.
    network = ModernLeNet()
    network.load_params("modern-lenet.npz")
    _, (x, t) = few_digits(flatten=False, size=28)
    right = (network.predict(x).argmax(axis=1) == t).mean()
    assert right > 0.8
    assert card["test_accuracy"] == right
    assert f"{right:.2%}" in out

    code, out, _ = modlab(
        capsys, "evaluate", "modern-lenet", "--data", "digits", "--weights", "modern-lenet.npz"
    )
    assert code == 0
    assert f"{right:.2%} of 40 right, {round((1 - right) * 40)} wrong" in out

    code, out, _ = modlab(
        capsys, "misclassified", "modern-lenet", "--data", "digits", "--weights", "modern-lenet.npz"
    )
    assert code == 0
    assert (tmp_path / "misclassified.png").read_bytes().startswith(b"\x89PNG")


def test_the_card_holds_the_command_that_makes_the_weights_again(tmp_path, capsys):
    modlab(
        capsys,
        *("train", "lenet", *QUICK, "--seed", 4, "--augment", "--schedule", "cosine", "--warm-up", 0.5),
        *("--validation", 20, "--float16", "--output", "first.npz"),
    )
    card = json.loads((tmp_path / "first.json").read_text())
    assert card["training_pictures"] == 70
    assert card["validation_pictures"] == 20
    assert 0 <= card["validation_accuracy"] <= 1
    words = card["command"].split()
    assert words[0] == "modlab"
    words[words.index("first.npz")] = "again.npz"
    assert modlab(capsys, *words[1:])[0] == 0
    with np.load("first.npz") as first, np.load("again.npz") as again:
        assert sorted(first.files) == sorted(LeNet().params)
        for key in first.files:
            assert first[key].dtype == np.float16
            np.testing.assert_array_equal(first[key], again[key])


def test_without_a_seed_each_run_is_another_and_says_its_seed(tmp_path, capsys):
    for name in ("a", "b"):
        modlab(capsys, "train", "lenet", *QUICK, "--output", f"{name}.npz")
    a, b = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("a", "b"))
    assert a["seed"] != b["seed"]
    assert str(a["seed"]) in a["command"]


def test_an_interrupted_run_is_resumed(tmp_path, capsys, monkeypatch):
    words = ("train", "lenet", *QUICK, "--seed", 4, "--batch-size", 20)
    assert modlab(capsys, *words, "--output", "whole.npz")[0] == 0

    step, count = Trainer.step, []

    def press_ctrl_c(trainer, x, t):
        loss = step(trainer, x, t)
        count.append(1)
        if len(count) == 7:
            import signal

            signal.raise_signal(signal.SIGINT)
        return loss

    monkeypatch.setattr(Trainer, "step", press_ctrl_c)
    code, out, _ = modlab(capsys, *words, "--output", "half.npz")
    assert code == 130
    assert "--resume" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "half.checkpoint.npz",
        "whole.json",
        "whole.npz",
    ]
    code, _, err = modlab(capsys, *words, "--output", "half.npz")
    assert code == 2
    assert "add --resume to go on" in err

    assert modlab(capsys, *words, "--output", "half.npz", "--resume")[0] == 0
    assert not (tmp_path / "half.checkpoint.npz").exists()
    with np.load("whole.npz") as whole, np.load("half.npz") as half:
        for key in whole.files:
            np.testing.assert_array_equal(whole[key], half[key])


def test_networks_vote(capsys, few_digits):
    for seed in (1, 2):
        modlab(capsys, "train", "modern-lenet", *QUICK, "--seed", seed, "--output", f"{seed}.npz")
    code, out, _ = modlab(
        capsys,
        *("evaluate", "modern-lenet", "--data", "digits", "--weights", "1.npz", "--weights", "2.npz"),
    )
    _, (x, t) = few_digits(flatten=False, size=28)
    total = 0
    for seed in (1, 2):
        network = ModernLeNet()
        network.load_params(f"{seed}.npz")
        scores = np.exp(network.predict(x).astype(np.float64))
        total = total + scores / scores.sum(axis=1, keepdims=True)
    assert code == 0
    assert f"{(total.argmax(axis=1) == t).mean():.2%} of 40 right" in out


@pytest.mark.parametrize("name", ["lenet", "deep-convnet", "small-resnet"])
def test_summary(capsys, name):
    code, out, _ = modlab(capsys, "summary", name)
    assert code == 0
    count = sum(array.size for array in NETWORKS[name]().params.values())
    assert f"{count:,}" in out.splitlines()[-1]


def test_help_teaches(capsys):
    code, out, _ = modlab(capsys, "--help")
    assert code == 0
    for word in ("train", "evaluate", "misclassified", "filters", "summary", "benchmark", "MODLAB_DATA"):
        assert word in out
    assert "modlab train simple-convnet --data digits" in out
    code, out, _ = modlab(capsys, "train", "--help")
    assert code == 0
    assert "mpiexec -n 2 modlab train" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "the following arguments are required: COMMAND"),
        ("tarin", "invalid choice: 'tarin'"),
        ("train", "the following arguments are required: NETWORK"),
        ("train lennet", "invalid choice: 'lennet'"),
        ("train lenet --data cifar", "invalid choice: 'cifar'"),
        ("train lenet --epochs 0", "must be a whole number greater than 0; got '0'"),
        ("train lenet --epochs many", "must be a whole number greater than 0; got 'many'"),
        ("train lenet --learning-rate nan", "must be a number greater than 0; got 'nan'"),
        ("train lenet --seed -1", "must be a whole number of at least 0; got '-1'"),
        ("train lenet --data digits --optimizer adamm", "There is no optimizer 'adamm'"),
        ("train lenet --data digits --validation 90", "--validation 90 would leave nothing of the 90"),
        ("train lenet --data digits --warm-up 30", "--warm-up 30 is longer than --epochs 20"),
        ("train lenet --data digits --output no/lenet.npz", "The folder no does not exist"),
        ("train lenet --data digits --output lenet.pkl", "--output must end in .npz; got lenet.pkl"),
        ("train lenet --data digits --resume --seed 1", "There is nothing to resume"),
        ("evaluate lenet --data digits --weights lost.npz", "There is no file lost.npz"),
        ("evaluate lenet --data digits --weights text.npz", "text.npz is not a file of arrays"),
        ("evaluate modern-lenet --data digits --weights deep.npz", "the weights of another network"),
        ("evaluate small-resnet --data digits", "modlab brings no trained weights of small-resnet"),
        ("evaluate lenet --weights a.npz --ensemble", "Give either --ensemble or --weights"),
        ("misclassified lenet --data digits --weights good.npz --output no/x.png", "The folder no does not"),
        ("summary resnet-17", "invalid choice: 'resnet-17'"),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(tmp_path, capsys, words, sentence):
    (tmp_path / "text.npz").write_text("no archive")
    LeNet(rng=0).save_params("good.npz")
    NETWORKS["deep-convnet"](rng=0).save_params("deep.npz")
    before = sorted(path.name for path in tmp_path.iterdir())
    code, out, err = modlab(capsys, *words.split())
    assert code == 2
    assert sentence in err
    assert "Traceback" not in err
    assert out == ""
    assert len([line for line in err.splitlines() if line.startswith("modlab")]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_nothing_is_overwritten_unless_asked(tmp_path, capsys):
    (tmp_path / "lenet.npz").write_text("three weeks of work")
    code, _, err = modlab(capsys, "train", "lenet", *QUICK)
    assert code == 2
    assert "lenet.npz exists: choose another --output, or add --overwrite" in err
    assert (tmp_path / "lenet.npz").read_text() == "three weeks of work"
    assert modlab(capsys, "train", "lenet", *QUICK, "--overwrite")[0] == 0
    LeNet().load_params("lenet.npz")


def test_a_loss_that_is_no_number_is_one_sentence(tmp_path, capsys):
    code, _, err = modlab(
        capsys, "train", "modern-lenet", *QUICK, "--optimizer", "sgd", "--learning-rate", 1e30
    )
    assert code == 2
    assert "no longer finite" in err or "The loss became" in err
    assert "Warning" not in err
    assert not (tmp_path / "modern-lenet.npz").exists()


def test_python_m_modlab_is_the_command(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["modlab", "summary", "lenet"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("modlab", run_name="__main__")
    assert end.value.code == 0
    assert "61,706" in capsys.readouterr().out.splitlines()[-1]


def test_the_benchmark_gets_its_own_arguments(capsys, monkeypatch):
    seen = []
    fake = types.ModuleType("modlab.benchmark")
    fake.main = lambda arguments: seen.append(arguments)
    monkeypatch.setitem(sys.modules, "modlab.benchmark", fake)
    assert modlab(capsys, "benchmark", "--quick")[0] == 0
    assert seen == [["--quick"]]


def test_import_modlab_needs_numpy_alone():
    code = (
        "import sys; before = set(sys.modules)\n"
        "import modlab.cli, modlab.networks, modlab.trainer, modlab.datasets, modlab.augment, modlab.visualize\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new & {'matplotlib', 'tqdm', 'pooch', 'requests', 'sklearn', 'cupy', 'mpi4py', 'scipy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Host and device: the whole layer suite on a strict stand-in for CuPy, and on CuPy where there is a GPU.

Without a GPU this shows that no layer mixes host and device and that every function used exists in CuPy.
It does not show that CuPy's own results are right: the tests marked `gpu` do, where there is one.
"""

import inspect
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import strict_cupy
from oracle import modlab_answers
from oracle.cases import CASES, draw

from modlab.im2col import col2im, im2col
from modlab.inside.backend import array_module, to_numpy
from modlab.layers import Add, Concatenate, Convolution, Dropout, Flatten, Relu, SoftmaxWithLoss


@pytest.fixture
def device(monkeypatch):
    strict_cupy.install(monkeypatch)
    return strict_cupy


REFUSED = {
    "operand right": lambda a, host: a + host,
    "operand left": lambda a, host: host + a,
    "NumPy's function": lambda a, host: np.exp(a),
    "NumPy's function of a list": lambda a, host: np.concatenate([a, a]),
    "NumPy's array": lambda a, host: np.asarray(a),
    "argument": lambda a, host: strict_cupy.exp(host),
    "second argument": lambda a, host: strict_cupy.maximum(a, host),
    "assignment to host": lambda a, host: host.__setitem__(0, a),
    "assignment to device": lambda a, host: a.__setitem__(0, host),
    "index": lambda a, host: a[np.array([0])],
    "bool": lambda a, host: bool(a[0]),
    "float": lambda a, host: float(a[0]),
    "int": lambda a, host: int(a[0]),
    "iteration": lambda a, host: list(a),
    "range": lambda a, host: range(a[0]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_stand_in_is_strict(name, device):
    a, host = device.asarray(np.ones(2)), np.ones(2)
    with pytest.raises((TypeError, ValueError)):
        REFUSED[name](a, host)
    np.testing.assert_array_equal(device.asnumpy(a), [1, 1])
    np.testing.assert_array_equal(host, [1, 1])


def test_array_module(device):
    assert array_module(np.zeros(1)) is np
    assert array_module(device.asarray(np.zeros(1))) is device
    np.testing.assert_array_equal(to_numpy(device.asarray(np.arange(3))), [0, 1, 2])


def on_device(case, seed, xp):
    arrays = {name: xp.asarray(a) for name, a in draw(case, seed).items()}
    return modlab_answers.answer(case, arrays, seed, convert=xp.asarray)


@pytest.mark.parametrize("name", CASES)
def test_every_layer_stays_on_the_device(name, device):
    case = CASES[name]
    expected = modlab_answers.answer(case, draw(case, 0), 0)
    for key, value in on_device(case, 0, device).items():
        if key != "loss":
            assert isinstance(value, device.ndarray), key
            value = value.get()
        np.testing.assert_array_equal(value, expected[key], err_msg=key)


def more_layers(xp):
    """Run what the oracle's cases leave out; return the results."""
    a, b = xp.asarray(np.arange(8.0).reshape(1, 2, 2, 2)), xp.asarray(np.ones((1, 2, 2, 2)))
    add, join, flat = Add(), Concatenate(), Flatten()
    results = [add.forward(a, b), *add.backward(a)]
    results += [join.forward(a, b), *join.backward(xp.asarray(np.ones((1, 4, 2, 2))))]
    results += [flat.forward(a), flat.backward(xp.asarray(np.ones((1, 8))))]
    dropout = Dropout(0.5, np.random.default_rng(0))
    results += [dropout.forward(a, train=True), dropout.backward(b)]
    loss = SoftmaxWithLoss()
    loss.forward(xp.asarray(np.eye(3)), xp.asarray(np.eye(3)))
    half = Convolution(xp.asarray(np.ones((2, 2, 2, 2), np.float16)), input_gradient=False)
    results += [loss.backward(), half.forward(a.astype(np.float16))]
    columns = im2col(a, 2, 1)
    return [*results, columns, col2im(columns, a.shape, 2, 1)]


def test_the_other_layers_stay_on_the_device(device):
    for got, expected in zip(more_layers(device), more_layers(np), strict=True):
        assert isinstance(got, device.ndarray)
        np.testing.assert_array_equal(got.get(), expected)


def test_every_name_used_exists_in_cupy(monkeypatch):
    cupy = pytest.importorskip("cupy", reason="CuPy is not installed")
    strict_cupy.install(monkeypatch)
    strict_cupy.USED.clear()
    strict_cupy.USED_METHODS.clear()
    for case in CASES.values():
        on_device(case, 0, strict_cupy)
    more_layers(strict_cupy)
    assert len(strict_cupy.USED) > 15

    for path, keywords in strict_cupy.USED.items():
        found = cupy
        for part in path.split("."):
            assert hasattr(found, part), f"cupy has no {path}"
            found = getattr(found, part)
        if keywords and inspect.isfunction(found):
            assert keywords <= set(inspect.signature(found).parameters), path
    for name in strict_cupy.USED_METHODS:
        assert hasattr(cupy.ndarray, name), name


@pytest.mark.gpu
@pytest.mark.parametrize("name", CASES)
def test_every_layer_on_a_gpu(name):
    cupy = pytest.importorskip("cupy", reason="CuPy is not installed")
    try:
        cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as error:
        pytest.skip(f"no GPU: {error}")
    case = CASES[name]
    near = {"float64": 1e-8, "float32": 1e-3}[case.dtype]
    expected = modlab_answers.answer(case, draw(case, 0), 0)
    for key, value in on_device(case, 0, cupy).items():
        value = cupy.asnumpy(value) if key != "loss" else value
        np.testing.assert_allclose(value, expected[key], rtol=near, atol=near, err_msg=key)


def test_modlab_imports_nothing_but_numpy():
    code = """
import sys
import modlab, modlab.layers, modlab.im2col
roots = {name.partition(".")[0] for name in sys.modules}
print(sorted(roots & {"cupy", "torch", "matplotlib", "tqdm", "pooch", "sklearn", "mpi4py", "scipy", "ipywidgets"}))
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_im2col_needs_three_files_only(tmp_path):
    import modlab.im2col
    import modlab.inside.backend

    home, copy = Path(modlab.__file__).parent, tmp_path / "modlab"
    (copy / "inside").mkdir(parents=True)
    for module in (modlab, modlab.inside.backend, modlab.im2col):
        source = Path(module.__file__)
        (copy / source.relative_to(home)).write_bytes(source.read_bytes())
    code = "import numpy, modlab.im2col as m; print(m.__file__); print(m.im2col(numpy.ones((1, 1, 2, 2)), 2, 2).sum())"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    path, total = answer.stdout.split()
    assert Path(path).resolve().parent == (tmp_path / "modlab").resolve()
    assert total == "4.0"


def test_float16_relu_on_device(device):
    layer = Relu()
    out = layer.forward(device.asarray(np.array([-1, 2], np.float16)))
    assert out.dtype == np.float16
    np.testing.assert_array_equal(out.get(), [0, 2])

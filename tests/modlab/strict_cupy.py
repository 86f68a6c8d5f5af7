"""A stand-in for CuPy that computes with NumPy and refuses every implicit step between host and device.

What real CuPy refuses is refused: NumPy arrays as operands, arguments, indices or values to assign, and conversion by
`numpy.asarray`. What real CuPy allows but waits for the device is refused too: `bool`, `int`, `float`, iteration.
Explicit steps work: `asarray`, `array`, `asnumpy`, `.get()`, `.item()`.

`USED` and `USED_METHODS` collect which names were used, with which keyword arguments, so that a test can look them
up in the real CuPy.
"""

import sys

import numpy as np

USED = {}
USED_METHODS = {}

_OPERATORS = [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
    "lshift",
    "rshift",
    "radd",
    "rsub",
    "rmul",
    "rtruediv",
    "rfloordiv",
    "rmod",
    "rpow",
    "rmatmul",
    "rand",
    "ror",
    "rxor",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "neg",
    "pos",
    "abs",
    "invert",
    "iadd",
    "isub",
    "imul",
    "itruediv",
    "ifloordiv",
    "ipow",
    "iand",
    "ior",
]
_METHODS = [
    "reshape",
    "transpose",
    "astype",
    "sum",
    "mean",
    "max",
    "min",
    "argmax",
    "argmin",
    "copy",
    "ravel",
    "flatten",
    "any",
    "all",
    "std",
    "var",
    "squeeze",
    "dot",
    "swapaxes",
    "clip",
    "round",
    "repeat",
    "take",
    "cumsum",
    "prod",
]
_PROPERTIES = ["shape", "ndim", "size", "dtype", "itemsize", "nbytes", "strides"]
_EXPLICIT = ("asarray", "array", "asnumpy")


def _to_host(value, what):
    """Look inside the stand-in's arrays, and refuse NumPy's."""
    if isinstance(value, ndarray):
        return value._host
    if isinstance(value, np.ndarray):
        raise TypeError(f"{what} got a NumPy array where CuPy needs its own.")
    if isinstance(value, (tuple, list)):
        return type(value)(_to_host(v, what) for v in value)
    return value


def _to_device(value):
    if isinstance(value, (np.ndarray, np.generic)) and not isinstance(value, np.dtype):
        return ndarray(np.asarray(value))
    if isinstance(value, (tuple, list)):
        return type(value)(_to_device(v) for v in value)
    return value


class ndarray:  # noqa: N801  (NumPy's and CuPy's name)
    """An array on the device."""

    __module__ = "cupy"
    __hash__ = None
    __array_ufunc__ = None  # NumPy's operators step back

    def __init__(self, host):
        self._host = host

    def __array__(self, *args, **kwargs):
        raise TypeError("Implicit conversion of a CuPy array to NumPy: use to_numpy.")

    def __array_function__(self, function, *args, **kwargs):
        raise TypeError(f"numpy.{function.__name__} was called on a CuPy array.")

    def _refuse(self, *args):
        raise TypeError("Implicit step from the device to the host: use to_numpy first.")

    __bool__ = __int__ = __float__ = __index__ = __complex__ = __iter__ = _refuse

    def __len__(self):
        return len(self._host)

    def __getitem__(self, key):
        return _to_device(self._host[_to_host(key, "An index")])

    def __setitem__(self, key, value):
        self._host[_to_host(key, "An index")] = _to_host(value, "An assignment")

    @property
    def T(self):  # noqa: N802  (NumPy's name)
        """Turn the axes round."""
        return ndarray(self._host.T)

    def get(self):
        """Copy to the host."""
        return self._host.copy()

    def item(self):
        """Bring the only number to the host."""
        return self._host.item()


def _operator(name):
    def operate(self, *others):
        result = getattr(self._host, name)(*(_to_host(other, name) for other in others))
        return self if name.startswith("__i") and name != "__invert__" else _to_device(result)

    return operate


def _method(name):
    def call(self, *args, **kwargs):
        USED_METHODS.setdefault(name, set()).update(kwargs)
        arguments = [_to_host(a, name) for a in args]
        return _to_device(
            getattr(self._host, name)(*arguments, **{k: _to_host(v, name) for k, v in kwargs.items()})
        )

    return call


for _name in _OPERATORS:
    setattr(ndarray, f"__{_name}__", _operator(f"__{_name}__"))
for _name in _METHODS:
    setattr(ndarray, _name, _method(_name))
for _name in _PROPERTIES:
    setattr(ndarray, _name, property(lambda self, name=_name: getattr(self._host, name)))


def _function(function, path):
    def call(*args, **kwargs):
        USED.setdefault(path, set()).update(kwargs)
        arguments = [_to_host(a, path) for a in args]
        return _to_device(function(*arguments, **{k: _to_host(v, path) for k, v in kwargs.items()}))

    return call


class _Module:
    """A part of the module, such as `cupy.lib.stride_tricks`."""

    def __init__(self, module, path):
        self._module, self._path = module, path

    def __getattr__(self, name):
        return _look_up(self._module, self._path, name)


def _look_up(module, prefix, name):
    value, path = getattr(module, name), f"{prefix}{name}"
    if isinstance(value, type) or not callable(value):
        if isinstance(value, type(np)):
            return _Module(value, path + ".")
        USED.setdefault(path, set())
        return value
    return _function(value, path)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in _EXPLICIT:
        return {"asarray": asarray, "array": array, "asnumpy": asnumpy}[name]
    return _look_up(np, "", name)


def asarray(a, dtype=None):
    """Copy to the device what is not there yet."""
    USED.setdefault("asarray", set())
    return ndarray(np.array(a._host if isinstance(a, ndarray) else a, dtype=dtype))


def array(a, dtype=None, copy=True, order="K"):
    """Copy to the device."""
    USED.setdefault("array", set()).add("order")
    return ndarray(np.array(a._host if isinstance(a, ndarray) else a, dtype=dtype, copy=copy, order=order))


def asnumpy(a):
    """Copy to the host."""
    USED.setdefault("asnumpy", set())
    return a._host.copy()


def install(monkeypatch):
    """Be `cupy` for the length of a test."""
    monkeypatch.setitem(sys.modules, "cupy", sys.modules[__name__])

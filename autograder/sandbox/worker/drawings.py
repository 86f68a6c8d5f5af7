"""A silent stand-in for matplotlib: a cell that draws runs to its end, and nothing is drawn.

Each name is there, each call is taken, and what comes back can be drawn on, unpacked and looped over as the real thing is. It keeps nothing
of what it is given, and writes nothing. What comes out of it is never an array of numbers, and so no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

PACKAGES = ("matplotlib", "matplotlib_inline", "mpl_toolkits")
VERSION = "3.8.0"  # for cells that ask; the oldest that the course takes
MANY = 10  # what a loop finds where nothing says how many: as many as matplotlib has colours for lines
# Into how many parts the result of a call is unpacked. What is not here has as many as the call's first argument.
PARTS = {
    **dict.fromkeys(("items", "get_fignums", "fignum_exists"), 0),  # `while plt.get_fignums():` ends
    **dict.fromkeys(("xticks", "yticks", "xlim", "ylim", "pie", "psd", "csd", "cohere"), 2),
    **dict.fromkeys(("get_xlim", "get_ylim", "get_zlim", "set_xlim", "set_ylim", "set_zlim"), 2),
    **dict.fromkeys(("get_size_inches", "get_clim", "get_legend_handles_labels", "get_width_height"), 2),
    **dict.fromkeys(("hist", "errorbar", "stem", "magnitude_spectrum", "angle_spectrum", "to_rgb"), 3),
    **dict.fromkeys(("axis", "hist2d", "specgram", "acorr", "xcorr", "to_rgba"), 4),
}
LINES = ("plot", "loglog", "semilogx", "semilogy", "fill")  # a line for each x and y
# What `from matplotlib.pyplot import *` brings.
PYPLOT = (
    *("annotate", "axes", "axhline", "axis", "axvline", "bar", "barh", "boxplot", "cla", "clf", "close"),
    *("cm", "colorbar", "contour", "contourf", "draw", "errorbar", "figure", "fill_between", "gca"),
    *("gcf", "get_cmap", "gray", "grid", "hist", "hist2d", "hlines", "imread", "imsave", "imshow"),
    *("ioff", "ion", "legend", "loglog", "matshow", "pause", "pcolor", "pcolormesh", "pie", "plot"),
    *("quiver", "rc", "rcParams", "rc_context", "savefig", "scatter", "semilogx", "semilogy", "set_cmap"),
    *("show", "spy", "stem", "step", "style", "subplot", "subplot_mosaic", "subplots", "subplots_adjust"),
    *("suptitle", "table", "text", "tick_params", "tight_layout", "title", "violinplot", "vlines"),
    *("xlabel", "xlim", "xscale", "xticks", "ylabel", "ylim", "yscale", "yticks"),
)


class Drawing:
    """Whatever matplotlib would have given: a function, a figure, axes, a line, a map of colours.

    Parameters
    ----------
    name : str
        By which it was asked for; what a call returns has none.
    parts : int
        How many there are when it is unpacked or looped over.
    made : bool
        Whether it is, or belongs to, what a call returned: `subplots` of a figure returns no second one.

    Examples
    --------
    >>> plt = Drawing("pyplot")
    >>> figure, axes = plt.subplots(2, 3)
    >>> axes.shape, [axis.imshow([[1]]) for axis in axes.flat[:1]]
    ((2, 3), [<a drawing: nothing is drawn here>])
    """

    __slots__ = ("_made", "_name", "_parts")
    _name: str
    _parts: int
    _made: bool
    __array_ufunc__ = None  # so that `array + drawing` is a drawing, and no array of them

    def __init__(self, name: str = "", parts: int = MANY, made: bool = False) -> None:
        for slot, value in (("_name", name), ("_parts", parts), ("_made", made)):
            object.__setattr__(self, slot, value)

    def __call__(self, *given: Any, **options: Any) -> object:
        """Take whatever is given; return what can be drawn on, unpacked or looped over."""
        if self._name in ("subplots", "subplot_mosaic"):
            axes = (_grid if self._name == "subplots" else _mosaic)(*given, **options)
            count = axes.size if isinstance(axes, np.ndarray) else len(axes) if isinstance(axes, dict) else 1
            return axes if self._made else (Drawing("", count, True), axes)
        if len(given) == 1 and not options and isinstance(given[0], FunctionType):
            return given[0]  # `@rc_context(…)` above an answer
        return Drawing("", self._parts_of_call(given, options), True)

    def _parts_of_call(self, given: tuple, options: dict) -> int:
        if self._name == "pie" and options.get("autopct"):
            return 3
        if self._name in PARTS:
            return PARTS[self._name]
        if self._name in LINES:
            return _lines([value for value in given if not isinstance(value, str)])
        first = next(iter((*given, *options.values())), None)
        if isinstance(first, float):
            return 4  # a colour, from a map of them
        sized = isinstance(first, list | tuple | range) or (type(first) is np.ndarray and first.ndim > 0)
        return len(first) if sized else self._parts  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Drawing:
        if name.startswith("__"):  # what Python and NumPy ask an object whether it can do
            raise AttributeError(f"a drawing has no {name}")
        return Drawing(name, self._parts, self._made)

    def __getitem__(self, key: object) -> Drawing:
        return Drawing("", self._parts, self._made)

    def __iter__(self) -> Iterator[Drawing]:
        return (Drawing("", self._parts, self._made) for _ in range(self._parts))

    def __enter__(self) -> Drawing:
        return self

    def _same(self, *_: object) -> Drawing:
        return self

    # The place of a label: `bar.get_x() + bar.get_width() / 2`.
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = _same
    __and__ = __rand__ = __or__ = __ror__ = __neg__ = __pos__ = __abs__ = __round__ = _same
    __copy__ = __deepcopy__ = _same

    def _nothing(self, *_: object) -> None:
        """Forget what is given."""

    __setattr__ = __delattr__ = __setitem__ = __delitem__ = __exit__ = _nothing

    def _less(self, _: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _less

    def __len__(self) -> int:
        return self._parts

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        """Be one thing to NumPy: `np.atleast_1d(axes)`, `np.array([left, right])`."""
        one = np.empty(1, dtype=object)
        one[0] = self
        return one.reshape(())

    def __float__(self) -> float:
        return float("nan")  # for a label, and no number of an answer

    def __int__(self) -> int:
        return 0

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, Drawing)

    def __repr__(self) -> str:
        return "<a drawing: nothing is drawn here>"

    def __format__(self, form: str) -> str:
        return repr(self)


def _grid(nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **_: object) -> Drawing | np.ndarray:
    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(axes.shape):
        axes[place] = Drawing("", 1, True)
    return axes if not squeeze else axes.item() if axes.size == 1 else axes.squeeze()


def _lines(given: list) -> int:
    """Return how many lines there are for x and y, and another x and y: one for each y, or for each of its columns."""
    ys = given if len(given) == 1 else given[1::2]
    return sum(y.shape[1] if type(y) is np.ndarray and y.ndim == 2 else 1 for y in ys)


def _mosaic(mosaic: str | list, *_: object, **__: object) -> dict[object, Drawing]:
    rows = mosaic.replace(";", "\n").split() if isinstance(mosaic, str) else mosaic
    return {label: Drawing("", 1, True) for row in rows for label in row if label != "."}


def look_up(name: str) -> Drawing:
    """Return what a module of matplotlib holds by a name.

    Raises
    ------
    AttributeError
        For a name of Python's own, such as `__path__`.
    """
    return getattr(Drawing(), name)


class Finder:
    """Find matplotlib and all its modules, for `sys.meta_path`. Nothing is made before somebody imports one."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return how a module is made; None if it is not matplotlib's."""
        known = name.partition(".")[0] in PACKAGES
        return ModuleSpec(name, self, is_package=True) if known else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Give it every name."""
        module.__getattr__ = look_up  # type: ignore[method-assign]
        if module.__name__ == "matplotlib":
            module.__dict__["__version__"] = VERSION
        if module.__name__ == "matplotlib.pyplot":
            module.__dict__["__all__"] = PYPLOT

"""Where arrays live: NumPy's on the host, CuPy's on a GPU. No other module names CuPy.

What was checked without a GPU: every layer runs on a strict stand-in for CuPy that refuses to mix host and device, and
every function used exists in CuPy. What was not: CuPy's results and its speed. The tests marked `gpu` compare the
results where there is a GPU: `pytest -m gpu`.
"""

from __future__ import annotations

import sys
from typing import Any, TypeAlias

import numpy as np

# The words of modlab's type hints. An array is NumPy's, or CuPy's, which answers to the same names.
Array = np.ndarray
Arrays = dict[str, Array]
Shape = tuple[int, ...]
Pair = tuple[int, int]
# In quotes: NumPy loads its random numbers when they are first asked for.
Seed: TypeAlias = "np.random.Generator | int | None"


def array_module(x: Array) -> Any:
    """Return the module whose functions understand `x`.

    Parameters
    ----------
    x : numpy or cupy array

    Returns
    -------
    module
        `cupy` for a CuPy array, else `numpy`. Whoever made a CuPy array has imported CuPy
        already, so this never imports it and costs next to nothing.

    Examples
    --------
    >>> import numpy as np
    >>> array_module(np.zeros(3)) is np
    True
    """
    library = type(x).__module__.partition(".")[0]
    return sys.modules["cupy"] if library == "cupy" else np


def to_numpy(x: Array) -> Array:
    """Bring an array to the host.

    Parameters
    ----------
    x : numpy or cupy array

    Returns
    -------
    numpy array
        A copy of a CuPy array; a NumPy array comes back as it is.

    Examples
    --------
    >>> import numpy as np
    >>> to_numpy(np.arange(3))
    array([0, 1, 2])
    """
    xp = array_module(x)
    return np.asarray(x) if xp is np else xp.asnumpy(x)

"""Images of digits and clothes: MNIST, Fashion-MNIST, and the small digits inside scikit-learn.

All loaders return the same: `(x_train, t_train), (x_test, t_test)`. MNIST and Fashion-MNIST are looked
for in the folders `mnist` and `fashion` of `$MODLAB_DATA` if that is set, else downloaded once into a cache.
Whatever file is read, its contents must have the published checksum.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from modlab.inside.backend import Array

FILES = {
    "train images": "train-images-idx3-ubyte.gz",
    "train labels": "train-labels-idx1-ubyte.gz",
    "test images": "t10k-images-idx3-ubyte.gz",
    "test labels": "t10k-labels-idx1-ubyte.gz",
}

# MD5 of the files once unpacked: the gzip headers differ from mirror to mirror, the contents do not.
CHECKSUMS = {
    "mnist": {
        "train images": "6bbc9ace898e44ae57da46a324031adb",
        "train labels": "a25bea736e30d166cdddb491f175f624",
        "test images": "2646ac647ad5339dbf082846283269ea",
        "test labels": "27ae3e4e09519cfbb04c329615203637",
    },
    "fashion": {
        "train images": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
        "train labels": "9018921c3c673c538a1fc5bad174d6f9",
        "test images": "8181f5470baa50b63fa0f6fddb340f0a",
        "test labels": "15d484375f8d13e6eb1aabb0c3f46965",
    },
}

MIRRORS = {
    "mnist": (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    "fashion": (
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
}

# Where Debian's package dataset-fashion-mnist puts its files.
DEBIAN = {"fashion": Path("/usr/share/datasets/fashion-mnist")}

FASHION_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

# (x_train, t_train), (x_test, t_test)
DataSet = tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]

WAY_OUT = "load_digits() needs no download"


class DataError(Exception):
    """The data is missing or damaged; the message says which and what to do."""


def load_mnist(normalize: bool = True, flatten: bool = True, one_hot_label: bool = False) -> DataSet:
    """Load MNIST: 60,000 and 10,000 handwritten digits of 28 × 28 pixels.

    Parameters
    ----------
    normalize : bool
        True: pixels from 0 to 1. False: from 0 to 255.
    flatten : bool
        True: each image is a row of 784. False: 1 × 28 × 28.
    one_hot_label : bool
        True: labels as rows of ten, a 1 where the label says. False: labels as whole numbers.

    Returns
    -------
    (x_train, t_train), (x_test, t_test)
        x : (N, 784) or (N, 1, 28, 28) array of float32;
        t : (N,) array of int64, or (N, 10) array of float32.

    Raises
    ------
    DataError
        If the files are missing and cannot be fetched, or are damaged.

    Notes
    -----
    Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits.
    """
    return load_idx("mnist", normalize, flatten, one_hot_label)


def load_fashion_mnist(normalize: bool = True, flatten: bool = True, one_hot_label: bool = False) -> DataSet:
    """Load Fashion-MNIST: 60,000 and 10,000 images of clothes; `FASHION_NAMES` says what the labels mean.

    Parameters and what is returned are those of `load_mnist`.

    Notes
    -----
    Source: H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST, 2017.
    """
    return load_idx("fashion", normalize, flatten, one_hot_label)


def load_digits(
    normalize: bool = True, flatten: bool = True, one_hot_label: bool = False, size: int = 8
) -> DataSet:
    """Load scikit-learn's 1,797 handwritten digits of 8 × 8 pixels: no download.

    Parameters
    ----------
    normalize : bool
        True: pixels from 0 to 1. False: from 0 to 16.
    flatten : bool
        True: each image is a row. False: 1 × size × size.
    one_hot_label : bool
    size : int
        8, or 28: enlarged to 20 × 20 with a border of 4, as MNIST's are, so that its networks can be used.

    Returns
    -------
    (x_train, t_train), (x_test, t_test)
        The first 1,437 for training, the last 360 (written by other people) for the test;
        dtypes as in `load_mnist`.

    Raises
    ------
    DataError
        If scikit-learn is not installed.
    ValueError
        If `size` is neither 8 nor 28.

    Notes
    -----
    Source: E. Alpaydin, C. Kaynak, Optical recognition of handwritten digits, UCI.
    """
    if size not in (8, 28):
        raise ValueError(f"size must be 8 or 28; got {size!r}.")
    try:
        from sklearn.datasets import load_digits as read_digits
    except ImportError:
        raise DataError("load_digits needs scikit-learn: pip install scikit-learn.") from None
    digits = read_digits()
    images = digits.images.astype(np.float32)
    if size == 28:
        images = np.pad(enlarge(images, 20), ((0, 0), (4, 4), (4, 4)))
    labels = digits.target.astype(np.int64)
    train = len(images) * 4 // 5
    form = (16 if normalize else 1, flatten, one_hot_label)
    return prepare(images[:train], labels[:train], *form), prepare(images[train:], labels[train:], *form)


LOADERS: dict[str, Callable[..., DataSet]] = {
    "mnist": load_mnist,
    "fashion": load_fashion_mnist,
    "digits": load_digits,
}


def enlarge(images: Array, size: int) -> Array:
    """Enlarge square images, with values between pixels on a straight line.

    Parameters
    ----------
    images : (N, H, H) array
    size : int
        The new height and width.

    Returns
    -------
    (N, size, size) array, same dtype

    Examples
    --------
    >>> enlarge(np.array([[[0.0, 1.0], [2.0, 3.0]]]), 4)[0]
    array([[0.  , 0.25, 0.75, 1.  ],
           [0.5 , 0.75, 1.25, 1.5 ],
           [1.5 , 1.75, 2.25, 2.5 ],
           [2.  , 2.25, 2.75, 3.  ]])
    """
    old = images.shape[1]
    place = np.clip((np.arange(size) + 0.5) * old / size - 0.5, 0, old - 1)
    # Row i of the matrix says how much of each old pixel goes into new pixel i.
    weights = np.maximum(0, 1 - np.abs(place[:, None] - np.arange(old))).astype(images.dtype)
    return weights @ images @ weights.T


def load_idx(name: str, normalize: bool, flatten: bool, one_hot_label: bool) -> DataSet:
    """Load one of the data sets that come as four IDX files; see `load_mnist`."""
    arrays = {part: read_part(name, part) for part in FILES}
    form = (255 if normalize else 1, flatten, one_hot_label)
    return (
        prepare(arrays["train images"], arrays["train labels"], *form),
        prepare(arrays["test images"], arrays["test labels"], *form),
    )


def prepare(
    images: Array, labels: Array, highest: int, flatten: bool, one_hot_label: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return float32 images divided by `highest` and labels in the form asked for."""
    x = images.astype(np.float32)
    x /= np.float32(highest)
    x = x.reshape(len(x), -1) if flatten else x[:, None]
    t = np.eye(10, dtype=np.float32)[labels] if one_hot_label else labels.astype(np.int64)
    return x, t


def read_part(name: str, part: str) -> np.ndarray:
    """Find, check and read one of the four files of a data set."""
    folder = local_folder(name)
    if folder is None:
        return parse_idx(download(name, part), FILES[part])
    path = folder / FILES[part]
    if not path.exists():
        raise DataError(
            f"{path} is missing: put the four files of {name} there, or use other data ({WAY_OUT})."
        )
    raw = unpack(path)
    if raw is None or hashlib.md5(raw).hexdigest() != CHECKSUMS[name][part]:
        raise DataError(f"{path} is damaged or not the published file: fetch it again ({WAY_OUT}).")
    return parse_idx(raw, path)


def local_folder(name: str) -> Path | None:
    """Return the folder that holds the data set on this machine, or None."""
    if os.environ.get("MODLAB_DATA"):
        folder = Path(os.environ["MODLAB_DATA"]) / name
        if not folder.is_dir() and not (name in DEBIAN and DEBIAN[name].is_dir()):
            raise DataError(
                f"MODLAB_DATA is set, but {folder} is not a folder: correct it, or unset it to download."
            )
        if folder.is_dir():
            return folder
    debian = DEBIAN.get(name)
    return debian if debian is not None and debian.is_dir() else None


def unpack(path: str | Path) -> bytes | None:
    """Return the bytes inside a gzip file, or None if it is cut short or not gzip."""
    try:
        return gzip.decompress(Path(path).read_bytes())
    except (OSError, EOFError, zlib.error):
        return None


def download(name: str, part: str) -> bytes:
    """Return the bytes of one file, from the cache or from the first mirror that has it unharmed."""
    try:
        import pooch
    except ImportError:
        raise DataError(f"Downloading {name} needs pooch: pip install pooch ({WAY_OUT}).") from None
    import requests

    cache = Path(os.environ.get("MODLAB_CACHE") or pooch.os_cache("modlab")) / name
    target = cache / FILES[part]
    for base in ("", *MIRRORS[name]):
        if base:
            try:
                pooch.get_logger().setLevel("WARNING")
                pooch.retrieve(
                    base + FILES[part], known_hash=None, fname=target.name, path=cache, progressbar=True
                )
            except (OSError, ValueError, requests.RequestException):
                continue
        raw = unpack(target) if target.exists() else None
        if raw is not None and hashlib.md5(raw).hexdigest() == CHECKSUMS[name][part]:
            return raw
        target.unlink(missing_ok=True)
    raise DataError(
        f"{FILES[part]} of {name} is not on this machine and no mirror could be reached: "
        f"put the files in a folder {name} and set MODLAB_DATA to the folder above it, "
        f"or use other data ({WAY_OUT})."
    )


def parse_idx(raw: bytes, name: str | Path) -> Array:
    """Read the IDX format: a header of big-endian numbers, then bytes.

    Parameters
    ----------
    raw : bytes
    name : str or path
        What to call it in an error.

    Returns
    -------
    array of uint8

    Raises
    ------
    DataError
        If the header is not one of bytes, or the length does not fit it.

    Examples
    --------
    >>> parse_idx(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]), "three labels")
    array([7, 2, 1], dtype=uint8)
    """
    if len(raw) < 4 or raw[:3] != b"\0\0\x08":
        raise DataError(f"{name} is not an IDX file of bytes.")
    dimensions = raw[3]
    start = 4 + 4 * dimensions
    shape = tuple(np.frombuffer(raw[4:start], dtype=">i4").tolist()) if len(raw) >= start else ()
    if len(shape) != dimensions or len(raw) - start != np.prod(shape, dtype=int):
        raise DataError(
            f"{name} is cut short: its header promises {shape}, it holds {max(0, len(raw) - start)} bytes."
        )
    return np.frombuffer(raw, dtype=np.uint8, offset=start).reshape(shape).copy()

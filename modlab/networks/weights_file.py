"""Weights on disk: `.npz` archives, never pickled, never half-written."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from modlab.inside.backend import Arrays, array_module


def write_arrays(path: str | Path, arrays: Arrays) -> None:
    """Write named arrays as an `.npz` archive, under exactly the name given.

    Written to a temporary file first and renamed, so that an interruption leaves the old file.

    Parameters
    ----------
    path : str or path
    arrays : dict of arrays

    Raises
    ------
    OSError
        If the folder is missing or cannot be written to.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"The folder {path.parent} for {path.name} does not exist: make it first.")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".part", delete=False) as file:
        try:
            write: Callable[..., None] = np.savez_compressed
            write(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.close()
            Path(file.name).unlink()
            raise
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def read_arrays(path: str | Path) -> Arrays:
    """Read an `.npz` archive without unpickling anything.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    dict of arrays

    Raises
    ------
    FileNotFoundError, ValueError
        If the file is missing, or is not such an archive, or is cut short.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}: check the name, or train and save first.")
    try:
        # Opened here and not by NumPy, which leaves a damaged file open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, AttributeError, TypeError, zipfile.BadZipFile, KeyError) as error:
        raise ValueError(
            f"{path} is not a file of arrays (.npz) or is damaged: save the weights again with save_params."
        ) from error


def put(target: Arrays, arrays: Arrays, source: str | Path) -> None:
    """Copy arrays read from a file into a network's own, all or none.

    Parameters
    ----------
    target, arrays : dict of arrays
        What to fill, and what was read.
    source : str or path
        Where it was read from, for the errors.

    Raises
    ------
    ValueError
        If names or shapes differ or a number is not finite; nothing is changed then.
    """
    missing, surplus = set(target) - set(arrays), set(arrays) - set(target)
    if missing:
        raise ValueError(f"{source} holds the weights of another network: {min(missing)!r} is missing.")
    if surplus:
        raise ValueError(
            f"{source} holds the weights of another network: {min(surplus)!r} has no place here."
        )
    for name, array in target.items():
        if arrays[name].shape != array.shape:
            raise ValueError(
                f"{source} holds the weights of another network: {name!r} has shape {arrays[name].shape} "
                f"there and {array.shape} here."
            )
        if arrays[name].dtype.kind != "f" or not np.isfinite(arrays[name]).all():
            raise ValueError(f"{source} is damaged: {name!r} holds something other than finite numbers.")
    for name, array in target.items():
        array[...] = array_module(array).asarray(arrays[name])

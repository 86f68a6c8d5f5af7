"""How judge and worker talk: frames of a JSON header and raw array bytes.

A frame is

    4 bytes     length of the header, big-endian
    header      JSON; `arrays` lists [name, dtype, shape] for each array that follows
    arrays      the bytes of each array, C order

Nothing that is read here can run code: there is no pickle, a dtype that is not on the list is refused, and so is a frame
that is too large or too short.
"""

from __future__ import annotations

import json
import math
from typing import Protocol

import numpy as np

MAX_HEADER_BYTES = 1 << 22  # a request holds a notebook's code
MAX_REPLY_HEADER_BYTES = 1 << 18
MAX_ARRAY_BYTES = 1 << 24
MAX_ARRAYS_BYTES = 1 << 26
MAX_DEPTH = 20
PIECE = 1 << 16
DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)


class ProtocolError(Exception):
    """A frame that is malformed, too large, or cut off."""


class Readable(Protocol):
    """A binary file to read from, or what behaves like one."""

    def read(self, size: int, /) -> bytes | None:
        """Return at most this many bytes."""


class Writable(Protocol):
    """A binary file to write to."""

    def write(self, content: bytes, /) -> object:
        """Write them."""

    def flush(self) -> object:
        """Send them off."""


def write_frame(stream: Writable, header: dict, arrays: dict[str, np.ndarray] | None = None) -> None:
    """Write one frame.

    Parameters
    ----------
    stream : binary file
        Where to write; it is flushed.
    header : dict
        Anything JSON can hold. The key `arrays` is taken.
    arrays : dict of str to ndarray, optional
        Arrays of a dtype in `DTYPES`, at most `MAX_ARRAY_BYTES` each.

    Raises
    ------
    ProtocolError
        If an array has another dtype or is too large.

    Examples
    --------
    >>> import io
    >>> stream = io.BytesIO()
    >>> write_frame(stream, {"read": "toy-conv-db"}, {"db": np.array([4.0, 4.0])})
    >>> _ = stream.seek(0)
    >>> header, arrays = read_frame(stream)
    >>> header["read"], arrays["db"]
    ('toy-conv-db', array([4., 4.]))
    """
    arrays = arrays or {}
    listing, payload = [], []
    for name, array in arrays.items():
        if array.dtype.name not in DTYPES:
            raise ProtocolError(f"{name} has dtype {array.dtype}, which is not sent.")
        if array.nbytes > MAX_ARRAY_BYTES:
            raise ProtocolError(f"{name} is larger than {MAX_ARRAY_BYTES} bytes.")
        listing.append([name, array.dtype.name, list(array.shape)])
        payload.append(array.astype(array.dtype.newbyteorder("<"), order="C").tobytes())
    encoded = json.dumps({**header, "arrays": listing}).encode()
    if len(encoded) > MAX_HEADER_BYTES:
        raise ProtocolError("The header is too large.")
    stream.write(len(encoded).to_bytes(4, "big") + encoded + b"".join(payload))
    stream.flush()


def read_frame(
    stream: Readable, header_bytes: int = MAX_HEADER_BYTES, arrays_bytes: int = MAX_ARRAYS_BYTES
) -> tuple[dict, dict[str, np.ndarray]] | None:
    """Read one frame; None at the end of the stream.

    Parameters
    ----------
    stream : binary file
        What may hold anything.
    header_bytes : int
        How large the header may be. In memory it takes up to 40 times that, so of a reply no more than `MAX_REPLY_HEADER_BYTES` is read.
    arrays_bytes : int
        How large all arrays together may be. It is known before the first of them is read.

    Returns
    -------
    header : dict
    arrays : dict of str to ndarray
        Fresh, writable arrays.

    Raises
    ------
    ProtocolError
        If the frame is cut off, too large, or not what the header says.
    """
    length = stream.read(4)
    if not length:
        return None
    size = int.from_bytes(length + _read_exactly(stream, 4 - len(length)), "big")
    if size > header_bytes:
        raise ProtocolError("The header is too large.")
    try:
        header = json.loads(_read_exactly(stream, size).decode("ascii"))
        _refuse_deep(header)
        shapes = _announced(header["arrays"])
        if sum(_size(*announced) for announced in shapes.values()) > arrays_bytes:
            raise ProtocolError("More arrays are announced than are accepted.")
        arrays = {name: _read_array(stream, *announced) for name, announced in shapes.items()}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProtocolError("The header is malformed.") from error
    return header, arrays


def _refuse_deep(header: object) -> None:
    """Refuse lists in lists in lists; Python itself stumbles over them, when it prints one for example."""
    level = [header]
    for _ in range(MAX_DEPTH):
        inside = [
            item.values() if isinstance(item, dict) else item
            for item in level
            if isinstance(item, dict | list)
        ]
        level = [value for values in inside for value in values]
    if level:
        raise ProtocolError("The header is nested too deeply.")


def _announced(listing: list) -> dict[str, tuple[str, list[int]]]:
    """Return the dtype and shape of each array that follows, by its name."""
    shapes: dict[str, tuple[str, list[int]]] = {}
    for name, dtype, shape in listing:
        if type(name) is not str or name in shapes or dtype not in DTYPES or type(shape) is not list:
            raise ProtocolError("An array is announced with a name, dtype or shape that is not accepted.")
        if len(shape) > 16 or not all(type(n) is int and 0 <= n <= MAX_ARRAY_BYTES for n in shape):
            raise ProtocolError("An array is announced with a shape that is not accepted.")
        if _size(dtype, shape) > MAX_ARRAY_BYTES:
            raise ProtocolError("An array is announced that is too large.")
        shapes[name] = dtype, shape
    return shapes


def _size(dtype: str, shape: list[int]) -> int:
    return np.dtype(dtype).itemsize * math.prod(shape)


def _read_array(stream: Readable, dtype: str, shape: list[int]) -> np.ndarray:
    content = _read_exactly(stream, _size(dtype, shape))
    if dtype == "bool":  # NumPy counts on 0 and 1, and the bytes may be any
        return (np.frombuffer(content, np.uint8) != 0).reshape(shape)
    return np.frombuffer(content, np.dtype(dtype).newbyteorder("<")).reshape(shape).astype(dtype, copy=False)


def _read_exactly(stream: Readable, size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        piece = stream.read(min(size - len(data), PIECE))
        if not piece:
            raise ProtocolError("A frame is cut off.")
        data += piece
    return data

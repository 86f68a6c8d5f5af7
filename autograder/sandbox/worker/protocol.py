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
from typing import Protocol

import numpy as np

MAX_HEADER_BYTES = 1 << 22
MAX_ARRAY_BYTES = 1 << 24
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


def read_frame(stream: Readable) -> tuple[dict, dict[str, np.ndarray]] | None:
    """Read one frame; None at the end of the stream.

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
    size = int.from_bytes(length, "big")
    if len(length) < 4 or size > MAX_HEADER_BYTES:
        raise ProtocolError("The header's length is wrong.")
    try:
        header = json.loads(_read_exactly(stream, size))
        arrays = {name: _read_array(stream, dtype, shape) for name, dtype, shape in header["arrays"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProtocolError("The header is malformed.") from error
    return header, arrays


def _read_array(stream: Readable, dtype: str, shape: list[int]) -> np.ndarray:
    if (
        dtype not in DTYPES
        or not all(type(n) is int and 0 <= n <= MAX_ARRAY_BYTES for n in shape)
        or len(shape) > 16
    ):
        raise ProtocolError("An array is announced with a dtype or shape that is not accepted.")
    size = np.dtype(dtype).itemsize
    for n in shape:
        size *= n
    if size > MAX_ARRAY_BYTES:
        raise ProtocolError("An array is announced that is too large.")
    little_endian = np.dtype(dtype).newbyteorder("<")
    return np.frombuffer(_read_exactly(stream, size), little_endian).reshape(shape).astype(dtype)


def _read_exactly(stream: Readable, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = stream.read(size - len(data))
        if not piece:
            raise ProtocolError("A frame is cut off.")
        data += piece
    return data
